//! Reports.

use std::collections::BTreeMap;

use cupola_base::Timestamp;

use super::counted::{Bin, Contributor};
use super::definition::{AggregateOn, InsightRuleDefinition};
use super::error::InsightRuleReportError;
use super::field::LogField;
use super::metric::InsightRuleMetric;
use super::rules::{Entry, kept_from};
use crate::engine::Engine;

/// What a report is asked for.
///
/// ```
/// use cupola_metrics::{ContributorOrder, InsightRuleMetric, InsightRuleReportRequest, Timestamp};
///
/// let start = Timestamp::parse("2026-05-04T06:00:00Z")?;
/// let request = InsightRuleReportRequest {
///     order_by: ContributorOrder::Maximum,
///     metrics: vec![InsightRuleMetric::UniqueContributors],
///     ..InsightRuleReportRequest::new("talkers", start, start.plus_secs(3600), 300)
/// };
/// assert_eq!(request.max_contributors, 10);
/// # Ok::<(), cupola_metrics::TimestampError>(())
/// ```
///
/// # Source
/// CloudWatch API Reference, GetInsightRuleReport.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "requests are written with a struct update, which needs an open struct")]
pub struct InsightRuleReportRequest {
    /// The rule.
    pub rule: String,
    /// From when on.
    pub start: Timestamp,
    /// Until when.
    pub end: Timestamp,
    /// The length of each data point in seconds: a multiple of 60.
    pub period_seconds: u32,
    /// How many contributors are told at most: 1 to 100. Default 10.
    pub max_contributors: u32,
    /// What is told of all contributors over time.
    pub metrics: Vec<InsightRuleMetric>,
    /// Which contributors come first.
    pub order_by: ContributorOrder,
}

impl InsightRuleReportRequest {
    /// A report of the ten contributors with the greatest sums.
    #[must_use]
    pub fn new(rule: impl Into<String>, start: Timestamp, end: Timestamp, period_seconds: u32) -> Self {
        let (metrics, order_by) = (Vec::new(), ContributorOrder::default());
        Self { rule: rule.into(), start, end, period_seconds, max_contributors: 10, metrics, order_by }
    }

    fn check(&self) -> Result<(), InsightRuleReportError> {
        let refused = |member, value: String, needed| Err(InsightRuleReportError::Value { member, value, needed });
        if self.start >= self.end {
            return refused("EndTime", self.end.to_string(), "it lies after StartTime");
        }
        if self.period_seconds == 0 || !self.period_seconds.is_multiple_of(60) {
            return refused("Period", self.period_seconds.to_string(), "a multiple of 60");
        }
        if !(1..=100).contains(&self.max_contributors) {
            return refused("MaxContributorCount", self.max_contributors.to_string(), "1 to 100");
        }
        Ok(())
    }
}

/// Which contributors come first; of those that are alike, by name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "the service knows two")]
pub enum ContributorOrder {
    /// Those that come to most over the whole time.
    #[default]
    Sum,
    /// Those with the greatest single data point; the service does not say of what the maximum is.
    Maximum,
}

/// What a rule has counted.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct InsightRuleReport {
    /// The keys as the rule writes them.
    pub key_labels: Vec<String>,
    /// What contributors are measured by.
    pub aggregate_on: AggregateOn,
    /// What all contributors come to, those among them that are not told.
    pub aggregate_value: f64,
    /// How many contributors there are; about so many where some had to go.
    pub unique_count: u64,
    /// Those that come first.
    pub contributors: Vec<ReportedContributor>,
    /// The metrics that were asked for, oldest first; data points without any event are not there.
    pub datapoints: Vec<InsightRuleDatapoint>,
}

/// A contributor.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ReportedContributor {
    /// The texts of the keys.
    pub keys: Vec<String>,
    /// What it comes to over the whole time.
    pub value: f64,
    /// What it comes to in each data point in which it is there, oldest first.
    pub datapoints: Vec<(Timestamp, f64)>,
}

/// What all contributors come to at a time.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct InsightRuleDatapoint {
    /// When it begins.
    pub at: Timestamp,
    /// The metrics that were asked for, in their order.
    pub values: Vec<(InsightRuleMetric, f64)>,
}

impl Engine {
    /// What a rule has counted: who contributed most, and how much there was over time.
    ///
    /// Minutes count that begin in the range and are still kept ([`insight_days`](crate::Limits::insight_days)). Data
    /// points begin at multiples of the period.
    ///
    /// # Errors
    /// [`InsightRuleReportError`] when there is no such rule, or the request is none.
    ///
    /// # Source
    /// CloudWatch API Reference, GetInsightRuleReport.
    #[doc(alias = "GetInsightRuleReport")]
    pub fn insight_rule_report(
        &mut self,
        now: Timestamp,
        request: &InsightRuleReportRequest,
    ) -> Result<InsightRuleReport, InsightRuleReportError> {
        self.advance(now);
        let entry = self.insight_rules.entry(&request.rule)?;
        request.check()?;
        let from = request.start.as_millis().max(kept_from(self.now, &self.limits));
        Ok(report(entry, request, (from, request.end.as_millis())))
    }
}

fn report(entry: &Entry, request: &InsightRuleReportRequest, range: (i64, i64)) -> InsightRuleReport {
    let period = i64::from(request.period_seconds) * 1000;
    let bins = entry.counted.bins(range, true, |minute| Some(minute - minute.rem_euclid(period)));
    let mut whole = Bin::default();
    bins.values().for_each(|bin| whole.merge(bin));
    let definition = entry.rule.definition.as_ref();
    let keys = definition.map(InsightRuleDefinition::keys).unwrap_or_default();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count is whole and not negative")]
    let unique_count = whole.unique() as u64;
    InsightRuleReport {
        key_labels: keys.iter().map(LogField::to_string).collect(),
        aggregate_on: definition.map_or(AggregateOn::Count, InsightRuleDefinition::aggregate_on),
        aggregate_value: whole.total.map_or(0.0, |total| total.sum),
        unique_count,
        contributors: ranked(&bins, &whole, request),
        datapoints: datapoints(&bins, &request.metrics),
    }
}

/// The contributors that come first.
fn ranked(
    bins: &BTreeMap<i64, Bin<'_>>,
    whole: &Bin<'_>,
    request: &InsightRuleReportRequest,
) -> Vec<ReportedContributor> {
    let mut greatest: BTreeMap<&Contributor, f64> = BTreeMap::new();
    if request.order_by == ContributorOrder::Maximum {
        for (contributor, tally) in bins.values().flat_map(|bin| &bin.contributors) {
            greatest.entry(contributor).and_modify(|most| *most = most.max(tally.sum)).or_insert(tally.sum);
        }
    }
    let rank = |contributor: &Contributor, sum: f64| greatest.get(contributor).copied().unwrap_or(sum);
    let mut all: Vec<(f64, &Contributor, f64)> =
        whole.contributors.iter().map(|(who, tally)| (rank(who, tally.sum), *who, tally.sum)).collect();
    all.sort_by(|(one, who, _), (other, whom, _)| other.total_cmp(one).then(who.cmp(whom)));
    all.truncate(request.max_contributors as usize);
    let reported = |(_, contributor, value): (f64, &Contributor, f64)| ReportedContributor {
        keys: contributor.iter().map(ToString::to_string).collect(),
        value,
        datapoints: points(bins, contributor),
    };
    all.into_iter().map(reported).collect()
}

fn points(bins: &BTreeMap<i64, Bin<'_>>, contributor: &Contributor) -> Vec<(Timestamp, f64)> {
    let point = |(at, bin): (&i64, &Bin<'_>)| {
        bin.contributors.get(contributor).map(|tally| (Timestamp::from_millis(*at), tally.sum))
    };
    bins.iter().filter_map(point).collect()
}

fn datapoints(bins: &BTreeMap<i64, Bin<'_>>, metrics: &[InsightRuleMetric]) -> Vec<InsightRuleDatapoint> {
    if metrics.is_empty() {
        return Vec::new();
    }
    let values = |bin: &Bin<'_>| metrics.iter().filter_map(|metric| Some((*metric, bin.metric(*metric)?))).collect();
    bins.iter().map(|(at, bin)| InsightRuleDatapoint { at: Timestamp::from_millis(*at), values: values(bin) }).collect()
}
