//! Lints of alarms.

use super::facts::{Facts, siblings};
use super::fill::{most_real, never_fires, never_recovers};
use super::finding::{AlarmLint, AlarmLintKind};
use super::math;
use crate::alarm::{
    ActionKind, AlarmConfiguration, ComparisonOperator, JavaDouble, MetricSource, TreatMissingData, rule, windows,
};
use crate::engine::Engine;
use crate::metric::Metric;
use crate::statistic::Statistic;

/// Everything that looks wrong with an alarm, by kind.
pub(super) fn lints(engine: &mut Engine, alarm: &AlarmConfiguration) -> Vec<AlarmLint> {
    let mut lints = Lints(Vec::new());
    let mut spacing = None;
    for source in alarm.source.metrics() {
        match Facts::of(engine, source) {
            None => never_published(engine, &source.metric, &mut lints),
            Some(facts) => {
                of_data(&facts, source, &mut lints);
                spacing = facts.spacing;
            }
        }
    }
    // How far apart the results of queries lie is not told by the data of their metrics.
    of_fill(engine, alarm, spacing.filter(|_| alarm.source.metric().is_some()), &mut lints);
    if let (Some(source), Some(threshold)) = (alarm.source.metric(), alarm.threshold) {
        of_threshold(alarm, source.statistic, threshold, &mut lints);
    }
    math::lints(alarm, &mut lints);
    of_actions(alarm, &mut lints);
    lints.0.sort_by_key(|lint| lint.kind);
    lints.0
}

pub(super) struct Lints(Vec<AlarmLint>);

impl Lints {
    pub(super) fn add(&mut self, kind: AlarmLintKind, message: String) {
        self.0.push(AlarmLint { kind, message });
    }
}

/// Metrics of the same name that are told.
const SIBLINGS: usize = 3;

fn never_published(engine: &Engine, metric: &Metric, lints: &mut Lints) {
    let others: Vec<String> = siblings(engine, metric, SIBLINGS).iter().map(dimensions).collect();
    let known = if others.is_empty() { String::new() } else { format!("; data came with {}", others.join(", ")) };
    let message = format!("no data for {}/{} with {}{known}", metric.namespace, metric.name, dimensions(metric));
    lints.add(AlarmLintKind::NeverPublished, message);
}

fn dimensions(metric: &Metric) -> String {
    let all = metric.dimensions.iter().map(|dimension| format!("{}={}", dimension.name, dimension.value));
    match all.collect::<Vec<_>>().join(" ") {
        none if none.is_empty() => "no dimensions".into(),
        all => format!("[{all}]"),
    }
}

fn of_data(facts: &Facts, source: &MetricSource, lints: &mut Lints) {
    if let Some(unit) = source.unit.filter(|unit| !facts.units.is_empty() && !facts.units.contains(unit)) {
        let units: Vec<&str> = facts.units.iter().map(|unit| unit.as_str()).collect();
        lints.add(
            AlarmLintKind::UnitNeverPublished,
            format!("no data in {}, only in {}", unit.as_str(), units.join(", ")),
        );
    }
    if let Some(spacing) = facts.spacing.filter(|spacing| *spacing > source.period.millis()) {
        let message = format!("a period of {}, but data come {} s apart at the nearest", source.period, spacing / 1000);
        lints.add(AlarmLintKind::FinerThanData, message);
    }
    if facts.lacks_statistic {
        let message = format!("no window of the last day has {}", source.statistic);
        lints.add(AlarmLintKind::NoSuchStatistic, message);
    }
}

fn of_fill(engine: &Engine, alarm: &AlarmConfiguration, spacing: Option<i64>, lints: &mut Lints) {
    let (rule, len) = (rule(alarm, &engine.policies), windows(alarm, &engine.policies));
    let most = most_real(len, alarm.period().millis(), spacing);
    let (m, n, treatment) = (rule.datapoints_to_alarm, rule.evaluation_periods, rule.treat_missing_data);
    let message = format!("{m} of {n} with {treatment}, but at most {most} of {len} windows can have data");
    if never_fires(&rule, most) {
        lints.add(AlarmLintKind::NeverFires, message);
    } else if never_recovers(&rule, most) {
        lints.add(AlarmLintKind::NeverRecovers, message);
    }
}

/// Thresholds that no datapoint crosses: counts and shares have bounds.
fn of_threshold(alarm: &AlarmConfiguration, statistic: Statistic, threshold: f64, lints: &mut Lints) {
    let Some((least, most)) = bounds(statistic) else { return };
    let crosses = |value| alarm.comparison_operator.is_breaching(value, threshold).unwrap_or(true);
    let fills = alarm.effective_treat_missing_data() == TreatMissingData::Breaching;
    let told = format!("{statistic} {} {}", words(alarm), JavaDouble(threshold));
    if !crosses(least) && !crosses(most) && !fills {
        lints.add(AlarmLintKind::NeverFires, format!("no datapoint is ever {told}: it lies from {least} to {most}"));
    } else if statistic == Statistic::SampleCount && crosses(0.0) && !crosses(1.0) && !fills {
        lints.add(AlarmLintKind::SilenceIsNotZero, format!("{told} is meant for windows without data"));
    }
}

/// The least and the most that a statistic can be, whatever the data.
const fn bounds(statistic: Statistic) -> Option<(f64, f64)> {
    match statistic {
        Statistic::SampleCount => Some((0.0, f64::INFINITY)),
        Statistic::PercentileRank(_) => Some((0.0, 100.0)),
        _ => None,
    }
}

const fn words(alarm: &AlarmConfiguration) -> &'static str {
    match alarm.comparison_operator {
        ComparisonOperator::GreaterThanOrEqualToThreshold => "at or above",
        ComparisonOperator::GreaterThanThreshold => "above",
        ComparisonOperator::LessThanThreshold => "below",
        ComparisonOperator::LessThanOrEqualToThreshold => "at or below",
        _ => "outside",
    }
}

fn of_actions(alarm: &AlarmConfiguration, lints: &mut Lints) {
    let mut unknown: Vec<&str> = alarm
        .all_actions()
        .filter(|action| action.kind == ActionKind::Other)
        .map(|action| action.arn.as_str())
        .collect();
    unknown.sort_unstable();
    unknown.dedup();
    for arn in unknown {
        lints.add(AlarmLintKind::UnknownAction, format!("{arn} is of no known kind"));
    }
}
