//! What can be done with queries.

use std::ops::RangeInclusive;

use cupola_base::{Arn, Timestamp};

use super::started::Found;
use super::{LakeQueryRefusal, LakeQueryRequest, StartedLakeQuery};
use crate::Engine;
use crate::lake::Lake;
use crate::lake::sql::{LakeQuery, LakeSource};

impl Engine {
    /// Starts a query of event data stores. It is answered from what they keep now; when it shows its answer is for
    /// [`Policies::lake_query_delay`](crate::Policies::lake_query_delay), by default at once.
    ///
    /// ```
    /// use cupola_audit::{Engine, EventDataStoreRequest, LakeQueryRequest, LakeQueryStatus, ListRequest, RecordBuilder};
    /// use cupola_base::{Place, Timestamp};
    ///
    /// let place = Place::parse("111122223333", "eu-west-1")?;
    /// let mut engine = Engine::new(place.clone(), 0);
    /// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
    /// let store = engine.create_event_data_store(now, EventDataStoreRequest::new("years"))?.id().to_owned();
    /// engine.record_call(now, RecordBuilder::new(now, &place, "orders.amazonaws.com", "CancelOrder"))?;
    ///
    /// let query = format!("SELECT eventName, count(*) AS calls FROM {store} GROUP BY eventName");
    /// let id = engine.start_lake_query(now, LakeQueryRequest::new(query))?.id.clone();
    /// let page = engine.lake_query_results(now, None, &id, ListRequest::default())?;
    /// assert_eq!(page.query.status(now), LakeQueryStatus::Finished);
    /// assert_eq!(page.rows, [[Some("CancelOrder".to_owned()), Some("1".to_owned())]]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`LakeQueryRefusal`]: the query, its parameters or its stores, or as many run as may.
    ///
    /// # Source
    /// CloudTrail API Reference, StartQuery.
    #[doc(alias = "StartQuery")]
    pub fn start_lake_query(
        &mut self,
        now: Timestamp,
        request: LakeQueryRequest,
    ) -> Result<&StartedLakeQuery, LakeQueryRefusal> {
        let now = self.see(now);
        let query = LakeQuery::parse(request.check()?)?;
        query.check_parameters(request.parameters.len())?;
        let stores = self.stores_of(&query)?;
        let most = self.state.limits.concurrent_lake_queries;
        if self.state.lake_queries.running(now) >= most {
            return Err(LakeQueryRefusal::Concurrent(most));
        }
        let source = Stores(&self.state.lake);
        let answer = query.run(now, &source, self.state.limits.lake_query, &request.parameters);
        let delay = i64::try_from(self.state.policies.lake_query_delay.as_millis()).unwrap_or(i64::MAX);
        let (result, fault) = Found::of(&query, answer);
        let started = StartedLakeQuery {
            id: self.state.rng.uuid(),
            number: self.state.lake_queries.next_number(),
            statement: query.text().to_owned(),
            stores,
            created: now,
            runs: now.plus_millis(delay / 2),
            ends: now.plus_millis(delay),
            cancelled: None,
            fault,
            result,
        };
        let limits = &self.state.limits;
        Ok(self.state.lake_queries.put(started, limits.lake_queries, limits.lake_result_bytes))
    }

    /// A query by its id; when a store is given, it must be one that the query reads.
    ///
    /// # Errors
    /// [`LakeQueryRefusal`]: no such store, no such query in the last seven days.
    ///
    /// # Source
    /// CloudTrail API Reference, DescribeQuery.
    #[doc(alias = "DescribeQuery")]
    pub fn lake_query(&self, store: Option<&str>, id: &str) -> Result<&StartedLakeQuery, LakeQueryRefusal> {
        let store = store.map(|store| self.active_store(store)).transpose()?;
        let found = self.state.lake_queries.find(id);
        let found = found.filter(|query| store.is_none_or(|store| query.stores.contains(&store.arn)));
        found.ok_or_else(|| LakeQueryRefusal::Unknown(id.to_owned()))
    }

    /// Cancels a query that is not over.
    ///
    /// # Errors
    /// [`LakeQueryRefusal`]: no such store or query, or it is over.
    ///
    /// # Source
    /// CloudTrail API Reference, CancelQuery.
    #[doc(alias = "CancelQuery")]
    pub fn cancel_lake_query(
        &mut self,
        now: Timestamp,
        store: Option<&str>,
        id: &str,
    ) -> Result<&StartedLakeQuery, LakeQueryRefusal> {
        let now = self.see(now);
        let status = self.lake_query(store, id)?.status(now);
        if status.is_over() {
            return Err(LakeQueryRefusal::Over { id: id.to_owned(), status });
        }
        self.state.lake_queries.cancel(now, id).ok_or_else(|| LakeQueryRefusal::Unknown(id.to_owned()))
    }

    /// The stores that a query names by id; none may be gone or wait to be deleted.
    fn stores_of(&self, query: &LakeQuery) -> Result<Vec<Arn>, LakeQueryRefusal> {
        let stores = query.stores();
        if stores.is_empty() {
            return Err(LakeQueryRefusal::NoStore);
        }
        stores.into_iter().map(|store| Ok(self.active_store(&store.to_lowercase())?.arn.clone())).collect()
    }
}

/// The stores as a query reads them.
struct Stores<'a>(&'a Lake);

impl LakeSource for Stores<'_> {
    fn records<'s>(&'s self, store: &str) -> Option<Box<dyn Iterator<Item = &'s str> + 's>> {
        self.records_within(store, Timestamp::MIN..=Timestamp::MAX)
    }

    fn records_within<'s>(
        &'s self,
        store: &str,
        times: RangeInclusive<Timestamp>,
    ) -> Option<Box<dyn Iterator<Item = &'s str> + 's>> {
        let store = self.0.find(&store.to_lowercase())?;
        let records = store.records_between(*times.start(), *times.end());
        Some(Box::new(records.map(|(_, record)| record.as_str())))
    }
}
