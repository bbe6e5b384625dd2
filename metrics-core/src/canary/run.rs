//! What a canary's run publishes.

use cupola_base::{Datum, Timestamp, Unit};
use serde::{Deserialize, Serialize};

use super::kept::CanaryRunDue;

/// One run of a canary, as it went.
///
/// ```
/// use cupola_metrics::{CanaryRun, Sample, Timestamp};
///
/// let start = Timestamp::parse("2026-05-04T08:00:00Z")?;
/// let run = CanaryRun { passed: true, duration_ms: 812.0, ..CanaryRun::new("checkout", start) };
/// let data = run.data();
/// let success = data.iter().find(|datum| &*datum.name == "SuccessPercent").expect("every run has it");
/// assert_eq!((success.at, &success.sample), (start, &Sample::Value(100.0)));
/// # Ok::<(), cupola_metrics::TimestampError>(())
/// ```
///
/// # Source
/// CloudWatch User Guide, "CloudWatch metrics published by canaries".
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "runs are written with a struct update, which needs an open struct")]
pub struct CanaryRun {
    /// The canary's name.
    pub canary: String,
    /// The id of the run, as it was due; `None` for any run of the canary.
    pub run: Option<String>,
    /// When the run started, which is the time of all its data.
    pub start: Timestamp,
    /// How long it took.
    pub duration_ms: f64,
    /// Whether the script came to its end without a failure.
    pub passed: bool,
    /// Why it failed.
    pub failure: Option<CanaryFailure>,
    /// Where its artifacts are, when it is not where the canary puts them.
    pub artifacts: Option<String>,
    /// The HTTP requests that it made.
    pub requests: Vec<CanaryRequest>,
    /// Its steps.
    pub steps: Vec<CanaryStep>,
    /// How screenshots compared, when the canary compares them.
    pub visual: Option<VisualComparison>,
}

/// Why a run failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CanaryFailure {
    /// Whose failure it is.
    pub kind: CanaryFailureKind,
    /// What happened, in words.
    pub reason: String,
}

impl CanaryFailure {
    /// A failure with a reason.
    #[must_use]
    pub fn new(kind: CanaryFailureKind, reason: impl Into<String>) -> Self {
        Self { kind, reason: reason.into() }
    }
}

/// Whose failure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[expect(clippy::exhaustive_enums, reason = "the service knows two")]
pub enum CanaryFailureKind {
    /// The script failed.
    #[serde(rename = "CANARY_FAILURE")]
    Script,
    /// The script could not run.
    #[serde(rename = "EXECUTION_FAILURE")]
    Execution,
}

/// One HTTP request of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "a request is answered or not")]
pub enum CanaryRequest {
    /// Answered with this status.
    Answered(u16),
    /// Not answered at all.
    Unanswered,
}

impl CanaryRequest {
    /// Whether it was not answered, or answered with a status from 400 on.
    #[must_use]
    pub const fn is_failed(self) -> bool {
        !matches!(self, Self::Answered(..400))
    }
}

/// One step of a run.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "a step has three facts")]
pub struct CanaryStep {
    /// Its name.
    pub name: String,
    /// Whether it passed.
    pub passed: bool,
    /// How long it took.
    pub duration_ms: f64,
}

/// How screenshots compared with their baseline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a comparison has two counts")]
pub struct VisualComparison {
    /// How many were compared.
    pub total: u32,
    /// How many were alike.
    pub alike: u32,
}

impl CanaryRun {
    /// A run that failed at once.
    #[must_use]
    pub fn new(canary: impl Into<String>, start: Timestamp) -> Self {
        Self {
            canary: canary.into(),
            run: None,
            start,
            duration_ms: 0.0,
            passed: false,
            failure: None,
            artifacts: None,
            requests: Vec::new(),
            steps: Vec::new(),
            visual: None,
        }
    }

    /// A run that was due, and failed at once.
    #[must_use]
    pub fn of(due: &CanaryRunDue) -> Self {
        Self { run: Some(due.run.clone()), ..Self::new(due.canary.as_str(), due.at) }
    }

    /// When it came to its end.
    pub(super) fn end(&self) -> Timestamp {
        #[expect(clippy::cast_possible_truncation, reason = "what is no time is no duration")]
        let millis = self.duration_ms.clamp(0.0, 1e12) as i64;
        self.start.plus_millis(millis)
    }

    /// The data of the run: of the canary, of all canaries together, and of each step, in the
    /// namespace `CloudWatchSynthetics`. Counts of requests are there when there were requests.
    #[must_use]
    pub fn data(&self) -> Vec<Datum> {
        let mut data = Vec::new();
        for (name, unit, value) in self.values() {
            let plain = Datum::new("CloudWatchSynthetics", name, self.start, value).with_unit(unit);
            data.push(plain.clone().with_dimension("CanaryName", self.canary.as_str()));
            data.push(plain);
        }
        data.extend(self.steps.iter().flat_map(|step| self.step(step)));
        data
    }

    fn values(&self) -> Vec<(&'static str, Unit, f64)> {
        let mut values = vec![
            ("SuccessPercent", Unit::Percent, percent(self.passed)),
            ("Duration", Unit::Milliseconds, self.duration_ms),
            ("Failed", Unit::Count, f64::from(u8::from(!self.passed))),
        ];
        if !self.requests.is_empty() {
            let answered =
                |class| self.count(move |request| matches!(request, CanaryRequest::Answered(s) if s / 100 == class));
            let failed = self.count(CanaryRequest::is_failed);
            values.push(("Failed requests", Unit::Count, failed));
            let classes = [("2xx", 2), ("4xx", 4), ("5xx", 5)];
            values.extend(classes.map(|(name, class)| (name, Unit::Count, answered(class))));
        }
        if let Some(VisualComparison { total, alike }) = self.visual {
            let share = if total == 0 { 100.0 } else { 100.0 * f64::from(alike.min(total)) / f64::from(total) };
            values.push(("VisualMonitoringSuccessPercent", Unit::Percent, share));
            values.push(("VisualMonitoringTotalComparisons", Unit::Count, f64::from(total)));
        }
        values
    }

    #[expect(clippy::cast_precision_loss, reason = "requests of a run stay far below 2^53")]
    fn count(&self, accepts: impl Fn(CanaryRequest) -> bool) -> f64 {
        self.requests.iter().filter(|request| accepts(**request)).count() as f64
    }

    fn step(&self, step: &CanaryStep) -> [Datum; 2] {
        let values = [
            ("SuccessPercent", Unit::Percent, percent(step.passed)),
            ("Duration", Unit::Milliseconds, step.duration_ms),
        ];
        values.map(|(name, unit, value)| {
            Datum::new("CloudWatchSynthetics", name, self.start, value)
                .with_unit(unit)
                .with_dimension("CanaryName", self.canary.as_str())
                .with_dimension("StepName", step.name.as_str())
        })
    }
}

const fn percent(passed: bool) -> f64 {
    if passed { 100.0 } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use cupola_base::Sample;

    use super::*;

    #[test]
    fn a_run_tells_of_its_requests_steps_and_screenshots() {
        let answered = [200, 204, 301, 404, 503].map(CanaryRequest::Answered);
        let run = CanaryRun {
            requests: answered.into_iter().chain([CanaryRequest::Unanswered]).collect(),
            steps: vec![CanaryStep { name: "pay".into(), passed: true, duration_ms: 30.0 }],
            visual: Some(VisualComparison { total: 4, alike: 3 }),
            duration_ms: 90.0,
            ..CanaryRun::new("shop", Timestamp::EPOCH)
        };
        let data = run.data();
        let value = |name: &str, dimensions: usize| {
            let found = data.iter().find(|datum| *datum.name == *name && datum.dimensions.len() == dimensions);
            match found.map(|datum| &datum.sample) {
                Some(Sample::Value(value)) => value.to_string(),
                other => format!("{other:?}"),
            }
        };
        for (name, expected) in [
            ("SuccessPercent", "0"),
            ("Duration", "90"),
            ("Failed", "1"),
            ("Failed requests", "3"),
            ("2xx", "2"),
            ("4xx", "1"),
            ("5xx", "1"),
            ("VisualMonitoringSuccessPercent", "75"),
            ("VisualMonitoringTotalComparisons", "4"),
        ] {
            assert_eq!((value(name, 1).as_str(), value(name, 0).as_str()), (expected, expected), "{name}");
        }
        assert_eq!((value("SuccessPercent", 2).as_str(), value("Duration", 2).as_str()), ("100", "30"));
    }
}
