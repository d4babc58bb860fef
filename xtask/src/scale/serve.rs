//! How long a server takes to answer: every page and every resource, one question after the other, then many readers at once
//! while reports come in.
//!
//! Each question is asked three times and the best counts, as in `ask`; beside it stands what the server reckoned on its processors
//! for the first of them, which does not depend on what else the machine does.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use super::ask::{Asker, program, share};

/// How often each question is asked.
const TURNS: usize = 3;
/// Goal for any page.
const ANY_MS: f64 = 150.0;
/// How long many readers ask, and how long one waits for an answer at most.
const CROWD: Duration = Duration::from_secs(30);
const PATIENCE: Duration = Duration::from_secs(60);

/// Asks each kind of page `n` questions, then lets `n_readers` ask at once.
pub fn run(folder: &Path, n: usize, n_readers: usize, named: Option<&str>) -> Result<()> {
    let server = Server::start(&program(named), folder)?;
    let mut asker = Asker::new(folder)?;
    let mut all: Vec<String> = Vec::new();
    println!(
        "{:<34} {:>8} {:>8} {:>8} {:>8} {:>8}   slowest",
        "page", "p50 ms", "p95 ms", "max ms", "p95 CPU", "kB"
    );
    for (name, ask) in PAGES {
        let (mut best, mut cpu, mut n_bytes) = (Vec::new(), Vec::new(), 0);
        for _ in 0..n {
            let path = ask(&mut asker)?;
            let before = server.cpu_ms();
            let mut took = f64::MAX;
            for turn in 0..TURNS {
                let start = Instant::now();
                let (status, length) = server.get(&path)?;
                took = took.min(start.elapsed().as_secs_f64() * 1000.0);
                ensure!(status == 200, "{path}: {status}");
                n_bytes = n_bytes.max(length);
                if turn == 0 {
                    cpu.push(server.cpu_ms() - before);
                }
            }
            best.push((took, path.clone()));
            all.push(path);
        }
        best.sort_by(|a, b| a.0.total_cmp(&b.0));
        cpu.sort_by(f64::total_cmp);
        let ms: Vec<f64> = best.iter().map(|(took, _)| *took).collect();
        let missed = if share(&ms, 0.95) > ANY_MS {
            "  MISSED"
        } else {
            ""
        };
        println!(
            "{name:<34} {:>8.1} {:>8.1} {:>8.1} {:>8.1} {:>8.1}   {}{missed}",
            share(&ms, 0.5),
            share(&ms, 0.95),
            share(&ms, 1.0),
            share(&cpu, 0.95),
            n_bytes as f64 / 1e3,
            best.last().map_or("", |(_, path)| path)
        );
    }
    println!("alone: {}", server.memory());
    crowd(&server, folder, &program(named), &all, n_readers)?;
    println!("with {n_readers} readers: {}", server.memory());
    Ok(())
}

/// Lets readers ask whatever was asked before, in another order each, while reports are added.
fn crowd(server: &Server, folder: &Path, program: &Path, all: &[String], n: usize) -> Result<()> {
    let (times, failed) = (Mutex::new(Vec::new()), Mutex::new(Vec::new()));
    let (is_over, n_added) = (AtomicBool::new(false), AtomicUsize::new(0));
    let start = Instant::now();
    std::thread::scope(|scope| {
        let adding = scope.spawn(|| {
            while !is_over.load(Ordering::Relaxed) {
                let number = n_added.load(Ordering::Relaxed);
                add(program, folder, number)?;
                n_added.store(number + 1, Ordering::Relaxed);
            }
            anyhow::Ok(())
        });
        let readers: Vec<_> = (0..n)
            .map(|reader| {
                let (times, failed) = (&times, &failed);
                scope.spawn(move || {
                    for step in 0.. {
                        if start.elapsed() > CROWD {
                            break;
                        }
                        let path = &all[(reader * 7919 + step * 104_729) % all.len()];
                        let asked = Instant::now();
                        match server.get(path) {
                            Ok((200, _)) => times
                                .lock()
                                .expect("no reader panics")
                                .push(asked.elapsed().as_secs_f64() * 1000.0),
                            Ok((status, _)) => failed
                                .lock()
                                .expect("no reader panics")
                                .push(format!("{status} {path}")),
                            Err(error) => failed
                                .lock()
                                .expect("no reader panics")
                                .push(format!("{error:#} {path}")),
                        }
                    }
                })
            })
            .collect();
        for reader in readers {
            reader.join().expect("no reader panics");
        }
        is_over.store(true, Ordering::Relaxed);
        adding.join().expect("adding does not panic")
    })?;
    let mut times = times.into_inner()?;
    times.sort_by(f64::total_cmp);
    let failed = failed.into_inner()?;
    println!(
        "{n} readers for {:.0} s: {} answers, {} failed, p50 {:.0} ms, p95 {:.0} ms, max {:.0} ms; {} reports were added and read meanwhile",
        start.elapsed().as_secs_f64(),
        times.len(),
        failed.len(),
        share(&times, 0.5),
        share(&times, 0.95),
        share(&times, 1.0),
        n_added.load(Ordering::Relaxed)
    );
    for one in failed.iter().take(10) {
        println!("  {one}");
    }
    ensure!(failed.is_empty(), "not every reader got an answer");
    Ok(())
}

/// Adds a report that was not there.
fn add(program: &Path, folder: &Path, number: usize) -> Result<()> {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)?;
    let text = format!(
        "The mayor of Orda met {} port workers\n\n2031-05-06\n\nThe mayor of Orda met {number} port workers on Tuesday, report {} of \
         the harbour said.\n",
        number + 20,
        now.as_nanos()
    );
    for arguments in [&["add", "-"][..], &["update"]] {
        let mut child = Command::new(program)
            .args(arguments)
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()?;
        let mut input = child.stdin.take().context("it has an input")?;
        if arguments[0] == "add" {
            input.write_all(text.as_bytes())?;
        }
        drop(input);
        let done = child.wait_with_output()?;
        ensure!(
            done.status.success(),
            "{arguments:?}: {}",
            String::from_utf8_lossy(&done.stderr)
        );
    }
    Ok(())
}

/// A server of its own, which ends with this.
struct Server {
    child: Child,
    address: SocketAddr,
}

impl Server {
    fn start(program: &Path, folder: &Path) -> Result<Self> {
        let mut child = Command::new(program)
            .args(["serve", "--address", "127.0.0.1:0"])
            .current_dir(folder)
            .stdout(Stdio::piped())
            .spawn()?;
        let mut told = String::new();
        BufReader::new(child.stdout.take().context("it has an output")?).read_line(&mut told)?;
        let port = told
            .trim()
            .trim_end_matches('/')
            .rsplit_once(':')
            .and_then(|(_, port)| port.parse().ok());
        let port: u16 = port.with_context(|| format!("no address in `{told}`"))?;
        Ok(Self {
            child,
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, port)),
        })
    }

    /// Status and length of an answer.
    fn get(&self, path: &str) -> Result<(u16, usize)> {
        let mut stream = TcpStream::connect(self.address)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
            self.address
        )?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        let head = String::from_utf8_lossy(answer.get(..12).context("no answer")?).into_owned();
        let status = head
            .split(' ')
            .nth(1)
            .and_then(|status| status.parse().ok());
        Ok((
            status.with_context(|| format!("no status in `{head}`"))?,
            answer.len(),
        ))
    }

    /// What it reckoned until now, on all its threads.
    fn cpu_ms(&self) -> f64 {
        let tasks = PathBuf::from(format!("/proc/{}/task", self.child.id()));
        let tasks = std::fs::read_dir(tasks).into_iter().flatten().flatten();
        let told =
            tasks.filter_map(|task| std::fs::read_to_string(task.path().join("schedstat")).ok());
        let ns = told.filter_map(|told| told.split(' ').next()?.parse::<f64>().ok());
        ns.sum::<f64>() / 1e6
    }

    /// Its memory now and at most: all, and what is its own (the rest are pages of files that the system holds for it).
    fn memory(&self) -> String {
        let told = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()));
        let told = told.unwrap_or_default();
        let mb = |name: &str| {
            let line = told.lines().find_map(|line| line.strip_prefix(name));
            let kb = line.and_then(|line| {
                line.trim_matches([':', ' ', '\t'])
                    .split(' ')
                    .next()?
                    .parse()
                    .ok()
            });
            kb.unwrap_or(0.0) / 1024.0
        };
        format!(
            "{:.0} MB in memory ({:.0} at most), {:.0} of them its own",
            mb("VmRSS"),
            mb("VmHWM"),
            mb("RssAnon")
        )
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

type Ask = fn(&mut Asker) -> Result<String>;

/// Every page, then every resource.
const PAGES: &[(&str, Ask)] = &[
    ("Today", |_| Ok("/".into())),
    ("Today, further on", |asker| {
        Ok(format!("/?skip={}", 24 * asker.random.below(20)))
    }),
    ("Search", |asker| Ok(format!("/search?q={}", asker.word()?))),
    ("Search, two words", |asker| {
        Ok(format!("/search?q={}+{}", asker.word()?, asker.word()?))
    }),
    ("Search by day", |asker| {
        Ok(format!("/search?q={}&from={}", asker.word()?, asker.day()?))
    }),
    ("Search by act", |asker| {
        Ok(format!("/search?q={}&act=CONSULT", asker.word()?))
    }),
    ("Story", |asker| of(asker, "/story/{}", "sty")),
    ("Compare", |asker| of(asker, "/story/{}/compare", "sty")),
    ("Timeline", |asker| of(asker, "/story/{}/timeline", "sty")),
    ("Story map", |asker| of(asker, "/story/{}/map", "sty")),
    ("Story quotes", |asker| of(asker, "/story/{}/quotes", "sty")),
    ("Story figures", |asker| {
        of(asker, "/story/{}/figures", "sty")
    }),
    ("Export of a story", |asker| {
        of(asker, "/story/{}/export/claims.csv", "sty")
    }),
    ("Quotes", |_| Ok("/quotes".into())),
    ("Quotes of somebody", |asker| {
        Ok(format!("/quotes?by={}", asker.actor()?))
    }),
    ("Actor", |asker| Ok(format!("/actor/{}", asker.actor()?))),
    ("Relations", |_| Ok("/relation".into())),
    ("Relation", |asker| pair(asker, "/relation/{}/{}", 1)),
    ("Relation, much told", |asker| {
        pair(asker, "/relation/{}/{}", 1_000)
    }),
    ("Network", |_| Ok("/network".into())),
    ("Network at a day", |asker| {
        Ok(format!("/network?on={}", asker.day()?))
    }),
    ("Map", |_| Ok("/map".into())),
    ("Map from a day", |asker| {
        Ok(format!("/map?from={}", asker.day()?))
    }),
    ("Sources", |_| Ok("/sources".into())),
    ("Review", |_| Ok("/review".into())),
    ("Workspace", |_| Ok("/workspace".into())),
    ("Add", |_| Ok("/add".into())),
    ("Article", |asker| of(asker, "/article/{}", "art")),
    ("Evidence", |asker| of(asker, "/evidence/{}", "clm")),
    ("/api/v1", |_| Ok("/api/v1".into())),
    ("…/articles", |_| Ok("/api/v1/articles".into())),
    ("…/articles?source", |asker| {
        Ok(format!("/api/v1/articles?source={}", asker.source()?))
    }),
    ("…/articles?actor", |asker| {
        Ok(format!("/api/v1/articles?actor={}", asker.actor()?))
    }),
    ("…/articles?from&to", |asker| {
        let day = asker.day()?;
        Ok(format!("/api/v1/articles?from={day}&to={day}"))
    }),
    ("…/articles/A", |asker| {
        of(asker, "/api/v1/articles/{}", "art")
    }),
    ("…/articles/A/text", |asker| {
        of(asker, "/api/v1/articles/{}/text", "art")
    }),
    ("…/articles/A/claims", |asker| {
        of(asker, "/api/v1/articles/{}/claims", "art")
    }),
    ("…/stories", |_| Ok("/api/v1/stories".into())),
    ("…/stories?actor", |asker| {
        Ok(format!("/api/v1/stories?actor={}", asker.actor()?))
    }),
    ("…/stories?from&to", |asker| {
        let day = asker.day()?;
        Ok(format!("/api/v1/stories?from={day}&to={day}"))
    }),
    ("…/stories/S", |asker| {
        of(asker, "/api/v1/stories/{}", "sty")
    }),
    ("…/stories/S/articles", |asker| {
        of(asker, "/api/v1/stories/{}/articles", "sty")
    }),
    ("…/stories/S/comparison", |asker| {
        of(asker, "/api/v1/stories/{}/comparison", "sty")
    }),
    ("…/stories/S/matrix", |asker| {
        of(asker, "/api/v1/stories/{}/matrix", "sty")
    }),
    ("…/stories/S/slots", |asker| {
        of(asker, "/api/v1/stories/{}/slots", "sty")
    }),
    ("…/stories/S/timeline", |asker| {
        of(asker, "/api/v1/stories/{}/timeline", "sty")
    }),
    ("…/stories/S/history", |asker| {
        of(asker, "/api/v1/stories/{}/history", "sty")
    }),
    ("…/claims", |_| Ok("/api/v1/claims".into())),
    ("…/claims?kind", |_| Ok("/api/v1/claims?kind=tie".into())),
    ("…/claims?actor", |asker| {
        Ok(format!("/api/v1/claims?actor={}", asker.actor()?))
    }),
    ("…/claims?from&to", |asker| {
        let day = asker.day()?;
        Ok(format!("/api/v1/claims?from={day}&to={day}"))
    }),
    ("…/claims/C", |asker| {
        of(asker, "/api/v1/claims/{}", "clm")
    }),
    ("…/evidence/C", |asker| {
        of(asker, "/api/v1/evidence/{}", "clm")
    }),
    ("…/events", |_| Ok("/api/v1/events".into())),
    ("…/events?actor", |asker| {
        Ok(format!("/api/v1/events?actor={}", asker.actor()?))
    }),
    ("…/events?actor, a country", |asker| {
        pair(asker, "/api/v1/events?actor={}&other={}", 1)
    }),
    ("…/events?from&to", |asker| {
        let day = asker.day()?;
        Ok(format!("/api/v1/events?from={day}&to={day}"))
    }),
    ("…/quotes", |_| Ok("/api/v1/quotes".into())),
    ("…/quotes?actor", |asker| {
        Ok(format!("/api/v1/quotes?actor={}", asker.actor()?))
    }),
    ("…/figures", |_| Ok("/api/v1/figures".into())),
    ("…/actors", |_| Ok("/api/v1/actors".into())),
    ("…/actors?kind", |_| {
        Ok("/api/v1/actors?kind=person".into())
    }),
    ("…/actors?name", |asker| {
        let id = asker.actor()?;
        Ok(format!(
            "/api/v1/actors?name={}",
            id.rsplit([':', '-']).next().unwrap_or_default()
        ))
    }),
    ("…/suggest", |asker| {
        let id = asker.actor()?;
        let name = id.rsplit([':', '-']).next().unwrap_or_default();
        Ok(format!(
            "/api/v1/suggest?q={}",
            name.get(..2).unwrap_or("me")
        ))
    }),
    ("…/actors/P", |asker| {
        Ok(format!("/api/v1/actors/{}", asker.actor()?))
    }),
    ("…/actors/P/timeline", |asker| {
        Ok(format!("/api/v1/actors/{}/timeline", asker.actor()?))
    }),
    ("…/relations", |_| Ok("/api/v1/relations".into())),
    ("…/relations?from&to", |asker| {
        let day = asker.day()?;
        Ok(format!("/api/v1/relations?from={day}&to={day}"))
    }),
    ("…/relations/A/B", |asker| {
        pair(asker, "/api/v1/relations/{}/{}", 1)
    }),
    ("…/relations/A/B/series", |asker| {
        pair(asker, "/api/v1/relations/{}/{}/series", 1)
    }),
    ("…/relations/A/B/events", |asker| {
        pair(asker, "/api/v1/relations/{}/{}/events", 1)
    }),
    ("…/search", |asker| {
        Ok(format!("/api/v1/search?q={}", asker.word()?))
    }),
    ("…/search/facets", |asker| {
        Ok(format!("/api/v1/search/facets?q={}", asker.word()?))
    }),
    ("…/sources", |_| Ok("/api/v1/sources".into())),
    ("…/coverage", |_| Ok("/api/v1/coverage".into())),
    ("…/diff", |asker| {
        let moment = asker.moment().replace(':', "%3A");
        Ok(format!("/api/v1/diff?from={moment}"))
    }),
    ("…/changes", |_| Ok("/api/v1/changes".into())),
    ("…/reviews", |_| Ok("/api/v1/reviews".into())),
    ("…/jobs", |_| Ok("/api/v1/jobs".into())),
    ("openapi.json", |_| Ok("/api/v1/openapi.json".into())),
    ("metrics", |_| Ok("/metrics".into())),
    ("readyz", |_| Ok("/readyz".into())),
];

fn of(asker: &mut Asker, path: &str, kind: &str) -> Result<String> {
    let number = asker.number(kind)?;
    Ok(path.replace("{}", &format!("{kind}_{number}")))
}

fn pair(asker: &mut Asker, path: &str, least: i64) -> Result<String> {
    let [one, other] = asker.pair(least)?;
    Ok(path.replacen("{}", &one, 1).replacen("{}", &other, 1))
}
