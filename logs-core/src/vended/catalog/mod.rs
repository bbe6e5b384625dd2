//! Which resources send which logs, with which fields, where to and in which formats.
//!
//! Fields stand in one text, with blanks between. One that every delivery must have ends with `!`; one that a delivery
//! does not have unless it asks for it ends with `?`. No fields: the service publishes no list, and any name is taken.
//! A resource is known by how its ARN goes on after the account.
//!
//! Buckets of S3 are left out: the API Reference names no log of theirs, and the service refused them when it was asked.
//! [`Policies::any_delivery_source`](crate::Policies::any_delivery_source) takes them, and what is newer than the table.
//! Services that write logs by a configuration of their own (state machines, pipes, lattices, user pools) are no delivery
//! sources.
//!
//! # Source
//! CloudWatch Logs User Guide, "Enable logging from AWS services"; CloudWatch Logs API Reference, PutDeliverySource; the
//! registry of log types, formats and record fields that CloudFormation publishes.

mod agents;
mod applications;
mod bedrock;
mod compute;
mod media;
mod network;

use super::kind::{DeliveryDestinationType, OutputFormat};

use DeliveryDestinationType::{Cwl, Fh, S3, XRay};
use OutputFormat::{Json, Parquet, Plain, Raw, W3c};

/// One type of log of one kind of resource.
#[derive(Debug)]
pub(crate) struct LogSource {
    /// The service, as ARNs name it.
    pub(crate) service: &'static str,
    resources: &'static str,
    pub(crate) log_type: &'static str,
    fields: &'static str,
    formats: Formats,
    pub(crate) home: Home,
}

/// Where logs of a type can go, and in which formats.
#[derive(Clone, Copy, Debug)]
enum Formats {
    Usual,
    WithoutParquet,
    Json,
    PlainToLogs,
    Traces,
}

/// Where resources of a kind are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Home {
    /// In the region and the account.
    Region,
    /// In no region; what they send is set up in us-east-1.
    Global,
    /// Their ARNs name neither.
    Nowhere,
}

/// One field of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) mandatory: bool,
    /// Whether a delivery has it that names no fields.
    pub(crate) usual: bool,
}

/// What is not in the table and is let in all the same.
pub(crate) static ANY: LogSource = LogSource::of("", "", "", "");

/// All that is known, service by service within each of the tables.
pub(crate) fn all() -> impl Iterator<Item = &'static LogSource> {
    let tables =
        [bedrock::SOURCES, agents::SOURCES, network::SOURCES, compute::SOURCES, media::SOURCES, applications::SOURCES];
    tables.into_iter().flatten()
}

/// What a service sends from a resource.
pub(crate) fn of_resource<'a>(service: &'a str, resource: &'a str) -> impl Iterator<Item = &'static LogSource> + 'a {
    all().filter(move |source| source.service == service && source.is_of(resource))
}

/// One type of log of a resource.
pub(crate) fn find(service: &str, resource: &str, log_type: &str) -> Option<&'static LogSource> {
    of_resource(service, resource).find(|source| source.log_type == log_type)
}

impl LogSource {
    const fn of(service: &'static str, resources: &'static str, log_type: &'static str, fields: &'static str) -> Self {
        Self { service, resources, log_type, fields, formats: Formats::Usual, home: Home::Region }
    }

    const fn without_parquet(self) -> Self {
        Self { formats: Formats::WithoutParquet, ..self }
    }

    const fn json_only(self) -> Self {
        Self { formats: Formats::Json, ..self }
    }

    const fn plain_to_logs(self) -> Self {
        Self { formats: Formats::PlainToLogs, ..self }
    }

    const fn traces(self) -> Self {
        Self { formats: Formats::Traces, ..self }
    }

    const fn global(self) -> Self {
        Self { home: Home::Global, ..self }
    }

    const fn placeless(self) -> Self {
        Self { home: Home::Nowhere, ..self }
    }

    fn is_of(&self, resource: &str) -> bool {
        self.resources.is_empty() || self.resources.split(' ').any(|begin| resource.starts_with(begin))
    }

    /// The service's word for the kind of resource.
    pub(crate) fn resource_type(&self) -> &'static str {
        let first = self.resources.split(' ').next().unwrap_or_default();
        let kind = first.split('/').next().unwrap_or_default();
        if kind.is_empty() { "account" } else { kind }
    }

    /// The fields of its records, in order; none when any name is taken.
    pub(crate) fn fields(&self) -> impl Iterator<Item = Field> + use<> {
        self.fields.split_ascii_whitespace().map(|text| {
            let (name, usual) = text.strip_suffix('?').map_or((text, true), |name| (name, false));
            let (name, mandatory) = name.strip_suffix('!').map_or((name, false), |name| (name, true));
            Field { name, mandatory, usual }
        })
    }

    /// The fields of a delivery that names none.
    pub(crate) fn usual_fields(&self) -> Vec<String> {
        self.fields().filter(|field| field.usual).map(|field| field.name.to_owned()).collect()
    }

    /// The formats in which it goes to a destination of a kind; `None` when it does not go there.
    pub(crate) const fn formats(&self, to: DeliveryDestinationType) -> Option<&'static [OutputFormat]> {
        Some(match (self.formats, to) {
            (Formats::Traces, XRay) => &[],
            (Formats::Traces, _) | (_, XRay) | (Formats::PlainToLogs, S3 | Fh) => return None,
            (Formats::PlainToLogs, Cwl) => &[Plain],
            (Formats::Json, _) => &[Json],
            (Formats::WithoutParquet, S3) => &[Json, Plain, W3c],
            (Formats::Usual, S3) => &[Json, Plain, W3c, Parquet],
            (_, Cwl) => &[Json, Plain],
            (_, Fh) => &[Json, Plain, Raw],
        })
    }

    /// What the service puts before a suffix path when a delivery is made.
    pub(crate) fn managed_path(&self) -> Option<&'static str> {
        self.is_cloudfront().then_some("AWSLogs/{account-id}/CloudFront/")
    }

    /// The suffix path of a delivery that names none. That of others than CloudFront is ours.
    pub(crate) fn usual_path(&self) -> String {
        match self.managed_path() {
            Some(path) => path.to_owned(),
            None => format!("AWSLogs/{{account-id}}/{}/{{region}}/{{yyyy}}/{{MM}}/{{dd}}/", self.word()),
        }
    }

    /// The service in keys of files.
    fn word(&self) -> &'static str {
        if self.service.is_empty() { "vendedlogs" } else { self.service }
    }

    pub(crate) fn is_cloudfront(&self) -> bool {
        self.service == "cloudfront"
    }

    /// The permission that whoever makes a source of it needs.
    pub(crate) fn permission(&self) -> String {
        format!("{}:AllowVendedLogDeliveryForResource", self.service)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_stands_once_and_can_be_sent_somewhere() {
        let mut seen = std::collections::BTreeSet::new();
        for source in all() {
            for resource in source.resources.split(' ') {
                assert!(seen.insert((source.service, resource, source.log_type)), "{source:?}");
            }
            assert!(DeliveryDestinationType::ALL.iter().any(|to| source.formats(*to).is_some()), "{source:?}");
        }
        assert!(seen.len() > 70);
    }

    #[test]
    fn fields_are_texts_that_requests_can_name() {
        for source in all() {
            let names: Vec<&str> = source.fields().map(|field| field.name).collect();
            assert!(names.len() <= 128 && names.iter().all(|name| (1..=64).contains(&name.len())), "{source:?}");
            let once: std::collections::BTreeSet<_> = names.iter().collect();
            assert_eq!(once.len(), names.len(), "{source:?}");
            assert!(source.fields().all(|field| field.usual || !field.mandatory), "{source:?}");
        }
    }

    #[test]
    fn a_distribution_has_thirty_three_fields_unless_told() {
        let source = find("cloudfront", "distribution/E1", "ACCESS_LOGS").unwrap();
        let usual = source.usual_fields();
        assert_eq!((usual.len(), usual[0].as_str(), usual[32].as_str()), (33, "date", "sc-range-end"));
        assert!(find("cloudfront", "streaming-distribution/E1", "ACCESS_LOGS").is_none());
    }
}
