//! Taking a body in, bounded.

use axum::body::Body;
use axum::http::HeaderMap;
use http_body_util::BodyExt as _;

use crate::incoming::BodyError;

/// The whole body. What is too long is read and thrown away (up to a bound), because a client that
/// is still writing would not see the answer.
pub(crate) async fn collect(headers: &HeaderMap, mut body: Body, most: usize) -> Result<Vec<u8>, BodyError> {
    if waits_for_leave(headers) && announced(headers).is_some_and(|length| length > most) {
        return Err(BodyError::TooLarge { most });
    }
    let (mut whole, mut length) = (Vec::new(), 0usize);
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|_| BodyError::Broken)?.into_data() else { continue };
        length = length.saturating_add(data.len());
        if length > most.saturating_mul(MOST_THROWN_AWAY) {
            break;
        }
        if length <= most { whole.extend_from_slice(&data) } else { whole = Vec::new() }
    }
    if length > most { Err(BodyError::TooLarge { most }) } else { Ok(whole) }
}

/// So many times the longest body is read before the connection is cut.
const MOST_THROWN_AWAY: usize = 64;

fn waits_for_leave(headers: &HeaderMap) -> bool {
    headers.get("expect").is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"100-continue"))
}

fn announced(headers: &HeaderMap) -> Option<usize> {
    headers.get("content-length")?.to_str().ok()?.parse().ok()
}
