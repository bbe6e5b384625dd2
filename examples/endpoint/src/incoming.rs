//! A request as it came in.

use std::io::Read;

use axum::http::HeaderMap;
use axum::http::request::Parts;
use cupola::ApiError;
use flate2::read::MultiGzDecoder;

use crate::codec::form::Form;

/// Method, raw path and query, headers and body.
#[derive(Debug)]
pub(crate) struct Incoming {
    pub(crate) method: String,
    /// Still percent-encoded.
    pub(crate) path: String,
    /// Still percent-encoded, without the question mark.
    pub(crate) query: String,
    pub(crate) headers: HeaderMap,
    /// Inflated already.
    pub(crate) body: Result<Vec<u8>, BodyError>,
}

impl Incoming {
    pub(crate) fn new(parts: Parts, body: Result<Vec<u8>, BodyError>, most: usize) -> Self {
        let body = body.and_then(|body| inflate(&parts.headers, body, most));
        Self {
            method: parts.method.as_str().to_owned(),
            path: parts.uri.path().to_owned(),
            query: parts.uri.query().unwrap_or_default().to_owned(),
            headers: parts.headers,
            body,
        }
    }

    /// A header that is text.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The body, or why there is none.
    pub(crate) fn body(&self) -> Result<&[u8], ApiError> {
        self.body.as_deref().map_err(BodyError::api)
    }

    /// The body as text.
    pub(crate) fn text(&self) -> Result<&str, ApiError> {
        std::str::from_utf8(self.body()?).map_err(|_| ApiError::serialization("the body is not UTF-8"))
    }

    /// The query string and the body as one form.
    pub(crate) fn form(&self) -> Result<Form<'_>, ApiError> {
        Form::of([self.query.as_bytes(), self.body()?]).map_err(ApiError::serialization)
    }
}

/// Why there is no body.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum BodyError {
    TooLarge { most: usize },
    TooSlow { seconds: f64 },
    Broken,
    Encoding,
    Gzip,
}

impl BodyError {
    fn api(&self) -> ApiError {
        match self {
            Self::TooLarge { most } => {
                let message = format!("The body is longer than {most} bytes.");
                ApiError::caller("RequestEntityTooLargeException", message).with_status(413)
            }
            Self::TooSlow { seconds } => {
                let message = format!("The body did not come in within {seconds} s.");
                ApiError::caller("RequestTimeoutException", message).with_status(408)
            }
            Self::Broken => ApiError::serialization("the body ends early"),
            Self::Encoding => ApiError::serialization("of content encodings only gzip is understood"),
            Self::Gzip => ApiError::serialization("the body is not gzip"),
        }
    }
}

fn inflate(headers: &HeaderMap, body: Vec<u8>, most: usize) -> Result<Vec<u8>, BodyError> {
    let Some(encoding) = headers.get("content-encoding") else { return Ok(body) };
    let encoding = encoding.to_str().map_err(|_| BodyError::Encoding)?.trim().to_ascii_lowercase();
    match encoding.as_str() {
        "" | "identity" => Ok(body),
        "gzip" => gunzip(&body, most),
        _ => Err(BodyError::Encoding),
    }
}

fn gunzip(body: &[u8], most: usize) -> Result<Vec<u8>, BodyError> {
    let mut inflated = Vec::new();
    let bound = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    MultiGzDecoder::new(body).take(bound).read_to_end(&mut inflated).map_err(|_| BodyError::Gzip)?;
    if inflated.len() > most { Err(BodyError::TooLarge { most }) } else { Ok(inflated) }
}
