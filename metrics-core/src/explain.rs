//! Why an alarm is in its state, and what would change it.

use std::fmt;

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

use crate::alarm::DecisionRule;
use crate::alarm::{AlarmConfiguration, Clause, Decision, Evaluation, JavaDouble, StateValue, Window, decide};

/// Why an evaluation of an alarm came out as it did, as data and, by [`Display`](fmt::Display), as
/// text.
///
/// ```
/// use cupola_metrics::{Alarm, Clause, Datum, Engine, Period, Place, StateValue, Timestamp, Window};
///
/// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
/// let t0 = Timestamp::parse("2026-05-04T06:00:10Z")?;
/// engine.put_metric_alarm(t0, Alarm::on("App", "Load").named("busy").maximum(Period::MINUTE).above(10.0).for_periods(2))?;
/// engine.put(t0, Datum::new("App", "Load", t0, 71.0))?;
///
/// let why = engine.explain_alarm(t0.plus_secs(60), "busy")?;
/// assert_eq!((why.decision.state, why.decision.clause), (None, Clause::YoungBreach));
/// let next = why.what_if.iter().find(|next| next.if_next == Window::Breaching).expect("every kind is tried");
/// assert_eq!((next.to, next.at.to_string().as_str()), (StateValue::Alarm, "2026-05-04T06:02:00Z"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Explanation {
    /// The alarm's name.
    pub alarm: String,
    /// When it was evaluated.
    pub at: Timestamp,
    /// The state before.
    pub from: StateValue,
    /// What was decided, and by which rule.
    pub decision: Decision,
    /// What the decision depended on.
    pub rule: DecisionRule,
    /// The windows that were fetched, newest first; the newest 200 when there are more.
    pub windows: Vec<ExplainedWindow>,
    /// What would change the state: for each kind of window, how many of it in a row.
    pub what_if: Vec<WhatIf>,
}

/// One window of an evaluation.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ExplainedWindow {
    /// Where it begins.
    pub start: Timestamp,
    /// The datapoint's value.
    pub value: Option<f64>,
    /// How many samples the datapoint stands for.
    pub sample_count: Option<f64>,
    /// Lower and upper edge of the anomaly band that it was compared with.
    pub band: Option<(f64, f64)>,
    /// What it showed.
    pub verdict: Window,
    /// How it counted.
    pub role: Role,
}

/// How a window counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Role {
    /// Its datapoint was looked at.
    Counted,
    /// It has no datapoint and was taken as breaching.
    FilledBreaching,
    /// It has no datapoint and was taken as not breaching.
    FilledNotBreaching,
    /// It played no part.
    Skipped,
}

/// A way to another state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct WhatIf {
    /// If the next windows are all of this kind,
    pub if_next: Window,
    /// and so many of them,
    pub windows: u32,
    /// the state becomes
    pub to: StateValue,
    /// at this evaluation.
    pub at: Timestamp,
}

impl Explanation {
    pub(crate) fn of(
        at: Timestamp,
        alarm: &AlarmConfiguration,
        rule: DecisionRule,
        from: StateValue,
        evaluation: &Evaluation,
    ) -> Self {
        let state = evaluation.decision.state.unwrap_or(from);
        Self {
            alarm: alarm.name.to_string(),
            at,
            from,
            decision: evaluation.decision,
            rule,
            windows: windows(alarm, evaluation),
            what_if: what_if(rule, state, evaluation),
        }
    }

    /// The state that followed.
    #[must_use]
    pub fn to(&self) -> StateValue {
        self.decision.state.unwrap_or(self.from)
    }
}

fn windows(alarm: &AlarmConfiguration, evaluation: &Evaluation) -> Vec<ExplainedWindow> {
    let considered = evaluation.considered(alarm);
    let fill = match evaluation.decision.clause {
        Clause::FilledBreaching => Some(Role::FilledBreaching),
        Clause::FilledNotBreaching => Some(Role::FilledNotBreaching),
        _ => None,
    };
    let mut to_fill = alarm.evaluation_periods as usize - considered.len();
    let explain = |(index, slot): (usize, &crate::alarm::Slot)| {
        let role = match fill {
            _ if considered.binary_search(&index).is_ok() => Role::Counted,
            Some(fill) if slot.point.is_none() && to_fill > 0 => {
                to_fill -= 1;
                fill
            }
            _ => Role::Skipped,
        };
        let value = slot.point.map(|point| point.value);
        let sample_count = slot.point.and_then(|point| point.sample_count);
        let band = slot.point.and_then(|point| point.band);
        ExplainedWindow {
            start: evaluation.range.start_of(index),
            value,
            sample_count,
            band,
            verdict: slot.verdict,
            role,
        }
    };
    evaluation.range.windows.iter().take(MOST_WINDOWS).enumerate().map(explain).collect()
}

/// Lets windows of one kind come in, one after the other, until the state changes or they fill
/// the range.
fn what_if(rule: DecisionRule, state: StateValue, evaluation: &Evaluation) -> Vec<WhatIf> {
    let range = evaluation.range.verdicts();
    let kinds = [Window::Breaching, Window::NonBreaching, Window::Missing];
    kinds.into_iter().filter_map(|kind| first_change(rule, state, evaluation, &range, kind)).collect()
}

fn first_change(
    rule: DecisionRule,
    state: StateValue,
    evaluation: &Evaluation,
    range: &[Window],
    kind: Window,
) -> Option<WhatIf> {
    let len = range.len().min(MOST_STEPS);
    (1..=len).find_map(|count| {
        let mut future = vec![kind; count];
        future.extend_from_slice(range.get(..range.len() - count).unwrap_or_default());
        let to = decide(&rule, &future).state.filter(|to| *to != state)?;
        let windows = u32::try_from(count).unwrap_or(u32::MAX);
        let at = evaluation
            .range
            .end()
            .plus_millis(evaluation.range.spans.period.millis().saturating_mul(i64::from(windows)));
        Some(WhatIf { if_next: kind, windows, to, at })
    })
}

/// How many windows are kept: alarms remember the explanation of their last transition.
const MOST_WINDOWS: usize = 200;

/// How many windows are let come in at most.
const MOST_STEPS: usize = 200;

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "alarm \"{}\" at {}: {}", self.alarm, self.at, Outcome(self))?;
        let DecisionRule { evaluation_periods, datapoints_to_alarm, treat_missing_data, .. } = self.rule;
        writeln!(f, "  M of N: {datapoints_to_alarm} of {evaluation_periods}, missing data: {treat_missing_data}")?;
        writeln!(f, "  rule: {}", self.decision.clause.describe())?;
        writeln!(f, "  source: {}", self.decision.clause.source())?;
        self.windows.iter().take(MOST_LINES).try_for_each(|window| writeln!(f, "  {window}"))?;
        if self.windows.len() > MOST_LINES {
            writeln!(f, "  and older windows")?;
        }
        if self.what_if.is_empty() {
            writeln!(f, "  no run of like windows changes the state")?;
        }
        self.what_if.iter().try_for_each(|next| writeln!(f, "  {next}"))
    }
}

/// How many windows the text shows.
const MOST_LINES: usize = 20;

struct Outcome<'a>(&'a Explanation);

impl fmt::Display for Outcome<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.decision.state {
            Some(to) if to != self.0.from => write!(f, "{} -> {to}", self.0.from),
            Some(to) => write!(f, "stays {to}"),
            None => write!(f, "{} is kept", self.0.from),
        }
    }
}

impl fmt::Display for ExplainedWindow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}  ", self.start)?;
        match (self.value, self.verdict) {
            (Some(value), Window::Breaching) => write!(f, "{} breaches", JavaDouble(value))?,
            (Some(value), _) => write!(f, "{} does not breach", JavaDouble(value))?,
            (None, _) => f.write_str("no data")?,
        }
        if let Some((lower, upper)) = self.band {
            write!(f, " the band {} to {}", JavaDouble(lower), JavaDouble(upper))?;
        }
        f.write_str(match self.role {
            Role::Counted => "",
            Role::FilledBreaching => ", taken as breaching",
            Role::FilledNotBreaching => ", taken as not breaching",
            Role::Skipped => ", not looked at",
        })
    }
}

impl fmt::Display for WhatIf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.if_next {
            Window::Breaching => "breaching",
            Window::NonBreaching => "good",
            Window::Missing => "missing",
        };
        let plural = if self.windows == 1 { "datapoint" } else { "datapoints" };
        write!(f, "{} more {kind} {plural} -> {} at {}", self.windows, self.to, self.at)
    }
}
