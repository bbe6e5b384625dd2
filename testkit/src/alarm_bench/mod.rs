//! A bench for alarms.

mod drawing;
mod error;
mod expectation;
mod load;
mod report;
mod run;
mod values;

use std::fmt;

use cupola::metrics::{Alarm, Composite, Policies};

pub use error::BenchError;
pub use expectation::{Expectations, ExpectationsError};
pub use report::{Change, Failure, Report};
pub use values::{Values, ValuesError};

use load::Put;
use run::Run;

/// Alarms on a bench: values go in, states are expected, and a drawing says what happened instead.
///
/// ```
/// use cupola_test::AlarmBench;
/// use cupola_test::cupola::metrics::{Alarm, Period};
///
/// let alarm = Alarm::on("Shop", "Latency").named("slow").average(Period::MINUTE).above(10.0).for_periods(3);
/// AlarmBench::of(alarm)
///     .feed("5x10 _x3 12+1x4 5x3")
///     .expect("OK@1..15 ALARM@16..17 OK@20")
///     .expect_changes("OK@1 ALARM@16 OK@18")
///     .check();
/// ```
///
/// The clock stands at 2026-01-05T00:00:00Z when the alarms are made. The first value is stamped with
/// that instant, the next with one step later, and so on; a step is a minute, or what
/// [`every`](Self::every) says. The value of the first minute is therefore seen at `@1`, that of the
/// tenth at `@10`. The bench runs until the last value has been seen and the last expectation is due.
///
/// What is wrong with the texts, and what the alarms refuse, is told by [`run`](Self::run) as an error
/// and by [`check`](Self::check) as a panic.
#[derive(Clone, Debug, Default)]
pub struct AlarmBench {
    alarms: Vec<Source>,
    feeds: Vec<Feed>,
    expected: Vec<(Option<String>, Expectations, Kind)>,
    policies: Policies,
    step: Option<u32>,
    error: Option<BenchError>,
}

/// An alarm as it was given.
#[derive(Clone, Debug)]
enum Source {
    Typed(Box<Alarm>),
    Composite(Box<Composite>),
    Json(Put),
}

/// Values for a metric; `None` for the one that the alarms watch.
#[derive(Clone, Debug)]
struct Feed {
    metric: Option<Watched>,
    values: Values,
}

/// Whether states are expected at times, or all transitions are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    States,
    Changes,
}

/// A metric with the unit that the alarm asks for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Watched {
    namespace: String,
    name: String,
    dimensions: Vec<(String, String)>,
    unit: Option<String>,
}

impl AlarmBench {
    /// The most steps of a run.
    pub const MOST_STEPS: usize = 1_000_000;

    /// A bench with one alarm.
    #[must_use]
    pub fn of(alarm: Alarm) -> Self {
        Self::default().and(alarm)
    }

    /// A bench with the alarms of a text: the input of `PutMetricAlarm` or `PutCompositeAlarm`, one
    /// alarm of an answer of `DescribeAlarms`, or a whole answer, in whatever order alarms name each other.
    ///
    /// ```
    /// use cupola_test::AlarmBench;
    ///
    /// let text = r#"{"AlarmName": "slow", "Namespace": "Shop", "MetricName": "Latency", "Statistic": "Average",
    ///     "Period": 60, "EvaluationPeriods": 2, "Threshold": 10, "ComparisonOperator": "GreaterThanThreshold"}"#;
    /// AlarmBench::from_json(text)?.feed("5x3 12x2").expect_changes("OK@1 ALARM@5").check();
    /// # Ok::<(), cupola_test::BenchError>(())
    /// ```
    ///
    /// # Errors
    /// [`BenchError::Json`] when the text is none of these.
    pub fn from_json(text: &str) -> Result<Self, BenchError> {
        let alarms = load::puts(text)?.into_iter().map(Source::Json).collect();
        Ok(Self { alarms, ..Self::default() })
    }

    /// Puts another alarm on the bench.
    #[must_use]
    pub fn and(mut self, alarm: Alarm) -> Self {
        self.alarms.push(Source::Typed(Box::new(alarm)));
        self
    }

    /// Puts an alarm on other alarms on the bench. It is evaluated as soon as it is put: `@0`.
    ///
    /// ```
    /// use cupola_test::AlarmBench;
    /// use cupola_test::cupola::metrics::{Alarm, Composite, Period};
    ///
    /// let alarm = |name: &str| Alarm::on("Shop", name).named(name).sum(Period::MINUTE).above(0.0);
    /// AlarmBench::of(alarm("slow"))
    ///     .and(alarm("wrong"))
    ///     .and_composite(Composite::new("page", "ALARM(slow) AND ALARM(wrong)")?)
    ///     .feed_metric("Shop", "slow", &[], "0x3 1x5 0x2")
    ///     .feed_metric("Shop", "wrong", &[], "0x5 1x5")
    ///     .expect_of("page", "OK@0..5 ALARM@6..8 OK@9")
    ///     .expect_changes_of("page", "OK@0 ALARM@6 OK@9")
    ///     .check();
    /// # Ok::<(), cupola_test::cupola::metrics::AlarmRuleError>(())
    /// ```
    #[must_use]
    pub fn and_composite(mut self, alarm: Composite) -> Self {
        self.alarms.push(Source::Composite(Box::new(alarm)));
        self
    }

    /// Feeds the metric that the alarms watch with values in [shorthand](Values).
    #[must_use]
    pub fn feed(self, values: &str) -> Self {
        self.feeding(None, values)
    }

    /// Feeds a metric, where the alarms watch several.
    #[must_use]
    pub fn feed_metric(self, namespace: &str, name: &str, dimensions: &[(&str, &str)], values: &str) -> Self {
        let dimensions = dimensions.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        self.feeding(Some(Watched { namespace: namespace.into(), name: name.into(), dimensions, unit: None }), values)
    }

    /// Sets the seconds from one value to the next: 1, 5, 10, 20, 30 or a multiple of 60. Below a
    /// minute, data are of high resolution.
    #[must_use]
    pub fn every(self, seconds: u32) -> Self {
        Self { step: Some(seconds), ..self }
    }

    /// Sets the decisions that are ours.
    #[must_use]
    pub fn with_policies(self, policies: Policies) -> Self {
        Self { policies, ..self }
    }

    /// Expects [states at times](Expectations).
    #[must_use]
    pub fn expect(self, states: &str) -> Self {
        self.expecting(None, states, Kind::States)
    }

    /// Expects states of one alarm of several.
    #[must_use]
    pub fn expect_of(self, alarm: &str, states: &str) -> Self {
        self.expecting(Some(alarm.into()), states, Kind::States)
    }

    /// Expects these transitions and no others: `OK@1 ALARM@17`.
    #[must_use]
    pub fn expect_changes(self, changes: &str) -> Self {
        self.expecting(None, changes, Kind::Changes)
    }

    /// Expects these transitions of one alarm of several, and no others of it.
    #[must_use]
    pub fn expect_changes_of(self, alarm: &str, changes: &str) -> Self {
        self.expecting(Some(alarm.into()), changes, Kind::Changes)
    }

    /// Runs it and fails the test when an expectation is not met.
    ///
    /// # Panics
    /// Then, with the drawing; and when the bench cannot run.
    #[track_caller]
    pub fn check(self) -> Report {
        match self.run() {
            Ok(report) => {
                report.assert();
                report
            }
            Err(error) => panic!("{error}"),
        }
    }

    /// Runs it.
    ///
    /// # Errors
    /// [`BenchError`] when an alarm is refused, or a text cannot be read.
    pub fn run(self) -> Result<Report, BenchError> {
        if let Some(error) = self.error {
            return Err(error);
        }
        let step = self.step.unwrap_or(60);
        if !matches!(step, 1 | 5 | 10 | 20 | 30) && (step == 0 || !step.is_multiple_of(60)) {
            return Err(BenchError::Step(step));
        }
        let mut run = Run::new(self.policies, step);
        run.put_all(self.alarms)?;
        self.expected.into_iter().try_for_each(|(alarm, expected, kind)| run.expect(alarm, expected, kind))?;
        run.feed(self.feeds)
    }

    fn feeding(mut self, metric: Option<Watched>, values: &str) -> Self {
        match values.parse() {
            Ok(values) => self.feeds.push(Feed { metric, values }),
            Err(error) => self.error = self.error.or(Some(BenchError::Values(error))),
        }
        self
    }

    fn expecting(mut self, alarm: Option<String>, states: &str, kind: Kind) -> Self {
        match states.parse() {
            Ok(states) => self.expected.push((alarm, states, kind)),
            Err(error) => self.error = self.error.or(Some(BenchError::Expectations(error))),
        }
        self
    }
}

impl Watched {
    /// Whether it is the same metric, whatever the unit.
    fn is(&self, other: &Self) -> bool {
        let sorted = |of: &Self| {
            let mut dimensions = of.dimensions.clone();
            dimensions.sort_unstable();
            dimensions
        };
        (&self.namespace, &self.name) == (&other.namespace, &other.name) && sorted(self) == sorted(other)
    }
}

impl fmt::Display for Watched {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.namespace, self.name)?;
        self.dimensions.iter().try_for_each(|(name, value)| write!(f, " {name}={value}"))
    }
}
