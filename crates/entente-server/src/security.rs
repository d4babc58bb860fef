//! Who may read and write, and what browsers are told to keep from a page.
//!
//! Whoever sits at this computer and asks by a name of this computer may do both. Everybody else needs the token: as
//! `Authorization: Bearer …`, or once as `?token=…`, which a cookie keeps. A page of another site cannot ask under a name of its own
//! (the host is checked) and cannot send a form (forms carry a secret of this run).

use std::net::SocketAddr;
use std::time::Instant;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::{AUTHORIZATION, COOKIE, HOST, HeaderName, LOCATION, ORIGIN, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::api;
use crate::error::Fault;
use crate::link::pairs;
use crate::state::Server;

/// What no page of this server may do: nothing is loaded from elsewhere, no script or style stands inside of a page, nobody frames it.
const CONTENT_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/// The same for a drawing that is shown alone: its own style is all that it has.
const DRAWING_POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
const HEADERS: [(&str, &str); 6] = [
    ("x-content-type-options", "nosniff"),
    // With `no-referrer` browsers send forms of our own pages with `Origin: null`.
    ("referrer-policy", "same-origin"),
    ("x-frame-options", "DENY"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    (
        "permissions-policy",
        "camera=(), geolocation=(), microphone=()",
    ),
];
/// The cookie that keeps the token of a reader from elsewhere.
const COOKIE_NAME: &str = "entente_token";

/// Who may ask and write.
#[derive(Clone, Debug)]
pub struct Guard {
    /// What readers from elsewhere show; without one they are refused.
    pass: Option<String>,
    /// Names besides those of this computer under which the server may be asked.
    hosts: Vec<String>,
    /// What every form of this run carries.
    token: String,
}

impl Guard {
    /// With a token for readers from elsewhere, and names under which they may ask.
    ///
    /// # Errors
    ///
    /// If the system gives no random numbers.
    pub fn new(pass: Option<String>, hosts: Vec<String>) -> std::io::Result<Self> {
        let token = random()?;
        let hosts = hosts
            .into_iter()
            .map(|host| host.to_ascii_lowercase())
            .collect();
        Ok(Self { pass, hosts, token })
    }

    /// What every form of this run carries.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.token
    }

    /// Does a form come from one of our pages?
    #[must_use]
    pub fn is_ours(&self, headers: &HeaderMap, token: &str) -> bool {
        self.is_same_site(headers) && is_same(token, &self.token)
    }

    /// Does a request come from a page of this server, or from a program that is no browser?
    #[must_use]
    pub fn is_same_site(&self, headers: &HeaderMap) -> bool {
        let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
        let site = text(HeaderName::from_static("sec-fetch-site"));
        let is_same_site = site.is_none_or(|site| matches!(site, "same-origin" | "none"));
        let host = text(HOST).unwrap_or_default();
        let is_same_origin = text(ORIGIN).is_none_or(|origin| match origin {
            // A browser that keeps the origin to itself may still tell that it is ours.
            "null" => site == Some("same-origin"),
            _ => {
                let name = origin.strip_prefix("http://");
                name.or_else(|| origin.strip_prefix("https://")) == Some(host)
            }
        });
        is_same_site && is_same_origin
    }

    /// May a program write? Only with the token in its `Authorization`, also on this computer: no page of another site can send that.
    ///
    /// # Errors
    ///
    /// If it does not show the token, or the server has none.
    pub fn may_write(&self, headers: &HeaderMap) -> Result<(), Fault> {
        let Some(pass) = &self.pass else {
            return Err(Fault::NeedsToken(
                "writing needs a token, and this server was started without `--token`",
            ));
        };
        match bearer(headers).is_some_and(|shown| is_same(shown, pass)) {
            true => Ok(()),
            false => Err(Fault::NeedsToken("writing needs the token of this server")),
        }
    }

    fn knows_host(&self, name: &str) -> bool {
        is_local_name(name) || self.hosts.iter().any(|known| known == name)
    }

    /// Does a request show the token?
    fn has_pass(&self, headers: &HeaderMap) -> bool {
        let Some(pass) = &self.pass else {
            return false;
        };
        let text = |name| {
            headers
                .get(name)
                .and_then(|value: &HeaderValue| value.to_str().ok())
        };
        let cookies = text(COOKIE).unwrap_or_default().split(';');
        let mut cookies = cookies.filter_map(|cookie| cookie.trim().split_once('='));
        let cookie = cookies
            .find(|(name, _)| *name == COOKIE_NAME)
            .map(|(_, value)| value);
        bearer(headers)
            .or(cookie)
            .is_some_and(|shown| is_same(shown, pass))
    }
}

/// The token that a request shows in `Authorization`.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then_some(token.trim())
}

/// A secret of 32 hexadecimal digits.
///
/// # Errors
///
/// If the system gives no random numbers.
pub fn random() -> std::io::Result<String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(std::io::Error::other)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Compares in a time that tells nothing of where two secrets differ.
fn is_same(one: &str, other: &str) -> bool {
    let differing = one
        .bytes()
        .zip(other.bytes())
        .fold(0, |differing, (a, b)| differing | (a ^ b));
    one.len() == other.len() && differing == 0
}

/// Does a name mean this computer, whatever a name server says?
fn is_local_name(name: &str) -> bool {
    name == "localhost" || name == "127.0.0.1" || name == "[::1]" || name.ends_with(".localhost")
}

/// The name of a host without its port.
fn name_of(host: &str) -> String {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|digit| digit.is_ascii_digit()) => name,
        _ => host,
    };
    name.to_ascii_lowercase()
}

/// Lets nobody through who may not read, and gives every answer its headers.
pub async fn guard(State(server): State<Server>, request: Request, next: Next) -> Response {
    let mut response = match refused(&server, &request) {
        None => next.run(request).await,
        Some(refused) => refused,
    };
    let is_drawing = response
        .headers()
        .get("content-type")
        .is_some_and(|kind| kind == "image/svg+xml");
    let policy = if is_drawing {
        DRAWING_POLICY
    } else {
        CONTENT_POLICY
    };
    let headers = response.headers_mut();
    headers.insert("content-security-policy", HeaderValue::from_static(policy));
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Why a request is not answered; `None` if it is.
fn refused(server: &Server, request: &Request) -> Option<Response> {
    let guard = server.guard();
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let peer = peer.map(|ConnectInfo(peer)| peer.ip());
    if peer.is_some_and(|peer| !server.limits().allow(peer, Instant::now())) {
        return Some(told(request, &Fault::TooOften));
    }
    let host = request
        .headers()
        .get(HOST)
        .and_then(|host| host.to_str().ok());
    let name = name_of(host.or_else(|| request.uri().host()).unwrap_or_default());
    if !guard.knows_host(&name) {
        return Some(told(request, &Fault::WrongHost));
    }
    let is_here = peer.is_none_or(|peer| peer.to_canonical().is_loopback());
    if is_here && is_local_name(&name) || guard.has_pass(request.headers()) {
        return None;
    }
    Some(ask_for_pass(guard, request))
}

/// Tells why a request is refused, to a program or to a person.
fn told(request: &Request, fault: &Fault) -> Response {
    match request.uri().path().starts_with(api::PREFIX) {
        true => api::problem(fault),
        false => (fault.told().status, format!("{fault}\n")).into_response(),
    }
}

/// Takes the token from the address into a cookie, or asks for it.
fn ask_for_pass(guard: &Guard, request: &Request) -> Response {
    let query = pairs(request.uri().query().unwrap_or_default());
    let shown = query.into_iter().find(|(name, _)| name == "token");
    let shown = shown.map(|(_, token)| token);
    let is_right = guard
        .pass
        .as_ref()
        .zip(shown.as_ref())
        .is_some_and(|(pass, shown)| is_same(pass, shown));
    if !is_right {
        let why = "this workspace is read with a token: open the address that `entente serve` printed, \
                   or send `Authorization: Bearer TOKEN`";
        return told(request, &Fault::NeedsToken(why));
    }
    let cookie = format!(
        "{COOKIE_NAME}={}; Path=/; HttpOnly; SameSite=Strict",
        shown.unwrap_or_default()
    );
    (
        StatusCode::SEE_OTHER,
        [
            (LOCATION, request.uri().path().to_owned()),
            (SET_COOKIE, cookie),
        ],
    )
        .into_response()
}

#[cfg(test)]
mod tests {
    use super::{is_local_name, is_same, name_of};

    #[test]
    fn names_of_this_computer_are_known_whatever_their_port() {
        let hosts = [
            "localhost:8080",
            "127.0.0.1",
            "[::1]:99",
            "LOCALHOST",
            "a.localhost:1",
        ];
        assert!(hosts.iter().all(|host| is_local_name(&name_of(host))));
        let strange = [
            "evil.example",
            "127.0.0.1.evil.example:80",
            "localhost.evil.example",
            "",
            "0.0.0.0",
        ];
        assert!(!strange.iter().any(|host| is_local_name(&name_of(host))));
    }

    #[test]
    fn secrets_are_the_same_or_not() {
        assert!(is_same("abc", "abc"));
        assert!(!is_same("abc", "abd") && !is_same("abc", "ab") && !is_same("", "a"));
    }
}
