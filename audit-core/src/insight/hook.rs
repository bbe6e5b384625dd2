//! Insights of an engine's records.

use cupola_base::{Deadline, Timestamp};

use super::{Insight, InsightCall, InsightDetector, InsightSelector, SourceCategory};
use crate::engine::State;
use crate::{Engine, Evicted, Record};

impl Engine {
    /// Looks for these insights in the records that come in, from `now` on, besides those that logging trails look for.
    /// What was looked for before goes on as it was.
    ///
    /// An insight becomes a record like any other: it stands in the event history, and goes to the bus.
    ///
    /// ```
    /// use cupola_audit::{Engine, InsightSelector, InsightType, Lookup, Output, RecordBuilder};
    /// use cupola_base::{Place, Timestamp};
    ///
    /// let place = Place::parse("111122223333", "us-east-1")?;
    /// let mut engine = Engine::new(place.clone(), 0);
    /// let t0 = Timestamp::parse("2026-05-01T00:00:00Z")?;
    /// engine.watch_insights(t0, &[InsightSelector::new(InsightType::ApiCallRate)]);
    /// let burst = t0.plus_secs(48 * 3600);
    /// for _ in 0..20 {
    ///     engine.record_call(burst, RecordBuilder::new(burst, &place, "iam.amazonaws.com", "CreateAccessKey"))?;
    /// }
    /// engine.advance(burst.plus_secs(600));
    /// let insights = engine.lookup_events(burst.plus_secs(600), &Lookup::new().insights(), None)?;
    /// assert_eq!(insights.events.len(), 2, "a start and an end");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Source
    /// CloudTrail API Reference, PutInsightSelectors.
    pub fn watch_insights(&mut self, now: Timestamp, selectors: &[InsightSelector]) {
        self.see(now);
        self.state.watched = selectors.to_vec();
        self.rewatch();
    }

    /// The detector: what is watched, the series, what the rule made of them.
    #[must_use]
    pub const fn insights(&self) -> &InsightDetector {
        &self.state.insights
    }
}

impl State {
    /// Counts a record's call, if anything is watched.
    pub(crate) fn count_for_insights(&mut self, record: &Record<'_>) {
        if !self.insights.is_watching() {
            return;
        }
        let Ok(Some(call)) = InsightCall::of(record, &self.policies.read_actions) else { return };
        let (account, region) = (self.place.account.as_str(), self.place.region.as_str());
        let in_place = |text: &str, own: &str| if text.is_empty() { own.to_owned() } else { text.to_owned() };
        let (account, region) = (in_place(&call.account, account), in_place(&call.region, region));
        self.insights.count(&call.in_place(account, region));
    }

    /// Tells what starts and ends at an instant, before which nothing is due.
    pub(crate) fn find_insights(&mut self, at: Timestamp) {
        let insights = self.insights.advance(at, &self.rng);
        insights.into_iter().for_each(|insight| self.take_insight(at, &insight));
    }

    fn take_insight(&mut self, at: Timestamp, insight: &Insight) {
        let json = insight.to_json();
        let Ok(record) = Record::parse(json.as_str()) else { return };
        if insight.category == SourceCategory::Data {
            self.log_data_insight(at, insight, &record);
            return;
        }
        if let Ok(taken) = self.take(&record) {
            self.remember(at, &record, &json, &taken);
            self.keep(at, &record, &json, taken.at, &taken.place);
            self.log(at, &record, &json, taken.at, &taken.place);
            self.send(at, taken, json);
        }
    }

    /// Insights of data events are of the trails that look for them, each of which logs its own.
    fn log_data_insight(&mut self, at: Timestamp, insight: &Insight, record: &Record<'_>) {
        let Ok(taken) = self.take(record) else { return };
        for trail in self.logging(record, &taken.place) {
            let json = Insight { source: Some(trail.to_string()), ..insight.clone() }.to_json();
            let Ok(record) = Record::parse(json.as_str()) else { continue };
            self.log_to(at, &trail, &record, &json, taken.at, &taken.place);
            let gone = self.data_insights.put(taken.at, trail, json, self.limits.data_insights);
            if let Some((events, until)) = gone {
                self.outputs_mut().evict(Evicted { events, at, until });
            }
        }
        self.send(at, taken, record.to_json());
    }

    pub(crate) fn insight_deadline(&self) -> Option<Deadline> {
        Some(Deadline { at: self.insights.next_deadline()?, why: "minute of an insight closes" })
    }
}
