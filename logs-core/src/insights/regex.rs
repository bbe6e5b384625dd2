//! Regular expressions of queries.

use regex::{Regex, RegexBuilder};
use regex_syntax::hir::{Hir, HirKind};

/// How large a compiled expression may be.
const MOST_BYTES: usize = 1 << 20;

/// Makes an expression ready to use, or says what is wrong with it.
pub(super) fn compile(text: &str) -> Result<Regex, String> {
    RegexBuilder::new(text).size_limit(MOST_BYTES).dfa_size_limit(MOST_BYTES).nest_limit(100).build().map_err(why)
}

/// The last line of what the library tells: the others draw the expression.
fn why(error: regex::Error) -> String {
    let text = match error {
        regex::Error::CompiledTooBig(_) => return "the regular expression is too large".to_owned(),
        other => other.to_string(),
    };
    let last = text.lines().last().unwrap_or_default();
    format!("this is no regular expression: {}", last.trim_start_matches("error: "))
}

/// The longest text that stands in everything that an expression finds; none where there is a choice.
pub(super) fn needed(text: &str) -> Option<String> {
    longest(&regex_syntax::parse(text).ok()?)
}

fn longest(part: &Hir) -> Option<String> {
    match part.kind() {
        HirKind::Literal(literal) => String::from_utf8(literal.0.to_vec()).ok(),
        HirKind::Capture(group) => longest(&group.sub),
        HirKind::Repetition(repeated) if repeated.min > 0 => longest(&repeated.sub),
        HirKind::Concat(parts) => parts.iter().filter_map(longest).max_by_key(String::len),
        _ => None,
    }
}

/// How many groups an expression has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Groups {
    pub(super) plain: usize,
    pub(super) named: usize,
}

/// Counts the groups of an expression that compiles.
pub(super) fn groups(text: &str) -> Groups {
    let Ok(regex) = compile(text) else { return Groups::default() };
    let named = regex.capture_names().flatten().count();
    Groups { named, plain: regex.captures_len().saturating_sub(1 + named) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_expression_needs_is_its_longest_text() {
        for (text, expected) in [
            ("Failed (password|key) for [a-z]+", Some("Failed ")),
            ("^job-([0-9]+) done$", Some(" done")),
            ("(abc)+d", Some("abc")),
            ("(abc)*de", Some("de")),
            ("red|blue", None),
            ("(?i)error", None),
            ("[0-9]+", None),
            ("", None),
            ("(", None),
        ] {
            assert_eq!(needed(text).as_deref(), expected, "{text}");
        }
    }
}
