//! Counts of data events over five minutes.

mod record;
mod template;
mod window;

pub use template::{AggregationTemplate, UnknownTemplate};
pub(crate) use window::Aggregates;

use cupola_base::{Place, Timestamp};

use crate::engine::State;
use crate::trail::TrailError;
use crate::{Category, Engine, Record, Trail};

impl Engine {
    /// Has a trail count the data events that it logs: of each service, region and account what happened in each five
    /// minutes. An empty list has it count no more.
    ///
    /// The counts are delivered as log files of their own, one record for each template, service and window.
    ///
    /// ```
    /// use cupola_audit::{AggregationTemplate, Engine, LogFile, Output, RecordBuilder, Selectors, TrailRequest};
    /// use cupola_base::{Place, Timestamp};
    ///
    /// let place = Place::parse("111122223333", "eu-west-1")?;
    /// let mut engine = Engine::new(place.clone(), 0);
    /// let now = Timestamp::parse("2026-05-04T06:01:00Z")?;
    /// engine.create_trail(now, TrailRequest::new("quay", "quay-logs"))?;
    /// engine.start_logging(now, "quay")?;
    /// let data = r#"[{"FieldSelectors": [{"Field": "eventCategory", "Equals": ["Data"]},
    ///     {"Field": "resources.type", "Equals": ["AWS::SQS::Queue"]}]}]"#;
    /// engine.put_event_selectors(now, "quay", Selectors::Advanced(serde_json::from_str(data)?))?;
    /// engine.put_aggregation(now, "quay", [AggregationTemplate::ApiActivity])?;
    ///
    /// let queue = cupola_base::Arn::parse("arn:aws:sqs:eu-west-1:111122223333:orders")?;
    /// for _ in 0..3 {
    ///     let call = RecordBuilder::new(now, &place, "sqs.amazonaws.com", "SendMessage").on_data();
    ///     engine.record_call(now, call.on(queue.clone(), "AWS::SQS::Queue"))?;
    /// }
    /// engine.advance(now.plus_secs(300));
    /// let outputs = engine.drain();
    /// let counts = outputs.iter().find_map(|output| match output {
    ///     Output::LogFile(file) if file.key.contains("CloudTrail-Aggregated") => Some(file),
    ///     _ => None,
    /// });
    /// let file = LogFile::read(&counts.unwrap().bytes)?;
    /// assert!(file.text().contains(r#""primaryDimension":{"dimension":"eventName","statistics":[{"name":"SendMessage","value":3}]"#));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`TrailError`].
    ///
    /// # Source
    /// CloudTrail API Reference, PutEventConfiguration, `AggregationConfigurations`.
    #[doc(alias = "PutEventConfiguration")]
    pub fn put_aggregation(
        &mut self,
        now: Timestamp,
        trail: &str,
        templates: impl IntoIterator<Item = AggregationTemplate>,
    ) -> Result<&Trail, TrailError> {
        self.see(now);
        let name = self.own_name(trail)?;
        let mut templates: Vec<AggregationTemplate> = templates.into_iter().collect();
        templates.sort_unstable();
        templates.dedup();
        self.change(&name, |trail| trail.aggregation = templates)
    }
}

impl State {
    /// Counts a record that a trail logs.
    pub(crate) fn count(&mut self, now: Timestamp, trail: &Trail, record: &Record<'_>, at: Timestamp, place: &Place) {
        if trail.aggregation.is_empty() || record.category() != Category::Data {
            return;
        }
        let due = self.delivery_after(now);
        let most = self.limits.aggregate_values;
        for template in &trail.aggregation {
            self.aggregates.count(due, trail, *template, record, at, place, most);
        }
    }

    /// Closes the windows that are due: their records go into files.
    pub(crate) fn close_windows(&mut self, due: Timestamp) {
        for window in self.aggregates.take(due) {
            let json = window.record(&self.rng.uuid());
            let Ok(record) = Record::parse(json.as_str()) else { continue };
            self.batches.push(due, &window.trail, &window.place, &record, &json, window.start);
        }
    }
}
