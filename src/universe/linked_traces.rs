//! Traces that accounts share with a monitoring account.

use cupola_base::{AccountId, Place, Timestamp};

use crate::Universe;
use crate::traces::{self, MonitoringLinkError, MonitoringView, SegmentDocument};

impl Universe {
    /// Shares the traces of an account with a monitoring account, in every region: what the monitoring account reads through
    /// [`call`](Self::call), and [`traces_seen_by`](Self::traces_seen_by), has those of both.
    ///
    /// # Errors
    /// [`MonitoringLinkError`], when the two are one, or a sixth monitoring account is to see the traces.
    ///
    /// # Source
    /// X-Ray Developer Guide, "Cross-account tracing".
    pub fn link_traces(&mut self, source: AccountId, monitoring: AccountId) -> Result<(), MonitoringLinkError> {
        self.trace_links.link(source, monitoring)
    }

    /// Ends the sharing; false when there was none.
    pub fn unlink_traces(&mut self, source: AccountId, monitoring: AccountId) -> bool {
        self.trace_links.unlink(&source, &monitoring)
    }

    /// The traces that a place sees: its own, and those that other accounts share with it in its region, as they stand at
    /// the newest instant seen. `None` for a place that is not in use.
    ///
    /// ```
    /// use cupola::{Place, Timestamp, Universe};
    ///
    /// let [shop, central] = ["111122223333", "444455556666"].map(|account| Place::parse(account, "us-east-1").unwrap());
    /// let now = Timestamp::parse("2026-05-04T06:16:05Z")?;
    /// let mut universe = Universe::new(0);
    /// universe.observatory(now, &central)?;
    /// universe.link_traces(shop.account, central.account)?;
    /// let segment = r#"{"trace_id": "1-69f839a0-00112233445566778899aabb", "id": "00112233445566aa", "name": "cart",
    ///     "start_time": 1777875360, "end_time": 1777875362}"#;
    /// universe.observatory(now, &shop)?.traces(now).put_trace_segments(now, &[segment]);
    ///
    /// let seen = universe.traces_seen_by(&central).ok_or("it is in use")?;
    /// let graph = seen.service_graph(now.plus_secs(-60), now, None)?.graph;
    /// let cart = graph.services.iter().find(|node| node.state == "active").ok_or("it is seen")?;
    /// assert_eq!(cart.account_id.as_deref(), Some("111122223333"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn traces_seen_by(&self, place: &Place) -> Option<MonitoringView<'_>> {
        let own = MonitoringView::new(&self.observatories.get(place)?.engines.traces);
        let there = |source: &AccountId| self.observatories.get(&Place::new(*source, place.region.clone()));
        let linked = self.trace_links.sources_of(&place.account).filter_map(there);
        Some(linked.fold(own, |view, sky| view.with(&sky.engines.traces)))
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
