//! Traces that accounts share with a monitoring account.

use std::collections::{BTreeMap, BTreeSet};

use cupola_base::{AccountId, Place, Timestamp};
use serde::{Deserialize, Serialize};

use crate::Universe;
use crate::traces::{self, SegmentDocument};

/// Source accounts, with the monitoring accounts that see their traces.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct TraceLinks(BTreeMap<AccountId, BTreeSet<AccountId>>);

/// So many monitoring accounts may see the traces of one account.
const MOST_MONITORS: usize = 5;

/// Why an account's traces are not shared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LinkTracesError {
    /// An account sees its own traces anyway.
    #[error("account {0} cannot be its own monitoring account")]
    Itself(AccountId),
    /// As many accounts see them as may.
    #[error("account {source_account} shares its traces with {most} monitoring accounts already, which is the limit")]
    TooMany {
        /// Whose traces.
        source_account: AccountId,
        /// How many may be.
        most: usize,
    },
}

impl TraceLinks {
    pub(crate) fn sources(&self, monitoring: AccountId) -> impl Iterator<Item = AccountId> {
        self.0.iter().filter(move |(_, monitors)| monitors.contains(&monitoring)).map(|(source, _)| *source)
    }

    /// Whether an account sees traces of others.
    pub(crate) fn is_monitoring(&self, account: AccountId) -> bool {
        self.sources(account).next().is_some()
    }
}

impl Universe {
    /// Shares the traces of an account with a monitoring account, in every region: what the monitoring account reads through
    /// [`call`](Self::call), and [`monitored_traces`](Self::monitored_traces), has those of both.
    ///
    /// ```
    /// use cupola::{Place, Timestamp, Universe};
    ///
    /// let [shop, central] = ["111122223333", "444455556666"].map(|account| Place::parse(account, "us-east-1").unwrap());
    /// let now = Timestamp::parse("2026-05-04T06:16:05Z")?;
    /// let mut universe = Universe::new(0);
    /// universe.link_traces(shop.account, central.account)?;
    /// let segment = r#"{"trace_id": "1-69f839a0-00112233445566778899aabb", "id": "00112233445566aa", "name": "cart",
    ///     "start_time": 1777875360, "end_time": 1777875362}"#;
    /// universe.observatory(now, &shop)?.traces(now).put_trace_segments(now, &[segment]);
    ///
    /// let seen = universe.monitored_traces(now, &central);
    /// let graph = seen.service_graph(now.plus_secs(-60), now, None)?.graph;
    /// let cart = graph.services.iter().find(|node| node.state == "active").ok_or("it is seen")?;
    /// assert_eq!(cart.account_id.as_deref(), Some("111122223333"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`LinkTracesError`], when the two are one, or a sixth monitoring account is to see the traces.
    ///
    /// # Source
    /// X-Ray Developer Guide, "Cross-account tracing".
    pub fn link_traces(&mut self, source: AccountId, monitoring: AccountId) -> Result<(), LinkTracesError> {
        if source == monitoring {
            return Err(LinkTracesError::Itself(source));
        }
        let monitors = self.trace_links.0.entry(source).or_default();
        if monitors.len() >= MOST_MONITORS && !monitors.contains(&monitoring) {
            return Err(LinkTracesError::TooMany { source_account: source, most: MOST_MONITORS });
        }
        monitors.insert(monitoring);
        Ok(())
    }

    /// Ends the sharing; false when there was none.
    pub fn unlink_traces(&mut self, source: AccountId, monitoring: AccountId) -> bool {
        self.trace_links.0.get_mut(&source).is_some_and(|monitors| monitors.remove(&monitoring))
    }

    /// The traces that a place sees: its own, and those that other accounts share with it in its region. A copy that is asked
    /// like any other engine, with the groups of the place; nothing that is done to it changes anything else.
    ///
    /// Segments that do not say in which account they ran (`aws.account_id`) have the account whose traces they are.
    /// Making the copy takes as long as putting in all documents again.
    pub fn monitored_traces(&mut self, now: Timestamp, place: &Place) -> traces::Engine {
        self.advance(now);
        let own = self.observatories.get(place).map(|sky| &sky.engines.traces);
        let empty = traces::Engine::new(place.clone(), self.seed);
        self.traces_seen_by(own.unwrap_or(&empty), place)
    }

    fn traces_seen_by(&self, own: &traces::Engine, place: &Place) -> traces::Engine {
        let sources = self.trace_links.sources(place.account);
        let places = sources.map(|account| Place::new(account, place.region.clone()));
        let engines = places.filter_map(|place| self.observatories.get(&place)).map(|sky| &sky.engines.traces);
        union(own, place, self.now, engines)
    }
}

/// One engine with the traces of all: that of a place, and those that are shared with it.
pub(crate) fn union<'a>(
    own: &traces::Engine,
    place: &Place,
    now: Timestamp,
    shared: impl Iterator<Item = &'a traces::Engine>,
) -> traces::Engine {
    let mut seen = traces::Engine::restore(own.snapshot()).unwrap_or_else(|_| traces::Engine::new(place.clone(), 0));
    for engine in shared {
        let account = engine.place().account;
        let documents = engine.trace_ids().flat_map(|id| engine.received(id));
        let texts: Vec<String> = documents.map(|document| of_account(document, account).to_string()).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        texts.chunks(PER_CALL).for_each(|texts| drop(seen.put_trace_segments(now, texts)));
    }
    seen
}

/// Documents that are put at once.
const PER_CALL: usize = 50;

/// The document, saying in which account it ran.
fn of_account(mut document: SegmentDocument, account: AccountId) -> SegmentDocument {
    let body = match &mut document {
        SegmentDocument::Segment(segment) => &mut segment.body,
        SegmentDocument::Subsegment(alone) => &mut alone.subsegment.body,
    };
    body.aws.get_or_insert_default().account_id.get_or_insert_with(|| account.to_string());
    document
}

/// The actions that read traces: a monitoring account's see those of others, too.
pub(crate) const READS: [&str; 5] =
    ["BatchGetTraces", "GetServiceGraph", "GetTimeSeriesServiceStatistics", "GetTraceGraph", "GetTraceSummaries"];
