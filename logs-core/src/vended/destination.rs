//! Delivery destinations: what deliveries write to.

use cupola_base::{Arn, Place, Tags};
use serde::{Deserialize, Serialize};

use super::DeliveryError;
use super::kind::{DeliveryDestinationType, OutputFormat};
use crate::destination::KeptPolicy;

/// A delivery destination: a log group, a bucket, a Firehose delivery stream, or X-Ray.
///
/// # Source
/// CloudWatch Logs API Reference, DeliveryDestination.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DeliveryDestination {
    /// The name.
    pub name: String,
    /// The ARN, which deliveries name; not that of the resource.
    pub arn: Arn,
    /// What kind of thing is written to.
    pub kind: DeliveryDestinationType,
    /// The format; none was told: JSON where the log can be written so.
    pub format: Option<OutputFormat>,
    /// What is written to; none for X-Ray. A bucket's ARN may have a prefix behind the name: `arn:aws:s3:::bucket/prefix`.
    pub resource: Option<Arn>,
    /// The tags.
    pub tags: Tags,
}

/// A delivery destination that is to be made or changed.
///
/// ```
/// use cupola_logs::{DeliveryDestinationType, Engine, OutputFormat, Place, PutDeliveryDestination, Timestamp};
///
/// let put = PutDeliveryDestination::to("archive", "arn:aws:s3:::quay-logs/edge").in_format(OutputFormat::W3c);
///
/// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
/// let archive = engine.put_delivery_destination(Timestamp::EPOCH, &put)?;
/// assert_eq!((archive.kind, archive.format), (DeliveryDestinationType::S3, Some(OutputFormat::W3c)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// CloudWatch Logs API Reference, PutDeliveryDestination.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PutDeliveryDestination {
    pub(super) name: String,
    pub(super) resource: Option<String>,
    pub(super) kind: Option<DeliveryDestinationType>,
    pub(super) format: Option<OutputFormat>,
    pub(super) tags: Vec<(String, String)>,
}

impl PutDeliveryDestination {
    /// A log group, a bucket or a delivery stream.
    #[must_use]
    pub fn to(name: impl Into<String>, resource: impl Into<String>) -> Self {
        Self { resource: Some(resource.into()), ..Self::unset(name) }
    }

    /// X-Ray.
    #[must_use]
    pub fn to_xray(name: impl Into<String>) -> Self {
        Self { kind: Some(DeliveryDestinationType::XRay), ..Self::unset(name) }
    }

    pub(crate) fn unset(name: impl Into<String>) -> Self {
        Self { name: name.into(), resource: None, kind: None, format: None, tags: Vec::new() }
    }

    pub(crate) fn with_resource(self, resource: Option<String>) -> Self {
        Self { resource, ..self }
    }

    /// Says of which kind it is, which must be that of the resource.
    #[must_use]
    pub fn of_type(self, kind: DeliveryDestinationType) -> Self {
        Self { kind: Some(kind), ..self }
    }

    /// Sets the format.
    #[must_use]
    pub fn in_format(self, format: OutputFormat) -> Self {
        Self { format: Some(format), ..self }
    }

    /// Gives it tags; only what is new can be given any.
    #[must_use]
    pub fn tagged<K: Into<String>, V: Into<String>>(self, tags: impl IntoIterator<Item = (K, V)>) -> Self {
        Self { tags: tags.into_iter().map(|(key, value)| (key.into(), value.into())).collect(), ..self }
    }
}

/// A destination as it is kept.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct KeptDestination {
    pub(super) kind: DeliveryDestinationType,
    pub(super) format: Option<OutputFormat>,
    pub(super) resource: Option<Arn>,
    pub(super) policy: Option<KeptPolicy>,
    pub(crate) tags: Tags,
}

impl KeptDestination {
    pub(super) fn describe(&self, place: &Place, name: &str) -> DeliveryDestination {
        DeliveryDestination {
            name: name.to_owned(),
            arn: sink_arn(place, name),
            kind: self.kind,
            format: self.format,
            resource: self.resource.clone(),
            tags: self.tags.clone(),
        }
    }
}

pub(super) fn sink_arn(place: &Place, name: &str) -> Arn {
    place.arn("logs", format_args!("delivery-destination:{name}"))
}

/// What a request writes to, and of which kind it is.
pub(super) fn target(
    place: &Place,
    put: &PutDeliveryDestination,
) -> Result<(DeliveryDestinationType, Option<Arn>), DeliveryError> {
    let Some(text) = &put.resource else {
        let kind = put.kind.filter(|kind| *kind == DeliveryDestinationType::XRay);
        return Ok((kind.ok_or(DeliveryError::NoTarget)?, None));
    };
    let arn = Arn::parse(text)?;
    let kind = kind_of(place, &arn)?;
    match put.kind.filter(|given| *given != kind) {
        Some(given) => Err(DeliveryError::TypeMismatch { resource: text.clone(), given }),
        None => Ok((kind, Some(arn))),
    }
}

fn kind_of(place: &Place, arn: &Arn) -> Result<DeliveryDestinationType, DeliveryError> {
    let is_here = arn.account() == place.account.as_str() && arn.region() == place.region.as_str();
    match (arn.service(), arn.resource()) {
        ("s3", name) if !name.is_empty() && !name.starts_with('/') => Ok(DeliveryDestinationType::S3),
        ("logs", name) if is_here && name.starts_with("log-group:") => Ok(DeliveryDestinationType::Cwl),
        ("firehose", name) if is_here && name.starts_with("deliverystream/") => Ok(DeliveryDestinationType::Fh),
        _ => Err(DeliveryError::Target(arn.to_string())),
    }
}

/// The bucket of an ARN, and the prefix behind it.
pub(super) fn bucket(arn: &Arn) -> (&str, &str) {
    arn.resource().split_once('/').unwrap_or_else(|| (arn.resource(), ""))
}

/// The log group of an ARN, which may end with `:*`.
pub(super) fn log_group(arn: &Arn) -> &str {
    let name = arn.resource().strip_prefix("log-group:").unwrap_or_default();
    name.strip_suffix(":*").unwrap_or(name)
}
