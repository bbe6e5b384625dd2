//! Whether a rule matches what its own target emits.

use std::fmt;
use std::sync::Arc;

use super::Budget;
use super::automaton::Found;
use super::emission::Emission;
use super::relation::Rule;
use super::values::{Values, pick};
use crate::Pattern;

/// Whether a rule matches what its own target emits, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LoopCheck {
    /// The answer.
    pub answer: LoopAnswer,
    /// For each way that `$or` expands to, what decides it.
    pub reasons: Vec<String>,
}

/// Whether a rule matches what its own target emits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LoopAnswer {
    /// Every emitted event matches: the rule calls itself for ever.
    Yes,
    /// No emitted event matches.
    No,
    /// It depends on what is not known of the emitted events.
    Unknown,
}

impl Pattern {
    /// Whether a rule with this pattern matches what its own target emits.
    ///
    /// ```
    /// use cupola_events::{Emission, LoopAnswer, Pattern};
    ///
    /// // A function that is called for every event of the shop, and reports to the shop's bus:
    /// let rule = Pattern::parse(r#"{"source": [{"prefix": "my.shop"}]}"#)?;
    /// let check = rule.loops(&Emission::put_events("my.shop.reports", "Report"));
    /// assert_eq!(check.answer, LoopAnswer::Yes);
    ///
    /// let rule = Pattern::parse(r#"{"source": ["my.shop"], "detail": {"kg": [{"numeric": [">", 20]}]}}"#)?;
    /// let check = rule.loops(&Emission::put_events("my.shop", "Report").with_detail(r#"{"kg": <weight>}"#)?);
    /// assert_eq!(check.answer, LoopAnswer::Unknown);
    /// assert_eq!(check.reasons, ["may match, depending on detail.kg"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn loops(&self, emitted: &Emission) -> LoopCheck {
        let mut budget = Budget::default();
        let ways: Vec<Way> = Rule::all_of(self).iter().map(|rule| Way::of(rule, emitted, &mut budget)).collect();
        let answer = match &ways[..] {
            ways if ways.contains(&Way::Matches) => LoopAnswer::Yes,
            ways if ways.iter().all(|way| matches!(way, Way::Fails(..))) => LoopAnswer::No,
            _ => LoopAnswer::Unknown,
        };
        LoopCheck { answer, reasons: ways.iter().map(ToString::to_string).collect() }
    }
}

/// What becomes of one way.
#[derive(PartialEq)]
enum Way {
    Matches,
    /// This path cannot match.
    Fails(String, Why),
    /// These paths may match or not.
    May(Vec<String>),
}

#[derive(PartialEq)]
enum Why {
    Missing,
    Other,
}

impl Way {
    fn of(rule: &Rule, emitted: &Emission, budget: &mut Budget) -> Self {
        let mut open = Vec::new();
        for (path, wanted) in &rule.tests {
            let there = emitted.at(path);
            let sure = match there {
                [] => wanted.absent,
                there => there.iter().any(|value| never(&[(value, true), (wanted, false)], budget)),
            };
            let may_be_unseen = wanted.absent && (there.is_empty() || emitted.has_elements());
            let cannot = !may_be_unseen && there.iter().all(|value| never(&[(value, true), (wanted, true)], budget));
            if emitted.is_open(path) {
                // A further value can only help a test that wants one.
                if !sure || there.is_empty() {
                    open.push(path.to_string());
                }
            } else if cannot {
                return Self::Fails(path.to_string(), if there.is_empty() { Why::Missing } else { Why::Other });
            } else if !sure {
                open.push(path.to_string());
            }
        }
        // Values in elements of arrays may exclude each other.
        if open.is_empty() && emitted.has_elements() {
            let sharing = rule.tests.iter().enumerate().filter(|(at, test)| share_a_word(&rule.tests[..*at], &test.0));
            open.extend(sharing.map(|(_, (path, _))| path.to_string()));
        }
        if open.is_empty() { Self::Matches } else { Self::May(open) }
    }
}

/// Whether an earlier path may stand in an element of the same array.
fn share_a_word(earlier: &[(Arc<str>, Values)], path: &str) -> bool {
    earlier.iter().any(|(other, _)| other.split('.').next() == path.split('.').next())
}

fn never(sides: &[(&Values, bool)], budget: &mut Budget) -> bool {
    pick(sides, budget) == Found::None
}

impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Matches => f.write_str("always matches"),
            Self::Fails(path, Why::Missing) => write!(f, "never matches: the emitted event has no {path}"),
            Self::Fails(path, Why::Other) => write!(f, "never matches: {path} is another one in the emitted event"),
            Self::May(paths) => write!(f, "may match, depending on {}", paths.join(", ")),
        }
    }
}

/// The answer and its reasons, a line each.
impl fmt::Display for LoopCheck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.answer {
            LoopAnswer::Yes => "the rule matches what its target emits",
            LoopAnswer::No => "the rule does not match what its target emits",
            LoopAnswer::Unknown => "the rule may match what its target emits",
        })?;
        self.reasons.iter().enumerate().try_for_each(|(way, reason)| write!(f, "\n  way {}: {reason}", way + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(pattern: &str, detail: &str) -> LoopCheck {
        let emitted = Emission::put_events("my.shop", "Report").with_detail(detail).unwrap();
        Pattern::parse(pattern).unwrap().loops(&emitted)
    }

    #[test]
    fn rules_are_laid_beside_what_is_emitted() {
        use LoopAnswer::{No, Unknown, Yes};
        for (pattern, detail, answer) in [
            (r#"{"source": ["my.shop"]}"#, "{}", Yes),
            (r#"{"source": ["my.shop"], "detail-type": ["Report"]}"#, r#"{"id": <id>}"#, Yes),
            (r#"{"source": ["my.quay"]}"#, "{}", No),
            (r#"{"source": [{"anything-but": {"prefix": "my."}}]}"#, "{}", No),
            (r#"{"account": [1]}"#, "{}", No),
            (r#"{"account": ["111122223333"]}"#, "{}", Unknown),
            (r#"{"resources": [{"exists": true}]}"#, "{}", Unknown),
            (r#"{"detail": {"state": ["on"]}}"#, r#"{"state": "on"}"#, Yes),
            (r#"{"detail": {"state": ["on"]}}"#, r#"{"state": "off"}"#, No),
            (r#"{"detail": {"state": ["on"]}}"#, r#"{"other": "on"}"#, No),
            (r#"{"detail": {"state": [{"exists": false}]}}"#, r#"{"other": "on"}"#, Yes),
            (r#"{"detail": {"state": [{"exists": false}]}}"#, r#"{"state": "on"}"#, No),
            (r#"{"detail": {"state": ["on"]}}"#, r#"{"state": <state>}"#, Unknown),
            (r#"{"detail": {"state": ["on"]}}"#, r#"{"state": ["on", <state>]}"#, Yes),
            (r#"{"detail": {"state": {"name": ["on"]}}}"#, r#"{"state": <state>}"#, Unknown),
            (r#"{"detail": {"state": [{"prefix": "lamp-"}]}}"#, r#"{"state": "lamp-<number>"}"#, Yes),
            (r#"{"detail": {"state": [{"prefix": "door-"}]}}"#, r#"{"state": "lamp-<number>"}"#, No),
            (r#"{"detail": {"state": [{"suffix": "7"}]}}"#, r#"{"state": "lamp-<number>"}"#, Unknown),
            (r#"{"detail": {"state": ["on"]}}"#, "<state>", Unknown),
            (r#"{"detail": {"state": ["on"]}}"#, r#"{<name>: "on"}"#, Unknown),
            (r#"{"detail": {"kg": [{"numeric": [">", 2]}]}}"#, r#"{"kg": 2.5, "text": "a < b \"<x>"}"#, Yes),
            (r#"{"detail": {"a": {"b": [1], "c": [2]}}}"#, r#"{"a": [{"b": 1}, {"c": 2}]}"#, Unknown),
            (r#"{"detail": {"a": {"b": [1]}}}"#, r#"{"a": [{"b": 1}, {"c": 2}]}"#, Yes),
            (r#"{"$or": [{"source": ["x"]}, {"detail": {"a": [1]}}]}"#, r#"{"a": 1}"#, Yes),
        ] {
            assert_eq!(ask(pattern, detail).answer, answer, "{pattern} {detail}");
        }
    }

    #[test]
    fn reasons_name_what_decides() {
        let check =
            ask(r#"{"$or": [{"source": ["x"]}, {"detail": {"a": [1]}}, {"detail": {"b": [1]}}]}"#, r#"{"b": <b>}"#);
        assert_eq!(
            check.to_string(),
            "the rule may match what its target emits\n  way 1: never matches: source is another one in the emitted \
             event\n  way 2: never matches: the emitted event has no detail.a\n  way 3: may match, depending on detail.b"
        );
    }

    #[test]
    fn whole_templates_and_resources_can_be_told() {
        let pattern = Pattern::parse(r#"{"resources": [{"suffix": ":queue"}]}"#).unwrap();
        let told = Emission::put_events("s", "t").with_resources(&["arn:<region>:queue"]);
        assert_eq!(pattern.loops(&told).answer, LoopAnswer::Yes);
        let whole = Emission::from_template(r#"{"resources": ["x"], "detail": <detail>}"#).unwrap();
        assert_eq!(pattern.loops(&whole).answer, LoopAnswer::No);
        assert_eq!(pattern.loops(&Emission::from_template("<event>").unwrap()).answer, LoopAnswer::Unknown);
        assert!(Emission::from_template("{<").is_err());
    }
}
