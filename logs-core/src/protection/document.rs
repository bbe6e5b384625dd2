//! The JSON of a data protection policy.

use std::collections::BTreeSet;

use cupola_base::text::nearest;
use serde::{Deserialize, Serialize};

use super::detector::Detector;
use super::error::DataProtectionError as Refused;
use super::managed::{self, ARN_PREFIX};

/// Characters of a document, custom identifiers, characters of their names and expressions.
pub(super) const MAX_DOCUMENT: usize = 30_720;
pub(super) const MAX_CUSTOM: usize = 10;
pub(super) const MAX_CUSTOM_NAME: usize = 128;
pub(super) const MAX_CUSTOM_REGEX: usize = 200;
/// The only version of the language.
pub(super) const VERSION: &str = "2021-06-01";

/// A policy as it is written.
#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct Document {
    pub(super) name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) description: Option<String>,
    pub(super) version: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) configuration: Option<Configuration>,
    pub(super) statement: Vec<Statement>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct Configuration {
    #[serde(default)]
    custom_data_identifier: Vec<Custom>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Custom {
    name: String,
    regex: String,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct Statement {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sid: Option<String>,
    data_identifier: Vec<String>,
    operation: Operation,
}

#[derive(Default, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Operation {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    audit: Option<Audit>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    deidentify: Option<Deidentify>,
}

#[derive(Default, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Audit {
    findings_destination: Destinations,
}

/// Where findings go, as it is written.
#[derive(Clone, Default, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Destinations {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    cloud_watch_logs: Option<ToLogs>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    firehose: Option<ToFirehose>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    s3: Option<ToBucket>,
}

#[derive(Clone, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct ToLogs {
    log_group: String,
}

#[derive(Clone, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct ToFirehose {
    delivery_stream: String,
}

#[derive(Clone, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct ToBucket {
    bucket: String,
}

#[derive(Default, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Deidentify {
    mask_config: Empty,
}

#[derive(Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Empty {}

/// Where the findings of a policy go.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum FindingsDestination {
    /// A log group.
    LogGroup(String),
    /// A delivery stream of Firehose.
    DeliveryStream(String),
    /// A bucket of S3.
    Bucket(String),
}

impl Document {
    /// A policy that masks what the service's own identifiers of these names find.
    pub(super) fn masking(name: &str, identifiers: Vec<String>) -> Self {
        let data_identifier: Vec<String> = identifiers.iter().map(|name| format!("{ARN_PREFIX}{name}")).collect();
        let audit = Operation { audit: Some(Audit::default()), ..Operation::default() };
        let mask = Operation { deidentify: Some(Deidentify::default()), ..Operation::default() };
        let statement = |operation| Statement { sid: None, data_identifier: data_identifier.clone(), operation };
        let statement = vec![statement(audit), statement(mask)];
        Self { name: name.into(), description: None, version: VERSION.into(), configuration: None, statement }
    }

    pub(super) fn parse(text: &str) -> Result<Self, Refused> {
        let length = text.chars().count();
        if length > MAX_DOCUMENT {
            return Err(Refused::TooLong(length));
        }
        let document: Self = serde_json::from_str(text).map_err(|error| Refused::Document(error.to_string()))?;
        if document.version == VERSION { Ok(document) } else { Err(Refused::Version(document.version)) }
    }

    /// What the policy looks for, in the order in which it is named.
    pub(super) fn detectors(&self) -> Result<Vec<Detector>, Refused> {
        let custom = self.configuration.as_ref().map_or(&[][..], |configuration| &configuration.custom_data_identifier);
        check_custom(custom)?;
        self.identifiers()?.iter().map(|written| detector(written, custom)).collect()
    }

    /// The identifiers that both statements name.
    fn identifiers(&self) -> Result<&[String], Refused> {
        let (audit, mask) = self.statements()?;
        let (audited, masked) = (&audit.data_identifier, &mask.data_identifier);
        let mut names = BTreeSet::new();
        if let Some(twice) = audited.iter().find(|name| !names.insert(name.as_str())) {
            return Err(Refused::Twice(twice.clone()));
        }
        match names.len() {
            0 => Err(Refused::NoIdentifiers),
            count if count == masked.len() && masked.iter().all(|name| names.contains(name.as_str())) => Ok(audited),
            _ => Err(Refused::Unlike),
        }
    }

    /// The statement that audits and the one that masks.
    fn statements(&self) -> Result<(&Statement, &Statement), Refused> {
        if self.statement.iter().any(|one| one.operation.audit.is_some() == one.operation.deidentify.is_some()) {
            return Err(Refused::Operation);
        }
        match self.statement.as_slice() {
            [one, other] if one.operation.audit.is_some() && other.operation.audit.is_none() => Ok((one, other)),
            [one, other] if other.operation.audit.is_some() && one.operation.audit.is_none() => Ok((other, one)),
            _ => Err(Refused::Statements),
        }
    }

    /// Where findings go.
    pub(super) fn destinations(&self) -> Vec<FindingsDestination> {
        let audit = self.statement.iter().find_map(|one| one.operation.audit.as_ref());
        let Some(Destinations { cloud_watch_logs, firehose, s3 }) =
            audit.map(|audit| audit.findings_destination.clone())
        else {
            return Vec::new();
        };
        let group = cloud_watch_logs.map(|to| FindingsDestination::LogGroup(to.log_group));
        let stream = firehose.map(|to| FindingsDestination::DeliveryStream(to.delivery_stream));
        group.into_iter().chain(stream).chain(s3.map(|to| FindingsDestination::Bucket(to.bucket))).collect()
    }
}

fn check_custom(custom: &[Custom]) -> Result<(), Refused> {
    if custom.len() > MAX_CUSTOM {
        return Err(Refused::TooManyCustom(custom.len()));
    }
    let mut names = BTreeSet::new();
    for Custom { name, regex } in custom {
        let letters = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
        if !letters || !(1..=MAX_CUSTOM_NAME).contains(&name.len()) || managed::find(name).is_some() {
            return Err(Refused::CustomName(name.clone()));
        }
        if !names.insert(name) {
            return Err(Refused::Twice(name.clone()));
        }
        if regex.chars().count() > MAX_CUSTOM_REGEX {
            return Err(Refused::CustomTooLong(name.clone()));
        }
        Detector::custom(name, regex)?;
    }
    Ok(())
}

/// What an identifier means: the name in one of the service's ARNs, or one of the configuration.
fn detector(written: &str, custom: &[Custom]) -> Result<Detector, Refused> {
    match written.strip_prefix(ARN_PREFIX).map(managed::find) {
        Some(Some(managed)) => Ok(Detector::managed(managed)),
        Some(None) => Err(unknown(&written[ARN_PREFIX.len()..])),
        None => match custom.iter().find(|custom| custom.name == written) {
            Some(custom) => Detector::custom(&custom.name, &custom.regex),
            None => Err(unknown(written)),
        },
    }
}

fn unknown(name: &str) -> Refused {
    let nearest = nearest(name, managed::all().map(|managed| managed.name)).map(str::to_owned);
    Refused::UnknownIdentifier { name: name.into(), nearest }
}
