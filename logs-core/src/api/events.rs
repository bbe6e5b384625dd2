//! Actions on events.

use cupola_base::ApiError;

use super::{Answer, Call, answer};
use crate::engine::{self, Engine};
use crate::filter::FilterPattern;
use crate::policies::Unmask;
use crate::wire::Whole;
use crate::wire::events::{EventPage, FilterLogEvents, FilteredPage, GetLogEvents, PutLogEvents, PutLogEventsAnswer};

pub(super) fn put_log_events(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: PutLogEvents = call.read()?;
    let events = request.log_events.into_iter().map(|event| (event.timestamp.instant(), event.message));
    let put = engine.put_log_events(call.now, &request.log_group_name, &request.log_stream_name, events)?;
    answer(&PutLogEventsAnswer::from(put))
}

pub(super) fn get_log_events(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: GetLogEvents = call.read()?;
    let group = engine.group_of(request.log_group_name, request.log_group_identifier)?;
    let mut get = engine::GetLogEvents::of(group, request.log_stream_name);
    get.start = request.start_time.map(Whole::instant);
    get.end = request.end_time.map(Whole::instant);
    get.limit = request.limit.map(Whole::count);
    get.from_head = request.start_from_head.unwrap_or(false);
    get.token = request.next_token;
    get.unmask = unmask(engine, call, request.unmask)?;
    answer(&EventPage::from(engine.get_log_events(call.now, &get)?))
}

pub(super) fn filter_log_events(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: FilterLogEvents = call.read()?;
    let group = engine.group_of(request.log_group_name, request.log_group_identifier)?;
    let mut filter = engine::FilterLogEvents::of(group);
    filter.streams = request.log_stream_names.unwrap_or_default();
    filter.prefix = request.log_stream_name_prefix;
    filter.start = request.start_time.map(Whole::instant);
    filter.end = request.end_time.map(Whole::instant);
    filter.pattern = request.filter_pattern.map(|text| pattern(engine, &text)).transpose()?;
    filter.limit = request.limit.map(Whole::count);
    filter.token = request.next_token;
    filter.unmask = unmask(engine, call, request.unmask)?;
    answer(&FilteredPage::from(engine.filter_log_events(call.now, &filter)?))
}

/// Whether masked texts are to be shown; refused to callers that may not see them.
pub(super) fn may_unmask(engine: &Engine, call: &Call<'_>) -> bool {
    call.caller.privileged || engine.policies.unmask == Unmask::Every
}

pub(super) fn unmask(engine: &Engine, call: &Call<'_>, wanted: Option<bool>) -> Result<bool, ApiError> {
    let may = may_unmask(engine, call);
    match wanted {
        Some(true) if !may => Err(ApiError::caller(
            "AccessDeniedException",
            format!("User: {} is not authorized to perform: logs:Unmask", call.caller.principal),
        )),
        wanted => Ok(wanted.unwrap_or(false)),
    }
}

fn pattern(engine: &Engine, text: &str) -> Result<FilterPattern, ApiError> {
    Ok(FilterPattern::parse_with(text, &engine.policies.patterns)?)
}
