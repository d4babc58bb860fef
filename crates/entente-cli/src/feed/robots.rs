//! What a site asks of programs: robots.txt after RFC 9309, and `Crawl-delay`.

use std::time::Duration;

/// The name that rules for this program stand under.
const NAME: &str = "entente";
/// How much of a file is read; the RFC asks for 500 kB at least.
pub const MAX_BYTES: usize = 512 << 10;
/// Most rules that are kept, and how often a rule may say "anything" with `*`.
const MAX_RULES: usize = 10_000;
const MAX_STARS: usize = 32;
/// Longest pause between two requests that a site may ask for.
const MAX_DELAY: Duration = Duration::from_secs(300);

/// The rules of one site for this program.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Robots {
    rules: Vec<Rule>,
    /// The pause between two requests.
    pub delay: Option<Duration>,
}

#[derive(Clone, Debug, PartialEq)]
struct Rule {
    allows: bool,
    /// With escapes in one form; `*` and a last `$` have their meaning.
    path: String,
}

impl Robots {
    /// Reads a file. What is no rule is passed over.
    ///
    /// Groups that name this program are joined and hold alone; if there is none, those for `*` hold.
    pub fn read(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(&bytes[..bytes.len().min(MAX_BYTES)]);
        let (mut ours, mut all) = (None::<Self>, None::<Self>);
        let (mut for_us, mut for_all, mut in_names) = (false, false, false);
        for line in text.trim_start_matches('\u{feff}').split(['\n', '\r']) {
            let Some((key, value)) = field(line) else {
                continue;
            };
            if key == "user-agent" {
                if !in_names {
                    (for_us, for_all) = (false, false);
                }
                in_names = true;
                for_us |= is_us(value);
                for_all |= value == "*";
                ours = ours.or(for_us.then(Self::default));
                all = all.or(for_all.then(Self::default));
                continue;
            }
            in_names &= !matches!(key.as_str(), "allow" | "disallow" | "crawl-delay");
            for (is_meant, group) in [(for_us, &mut ours), (for_all, &mut all)] {
                if let Some(group) = group.as_mut().filter(|_| is_meant) {
                    group.add(&key, value);
                }
            }
        }
        ours.or(all).unwrap_or_default()
    }

    fn add(&mut self, key: &str, value: &str) {
        match key {
            "allow" | "disallow" if !value.is_empty() && self.rules.len() < MAX_RULES => {
                self.rules.push(Rule {
                    allows: key == "allow",
                    path: one_form(value),
                })
            }
            "crawl-delay" => {
                let seconds: Option<f64> = value.parse().ok();
                let seconds = seconds.filter(|seconds| seconds.is_finite() && *seconds >= 0.0);
                self.delay = seconds
                    .map(|seconds| Duration::from_secs_f64(seconds.min(MAX_DELAY.as_secs_f64())));
            }
            _ => {}
        }
    }

    /// May this path be fetched? The longest rule that fits decides; of equal ones, that which allows.
    pub fn allows(&self, path: &str) -> bool {
        let path = one_form(path);
        if path == "/robots.txt" {
            return true;
        }
        let fitting = self.rules.iter().filter(|rule| fits(&rule.path, &path));
        let best = fitting.max_by_key(|rule| (rule.path.len(), rule.allows));
        best.is_none_or(|rule| rule.allows)
    }
}

/// Name and value of a line, without its comment.
fn field(line: &str) -> Option<(String, &str)> {
    let line = line.split('#').next()?;
    let (key, value) = line.split_once(':')?;
    Some((key.trim().to_ascii_lowercase(), value.trim()))
}

/// Does a group with this name mean us? What stands behind the name (`entente/1.0`) counts for nothing.
fn is_us(value: &str) -> bool {
    let end = value.find(|c: char| !c.is_ascii_alphabetic() && c != '-' && c != '_');
    value[..end.unwrap_or(value.len())].eq_ignore_ascii_case(NAME)
}

/// A path in which letters and figures stand for themselves and all beyond ASCII is escaped, in capitals.
fn one_form(path: &str) -> String {
    let bytes = path.as_bytes();
    let mut out = String::with_capacity(path.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let escaped = (byte == b'%').then(|| path.get(at + 1..at + 3)).flatten();
        let escaped = escaped.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        at += if escaped.is_some() { 3 } else { 1 };
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        match escaped {
            Some(value) if is_plain(value) => out.push(char::from(value)),
            Some(value) => out.push_str(&format!("%{value:02X}")),
            None if byte.is_ascii_graphic() => out.push(char::from(byte)),
            None => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// Does a rule fit the beginning of a path? `*` is anything, `$` at the end is the end.
fn fits(rule: &str, path: &str) -> bool {
    let (rule, is_whole) = rule
        .strip_suffix('$')
        .map_or((rule, false), |rule| (rule, true));
    let mut parts = rule.splitn(MAX_STARS, '*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = path.strip_prefix(first) else {
        return false;
    };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return !is_whole || rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if parts.peek().is_none() && is_whole {
            return rest.ends_with(part);
        }
        let Some(at) = rest.find(part) else {
            return false;
        };
        rest = &rest[at + part.len()..];
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allows(file: &str, path: &str) -> bool {
        Robots::read(file.as_bytes()).allows(path)
    }

    #[test]
    fn the_longest_rule_decides() {
        let file = "User-agent: *\nDisallow: /news\nAllow: /news/open\nDisallow: /news/open/not";
        for (path, wanted) in [
            ("/", true),
            ("/news", false),
            ("/newsletter", false),
            ("/news/open/a", true),
            ("/news/open/not/a", false),
            ("/robots.txt", true),
        ] {
            assert_eq!(allows(file, path), wanted, "{path}");
        }
        assert!(
            allows("User-agent: *\nDisallow: /a\nAllow: /a", "/a"),
            "equal rules: that which allows"
        );
        assert!(
            allows("User-agent: *\nDisallow:", "/a"),
            "an empty rule says nothing"
        );
        assert!(
            !allows("User-agent: *\nDisallow: /\nAllow: /A", "/a"),
            "paths have capitals"
        );
    }

    #[test]
    fn groups_for_us_hold_alone() {
        let file = "user-agent: other\nDisallow: /\n\nUser-Agent: x\nUser-Agent: ENTENTE/2.0 # us\nDisallow: /a\n\
                    User-agent: *\nDisallow: /\n\nUser-agent: entente\nDisallow: /b";
        for (path, wanted) in [("/a", false), ("/b", false), ("/c", true)] {
            assert_eq!(allows(file, path), wanted, "{path}");
        }
        assert!(!allows("User-agent: *\nDisallow: /", "/"));
        assert!(allows("User-agent: ententes\nDisallow: /", "/"));
        assert!(allows("Disallow: /", "/"), "a rule without a group is none");
    }

    #[test]
    fn stars_and_ends() {
        for (rule, path, wanted) in [
            ("/*.php$", "/a/b.php", false),
            ("/*.php$", "/a/b.php?x", true),
            ("/*.php", "/a/b.php?x", false),
            ("/a*/c", "/ab/b/c/d", false),
            ("/a*/c$", "/ab/c/c", false),
            ("*/private/", "/x/private/y", false),
            ("/$", "/", false),
            ("/$", "/a", true),
            ("/a%2fb", "/a%2Fb", false),
            ("/%61", "/a", false),
            ("/caf\u{e9}", "/caf%C3%A9", false),
            ("/caf%c3%a9", "/caf\u{e9}", false),
        ] {
            let file = format!("User-agent: *\nDisallow: {rule}");
            assert_eq!(allows(&file, path), wanted, "{rule} {path}");
        }
    }

    #[test]
    fn delays_and_odd_files() {
        let robots = Robots::read(
            b"\xef\xbb\xbfUser-agent: *\rCrawl-delay: 2.5\r\nSitemap: x\nDisallow /a\n\xff\xfe: 3",
        );
        assert_eq!(robots.delay, Some(Duration::from_millis(2500)));
        assert!(robots.allows("/a"));
        assert_eq!(
            Robots::read(b"User-agent: *\nCrawl-delay: 9e99").delay,
            Some(MAX_DELAY)
        );
        assert_eq!(Robots::read(b"User-agent: *\nCrawl-delay: -1").delay, None);
        let stars = format!("User-agent: *\nDisallow: /{}b$", "a*".repeat(10_000));
        assert!(allows(&stars, &"a".repeat(4000)));
    }
}
