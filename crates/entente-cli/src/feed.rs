//! `entente feed`: fetches the feeds that it is told, keeps what came, says what is new.

mod address;
mod client;
mod fetch;
mod guard;
mod hosts;
mod news;
mod robots;
mod state;
mod store;

use std::collections::BTreeSet;
use std::io::{self, Read, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use entente_engine::page::container::feed::Feed;
use entente_engine::page::container::{Extent, feed, sitemap};
use entente_engine::types::{Outcome, Problem};
use jiff::Timestamp;

use crate::arguments::{Feed as Settings, FeedFormat};
use crate::failure::{Failure, warn};
use crate::progress;
use address::Address;
use client::{Exchange, Limits, Lost};
use fetch::{Fetched, Fetcher, Job};
use news::News;
use state::{FeedState, State, number};
use store::Store;

/// How often a page that cannot be had is sought.
const MAX_TRIES: u8 = 3;
/// How long a host that asked for a pause is left alone at most.
const MAX_CLOSED_SECONDS: i64 = 86_400;

/// Fetches, keeps, prints.
pub fn run(settings: &Settings) -> Result<ExitCode, Failure> {
    let addresses = addresses(&settings.addresses)?;
    let mut run = Run::open(settings, &addresses)?;
    run.feeds(&addresses)?;
    if settings.pages {
        run.pages(&addresses)?;
    }
    run.keep_items()?;
    run.close()?;
    match run.print() {
        // Whoever read the output has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
        printed => printed?,
    }
    Ok(run.status())
}

/// What is new in a feed.
#[derive(Debug)]
pub struct Fresh {
    /// The name of the file in which it was kept, and what is in it; `None` if nothing is new.
    pub file: Option<(String, Vec<u8>)>,
    /// Code and message of what could not be had.
    pub problems: Vec<(String, String)>,
}

/// The feeds that a folder remembers, and when each listed something last.
pub fn known(folder: &Path) -> Vec<(String, Option<Timestamp>)> {
    let state = State::open(folder).unwrap_or_default();
    let feeds = state.feeds.into_iter().map(|(address, feed)| {
        let last = feed.items.values().map(|item| item.listed).max();
        let last = last.and_then(|second| Timestamp::from_second(second).ok());
        (address, last)
    });
    feeds.collect()
}

/// Fetches one feed with the pages of its new items, and keeps them in a folder. The limits are those of the command line.
///
/// # Errors
///
/// In words, if the address is none, or the folder cannot be written.
pub fn fresh(address: &str, folder: &Path, allow_private: bool) -> Result<Fresh, String> {
    let address = Address::read(address)?;
    let settings = Settings {
        addresses: vec![address.text.clone()],
        output: folder.to_owned(),
        pages: true,
        most: 20,
        archive: false,
        format: FeedFormat::Text,
        gap: 1.0,
        timeout: 30.0,
        max_size: 16,
        allow_private,
        width: None,
        quiet: true,
    };
    let addresses = [address];
    let in_words = |failure: Failure| failure.to_string();
    let mut run = Run::open(&settings, &addresses).map_err(in_words)?;
    run.feeds(&addresses).map_err(in_words)?;
    run.pages(&addresses).map_err(in_words)?;
    run.keep_items().map_err(in_words)?;
    run.close().map_err(in_words)?;
    let file = run.store.path().map(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let bytes = std::fs::read(path)?;
        Ok((name.into_owned(), bytes))
    });
    let file = file
        .transpose()
        .map_err(|error: io::Error| error.to_string())?;
    Ok(Fresh {
        file,
        problems: run.problems,
    })
}

/// The addresses of the command line, each once.
fn addresses(written: &[String]) -> Result<Vec<Address>, Failure> {
    let mut seen = BTreeSet::new();
    let mut addresses = Vec::new();
    for written in written {
        let address = Address::read(written).map_err(|cause| Failure::BadAddress {
            address: written.clone(),
            cause,
        })?;
        if seen.insert(address.text.clone()) {
            addresses.push(address);
        }
    }
    Ok(addresses)
}

/// One run: what it may do, what it remembers, what it found.
struct Run<'a> {
    settings: &'a Settings,
    now: i64,
    fetcher: Arc<Fetcher>,
    state: State,
    store: Store,
    /// New items in the order of the command line and of their feeds, and the record of their feed.
    news: Vec<(News, String)>,
    /// Pages of new items.
    shown: BTreeSet<String>,
    n_pages: usize,
    has_failed: bool,
    /// Code and message of what was told.
    problems: Vec<(String, String)>,
}

/// A page that is wanted: its feed, the item there, and its place among the news if it is new.
type Wanted = (String, String, Option<usize>);

impl<'a> Run<'a> {
    fn open(settings: &'a Settings, addresses: &[Address]) -> Result<Self, Failure> {
        let started = Timestamp::now();
        let folder = &settings.output;
        std::fs::create_dir_all(folder).map_err(|cause| cannot_store(folder, cause))?;
        let limits = Limits {
            timeout: Duration::from_secs_f64(settings.timeout.clamp(0.1, 3600.0)),
            max_bytes: settings.max_size.clamp(1, 1024) << 20,
        };
        let gap = Duration::from_secs_f64(settings.gap.clamp(0.0, 3600.0));
        let state = State::open(folder).unwrap_or_else(|cause| {
            let path = folder.join(state::FILE);
            let path = path.display();
            warn(
                "bad-memory",
                &format!("cannot understand `{path}`: {cause}; everything counts as new"),
            );
            State::default()
        });
        Ok(Self {
            settings,
            now: started.as_second(),
            fetcher: Arc::new(Fetcher::new(limits, gap, addresses, settings.allow_private)),
            state,
            store: Store::new(folder, started),
            news: Vec::new(),
            shown: BTreeSet::new(),
            n_pages: 0,
            has_failed: false,
            problems: Vec::new(),
        })
    }

    /// Fetches the feeds and finds what is new in each.
    fn feeds(&mut self, addresses: &[Address]) -> Result<(), Failure> {
        let jobs: Vec<Job> = addresses
            .iter()
            .map(|address| Job {
                address: address.clone(),
                known: self.state.validators(&address.text),
            })
            .collect();
        let mut found: Vec<Option<(Exchange, String)>> = vec![None; jobs.len()];
        self.fetch(&jobs, "feeds", &mut |run, idx, exchange| {
            let known = run.state.feeds.get(&jobs[idx].address.text);
            let old = known.map(|known| known.bytes);
            if let Some(exchange) = exchange
                && exchange.status != 304
                && old != Some(number(&exchange.body))
            {
                let id = run.store.exchange(&exchange)?;
                found[idx] = Some((exchange, id));
            }
            Ok(())
        })?;
        for (job, found) in jobs.iter().zip(found) {
            if let Some((exchange, id)) = found {
                self.read(&job.address.text, &exchange, &id);
            }
        }
        Ok(())
    }

    /// Reads a feed and notes its items.
    fn read(&mut self, feed: &str, exchange: &Exchange, id: &str) {
        let known = self.state.feeds.entry(feed.to_owned()).or_default();
        remember(known, exchange);
        if self.settings.archive {
            return;
        }
        let Outcome {
            value: mut read,
            problems,
        } = parse(exchange);
        for problem in &problems {
            tell(&mut self.problems, feed, problem);
        }
        self.has_failed |= problems.iter().any(|problem| problem.code == "not-a-feed");
        if let Some(first) = read.sitemaps.first() {
            let n_sitemaps = read.sitemaps.len();
            let message = format!(
                "it lists {n_sitemaps} sitemaps and no page; give those, beginning with {first}"
            );
            let problem = Problem::new("sitemap-index", message);
            tell(&mut self.problems, feed, &problem);
        }
        for mut item in std::mem::take(&mut read.items) {
            let address = item
                .address
                .take()
                .and_then(|written| exchange.address.join(&written).ok());
            item.address = address.map(|address| address.text);
            let news = News::new(feed, &read, item);
            let is_new = !known.items.contains_key(&news.key);
            let memory = known.items.entry(news.key.clone()).or_default();
            memory.listed = self.now;
            memory.address.clone_from(&news.address);
            if is_new
                && news
                    .address
                    .as_ref()
                    .is_none_or(|address| self.shown.insert(address.clone()))
            {
                self.news.push((news, id.to_owned()));
            }
        }
        known.forget(self.now);
    }

    /// Fetches the pages of items: first of the new ones, then of those that an earlier run left.
    fn pages(&mut self, addresses: &[Address]) -> Result<(), Failure> {
        let mut wanted = self.wanted(addresses);
        let n_left = wanted.len().saturating_sub(self.settings.most);
        wanted.truncate(self.settings.most);
        if n_left > 0 {
            let message = format!(
                "{n_left} further pages are left for the next run; `--most` says how many one fetches"
            );
            warn("pages-left", &message);
        }
        let jobs: Vec<Job> = wanted.iter().map(|(job, _)| job.clone()).collect();
        self.fetch(&jobs, "pages", &mut |run, idx, exchange| {
            let (feed, key, news) = &wanted[idx].1;
            let memory = run
                .state
                .feeds
                .get_mut(feed)
                .and_then(|known| known.items.get_mut(key));
            if let Some(memory) = memory {
                memory.has_page = exchange.is_some();
                memory.n_failed = memory.n_failed.saturating_add(u8::from(exchange.is_none()));
            }
            if let Some(exchange) = exchange {
                run.store.exchange(&exchange)?;
                run.n_pages += 1;
                if let Some((news, _)) = news.and_then(|idx| run.news.get_mut(idx)) {
                    news.page = true;
                }
            }
            Ok(())
        })
    }

    fn wanted(&self, addresses: &[Address]) -> Vec<(Job, Wanted)> {
        let job = |address: &str| {
            let address = Address::read(address).ok()?;
            Some(Job {
                address,
                known: None,
            })
        };
        let new = self.news.iter().enumerate().filter_map(|(idx, (news, _))| {
            let wanted = (news.feed.clone(), news.key.clone(), Some(idx));
            Some((job(news.address.as_deref()?)?, wanted))
        });
        let mut all: Vec<(Job, Wanted)> = new.collect();
        let mut seen: BTreeSet<String> = all
            .iter()
            .map(|(job, _)| job.address.text.clone())
            .collect();
        for feed in addresses.iter().map(|address| &address.text) {
            let items = self
                .state
                .feeds
                .get(feed)
                .into_iter()
                .flat_map(|known| &known.items);
            for (key, item) in items.filter(|(_, item)| !item.has_page && item.n_failed < MAX_TRIES)
            {
                if let Some(job) = item.address.as_deref().and_then(job)
                    && seen.insert(job.address.text.clone())
                {
                    all.push((job, (feed.clone(), key.clone(), None)));
                }
            }
        }
        all
    }

    /// Fetches all, tells what was lost, keeps what was met on the way; `take` gets what came.
    fn fetch(
        &mut self,
        jobs: &[Job],
        what: &'static str,
        take: &mut Take<'_, 'a>,
    ) -> Result<(), Failure> {
        let bar = progress::fetching(jobs.len(), what, self.settings.quiet);
        let fetcher = Arc::clone(&self.fetcher);
        let mut failure = None;
        fetcher.fetch_all(jobs, &self.state.closed.clone(), &mut |idx, fetched| {
            bar.inc(1);
            if failure.is_none() {
                failure = bar
                    .suspend(|| self.met(&jobs[idx].address, idx, fetched, take))
                    .err();
            }
        });
        bar.finish_and_clear();
        failure.map_or(Ok(()), |cause| {
            Err(cannot_store(&self.settings.output, cause))
        })
    }

    fn met(
        &mut self,
        address: &Address,
        idx: usize,
        fetched: Fetched,
        take: &mut Take<'_, 'a>,
    ) -> io::Result<()> {
        for exchange in &fetched.trail {
            self.store.on_the_way(exchange)?;
        }
        let answer = fetched.answer.and_then(|exchange| match exchange.status {
            200..=299 | 304 => Ok(exchange),
            status => Err(Lost::Failed(format!("the server answers {status}"))),
        });
        if let Err(lost) = &answer {
            self.has_failed = true;
            tell(&mut self.problems, &address.text, &problem(lost));
            if let Lost::Later(seconds) = lost {
                let until = self
                    .now
                    .saturating_add(i64::try_from(*seconds).unwrap_or(i64::MAX));
                self.state.closed.insert(
                    address.host.clone(),
                    until.min(self.now + MAX_CLOSED_SECONDS),
                );
            }
        }
        take(self, idx, answer.ok())
    }

    /// Keeps new items that have all of their text as pages of their own.
    fn keep_items(&mut self) -> Result<(), Failure> {
        let at = Timestamp::now();
        for (news, id) in self.news.iter().filter(|(news, _)| !news.page) {
            if let (Some(html), Some(address)) = (news.html(), &news.address) {
                let kept = self.store.conversion(address, id, at, &html);
                kept.map_err(|cause| cannot_store(&self.settings.output, cause))?;
            }
        }
        Ok(())
    }

    fn close(&mut self) -> Result<(), Failure> {
        self.state.closed.retain(|_, until| *until > self.now);
        let done = self
            .store
            .finish()
            .and_then(|()| self.state.write(&self.settings.output));
        done.map_err(|cause| cannot_store(&self.settings.output, cause))
    }

    /// The news to standard output, and what was kept to standard error.
    fn print(&self) -> io::Result<()> {
        let news: Vec<News> = self.news.iter().map(|(news, _)| news.clone()).collect();
        let mut text = String::new();
        match self.settings.format {
            FeedFormat::Text => {
                text = news::table(&news, crate::compare::width(self.settings.width))
            }
            FeedFormat::Jsonl => {
                for news in &news {
                    text.push_str(&serde_json::to_string(news)?);
                    text.push('\n');
                }
            }
        }
        let has_lost_all = self.has_failed && self.store.path().is_none();
        if !self.settings.quiet && !has_lost_all {
            anstream::eprintln!("{}", self.summary());
        }
        let mut out = anstream::stdout().lock();
        out.write_all(text.as_bytes())?;
        out.flush()
    }

    fn summary(&self) -> String {
        let Some(path) = self.store.path() else {
            return "nothing new".to_owned();
        };
        let count = |extent| {
            self.news
                .iter()
                .filter(|(news, _)| news.item.extent == extent)
                .count()
        };
        let (n_new, n_whole, n_pages) = (self.news.len(), count(Extent::Whole), self.n_pages);
        let path = path.display();
        let (items, pages) = (plural(n_new, "new item"), plural(n_pages, "page"));
        format!("{items}, {n_whole} with all their text, {pages} fetched; kept in `{path}`")
    }

    /// 0 something new, 1 nothing new, 4 something could not be had.
    fn status(&self) -> ExitCode {
        match (self.has_failed, self.store.path()) {
            (true, _) => ExitCode::from(4),
            (false, Some(_)) => ExitCode::SUCCESS,
            (false, None) => ExitCode::from(1),
        }
    }
}

/// `1 page`, `2 pages`.
fn plural(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

/// What is done with each answer; none if there was none.
type Take<'t, 'a> = dyn FnMut(&mut Run<'a>, usize, Option<Exchange>) -> io::Result<()> + 't;

fn cannot_store(folder: &Path, cause: io::Error) -> Failure {
    Failure::CannotStore {
        folder: folder.to_owned(),
        cause,
    }
}

/// Notes how the server can tell whether a feed changed.
fn remember(known: &mut FeedState, exchange: &Exchange) {
    known.address.clone_from(&exchange.address.text);
    known.tag = exchange.header("etag").map(str::to_owned);
    known.modified = exchange.header("last-modified").map(str::to_owned);
    known.bytes = number(&exchange.body);
}

/// Reads a feed or a sitemap, opened if it is a file of gzip.
fn parse(exchange: &Exchange) -> Outcome<Feed> {
    let mut opened = Vec::new();
    let mut bytes = exchange.body.as_slice();
    if bytes.starts_with(&[0x1f, 0x8b]) {
        let opener = flate2::read::MultiGzDecoder::new(bytes);
        // What was opened before a fault is read.
        _ = opener
            .take(feed::MAX_FEED_BYTES as u64)
            .read_to_end(&mut opened);
        bytes = &opened;
    }
    if sitemap::is_sitemap(bytes) {
        sitemap::read(bytes)
    } else {
        feed::read(bytes, exchange.charset().as_deref())
    }
}

/// Tells of a problem, and keeps what was told.
fn tell(told: &mut Vec<(String, String)>, address: &str, problem: &Problem) {
    let message = format!("{address}: {}", problem.message);
    warn(&problem.code, &message);
    told.push((problem.code.to_string(), message));
}

fn problem(lost: &Lost) -> Problem {
    match lost {
        Lost::Refused(reason) => Problem::new("address-refused", reason),
        Lost::Robots(reason) => Problem::new("robots-disallow", reason),
        Lost::Redirects(reason) => Problem::new("too-many-redirects", reason),
        Lost::TooBig(n_bytes) => Problem::new(
            "too-big",
            format!("it has more than `--max-size` allows ({n_bytes} bytes)"),
        ),
        Lost::Later(seconds) => Problem::new(
            "come-back-later",
            format!("the server asks to wait for {seconds} seconds"),
        ),
        Lost::Failed(reason) => Problem::new("cannot-fetch", reason),
    }
}

#[cfg(test)]
mod tests {
    use std::io::{BufRead, BufReader, Write};
    use std::net::TcpListener;

    use super::fresh;

    const FEED: &str = "<rss version=\"2.0\"><channel><title>Orda Daily</title><item><title>Ferries stop</title><guid>1</guid>\
        <description>All ferries of Orda stopped on Tuesday, the harbour master said.</description></item></channel></rss>";

    /// Answers everything but robots.txt with a feed, and that it is the same to whoever has it; gives its port.
    fn server() -> u16 {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let lines = BufReader::new(&stream).lines().map_while(Result::ok);
                let head: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
                let has_it = head
                    .iter()
                    .any(|line| line.eq_ignore_ascii_case("if-none-match: \"a\""));
                let (status, body) = match (head[0].contains("robots.txt"), has_it) {
                    (true, _) => ("404 Not Found", ""),
                    (false, true) => ("304 Not Modified", ""),
                    (false, false) => ("200 OK", FEED),
                };
                let answer = format!(
                    "HTTP/1.1 {status}\r\nETag: \"a\"\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
                    body.len()
                );
                // Whoever asked may have left.
                _ = (&stream).write_all(answer.as_bytes());
            }
        });
        port
    }

    #[test]
    fn a_feed_for_the_server_is_fetched_once_and_never_from_a_private_network() {
        let folder = tempfile::tempdir().expect("a folder");
        let port = server();
        for host in [
            "127.0.0.1",
            "localhost",
            "[::ffff:127.0.0.1]",
            "0.0.0.0",
            "2130706433",
        ] {
            let address = format!("http://{host}:{port}/rss");
            let told =
                fresh(&address, folder.path(), false).map(|fresh| (fresh.file, fresh.problems));
            let is_refused = match &told {
                Ok((file, problems)) => file.is_none() && !problems.is_empty(),
                Err(_) => true,
            };
            assert!(is_refused, "{address}: {told:?}");
        }
        let address = format!("http://127.0.0.1:{port}/rss");
        let first = fresh(&address, folder.path(), true).expect("it is fetched");
        let (name, bytes) = first.file.expect("it is new");
        assert!(name.ends_with(".warc.gz") && !bytes.is_empty(), "{name}");
        let again = fresh(&address, folder.path(), true).expect("it is fetched");
        assert!(
            again.file.is_none() && again.problems.is_empty(),
            "{again:?}"
        );
        for wrong in [
            "file:///etc/passwd",
            "ftp://a.example/",
            "http://a:b@c.example/",
            "",
        ] {
            assert!(fresh(wrong, folder.path(), true).is_err(), "{wrong}");
        }
    }
}
