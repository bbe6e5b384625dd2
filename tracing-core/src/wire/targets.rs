//! Reports and targets.

use cupola_base::wire::WireTime;
use serde::{Deserialize, Serialize};

use super::Whole;
use crate::{
    BoostStatistics, SamplingBoost, SamplingStatistics, SamplingTarget, SamplingTargets, StatisticSummary,
    UnprocessedStatistics,
};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetSamplingTargets {
    sampling_statistics_documents: Vec<Report>,
    sampling_boost_statistics_documents: Option<Vec<BoostReport>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Report {
    rule_name: String,
    #[serde(rename = "ClientID")]
    client_id: String,
    timestamp: WireTime,
    request_count: Whole,
    sampled_count: Whole,
    borrow_count: Option<Whole>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct BoostReport {
    rule_name: String,
    service_name: String,
    timestamp: WireTime,
    anomaly_count: Whole,
    total_count: Whole,
    sampled_anomaly_count: Whole,
}

impl GetSamplingTargets {
    pub(crate) fn reports(&self) -> Vec<SamplingStatistics> {
        self.sampling_statistics_documents.iter().map(Report::statistics).collect()
    }

    pub(crate) fn boosts(&self) -> Vec<BoostStatistics> {
        self.sampling_boost_statistics_documents.iter().flatten().map(BoostReport::statistics).collect()
    }
}

impl Report {
    fn statistics(&self) -> SamplingStatistics {
        let borrowed = self.borrow_count.map_or(0, |count| count.0);
        SamplingStatistics::new(&*self.rule_name, &*self.client_id, self.timestamp.0).with_counts(
            self.request_count.0.into(),
            self.sampled_count.0.into(),
            borrowed.into(),
        )
    }
}

impl BoostReport {
    fn statistics(&self) -> BoostStatistics {
        BoostStatistics::new(&*self.rule_name, &*self.service_name, self.timestamp.0).with_counts(
            self.anomaly_count.0.into(),
            self.total_count.0.into(),
            self.sampled_anomaly_count.0.into(),
        )
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct WireTargets {
    sampling_target_documents: Vec<Target>,
    last_rule_modification: WireTime,
    unprocessed_statistics: Vec<Unprocessed>,
    unprocessed_boost_statistics: Vec<Unprocessed>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Target {
    rule_name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    fixed_rate: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reservoir_quota: Option<u32>,
    #[serde(rename = "ReservoirQuotaTTL", skip_serializing_if = "Option::is_none")]
    reservoir_quota_ttl: Option<WireTime>,
    #[serde(skip_serializing_if = "Option::is_none")]
    interval: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sampling_boost: Option<Boost>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Boost {
    boost_rate: f64,
    #[serde(rename = "BoostRateTTL")]
    boost_rate_ttl: WireTime,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Unprocessed {
    rule_name: String,
    error_code: &'static str,
    message: String,
}

impl From<SamplingTargets> for WireTargets {
    fn from(answer: SamplingTargets) -> Self {
        let unprocessed = |all: Vec<UnprocessedStatistics>| all.into_iter().map(Into::into).collect();
        Self {
            sampling_target_documents: answer.targets.into_iter().map(Into::into).collect(),
            last_rule_modification: answer.last_modification.into(),
            unprocessed_statistics: unprocessed(answer.unprocessed),
            unprocessed_boost_statistics: unprocessed(answer.unprocessed_boosts),
        }
    }
}

impl From<SamplingTarget> for Target {
    fn from(target: SamplingTarget) -> Self {
        Self {
            rule_name: target.rule,
            fixed_rate: target.rate.map(f64::from),
            reservoir_quota: target.quota,
            reservoir_quota_ttl: target.quota_until.map(WireTime),
            interval: target.interval_seconds,
            sampling_boost: target.boost.map(Into::into),
        }
    }
}

impl From<SamplingBoost> for Boost {
    fn from(boost: SamplingBoost) -> Self {
        Self { boost_rate: boost.rate.get(), boost_rate_ttl: boost.until.into() }
    }
}

impl From<UnprocessedStatistics> for Unprocessed {
    fn from(unprocessed: UnprocessedStatistics) -> Self {
        Self { rule_name: unprocessed.rule, error_code: unprocessed.code, message: unprocessed.message }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct WireSummaries {
    pub(crate) sampling_statistic_summaries: Vec<Summary>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Summary {
    rule_name: String,
    timestamp: WireTime,
    request_count: u64,
    borrow_count: u64,
    sampled_count: u64,
}

impl From<StatisticSummary> for Summary {
    fn from(summary: StatisticSummary) -> Self {
        Self {
            rule_name: summary.rule.to_string(),
            timestamp: summary.start.into(),
            request_count: summary.requests,
            borrow_count: summary.borrowed,
            sampled_count: summary.sampled,
        }
    }
}
