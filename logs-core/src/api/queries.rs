//! Actions on queries of Logs Insights.

use cupola_base::{ApiError, Timestamp};

use super::events::{may_unmask, unmask};
use super::page::Page;
use super::{Answer, Call, answer, invalid};
use crate::engine::Engine;
use crate::insights::{LogFieldsQuery, QueryDefinition, StartQuery};
use crate::wire::Whole;
use crate::wire::queries as wire;

/// Rows and queries on a page, and the most of saved queries.
const MOST_ROWS: usize = 10_000;
const MOST_LISTED: usize = 1000;

pub(super) fn start_query(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: wire::StartQuery = call.read()?;
    language(request.query_language.as_deref())?;
    let groups = groups(request.log_group_name, request.log_group_names, request.log_group_identifiers)?;
    let seconds = |whole: Whole| Timestamp::from_secs(whole.0);
    let mut query = StartQuery::new(request.query_string, seconds(request.start_time), seconds(request.end_time));
    if let Some(limit) = request.limit {
        query = query.limit(limit.count());
    }
    if may_unmask(engine, call) {
        query = query.unmasked();
    }
    let query = query.over(groups).asked_by(call.caller.principal.as_str());
    let query_id = engine.start_query(call.now, &query)?;
    answer(&wire::Started { query_id })
}

/// The log groups of a request, which names them in one way.
fn groups(
    name: Option<String>,
    names: Option<Vec<String>>,
    identifiers: Option<Vec<String>>,
) -> Result<Vec<String>, ApiError> {
    let given = [name.map(|name| vec![name]), names, identifiers];
    let mut given = given.into_iter().flatten().filter(|groups| !groups.is_empty());
    match (given.next(), given.next()) {
        (Some(_), Some(_)) => {
            Err(invalid("Exactly one of logGroupName, logGroupNames or logGroupIdentifiers must be specified."))
        }
        (groups, _) => Ok(groups.unwrap_or_default()),
    }
}

/// SQL and PPL are languages of the service that this library does not read.
fn language(given: Option<&str>) -> Result<(), ApiError> {
    match given {
        None | Some("CWLI") => Ok(()),
        Some(other) => Err(invalid(format!("The query language {other} is not supported."))),
    }
}

pub(super) fn stop_query(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: wire::ById = call.read()?;
    engine.stop_query(call.now, &request.query_id)?;
    answer(&wire::Success { success: true })
}

pub(super) fn get_query_results(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: wire::GetQueryResults = call.read()?;
    let info = engine.query(call.now, &request.query_id)?;
    let identity = format!("GetQueryResults {}", request.query_id);
    let page = Page::of(identity, request.next_token.as_deref(), call.now)?;
    let first: usize = page.number()?.unwrap_or(0);
    let most = request.max_items.map(Whole::count).filter(|most| *most > 0).unwrap_or(MOST_ROWS);
    let rows = &info.results.rows;
    let last = first.saturating_add(most).min(rows.len());
    answer(&wire::Results {
        query_language: "CWLI",
        results: rows.get(first..last).unwrap_or_default().iter().map(wire::row).collect(),
        statistics: info.results.statistics.into(),
        status: info.status.as_str(),
        encryption_key: engine.query_result_kms_key().map(|key| key.as_str().to_owned()),
        next_token: (last < rows.len()).then(|| page.next(last.to_string())),
    })
}

pub(super) fn describe_queries(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: wire::DescribeQueries = call.read()?;
    let identity = format!("DescribeQueries {:?} {:?}", request.log_group_name, request.status);
    let page = Page::of(identity, request.next_token.as_deref(), call.now)?;
    let before: Option<u64> = page.number()?;
    let is_asked = language(request.query_language.as_deref()).is_ok();
    let found = engine.queries(call.now).filter(|(number, info)| {
        is_asked
            && before.is_none_or(|before| *number < before)
            && request.log_group_name.as_ref().is_none_or(|group| info.log_groups.contains(group))
            && request.status.as_ref().is_none_or(|status| info.status.as_str() == status)
    });
    let most = request.max_results.map_or(MOST_LISTED, Whole::count);
    let (found, next_token) = page.cut(found, most, |(number, _)| number.to_string());
    answer(&wire::Queries { queries: found.into_iter().map(|(_, info)| info.into()).collect(), next_token })
}

pub(super) fn put_query_definition(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: wire::PutQueryDefinition = call.read()?;
    language(request.query_language.as_deref())?;
    let definition = QueryDefinition {
        name: request.name,
        text: request.query_string,
        log_groups: request.log_group_names.unwrap_or_default(),
        parameters: request.parameters.unwrap_or_default().into_iter().map(Into::into).collect(),
        modified: None,
    };
    let query_definition_id =
        engine.put_query_definition(call.now, request.query_definition_id.as_deref(), definition)?;
    answer(&wire::SavedQuery { query_definition_id })
}

pub(super) fn describe_query_definitions(engine: &Engine, call: &Call<'_>) -> Answer {
    let request: wire::DescribeQueryDefinitions = call.read()?;
    let prefix = request.query_definition_name_prefix.unwrap_or_default();
    let page = Page::of(format!("DescribeQueryDefinitions {prefix:?}"), request.next_token.as_deref(), call.now)?;
    let is_asked = language(request.query_language.as_deref()).is_ok();
    let all = engine.query_definitions(&prefix).map(|(id, definition)| wire::Definition::new(id, definition));
    let found = all.filter(|one| is_asked && page.after.as_ref().is_none_or(|after| one.position() > *after));
    let most = request.max_results.map_or(MOST_LISTED, Whole::count);
    let (query_definitions, next_token) = page.cut(found, most, wire::Definition::position);
    answer(&wire::Definitions { query_definitions, next_token })
}

pub(super) fn delete_query_definition(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: wire::DeleteQueryDefinition = call.read()?;
    engine.delete_query_definition(call.now, &request.query_definition_id)?;
    answer(&wire::Success { success: true })
}

pub(super) fn get_log_record(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: wire::GetLogRecord = call.read()?;
    let unmask = unmask(engine, call, request.unmask)?;
    let log_record = engine.log_record(call.now, &request.log_record_pointer, unmask)?;
    answer(&wire::Record { log_record })
}

pub(super) fn get_log_group_fields(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: wire::GetLogGroupFields = call.read()?;
    let group = engine.group_of(request.log_group_name, request.log_group_identifier)?;
    let mut query = LogFieldsQuery::of(group);
    if let Some(time) = request.time {
        query = query.around(Timestamp::from_secs(time.0));
    }
    let fields = engine.log_group_fields(call.now, &query)?;
    let fields = fields.into_iter().map(|field| wire::Counted { name: field.name, percent: field.percent });
    answer(&wire::Fields { log_group_fields: fields.collect() })
}
