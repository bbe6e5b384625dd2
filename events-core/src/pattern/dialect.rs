//! What a dialect or a stricter reading of the language refuses although the language has it.

use serde::{Deserialize, Serialize};

use super::error::Reason;
use super::options::PatternOptions;
use super::parse::{Fault, Or};
use super::syntax::{Name, Node, Value};

/// Who reads the pattern.
///
/// ```
/// use cupola_events::{Pattern, PatternDialect, PatternOptions};
///
/// let pipes = PatternOptions::default().with_dialect(PatternDialect::Pipes);
/// let error = Pattern::parse_with(r#"{"body": [{"wildcard": "a*"}]}"#, &pipes).unwrap_err();
/// assert_eq!(error.reason(), "wildcard is not supported by Pipes");
/// assert!(Pattern::parse_with(r#"{"body": [{"prefix": "a"}]}"#, &pipes).is_ok());
/// ```
///
/// # Source
/// EventBridge User Guide, "Event filtering in Amazon EventBridge Pipes".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum PatternDialect {
    /// Rules, archives and replays of event buses: the whole language.
    #[default]
    EventBus,
    /// Filters of pipes: the language without `wildcard`, and without operators inside `anything-but`.
    Pipes,
}

/// Refuses what the options exclude; the pattern is otherwise well formed.
pub(super) fn check(members: &[(Name, Node)], or: Or, options: &PatternOptions) -> Result<(), Fault> {
    let pipes = options.dialect == PatternDialect::Pipes;
    if !pipes && !options.strict_documented_range {
        return Ok(());
    }
    Check { or, pipes, range: options.strict_documented_range }.object(members)
}

struct Check {
    or: Or,
    pipes: bool,
    range: bool,
}

impl Check {
    fn object(&self, members: &[(Name, Node)]) -> Result<(), Fault> {
        members.iter().try_for_each(|(name, node)| match &node.value {
            Value::Object(members) => self.object(members),
            Value::Array(items) => {
                let branches = name.text == "$or" && self.or == Or::Relationship;
                items.iter().try_for_each(|item| self.item(item, branches))
            }
            _ => Ok(()),
        })
    }

    fn item(&self, item: &Node, is_branch: bool) -> Result<(), Fault> {
        match &item.value {
            Value::Object(members) if is_branch => self.object(members),
            Value::Object(members) => members.first().map_or(Ok(()), |(name, operand)| self.matcher(name, operand)),
            _ => Ok(()),
        }
    }

    fn matcher(&self, name: &Name, operand: &Node) -> Result<(), Fault> {
        match (name.text.as_str(), &operand.value) {
            ("wildcard", _) if self.pipes => Err(Fault(name.span, Reason::NotInPipes("wildcard".into()))),
            ("anything-but", Value::Object(nested)) if self.pipes => nested.first().map_or(Ok(()), |(inner, _)| {
                Err(Fault(inner.span, Reason::NotInPipes(format!("anything-but with {}", inner.text))))
            }),
            ("numeric", Value::Array(terms)) if self.range => terms.iter().try_for_each(in_documented_range),
            _ => Ok(()),
        }
    }
}

fn in_documented_range(term: &Node) -> Result<(), Fault> {
    match &term.value {
        Value::Number { text, nearest } if nearest.abs() > GREATEST || decimals(text) > MOST_DECIMALS => {
            Fault::at(term, Reason::OutsideDocumentedRange(text.clone()))
        }
        _ => Ok(()),
    }
}

/// How many digits the plain decimal has after its point, without zeros at the end.
fn decimals(number: &str) -> i64 {
    let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{}{fraction}", whole.trim_start_matches('-'));
    let zeros = digits.len() - digits.trim_end_matches('0').len();
    let places = |length: usize| i64::try_from(length).unwrap_or(i64::MAX);
    // The number can be compared, so that its exponent is small unless all digits are zeros.
    if zeros == digits.len() {
        return 0;
    }
    places(fraction.len()) - places(zeros) - exponent.parse().unwrap_or(0)
}

/// The documented bounds of numbers in `numeric`, both inside.
const GREATEST: f64 = 5e9;
const MOST_DECIMALS: i64 = 6;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Pattern;

    fn refused(text: &str, options: &PatternOptions) -> Option<(String, String)> {
        let error = Pattern::parse_with(text, options).err()?;
        Some((error.reason(), text[error.span().start..error.span().end].to_owned()))
    }

    #[test]
    fn pipes_refuse_wildcards_and_operators_inside_anything_but() {
        let pipes = PatternOptions::default().with_dialect(PatternDialect::Pipes);
        for (matcher, what, place) in [
            (r#"{"wildcard": "a*"}"#, "wildcard", "\"wildcard\""),
            (r#"{"anything-but": {"prefix": "a"}}"#, "anything-but with prefix", "\"prefix\""),
            (r#"{"anything-but": {"suffix": "a"}}"#, "anything-but with suffix", "\"suffix\""),
            (r#"{"anything-but": {"wildcard": "a"}}"#, "anything-but with wildcard", "\"wildcard\""),
            (
                r#"{"anything-but": {"equals-ignore-case": "a"}}"#,
                "anything-but with equals-ignore-case",
                "\"equals-ignore-case\"",
            ),
        ] {
            let expected = Some((format!("{what} is not supported by Pipes"), place.to_owned()));
            for text in [
                format!(r#"{{"x": {{"a": ["q", {matcher}]}}}}"#),
                format!(r#"{{"$or": [{{"a": [{matcher}]}}, {{"b": [1]}}]}}"#),
            ] {
                assert_eq!(refused(&text, &pipes), expected, "{text}");
                assert_eq!(refused(&text, &PatternOptions::default()), None, "{text}");
            }
        }
        let rest = r#"{"a": ["x", 1, null, {"prefix": "p"}, {"suffix": {"equals-ignore-case": "s"}}, {"exists": true}], "b":
            [{"anything-but": ["x"]}, {"numeric": [">", 1]}, {"cidr": "10.0.0.0/8"}, {"equals-ignore-case": "x"}],
            "wildcard": {"anything-but": ["x"]}}"#;
        assert_eq!(refused(rest, &pipes), None);
    }

    #[test]
    fn the_documented_range_can_be_asked_for() {
        let strict = PatternOptions::default().with_strict_documented_range();
        for (number, fits) in [
            ("5e9", true),
            ("-5000000000", true),
            ("5000000000.1", false),
            ("-5000000001", false),
            ("0.123456", true),
            ("0.1234560", true),
            ("0.1234567", false),
            ("1e-6", true),
            ("1e-7", false),
            ("12.5e-5", true),
            ("12.5e-6", false),
            ("0e-99", true),
            ("1e300", false),
        ] {
            let text = format!(r#"{{"a": [{{"numeric": ["=", {number}]}}]}}"#);
            let reason = format!("{number} is outside of the documented range of numeric");
            assert_eq!(refused(&text, &strict), (!fits).then(|| (reason, number.to_owned())), "{text}");
            assert_eq!(refused(&text, &PatternOptions::default()), None, "{text}");
        }
        assert_eq!(refused(r#"{"a": [6e9, {"anything-but": 6e9}]}"#, &strict), None, "equality has no range");
    }
}
