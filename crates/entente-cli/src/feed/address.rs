//! Addresses of the web: checked, in one form, and joined.

use ureq::http::Uri;

/// Ports that every site uses; others have to be named on the command line.
const PORTS: [u16; 4] = [80, 443, 8080, 8443];
/// Longest address.
const MAX_BYTES: usize = 4096;

/// An address of the web, with the parts that decide whether it may be fetched.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Address {
    /// All of it, in ASCII, without what stands behind `#`.
    pub text: String,
    /// `http` or `https`.
    pub scheme: String,
    /// The host, in lower case.
    pub host: String,
    /// The port, said or usual.
    pub port: u16,
    /// From the path on, as a server is asked for it.
    pub path: String,
}

impl Address {
    /// Reads an address.
    ///
    /// # Errors
    ///
    /// In words, if it is none of the web, holds a password, or has a host that is no name.
    pub fn read(written: &str) -> Result<Self, String> {
        let written = written.trim();
        let text = written.split('#').next().unwrap_or_default();
        if text.len() > MAX_BYTES {
            return Err(format!("it is longer than {MAX_BYTES} bytes"));
        }
        let (scheme, rest) = text
            .split_once("://")
            .ok_or("it does not begin with `https://` or `http://`")?;
        let scheme = scheme.to_ascii_lowercase();
        if scheme != "http" && scheme != "https" {
            return Err(format!("`{scheme}` is neither `https` nor `http`"));
        }
        let path_at = rest.find(['/', '?', '\\']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(path_at);
        if authority.contains('@') {
            return Err("it holds a name or a password".to_owned());
        }
        let path = ascii(path);
        let path = if path.starts_with('/') {
            path
        } else {
            format!("/{path}")
        };
        let authority = authority.to_lowercase();
        if !authority.is_ascii() {
            return Err("its host has letters beyond ASCII; write it as `xn--…`".to_owned());
        }
        let text = format!("{scheme}://{authority}{path}");
        let uri: Uri = text.parse().map_err(|error| format!("{error}"))?;
        let host = uri
            .host()
            .filter(|host| !host.is_empty())
            .ok_or("it has no host")?
            .to_owned();
        let usual = if scheme == "https" { 443 } else { 80 };
        let has_port = uri
            .authority()
            .is_some_and(|authority| authority.as_str().len() > host.len());
        let port = uri.port_u16().filter(|&port| port > 0);
        if has_port && port.is_none() {
            return Err("its port is none".to_owned());
        }
        let port = port.unwrap_or(usual);
        let authority = if port == usual {
            host.clone()
        } else {
            format!("{host}:{port}")
        };
        Ok(Self {
            text: format!("{scheme}://{authority}{path}"),
            scheme,
            host,
            port,
            path,
        })
    }

    /// Reads an address that stands in a page at this one.
    ///
    /// # Errors
    ///
    /// As [`Address::read`].
    pub fn join(&self, written: &str) -> Result<Self, String> {
        let written = written.trim();
        let first = written.split(['/', '?', '#']).next().unwrap_or_default();
        let origin = self.origin();
        let path = self.path.split('?').next().unwrap_or_default();
        let folder = path.rfind('/').map_or("/", |at| &path[..=at]);
        match written {
            _ if first.contains(':') => Self::read(written),
            _ if written.starts_with("//") => Self::read(&format!("{}:{written}", self.scheme)),
            _ if written.starts_with('/') => Self::read(&format!("{origin}{written}")),
            _ if written.starts_with('?') => Self::read(&format!("{origin}{path}{written}")),
            _ => Self::read(&format!(
                "{origin}{}",
                without_dots(&format!("{folder}{written}"))
            )),
        }
    }

    /// Scheme, host and port: what one robots.txt holds for.
    pub fn origin(&self) -> String {
        let usual = if self.scheme == "https" { 443 } else { 80 };
        let (scheme, host, port) = (&self.scheme, &self.host, self.port);
        if port == usual {
            format!("{scheme}://{host}")
        } else {
            format!("{scheme}://{host}:{port}")
        }
    }

    /// Is its port one that every site uses?
    pub fn has_usual_port(&self) -> bool {
        PORTS.contains(&self.port)
    }
}

/// A path with `..` and `.` taken out.
fn without_dots(path: &str) -> String {
    let (path, query) = path.find('?').map_or((path, ""), |at| path.split_at(at));
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/').skip(1) {
        match part {
            "." => {}
            ".." => _ = parts.pop(),
            part => parts.push(part),
        }
    }
    format!("/{}{query}", parts.join("/"))
}

/// What stands in no address is written with `%`.
fn ascii(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'\\' => out.push('/'),
            b'"' | b'<' | b'>' | b'`' | b'{' | b'}' | b'|' | b'^' | 0..=32 | 127.. => {
                out.push_str(&format!("%{byte:02X}"))
            }
            byte => out.push(char::from(byte)),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_have_one_form() {
        for (written, wanted) in [
            ("https://Orda.example", "https://orda.example/"),
            (
                " http://orda.example:80/a b#c ",
                "http://orda.example/a%20b",
            ),
            (
                "http://orda.example:8080/é?q=ü",
                "http://orda.example:8080/%C3%A9?q=%C3%BC",
            ),
            ("https://[2001:db8::1]/", "https://[2001:db8::1]/"),
        ] {
            assert_eq!(
                Address::read(written)
                    .map(|address| address.text)
                    .as_deref(),
                Ok(wanted)
            );
        }
        for written in [
            "",
            "orda.example",
            "ftp://orda.example/",
            "file:///etc/passwd",
            "http://",
            "https:///a",
            "http://a:b@c.example/",
            "http://orda.example:99999/",
            "http://orda.example:/",
            "http://пример.example/",
            "http://a b/",
        ] {
            assert!(Address::read(written).is_err(), "{written}");
        }
    }

    #[test]
    fn links_are_joined() {
        let page = Address::read("https://orda.example:8443/news/feed?x=1").expect("an address");
        for (written, wanted) in [
            ("a.html", "https://orda.example:8443/news/a.html"),
            ("../b?c=../d", "https://orda.example:8443/b?c=../d"),
            ("/a", "https://orda.example:8443/a"),
            ("//other.example/a", "https://other.example/a"),
            ("?y=2", "https://orda.example:8443/news/feed?y=2"),
            ("http://x.example", "http://x.example/"),
        ] {
            assert_eq!(
                page.join(written).map(|address| address.text).as_deref(),
                Ok(wanted)
            );
        }
        assert!(page.join("javascript:alert(1)").is_err());
    }
}
