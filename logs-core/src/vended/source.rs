//! Delivery sources: resources whose logs are delivered.

use std::collections::BTreeMap;

use cupola_base::{Arn, Place, Tags};
use serde::{Deserialize, Serialize};

use super::DeliveryError;
use super::catalog::{self, Home, LogSource};

/// A delivery source: one type of log of one resource.
///
/// # Source
/// CloudWatch Logs API Reference, DeliverySource.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DeliverySource {
    /// The name.
    pub name: String,
    /// The ARN.
    pub arn: Arn,
    /// The resource that sends.
    pub resource: Arn,
    /// The type of log.
    pub log_type: String,
    /// What it is configured with.
    pub configuration: BTreeMap<String, String>,
    /// Whether the resource is still there, once it was told ([`Engine::tell_delivery_resource`]).
    ///
    /// [`Engine::tell_delivery_resource`]: crate::Engine::tell_delivery_resource
    pub status: Option<DeliverySourceStatus>,
    /// The tags.
    pub tags: Tags,
}

impl DeliverySource {
    /// The service that sends.
    #[must_use]
    pub fn service(&self) -> &str {
        self.resource.service()
    }
}

/// Whether the resource of a source is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum DeliverySourceStatus {
    /// It is.
    Active,
    /// It was deleted: nothing that it sends is delivered.
    ResourceDeleted,
}

/// A delivery source that is to be made or changed.
///
/// ```
/// use cupola_logs::{Engine, Place, PutDeliverySource, Timestamp};
///
/// let distribution = "arn:aws:cloudfront::111122223333:distribution/E1";
/// let put = PutDeliverySource::new("site", distribution, "ACCESS_LOGS").configured("samplingRate", "50");
///
/// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
/// let source = engine.put_delivery_source(Timestamp::EPOCH, &put)?;
/// assert_eq!(source.configuration["samplingRate"], "50");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// CloudWatch Logs API Reference, PutDeliverySource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PutDeliverySource {
    pub(super) name: String,
    pub(super) resource: String,
    pub(super) log_type: String,
    pub(super) configuration: BTreeMap<String, String>,
    pub(super) tags: Vec<(String, String)>,
}

impl PutDeliverySource {
    /// One type of log of the resource with this ARN.
    #[must_use]
    pub fn new(name: impl Into<String>, resource: impl Into<String>, log_type: impl Into<String>) -> Self {
        let (name, resource, log_type) = (name.into(), resource.into(), log_type.into());
        Self { name, resource, log_type, configuration: BTreeMap::new(), tags: Vec::new() }
    }

    /// Sets a value of the configuration. `samplingRate` is known: of a hundred records, how many are delivered.
    #[must_use]
    pub fn configured(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.configuration.insert(key.into(), value.into());
        self
    }

    /// Gives it tags; only what is new can be given any.
    #[must_use]
    pub fn tagged<K: Into<String>, V: Into<String>>(self, tags: impl IntoIterator<Item = (K, V)>) -> Self {
        Self { tags: tags.into_iter().map(|(key, value)| (key.into(), value.into())).collect(), ..self }
    }
}

/// A source as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct KeptSource {
    pub(super) resource: Arn,
    pub(super) log_type: String,
    pub(super) configuration: BTreeMap<String, String>,
    pub(super) status: Option<DeliverySourceStatus>,
    pub(crate) tags: Tags,
}

impl KeptSource {
    pub(super) fn describe(&self, place: &Place, name: &str) -> DeliverySource {
        DeliverySource {
            name: name.to_owned(),
            arn: source_arn(place, name),
            resource: self.resource.clone(),
            log_type: self.log_type.clone(),
            configuration: self.configuration.clone(),
            status: self.status,
            tags: self.tags.clone(),
        }
    }

    /// What is known of its log.
    pub(super) fn kind(&self) -> &'static LogSource {
        let found = catalog::find(self.resource.service(), self.resource.resource(), &self.log_type);
        found.unwrap_or(&catalog::ANY)
    }

    /// Of a hundred records, how many are delivered.
    pub(super) fn sampling_rate(&self) -> u64 {
        self.configuration.get(SAMPLING_RATE).and_then(|rate| rate.parse().ok()).unwrap_or(100)
    }

    /// The last part of the resource's name.
    pub(super) fn resource_id(&self) -> &str {
        self.resource.resource().rsplit(['/', ':']).next().unwrap_or_default()
    }
}

/// Of a hundred records, how many are delivered.
pub(super) const SAMPLING_RATE: &str = "samplingRate";

pub(super) fn source_arn(place: &Place, name: &str) -> Arn {
    place.arn("logs", format_args!("delivery-source:{name}"))
}

pub(super) fn check_configuration(configuration: &BTreeMap<String, String>) -> Result<(), DeliveryError> {
    let is_right = |(key, value): &(&String, &String)| {
        *key == SAMPLING_RATE && value.parse().is_ok_and(|rate: u64| (1..=100).contains(&rate))
    };
    match configuration.iter().find(|entry| !is_right(entry)) {
        Some((key, value)) => Err(DeliveryError::Configuration(format!("{key}={value}"))),
        None => Ok(()),
    }
}

/// What is known of a log that a source is to be of. `any`: what is not known is let in.
pub(super) fn checked_kind(
    place: &Place,
    resource: &Arn,
    log_type: &str,
    any: bool,
) -> Result<&'static LogSource, DeliveryError> {
    let (service, name) = (resource.service(), resource.resource());
    let found = match catalog::find(service, name, log_type) {
        Some(found) => found,
        None if any => return Ok(&catalog::ANY),
        None if catalog::all().all(|source| source.service != service) => {
            return Err(DeliveryError::Service(service.into()));
        }
        None => return Err(no_log_type(resource, log_type)),
    };
    let is_own = resource.account() == place.account.as_str();
    let is_here = match found.home {
        Home::Region => is_own && resource.region() == place.region.as_str(),
        Home::Global => is_own,
        Home::Nowhere => true,
    };
    let is_home = found.home != Home::Global || place.region.as_str() == "us-east-1";
    match (is_here, is_home) {
        (false, _) => Err(DeliveryError::Elsewhere(resource.to_string())),
        (true, false) => Err(DeliveryError::HomeRegion(resource.to_string())),
        (true, true) => Ok(found),
    }
}

fn no_log_type(resource: &Arn, log_type: &str) -> DeliveryError {
    let types = catalog::of_resource(resource.service(), resource.resource()).map(|source| source.log_type);
    let accepted = types.collect::<Vec<_>>().join(", ");
    let accepted = if accepted.is_empty() { "none".to_owned() } else { accepted };
    DeliveryError::LogType { log_type: log_type.into(), resource: resource.to_string(), accepted }
}
