//! Actions on data sources of log groups, and on the groups of queries.

use super::groups::{class, pattern};
use super::page::{DEFAULT_PAGE, Page};
use super::{Answer, Call, answer, refuse};
use crate::engine::{Engine, LogGroupQuery, PageError};
use crate::wire::Whole;
use crate::wire::data_sources as wire;

pub(super) fn get_log_fields(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: wire::GetLogFields = call.read()?;
    let fields = engine.log_fields(call.now, &request.data_source_name, &request.data_source_type)?;
    answer(&wire::LogFields { log_fields: fields.into_iter().map(Into::into).collect() })
}

pub(super) fn list_aggregate_log_group_summaries(engine: &Engine, call: &Call<'_>) -> Answer {
    let request: wire::Summarize = call.read_or("ValidationException")?;
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
    let all = engine.summaries(&query, by_format).into_iter().map(|summary| (format!("{:?}", summary.source), summary));
    let seen = page.after.as_ref().map_or(0, |after| 1 + all.clone().position(|(key, _)| key == *after).unwrap_or(0));
    let most = request.limit.map_or(DEFAULT_PAGE, Whole::count);
    let (found, next_token) = page.cut(all.skip(seen), most, |(key, _)| key.clone());
    let aggregate_log_group_summaries = found.into_iter().map(|(_, summary)| summary.into()).collect();
    answer(&wire::Summaries { aggregate_log_group_summaries, next_token })
}

pub(super) fn list_log_groups_for_query(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: wire::ListLogGroupsForQuery = call.read()?;
    let identity = format!("ListLogGroupsForQuery {}", request.query_id);
    let page = Page::of(identity, request.next_token.as_deref(), call.now)?;
    let first = page.after.as_deref().map_or(Ok(0), str::parse::<usize>).map_err(|_| PageError::Token)?;
    let groups = engine.query_log_groups(call.now, &request.query_id)?;
    let most = request.max_results.map_or(DEFAULT_PAGE, Whole::count);
    let rest = groups.into_iter().enumerate().skip(first);
    let (found, next_token) = page.cut(rest, most, |(index, _)| (index + 1).to_string());
    let log_group_identifiers = found.into_iter().map(|(_, group)| group).collect();
    answer(&wire::GroupsOfQuery { log_group_identifiers, next_token })
}
