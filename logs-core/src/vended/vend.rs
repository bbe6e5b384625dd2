//! Records of a resource come in, and go where its deliveries say.

use cupola_base::{Draft, Payload, Timestamp, base64};
use serde::{Deserialize, Serialize};

use super::destination::log_group;
use super::kind::DeliveryDestinationType;
use super::record::VendedRecord;
use super::route::{VendingRefusal, Way};
use super::source::KeptSource;
use super::{VendedFailed, VendedTraces};
use crate::engine::Engine;
use crate::error::CreateLogStreamError;
use crate::output::Output;
use crate::store::EVENT_OVERHEAD;

/// What one delivery made of records.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Vending {
    /// The delivery's id.
    pub delivery: String,
    /// What became of the records.
    pub outcome: VendingOutcome,
}

/// What became of records.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum VendingOutcome {
    /// There were none, or none was drawn.
    Nothing,
    /// They are events of a log group.
    Logged {
        /// The log stream.
        stream: String,
        /// How many are stored.
        events: usize,
        /// How many are not: empty, too large, too old or too new.
        left_out: usize,
    },
    /// They wait for a file.
    Collected {
        /// How many.
        records: usize,
        /// When the file is written; `None` when it was written at once.
        until: Option<Timestamp>,
    },
    /// They go to a delivery stream.
    Sent {
        /// How many.
        records: usize,
        /// How many are too large.
        left_out: usize,
    },
    /// They go to X-Ray.
    Traced {
        /// How many documents.
        documents: usize,
    },
    /// They are not written.
    Refused(VendingRefusal),
}

impl Engine {
    /// Takes in what a resource sends, and answers what became of it, delivery by delivery; nothing when no source has
    /// this resource and log type. Records are taken in order of their times.
    ///
    /// A log group gets an event each record, in one stream of the resource. For a bucket records wait for a file: it is
    /// written at the next multiple of [`Policies::delivery_file_minutes`](crate::Policies::delivery_file_minutes),
    /// compressed with gzip, one for each folder ([`Output::Object`]). A delivery stream gets lines, as many in one record
    /// as it takes ([`Output::Delivery`]). What is not written is told ([`Output::VendedFailed`]).
    ///
    /// ```
    /// use cupola_logs::{
    ///     CreateDelivery, Engine, GetLogEvents, Place, PutDeliveryDestination, PutDeliverySource, Timestamp, VendedRecord,
    /// };
    ///
    /// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
    /// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
    /// engine.create_log_group(now, "edge")?;
    /// let site = "arn:aws:cloudfront::111122223333:distribution/E1";
    /// engine.put_delivery_source(now, &PutDeliverySource::new("site", site, "ACCESS_LOGS"))?;
    /// let group = "arn:aws:logs:us-east-1:111122223333:log-group:edge";
    /// let edge = engine.put_delivery_destination(now, &PutDeliveryDestination::to("edge", group))?;
    /// let fields = ["cs-method", "sc-status"];
    /// engine.create_delivery(now, &CreateDelivery::new("site", edge.arn.as_str()).with_fields(fields))?;
    ///
    /// let request = VendedRecord::new(now).with("sc-status", 200).with("cs-method", "GET").with("time-taken", "0.1");
    /// engine.vend(now, site, "ACCESS_LOGS", [request]);
    /// let page = engine.get_log_events(now, &GetLogEvents::of("edge", "CloudFront_E1"))?;
    /// assert_eq!(page.events[0].message, r#"{"cs-method":"GET","sc-status":200}"#);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Source
    /// CloudWatch Logs User Guide, "Enable logging from AWS services". Streams of log groups are named as was seen of
    /// CloudFront (`CloudFront_` and the distribution) and EventBridge (`EventBridgeEventBusLogs`); those of others, and
    /// when files are written, are ours.
    pub fn vend(
        &mut self,
        now: Timestamp,
        resource: &str,
        log_type: &str,
        records: impl IntoIterator<Item = VendedRecord>,
    ) -> Vec<Vending> {
        let now = self.at(now);
        let mut records: Vec<VendedRecord> = records.into_iter().collect();
        records.sort_by_key(|record| record.at);
        let is_asked = |source: &KeptSource| source.resource.as_str() == resource && source.log_type == log_type;
        let sources = self.deliveries.sources.iter().filter(|(_, source)| is_asked(source));
        let sources: Vec<(String, u64)> =
            sources.map(|(name, source)| (name.clone(), source.sampling_rate())).collect();
        let mut vendings = Vec::new();
        for (name, rate) in sources {
            let drawn: Vec<&VendedRecord> = records.iter().filter(|_| self.deliveries.draws(rate)).collect();
            let of_source = self.deliveries.joined.iter().filter(|(_, delivery)| delivery.source == name);
            let numbers: Vec<u64> = of_source.map(|(number, _)| *number).collect();
            vendings.extend(numbers.into_iter().filter_map(|number| self.vend_to(now, number, &drawn)));
        }
        vendings
    }

    fn vend_to(&mut self, now: Timestamp, number: u64, records: &[&VendedRecord]) -> Option<Vending> {
        let found = self.deliveries.joined.get(&number)?;
        let (delivery, source) = (found.id.clone(), self.deliveries.sources.get(&found.source)?);
        let way = self.way(found)?;
        let outcome = match self.check_delivery(found, &way) {
            _ if records.is_empty() => VendingOutcome::Nothing,
            Err(refusal) => self.refuse(now, &delivery, records.len(), refusal),
            Ok(()) => match way.kind {
                DeliveryDestinationType::Cwl => {
                    let stream = stream_name(source);
                    self.log(now, &delivery, &way, stream, records)
                }
                DeliveryDestinationType::S3 => {
                    let lines: Vec<_> = records.iter().map(|record| (record.at, way.writer.line(record))).collect();
                    let until = self.collect(number, &lines);
                    VendingOutcome::Collected { records: lines.len(), until }
                }
                DeliveryDestinationType::Fh => self.send_lines(now, &delivery, &way, records),
                DeliveryDestinationType::XRay => self.hand_traces(now, &delivery, records),
            },
        };
        Some(Vending { delivery, outcome })
    }

    fn refuse(&mut self, now: Timestamp, delivery: &str, records: usize, refusal: VendingRefusal) -> VendingOutcome {
        self.tell_failed(now, delivery, records, refusal.to_string());
        VendingOutcome::Refused(refusal)
    }

    fn tell_failed(&mut self, at: Timestamp, delivery: &str, records: usize, why: String) {
        if records > 0 {
            let (delivery, records) = (delivery.to_owned(), records as u64);
            self.emit(Output::VendedFailed(VendedFailed { at, delivery, records, why }));
        }
    }

    fn log(
        &mut self,
        now: Timestamp,
        delivery: &str,
        way: &Way,
        stream: String,
        records: &[&VendedRecord],
    ) -> VendingOutcome {
        let group = way.resource.as_ref().map(|arn| log_group(arn).to_owned()).unwrap_or_default();
        match self.create_log_stream(now, &group, &stream) {
            Ok(()) | Err(CreateLogStreamError::Exists(_)) => {}
            Err(error) => {
                return self.refuse(now, delivery, records.len(), VendingRefusal::Stream(error.to_string()));
            }
        }
        let most = self.limits.event_bytes.min(self.limits.batch_bytes).saturating_sub(EVENT_OVERHEAD);
        let lines = records.iter().map(|record| (record.at, way.writer.line(record)));
        let lines: Vec<_> = lines.filter(|(_, line)| !line.is_empty() && line.len() <= most).collect();
        let mut events = 0;
        let mut rest = &lines[..];
        while !rest.is_empty() {
            let (batch, after) = rest.split_at(self.batch_of(rest));
            let put = self.put_log_events(now, &group, &stream, batch.iter().map(|(at, line)| (*at, line)));
            events += put.map_or(0, |put| put.accepted);
            rest = after;
        }
        let left_out = records.len() - events;
        self.tell_failed(now, delivery, left_out, "records that are empty, too large, too old or too new".into());
        VendingOutcome::Logged { stream, events, left_out }
    }

    /// How many of these events go into one batch; one at least.
    fn batch_of(&self, events: &[(Timestamp, String)]) -> usize {
        let (first, limits) = (events[0].0, &self.limits);
        let mut bytes = 0usize;
        let fits = |(at, line): &&(Timestamp, String)| {
            bytes = bytes.saturating_add(line.len() + EVENT_OVERHEAD);
            bytes <= limits.batch_bytes && at.millis_since(first) <= limits.batch_span_millis
        };
        let most = limits.events_per_batch.max(1);
        events.iter().take(most).take_while(fits).count().max(1)
    }

    fn send_lines(&mut self, now: Timestamp, delivery: &str, way: &Way, records: &[&VendedRecord]) -> VendingOutcome {
        let most = self.limits.firehose_record_bytes;
        let lines: Vec<String> = records.iter().map(|record| way.writer.line(record) + "\n").collect();
        let fitting: Vec<&str> = lines.iter().map(String::as_str).filter(|line| line.len() <= most).collect();
        let draft = |(text, records): (String, u64)| {
            let payload = Payload::Text(base64::encode(text.as_bytes()));
            (Draft::new(now, delivery, way.target(), payload), records)
        };
        let drafts = packed(&fitting, most).into_iter().map(draft).collect();
        self.hand_out_vended(now, delivery, drafts);
        let left_out = lines.len() - fitting.len();
        self.tell_failed(now, delivery, left_out, format!("records of more than {most} bytes"));
        VendingOutcome::Sent { records: fitting.len(), left_out }
    }

    fn hand_traces(&mut self, at: Timestamp, delivery: &str, records: &[&VendedRecord]) -> VendingOutcome {
        let traces = records.iter().filter_map(|record| record.get("trace"));
        let documents: Vec<String> = traces.map(|trace| trace.as_text().to_owned()).collect();
        self.tell_failed(at, delivery, records.len() - documents.len(), "records without a field `trace`".into());
        let count = documents.len();
        if count > 0 {
            self.emit(Output::VendedTraces(VendedTraces { at, delivery: delivery.to_owned(), documents }));
        }
        VendingOutcome::Traced { documents: count }
    }
}

impl super::Deliveries {
    /// Whether a record is one of so many in a hundred.
    fn draws(&self, rate: u64) -> bool {
        rate >= 100 || self.rng.below(100) < rate
    }
}

/// Lines put together, as many as fit, and how many they are.
fn packed(lines: &[&str], most: usize) -> Vec<(String, u64)> {
    let mut packed: Vec<(String, u64)> = Vec::new();
    for line in lines {
        match packed.last_mut().filter(|(text, _)| text.len() + line.len() <= most) {
            Some((text, count)) => {
                text.push_str(line);
                *count += 1;
            }
            None => packed.push(((*line).to_owned(), 1)),
        }
    }
    packed
}

/// The stream of a resource's records in a log group.
pub(super) fn stream_name(source: &KeptSource) -> String {
    let id = source.resource_id();
    let name = match source.resource.service() {
        "cloudfront" => format!("CloudFront_{id}"),
        "events" => "EventBridgeEventBusLogs".to_owned(),
        service => format!("{service}_{id}"),
    };
    name.chars().map(|letter| if matches!(letter, ':' | '*') { '_' } else { letter }).take(512).collect()
}
