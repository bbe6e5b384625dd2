//! Sums of what clients reported.

use std::collections::BTreeMap;

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

use super::SamplingStatistics;
use crate::{Engine, RuleName};

/// Decisions by one rule in a window of ten seconds, over all clients.
///
/// # Source
/// X-Ray API Reference, SamplingStatisticSummary.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct StatisticSummary {
    /// The rule's name.
    pub rule: RuleName,
    /// The window's start.
    pub start: Timestamp,
    /// Requests that matched the rule.
    pub requests: u64,
    /// Those that were recorded on credit.
    pub borrowed: u64,
    /// Those that were recorded.
    pub sampled: u64,
}

/// Windows by start, then by rule.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(from = "Vec<Window>", into = "Vec<Window>")]
pub(crate) struct Windows(BTreeMap<(Timestamp, RuleName), Sums>);

type Window = (Timestamp, RuleName, Sums);

#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
struct Sums {
    requests: u64,
    borrowed: u64,
    sampled: u64,
}

impl Windows {
    /// Adds a report, and answers how many of the oldest windows had to be forgotten.
    pub(super) fn add(&mut self, rule: &RuleName, report: &SamplingStatistics, most: usize) -> usize {
        let sums = self.0.entry((report.at.floor_to(WINDOW_MILLIS), rule.clone())).or_default();
        sums.requests = sums.requests.saturating_add(report.requests);
        sums.borrowed = sums.borrowed.saturating_add(report.borrowed);
        sums.sampled = sums.sampled.saturating_add(report.sampled);
        let too_many = self.0.len().saturating_sub(most);
        (0..too_many).for_each(|_| drop(self.0.pop_first()));
        too_many
    }
}

impl Engine {
    /// The sums of what clients reported, by window and then by rule. A report belongs to the window of its own
    /// time.
    #[doc(alias = "GetSamplingStatisticSummaries")]
    pub fn sampling_statistic_summaries(&self) -> impl Iterator<Item = StatisticSummary> {
        self.state.windows.0.iter().map(|((start, rule), sums)| StatisticSummary {
            rule: rule.clone(),
            start: *start,
            requests: sums.requests,
            borrowed: sums.borrowed,
            sampled: sums.sampled,
        })
    }
}

impl From<Vec<Window>> for Windows {
    fn from(windows: Vec<Window>) -> Self {
        Self(windows.into_iter().map(|(start, rule, sums)| ((start, rule), sums)).collect())
    }
}

impl From<Windows> for Vec<Window> {
    fn from(windows: Windows) -> Self {
        windows.0.into_iter().map(|((start, rule), sums)| (start, rule, sums)).collect()
    }
}

const WINDOW_MILLIS: i64 = 10_000;
