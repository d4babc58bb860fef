//! Takes connections, and lets no reader hold one who sends nothing.

use std::convert::Infallible;
use std::future::Future;
use std::net::{SocketAddr, TcpListener};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use futures_util::future::{Either, select};
use hyper::body::Incoming;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::sync::Semaphore;
use tower::{ServiceExt, service_fn};

/// Connections at the same time; who comes later waits for one to end.
const MOST_CONNECTIONS: usize = 1_000;
/// How long the head of a request may take, and how long a connection stays open without one.
const SLOW: Duration = Duration::from_secs(20);
/// How long what is under way may take when the server ends.
const LAST: Duration = Duration::from_secs(10);
/// How long it is waited where the system gives no connection.
const PAUSE: Duration = Duration::from_millis(100);

/// Answers everybody who comes until `until` is done, then what is under way.
///
/// # Errors
///
/// If the listener cannot be used.
pub async fn listen(
    listener: TcpListener,
    router: Router,
    until: impl Future<Output = ()>,
) -> std::io::Result<()> {
    listener.set_nonblocking(true)?;
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let mut http = hyper::server::conn::http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(SLOW);
    let under_way = GracefulShutdown::new();
    let turns = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    let mut until = pin!(until);
    loop {
        let come = pin!(async {
            let turn = turns.clone().acquire_owned().await;
            (listener.accept().await, turn)
        });
        let (come, turn) = match select(come, &mut until).await {
            Either::Left((come, _)) => come,
            Either::Right(_) => break,
        };
        let (Ok((stream, peer)), Ok(turn)) = (come, turn) else {
            tokio::time::sleep(PAUSE).await;
            continue;
        };
        let service = answering(router.clone(), peer);
        let connection = http.serve_connection(TokioIo::new(stream), service);
        let connection = under_way.watch(connection);
        tokio::spawn(async move {
            // Whoever goes away before the end harms nobody else.
            _ = connection.await;
            drop(turn);
        });
    }
    _ = tokio::time::timeout(LAST, under_way.shutdown()).await;
    Ok(())
}

/// What answers on one connection: the router, which is told who asks.
fn answering(
    router: Router,
    peer: SocketAddr,
) -> TowerToHyperService<
    impl tower::Service<
        Request<Incoming>,
        Response = axum::response::Response,
        Error = Infallible,
        Future: Send,
    > + Clone,
> {
    TowerToHyperService::new(service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().oneshot(request)
    }))
}
