//! How an alarm is set.

use std::fmt;

use super::error::BacktestError;
use crate::alarm::{
    Alarm, AlarmConfiguration, ComparisonOperator, DecisionRule, EvaluationWindow, JavaDouble, LowSamples,
    TreatMissingData, cadence, checked,
};
use crate::limits::Limits;
use crate::period::Period;
use crate::policies::Policies;
use crate::statistic::Statistic;
use crate::store::ladder::reach;

/// What of an alarm decides about its states: the threshold, how many periods, the statistic.
///
/// ```
/// use cupola_metrics::backtest::Setting;
/// use cupola_metrics::{Period, Statistic};
///
/// let setting = Setting::above(250.0).datapoints(3, 5).statistic(Statistic::Average, Period::minutes(5)?);
/// assert_eq!(setting.to_string(), "Average over 300 s > 250.0, 3 of 5, missing");
/// # Ok::<(), cupola_metrics::PeriodError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "written with struct update")]
pub struct Setting {
    /// The statistic; unless told, the average.
    pub statistic: Statistic,
    /// The length of a window; unless told, a minute.
    pub period: Period,
    /// How a datapoint is compared.
    pub operator: ComparisonOperator,
    /// With what.
    pub threshold: f64,
    /// N; unless told, 1.
    pub evaluation_periods: u32,
    /// M; unless told, N.
    pub datapoints_to_alarm: u32,
    /// How windows without data are taken; unless told, as missing.
    pub treat_missing_data: TreatMissingData,
}

impl Setting {
    /// One of one average over a minute, compared with a threshold.
    #[must_use]
    pub const fn compared(operator: ComparisonOperator, threshold: f64) -> Self {
        Self {
            statistic: Statistic::Average,
            period: Period::MINUTE,
            operator,
            threshold,
            evaluation_periods: 1,
            datapoints_to_alarm: 1,
            treat_missing_data: TreatMissingData::Missing,
        }
    }

    /// Breaches above the threshold.
    #[must_use]
    pub const fn above(threshold: f64) -> Self {
        Self::compared(ComparisonOperator::GreaterThanThreshold, threshold)
    }

    /// Breaches below the threshold.
    #[must_use]
    pub const fn below(threshold: f64) -> Self {
        Self::compared(ComparisonOperator::LessThanThreshold, threshold)
    }

    /// M of N.
    #[must_use]
    pub const fn datapoints(self, m: u32, n: u32) -> Self {
        Self { datapoints_to_alarm: m, evaluation_periods: n, ..self }
    }

    /// Sets the statistic and the period.
    #[must_use]
    pub const fn statistic(self, statistic: Statistic, period: Period) -> Self {
        Self { statistic, period, ..self }
    }

    /// Sets how windows without data are taken.
    #[must_use]
    pub const fn treating_missing_data(self, treat_missing_data: TreatMissingData) -> Self {
        Self { treat_missing_data, ..self }
    }

    /// The setting as an alarm, to be named and put.
    #[must_use]
    pub fn to_alarm(&self, namespace: &str, metric_name: &str) -> Alarm {
        Alarm::on(namespace, metric_name)
            .statistic(self.statistic, self.period)
            .compared(self.operator, self.threshold)
            .for_periods(self.evaluation_periods)
            .datapoints_to_alarm(self.datapoints_to_alarm)
            .treat_missing_data(self.treat_missing_data)
    }

    /// What is evaluated, by the rules of an alarm.
    pub(super) fn check(&self) -> Result<Checked, BacktestError> {
        let alarm = self.to_alarm("Backtest", "Series").named("setting");
        let refused = |cause| BacktestError::Setting { setting: self.to_string(), cause };
        checked(alarm, &Limits::default())
            .map(|alarm| Checked { setting: *self, cadence: cadence(&alarm) })
            .map_err(refused)
    }
}

impl TryFrom<&AlarmConfiguration> for Setting {
    type Error = BacktestError;

    /// The setting of an alarm on one metric.
    fn try_from(alarm: &AlarmConfiguration) -> Result<Self, BacktestError> {
        let source = alarm.source.metric().ok_or(BacktestError::Source)?;
        let is_plain = alarm.evaluation_window == EvaluationWindow::Sliding
            && alarm.low_samples != Some(LowSamples::Ignore)
            && alarm.warm_up.is_none();
        if !is_plain {
            return Err(BacktestError::Options);
        }
        Ok(Self {
            statistic: source.statistic,
            period: source.period,
            operator: alarm.comparison_operator,
            threshold: alarm.threshold.ok_or(BacktestError::Source)?,
            evaluation_periods: alarm.evaluation_periods,
            datapoints_to_alarm: alarm.effective_datapoints_to_alarm(),
            treat_missing_data: alarm.effective_treat_missing_data(),
        })
    }
}

impl fmt::Display for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} over {} {} {}", self.statistic, self.period, sign(self.operator), JavaDouble(self.threshold))?;
        write!(f, ", {} of {}, {}", self.datapoints_to_alarm, self.evaluation_periods, self.treat_missing_data)
    }
}

const fn sign(operator: ComparisonOperator) -> &'static str {
    match operator {
        ComparisonOperator::GreaterThanOrEqualToThreshold => ">=",
        ComparisonOperator::GreaterThanThreshold => ">",
        ComparisonOperator::LessThanThreshold => "<",
        ComparisonOperator::LessThanOrEqualToThreshold => "<=",
        band => band.as_str(),
    }
}

/// A setting that an alarm may have.
#[derive(Clone, Copy, Debug)]
pub(super) struct Checked {
    pub(super) setting: Setting,
    /// Milliseconds from one evaluation to the next.
    pub(super) cadence: i64,
}

impl Checked {
    pub(super) const fn rule(&self, policies: &Policies) -> DecisionRule {
        DecisionRule {
            evaluation_periods: self.setting.evaluation_periods,
            datapoints_to_alarm: self.setting.datapoints_to_alarm,
            treat_missing_data: self.setting.treat_missing_data,
            young_breach: policies.young_breach,
        }
    }

    /// How many windows are looked at.
    pub(super) fn windows(&self, policies: &Policies) -> u32 {
        let period = self.setting.period;
        let wanted = policies.evaluation_range.windows(self.setting.evaluation_periods, period.seconds());
        let readable = reach(period) / period.millis();
        wanted.min(u32::try_from(readable).unwrap_or(u32::MAX)).max(1)
    }

    /// Milliseconds between the instants at which windows end.
    pub(super) const fn grain(&self) -> i64 {
        let (mut one, mut other) = (self.setting.period.millis(), self.cadence);
        while other != 0 {
            (one, other) = (other, one % other);
        }
        one
    }
}
