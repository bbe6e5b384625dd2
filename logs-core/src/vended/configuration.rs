//! Whether a delivery can be as it is asked for.

use std::collections::BTreeSet;

use cupola_base::Arn;

use super::DeliveryError;
use super::catalog::LogSource;
use super::delivery::{DeliveryConfiguration, KeptDelivery, S3DeliveryConfiguration, S3Layout};
use super::destination::bucket;
use super::kind::{DeliveryDestinationType, OutputFormat};
use super::suffix_path::{SuffixPath, SuffixPathError};
use super::template::has_variable;

/// A delivery's configuration as it is in force.
#[derive(Debug)]
pub(super) struct InForce {
    pub(super) fields: Vec<String>,
    pub(super) delimiter: String,
    pub(super) layout: Option<S3Layout>,
}

/// What a new delivery is like. `resource`: what it writes to; `managed`: whether the service puts a path of its own before
/// that of a distribution.
pub(super) fn of_new(
    source: &LogSource,
    kind: DeliveryDestinationType,
    resource: Option<&Arn>,
    wanted: &DeliveryConfiguration,
    managed: bool,
) -> Result<InForce, DeliveryError> {
    let fields = checked_fields(source, wanted)?.unwrap_or_else(|| source.usual_fields());
    let delimiter = checked_delimiter(wanted)?.unwrap_or_default();
    let files = checked_files(kind, wanted)?.unwrap_or_default();
    let hive_compatible = files.hive_compatible.unwrap_or(false);
    let has_prefix = resource.is_some_and(|arn| !bucket(arn).1.is_empty());
    let suffix_path = match files.suffix_path {
        Some(path) => {
            check_path(source, &path, hive_compatible)?;
            let before = source.managed_path().filter(|_| managed && !has_prefix && !path.starts_with("AWSLogs/"));
            before.map_or_else(|| path.clone(), |before| format!("{before}{}/", path.trim_matches('/')))
        }
        None => source.usual_path(),
    };
    let is_bucket = kind == DeliveryDestinationType::S3;
    Ok(InForce { fields, delimiter, layout: is_bucket.then_some(S3Layout { suffix_path, hive_compatible }) })
}

/// What a delivery is like after a change. A path is taken as it is given.
pub(super) fn of_changed(
    source: &LogSource,
    kind: DeliveryDestinationType,
    old: &KeptDelivery,
    wanted: &DeliveryConfiguration,
) -> Result<InForce, DeliveryError> {
    let fields = checked_fields(source, wanted)?.unwrap_or_else(|| old.fields.clone());
    let delimiter = checked_delimiter(wanted)?.unwrap_or_else(|| old.delimiter.clone());
    let layout = match checked_files(kind, wanted)? {
        None => old.layout.clone(),
        Some(files) => {
            let was_hive = old.layout.as_ref().is_some_and(|layout| layout.hive_compatible);
            let hive_compatible = files.hive_compatible.unwrap_or(was_hive);
            let suffix_path = match files.suffix_path {
                Some(path) => check_path(source, &path, hive_compatible).map(|()| path)?,
                None => kept_path(source, old, hive_compatible)?,
            };
            Some(S3Layout { suffix_path, hive_compatible })
        }
    };
    Ok(InForce { fields, delimiter, layout })
}

/// That a log goes to a destination of a kind, in its format.
pub(super) fn check_way(
    source: &LogSource,
    log_type: &str,
    kind: DeliveryDestinationType,
    format: Option<OutputFormat>,
) -> Result<(), DeliveryError> {
    let formats = source.formats(kind).ok_or_else(|| DeliveryError::NotThere { log_type: log_type.into(), kind })?;
    format.map_or(Ok(()), |format| check_format(format, kind, formats))
}

pub(super) fn check_format(
    format: OutputFormat,
    kind: DeliveryDestinationType,
    accepted: &[OutputFormat],
) -> Result<(), DeliveryError> {
    if accepted.contains(&format) {
        return Ok(());
    }
    let accepted: Vec<&str> = accepted.iter().map(|format| format.as_str()).collect();
    let accepted = if accepted.is_empty() { "it has no format".to_owned() } else { accepted.join(", ") };
    Err(DeliveryError::Format { format, kind, accepted })
}

/// The fields that are named; `None` when there are none.
fn checked_fields(source: &LogSource, wanted: &DeliveryConfiguration) -> Result<Option<Vec<String>>, DeliveryError> {
    let Some(fields) = wanted.fields.as_ref().filter(|fields| !fields.is_empty()) else { return Ok(None) };
    if fields.len() > 128 {
        return Err(DeliveryError::TooManyFields(fields.len()));
    }
    let known: BTreeSet<&str> = source.fields().map(|field| field.name).collect();
    let mut named = BTreeSet::new();
    for field in fields {
        let is_known = known.is_empty() || known.contains(field.as_str());
        if !is_known || !(1..=64).contains(&field.chars().count()) || !named.insert(field.as_str()) {
            return Err(DeliveryError::Field(field.clone()));
        }
    }
    match source.fields().find(|field| field.mandatory && !named.contains(field.name)) {
        Some(missing) => Err(DeliveryError::MandatoryField(missing.name.into())),
        None => Ok(Some(fields.clone())),
    }
}

fn checked_delimiter(wanted: &DeliveryConfiguration) -> Result<Option<String>, DeliveryError> {
    match &wanted.delimiter {
        Some(delimiter) if delimiter.chars().count() > 5 => Err(DeliveryError::Delimiter(delimiter.clone())),
        delimiter => Ok(delimiter.clone()),
    }
}

fn checked_files(
    kind: DeliveryDestinationType,
    wanted: &DeliveryConfiguration,
) -> Result<Option<S3DeliveryConfiguration>, DeliveryError> {
    match &wanted.files {
        Some(_) if kind != DeliveryDestinationType::S3 => Err(DeliveryError::NotABucket(kind)),
        files => Ok(files.clone()),
    }
}

fn check_path(source: &LogSource, path: &str, hive: bool) -> Result<(), DeliveryError> {
    let read = if hive { SuffixPath::parse_for_hive(path)? } else { SuffixPath::parse(path)? };
    match read.variables().find(|variable| !has_variable(source, *variable)) {
        Some(variable) => Err(SuffixPathError::no_distribution(path, variable).into()),
        None => Ok(()),
    }
}

/// The path of a delivery that is told no other, which may be longer than one that is told.
fn kept_path(source: &LogSource, old: &KeptDelivery, hive: bool) -> Result<String, DeliveryError> {
    let path = old.layout.as_ref().map_or_else(|| source.usual_path(), |layout| layout.suffix_path.clone());
    if hive {
        SuffixPath::check_for_hive(&path)?;
    }
    Ok(path)
}
