//! `entente serve`: the workspace in the browser.

use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use entente_server::{Feeds, Fetched, Guard, Server, random};

use crate::arguments::Serve;
use crate::failure::Failure;
use crate::feed;

/// Serves a workspace until Ctrl-C.
pub fn serve(settings: &Serve) -> Result<ExitCode, Failure> {
    let folder = super::folder(settings.folder.as_deref())?;
    let cannot = |cause| Failure::CannotListen {
        address: settings.address,
        cause,
    };
    let is_open = !settings.address.ip().is_loopback() || !settings.host.is_empty();
    let pass = match (&settings.token, is_open) {
        (Some(token), _) => Some(token.clone()),
        (None, true) => Some(random()?),
        (None, false) => None,
    };
    let mut hosts = settings.host.clone();
    hosts.push(bracketed(settings.address));
    let guard = Guard::new(pass.clone(), hosts)?;
    let mut server = Server::open(&folder, guard)?;
    if settings.feeds {
        let kept = folder.join("feeds");
        let every = settings
            .poll
            .map(|minutes| Duration::from_secs(u64::from(minutes) * 60));
        server = server
            .following(feed::known(&kept), every)
            .with_feeds(feeds(kept, settings.private_feeds));
    }
    let listener = TcpListener::bind(settings.address).map_err(cannot)?;
    let address = listener.local_addr().map_err(cannot)?;
    super::print(&told(address, pass.as_deref()))?;
    let (stop, stopped) = entente_server::stop();
    // If it cannot be heard, Ctrl-C ends the process at once, which loses nothing either.
    _ = ctrlc::set_handler(move || stop.now());
    entente_server::serve(listener, server, stopped)?;
    Ok(ExitCode::SUCCESS)
}

/// What fetches a feed for the server: everything is kept in a folder of the workspace, where it is remembered what was there.
fn feeds(folder: PathBuf, allows_private: bool) -> Feeds {
    Arc::new(move |address| {
        let news = feed::fresh(address, &folder, allows_private)?;
        Ok(Fetched {
            file: news.file,
            problems: news.problems,
        })
    })
}

/// The host of an address as it stands in a request.
fn bracketed(address: SocketAddr) -> String {
    match address {
        SocketAddr::V4(address) => address.ip().to_string(),
        SocketAddr::V6(address) => format!("[{}]", address.ip()),
    }
}

fn told(address: SocketAddr, pass: Option<&str>) -> String {
    let token = pass.map_or(String::new(), |pass| format!("?token={pass}"));
    format!("http://{address}/{token}\nCtrl-C ends it\n")
}
