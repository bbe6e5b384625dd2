//! Starting, stopping and reading queries.

use std::collections::BTreeMap;
use std::sync::Arc;

use cupola_base::Timestamp;

use super::book::{QueryInfo, QueryStatus};
use super::error::{StartQueryError, UnknownQuery, UnknownRecord};
use super::source::StoreSource;
use crate::class::LogGroupClass;
use crate::engine::Engine;
use crate::insights::run::Scope;
use crate::insights::value::Value;
use crate::insights::{Query, discover};
use crate::store::{Cursor, Gap, Mark};

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
}

impl StartQuery {
    /// A query from one second to another, both included to their ends; over the log groups that it names
    /// itself with `SOURCE`.
    #[must_use]
    pub fn new(text: impl Into<String>, start: Timestamp, end: Timestamp) -> Self {
        Self { text: text.into(), start, end, groups: Vec::new(), limit: None, unmask: false }
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
        let query = Query::parse(&request.text)?;
        let groups = self.groups_for(&query, request)?;
        self.check(&query, request, &groups, now)?;
        let (start, end) = request.window();
        let scope = Scope::new(start, end).asked_at(now).limit(request.limit.unwrap_or(self.limits.query_rows));
        // The groups are those that the query names, if it names some.
        let plan = query.plan().without_source();
        let source = StoreSource { engine: self, now, groups: &groups, unmask: request.unmask };
        let answer = plan.run(&scope, &source, &self.limits);
        let (status, failure, results) = match answer {
            Ok(results) => (QueryStatus::Complete, None, Arc::new(results)),
            Err(error) => (QueryStatus::Failed, Some(error.to_string()), Arc::default()),
        };
        let (id, text) = (self.rng.uuid(), shown(&request.text, &groups, (start, end)));
        let ends = now.plus_secs(i64::from(self.policies.query_seconds));
        let info = QueryInfo { id: id.clone(), text, log_groups: groups, created: now, status, failure, results };
        self.queries.forget(now, &self.limits);
        self.queries.add(info, ends, &self.limits);
        Ok(id)
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
        let (given, most) = (request.groups.len(), self.limits.query_groups);
        if given > most {
            return Err(StartQueryError::TooManyGroups { given, most });
        }
        if request.end < request.start {
            return Err(StartQueryError::Window);
        }
        let most = self.limits.query_rows_at_most;
        if let Some(given) = request.limit.filter(|given| !(1..=most).contains(given)) {
            return Err(StartQueryError::Limit { given, most });
        }
        if self.queries.running(now) >= self.limits.concurrent_queries {
            return Err(StartQueryError::TooMany(self.limits.concurrent_queries));
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

    /// The fields of the event that `@ptr` leads to: those in its message and the system's; times in
    /// milliseconds since the epoch.
    ///
    /// # Errors
    /// [`UnknownRecord`] when it leads to none, or to one that has expired.
    ///
    /// # Source
    /// CloudWatch Logs API Reference, GetLogRecord.
    #[doc(alias = "GetLogRecord")]
    pub fn log_record(
        &mut self,
        now: Timestamp,
        pointer: &str,
        unmask: bool,
    ) -> Result<BTreeMap<String, String>, UnknownRecord> {
        let now = self.at(now);
        let place = crate::insights::evaluate::base64_decode(pointer).to_string();
        let parts: Vec<&str> = place.split('\0').collect();
        let [at, sequence, group_name, stream_name] = parts[..] else { return Err(UnknownRecord) };
        let at = Timestamp::from_millis(at.parse().map_err(|_| UnknownRecord)?);
        let sequence: u64 = sequence.parse().map_err(|_| UnknownRecord)?;
        let group = self.group(group_name).map_err(|_| UnknownRecord)?;
        let stream = group.stream(stream_name).map_err(|_| UnknownRecord)?;
        if at < group.cutoff(now) || self.seals(group).check(sequence).is_err() {
            return Err(UnknownRecord);
        }
        let mut cursor = Cursor::forward(&stream.strand, Gap { at, sequence });
        let mark = cursor.step().filter(|mark| (mark.at, mark.sequence) == (at, sequence)).ok_or(UnknownRecord)?;
        let message = stream.margin.shown(mark, cursor.message(), unmask).into_owned();
        Ok(self.record(mark, &message, (group_name, stream_name), pointer))
    }

    fn record(
        &self,
        mark: Mark,
        message: &str,
        (group, stream): (&str, &str),
        pointer: &str,
    ) -> BTreeMap<String, String> {
        let found = discover::fields(message, self.limits.discovered_fields_per_event);
        let found = found.into_iter().map(|(name, value): (Arc<str>, Value)| (name.to_string(), value.to_string()));
        let mut record: BTreeMap<String, String> = found.collect();
        let system = [
            ("@timestamp", mark.at.as_millis().to_string()),
            ("@ingestionTime", mark.received.as_millis().to_string()),
            ("@message", message.to_owned()),
            ("@logStream", stream.to_owned()),
            ("@log", format!("{}:{group}", self.place.account.as_str())),
            ("@ptr", pointer.to_owned()),
        ];
        record.extend(system.map(|(name, value)| (name.to_owned(), value)));
        record
    }
}

/// The text with what it was asked of, as the service shows it.
fn shown(text: &str, groups: &[String], (start, end): (Timestamp, Timestamp)) -> String {
    let names = groups.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
    format!("SOURCE {names} START={} END={} | {}", start.as_millis(), end.as_millis(), text.trim())
}
