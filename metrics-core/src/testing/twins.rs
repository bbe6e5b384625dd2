//! The same answers by the most obvious means.

use cupola_base::{Datum, Resolution, Sample, Timestamp, Unit};

use crate::{
    Bounds, ComparisonOperator, DecisionRule, Percent, Period, StateValue, Statistic, Summary, TreatMissingData, Trim,
    ValueBounds, Window, YoungBreach,
};

/// The decision of an alarm, rule by rule: the state that follows, `None` to keep the one that is.
///
/// # Panics
/// When N or M is 0.
#[must_use]
pub fn decide(rule: &DecisionRule, newest_first: &[Window]) -> Option<StateValue> {
    let (n, m) = (rule.evaluation_periods as usize, rule.datapoints_to_alarm as usize);
    assert!(n > 0 && m > 0, "an alarm has periods");
    let positions: Vec<(usize, bool)> = newest_first
        .iter()
        .enumerate()
        .filter(|(_, window)| **window != Window::Missing)
        .map(|(index, window)| (index + 1, *window == Window::Breaching))
        .collect();
    let breaches = |points: &[(usize, bool)]| points.iter().filter(|(_, breaches)| *breaches).count();
    let alarm_or_ok = |alarm: bool| Some(if alarm { StateValue::Alarm } else { StateValue::Ok });
    if positions.len() >= n {
        return alarm_or_ok(breaches(&positions[..n]) >= m);
    }
    let (real, x) = (positions.len(), breaches(&positions));
    let missing = n - real;
    let all_breach = real > 0 && x == real && x < m;
    let oldest = positions.last().map_or(0, |(position, _)| *position);
    let young = match rule.young_breach {
        YoungBreach::Keep => None,
        YoungBreach::Ok => Some(StateValue::Ok),
        YoungBreach::InsufficientData => Some(StateValue::InsufficientData),
    };
    match rule.treat_missing_data {
        TreatMissingData::Breaching => alarm_or_ok(x + missing >= m),
        TreatMissingData::NotBreaching => alarm_or_ok(x >= m),
        TreatMissingData::Missing if real == 0 => Some(StateValue::InsufficientData),
        TreatMissingData::Ignore if real == 0 => None,
        TreatMissingData::Missing | TreatMissingData::Ignore if x >= m => Some(StateValue::Alarm),
        TreatMissingData::Missing if all_breach && oldest >= m => Some(StateValue::Alarm),
        TreatMissingData::Ignore if all_breach && oldest >= m => None,
        TreatMissingData::Missing | TreatMissingData::Ignore if all_breach => young,
        TreatMissingData::Missing | TreatMissingData::Ignore => Some(StateValue::Ok),
    }
}

/// The data of one metric: every datum is kept as it came, and the ladder of resolutions is
/// climbed when somebody asks.
#[derive(Clone, Debug, Default)]
pub struct Data(Vec<Datum>);

/// Seconds of a bucket, and for how many seconds after its start it is kept so.
const LADDER: [(i64, i64); 4] = [(1, 3 * 3600), (60, 15 * 86_400), (300, 63 * 86_400), (3600, 455 * 86_400)];

impl Data {
    /// Takes one datum.
    pub fn put(&mut self, datum: Datum) {
        self.0.push(datum);
    }

    /// The slots from `start` until `end` that have data of a unit, by slot.
    #[must_use]
    pub fn slots(
        &self,
        now: Timestamp,
        unit: Unit,
        start: Timestamp,
        end: Timestamp,
        period: Period,
    ) -> Vec<(Timestamp, Summary)> {
        let each = each_slot(start, end, period);
        let sums = each.filter_map(|slot| {
            let data = self.data_of(now, unit, slot, period);
            let sums = data.iter().filter_map(|datum| Summary::of(&datum.sample));
            let whole = sums.reduce(|mut whole, more| {
                whole.merge(&more);
                whole
            });
            whole.map(|whole| (slot, whole))
        });
        sums.collect()
    }

    /// The same slots with all their samples, each as often as it weighs; weights must be whole.
    /// Slots that have statistic sets or negative samples are left out.
    #[must_use]
    pub fn samples(
        &self,
        now: Timestamp,
        unit: Unit,
        start: Timestamp,
        end: Timestamp,
        period: Period,
    ) -> Vec<(Timestamp, Vec<f64>)> {
        let each = each_slot(start, end, period);
        let samples = each.filter_map(|slot| {
            let data = self.data_of(now, unit, slot, period);
            let parts: Option<Vec<Vec<f64>>> = data.iter().map(|datum| repeated(&datum.sample)).collect();
            parts.filter(|parts| !parts.is_empty()).map(|parts| (slot, parts.concat()))
        });
        samples.collect()
    }

    /// The data of one slot, by bucket, then as they came.
    fn data_of(&self, now: Timestamp, unit: Unit, slot: Timestamp, period: Period) -> Vec<&Datum> {
        let next = slot.plus_millis(period.millis());
        let mut buckets: Vec<(i64, &Datum)> =
            self.0.iter().filter_map(|datum| Some((bucket(now, datum)?, datum))).collect();
        buckets.retain(|(start, datum)| {
            datum.unit == unit
                && (slot.as_millis()..next.as_millis()).contains(start)
                && is_readable(now, *start, period)
        });
        buckets.sort_by_key(|(start, _)| *start);
        buckets.into_iter().map(|(_, datum)| datum).collect()
    }
}

fn each_slot(start: Timestamp, end: Timestamp, period: Period) -> impl Iterator<Item = Timestamp> {
    std::iter::successors(Some(start), move |slot| Some(slot.plus_millis(period.millis())))
        .take_while(move |slot| *slot < end)
}

fn repeated(sample: &Sample) -> Option<Vec<f64>> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole and small")]
    let times = |value: f64, weight: f64| (value >= 0.0).then(|| vec![value; weight as usize]);
    match sample {
        Sample::Value(value) => times(*value, 1.0),
        Sample::Values(values) => values
            .iter()
            .map(|(value, weight)| times(*value, *weight))
            .collect::<Option<Vec<_>>>()
            .map(|all| all.concat()),
        Sample::Set(set) if set.minimum >= set.maximum && (set.sum - set.minimum * set.sample_count).abs() < 1e-9 => {
            times(set.minimum, set.sample_count)
        }
        Sample::Set(_) => None,
    }
}

/// A percentile or trimmed statistic of samples, rank by rank; `None` for the simple ones and where
/// there is nothing to tell.
#[must_use]
#[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "few samples")]
pub fn extended(samples: &[f64], statistic: Statistic) -> Option<f64> {
    let mut sorted = samples.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len() as f64;
    let rank = |percent: Percent| (percent.get() * n / 100.0 * 1e9).round() / 1e9;
    let by_rank = |above: Option<Percent>, up_to: Option<Percent>| {
        let above = above.map_or(0, |above| rank(above).floor() as usize);
        let up_to = up_to.map_or(sorted.len(), |up_to| rank(up_to).ceil() as usize);
        above..up_to.max(above)
    };
    let within =
        |bounds: &ValueBounds| sorted.iter().copied().filter(|value| bounds.contain(*value)).collect::<Vec<_>>();
    let mean = |all: &[f64]| (!all.is_empty()).then(|| all.iter().sum::<f64>() / all.len() as f64);
    let of_kept = |trim: Trim, kept: &[f64]| match trim {
        Trim::Mean | Trim::Winsorized => mean(kept),
        Trim::Count => Some(kept.len() as f64),
        Trim::Sum => Some(kept.iter().sum()),
    };
    let of_ranks = |trim: Trim, ranks: std::ops::Range<usize>| {
        let kept = &sorted[ranks.clone()];
        let (Trim::Winsorized, Some(first), Some(last)) = (trim, kept.first(), kept.last()) else {
            return of_kept(trim, kept);
        };
        let moved: Vec<f64> = (0..sorted.len())
            .map(|i| {
                if i < ranks.start {
                    *first
                } else if i >= ranks.end {
                    *last
                } else {
                    sorted[i]
                }
            })
            .collect();
        mean(&moved)
    };
    if sorted.is_empty() {
        return None;
    }
    match statistic {
        Statistic::Percentile(percent) => Some(sorted[(rank(percent).ceil() as usize).max(1) - 1]),
        Statistic::InterquartileMean => mean(&sorted[by_rank(Some(Percent::QUARTER), Some(Percent::THREE_QUARTERS))]),
        Statistic::Trimmed(trim, Bounds::Lowest(up_to)) => of_ranks(trim, by_rank(None, Some(up_to))),
        Statistic::Trimmed(trim, Bounds::Percents(bounds)) => of_ranks(trim, by_rank(bounds.above, bounds.up_to)),
        Statistic::Trimmed(Trim::Winsorized, Bounds::Values(bounds)) => {
            mean(&sorted.iter().map(|value| bounds.nearest(*value)).collect::<Vec<_>>())
        }
        Statistic::Trimmed(trim, Bounds::Values(bounds)) => of_kept(trim, &within(&bounds)),
        Statistic::PercentileRank(bounds) => Some(100.0 * within(&bounds).len() as f64 / n),
        _ => None,
    }
}

/// Where the bucket begins that holds a datum at `now`; `None` when it is kept no more.
fn bucket(now: Timestamp, datum: &Datum) -> Option<i64> {
    let finest = usize::from(datum.resolution == Resolution::Standard);
    LADDER[finest..].iter().find_map(|(step, keep)| {
        let start = datum.at.floor_to(step * 1000).as_millis();
        (now.as_millis() - start <= keep * 1000).then_some(start)
    })
}

/// A bucket is readable at a period that is a multiple of its age's resolution.
fn is_readable(now: Timestamp, start: i64, period: Period) -> bool {
    let age = now.as_millis() - start;
    let needed = LADDER.iter().find(|(_, keep)| age <= keep * 1000).map(|(step, _)| *step);
    needed.is_some_and(|step| step == 1 || i64::from(period.seconds()) % step == 0)
}

/// An alarm that is evaluated at each of its ticks, asleep never.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Alarm {
    /// How datapoints are summed up.
    pub statistic: Statistic,
    /// The length of a window.
    pub period: Period,
    /// How a datapoint is compared with the threshold.
    pub operator: ComparisonOperator,
    /// The threshold.
    pub threshold: f64,
    /// N, M, and what is done about gaps.
    pub rule: DecisionRule,
}

impl Alarm {
    /// An alarm on the sums of a period.
    #[must_use]
    pub const fn new(period: Period, threshold: f64, rule: DecisionRule) -> Self {
        let (statistic, operator) = (Statistic::Sum, ComparisonOperator::GreaterThanThreshold);
        Self { statistic, period, operator, threshold, rule }
    }

    /// Milliseconds from one evaluation to the next.
    #[must_use]
    pub fn cadence(&self) -> i64 {
        let span = i64::from(self.period.seconds()) * i64::from(self.rule.evaluation_periods);
        match self.period.seconds() {
            10 | 20 | 30 => 10_000,
            _ if span > 86_400 => 3_600_000,
            _ => 60_000,
        }
    }

    /// What an evaluation at a tick decides, on data without a unit.
    #[must_use]
    pub fn look(&self, tick: Timestamp, data: &Data) -> Option<StateValue> {
        let p = self.period.seconds();
        let more = if p < 60 { 60 / p } else { 2 };
        let range = self.rule.evaluation_periods + more;
        let windows: Vec<Window> = (1..=i64::from(range)).map(|back| self.window(tick, back, data)).collect();
        decide(&self.rule, &windows)
    }

    fn window(&self, tick: Timestamp, back: i64, data: &Data) -> Window {
        let start = tick.plus_millis(-back * self.period.millis());
        let slots = data.slots(tick, Unit::None, start, start.plus_millis(self.period.millis()), self.period);
        let value = slots.first().and_then(|(_, summary)| summary.statistic(self.statistic));
        match value.and_then(|value| self.operator.is_breaching(value, self.threshold)) {
            None => Window::Missing,
            Some(true) => Window::Breaching,
            Some(false) => Window::NonBreaching,
        }
    }
}
