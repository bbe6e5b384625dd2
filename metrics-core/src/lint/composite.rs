//! Lints of composite alarms.

use std::collections::BTreeMap;
use std::fmt;

use cupola_base::Place;
use serde::{Deserialize, Serialize};

use super::cycles::{Cycle, cycles};
use crate::composite::{AlarmRule, resolve};

/// One thing that looks wrong with a composite alarm.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CompositeLint {
    /// The alarm.
    pub alarm: String,
    /// What kind of thing.
    pub kind: CompositeLintKind,
    /// What was found.
    pub message: String,
}

/// The kinds of things that look wrong with composite alarms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum CompositeLintKind {
    /// A rule leads back to its own alarm.
    Cycle,
    /// A rule names an alarm that does not exist.
    UnknownChild,
    /// The alarm that is to suppress actions does not exist.
    UnknownSuppressor,
}

impl CompositeLint {
    /// What looks wrong with rules, each told with the name of its alarm, in a place where there are
    /// these other alarms as well. No engine is needed: the rules may be those of a template.
    ///
    /// ```
    /// use cupola_metrics::{AlarmRule, CompositeLint, Place};
    ///
    /// let place = Place::parse("111122223333", "us-east-1")?;
    /// let shop = AlarmRule::parse("ALARM(slow) OR ALARM(checkout)")?;
    /// let checkout = AlarmRule::parse("ALARM(shop) AND OK(stock)")?;
    /// let lints = CompositeLint::of_rules(&place, &[("shop", &shop), ("checkout", &checkout)], &["slow"]);
    /// let found: Vec<String> = lints.iter().map(|lint| format!("{} {}: {}", lint.alarm, lint.kind, lint.message)).collect();
    /// assert_eq!(found, ["checkout cycle: checkout -> shop -> checkout", "checkout unknown-child: there is no alarm stock"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// Of each cycle one alarm is told. When a name comes twice, its last rule counts.
    ///
    /// # Source
    /// CloudWatch User Guide, "Combining alarms"; CloudWatch API Reference, PutCompositeAlarm.
    #[must_use]
    pub fn of_rules(place: &Place, rules: &[(&str, &AlarmRule)], others: &[&str]) -> Vec<Self> {
        let mut others = others.to_vec();
        others.sort_unstable();
        let rules = rules.iter().map(|(name, rule)| (*name, Looked { rule, suppressor: None }));
        lints(place, &rules.collect(), |name| others.binary_search(&name).is_ok())
    }
}

impl CompositeLintKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Cycle, Self::UnknownChild, Self::UnknownSuppressor];

    /// A word for tools: `unknown-child`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Cycle => "cycle",
            Self::UnknownChild => "unknown-child",
            Self::UnknownSuppressor => "unknown-suppressor",
        }
    }

    /// Why it matters.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Cycle => "alarms in a cycle are not evaluated, and none of them can be deleted",
            Self::UnknownChild => "an alarm whose rule names an alarm that does not exist is refused",
            Self::UnknownSuppressor => "an alarm whose suppressor does not exist is refused",
        }
    }

    /// Where the rule stands.
    #[must_use]
    pub const fn source(self) -> &'static str {
        match self {
            Self::Cycle => "CloudWatch User Guide, \"Combining alarms\"",
            Self::UnknownChild | Self::UnknownSuppressor => "CloudWatch API Reference, PutCompositeAlarm",
        }
    }
}

impl fmt::Display for CompositeLintKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Display for CompositeLint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}: {}: {}", self.alarm, self.kind, self.message)?;
        writeln!(f, "  reason: {}", self.kind.reason())?;
        write!(f, "  source: {}", self.kind.source())
    }
}

/// A composite alarm, as far as it is looked at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Looked<'a> {
    pub(super) rule: &'a AlarmRule,
    pub(super) suppressor: Option<&'a str>,
}

/// How many lints are told.
const MOST: usize = 1000;

/// Everything that looks wrong, by alarm, then by kind.
pub(super) fn lints(
    place: &Place,
    all: &BTreeMap<&str, Looked<'_>>,
    is_other: impl Fn(&str) -> bool,
) -> Vec<CompositeLint> {
    let exists = |text: &str| {
        let name = resolve(place, text).ok();
        name.is_some_and(|name| all.contains_key(name.as_str()) || is_other(name.as_str()))
    };
    let unknown = all.iter().flat_map(|(alarm, looked)| {
        let children = looked.rule.references().map(|text| (CompositeLintKind::UnknownChild, text));
        let suppressor = looked.suppressor.map(|text| (CompositeLintKind::UnknownSuppressor, text));
        let unknown = children.chain(suppressor).filter(|(_, text)| !exists(text));
        unknown.map(|(kind, text)| lint(alarm, kind, format!("there is no alarm {text}")))
    });
    let mut lints: Vec<CompositeLint> = in_cycles(place, all).into_iter().chain(unknown.take(MOST)).collect();
    lints.sort_by(|one, other| (&one.alarm, one.kind).cmp(&(&other.alarm, other.kind)));
    lints
}

fn in_cycles(place: &Place, all: &BTreeMap<&str, Looked<'_>>) -> Vec<CompositeLint> {
    let names: Vec<&str> = all.keys().copied().collect();
    let index = |text: &str| names.binary_search(&resolve(place, text).ok()?.as_str()).ok();
    let children: Vec<Vec<usize>> =
        all.values().map(|looked| looked.rule.references().filter_map(index).collect()).collect();
    let told = |cycle: Cycle| {
        let shown: Vec<&str> = cycle.shown.iter().map(|index| names[*index]).collect();
        let rest =
            if cycle.len > shown.len() { format!(" -> ({} more)", cycle.len - shown.len()) } else { String::new() };
        lint(shown[0], CompositeLintKind::Cycle, format!("{}{rest} -> {}", shown.join(" -> "), shown[0]))
    };
    cycles(&children, MOST).into_iter().map(told).collect()
}

fn lint(alarm: &str, kind: CompositeLintKind, message: String) -> CompositeLint {
    CompositeLint { alarm: alarm.into(), kind, message }
}
