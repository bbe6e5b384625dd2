//! What is found about alarms.

use std::fmt;

use serde::{Deserialize, Serialize};

/// One thing that looks wrong with an alarm.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AlarmLint {
    /// What kind of thing.
    pub kind: AlarmLintKind,
    /// What was found.
    pub message: String,
}

/// The kinds of things that look wrong with alarms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum AlarmLintKind {
    /// No data were ever published under the metric's name with exactly these dimensions.
    NeverPublished,
    /// Data were published, but in other units than the alarm asks for.
    UnitNeverPublished,
    /// The period is shorter than the distance of the data.
    FinerThanData,
    /// The statistic cannot be had from the data: they are statistic sets, or below zero.
    NoSuchStatistic,
    /// No windows that the metric can show lead to `ALARM`.
    NeverFires,
    /// Whatever the metric shows, the alarm is in `ALARM`.
    NeverRecovers,
    /// Silence is looked for with a count below a threshold, but windows without data have no count.
    SilenceIsNotZero,
    /// Gaps are filled, also that of the newest window, whose data may only be on their way.
    FilledMath,
    /// A function sums up all windows of an evaluation into one number, which changes as they move on.
    ScalarInMath,
    /// An anomaly band that is not wider than its middle.
    NarrowBand,
    /// An action's ARN is of no known kind.
    UnknownAction,
}

impl AlarmLintKind {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::NeverPublished,
        Self::UnitNeverPublished,
        Self::FinerThanData,
        Self::NoSuchStatistic,
        Self::NeverFires,
        Self::NeverRecovers,
        Self::SilenceIsNotZero,
        Self::FilledMath,
        Self::ScalarInMath,
        Self::NarrowBand,
        Self::UnknownAction,
    ];

    /// A word for tools: `never-published`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NeverPublished => "never-published",
            Self::UnitNeverPublished => "unit-never-published",
            Self::FinerThanData => "finer-than-data",
            Self::NoSuchStatistic => "no-such-statistic",
            Self::NeverFires => "never-fires",
            Self::NeverRecovers => "never-recovers",
            Self::SilenceIsNotZero => "silence-is-not-zero",
            Self::FilledMath => "filled-math",
            Self::ScalarInMath => "scalar-in-math",
            Self::NarrowBand => "narrow-band",
            Self::UnknownAction => "unknown-action",
        }
    }

    /// Why it matters.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::NeverPublished => "a metric is its namespace, name and dimensions; none of them can be left out",
            Self::UnitNeverPublished => "an alarm with a unit looks at data of that unit alone",
            Self::FinerThanData => "windows between the data are missing",
            Self::NoSuchStatistic => "percentiles need the samples themselves, and none of them below zero",
            Self::NeverFires => "fewer than M windows of a range can breach, and the others are not taken as breaching",
            Self::NeverRecovers => "windows without data are taken as breaching, and M of a range always lack data",
            Self::SilenceIsNotZero => "a window without data has no datapoint, not one of 0",
            Self::FilledMath => {
                "data that come late are taken as the filled value first, and treating missing data has no say"
            }
            Self::ScalarInMath => {
                "the number is that of the windows fetched, which are more than the periods evaluated"
            }
            Self::NarrowBand => "a band needs a positive number of standard deviations: this one has no points",
            Self::UnknownAction => "an action that the service does not know is never carried out",
        }
    }

    /// Where the rule stands.
    #[must_use]
    pub const fn source(self) -> &'static str {
        match self {
            Self::NeverPublished => "CloudWatch User Guide, \"Metrics concepts\": dimensions",
            Self::UnitNeverPublished | Self::UnknownAction => "CloudWatch API Reference, PutMetricAlarm",
            Self::NoSuchStatistic => "CloudWatch User Guide, \"CloudWatch statistics definitions\"",
            Self::FilledMath | Self::ScalarInMath => {
                "CloudWatch User Guide, \"Using math expressions with CloudWatch metrics\""
            }
            Self::NarrowBand => "CloudWatch User Guide, \"Using CloudWatch anomaly detection\"",
            Self::FinerThanData | Self::NeverFires | Self::NeverRecovers | Self::SilenceIsNotZero => {
                "CloudWatch User Guide, \"Configuring how CloudWatch alarms treat missing data\""
            }
        }
    }
}

impl fmt::Display for AlarmLintKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Display for AlarmLint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}: {}", self.kind, self.message)?;
        writeln!(f, "  reason: {}", self.kind.reason())?;
        write!(f, "  source: {}", self.kind.source())
    }
}
