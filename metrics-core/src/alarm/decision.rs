//! The decision of an alarm: from windows to a state.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::state::{StateValue, TreatMissingData};
use crate::policies::YoungBreach;

/// What one window of an alarm's range shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[expect(clippy::exhaustive_enums, reason = "a window has data that cross the threshold, or not, or no data")]
pub enum Window {
    /// Its datapoint crosses the threshold.
    Breaching,
    /// Its datapoint does not.
    NonBreaching,
    /// It has no datapoint.
    Missing,
}

/// The numbers and words that a decision depends on, besides the windows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "the inputs of a pure function")]
pub struct DecisionRule {
    /// N: how many periods are evaluated, at least 1.
    pub evaluation_periods: u32,
    /// M: how many of them must breach, from 1 to N.
    pub datapoints_to_alarm: u32,
    /// What windows without data count as.
    pub treat_missing_data: TreatMissingData,
    /// What too few and too young breaches alone lead to.
    pub young_breach: YoungBreach,
}

/// What an evaluation came to, and by which rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Decision {
    /// The state that follows; `None` keeps the state that is.
    pub state: Option<StateValue>,
    /// The rule that decided.
    pub clause: Clause,
}

/// The rules of the decision.
///
/// # Source
/// CloudWatch User Guide, "Configuring how CloudWatch alarms treat missing data".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Clause {
    /// At least N windows have data: the newest N of those decide, and missing data play no part.
    EnoughData,
    /// Windows without data count as breaching.
    FilledBreaching,
    /// Windows without data count as not breaching.
    FilledNotBreaching,
    /// No window of the range has data.
    NoData,
    /// Too few windows have data, but M of them breach.
    EnoughBreaches,
    /// All windows with data breach, and the oldest lies far enough back: the alarm does not wait
    /// for more.
    Premature,
    /// All windows with data breach, but they are too few and too young.
    YoungBreach,
    /// Too few windows have data, and not all of them breach.
    GoodPoint,
    /// A percentile stands for too few samples to tell it, and the alarm ignores such.
    LowSamples,
}

impl Clause {
    /// The rule in words.
    #[must_use]
    pub const fn describe(self) -> &'static str {
        match self {
            Self::EnoughData => "the newest N windows with data decide: at least M breach, or not",
            Self::FilledBreaching => "windows without data count as breaching",
            Self::FilledNotBreaching => "windows without data count as not breaching",
            Self::NoData => "no window has data",
            Self::EnoughBreaches => "M of the windows with data breach",
            Self::Premature => {
                "every window with data breaches and the oldest of them lies at position M or further back"
            }
            Self::YoungBreach => "every window with data breaches, but the oldest of them lies before position M",
            Self::GoodPoint => "fewer than M windows breach and one with data does not",
            Self::LowSamples => "a percentile stands for too few samples: the state is kept",
        }
    }

    /// Where the rule stands.
    #[must_use]
    pub const fn source(self) -> &'static str {
        match self {
            Self::YoungBreach => "recorded alarms; policy `young_breach`",
            Self::LowSamples => "CloudWatch User Guide, \"Percentile-based alarms and low data samples\"",
            _ => "CloudWatch User Guide, \"Configuring how CloudWatch alarms treat missing data\"",
        }
    }
}

impl fmt::Display for Clause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.describe())
    }
}

/// Decides about the windows of a range, newest first.
///
/// Pure: the same windows and rule always give the same decision. The range may be longer than N;
/// the windows past it serve to find N with data.
///
/// ```
/// use cupola_metrics::{decide, Clause, DecisionRule, StateValue, TreatMissingData, Window, YoungBreach};
///
/// let rule = DecisionRule {
///     evaluation_periods: 3,
///     datapoints_to_alarm: 2,
///     treat_missing_data: TreatMissingData::Missing,
///     young_breach: YoungBreach::Keep,
/// };
/// let range = [Window::Missing, Window::Breaching, Window::Missing, Window::Missing, Window::Missing];
/// let decision = decide(&rule, &range);
/// assert_eq!((decision.state, decision.clause), (Some(StateValue::Alarm), Clause::Premature));
/// ```
#[must_use]
pub fn decide(rule: &DecisionRule, newest_first: &[Window]) -> Decision {
    decided(rule, &Count::of(rule, newest_first))
}

/// The decision about what was counted.
#[inline]
pub(super) const fn decided(rule: &DecisionRule, count: &Count) -> Decision {
    let clause = clause(rule, count);
    Decision { state: outcome(rule, count, clause), clause }
}

/// What the rules look at.
pub(super) struct Count {
    /// Windows with data, at most N.
    pub(super) real: u32,
    /// Those of them that breach.
    pub(super) breaching: u32,
    /// Position of the oldest of them, from 1.
    pub(super) oldest: u32,
}

impl Count {
    fn of(rule: &DecisionRule, newest_first: &[Window]) -> Self {
        let real = (1..=u32::MAX).zip(newest_first).filter(|(_, window)| **window != Window::Missing);
        let empty = Self { real: 0, breaching: 0, oldest: 0 };
        real.take(rule.evaluation_periods as usize).fold(empty, |count, (position, window)| Self {
            real: count.real + 1,
            breaching: count.breaching + u32::from(*window == Window::Breaching),
            oldest: position,
        })
    }
}

const fn clause(rule: &DecisionRule, count: &Count) -> Clause {
    let (n, m) = (rule.evaluation_periods, rule.datapoints_to_alarm);
    match rule.treat_missing_data {
        _ if count.real >= n => Clause::EnoughData,
        TreatMissingData::Breaching => Clause::FilledBreaching,
        TreatMissingData::NotBreaching => Clause::FilledNotBreaching,
        _ if count.real == 0 => Clause::NoData,
        _ if count.breaching >= m => Clause::EnoughBreaches,
        _ if count.breaching < count.real => Clause::GoodPoint,
        _ if count.oldest >= m => Clause::Premature,
        _ => Clause::YoungBreach,
    }
}

const fn outcome(rule: &DecisionRule, count: &Count, clause: Clause) -> Option<StateValue> {
    let (n, m) = (rule.evaluation_periods, rule.datapoints_to_alarm);
    let ignores = matches!(rule.treat_missing_data, TreatMissingData::Ignore);
    match clause {
        Clause::EnoughData | Clause::FilledNotBreaching => Some(alarm_if(count.breaching >= m)),
        Clause::FilledBreaching => Some(alarm_if(count.breaching + n.saturating_sub(count.real) >= m)),
        Clause::EnoughBreaches => Some(StateValue::Alarm),
        Clause::GoodPoint => Some(StateValue::Ok),
        Clause::LowSamples => None,
        Clause::NoData | Clause::Premature if ignores => None,
        Clause::NoData => Some(StateValue::InsufficientData),
        Clause::Premature => Some(StateValue::Alarm),
        Clause::YoungBreach => match rule.young_breach {
            YoungBreach::Keep => None,
            YoungBreach::Ok => Some(StateValue::Ok),
            YoungBreach::InsufficientData => Some(StateValue::InsufficientData),
        },
    }
}

const fn alarm_if(breached: bool) -> StateValue {
    if breached { StateValue::Alarm } else { StateValue::Ok }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Oldest first, as people draw it: `X` breaches, `0` does not, `-` is missing.
    fn range(drawing: &str) -> Vec<Window> {
        let window = |letter| match letter {
            'X' => Window::Breaching,
            '0' => Window::NonBreaching,
            _ => Window::Missing,
        };
        drawing.chars().rev().map(window).collect()
    }

    fn state(m: u32, n: u32, missing: TreatMissingData, drawing: &str) -> &'static str {
        let rule = DecisionRule {
            evaluation_periods: n,
            datapoints_to_alarm: m,
            treat_missing_data: missing,
            young_breach: YoungBreach::Keep,
        };
        decide(&rule, &range(drawing)).state.map_or("keep", StateValue::as_str)
    }

    #[test]
    fn m_of_n_with_gaps() {
        let (alarm, ok, quiet, keep) = ("ALARM", "OK", "INSUFFICIENT_DATA", "keep");
        for (m, n, drawing, missing, ignore, breaching, not_breaching) in [
            (3, 4, "X-X0-X", alarm, alarm, alarm, alarm),
            (3, 4, "0--X-X", ok, ok, alarm, ok),
            (3, 4, "-XX---", alarm, keep, alarm, ok),
            (2, 4, "----X-", alarm, keep, alarm, ok),
            (2, 4, "---0-X", ok, ok, alarm, ok),
            (3, 4, "------", quiet, keep, alarm, ok),
            (1, 4, "--0---", ok, ok, alarm, ok),
            (4, 4, "-----X", keep, keep, alarm, ok),
            (3, 4, "X0X-XX", alarm, alarm, alarm, alarm),
        ] {
            let states = [
                state(m, n, TreatMissingData::Missing, drawing),
                state(m, n, TreatMissingData::Ignore, drawing),
                state(m, n, TreatMissingData::Breaching, drawing),
                state(m, n, TreatMissingData::NotBreaching, drawing),
            ];
            assert_eq!(states, [missing, ignore, breaching, not_breaching], "{m}/{n} {drawing}");
        }
    }

    #[test]
    fn the_young_breach_policy_is_obeyed_in_both_modes() {
        for mode in [TreatMissingData::Missing, TreatMissingData::Ignore] {
            for (policy, state) in [
                (YoungBreach::Keep, None),
                (YoungBreach::Ok, Some(StateValue::Ok)),
                (YoungBreach::InsufficientData, Some(StateValue::InsufficientData)),
            ] {
                let rule = DecisionRule {
                    evaluation_periods: 2,
                    datapoints_to_alarm: 2,
                    treat_missing_data: mode,
                    young_breach: policy,
                };
                assert_eq!(decide(&rule, &range("---X")).state, state, "{mode} {policy:?}");
            }
        }
    }
}
