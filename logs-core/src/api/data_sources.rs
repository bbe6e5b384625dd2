//! Actions on data sources of log groups, and on the groups of queries.

use cupola_base::json::Json;

use super::groups::{class, pattern};
use super::page::{DEFAULT_PAGE, Page};
use super::{Answer, Call, answer, refuse};
use crate::data_source::{DataSource, LogGroupSummary};
use crate::engine::{Engine, LogGroupQuery, PageError};
use crate::wire::Whole;
use crate::wire::data_sources as wire;

pub(super) fn get_log_fields(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: wire::GetLogFields = call.read()?;
    let fields = engine.log_fields(call.now, &request.data_source_name, &request.data_source_type)?;
    answer(&wire::LogFields { log_fields: fields.into_iter().map(Into::into).collect() })
}

pub(super) fn list_aggregate_log_group_summaries(engine: &Engine, call: &Call<'_>) -> Answer {
    let request: wire::Summarize = call.read_validated()?;
    refuse("includeLinkedAccounts", request.include_linked_accounts == Some(true))?;
    refuse("accountIdentifiers", !request.account_identifiers.unwrap_or_default().is_empty())?;
    let query = LogGroupQuery {
        class: class(request.log_group_class.as_deref())?,
        pattern: pattern(request.log_group_name_pattern.as_deref())?,
        sources: request.data_sources.unwrap_or_default().into_iter().map(Into::into).collect(),
        ..LogGroupQuery::default()
    };
    let by_format = request.group_by == "DATA_SOURCE_NAME_TYPE_AND_FORMAT";
    let identity = format!("ListAggregateLogGroupSummaries {query:?} {by_format}");
    let page = Page::of(identity, request.next_token.as_deref(), call.now)?;
    let after = page.after.as_deref().map(serde_json::from_str::<Option<DataSource>>).transpose();
    let after = after.map_err(|_| PageError::Token)?;
    let is_seen = |one: &LogGroupSummary| after.as_ref().is_some_and(|after| !one.is_behind(after.as_ref()));
    let rest = engine.summaries(&query, by_format).into_iter().skip_while(is_seen);
    let most = request.limit.map_or(DEFAULT_PAGE, Whole::count);
    let (found, next_token) = page.cut(rest, most, |summary| Json::of(&summary.source).as_str().to_owned());
    let aggregate_log_group_summaries = found.into_iter().map(Into::into).collect();
    answer(&wire::Summaries { aggregate_log_group_summaries, next_token })
}

pub(super) fn list_log_groups_for_query(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: wire::ListLogGroupsForQuery = call.read()?;
    let identity = format!("ListLogGroupsForQuery {}", request.query_id);
    let page = Page::of(identity, request.next_token.as_deref(), call.now)?;
    let first = page.number()?.unwrap_or(0);
    let groups = engine.query_log_groups(call.now, &request.query_id)?;
    let most = request.max_results.map_or(DEFAULT_PAGE, Whole::count);
    let rest = groups.into_iter().enumerate().skip(first);
    let (found, next_token) = page.cut(rest, most, |(index, _)| (index + 1).to_string());
    let log_group_identifiers = found.into_iter().map(|(_, group)| group).collect();
    answer(&wire::GroupsOfQuery { log_group_identifiers, next_token })
}
