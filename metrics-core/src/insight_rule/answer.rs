//! `INSIGHT_RULE_METRIC` in metric math.

use cupola_base::Timestamp;

use super::metric::InsightRuleMetric;
use super::rules::{InsightRules, kept_from};
use crate::limits::Limits;
use crate::math::{Axis, Series};

impl InsightRules {
    /// A metric of a rule on the slots of an axis; none when there is no such rule, or no such metric.
    pub(crate) fn series(
        &self,
        rule: &str,
        metric: &str,
        axis: Axis,
        now: Timestamp,
        limits: &Limits,
    ) -> Option<Series> {
        let entry = self.entry(rule).ok()?;
        let metric: InsightRuleMetric = metric.parse().ok()?;
        let slot = |minute: i64| axis.slot(Timestamp::from_millis(minute)).map(|slot| axis.at(slot).as_millis());
        let bins = entry.counted.bins(range(axis, now, limits), metric.is_of_contributors(), slot);
        let points = bins.iter().filter_map(|(at, bin)| Some((Timestamp::from_millis(*at), bin.metric(metric)?)));
        Some(Series::new(format!("{rule} {metric}"), axis, points))
    }

    /// How much there is to go through for it.
    pub(crate) fn work(&self, rule: &str, axis: Axis, now: Timestamp, limits: &Limits) -> u64 {
        let (from, to) = range(axis, now, limits);
        self.entry(rule).map_or(0, |entry| entry.counted.len_between(from, to) as u64)
    }
}

fn range(axis: Axis, now: Timestamp, limits: &Limits) -> (i64, i64) {
    (axis.start().as_millis().max(kept_from(now, limits)), axis.at(axis.len()).as_millis())
}
