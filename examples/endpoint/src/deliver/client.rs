//! One request over HTTP, on a connection of its own.

use std::time::Duration;

use axum::body::Bytes;
use cupola::ErrorCode;
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::DeliverTo;
use super::request::Request;

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) status: u16,
    /// The error's name in the header, of services that put it there.
    pub(super) error: Option<String>,
    /// How a function failed; the status is that of success then.
    pub(super) function_error: Option<String>,
    /// None when it is too long, or cut short.
    pub(super) body: Option<Vec<u8>>,
}

/// Why nothing came back.
#[derive(Debug, thiserror::Error)]
pub(super) enum SendError {
    #[error("{to} cannot be reached: {why}")]
    Unreachable { to: DeliverTo, why: String },
    #[error("{to} did not answer within {seconds} s", seconds = LONGEST.as_secs())]
    TooSlow { to: DeliverTo },
    #[error("what was to be sent is no request: {0}")]
    NoRequest(String),
}

impl SendError {
    pub(super) const fn code(&self) -> ErrorCode {
        match self {
            Self::Unreachable { .. } => ErrorCode::ConnectionFailure,
            Self::TooSlow { .. } => ErrorCode::Timeout,
            Self::NoRequest(_) => ErrorCode::InvalidParameter,
        }
    }
}

/// An answer may take this long, and so much of it is read.
const LONGEST: Duration = Duration::from_secs(30);
const MOST_BYTES: usize = 8 << 20;

pub(super) async fn post(to: &DeliverTo, request: Request) -> Result<Answer, SendError> {
    let built = build(to, request).map_err(|error| SendError::NoRequest(error.to_string()))?;
    match timeout(LONGEST, exchange(to, built)).await {
        Ok(Ok(answer)) => Ok(answer),
        Ok(Err(error)) => Err(SendError::Unreachable { to: to.clone(), why: error.to_string() }),
        Err(_) => Err(SendError::TooSlow { to: to.clone() }),
    }
}

fn build(to: &DeliverTo, request: Request) -> Result<hyper::Request<Full<Bytes>>, axum::http::Error> {
    let built = hyper::Request::post(request.path).header("host", to.authority()).header("connection", "close");
    let built = request.headers.into_iter().fold(built, |built, (name, value)| built.header(name, value));
    built.body(Full::new(Bytes::from(request.body)))
}

type Failed = Box<dyn std::error::Error + Send + Sync>;

async fn exchange(to: &DeliverTo, request: hyper::Request<Full<Bytes>>) -> Result<Answer, Failed> {
    let stream = TcpStream::connect(to.socket()).await?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    let connection = tokio::spawn(connection);
    let response = sender.send_request(request).await?;
    let (head, body) = response.into_parts();
    let header = |name| head.headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let (error, function_error) = (header("x-amzn-errortype"), header("x-amz-function-error"));
    // The status says how it went; a body that is too long, or cut short, says nothing more.
    let body = Limited::new(body, MOST_BYTES).collect().await.map(|body| body.to_bytes().to_vec()).ok();
    connection.abort();
    Ok(Answer { status: head.status.as_u16(), error, function_error, body })
}
