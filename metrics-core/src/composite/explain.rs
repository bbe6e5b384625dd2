//! Why a composite alarm is in its state.

use std::fmt;

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

use super::alarm::CompositeAlarm;
use super::rule::{AlarmRule, Node, leaf_text};
use super::suppression::{Suppression, SuppressionPhase};
use crate::alarm::StateValue;

/// How the rule of a composite alarm stands, and what keeps its actions from running. `Display` draws it as a tree.
///
/// ```
/// use cupola_metrics::{Alarm, Composite, Engine, Period, Place, StateValue, Timestamp};
///
/// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
/// let t0 = Timestamp::parse("2026-05-04T06:00:00Z")?;
/// for name in ["slow", "errors"] {
///     engine.put_metric_alarm(t0, Alarm::on("App", name).named(name).sum(Period::MINUTE).above(1.0))?;
/// }
/// engine.put_composite_alarm(t0, Composite::new("page", "ALARM(slow) OR NOT ALARM(errors) AND FALSE")?)?;
///
/// let why = engine.explain_composite(t0, "page")?;
/// assert_eq!(why.to_string(), "\
/// page is OK: its rule does not hold
///   no  OR
///     no  ALARM(slow), which is INSUFFICIENT_DATA
///     no  AND
///       yes NOT
///         no  ALARM(errors), which is INSUFFICIENT_DATA
///       no  FALSE
/// it would change if
///   slow were ALARM
/// nothing suppresses its actions");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CompositeExplanation {
    /// The instant that is explained.
    pub at: Timestamp,
    /// The alarm's name.
    pub alarm: String,
    /// The alarm's state; somebody's hand may have set it to another than its rule says.
    pub state: StateValue,
    /// Whether the rule holds.
    pub holds: bool,
    /// Whether the alarm depends on itself, so that its rule decides nothing.
    pub is_in_cycle: bool,
    /// The parts of the rule, each before those that it joins.
    pub parts: Vec<ExplainedPart>,
    /// What would change whether the rule holds, when everything else stays.
    pub flips: Vec<Flip>,
    /// What keeps the actions from running, and until when.
    pub suppression: Suppression,
    /// Until when a mute rule keeps them from running, when one does.
    pub muted_until: Option<Timestamp>,
}

/// One part of a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ExplainedPart {
    /// How many parts it stands below.
    pub depth: usize,
    /// What it says, and how the alarms are that it tells.
    pub text: String,
    /// Whether it holds.
    pub holds: bool,
}

/// A child that alone would change whether a rule holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Flip {
    /// The child, as the rule tells it.
    pub alarm: String,
    /// The states in which it would.
    pub states: Vec<StateValue>,
}

impl CompositeExplanation {
    /// `states` are those of the rule's references, in their order.
    pub(crate) fn of(
        at: Timestamp,
        alarm: &CompositeAlarm,
        states: &[StateValue],
        muted_until: Option<Timestamp>,
    ) -> Self {
        let rule = &alarm.configuration.rule;
        let mut truths = Vec::new();
        let holds = rule.holds_in(|child| states[child as usize], &mut truths);
        Self {
            at,
            alarm: alarm.configuration.name.to_string(),
            state: alarm.state.value,
            holds,
            is_in_cycle: alarm.is_in_cycle,
            parts: parts(rule, states, &truths),
            flips: flips(rule, states, holds),
            suppression: alarm.suppression,
            muted_until,
        }
    }
}

fn parts(rule: &AlarmRule, states: &[StateValue], truths: &[bool]) -> Vec<ExplainedPart> {
    let mut parts = Vec::new();
    let mut todo: Vec<(usize, usize)> = rule.nodes().len().checked_sub(1).map(|last| (last, 0)).into_iter().collect();
    while let Some((index, depth)) = todo.pop() {
        let node = &rule.nodes()[index];
        parts.push(ExplainedPart { depth, text: text(rule, node, states), holds: truths[index] });
        todo.extend(node.parts().iter().rev().map(|part| (*part as usize, depth + 1)));
    }
    parts
}

fn text(rule: &AlarmRule, node: &Node, states: &[StateValue]) -> String {
    let text = leaf_text(rule, node);
    match node {
        Node::Is(_, child) => format!("{text}, which is {}", states[*child as usize]),
        Node::AtLeast(at_least) => {
            let count = at_least.count(|child| states[child as usize]);
            format!("{text}: {count} of {} are, {} needed", at_least.children.len(), at_least.needed())
        }
        _ => text,
    }
}

fn flips(rule: &AlarmRule, states: &[StateValue], holds: bool) -> Vec<Flip> {
    let mut truths = Vec::new();
    let mut flips = Vec::new();
    for (index, reference) in rule.references().enumerate() {
        let mut would = |state: StateValue| {
            let other = |child: u32| if child as usize == index { state } else { states[child as usize] };
            rule.holds_in(other, &mut truths) != holds
        };
        let states: Vec<StateValue> = StateValue::ALL.iter().copied().filter(|state| would(*state)).collect();
        if !states.is_empty() {
            flips.push(Flip { alarm: reference.into(), states });
        }
    }
    flips
}

impl fmt::Display for CompositeExplanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let does = if self.holds { "holds" } else { "does not hold" };
        write!(f, "{} is {}: its rule {does}", self.alarm, self.state)?;
        if self.is_in_cycle {
            f.write_str(", which decides nothing, because the alarm depends on itself")?;
        }
        for part in &self.parts {
            let yes = if part.holds { "yes" } else { "no " };
            write!(f, "\n{:indent$}{yes} {}", "", part.text, indent = 2 * part.depth + 2)?;
        }
        if !self.flips.is_empty() {
            f.write_str("\nit would change if")?;
        }
        for flip in &self.flips {
            let states: Vec<&str> = flip.states.iter().map(|state| state.as_str()).collect();
            write!(f, "\n  {} were {}", flip.alarm, states.join(" or "))?;
        }
        match self.suppression.phase() {
            SuppressionPhase::Idle => f.write_str("\nnothing suppresses its actions"),
            SuppressionPhase::Suppressed => f.write_str("\nits actions are suppressed while its suppressor is ALARM"),
            SuppressionPhase::Waiting { until } => write!(f, "\nits actions wait for its suppressor until {until}"),
            SuppressionPhase::Extending { until } => write!(f, "\nits actions are suppressed until {until}"),
        }?;
        self.muted_until.map_or(Ok(()), |until| write!(f, "\na mute rule withholds its actions until {until}"))
    }
}
