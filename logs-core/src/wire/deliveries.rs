//! Delivery sources, delivery destinations, deliveries.

use std::collections::BTreeMap;

use cupola_base::Tags;
use serde::{Deserialize, Serialize};

use super::Whole;
use crate::vended::{self, DeliverySourceStatus, OutputFormat, S3Layout};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PutDeliverySource {
    pub(crate) name: String,
    pub(crate) resource_arn: String,
    pub(crate) log_type: String,
    pub(crate) tags: Option<BTreeMap<String, String>>,
    pub(crate) delivery_source_configuration: Option<BTreeMap<String, String>>,
}

/// Of a source or a destination.
#[derive(Deserialize)]
pub(crate) struct Named {
    pub(crate) name: String,
}

/// Of a delivery.
#[derive(Deserialize)]
pub(crate) struct Identified {
    pub(crate) id: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Paged {
    pub(crate) next_token: Option<String>,
    pub(crate) limit: Option<Whole>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SourceAnswer {
    pub(crate) delivery_source: DeliverySource,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Sources {
    pub(crate) delivery_sources: Vec<DeliverySource>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DeliverySource {
    name: String,
    arn: String,
    resource_arns: [String; 1],
    service: String,
    log_type: String,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    tags: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    delivery_source_configuration: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status_reason: Option<&'static str>,
}

impl From<vended::DeliverySource> for DeliverySource {
    fn from(source: vended::DeliverySource) -> Self {
        let (status, status_reason) = match source.status {
            None => (None, None),
            Some(DeliverySourceStatus::Active) => (Some("ACTIVE"), None),
            Some(DeliverySourceStatus::ResourceDeleted) => (Some("INACTIVE"), Some("RESOURCE_DELETED")),
        };
        Self {
            service: source.service().to_owned(),
            name: source.name,
            arn: source.arn.into(),
            resource_arns: [source.resource.into()],
            log_type: source.log_type,
            tags: owned(&source.tags),
            delivery_source_configuration: source.configuration,
            status,
            status_reason,
        }
    }
}

fn owned(tags: &Tags) -> BTreeMap<String, String> {
    tags.iter().map(|(key, value)| (key.to_owned(), value.to_owned())).collect()
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PutDeliveryDestination {
    pub(crate) name: String,
    pub(crate) output_format: Option<String>,
    pub(crate) delivery_destination_configuration: Option<DestinationConfiguration>,
    pub(crate) delivery_destination_type: Option<String>,
    pub(crate) tags: Option<BTreeMap<String, String>>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DestinationConfiguration {
    pub(crate) destination_resource_arn: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DestinationAnswer {
    pub(crate) delivery_destination: DeliveryDestination,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Destinations {
    pub(crate) delivery_destinations: Vec<DeliveryDestination>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DeliveryDestination {
    name: String,
    arn: String,
    delivery_destination_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    output_format: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    delivery_destination_configuration: Option<DestinationConfiguration>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    tags: BTreeMap<String, String>,
}

impl From<vended::DeliveryDestination> for DeliveryDestination {
    fn from(destination: vended::DeliveryDestination) -> Self {
        let configuration = |arn: cupola_base::Arn| DestinationConfiguration { destination_resource_arn: arn.into() };
        Self {
            name: destination.name,
            arn: destination.arn.into(),
            delivery_destination_type: destination.kind.as_str(),
            output_format: destination.format.map(OutputFormat::as_str),
            delivery_destination_configuration: destination.resource.map(configuration),
            tags: owned(&destination.tags),
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PutPolicy {
    pub(crate) delivery_destination_name: String,
    pub(crate) delivery_destination_policy: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct NamedDestination {
    pub(crate) delivery_destination_name: String,
}

#[derive(Serialize)]
pub(crate) struct PolicyAnswer<'a> {
    pub(crate) policy: Policy<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Policy<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) delivery_destination_policy: Option<&'a str>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CreateDelivery {
    pub(crate) delivery_source_name: String,
    pub(crate) delivery_destination_arn: String,
    #[serde(flatten)]
    pub(crate) configuration: Configuration,
    pub(crate) tags: Option<BTreeMap<String, String>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct UpdateDelivery {
    pub(crate) id: String,
    #[serde(flatten)]
    pub(crate) configuration: Configuration,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Configuration {
    record_fields: Option<Vec<String>>,
    field_delimiter: Option<String>,
    s3_delivery_configuration: Option<Files>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Files {
    suffix_path: Option<String>,
    enable_hive_compatible_path: Option<bool>,
}

impl From<Configuration> for vended::DeliveryConfiguration {
    fn from(configuration: Configuration) -> Self {
        let files = configuration.s3_delivery_configuration.map(|files| vended::S3DeliveryConfiguration {
            suffix_path: files.suffix_path,
            hive_compatible: files.enable_hive_compatible_path,
        });
        Self { fields: configuration.record_fields, delimiter: configuration.field_delimiter, files }
    }
}

impl From<S3Layout> for Files {
    fn from(layout: S3Layout) -> Self {
        Self { suffix_path: Some(layout.suffix_path), enable_hive_compatible_path: Some(layout.hive_compatible) }
    }
}

#[derive(Serialize)]
pub(crate) struct DeliveryAnswer {
    pub(crate) delivery: Delivery,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Deliveries {
    pub(crate) deliveries: Vec<Delivery>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Delivery {
    id: String,
    arn: String,
    delivery_source_name: String,
    delivery_destination_arn: String,
    delivery_destination_type: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    record_fields: Vec<String>,
    field_delimiter: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    s3_delivery_configuration: Option<Files>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    tags: BTreeMap<String, String>,
}

impl From<vended::LogDelivery> for Delivery {
    fn from(delivery: vended::LogDelivery) -> Self {
        Self {
            id: delivery.id,
            arn: delivery.arn.into(),
            delivery_source_name: delivery.source,
            delivery_destination_arn: delivery.destination.into(),
            delivery_destination_type: delivery.kind.as_str(),
            record_fields: delivery.fields,
            field_delimiter: delivery.delimiter,
            s3_delivery_configuration: delivery.layout.map(Into::into),
            tags: owned(&delivery.tags),
        }
    }
}
