//! Actions on log groups.

use cupola_base::ApiError;

use super::page::{DEFAULT_PAGE, Page};
use super::{Answer, Call, answer, invalid, nothing, refuse};
use crate::class::LogGroupClass;
use crate::engine::{Engine, LogGroupQuery};
use crate::group::{LogGroup, LogGroupSettings};
use crate::kms::KmsKey;
use crate::name_pattern::LogGroupNamePattern;
use crate::wire::Whole;
use crate::wire::groups::{
    CreateLogGroup, DescribeLogGroups, ListLogGroups, ListedGroup, LogGroups, NamedGroup,
    PutLogGroupDeletionProtection, PutRetentionPolicy,
};

pub(super) fn create_log_group(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: CreateLogGroup = call.read()?;
    let settings = LogGroupSettings {
        class: class(request.log_group_class.as_deref())?.unwrap_or_default(),
        tags: request.tags.unwrap_or_default(),
        kms_key: request.kms_key_id.map(KmsKey::new).transpose()?,
        deletion_protected: request.deletion_protection_enabled.unwrap_or(false),
    };
    engine.create_log_group_with(call.now, &request.log_group_name, settings)?;
    nothing()
}

pub(super) fn delete_log_group(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: NamedGroup = call.read()?;
    engine.delete_log_group(call.now, &request.log_group_name)?;
    nothing()
}

pub(super) fn put_log_group_deletion_protection(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: PutLogGroupDeletionProtection = call.read()?;
    let group = engine.name_of(&request.log_group_identifier);
    engine.put_log_group_deletion_protection(call.now, &group, request.deletion_protection_enabled)?;
    nothing()
}

pub(super) fn put_retention_policy(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: PutRetentionPolicy = call.read()?;
    let days = u32::try_from(request.retention_in_days.0).unwrap_or(0);
    engine.put_retention_policy(call.now, &request.log_group_name, days)?;
    nothing()
}

pub(super) fn delete_retention_policy(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: NamedGroup = call.read()?;
    engine.delete_retention_policy(call.now, &request.log_group_name)?;
    nothing()
}

pub(super) fn describe_log_groups(engine: &Engine, call: &Call<'_>) -> Answer {
    let request: DescribeLogGroups = call.read()?;
    refuse("includeLinkedAccounts", request.include_linked_accounts == Some(true))?;
    refuse("accountIdentifiers", !request.account_identifiers.unwrap_or_default().is_empty())?;
    let identifiers = request.log_group_identifiers.unwrap_or_default();
    let query = LogGroupQuery {
        prefix: request.log_group_name_prefix,
        holds: request.log_group_name_pattern,
        class: class(request.log_group_class.as_deref())?,
        names: identifiers.iter().map(|identifier| engine.name_of(identifier)).collect(),
        ..LogGroupQuery::default()
    };
    check(&query)?;
    let page = Page::of(format!("DescribeLogGroups {query:?}"), request.next_token.as_deref(), call.now)?;
    let by_pattern = query.holds.is_some();
    let (groups, mut next_token) = cut(engine, call, &query, &page, request.limit.map_or(DEFAULT_PAGE, Whole::count));
    if by_pattern && page.is_first() {
        // The service gives a token even where nothing follows.
        let last = || groups.last().map_or_else(String::new, |group| group.name.to_string());
        next_token = next_token.or_else(|| Some(page.next(last())));
    }
    let describe = |group: LogGroup| crate::wire::groups::LogGroup::from(group);
    let log_groups = groups.into_iter().map(describe);
    let log_groups = log_groups.map(|group| if by_pattern { group.found_by_pattern() } else { group }).collect();
    answer(&LogGroups { log_groups, next_token })
}

fn check(query: &LogGroupQuery) -> Result<(), ApiError> {
    if query.prefix.is_some() && query.holds.is_some() {
        return Err(invalid("LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters."));
    }
    if !query.names.is_empty() && (query.prefix.is_some() || query.holds.is_some() || query.class.is_some()) {
        return Err(invalid("LogGroup identifiers and other filters are mutually exclusive parameters."));
    }
    Ok(())
}

fn cut(
    engine: &Engine,
    call: &Call<'_>,
    query: &LogGroupQuery,
    page: &Page,
    most: usize,
) -> (Vec<LogGroup>, Option<String>) {
    let groups = engine.groups_after(call.now, query, page.after.as_deref());
    page.cut(groups, most, |group| group.name.to_string())
}

pub(super) fn list_log_groups(engine: &Engine, call: &Call<'_>) -> Answer {
    let request: ListLogGroups = call.read()?;
    refuse("includeLinkedAccounts", request.include_linked_accounts == Some(true))?;
    refuse("accountIdentifiers", !request.account_identifiers.unwrap_or_default().is_empty())?;
    refuse("fieldIndexNames", !request.field_index_names.unwrap_or_default().is_empty())?;
    let pattern = pattern(request.log_group_name_pattern.as_deref())?;
    let class = class(request.log_group_class.as_deref())?;
    let tags = request.log_group_tags.unwrap_or_default().into_iter();
    let tags = tags.map(|tag| (tag.key, tag.values.unwrap_or_default())).collect();
    let sources = request.data_sources.unwrap_or_default().into_iter().map(Into::into).collect();
    let query = LogGroupQuery { class, pattern, tags, sources, ..LogGroupQuery::default() };
    let page = Page::of(format!("ListLogGroups {query:?}"), request.next_token.as_deref(), call.now)?;
    let (groups, next_token) = cut(engine, call, &query, &page, request.limit.map_or(DEFAULT_PAGE, Whole::count));
    answer(&LogGroups { log_groups: groups.into_iter().map(ListedGroup::from).collect(), next_token })
}

pub(super) fn pattern(text: Option<&str>) -> Result<Option<LogGroupNamePattern>, ApiError> {
    text.map(LogGroupNamePattern::parse).transpose().map_err(|error| invalid(error.to_string()))
}

pub(super) fn class(text: Option<&str>) -> Result<Option<LogGroupClass>, ApiError> {
    text.map(str::parse).transpose().map_err(|error: crate::LogGroupClassError| invalid(error.to_string()))
}
