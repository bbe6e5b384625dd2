//! Actions on scheduled queries. What is wrong with a request is a `ValidationException` here.

use cupola_base::schedule::{Dialect, Expression, Zone};
use cupola_base::{AccountId, ApiError};

use super::page::{DEFAULT_PAGE, Page};
use super::{Answer, Call, answer, nothing};
use crate::engine::{Engine, PageError};
use crate::scheduled_query::{
    ExecutionQuery, NewScheduledQuery, S3Destination, S3Uri, ScheduledQueryError, ScheduledQuerySettings,
    ScheduledQueryState,
};
use crate::wire::Whole;
use crate::wire::scheduled_queries::{self as wire, Epoch};

pub(super) fn create_scheduled_query(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: wire::CreateScheduledQuery = call.read_validated()?;
    let settings = settings(request.settings, ScheduledQueryState::Enabled)?;
    let state = settings.state.as_str();
    let query = NewScheduledQuery::new(request.name, settings).tagged(request.tags.unwrap_or_default());
    let scheduled_query_arn = engine.create_scheduled_query(call.now, query)?;
    answer(&wire::Created { scheduled_query_arn, state })
}

/// Members that are left out are unset, but the state stays.
pub(super) fn update_scheduled_query(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: wire::UpdateScheduledQuery = call.read_validated()?;
    let state = engine.scheduled_query(&request.identifier)?.settings.state;
    let settings = settings(request.settings, state)?;
    let query = engine.update_scheduled_query(call.now, &request.identifier, settings)?;
    answer(&wire::Described::new(query, epoch(engine)))
}

fn settings(it: wire::Settings, state: ScheduledQueryState) -> Result<ScheduledQuerySettings, ScheduledQueryError> {
    if it.query_language != "CWLI" {
        return Err(ScheduledQueryError::Language(it.query_language));
    }
    let schedule = Expression::parse(&it.schedule_expression, Dialect::Rules)?;
    let settings = ScheduledQuerySettings::new(it.query_string, schedule, it.execution_role_arn);
    Ok(ScheduledQuerySettings {
        description: it.description,
        log_groups: it.log_group_identifiers.unwrap_or_default(),
        zone: it.timezone.as_deref().map(Zone::parse).transpose()?,
        lookback_seconds: it.start_time_offset.map(|seconds| seconds.0),
        end_offset_seconds: it.end_time_offset.map(|seconds| seconds.0),
        destination: it.destination_configuration.map(destination).transpose()?,
        start: it.schedule_start_time.map(Epoch::read),
        end: it.schedule_end_time.map(Epoch::read),
        state: it.state.as_deref().map(str::parse).transpose()?.unwrap_or(state),
        ..settings
    })
}

fn destination(it: wire::Destination) -> Result<S3Destination, ScheduledQueryError> {
    let it = it.s3_configuration;
    let account = |text: String| AccountId::new(&text).map_err(|_| ScheduledQueryError::Owner(text));
    let destination = S3Destination::new(S3Uri::parse(&it.destination_identifier)?, it.role_arn);
    Ok(S3Destination { owner: it.owner_account_id.map(account).transpose()?, kms_key: it.kms_key_id, ..destination })
}

pub(super) fn delete_scheduled_query(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: wire::ByIdentifier = call.read_validated()?;
    engine.delete_scheduled_query(call.now, &request.identifier)?;
    nothing()
}

pub(super) fn get_scheduled_query(engine: &Engine, call: &Call<'_>) -> Answer {
    let request: wire::ByIdentifier = call.read_validated()?;
    answer(&wire::Described::new(engine.scheduled_query(&request.identifier)?, epoch(engine)))
}

pub(super) fn list_scheduled_queries(engine: &Engine, call: &Call<'_>) -> Answer {
    let request: wire::ListScheduledQueries = call.read_validated()?;
    let state = request.state.as_deref().map(str::parse).transpose()?;
    let page = page(format!("ListScheduledQueries {state:?}"), request.next_token.as_deref(), call)?;
    let found = engine.scheduled_after(state, page.after.as_deref());
    let most = request.max_results.map_or(DEFAULT_PAGE, Whole::count);
    let (found, next_token) = page.cut(found, most, |query| query.name.clone());
    let scheduled_queries = found.into_iter().map(|query| wire::Summary::new(query, epoch(engine))).collect();
    answer(&wire::Listed { next_token, scheduled_queries })
}

pub(super) fn get_scheduled_query_history(engine: &Engine, call: &Call<'_>) -> Answer {
    let request: wire::GetHistory = call.read_validated()?;
    let (from, until) = (Epoch::read(request.start_time), Epoch::read(request.end_time));
    let statuses = request.execution_statuses.unwrap_or_default();
    let statuses = statuses.iter().map(|status| status.parse()).collect::<Result<_, ScheduledQueryError>>()?;
    let query = ExecutionQuery { statuses, ..ExecutionQuery::between(from, until) };
    let of = engine.scheduled_query(&request.identifier)?;
    let page = page(format!("GetScheduledQueryHistory {} {query:?}", of.arn), request.next_token.as_deref(), call)?;
    let before: Option<u64> = page.number().map_err(|_| bad_token())?;
    let found = engine.scheduled_query_history(&of.arn, &query)?;
    let found = found.filter(|run| before.is_none_or(|before| run.number < before));
    let most = request.max_results.map_or(DEFAULT_PAGE, Whole::count);
    let (found, next_token) = page.cut(found, most, |run| run.number.to_string());
    let trigger_history = found.into_iter().map(|run| wire::Triggered::new(run, epoch(engine))).collect();
    answer(&wire::History { name: of.name, scheduled_query_arn: of.arn, trigger_history, next_token })
}

const fn epoch(engine: &Engine) -> Epoch {
    if engine.policies.scheduled_query_millis { Epoch::Millis } else { Epoch::Seconds }
}

fn page(request: String, token: Option<&str>, call: &Call<'_>) -> Result<Page, ApiError> {
    Page::of(request, token, call.now).map_err(|_| bad_token())
}

fn bad_token() -> ApiError {
    ApiError::caller("ValidationException", ApiError::from(PageError::Token).message)
}
