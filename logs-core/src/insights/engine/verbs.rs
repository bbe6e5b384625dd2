//! Starting, stopping and reading queries.

use std::sync::Arc;

use cupola_base::Timestamp;

use super::book::{QueryInfo, QueryStatus};
use super::error::{StartQueryError, UnknownQuery};
use super::source::StoreSource;
use crate::class::LogGroupClass;
use crate::engine::Engine;
use crate::insights::Query;
use crate::insights::run::{EventSource, Scope};

/// A query that is to run over log groups.
///
/// ```
/// use cupola_logs::Timestamp;
/// use cupola_logs::insights::StartQuery;
///
/// let noon = Timestamp::parse("2026-05-04T12:00:00Z")?;
/// let last_hour = StartQuery::new("stats count(*) by bin(5m)", noon.plus_secs(-3600), noon).over(["app", "web"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StartQuery {
    text: String,
    start: Timestamp,
    end: Timestamp,
    groups: Vec<String>,
    limit: Option<usize>,
    unmask: bool,
    asked_by: Option<String>,
}

impl StartQuery {
    /// A query from one second to another, both included to their ends; over the log groups that it names
    /// itself with `SOURCE`.
    #[must_use]
    pub fn new(text: impl Into<String>, start: Timestamp, end: Timestamp) -> Self {
        Self { text: text.into(), start, end, groups: Vec::new(), limit: None, unmask: false, asked_by: None }
    }

    /// Over these log groups, by name or ARN.
    #[must_use]
    pub fn over(self, groups: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { groups: groups.into_iter().map(Into::into).collect(), ..self }
    }

    /// At most so many rows.
    #[must_use]
    pub fn limit(self, rows: usize) -> Self {
        Self { limit: Some(rows), ..self }
    }

    /// For somebody who may see what is masked: `unmask` shows it then. It shows the mask otherwise.
    #[must_use]
    pub fn unmasked(self) -> Self {
        Self { unmask: true, ..self }
    }

    /// On behalf of somebody, by ARN.
    #[must_use]
    pub fn asked_by(self, who: impl Into<String>) -> Self {
        Self { asked_by: Some(who.into()), ..self }
    }

    /// The first and the last millisecond.
    fn window(&self) -> (Timestamp, Timestamp) {
        (self.start.floor_to(1000), self.end.floor_to(1000).plus_millis(999))
    }
}

impl Engine {
    /// Starts a query, and answers its id.
    ///
    /// It answers from what is there at this instant, and is complete at once unless
    /// [`Policies::query_seconds`](crate::Policies::query_seconds) says otherwise.
    ///
    /// ```
    /// use cupola_logs::insights::StartQuery;
    /// use cupola_logs::{Engine, Place, Timestamp};
    ///
    /// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
    /// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
    /// engine.create_log_group(now, "app")?;
    /// engine.create_log_stream(now, "app", "s")?;
    /// engine.put_log_events(now, "app", "s", [(now, r#"{"status":200}"#), (now, r#"{"status":500}"#)])?;
    ///
    /// let query = StartQuery::new("filter status >= 500 | stats count(*) as n", now, now).over(["app"]);
    /// let id = engine.start_query(now, &query)?;
    /// assert_eq!(engine.query(now, &id)?.results.rows[0].get("n"), Some("1"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`StartQueryError`].
    ///
    /// # Source
    /// CloudWatch Logs API Reference, StartQuery.
    #[doc(alias = "StartQuery")]
    pub fn start_query(&mut self, now: Timestamp, request: &StartQuery) -> Result<String, StartQueryError> {
        let now = self.at(now);
        let id = self.rng.uuid();
        self.begin_query(now, request, id.clone())?;
        Ok(id)
    }

    /// As [`start_query`](Self::start_query), at an instant that has come, with an id; answers when the query ends.
    pub(crate) fn begin_query(
        &mut self,
        now: Timestamp,
        request: &StartQuery,
        id: String,
    ) -> Result<Timestamp, StartQueryError> {
        let query = Query::parse(&request.text)?;
        let groups = self.groups_for(&query, request)?;
        self.check(&query, request, &groups, now)?;
        let (start, end) = request.window();
        let scope = Scope::new(start, end).asked_at(now).limit(request.limit.unwrap_or(self.limits.query_rows));
        // The groups are those that the query names, if it names some.
        let plan = query.plan().without_source();
        let source = StoreSource { engine: self, now, groups: &groups, unmask: request.unmask };
        let is_passed_over = |group: &&String| query.indexed_fields().any(|field| !source.is_indexed(group, field));
        let passed_over = groups.iter().filter(is_passed_over).cloned().collect();
        let is_given_up = self.policies.query_seconds > MOST_SECONDS;
        let answer = (!is_given_up).then(|| plan.run(&scope, &source, &self.limits));
        let (status, failure, results) = match answer {
            None => (QueryStatus::Timeout, None, Arc::default()),
            Some(Ok(results)) => (QueryStatus::Complete, None, Arc::new(results)),
            Some(Err(error)) => (QueryStatus::Failed, Some(error.to_string()), Arc::default()),
        };
        let text = shown(&request.text, &groups, (start, end));
        let ends = now.plus_secs(self.query_seconds());
        let info = QueryInfo {
            id,
            text,
            log_groups: groups,
            passed_over,
            asked_by: request.asked_by.clone(),
            created: now,
            millis: Some(ends.millis_since(now)),
            status,
            failure,
            results,
        };
        self.queries.forget(now, &self.limits);
        self.queries.add(info, ends, &self.limits);
        Ok(ends)
    }

    /// How long queries run.
    fn query_seconds(&self) -> i64 {
        self.policies.query_seconds.min(MOST_SECONDS).into()
    }

    /// Whether a query could be started, but for its window and for those that run.
    pub(crate) fn can_start(&self, request: &StartQuery) -> Result<(), StartQueryError> {
        let query = Query::parse(&request.text)?;
        let groups = self.groups_for(&query, request)?;
        self.check_groups(&query, request, &groups)
    }

    fn groups_for(&self, query: &Query, request: &StartQuery) -> Result<Vec<String>, StartQueryError> {
        let named = |names: &[String]| -> Result<Vec<String>, StartQueryError> {
            let mut found: Vec<String> = Vec::new();
            for name in names.iter().map(|name| self.group_name_of(name)) {
                self.group(&name).map_err(|_| self.no_group(&name))?;
                if !found.contains(&name) {
                    found.push(name);
                }
            }
            Ok(found)
        };
        match (query.source(), &request.groups[..]) {
            (None, []) => Err(StartQueryError::NoGroup),
            (None, names) => named(names),
            (Some(super::super::Source::Names(names)), []) => named(names),
            (Some(source), []) => Ok(self.groups_of(source)),
            (Some(_), _) => Err(StartQueryError::TwoSources),
        }
    }

    fn no_group(&self, name: &str) -> StartQueryError {
        StartQueryError::UnknownGroup { group: name.to_owned(), account: self.place.account.as_str().to_owned() }
    }

    fn check(
        &self,
        query: &Query,
        request: &StartQuery,
        groups: &[String],
        now: Timestamp,
    ) -> Result<(), StartQueryError> {
        if request.end < request.start {
            return Err(StartQueryError::Window);
        }
        let most = self.limits.query_rows_at_most;
        if let Some(given) = request.limit.filter(|given| !(1..=most).contains(given)) {
            return Err(StartQueryError::Limit { given, most });
        }
        if self.queries.running(now, self.query_seconds()) >= self.limits.concurrent_queries {
            return Err(StartQueryError::TooMany(self.limits.concurrent_queries));
        }
        self.check_groups(query, request, groups)
    }

    fn check_groups(&self, query: &Query, request: &StartQuery, groups: &[String]) -> Result<(), StartQueryError> {
        let (given, most) = (request.groups.len(), self.limits.query_groups);
        if given > most {
            return Err(StartQueryError::TooManyGroups { given, most });
        }
        groups.iter().try_for_each(|group| self.check_class(query, group))
    }

    /// Which commands the class of a group does not allow.
    fn check_class(&self, query: &Query, group: &str) -> Result<(), StartQueryError> {
        const RARE: [&str; 5] = ["pattern", "diff", "unmask", "filterIndex", "anomaly"];
        let class = self.group(group).map(|group| group.class).unwrap_or_default();
        let what = match class {
            LogGroupClass::Standard => None,
            LogGroupClass::Delivery => Some("queries"),
            _ => query.commands().find(|command| RARE.contains(command)),
        };
        match what {
            None => Ok(()),
            Some(what) => Err(StartQueryError::Class { group: group.to_owned(), class, what }),
        }
    }

    /// How far a query is, and its answer.
    ///
    /// # Errors
    /// [`UnknownQuery`] when there is no such query, or its answer is older than it is kept.
    ///
    /// # Source
    /// CloudWatch Logs API Reference, GetQueryResults.
    #[doc(alias = "GetQueryResults")]
    pub fn query(&mut self, now: Timestamp, id: &str) -> Result<QueryInfo, UnknownQuery> {
        let now = self.at(now);
        self.queries.forget(now, &self.limits);
        self.queries.at(id, now).ok_or_else(|| UnknownQuery::Unknown(id.into()))
    }

    /// The log groups that a query reads, by name, but for those that `filterIndex` passes over.
    ///
    /// # Errors
    /// [`UnknownQuery`] as for [`query`](Self::query).
    ///
    /// # Source
    /// CloudWatch Logs API Reference, ListLogGroupsForQuery.
    #[doc(alias = "ListLogGroupsForQuery")]
    pub fn query_log_groups(&mut self, now: Timestamp, id: &str) -> Result<Vec<String>, UnknownQuery> {
        let info = self.query(now, id)?;
        Ok(info.log_groups.into_iter().filter(|group| !info.passed_over.contains(group)).collect())
    }

    /// Stops a query that runs.
    ///
    /// # Errors
    /// [`UnknownQuery`] when there is no such query, or it has ended.
    ///
    /// # Source
    /// CloudWatch Logs API Reference, StopQuery.
    #[doc(alias = "StopQuery")]
    pub fn stop_query(&mut self, now: Timestamp, id: &str) -> Result<(), UnknownQuery> {
        if self.query(now, id)?.status != QueryStatus::Running {
            return Err(UnknownQuery::Ended(id.into()));
        }
        self.queries.cancel(id);
        Ok(())
    }

    /// All queries whose answers are kept, the newest first, each with its number.
    #[doc(alias = "DescribeQueries")]
    pub fn queries(&mut self, now: Timestamp) -> impl Iterator<Item = (u64, QueryInfo)> {
        let now = self.at(now);
        self.queries.forget(now, &self.limits);
        self.queries.all(now)
    }
}

/// Seconds after which a query is given up.
///
/// # Source
/// CloudWatch Logs User Guide, "CloudWatch Logs quotas".
const MOST_SECONDS: u32 = 3600;

/// The text with what it was asked of, as the service shows it.
fn shown(text: &str, groups: &[String], (start, end): (Timestamp, Timestamp)) -> String {
    let names = groups.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
    format!("SOURCE {names} START={} END={} | {}", start.as_millis(), end.as_millis(), text.trim())
}
