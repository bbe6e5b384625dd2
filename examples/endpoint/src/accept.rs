//! Connections: taken in within bounds, and brought to an end.

use std::convert::Infallible;
use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::JoinSet;

use crate::handle::handle;
use crate::limits::ServerLimits;
use crate::server::Shared;

/// Whether it is time to end.
pub(crate) type Stop = watch::Receiver<bool>;

/// Serves connections until it is time to end, and then for a while what is open.
pub(crate) async fn accept(listener: TcpListener, shared: Arc<Shared>, mut stop: Stop) {
    let room = Arc::new(Semaphore::new(shared.settings.limits.connections.clamp(1, Semaphore::MAX_PERMITS)));
    let mut open = JoinSet::new();
    loop {
        let next = tokio::select! {
            () = ended(&mut stop) => break,
            next = next(&listener, Arc::clone(&room)) => next,
        };
        while open.try_join_next().is_some() {}
        match next {
            Ok((stream, permit)) => drop(open.spawn(serve(stream, permit, Arc::clone(&shared), stop.clone()))),
            Err(error) => recover(&error).await,
        }
    }
    drop(listener);
    let all = async { while open.join_next().await.is_some() {} };
    // Who is not done by then is cut off.
    let _ = tokio::time::timeout(shared.settings.limits.stop_time, all).await;
}

/// Waits for the end; where nobody can tell of it any more, it has come.
async fn ended(stop: &mut Stop) {
    let _ = stop.wait_for(|stop| *stop).await;
}

/// A connection, once there is room for it; until then it waits in the system's queue.
async fn next(listener: &TcpListener, room: Arc<Semaphore>) -> io::Result<(TcpStream, OwnedSemaphorePermit)> {
    let permit = room.acquire_owned().await.map_err(io::Error::other)?;
    let (stream, _) = listener.accept().await?;
    Ok((stream, permit))
}

/// A client that left is no fault; a system without files for us may have some later.
async fn recover(error: &io::Error) {
    let left = [io::ErrorKind::ConnectionAborted, io::ErrorKind::ConnectionReset, io::ErrorKind::ConnectionRefused];
    if !left.contains(&error.kind()) {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

async fn serve(stream: TcpStream, permit: OwnedSemaphorePermit, shared: Arc<Shared>, mut stop: Stop) {
    // Answers leave at once.
    let _ = stream.set_nodelay(true);
    let limits = shared.settings.limits;
    let service = service_fn(move |request: Request<Incoming>| {
        let shared = Arc::clone(&shared);
        async move { Ok::<_, Infallible>(handle(shared, request.map(Body::new)).await) }
    });
    let mut connection = pin!(http(limits).serve_connection(TokioIo::new(stream), service));
    // What goes wrong with a connection is the client's affair.
    tokio::select! {
        _ = connection.as_mut() => {}
        () = ended(&mut stop) => {
            connection.as_mut().graceful_shutdown();
            let _ = connection.await;
        }
    }
    drop(permit);
}

fn http(limits: ServerLimits) -> http1::Builder {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(limits.head_time);
    http.max_headers(limits.headers).max_buf_size(limits.head_bytes.max(LEAST_HEAD));
    http
}

/// Less room makes no sense to the HTTP library.
const LEAST_HEAD: usize = 8192;
