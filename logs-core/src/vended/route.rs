//! Where the records of a delivery go, and whether they can.

use cupola_base::Arn;
use serde::{Deserialize, Serialize};

use super::delivery::{KeptDelivery, To};
use super::destination::{bucket, log_group, sink_arn};
use super::kind::{DeliveryDestinationType, OutputFormat};
use super::source::{DeliverySourceStatus, KeptSource};
use super::write::Writer;
use crate::engine::Engine;

/// Why the records of a delivery are not written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[non_exhaustive]
pub enum VendingRefusal {
    /// The resource was deleted.
    #[error("the resource of the delivery source was deleted")]
    ResourceDeleted,
    /// The log group is not there.
    #[error("there is no log group `{0}`")]
    NoGroup(String),
    /// The bucket is not there.
    #[error("there is no bucket `{0}`")]
    NoBucket(String),
    /// Files of this format are not written.
    #[error("this library writes no files in the format parquet")]
    Parquet,
    /// The log stream cannot be made.
    #[error("no log stream was made: {0}")]
    Stream(String),
}

/// Where the records of a delivery go.
#[derive(Clone, Debug)]
pub(super) struct Way {
    pub(super) kind: DeliveryDestinationType,
    /// The destination's ARN.
    pub(super) destination: Arn,
    /// What is written to; none for X-Ray.
    pub(super) resource: Option<Arn>,
    pub(super) writer: Writer,
}

impl Way {
    /// The ARN of what is written to, or the name of the service.
    pub(super) fn target(&self) -> &str {
        self.resource.as_ref().map_or("X-Ray", Arn::as_str)
    }
}

impl Engine {
    /// Where a delivery goes; `None` when its source or its destination is not there, which deliveries keep from happening.
    pub(super) fn way(&self, delivery: &KeptDelivery) -> Option<Way> {
        let source = self.deliveries.sources.get(&delivery.source)?;
        let (kind, format, destination, resource) = match &delivery.to {
            To::There(offered) => (offered.kind, offered.format, offered.arn.clone(), offered.resource.clone()),
            To::Here(name) => {
                let found = self.deliveries.sinks.get(name)?;
                (found.kind, found.format, sink_arn(&self.place, name), found.resource.clone())
            }
        };
        let format = format.unwrap_or_else(|| usual_format(source, kind));
        let writer = Writer { format, fields: delivery.fields.clone(), delimiter: delivery.delimiter.clone() };
        Some(Way { kind, destination, resource, writer })
    }

    /// Whether a delivery can be written now.
    pub(super) fn check_delivery(&self, delivery: &KeptDelivery, way: &Way) -> Result<(), VendingRefusal> {
        let status = self.deliveries.sources.get(&delivery.source).and_then(|source| source.status);
        if status == Some(DeliverySourceStatus::ResourceDeleted) {
            return Err(VendingRefusal::ResourceDeleted);
        }
        if way.writer.format == OutputFormat::Parquet {
            return Err(VendingRefusal::Parquet);
        }
        // Which buckets there are is told of this place.
        let is_here = matches!(delivery.to, To::Here(_));
        match (&way.resource, way.kind) {
            (Some(arn), DeliveryDestinationType::Cwl) if !self.groups.contains_key(log_group(arn)) => {
                Err(VendingRefusal::NoGroup(log_group(arn).into()))
            }
            (Some(arn), DeliveryDestinationType::S3) if is_here && !self.exports.has_bucket(bucket(arn).0) => {
                Err(VendingRefusal::NoBucket(bucket(arn).0.into()))
            }
            _ => Ok(()),
        }
    }
}

/// JSON, where the log can be written so.
fn usual_format(source: &KeptSource, kind: DeliveryDestinationType) -> OutputFormat {
    let formats = source.kind().formats(kind).unwrap_or_default();
    let plain = formats.first().copied().filter(|_| !formats.contains(&OutputFormat::Json));
    plain.unwrap_or(OutputFormat::Json)
}
