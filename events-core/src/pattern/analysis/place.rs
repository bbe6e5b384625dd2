//! Where in a pattern's text a finding stands.

use std::collections::BTreeSet;

use cupola_base::text::{Diagnostic, Span};

use super::lint::{Lint, LintKind, of_envelope};
use crate::PatternOptions;
use crate::pattern::ast::Matcher;
use crate::pattern::expand::Test;
use crate::pattern::parse::matcher;
use crate::pattern::syntax::{Name, Node, Value};

impl Lint {
    /// Where in the text of its pattern the finding stands: the matchers without effect, the names, the branches of
    /// `$or` that make the way. In the order of the text; nothing when it is the text of another pattern.
    ///
    /// ```
    /// use cupola_events::Pattern;
    ///
    /// let text = r#"{"source": ["my.shop", {"prefix": "my."}]}"#;
    /// let lints = Pattern::parse(text)?.lint();
    /// assert_eq!(&text[lints[0].spans(text)[0].range()], r#""my.shop""#);
    /// # Ok::<(), cupola_events::PatternError>(())
    /// ```
    #[must_use]
    pub fn spans(&self, text: &str) -> Vec<Span> {
        let Ok(root) = Node::read(text, PatternOptions::MOST_LEVELS) else { return Vec::new() };
        match (&self.path, &self.kind) {
            (Some(path), kind) => of_path(&root, path, kind),
            (None, LintKind::DeadWay { way, .. }) => {
                let ways = ways(&root, vec![Vec::new()]);
                way.checked_sub(1).and_then(|way| ways.get(way).cloned()).unwrap_or_default()
            }
            (None, _) => Vec::new(),
        }
    }

    /// The finding drawn under each place of the pattern's text.
    #[must_use]
    pub fn diagnostics(&self, text: &str) -> Vec<Diagnostic> {
        let draw = |span| Diagnostic::new("event pattern", text, span, self.to_string());
        self.spans(text).into_iter().map(draw).collect()
    }
}

fn of_path(root: &Node, path: &str, kind: &LintKind) -> Vec<Span> {
    let mut found = Leaves::default();
    found.walk(root, None, path, &mut BTreeSet::from([None]));
    let Leaves { leaves, lost } = found;
    if *kind == LintKind::Overwritten {
        return lost.into_iter().map(|leaf| leaves[leaf].name).collect();
    }
    leaves.iter().flat_map(|leaf| leaf.spans(path, kind)).collect()
}

/// The lists of matchers at one path, and which of them another takes the place of.
#[derive(Default)]
struct Leaves {
    leaves: Vec<Leaf>,
    lost: BTreeSet<usize>,
}

/// A list of matchers, and where it stands.
struct Leaf {
    name: Span,
    list: Span,
    matchers: Vec<Matcher>,
    items: Vec<Span>,
}

impl Leaves {
    /// Walks as the expansion does. `ways` holds the list that counts at the path, for each way so far.
    fn walk(&mut self, node: &Node, prefix: Option<&str>, wanted: &str, ways: &mut BTreeSet<Option<usize>>) {
        let Value::Object(members) = &node.value else { return };
        for (name, node) in members {
            if let Some(branches) = branches(name, node) {
                let each = branches.iter().map(|branch| {
                    let mut ways = ways.clone();
                    self.walk(branch, prefix, wanted, &mut ways);
                    ways
                });
                *ways = each.flatten().collect();
                continue;
            }
            let path = prefix.map_or_else(|| name.text.clone(), |prefix| format!("{prefix}.{}", name.text));
            match &node.value {
                Value::Object(_) => self.walk(node, Some(&path), wanted, ways),
                Value::Array(items) if path == wanted => {
                    self.lost.extend(ways.iter().flatten());
                    *ways = BTreeSet::from([Some(self.leaves.len())]);
                    self.leaves.push(Leaf::new(name, node, items));
                }
                _ => {}
            }
        }
    }
}

impl Leaf {
    fn new(name: &Name, list: &Node, items: &[Node]) -> Self {
        let matchers = items.iter().filter_map(|item| matcher(item).ok()).collect();
        Self { name: name.span, list: list.span, matchers, items: items.iter().map(|item| item.span).collect() }
    }

    fn spans(&self, path: &str, kind: &LintKind) -> Vec<Span> {
        let printed: Vec<String> = self.matchers.iter().map(ToString::to_string).collect();
        let those = |wanted: &String, also: &dyn Fn(usize) -> bool| {
            let places = self.items.iter().enumerate().zip(&printed);
            places.filter(|((at, _), text)| *text == wanted && also(*at)).map(|((_, span), _)| *span).collect()
        };
        match kind {
            LintKind::NeverMatches { wanted } if printed == *wanted => vec![self.list],
            LintKind::DuplicateMatcher { matcher } => {
                those(matcher, &|at| self.matchers[..at].contains(&self.matchers[at]))
            }
            LintKind::DeadMatcher { matcher, implied_by } if printed.contains(implied_by) => those(matcher, &|_| true),
            LintKind::NotInEnvelope | LintKind::NotOfEnvelopeType { .. } => {
                let test = Test { path: path.into(), matchers: self.matchers.as_slice().into() };
                let is_so = of_envelope(&test).is_some_and(|lint| lint.kind == *kind);
                is_so.then_some(self.name).into_iter().collect()
            }
            _ => Vec::new(),
        }
    }
}

/// The branches that each way takes, in the order in which ways are counted.
fn ways(node: &Node, mut ways: Vec<Vec<Span>>) -> Vec<Vec<Span>> {
    let Value::Object(members) = &node.value else { return ways };
    for (name, node) in members {
        if let Some(branches) = branches(name, node) {
            let mut all = Vec::new();
            for branch in branches.iter().take_while(|_| ways.len() <= MOST_WAYS) {
                let taken = ways.iter().map(|way| way.iter().copied().chain([branch.span]).collect());
                all.extend(self::ways(branch, taken.collect()));
            }
            ways = all;
            ways.truncate(MOST_WAYS);
        } else {
            ways = self::ways(node, ways);
        }
    }
    ways
}

/// More ways than are laid beside each other.
const MOST_WAYS: usize = 1000;

/// The objects of `$or`; none where it is a name like another.
fn branches<'a>(name: &Name, node: &'a Node) -> Option<&'a [Node]> {
    match &node.value {
        Value::Array(items) if name.text == "$or" && items.len() >= 2 => {
            items.iter().all(|item| matches!(item.value, Value::Object(_))).then_some(items)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::{Pattern, PatternOptions};

    /// The parts of a text that its lints mean, by the lint's sentence.
    fn places(text: &str) -> Vec<(String, Vec<&str>)> {
        let pattern = Pattern::parse_with(text, &PatternOptions::unbounded()).unwrap();
        let part = |lint: &crate::Lint| lint.spans(text).into_iter().map(|span| &text[span.range()]).collect();
        pattern.lint().iter().map(|lint| (lint.kind.to_string(), part(lint))).collect()
    }

    #[test]
    fn each_finding_knows_its_place() {
        for (text, places_of_the_first) in [
            (r#"{"detail": {"a": [ "x", 1, {"prefix": ""} ]}}"#, &[r#""x""#][..]),
            (r#"{"detail": {"a": [1, 1.0, 2]}}"#, &["1.0"]),
            (
                r#"{"detail": {"a": [ {"numeric": [">", 1, "<", 1.0000000000000002]} ]}}"#,
                &[r#"[ {"numeric": [">", 1, "<", 1.0000000000000002]} ]"#],
            ),
            (r#"{"Source": ["x"]}"#, &[r#""Source""#]),
            (r#"{"$or": [{"account": [1]}, {"account": ["1"]}]}"#, &[r#""account""#]),
            (r#"{"detail": {"a": {"b": [1]}, "a.b": [2]}}"#, &[r#""b""#]),
            (r#"{"detail": {"a": [0], "$or": [{"a": [1]}, {"a": [2]}]}}"#, &[r#""a""#]),
            (
                r#"{"detail": {"$or": [{"a": ["x"], "b": [1]}, {"a": [{"prefix": "x"}]}]}}"#,
                &[r#"{"a": ["x"], "b": [1]}"#],
            ),
        ] {
            let found = places(text);
            assert_eq!(found.iter().map(|(_, places)| &places[..]).next(), Some(places_of_the_first), "{text}");
        }
    }

    #[test]
    fn a_way_stands_in_all_branches_that_it_takes() {
        let text = r#"{"detail": {"$or": [{"a": ["x"]}, {"a": ["y"]}], "b": {"$or": [{"c": ["p"]}, {"c": [{"prefix": ""}]}]}}}"#;
        let found = places(text);
        let branches: Vec<&[&str]> = found.iter().map(|(_, places)| &places[..]).collect();
        let p = r#"{"c": ["p"]}"#;
        assert_eq!(branches, [[r#"{"a": ["x"]}"#, p], [r#"{"a": ["y"]}"#, p]], "{found:?}");
    }

    #[test]
    fn another_text_has_no_place() {
        let lints = Pattern::parse(r#"{"source": ["a", {"prefix": ""}]}"#).unwrap().lint();
        assert_eq!(lints[0].spans(r#"{"source": ["a"]}"#), []);
        assert_eq!(lints[0].spans("{"), []);
        let text = "{\n  \"source\": [\"a\", {\"prefix\": \"\"}]\n}";
        let drawn = lints[0].diagnostics(text)[0].to_string();
        assert!(drawn.contains("2 |   \"source\"") && drawn.contains("^^^"), "{drawn}");
    }
}
