//! Why an event matches a pattern or does not.

use std::fmt;

use serde::Serialize;

use super::MatchError;
use super::eval::Bound;
use super::expand::Test;
use super::search::Chosen;
use super::steps::Steps;
use crate::event::{Field, Fields, NOWHERE, Paths};

/// Why an event matches a pattern or does not, as data; as text by `Display`.
///
/// ```
/// use cupola_events::{Pattern, Verdict};
///
/// let pattern = Pattern::parse(r#"{"items": {"name": ["crate"], "open": [true]}}"#)?;
/// let event = br#"{"items": [{"name": "crate", "open": false}, {"name": "box", "open": true}]}"#;
/// let explanation = pattern.explain(event)?;
/// assert!(!explanation.matched);
/// let path = &explanation.rules[0].paths[1];
/// assert_eq!(path.path, "items.open");
/// assert!(matches!(&path.verdict, Verdict::ArrayConflict { array, .. } if array == "items"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Explanation {
    /// Whether the event matches: at least one rule does.
    pub matched: bool,
    /// One entry for each rule that `$or` expands to; one without `$or`.
    pub rules: Vec<RuleExplanation>,
}

/// Why one plain rule matches or does not.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct RuleExplanation {
    /// Whether all paths match together.
    pub matched: bool,
    /// In the order in which the paths are judged.
    pub paths: Vec<PathExplanation>,
}

/// What became of one path of a pattern.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct PathExplanation {
    /// The dotted path.
    pub path: String,
    /// What its value must be, as JSON: one of these.
    pub wanted: Vec<String>,
    /// The values that the event has there, as JSON, in its order.
    pub found: Vec<String>,
    /// What became of it.
    pub verdict: Verdict,
}

/// What became of a path.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Verdict {
    /// This value matches.
    Matches {
        /// The value as JSON.
        value: String,
        /// The element of an array it stands in, e.g. `items[2]`; none outside arrays.
        element: Option<String>,
    },
    /// The path has no value, as wanted.
    Absent,
    /// The path has no value.
    Missing,
    /// No value is one of those wanted.
    NoMatch,
    /// A value matches, but stands in another element of an array than one that an earlier path
    /// needs.
    ArrayConflict {
        /// The value as JSON.
        value: String,
        /// The path of the array.
        array: String,
        /// The index of the element that the value stands in.
        index: u32,
        /// The index of the element that an earlier path needs.
        needed: u32,
    },
    /// The path was to be absent, but has this value within reach.
    Present {
        /// The value as JSON.
        value: String,
    },
    /// An earlier path failed, so that this one was not judged.
    NotJudged,
}

/// Explains every rule.
pub(super) fn explain(
    rules: &[Bound],
    paths: &Paths,
    fields: &Fields<'_>,
    steps: &mut Steps,
) -> Result<Explanation, MatchError> {
    let explainer = Explainer { paths, fields };
    let rules = rules.iter().map(|rule| explainer.rule(rule, steps)).collect::<Result<Vec<_>, _>>()?;
    Ok(Explanation { matched: rules.iter().any(|rule| rule.matched), rules })
}

struct Explainer<'a, 'e> {
    paths: &'a Paths,
    fields: &'a Fields<'e>,
}

impl Explainer<'_, '_> {
    fn rule(&self, rule: &Bound, steps: &mut Steps) -> Result<RuleExplanation, MatchError> {
        let (matched, chosen) = match rule.search(self.fields, steps)? {
            Ok(chosen) => (true, chosen),
            Err(stuck) => (false, stuck.chosen),
        };
        let tests = rule.tests.iter().enumerate();
        let paths = tests.map(|(at, (path, test))| {
            let found = self.fields.of(*path);
            PathExplanation {
                path: test.path.to_string(),
                wanted: test.matchers.iter().map(ToString::to_string).collect(),
                found: found.iter().map(|field| field.value.to_string()).collect(),
                verdict: self.verdict(test, found, &chosen, at),
            }
        });
        Ok(RuleExplanation { matched, paths: paths.collect() })
    }

    fn verdict(&self, test: &Test, found: &[Field<'_>], chosen: &Chosen<'_, '_>, at: usize) -> Verdict {
        match chosen.get(at) {
            Some(Some(field)) => self.matches(field),
            Some(None) => Verdict::Absent,
            None => self.failure(test, found, chosen, at),
        }
    }

    fn matches(&self, field: &Field<'_>) -> Verdict {
        let element = self.fields.element(field.element);
        let element = element.map(|element| format!("{}[{}]", self.paths.name_of(element.place), element.index));
        Verdict::Matches { value: field.value.to_string(), element }
    }

    fn failure(&self, test: &Test, found: &[Field<'_>], chosen: &Chosen<'_, '_>, at: usize) -> Verdict {
        if found.is_empty() {
            return if test.accepts_absence() { Verdict::NotJudged } else { Verdict::Missing };
        }
        if let Some(field) = found.iter().find(|field| test.accepts(field)) {
            return match at == chosen.len() {
                true => self.conflict(field, chosen).unwrap_or(Verdict::NotJudged),
                false => Verdict::NotJudged,
            };
        }
        if !test.accepts_absence() {
            return Verdict::NoMatch;
        }
        match found.iter().find(|field| field.element == NOWHERE || at == chosen.len()) {
            Some(field) => Verdict::Present { value: field.value.to_string() },
            None => Verdict::NotJudged,
        }
    }

    fn conflict(&self, field: &Field<'_>, chosen: &Chosen<'_, '_>) -> Option<Verdict> {
        let needed = chosen.iter().flatten().flat_map(|chosen| self.fields.around(chosen.element));
        let needed: Vec<_> = needed.map(|(_, element)| (element.array, element.index)).collect();
        let conflict = self.fields.around(field.element).find_map(|(_, element)| {
            let other = needed.iter().find(|(array, index)| *array == element.array && *index != element.index)?;
            Some((element, other.1))
        });
        conflict.map(|(element, needed)| Verdict::ArrayConflict {
            value: field.value.to_string(),
            array: self.paths.name_of(element.place),
            index: element.index,
            needed,
        })
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", if self.matched { "matches" } else { "does not match" })?;
        for (number, rule) in self.rules.iter().enumerate() {
            if self.rules.len() > 1 {
                writeln!(f, "way {} {}:", number + 1, if rule.matched { "matches" } else { "does not match" })?;
            }
            rule.fmt(f)?;
        }
        Ok(())
    }
}

impl fmt::Display for RuleExplanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.paths.iter().try_for_each(|path| writeln!(f, "  {path}"))
    }
}

impl fmt::Display for PathExplanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, wanted, found, verdict } = self;
        let (wanted, found) = (wanted.join(" or "), found.join(", "));
        match verdict {
            Verdict::Matches { value, element: None } => write!(f, "{path}: {value} matches {wanted}"),
            Verdict::Matches { value, element: Some(element) } => {
                write!(f, "{path}: {value} in {element} matches {wanted}")
            }
            Verdict::Absent => write!(f, "{path}: has no value within reach, as wanted"),
            Verdict::Missing => write!(f, "{path}: has no value, {wanted} is wanted"),
            Verdict::NoMatch => write!(f, "{path}: {found} does not match {wanted}"),
            Verdict::ArrayConflict { value, array, index, needed } => {
                write!(
                    f,
                    "{path}: {value} matches {wanted} but stands in {array}[{index}], while {array}[{needed}] is needed by an earlier path"
                )
            }
            Verdict::Present { value } => write!(f, "{path}: has the value {value}, but should have none"),
            Verdict::NotJudged => write!(f, "{path}: was not judged, because an earlier path failed"),
        }
    }
}
