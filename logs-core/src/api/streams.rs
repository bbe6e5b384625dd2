//! Actions on log streams.

use cupola_base::{ApiError, Timestamp};

use super::page::{DEFAULT_PAGE, Page};
use super::{Answer, Call, answer, invalid, nothing};
use crate::engine::{Engine, LogStreamQuery, PageError, Rank, StreamOrder};
use crate::group::LogStream;
use crate::wire::Whole;
use crate::wire::groups::{DescribeLogStreams, LogStreams, NamedStream};

pub(super) fn create_log_stream(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: NamedStream = call.read()?;
    engine.create_log_stream(call.now, &request.log_group_name, &request.log_stream_name)?;
    nothing()
}

pub(super) fn delete_log_stream(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: NamedStream = call.read()?;
    engine.delete_log_stream(call.now, &request.log_group_name, &request.log_stream_name)?;
    nothing()
}

pub(super) fn describe_log_streams(engine: &Engine, call: &Call<'_>) -> Answer {
    let request: DescribeLogStreams = call.read()?;
    let both = request.log_group_name.is_some() && request.log_group_identifier.is_some();
    let group = engine.group_of(request.log_group_name, request.log_group_identifier).map_err(|mut error| {
        if both {
            // Recorded: this action has a code of its own here.
            error.code = "ValidationException".into();
        }
        error
    })?;
    let order = match request.order_by.as_deref() {
        Some("LastEventTime") => StreamOrder::LastEventTime,
        _ => StreamOrder::Name,
    };
    if order == StreamOrder::LastEventTime && request.log_stream_name_prefix.is_some() {
        return Err(invalid("Cannot order by LastEventTime with a logStreamNamePrefix."));
    }
    let descending = request.descending.unwrap_or(false);
    let query = LogStreamQuery { prefix: request.log_stream_name_prefix, order, descending };
    let page = Page::of(format!("DescribeLogStreams {group:?} {query:?}"), request.next_token.as_deref(), call.now)?;
    let after = page.after.as_deref().map(read_rank).transpose()?;
    let streams = engine.streams_after(&group, &query, after.as_ref())?;
    let (streams, next_token) = page.cut(streams, request.limit.map_or(DEFAULT_PAGE, Whole::count), write_rank);
    answer(&LogStreams { log_streams: streams.into_iter().map(Into::into).collect(), next_token })
}

fn write_rank(stream: &LogStream) -> String {
    let last = stream.seen.map_or_else(String::new, |seen| seen.last.as_millis().to_string());
    format!("{last}:{}", stream.name)
}

fn read_rank(text: &str) -> Result<Rank, ApiError> {
    let (last, name) = text.split_once(':').ok_or(PageError::Token)?;
    let last = if last.is_empty() { None } else { Some(last.parse().map_err(|_| PageError::Token)?) };
    Ok(Rank { last: last.map(Timestamp::from_millis), name: name.into() })
}
