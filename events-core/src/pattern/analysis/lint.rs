//! What in a pattern has no effect, or cannot be meant.

use std::collections::BTreeSet;
use std::fmt;

use super::Budget;
use super::automaton::Found;
use super::relation::Rule;
use super::values::{Values, pick};
use crate::Pattern;
use crate::pattern::ast::{FieldValue, Matcher, Member, Object};
use crate::pattern::expand::Test;

/// Something in a pattern that has no effect, or cannot be meant; a sentence by `Display`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Lint {
    /// The dotted path; none where a whole way is meant.
    pub path: Option<String>,
    /// What it is.
    pub kind: LintKind,
}

/// What a [`Lint`] finds. Ways are those that `$or` expands to, counted from 1 as by
/// [`Pattern::explain`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum LintKind {
    /// No value satisfies the path, so that the way never matches.
    NeverMatches {
        /// The matchers, as JSON.
        wanted: Vec<String>,
    },
    /// A matcher stands in its list twice.
    DuplicateMatcher {
        /// The matcher, as JSON.
        matcher: String,
    },
    /// Every value that a matcher accepts is accepted by another one of the same list.
    DeadMatcher {
        /// The matcher without effect, as JSON.
        matcher: String,
        /// The one that accepts all the same and more.
        implied_by: String,
    },
    /// Every event that a way of `$or` matches is matched by another way.
    DeadWay {
        /// The way without effect.
        way: usize,
        /// The other one.
        implied_by: usize,
    },
    /// The path is named twice, and what is said first is lost.
    Overwritten,
    /// Events of a bus have no such field, so that the pattern matches there only if that is wanted.
    NotInEnvelope,
    /// The field of the envelope has another type, so that a rule on a bus never matches.
    NotOfEnvelopeType {
        /// What the field holds.
        holds: &'static str,
    },
}

impl Pattern {
    /// What in the pattern has no effect, or cannot be meant; [`Lint::spans`] says where in its text.
    ///
    /// Every finding is sure; that there is none does not say that all is well, since the work that is
    /// put into looking is bounded. In the order of the paths.
    ///
    /// ```
    /// use cupola_events::{LintKind, Pattern};
    ///
    /// let lints = Pattern::parse(r#"{"source": ["my.shop", {"prefix": "my."}], "detailType": ["Order"]}"#)?.lint();
    /// assert_eq!(lints[0].to_string(), "detailType: events of a bus have no such field");
    /// assert_eq!(lints[1].to_string(), r#"source: "my.shop" has no effect beside {"prefix":"my."}"#);
    /// assert!(matches!(lints[1].kind, LintKind::DeadMatcher { .. }));
    /// # Ok::<(), cupola_events::PatternError>(())
    /// ```
    #[must_use]
    pub fn lint(&self) -> Vec<Lint> {
        let mut lints = BTreeSet::new();
        let mut budget = Budget::new(10_000_000);
        let mut seen = BTreeSet::new();
        for test in self.conjunctions().iter().flat_map(|conjunction| &conjunction.tests) {
            // Ways share what stands outside of their branches.
            if !seen.insert((&test.path, test.matchers.as_ptr())) {
                continue;
            }
            of_test(test, &mut budget, &mut lints);
            lints.extend(of_envelope(test));
        }
        let mut named = vec![BTreeSet::new()];
        overwritten(&self.object, None, &mut named, &mut lints);
        lints.extend(dead_ways(&Rule::all_of(self), &mut budget));
        lints.into_iter().collect()
    }
}

fn of_test(test: &Test, budget: &mut Budget, lints: &mut BTreeSet<Lint>) {
    let mut found = |kind| lints.extend([Lint { path: Some(test.path.to_string()), kind }]);
    if pick(&[(&Values::of(&test.matchers), true)], budget) == Found::None {
        let wanted = test.matchers.iter().map(ToString::to_string).collect();
        return found(LintKind::NeverMatches { wanted });
    }
    let values: Vec<Values> = test.matchers.iter().map(|matcher| Values::of(std::slice::from_ref(matcher))).collect();
    for (at, matcher) in test.matchers.iter().enumerate() {
        if test.matchers[..at].contains(matcher) {
            found(LintKind::DuplicateMatcher { matcher: matcher.to_string() });
            continue;
        }
        let implies = |a: usize, b: usize, budget: &mut Budget| {
            may_imply(&test.matchers[a], &test.matchers[b])
                && pick(&[(&values[a], true), (&values[b], false)], budget) == Found::None
        };
        // Of several equal ones the first stays.
        let others = (0..test.matchers.len()).filter(|other| test.matchers[*other] != *matcher);
        let by = others
            .into_iter()
            .find(|other| implies(at, *other, budget) && (*other < at || !implies(*other, at, budget)));
        if let Some(by) = by {
            let implied_by = test.matchers[by].to_string();
            found(LintKind::DeadMatcher { matcher: matcher.to_string(), implied_by });
        }
    }
}

/// Whether it is worth asking: two plain values that differ never imply each other.
fn may_imply(a: &Matcher, b: &Matcher) -> bool {
    let plain = |matcher: &Matcher| match matcher {
        Matcher::Text { address, .. } => address.is_none(),
        Matcher::Number(_) | Matcher::Bool(_) | Matcher::Null => true,
        _ => false,
    };
    !(plain(a) && plain(b))
}

/// Whether the events of a bus can have what a test wants.
pub(super) fn of_envelope(test: &Test) -> Option<Lint> {
    let (first, rest) = test.path.split_once('.').map_or((&*test.path, None), |(first, rest)| (first, Some(rest)));
    let absent = test.matchers.iter().any(Matcher::accepts_absence);
    let holds = match (first, rest) {
        ("detail", Some(_)) => return None,
        ("detail", None) => "an object",
        ("resources", _) => "texts",
        ("version" | "id" | "detail-type" | "source" | "account" | "time" | "region" | "replay-name", _) => "a text",
        _ if absent => return None,
        _ => return Some(Lint { path: Some(test.path.to_string()), kind: LintKind::NotInEnvelope }),
    };
    let fits = absent || rest.is_none() && holds != "an object" && test.matchers.iter().any(may_be_text);
    (!fits).then(|| Lint { path: Some(test.path.to_string()), kind: LintKind::NotOfEnvelopeType { holds } })
}

const fn may_be_text(matcher: &Matcher) -> bool {
    !matches!(matcher, Matcher::Number(_) | Matcher::Numeric(_) | Matcher::Bool(_) | Matcher::Null)
}

/// Walks as the expansion does and notes what is lost on the way. Each set holds the paths of one way.
fn overwritten(object: &Object, prefix: Option<&str>, ways: &mut Vec<BTreeSet<String>>, lints: &mut BTreeSet<Lint>) {
    for member in &object.0 {
        match member {
            Member::Or(branches) => {
                let each = branches.iter().map(|branch| {
                    let mut ways = ways.clone();
                    overwritten(branch, prefix, &mut ways, lints);
                    ways
                });
                *ways = each.collect::<Vec<_>>().concat();
                ways.sort_unstable();
                ways.dedup();
            }
            Member::Field { name, value } => {
                let path = prefix.map_or_else(|| name.to_string(), |prefix| format!("{prefix}.{name}"));
                match value {
                    FieldValue::Object(object) => overwritten(object, Some(&path), ways, lints),
                    FieldValue::Matchers(_) => {
                        let lost = ways.iter().any(|way| way.contains(&path));
                        ways.iter_mut().for_each(|way| way.extend([path.clone()]));
                        lints.extend(lost.then_some(Lint { path: Some(path), kind: LintKind::Overwritten }));
                    }
                }
            }
        }
    }
}

fn dead_ways(rules: &[Rule], budget: &mut Budget) -> Vec<Lint> {
    if rules.len() > MOST_WAYS {
        return Vec::new();
    }
    let mut implies = |a: usize, b: usize| rules[a].is_covered(&[&rules[b]], budget);
    let mut lints = Vec::new();
    for way in 0..rules.len() {
        let others = (0..rules.len()).filter(|other| *other != way);
        let by = others.into_iter().find(|other| implies(way, *other) && (*other < way || !implies(*other, way)));
        let dead = |by| LintKind::DeadWay { way: way + 1, implied_by: by + 1 };
        lints.extend(by.map(|by| Lint { path: None, kind: dead(by) }));
    }
    lints
}

/// Each way is laid beside each other one.
const MOST_WAYS: usize = 200;

impl fmt::Display for Lint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(path) = &self.path {
            write!(f, "{path}: ")?;
        }
        self.kind.fmt(f)
    }
}

impl fmt::Display for LintKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NeverMatches { wanted } => write!(f, "no value is {}", wanted.join(" or ")),
            Self::DuplicateMatcher { matcher } => write!(f, "{matcher} is there twice"),
            Self::DeadMatcher { matcher, implied_by } => write!(f, "{matcher} has no effect beside {implied_by}"),
            Self::DeadWay { way, implied_by } => {
                write!(f, "way {way} of $or has no effect: way {implied_by} matches all the same events")
            }
            Self::Overwritten => f.write_str("is named twice, what is said first is lost"),
            Self::NotInEnvelope => f.write_str("events of a bus have no such field"),
            Self::NotOfEnvelopeType { holds } => write!(f, "in events of a bus this field holds {holds}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Pattern, PatternOptions};

    fn lints(text: &str) -> Vec<String> {
        let pattern = Pattern::parse_with(text, &PatternOptions::unbounded()).unwrap();
        pattern.lint().iter().map(ToString::to_string).collect()
    }

    /// Below `detail`, where the envelope says nothing.
    fn inside(matchers: &str) -> Vec<String> {
        lints(&format!(r#"{{"detail": {{"a": [{matchers}]}}}}"#))
    }

    #[test]
    fn dead_matchers_are_found() {
        for (matchers, dead, by) in [
            (r#""a", {"prefix": ""}"#, r#""a""#, r#"{"prefix":""}"#),
            (r#"{"suffix": ".gz"}, {"wildcard": "*.*"}"#, r#"{"suffix":".gz"}"#, r#"{"wildcard":"*.*"}"#),
            (r#"1, {"exists": true}"#, "1", r#"{"exists":true}"#),
            (r#"5, {"numeric": [">", 1, "<=", 5]}"#, "5", r#"{"numeric":[">",1,"<=",5]}"#),
            (r#"null, {"anything-but": "x"}"#, "null", r#"{"anything-but":["x"]}"#),
            (r#""10.1.1.1", {"cidr": "10.0.0.0/8"}"#, r#""10.1.1.1""#, r#"{"cidr":"10.0.0.0/8"}"#),
            (
                r#"{"cidr": "10.2.0.0/16"}, {"cidr": "10.0.0.0/8"}"#,
                r#"{"cidr":"10.2.0.0/16"}"#,
                r#"{"cidr":"10.0.0.0/8"}"#,
            ),
            (
                r#"{"anything-but": ["x", "y"]}, {"anything-but": "x"}"#,
                r#"{"anything-but":["x","y"]}"#,
                r#"{"anything-but":["x"]}"#,
            ),
            (r#""ß", {"equals-ignore-case": "ß"}"#, r#""ß""#, r#"{"equals-ignore-case":"ß"}"#),
            (r#"{"wildcard": ""}, """#, r#""""#, r#"{"wildcard":""}"#),
        ] {
            assert_eq!(inside(matchers), [format!("detail.a: {dead} has no effect beside {by}")], "{matchers}");
        }
        for matchers in [
            r#""a", "b", 1, null"#,
            r#""SS", {"equals-ignore-case": "ss"}"#,
            r#"{"prefix": "a"}, {"suffix": "a"}"#,
            r#""10.0.0.1", {"exactly": "010.0.0.1"}"#,
            r#"9007199254740993, {"numeric": [">", 1]}"#,
            r#"{"exists": false}, {"exists": true}"#,
            r#"{"cidr": "::/0"}, {"cidr": "0.0.0.0/0"}"#,
        ] {
            let found: Vec<String> = inside(matchers);
            let expected: &[&str] = match matchers.contains("SS") {
                true => &[r#"detail.a: "SS" has no effect beside {"equals-ignore-case":"ss"}"#],
                false if matchers.contains("010") => {
                    &[r#"detail.a: {"exactly":"010.0.0.1"} has no effect beside "10.0.0.1""#]
                }
                false => &[],
            };
            assert_eq!(found, expected, "{matchers}");
        }
    }

    #[test]
    fn doubles_and_empty_tests_are_found() {
        assert_eq!(inside("1, 1.0, \"x\", \"x\""), ["detail.a: \"x\" is there twice", "detail.a: 1.0 is there twice"]);
        let hollow = r#"{"numeric": [">", 1, "<", 1.0000000000000002]}"#;
        assert_eq!(inside(hollow), [r#"detail.a: no value is {"numeric":[">",1,"<",1.0000000000000002]}"#]);
    }

    #[test]
    fn dead_ways_and_lost_fields_are_found() {
        let dead = r#"{"$or": [{"detail": {"a": ["x"], "b": [1]}}, {"detail": {"a": [{"prefix": "x"}]}}]}"#;
        assert_eq!(lints(dead), ["way 1 of $or has no effect: way 2 matches all the same events"]);
        let twice = r#"{"$or": [{"detail": {"a": ["x"]}}, {"detail": {"a": ["x"]}}]}"#;
        assert_eq!(lints(twice), ["way 2 of $or has no effect: way 1 matches all the same events"]);
        let lost = r#"{"detail": {"$or": [{"a": [1]}, {"b": [1]}], "a": [2]}}"#;
        assert_eq!(
            lints(lost),
            [
                "way 2 of $or has no effect: way 1 matches all the same events",
                "detail.a: is named twice, what is said first is lost"
            ]
        );
        assert_eq!(
            lints(r#"{"detail": {"a": {"b": [1]}, "a.b": [2]}}"#),
            ["detail.a.b: is named twice, what is said first is lost"]
        );
        assert_eq!(lints(r#"{"detail": {"$or": [{"a": [1]}, {"a": [2]}]}}"#), [""; 0]);
    }

    #[test]
    fn what_no_event_of_a_bus_has_is_found() {
        for (text, expected) in [
            (r#"{"Source": ["x"]}"#, "Source: events of a bus have no such field"),
            (r#"{"detail": ["x"]}"#, "detail: in events of a bus this field holds an object"),
            (r#"{"account": [111122223333]}"#, "account: in events of a bus this field holds a text"),
            (r#"{"source": {"name": ["x"]}}"#, "source.name: in events of a bus this field holds a text"),
            (r#"{"resources": {"arn": ["x"]}}"#, "resources.arn: in events of a bus this field holds texts"),
        ] {
            assert_eq!(lints(text), [expected], "{text}");
        }
        let sound = r#"{"source": ["x"], "resources": [{"prefix": "arn:"}], "replay-name": [{"exists": false}], "x": [{"exists": false}], "detail": {"x": [1]}}"#;
        assert_eq!(lints(sound), [""; 0]);
    }
}
