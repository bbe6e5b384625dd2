//! The text that says why an alarm is in its state.

use std::fmt;

use cupola_base::Timestamp;

use super::java::JavaDouble;
use super::state::{ComparisonOperator, StateValue};

/// Why an alarm came to its state, as the service words it.
///
/// The text is that of [`Display`](fmt::Display). Nothing is checked: it says what it is given.
///
/// ```
/// use cupola_metrics::{Bound, ComparisonOperator, ReasonPoint, StateReason, StateValue, Timestamp};
///
/// let at = Timestamp::parse("2026-05-04T06:00:00Z")?;
/// let reason = StateReason::new(ComparisonOperator::GreaterThanThreshold, Bound::Threshold(70.0), 1)
///     .between(StateValue::Ok, StateValue::Alarm)
///     .with_points(vec![ReasonPoint { value: 71.0, at }]);
/// assert_eq!(
///     reason.to_string(),
///     "Threshold Crossed: 1 datapoint [71.0 (04/05/26 06:00:00)] was greater than the threshold (70.0).",
/// );
/// # Ok::<(), cupola_metrics::TimestampError>(())
/// ```
///
/// # Source
/// State reasons of recorded alarms.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StateReason {
    /// How datapoints are compared.
    pub operator: ComparisonOperator,
    /// With what.
    pub bound: Bound,
    /// N.
    pub evaluation_periods: u32,
    /// M, where the alarm was given one.
    pub datapoints_to_alarm: Option<u32>,
    /// The state before.
    pub from: StateValue,
    /// The state after.
    pub to: StateValue,
    /// The real datapoints that support the new state, newest first.
    pub points: Vec<ReasonPoint>,
    /// How many real datapoints there were in all; told only when none supports the new state.
    pub received: usize,
    /// Missing datapoints that were filled.
    pub filled: Option<Filled>,
    is_of_contributor: bool,
}

/// A datapoint of a reason.
#[derive(Clone, Copy, Debug, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "a value and an instant are all there is")]
pub struct ReasonPoint {
    /// The value.
    pub value: f64,
    /// Where its window begins.
    pub at: Timestamp,
}

/// With what datapoints are compared.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Bound {
    /// A threshold.
    Threshold(f64),
    /// The edges of an anomaly band at each datapoint, newest first.
    Band {
        /// The lower edges.
        lower: Vec<f64>,
        /// The upper edges.
        upper: Vec<f64>,
    },
}

/// Missing datapoints that were filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a number and a side are all there is")]
pub struct Filled {
    /// How many.
    pub count: usize,
    /// Whether they were taken as breaching or as not breaching.
    pub breaching: bool,
}

/// What an alarm says when it was created.
pub(crate) const CREATION: &str = "Unchecked: Initial alarm creation";

/// From how many points on only the newest are listed, and how many.
const MANY: usize = 5;

impl StateReason {
    /// A reason of an alarm of N periods, from `OK` to `ALARM`, without points.
    #[must_use]
    pub const fn new(operator: ComparisonOperator, bound: Bound, evaluation_periods: u32) -> Self {
        Self {
            operator,
            bound,
            evaluation_periods,
            datapoints_to_alarm: None,
            from: StateValue::Ok,
            to: StateValue::Alarm,
            points: Vec::new(),
            received: 0,
            filled: None,
            is_of_contributor: false,
        }
    }

    /// Sets M, where the alarm was given one.
    #[must_use]
    pub fn with_datapoints_to_alarm(self, datapoints: Option<u32>) -> Self {
        Self { datapoints_to_alarm: datapoints, ..self }
    }

    /// Sets the states before and after.
    #[must_use]
    pub fn between(self, from: StateValue, to: StateValue) -> Self {
        Self { from, to, ..self }
    }

    /// Sets the real datapoints that support the new state, newest first.
    #[must_use]
    pub fn with_points(self, points: Vec<ReasonPoint>) -> Self {
        Self { received: points.len(), points, ..self }
    }

    /// Sets how many real datapoints there were in all.
    #[must_use]
    pub fn with_received(self, received: usize) -> Self {
        Self { received, ..self }
    }

    /// Sets which missing datapoints were filled.
    #[must_use]
    pub fn with_filled(self, filled: Option<Filled>) -> Self {
        Self { filled, ..self }
    }

    /// Tells it as of one of many time series: in the long form, with the newest datapoint alone.
    pub(crate) fn of_contributor(self) -> Self {
        Self { is_of_contributor: true, datapoints_to_alarm: None, ..self }
    }

    const fn is_negated(&self) -> bool {
        matches!(self.to, StateValue::Ok)
    }

    fn insufficient(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let n = self.evaluation_periods as usize;
        write!(f, "Insufficient Data: {n} {} unknown.", were(n))
    }

    /// `k datapoints`, or `k out of the last N datapoints`.
    fn subject(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let k = self.points.len();
        match self.datapoints_to_alarm {
            Some(_) => write!(f, "{k} out of the last {} datapoints", self.evaluation_periods),
            None => write!(f, "{k} {}", datapoints(k)),
        }
    }

    fn crossed(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let k = self.points.len();
        let is_long = k >= MANY || self.is_of_contributor;
        let shown = if self.is_of_contributor { 1 } else { MANY };
        let newest = self.points.get(..shown.min(k)).unwrap_or_default();
        self.subject(f)?;
        if !is_long {
            write!(f, " {}", Points(newest))?;
        }
        write!(f, " {} {}", if k == 1 { "was" } else { "were" }, Comparison(self))?;
        if is_long {
            write!(f, ". The most recent {} which crossed the threshold: {}", datapoints(k), Points(newest))?;
        }
        if let Some(filled) = self.filled.filter(|filled| filled.count > 0) {
            write!(f, " and {filled}")?;
        }
        self.minimum(f)?;
        f.write_str(".")
    }

    /// How many datapoints the transition needed, where M was given. The state before is written
    /// as the other of the two, also when it was `INSUFFICIENT_DATA`.
    fn minimum(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(m) = self.datapoints_to_alarm else { return Ok(()) };
        let (least, from, to) = match self.is_negated() {
            true => (self.evaluation_periods.saturating_sub(m) + 1, StateValue::Alarm, StateValue::Ok),
            false => (m, StateValue::Ok, StateValue::Alarm),
        };
        write!(f, " (minimum {least} {} for {from} -> {to} transition)", datapoints(least as usize))
    }

    fn received(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.received {
            0 => f.write_str("no datapoints were")?,
            r => write!(f, "{r} {}", were(r))?,
        }
        let n = self.evaluation_periods;
        write!(f, " received for {n} {}", if n == 1 { "period" } else { "periods" })?;
        if let Some(filled) = self.filled.filter(|filled| filled.count > 0) {
            write!(f, " and {filled}")?;
        }
        f.write_str(".")
    }
}

impl fmt::Display for StateReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.to == StateValue::InsufficientData {
            return self.insufficient(f);
        }
        f.write_str(match self.bound {
            Bound::Threshold(_) => "Threshold Crossed: ",
            Bound::Band { .. } => "Thresholds Crossed: ",
        })?;
        if self.points.is_empty() { self.received(f) } else { self.crossed(f) }
    }
}

impl fmt::Display for Filled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = if self.breaching { "Breaching" } else { "NonBreaching" };
        write!(f, "{} missing {} treated as [{kind}]", self.count, were(self.count))
    }
}

impl fmt::Display for ReasonPoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", JavaDouble(self.value), self.at.format("%d/%m/%y %H:%M:%S"))
    }
}

/// A list in brackets.
struct Points<'a, T>(&'a [T]);

impl<T: fmt::Display> fmt::Display for Points<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[")?;
        for (index, point) in self.0.iter().enumerate() {
            write!(f, "{}{point}", if index == 0 { "" } else { ", " })?;
        }
        f.write_str("]")
    }
}

/// `greater than the threshold (7.0)`, negated or not.
struct Comparison<'a>(&'a StateReason);

impl fmt::Display for Comparison<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let not = if self.0.is_negated() { "not " } else { "" };
        let edges = |edges: &[f64]| Points(&edges.iter().copied().map(JavaDouble).collect::<Vec<_>>()).to_string();
        match &self.0.bound {
            Bound::Threshold(threshold) => {
                write!(f, "{not}{} the threshold ({})", words(self.0.operator), JavaDouble(*threshold))
            }
            Bound::Band { lower, upper } => {
                let below = || format!("{not}less than the lower thresholds {}", edges(lower));
                let above = || format!("{not}greater than the upper thresholds {}", edges(upper));
                match self.0.operator {
                    ComparisonOperator::LessThanLowerThreshold => f.write_str(&below()),
                    ComparisonOperator::GreaterThanUpperThreshold => f.write_str(&above()),
                    _ => write!(f, "{} or {}", below(), above()),
                }
            }
        }
    }
}

const fn words(operator: ComparisonOperator) -> &'static str {
    match operator {
        ComparisonOperator::GreaterThanOrEqualToThreshold => "greater than or equal to",
        ComparisonOperator::LessThanThreshold => "less than",
        ComparisonOperator::LessThanOrEqualToThreshold => "less than or equal to",
        _ => "greater than",
    }
}

const fn datapoints(count: usize) -> &'static str {
    if count == 1 { "datapoint" } else { "datapoints" }
}

const fn were(count: usize) -> &'static str {
    if count == 1 { "datapoint was" } else { "datapoints were" }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(values: &[f64]) -> Vec<ReasonPoint> {
        let newest = Timestamp::parse("2026-05-04T06:09:00Z").unwrap();
        let back = |(index, value): (i64, &f64)| ReasonPoint { value: *value, at: newest.plus_secs(-60 * index) };
        (0i64..).zip(values).map(back).collect()
    }

    fn above(n: u32) -> StateReason {
        StateReason::new(ComparisonOperator::GreaterThanThreshold, Bound::Threshold(8.0), n)
    }

    #[test]
    fn filled_points_stand_before_the_stop_and_the_bracket() {
        let filled = Some(Filled { count: 2, breaching: true });
        let plain = above(3).with_points(points(&[9.0])).with_filled(filled);
        assert_eq!(
            plain.to_string(),
            "Threshold Crossed: 1 datapoint [9.0 (04/05/26 06:09:00)] was greater than the threshold (8.0) and 2 \
             missing datapoints were treated as [Breaching]."
        );
        assert_eq!(
            plain.with_datapoints_to_alarm(Some(2)).to_string(),
            "Threshold Crossed: 1 out of the last 3 datapoints [9.0 (04/05/26 06:09:00)] was greater than the \
             threshold (8.0) and 2 missing datapoints were treated as [Breaching] (minimum 2 datapoints for OK -> \
             ALARM transition)."
        );
    }

    #[test]
    fn five_points_take_the_long_form_with_one_stop_at_the_end() {
        let text = above(6).with_datapoints_to_alarm(Some(5)).with_points(points(&[14.0, 13.0, 12.0, 11.0, 10.0, 9.0]));
        assert_eq!(
            text.to_string(),
            "Threshold Crossed: 6 out of the last 6 datapoints were greater than the threshold (8.0). The most recent \
             datapoints which crossed the threshold: [14.0 (04/05/26 06:09:00), 13.0 (04/05/26 06:08:00), 12.0 \
             (04/05/26 06:07:00), 11.0 (04/05/26 06:06:00), 10.0 (04/05/26 06:05:00)] (minimum 5 datapoints for OK \
             -> ALARM transition)."
        );
    }

    #[test]
    fn filled_points_alone_are_told_as_received() {
        let filled = Some(Filled { count: 3, breaching: false });
        let back = above(3).between(StateValue::Alarm, StateValue::Ok);
        assert_eq!(
            back.with_filled(filled).to_string(),
            "Threshold Crossed: no datapoints were received for 3 periods and 3 missing datapoints were treated as \
             [NonBreaching]."
        );
        let one = above(4).with_received(1).with_filled(Some(Filled { count: 3, breaching: true }));
        assert_eq!(
            one.to_string(),
            "Threshold Crossed: 1 datapoint was received for 4 periods and 3 missing datapoints were treated as \
             [Breaching]."
        );
    }

    #[test]
    fn bands_name_the_sides_that_are_watched() {
        let bound = || Bound::Band { lower: vec![1.0], upper: vec![9.5] };
        let both = ComparisonOperator::LessThanLowerOrGreaterThanUpperThreshold;
        let reason = StateReason::new(both, bound(), 1).with_points(points(&[10.0]));
        assert_eq!(
            reason.to_string(),
            "Thresholds Crossed: 1 datapoint [10.0 (04/05/26 06:09:00)] was less than the lower thresholds [1.0] or \
             greater than the upper thresholds [9.5]."
        );
        let back = StateReason::new(ComparisonOperator::GreaterThanUpperThreshold, bound(), 1)
            .between(StateValue::Alarm, StateValue::Ok)
            .with_points(points(&[9.0]));
        assert_eq!(
            back.to_string(),
            "Thresholds Crossed: 1 datapoint [9.0 (04/05/26 06:09:00)] was not greater than the upper thresholds [9.5]."
        );
    }

    #[test]
    fn contributors_tell_the_newest_datapoint_in_the_long_form() {
        let reason = above(3).with_datapoints_to_alarm(Some(1)).with_points(points(&[9.0, 10.0])).of_contributor();
        assert_eq!(
            reason.to_string(),
            "Threshold Crossed: 2 datapoints were greater than the threshold (8.0). The most recent datapoints which \
             crossed the threshold: [9.0 (04/05/26 06:09:00)]."
        );
        let reason = above(1).with_points(points(&[9.0])).of_contributor();
        assert_eq!(
            reason.to_string(),
            "Threshold Crossed: 1 datapoint was greater than the threshold (8.0). The most recent datapoint which \
             crossed the threshold: [9.0 (04/05/26 06:09:00)]."
        );
    }

    #[test]
    fn quiet_alarms_count_their_periods() {
        let quiet = |n| above(n).between(StateValue::Ok, StateValue::InsufficientData).to_string();
        assert_eq!(quiet(1), "Insufficient Data: 1 datapoint was unknown.");
        assert_eq!(quiet(3), "Insufficient Data: 3 datapoints were unknown.");
    }
}
