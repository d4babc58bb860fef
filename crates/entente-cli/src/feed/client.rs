//! Asks a server for one address, within limits of time and size. Redirects are told, not followed.

use std::collections::BTreeSet;
use std::io::Read;
use std::time::Duration;

use jiff::Timestamp;
use ureq::Agent;
use ureq::http::HeaderMap;
use ureq::unversioned::transport::DefaultConnector;

use super::address::Address;
use super::guard::{Guard, NotPublic};

/// How the program names itself to servers.
pub const USER_AGENT: &str = concat!("entente/", env!("CARGO_PKG_VERSION"));
/// What it likes to read.
const ACCEPT: &str = "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, \
                      text/html;q=0.9, */*;q=0.5";
/// Longest head of a response, in bytes.
const MAX_HEAD_BYTES: usize = 64 << 10;

/// What was asked and what was answered.
#[derive(Clone, Debug)]
pub struct Exchange {
    /// What was asked for.
    pub address: Address,
    /// When.
    pub at: Timestamp,
    /// Method, path and headers as sent.
    pub request: String,
    /// As 200.
    pub status: u16,
    /// The headers of the answer, as sent.
    pub headers: Vec<(String, Vec<u8>)>,
    /// The body, opened if it was packed.
    pub body: Vec<u8>,
}

impl Exchange {
    /// The value of a header, by its name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self
            .headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name));
        found
            .and_then(|(_, value)| std::str::from_utf8(value).ok())
            .map(str::trim)
    }

    /// The charset that the server names.
    pub fn charset(&self) -> Option<String> {
        let media = self.header("content-type")?.to_ascii_lowercase();
        let label = media
            .split("charset=")
            .nth(1)?
            .split(';')
            .next()?
            .trim()
            .trim_matches(['"', '\''])
            .to_owned();
        Some(label)
    }
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lost {
    /// It may not be asked for.
    Refused(String),
    /// The site does not want programs there.
    Robots(String),
    /// It leads on and on.
    Redirects(String),
    /// It is longer than allowed.
    TooBig(u64),
    /// The server asks to come back after so many seconds.
    Later(u64),
    /// The server, or the way to it, failed.
    Failed(String),
}

/// Limits of one request.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// From the name of the host to the end of the body.
    pub timeout: Duration,
    /// Longest body, packed and opened.
    pub max_bytes: u64,
}

/// Asks servers.
#[derive(Debug)]
pub struct Client {
    agent: Agent,
    limits: Limits,
}

impl Client {
    /// A client that may reach private addresses only for these hosts and ports.
    ///
    /// It never uses a proxy: behind one, no address could be checked.
    pub fn new(limits: Limits, private: BTreeSet<(String, u16)>) -> Self {
        let config = Agent::config_builder()
            .proxy(None)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .user_agent(USER_AGENT)
            .accept(ACCEPT)
            .accept_encoding("gzip")
            .max_response_header_size(MAX_HEAD_BYTES)
            .max_idle_connections_per_host(1)
            .timeout_global(Some(limits.timeout))
            .build();
        let agent = Agent::with_parts(config, DefaultConnector::default(), Guard::new(private));
        Self { agent, limits }
    }

    /// Asks for one address, with conditions as `("if-none-match", "\"x\"")`.
    pub fn get(&self, address: &Address, conditions: &[(&str, String)]) -> Result<Exchange, Lost> {
        let at = Timestamp::now();
        let mut request = self.agent.get(&address.text);
        for (name, value) in conditions {
            request = request.header(*name, value);
        }
        let response = request.call().map_err(|error| lost(&error))?;
        let (head, body) = response.into_parts();
        let headers = headers(&head.headers);
        let said = head
            .headers
            .get("content-length")
            .and_then(|value| value.to_str().ok()?.parse().ok());
        if let Some(n_bytes) = said.filter(|&n_bytes| n_bytes > self.limits.max_bytes) {
            return Err(Lost::TooBig(n_bytes));
        }
        let packed = self.drain(body.into_with_config().limit(u64::MAX).reader())?;
        let encoding = head
            .headers
            .get("content-encoding")
            .and_then(|value| value.to_str().ok());
        let encoding = encoding.unwrap_or_default().trim().to_ascii_lowercase();
        let body = match encoding.as_str() {
            "" | "identity" => packed,
            _ if packed.is_empty() => packed,
            "gzip" | "x-gzip" => {
                self.drain(flate2::read::MultiGzDecoder::new(packed.as_slice()))?
            }
            other => return Err(Lost::Failed(format!("its body is packed as `{other}`"))),
        };
        Ok(Exchange {
            address: address.clone(),
            at,
            request: sent(address, conditions),
            status: head.status.as_u16(),
            headers,
            body,
        })
    }

    fn drain(&self, from: impl Read) -> Result<Vec<u8>, Lost> {
        let mut bytes = Vec::new();
        let read = from.take(self.limits.max_bytes + 1).read_to_end(&mut bytes);
        read.map_err(|error| {
            match error
                .get_ref()
                .and_then(|inner| inner.downcast_ref::<ureq::Error>())
            {
                Some(inner) => lost(inner),
                None => Lost::Failed(error.to_string()),
            }
        })?;
        let n_bytes = bytes.len() as u64;
        if n_bytes > self.limits.max_bytes {
            Err(Lost::TooBig(n_bytes))
        } else {
            Ok(bytes)
        }
    }
}

fn headers(map: &HeaderMap) -> Vec<(String, Vec<u8>)> {
    map.iter()
        .map(|(name, value)| (name.as_str().to_owned(), value.as_bytes().to_vec()))
        .collect()
}

/// The request as it is sent.
fn sent(address: &Address, conditions: &[(&str, String)]) -> String {
    let host = address.origin();
    let host = host
        .split_once("://")
        .map_or(host.as_str(), |(_, host)| host);
    let path = &address.path;
    let mut text = format!(
        "GET {path} HTTP/1.1\r\nhost: {host}\r\nuser-agent: {USER_AGENT}\r\naccept: {ACCEPT}\r\naccept-encoding: gzip\r\n"
    );
    for (name, value) in conditions {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    text + "\r\n"
}

fn lost(error: &ureq::Error) -> Lost {
    match error {
        ureq::Error::Other(inner) => match inner.downcast_ref::<NotPublic>() {
            Some(inner) => Lost::Refused(inner.to_string()),
            None => Lost::Failed(inner.to_string()),
        },
        ureq::Error::Timeout(_) => Lost::Failed("it took too long".to_owned()),
        ureq::Error::HostNotFound => Lost::Failed("there is no such host".to_owned()),
        other => Lost::Failed(other.to_string()),
    }
}
