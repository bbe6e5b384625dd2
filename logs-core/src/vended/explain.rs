//! Where the records of a resource go, and why they do not.

use std::fmt;

use cupola_base::Timestamp;

use super::delivery::{KeptDelivery, LogDelivery};
use super::destination::log_group;
use super::kind::{DeliveryDestinationType, OutputFormat};
use super::route::VendingRefusal;
use super::vend::stream_name;
use crate::engine::Engine;

/// Where what a resource sends goes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct VendingExplanation {
    /// The resource's ARN.
    pub resource: String,
    /// The type of log.
    pub log_type: String,
    /// The delivery sources that have it; none: nothing is delivered.
    pub sources: Vec<String>,
    /// The deliveries, in the order in which they were made.
    pub deliveries: Vec<ExplainedDelivery>,
}

/// What a delivery would do with a record.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ExplainedDelivery {
    /// The delivery.
    pub delivery: LogDelivery,
    /// The ARN of what is written to, or `X-Ray`.
    pub target: String,
    /// The log stream, where a log group is written to.
    pub stream: Option<String>,
    /// The format in force.
    pub format: Option<OutputFormat>,
    /// Of a hundred records, how many are delivered.
    pub sampling_rate: u64,
    /// When the file is written for which records wait.
    pub next_file: Option<Timestamp>,
    /// Why nothing is written.
    pub refusal: Option<VendingRefusal>,
}

impl Engine {
    /// Where what a resource sends goes, and why it does not.
    ///
    /// ```
    /// use cupola_logs::{CreateDelivery, Engine, Place, PutDeliveryDestination, PutDeliverySource, Timestamp};
    ///
    /// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
    /// let now = Timestamp::EPOCH;
    /// let bus = "arn:aws:events:us-east-1:111122223333:event-bus/quay";
    /// engine.put_delivery_source(now, &PutDeliverySource::new("bus", bus, "INFO_LOGS"))?;
    /// let archive = engine.put_delivery_destination(now, &PutDeliveryDestination::to("archive", "arn:aws:s3:::logs"))?;
    /// engine.create_delivery(now, &CreateDelivery::new("bus", archive.arn.as_str()))?;
    /// engine.tell_buckets(now, Some(Vec::new()));
    ///
    /// let text = engine.explain_vending(bus, "INFO_LOGS").to_string();
    /// assert!(text.contains("to arn:aws:s3:::logs in json: nothing, there is no bucket `logs`"), "{text}");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn explain_vending(&self, resource: &str, log_type: &str) -> VendingExplanation {
        let sources = self.deliveries.sources.iter();
        let is_asked = |name: &String| {
            let found = self.deliveries.sources.get(name);
            found.is_some_and(|source| source.resource.as_str() == resource && source.log_type == log_type)
        };
        let deliveries = self.deliveries.joined.values().filter(|delivery| is_asked(&delivery.source));
        VendingExplanation {
            resource: resource.into(),
            log_type: log_type.into(),
            sources: sources.map(|(name, _)| name.clone()).filter(is_asked).collect(),
            deliveries: deliveries.filter_map(|delivery| self.explained(delivery)).collect(),
        }
    }

    fn explained(&self, found: &KeptDelivery) -> Option<ExplainedDelivery> {
        let (source, way) = (self.deliveries.sources.get(&found.source)?, self.way(found)?);
        let has_format = way.kind != DeliveryDestinationType::XRay;
        let is_group = way.resource.as_ref().is_some_and(|arn| !log_group(arn).is_empty());
        Some(ExplainedDelivery {
            delivery: self.described(found)?,
            target: way.target().to_owned(),
            stream: is_group.then(|| stream_name(source)),
            format: has_format.then_some(way.writer.format),
            sampling_rate: source.sampling_rate(),
            next_file: found.files.due(),
            refusal: self.check_delivery(found, &way).err(),
        })
    }
}

impl fmt::Display for VendingExplanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {}", self.log_type, self.resource)?;
        if self.sources.is_empty() {
            return f.write_str(": no delivery source has them");
        }
        write!(f, ", sources {}", self.sources.join(", "))?;
        if self.deliveries.is_empty() {
            return f.write_str(": no delivery");
        }
        self.deliveries.iter().try_for_each(|delivery| write!(f, "\n  {delivery}"))
    }
}

impl fmt::Display for ExplainedDelivery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "delivery {} to {}", self.delivery.id, self.target)?;
        self.stream.iter().try_for_each(|stream| write!(f, ", stream {stream}"))?;
        self.format.iter().try_for_each(|format| write!(f, " in {format}"))?;
        if let Some(refusal) = &self.refusal {
            return write!(f, ": nothing, {refusal}");
        }
        let fields = &self.delivery.fields;
        if fields.is_empty() {
            f.write_str(": all fields")?
        } else {
            write!(f, ": {}", fields.join(" "))?
        }
        if self.sampling_rate < 100 {
            write!(f, "; {} of 100 records", self.sampling_rate)?;
        }
        self.next_file.iter().try_for_each(|at| write!(f, "; next file at {at}"))
    }
}
