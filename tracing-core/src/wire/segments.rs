//! Segments on their way in.

use serde::{Deserialize, Serialize};

use crate::SegmentRefusal;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct PutTraceSegments {
    pub(crate) trace_segment_documents: Vec<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct WireUnprocessed {
    unprocessed_trace_segments: Vec<Unprocessed>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Unprocessed {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    error_code: String,
    message: String,
}

impl From<Vec<SegmentRefusal>> for WireUnprocessed {
    fn from(refused: Vec<SegmentRefusal>) -> Self {
        Self { unprocessed_trace_segments: refused.into_iter().map(Unprocessed::from).collect() }
    }
}

impl From<SegmentRefusal> for Unprocessed {
    fn from(refusal: SegmentRefusal) -> Self {
        Self { error_code: refusal.code().to_string(), message: refusal.to_string(), id: refusal.into_id() }
    }
}
