//! From a request to its response.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::Request;
use axum::http::Response;
use cupola::{ApiError, Service};
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use crate::body;
use crate::front;
use crate::incoming::{BodyError, Incoming};
use crate::protocol::Framing;
use crate::protocol::failure::Failure;
use crate::reply::Reply;
use crate::server::Shared;

/// Answers a request, when everything that its answer saw is durable.
pub(crate) async fn handle(shared: Arc<Shared>, request: Request) -> Response<Body> {
    let request_id = shared.ids.uuid();
    let mut reply = reply(&shared, request, &request_id).await;
    match reply.take_tail() {
        Some(tail) => reply.with_body(tail.stream(shared), &request_id),
        None => reply.into_response(&request_id),
    }
}

async fn reply(shared: &Arc<Shared>, request: Request, request_id: &str) -> Reply {
    let (parts, body) = request.into_parts();
    let limits = shared.settings.limits;
    let body = timeout(limits.body_time, body::collect(&parts.headers, body, limits.body_bytes)).await;
    let body = body.unwrap_or(Err(BodyError::TooSlow { seconds: limits.body_time.as_secs_f64() }));
    let (of_task, id) = (Arc::clone(shared), request_id.to_owned());
    let answered = spawn_blocking(move || {
        let incoming = Incoming::new(parts, body, limits.body_bytes);
        let reply = front::answer(&of_task.world, &of_task.settings, &incoming, &id);
        (reply, of_task.gate.mark())
    });
    match answered.await {
        Ok((reply, mark)) => passed(shared, mark, reply, request_id).await,
        // A defect of ours ends one request, not the connection.
        Err(_) => failed("The endpoint failed; its standard error says how.", request_id),
    }
}

async fn passed(shared: &Shared, mark: u64, reply: Reply, request_id: &str) -> Reply {
    match shared.gate.pass(mark).await {
        Ok(()) => reply,
        Err(error) => failed(&error.to_string(), request_id),
    }
}

fn failed(message: &str, request_id: &str) -> Reply {
    let error = ApiError::service("InternalFailure", message);
    Framing::Json(Service::Logs).failure(&Failure::framing(error), request_id)
}
