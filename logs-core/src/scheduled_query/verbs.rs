//! Verbs on scheduled queries.

use std::collections::VecDeque;
use std::ops::Bound;

use cupola_base::{Tags, Timestamp};

use super::check::is_name;
use super::{
    DeliveryStatus, Execution, ExecutionQuery, Kept, NewScheduledQuery, ScheduledQuery, ScheduledQueryError,
    ScheduledQuerySettings, ScheduledQueryState,
};
use crate::agenda::Due;
use crate::engine::Engine;
use crate::tag_letters;

type Refused = ScheduledQueryError;

impl Engine {
    /// Creates a scheduled query, and answers its ARN. It runs first at the first time of its calendar after `now`.
    ///
    /// Each run asks what [`start_query`](Self::start_query) would ask at that instant, of the events of
    /// [`lookback_seconds`](ScheduledQuerySettings::lookback_seconds) before, and counts among the queries that run. Its
    /// end comes out as an event for the default bus, and a complete answer as an object for its bucket.
    ///
    /// ```
    /// use cupola_logs::schedule::{Dialect, Expression};
    /// use cupola_logs::{Engine, NewScheduledQuery, Output, Place, S3Destination, S3Uri, ScheduledQuerySettings, Timestamp};
    ///
    /// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
    /// let now = Timestamp::parse("2026-05-04T06:10:00Z")?;
    /// engine.create_log_group(now, "app")?;
    /// engine.create_log_stream(now, "app", "s")?;
    /// engine.put_log_events(now, "app", "s", [(now, r#"{"status":500}"#)])?;
    ///
    /// let hourly = Expression::parse("cron(0 * * * ? *)", Dialect::Rules)?;
    /// let role = "arn:aws:iam::111122223333:role/q";
    /// let settings = ScheduledQuerySettings::new("stats count(*) as n by status", hourly, role).over(["app"]);
    /// let settings = settings.delivered_to(S3Destination::new(S3Uri::parse("s3://answers/docks")?, role));
    /// engine.create_scheduled_query(now, NewScheduledQuery::new("errors", settings))?;
    ///
    /// engine.advance(Timestamp::parse("2026-05-04T07:00:00Z")?);
    /// let bodies: Vec<Vec<u8>> = engine.drain().into_iter().filter_map(|output| match output {
    ///     Output::Object(object) => Some(object.bytes),
    ///     _ => None,
    /// }).collect();
    /// assert_eq!(bodies, [br#"[{"status":"500","n":"1"}]"#]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`ScheduledQueryError`].
    ///
    /// # Source
    /// CloudWatch Logs API Reference, CreateScheduledQuery; CloudWatch Logs User Guide, "Understanding scheduled queries
    /// concepts".
    #[doc(alias = "CreateScheduledQuery")]
    pub fn create_scheduled_query(&mut self, now: Timestamp, query: NewScheduledQuery) -> Result<String, Refused> {
        let now = self.at(now);
        let NewScheduledQuery { name, settings, tags: wanted } = query;
        if !is_name(&name) {
            return Err(Refused::Name(name));
        }
        if self.scheduled_queries.kept.contains_key(&name) {
            return Err(Refused::Exists(name));
        }
        let most = self.limits.scheduled_queries;
        if self.scheduled_queries.kept.len() >= most {
            return Err(Refused::TooMany(most));
        }
        let mut tags = Tags::default();
        tag_letters::set(&mut tags, wanted)?;
        self.check_scheduled(&settings)?;
        let arn =
            self.place.arn("logs", format_args!("scheduled-query:{}", self.scheduled_queries.rng.uuid())).to_string();
        let kept = Kept {
            arn: arn.clone(),
            settings,
            tags,
            created: now,
            updated: now,
            next: None,
            history: VecDeque::new(),
            executions: 0,
            running: Vec::new(),
        };
        self.scheduled_queries.kept.insert(name.clone(), kept);
        self.plan_scheduled(now, &name);
        Ok(arn)
    }

    /// Puts other settings in the place of those of a scheduled query, all of them. Runs that have begun go on as they
    /// began.
    ///
    /// # Errors
    /// [`ScheduledQueryError`].
    ///
    /// # Source
    /// CloudWatch Logs API Reference, UpdateScheduledQuery.
    #[doc(alias = "UpdateScheduledQuery")]
    pub fn update_scheduled_query(
        &mut self,
        now: Timestamp,
        identifier: &str,
        settings: ScheduledQuerySettings,
    ) -> Result<ScheduledQuery, Refused> {
        let now = self.at(now);
        let name = self.scheduled_name(identifier)?;
        self.check_scheduled(&settings)?;
        if let Some(kept) = self.scheduled_queries.kept.get_mut(&name) {
            (kept.settings, kept.updated) = (settings, now);
        }
        self.plan_scheduled(now, &name);
        self.scheduled_query(&name)
    }

    /// Removes a scheduled query with its history. A run that has begun is not delivered.
    ///
    /// # Errors
    /// [`ScheduledQueryError::Unknown`].
    ///
    /// # Source
    /// CloudWatch Logs API Reference, DeleteScheduledQuery.
    #[doc(alias = "DeleteScheduledQuery")]
    pub fn delete_scheduled_query(&mut self, now: Timestamp, identifier: &str) -> Result<(), Refused> {
        self.at(now);
        let name = self.scheduled_name(identifier)?;
        let removed = self.scheduled_queries.kept.remove(&name);
        for at in removed.iter().flat_map(Kept::due) {
            self.agenda.unset(at, Due::ScheduledQuery(name.clone()));
        }
        Ok(())
    }

    /// The scheduled query of this name or ARN, as it was at the newest instant seen.
    ///
    /// # Errors
    /// [`ScheduledQueryError::Unknown`].
    ///
    /// # Source
    /// CloudWatch Logs API Reference, GetScheduledQuery.
    #[doc(alias = "GetScheduledQuery")]
    pub fn scheduled_query(&self, identifier: &str) -> Result<ScheduledQuery, Refused> {
        let name = self.scheduled_name(identifier)?;
        let found = self.scheduled_queries.kept.get(&name).map(|kept| ScheduledQuery::of(&name, kept));
        found.ok_or_else(|| Refused::Unknown(identifier.into()))
    }

    /// All scheduled queries, or those of a state, by name.
    ///
    /// # Source
    /// CloudWatch Logs API Reference, ListScheduledQueries. The order is ours.
    #[doc(alias = "ListScheduledQueries")]
    pub fn scheduled_queries(&self, state: Option<ScheduledQueryState>) -> impl Iterator<Item = ScheduledQuery> {
        self.scheduled_after(state, None)
    }

    /// As [`scheduled_queries`](Self::scheduled_queries), after the one of this name.
    pub(crate) fn scheduled_after(
        &self,
        state: Option<ScheduledQueryState>,
        after: Option<&str>,
    ) -> impl Iterator<Item = ScheduledQuery> {
        let from = after.map_or(Bound::Unbounded, Bound::Excluded);
        let kept = self.scheduled_queries.kept.range::<str, _>((from, Bound::Unbounded));
        kept.filter(move |(_, kept)| state.is_none_or(|state| kept.settings.state == state))
            .map(|(name, kept)| ScheduledQuery::of(name, kept))
    }

    /// The runs of a scheduled query that are remembered, newest first.
    ///
    /// # Errors
    /// [`ScheduledQueryError`], when there is no such query, or the question ends before it begins.
    ///
    /// # Source
    /// CloudWatch Logs API Reference, GetScheduledQueryHistory. The order is ours.
    #[doc(alias = "GetScheduledQueryHistory")]
    pub fn scheduled_query_history<'a>(
        &'a self,
        identifier: &str,
        query: &'a ExecutionQuery,
    ) -> Result<impl Iterator<Item = &'a Execution>, Refused> {
        if query.until < query.from {
            return Err(Refused::History);
        }
        let name = self.scheduled_name(identifier)?;
        let history = self.scheduled_queries.kept.get(&name).map(|kept| &kept.history);
        Ok(history.into_iter().flat_map(|history| history.iter().rev()).filter(|execution| query.accepts(execution)))
    }

    /// Tells that the result of a run did not arrive in its bucket, by the id of its query; nothing happens when no
    /// run with a result has this id. Unless told, results that were handed out count as arrived.
    pub fn tell_scheduled_result_failed(&mut self, now: Timestamp, query: &str, why: impl Into<String>) {
        self.at(now);
        let mut runs = self.scheduled_queries.kept.values_mut().flat_map(|kept| kept.history.iter_mut());
        let run = runs.find(|run| run.query.as_deref() == Some(query));
        if let Some(delivered) = run.and_then(|run| run.delivered.as_mut()) {
            (delivered.status, delivered.error) = (DeliveryStatus::Failed, Some(why.into()));
        }
    }

    fn scheduled_name(&self, identifier: &str) -> Result<String, Refused> {
        let found = self.scheduled_queries.name_of(identifier);
        found.map(str::to_owned).ok_or_else(|| Refused::Unknown(identifier.into()))
    }
}
