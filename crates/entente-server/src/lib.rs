//! A workspace in the browser.
//!
//! ```text
//! request ─security─► router ─page─► view of the workspace as of a moment ─template─► page, JSON, CSV or SVG
//!                            └─api──► the same view ──────────────────────────────────► JSON for programs
//! ```
//!
//! Everything that a page shows comes from a view, a brief, a chart or an export of `entente_engine`; here it is only laid out. All
//! pages are whole without a script, hold nothing from elsewhere, and take `?as_of=`.

mod api;
mod asked;
mod asset;
mod correct;
mod error;
mod escape;
pub mod example;
mod feeds;
mod job;
mod limit;
mod link;
mod listen;
pub mod mcp;
mod page;
mod security;
mod state;

use std::future::Future;
use std::net::TcpListener;
use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::middleware::{from_fn_with_state, map_request};
use axum::response::{IntoResponse, Response};
use tokio::sync::Notify;
use tower::{Layer, ServiceExt};

pub use error::Fault;
pub use security::{Guard, random};
pub use state::{Feeds, Fetched, Server};

use asked::{Asked, Twin};

/// Largest form that is taken, in bytes.
const MAX_FORM: usize = 64 << 10;

/// Everything that answers, ready to be called.
pub fn service(server: Server) -> Router {
    let inner = Router::new()
        .merge(page::routes())
        .merge(asset::routes())
        .merge(mcp::routes(server.clone()))
        .merge(api::routes())
        .fallback(nothing)
        .layer(DefaultBodyLimit::max(MAX_FORM))
        .layer(from_fn_with_state(server.clone(), security::guard))
        .layer(from_fn_with_state(server.clone(), api::metrics::count))
        .with_state(server);
    // The ending of an address is taken off before it is looked up.
    let twins = map_request(|mut request: Request| async {
        if let Some((uri, twin)) = Twin::of(request.uri()) {
            *request.uri_mut() = uri;
            request.extensions_mut().insert(twin);
        }
        request
    });
    Router::new().fallback_service(twins.layer(inner).map_response(IntoResponse::into_response))
}

async fn nothing(asked: Asked) -> Response {
    match asked.path.starts_with(api::PREFIX) {
        true => api::nothing(&asked.path),
        false => page::failed(&Fault::NoSuch(asked.path.clone()), &asked),
    }
}

/// Ends a server.
#[derive(Debug)]
pub struct Stop(Arc<Notify>);

impl Stop {
    /// Ends it after what is under way.
    pub fn now(&self) {
        self.0.notify_one();
    }
}

/// A way to end a server, and what waits for that.
pub fn stop() -> (Stop, impl Future<Output = ()> + Send + 'static) {
    let told = Arc::new(Notify::new());
    let heard = told.clone();
    (Stop(told), async move { heard.notified().await })
}

/// Serves until `until` is done, then ends what is under way.
///
/// # Errors
///
/// If the listener cannot be used.
pub fn serve(
    listener: TcpListener,
    server: Server,
    until: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_all().build()?;
    let served = runtime.block_on(async {
        tokio::spawn(feeds::follow(server.clone()));
        let ending = server.clone();
        let until = async move {
            until.await;
            ending.end();
        };
        listen::listen(listener, service(server), until).await
    });
    runtime.shutdown_timeout(std::time::Duration::from_secs(1));
    served
}
