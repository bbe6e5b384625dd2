//! Why an event matches a pattern or does not.

use std::fmt;

use serde::Serialize;

use super::MatchError;
use super::eval::{Bound, Clause};
use super::search::Room;
use super::steps::Steps;
use crate::event::{Field, FieldId, Fields, NOWHERE, Paths};

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
///
/// As text:
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let why = |pattern: &str, event: &str| -> Result<String, Box<dyn std::error::Error>> {
///     Ok(cupola_events::Pattern::parse(pattern)?.explain(event.as_bytes())?.to_string())
/// };
/// assert_eq!(why(r#"{"kg": [{"numeric": [">", 2]}]}"#, r#"{"kg": 3.5}"#)?, "\
/// matches
///   kg: 3.5 matches {\"numeric\":[\">\",2]}
/// ");
/// assert_eq!(why(r#"{"state": ["on", "off"], "kg": [1]}"#, r#"{"state": "broken"}"#)?, "\
/// does not match
///   kg: has no value, 1 is wanted
///   state: \"broken\" does not match \"on\" or \"off\"
/// ");
/// assert_eq!(why(r#"{"tags": [{"prefix": "c"}]}"#, r#"{"tags": ["a", "b"]}"#)?, "\
/// does not match
///   tags: none of \"a\", \"b\" matches {\"prefix\":\"c\"}
/// ");
/// assert_eq!(why(r#"{"error": [{"exists": false}]}"#, r#"{"error": null}"#)?, "\
/// does not match
///   error: has the value null, but should have none
/// ");
/// let event = r#"{"items": [{"name": "crate", "open": false}, {"name": "box", "open": true}]}"#;
/// assert_eq!(why(r#"{"items": {"name": ["crate"], "open": [true]}}"#, event)?, "\
/// does not match
///   items.name: \"crate\" in items[0] matches \"crate\"
///   items.open: true matches true, but it stands in items[1], while items.name is found in items[0]; all must be in one element
/// ");
/// assert_eq!(why(r#"{"$or": [{"a": [1]}, {"b": [2]}]}"#, r#"{"b": 2}"#)?, "\
/// matches
/// way 1 does not match:
///   a: has no value, 1 is wanted
/// way 2 matches:
///   b: 2 matches 2
/// ");
/// # Ok(())
/// # }
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
        /// That earlier path.
        by: String,
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
    fields: Fields<'_>,
    steps: &mut Steps,
) -> Result<Explanation, MatchError> {
    let explainer = Explainer { paths, fields };
    let rules = rules.iter().map(|rule| explainer.rule(rule, steps)).collect::<Result<Vec<_>, _>>()?;
    Ok(Explanation { matched: rules.iter().any(|rule| rule.matched), rules })
}

/// The field chosen for each path before the one at which the search got stuck; none where it is absent.
type Chosen<'f> = Vec<Option<&'f Field>>;

struct Explainer<'a> {
    paths: &'a Paths,
    fields: Fields<'a>,
}

impl Explainer<'_> {
    fn rule(&self, rule: &Bound, steps: &mut Steps) -> Result<RuleExplanation, MatchError> {
        let mut room = Room::default();
        let matched = room.search(&rule.clauses, self.fields, steps)?;
        let field = |id: &Option<FieldId>| id.map(|id| self.fields.field(id));
        let chosen: Chosen<'_> = room.chosen().iter().map(field).collect();
        let paths = rule.clauses.iter().enumerate().map(|(at, clause)| {
            let Clause { path, test, .. } = &**clause;
            let found: Vec<&Field> = self.fields.of(*path).map(|(_, field)| field).collect();
            PathExplanation {
                path: test.path.to_string(),
                wanted: test.matchers.iter().map(ToString::to_string).collect(),
                found: found.iter().map(|field| self.text(field)).collect(),
                verdict: self.verdict(rule, &found, &chosen, at),
            }
        });
        Ok(RuleExplanation { matched, paths: paths.collect() })
    }

    fn text(&self, field: &Field) -> String {
        self.fields.value(field).to_string()
    }

    fn verdict(&self, rule: &Bound, found: &[&Field], chosen: &Chosen<'_>, at: usize) -> Verdict {
        match chosen.get(at) {
            Some(Some(field)) => self.matches(field),
            Some(None) => Verdict::Absent,
            None => self.failure(rule, found, chosen, at),
        }
    }

    fn matches(&self, field: &Field) -> Verdict {
        let element = self.fields.element(field.element);
        let element = element.map(|element| format!("{}[{}]", self.paths.name_of(element.place), element.index));
        Verdict::Matches { value: self.text(field), element }
    }

    fn failure(&self, rule: &Bound, found: &[&Field], chosen: &Chosen<'_>, at: usize) -> Verdict {
        let test = &rule.clauses[at].test;
        if found.is_empty() {
            return if test.accepts_absence() { Verdict::NotJudged } else { Verdict::Missing };
        }
        if let Some(field) = found.iter().find(|field| test.accepts(&self.fields.value(field))) {
            return match at == chosen.len() {
                true => self.conflict(rule, field, chosen).unwrap_or(Verdict::NotJudged),
                false => Verdict::NotJudged,
            };
        }
        if !test.accepts_absence() {
            return Verdict::NoMatch;
        }
        match found.iter().find(|field| field.element == NOWHERE || at == chosen.len()) {
            Some(field) => Verdict::Present { value: self.text(field) },
            None => Verdict::NotJudged,
        }
    }

    fn conflict(&self, rule: &Bound, field: &Field, chosen: &Chosen<'_>) -> Option<Verdict> {
        let earlier = rule.clauses.iter().zip(chosen).filter_map(|(clause, chosen)| Some((&clause.test, (*chosen)?)));
        let needed: Vec<_> = earlier
            .flat_map(|(test, chosen)| self.fields.around(chosen.element).map(move |(_, element)| (test, element)))
            .collect();
        self.fields.around(field.element).find_map(|(_, element)| {
            let mut needed = needed.iter();
            let (test, other) =
                needed.find(|(_, other)| other.array == element.array && other.index != element.index)?;
            Some(Verdict::ArrayConflict {
                value: self.text(field),
                array: self.paths.name_of(element.place),
                index: element.index,
                needed: other.index,
                by: test.path.to_string(),
            })
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
        let several = found.len() > 1;
        let (wanted, found) = (wanted.join(" or "), found.join(", "));
        match verdict {
            Verdict::Matches { value, element: None } => write!(f, "{path}: {value} matches {wanted}"),
            Verdict::Matches { value, element: Some(element) } => {
                write!(f, "{path}: {value} in {element} matches {wanted}")
            }
            Verdict::Absent => write!(f, "{path}: has no value within reach, as wanted"),
            Verdict::Missing => write!(f, "{path}: has no value, {wanted} is wanted"),
            Verdict::NoMatch if several => write!(f, "{path}: none of {found} matches {wanted}"),
            Verdict::NoMatch => write!(f, "{path}: {found} does not match {wanted}"),
            Verdict::ArrayConflict { value, array, index, needed, by } => {
                write!(
                    f,
                    "{path}: {value} matches {wanted}, but it stands in {array}[{index}], while {by} is found in \
                     {array}[{needed}]; all must be in one element"
                )
            }
            Verdict::Present { value } => write!(f, "{path}: has the value {value}, but should have none"),
            Verdict::NotJudged => write!(f, "{path}: was not judged, because an earlier path failed"),
        }
    }
}
