//! What happened, as plain data: what the account, the page and the checks read.

use cupola::{Delivery, Timestamp};

use crate::line::Tally;

/// Everything that the run found out.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    /// Where the lines came from, in words.
    pub(crate) source: String,
    pub(crate) lines: u64,
    pub(crate) tally: Tally,
    /// Lines that contain the words looked for, counted without the library.
    pub(crate) matching: u64,
    pub(crate) first: Timestamp,
    pub(crate) last: Timestamp,
    /// Calls of PutLogEvents.
    pub(crate) batches: u64,
    /// Sums of the metric, one for each minute that has one.
    pub(crate) minutes: Vec<(Timestamp, f64)>,
    pub(crate) changes: Vec<Change>,
    /// Why the alarm first changed, and why it first rang, in the library's words.
    pub(crate) explanations: Vec<String>,
    pub(crate) deliveries: Vec<Delivery>,
    pub(crate) records: Vec<RecordSeen>,
    pub(crate) unreadable_records: usize,
    pub(crate) sampling: Vec<RuleTally>,
    /// The trace header of the first request that was sampled.
    pub(crate) trace_header: Option<String>,
    /// Outputs that say that something was lost.
    pub(crate) losses: u64,
    /// Seconds that reading and feeding took.
    pub(crate) seconds: f64,
}

impl Outcome {
    pub(crate) fn delivered_to(&self, target: &str) -> impl Iterator<Item = &Delivery> {
        self.deliveries.iter().filter(move |delivery| delivery.target == target)
    }

    #[expect(clippy::cast_precision_loss, reason = "counts of lines")]
    pub(crate) fn lines_per_second(&self) -> f64 {
        self.lines as f64 / self.seconds.max(1e-9)
    }
}

/// A change of the alarm's state.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Change {
    pub(crate) at: Timestamp,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) reason: String,
}

/// An API record that was handed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RecordSeen {
    pub(crate) at: Timestamp,
    /// When it was handed in.
    pub(crate) received: Timestamp,
    pub(crate) name: String,
    pub(crate) by: String,
    /// Whether it is a sign-in of the account's root user.
    pub(crate) root_sign_in: bool,
    /// Whether it deletes a trail.
    pub(crate) deletes_trail: bool,
}

/// Sampling decisions by one rule.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct RuleTally {
    pub(crate) rule: String,
    pub(crate) reservoir: u64,
    pub(crate) rate: f64,
    pub(crate) requests: u64,
    pub(crate) sampled: u64,
    /// Requests that the reservoir alone was sure to take: up to its size in each second.
    pub(crate) certain: u64,
}
