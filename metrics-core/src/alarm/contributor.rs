//! The time series of an alarm on a grouped query, each an alarm of its own.

use std::collections::BTreeMap;

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

use super::state::StateValue;

/// One time series of an alarm on a Metrics Insights query with `GROUP BY`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Contributor {
    /// Names it within the alarm: 16 characters made of its labels.
    pub id: String,
    /// Labels and their values.
    pub attributes: BTreeMap<String, String>,
}

impl Contributor {
    pub(crate) fn new(labels: &[String], values: Vec<String>) -> Self {
        let attributes: BTreeMap<String, String> = labels.iter().cloned().zip(values).collect();
        Self { id: format!("{:016x}", hash(&attributes)), attributes }
    }
}

/// FNV-1a over the sorted labels: the same on every machine.
fn hash(attributes: &BTreeMap<String, String>) -> u64 {
    let texts = attributes.iter().flat_map(|(label, value)| [label, value]);
    let bytes = texts.flat_map(|text| text.bytes().chain([0xff]));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// How a contributor stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ContributorState {
    /// Which.
    pub contributor: Contributor,
    /// `ALARM` or `OK`.
    pub value: StateValue,
    /// Why, in words.
    pub reason: String,
    /// Since when.
    pub transitioned: Timestamp,
}

/// A contributor changed its state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ContributorChange {
    /// When.
    pub at: Timestamp,
    /// The alarm's name.
    pub alarm: String,
    /// The alarm's ARN.
    pub arn: String,
    /// Which contributor.
    pub contributor: Contributor,
    /// `ALARM` or `OK`.
    pub to: StateValue,
    /// Why, in words.
    pub reason: String,
}

/// Why a contributor that is not in the result any more is in `OK`.
pub(crate) const GONE: &str = "No data was returned for this contributor";

/// How many contributors are kept in `ALARM` at most.
pub(crate) const MOST_IN_ALARM: usize = 100;

/// Why an alarm with contributors is in its state.
pub(crate) fn summary(in_alarm: usize, all: usize, has_more: bool) -> String {
    match has_more {
        true => format!("{MOST_IN_ALARM}+ time series evaluated to ALARM"),
        false => format!("{in_alarm} out of {all} time series evaluated to ALARM"),
    }
}
