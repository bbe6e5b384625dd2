//! Live tail.

use cupola_base::{ApiError, Arn};

use super::{Answer, Call, answer, invalid};
use crate::engine::Engine;
use crate::tail::StartLiveTail;
use crate::wire::tail::{self, FirstEvent, SessionStart, StartLiveTailAnswer};

/// Answers the first event of the stream; the others are taken with
/// [`live_tail_updates`](Engine::live_tail_updates).
pub(super) fn start_live_tail(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: tail::StartLiveTail = call.read()?;
    let groups: Result<Vec<String>, ApiError> =
        request.log_group_identifiers.iter().map(|identifier| group(engine, identifier)).collect();
    let streams = request.log_stream_names.unwrap_or_default();
    let prefixes = request.log_stream_name_prefixes.unwrap_or_default();
    let pattern = request.log_event_filter_pattern.unwrap_or_default();
    let start = StartLiveTail::of(groups?).streams(streams.clone()).stream_prefixes(prefixes.clone());
    let start = start.matching_with(&pattern, &engine.policies.patterns)?;
    let session_id = engine.start_live_tail(call.now, start)?;
    let session_start = SessionStart {
        request_id: session_id.clone(),
        session_id,
        log_group_identifiers: request.log_group_identifiers,
        log_stream_names: streams,
        log_stream_name_prefixes: prefixes,
        log_event_filter_pattern: pattern,
    };
    answer(&StartLiveTailAnswer { response_stream: FirstEvent { session_start } })
}

/// The group of an ARN; a name alone is refused.
fn group(engine: &Engine, identifier: &str) -> Result<String, ApiError> {
    match Arn::parse(identifier) {
        Ok(_) => Ok(engine.name_of(identifier)),
        Err(_) => Err(invalid(format!("`{identifier}` is not the ARN of a log group"))),
    }
}
