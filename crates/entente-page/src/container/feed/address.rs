//! Addresses as feeds write them: absolute, or relative to the feed or its page.

/// The host of an address of the web, if it is one.
pub fn host(address: &str) -> Option<&str> {
    let rest = strip_scheme(address)?;
    let authority = rest.split(['/', '?', '#', '\\']).next()?;
    let host = authority.rsplit('@').next()?;
    (!host.is_empty()).then_some(host)
}

fn strip_scheme(address: &str) -> Option<&str> {
    let (scheme, rest) = address.split_once("://")?;
    let is_web = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    is_web.then_some(rest)
}

/// An address as written in a document whose own address is `base`. Nothing if it leads out of the web.
pub fn join(base: Option<&str>, written: &str) -> Option<String> {
    let written: String = written.trim().chars().filter(|c| !c.is_control()).collect();
    let written = written.replace(' ', "%20");
    if written.is_empty() || written.starts_with('#') {
        return None;
    }
    if strip_scheme(&written).is_some() {
        return host(&written).is_some().then_some(written);
    }
    let has_scheme = written
        .split(['/', '?', '#'])
        .next()
        .is_some_and(|first| first.contains(':'));
    if has_scheme {
        return None;
    }
    let Some(base) = base.filter(|base| host(base).is_some()) else {
        return Some(written);
    };
    let (scheme, rest) = base.split_once("://")?;
    if written.starts_with("//") {
        return Some(format!("{scheme}:{written}"));
    }
    let path_at = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(path_at);
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let folder = path.rfind('/').map_or("/", |at| &path[..=at]);
    let written = written.strip_prefix("./").unwrap_or(&written);
    Some(match written.chars().next() {
        Some('/') => format!("{scheme}://{authority}{written}"),
        Some('?') => format!("{scheme}://{authority}{path}{written}"),
        _ => format!("{scheme}://{authority}{folder}{written}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_addresses_are_joined() {
        let base = Some("https://orda.example/news/feed.xml?x=1");
        for (written, wanted) in [
            ("a.html", Some("https://orda.example/news/a.html")),
            ("/a b", Some("https://orda.example/a%20b")),
            ("//other.example/a", Some("https://other.example/a")),
            ("?p=3", Some("https://orda.example/news/feed.xml?p=3")),
            ("http://x.example/", Some("http://x.example/")),
            ("javascript:alert(1)", None),
            ("mailto:a@b.example", None),
            ("http://", None),
        ] {
            assert_eq!(join(base, written).as_deref(), wanted, "{written}");
        }
    }
}
