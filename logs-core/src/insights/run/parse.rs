//! `parse`: fields out of texts.

use std::sync::Arc;

use super::{Done, Operator, Out, Run};
use crate::insights::command::{Parse, ParseForm};
use crate::insights::plan::parsed;
use crate::insights::row::Row;
use crate::insights::table::csv_rows;
use crate::insights::value::Value;

/// One `parse`.
pub(super) struct Parser {
    parse: Parse,
    names: Vec<String>,
}

impl Parser {
    pub(super) fn new(parse: Parse) -> Self {
        let names = parsed(&parse);
        Self { parse, names }
    }

    /// The values of each match, in the order of the names.
    fn matches(&self, text: &str, run: &Run<'_>) -> Vec<Vec<Value>> {
        match &self.parse.form {
            ParseForm::Glob(pattern) => glob(pattern, text).into_iter().map(texts).collect(),
            ParseForm::Logfmt => vec![vec![logfmt(text)]],
            ParseForm::Csv => csv_rows(text).into_iter().take(1).map(texts).collect(),
            ParseForm::Regex(pattern) => self.captures(pattern, text, run),
        }
    }

    fn captures(&self, pattern: &str, text: &str, run: &Run<'_>) -> Vec<Vec<Value>> {
        let Some(regex) = run.around.regex(pattern) else { return Vec::new() };
        let by_name = self.parse.aliases.is_empty();
        let values = |found: ::regex::Captures<'_>| {
            let value = |index: usize, name: &str| match if by_name { found.name(name) } else { found.get(index + 1) } {
                Some(part) => Value::text(part.as_str()),
                None => Value::Null,
            };
            self.names.iter().enumerate().map(|(index, name)| value(index, name)).collect::<Vec<_>>()
        };
        let most = if self.parse.is_multi { usize::MAX } else { 1 };
        regex.captures_iter(text).take(most).map(values).collect()
    }
}

impl Operator for Parser {
    fn push(&mut self, row: Row, run: &Run<'_>, out: &mut Out<'_>) -> Done {
        let field = self.parse.field.as_ref().map_or("@message", |field| &field.text);
        let text = row.get(field).as_text();
        let mut matches = text.map(|text| self.matches(&text, run)).unwrap_or_default();
        if matches.is_empty() {
            matches.push(Vec::new());
        }
        run.made(matches.len() - 1)?;
        matches.into_iter().try_for_each(|values| {
            let mut row = row.clone();
            let values = values.into_iter().chain(std::iter::repeat(Value::Null));
            self.names.iter().zip(values).for_each(|(name, value)| row.set(name, value));
            out(row)
        })
    }
}

fn texts<T: Into<Arc<str>>>(texts: Vec<T>) -> Vec<Value> {
    texts.into_iter().map(Value::text).collect()
}

/// What each `*` of a glob stands for: as little as there can be, the last one in the end the rest. The text
/// before the first may stand anywhere.
///
/// # Source
/// CloudWatch Logs User Guide, "parse".
fn glob<'a>(pattern: &str, text: &'a str) -> Option<Vec<&'a str>> {
    let mut pieces = pattern.split('*');
    let first = pieces.next()?;
    let mut rest = &text[text.find(first)? + first.len()..];
    let mut found = Vec::new();
    let mut pieces = pieces.peekable();
    while let Some(piece) = pieces.next() {
        let is_last = pieces.peek().is_none();
        let end = if piece.is_empty() && is_last { rest.len() } else { rest.find(piece)? };
        found.push(&rest[..end]);
        rest = &rest[end + piece.len()..];
    }
    Some(found)
}

/// The pairs `key=value` and `key="quoted value"` of a text; a word alone is true.
pub(super) fn logfmt(text: &str) -> Value {
    let mut members: Vec<(Arc<str>, Value)> = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let key = &rest[..end];
        rest = &rest[end..];
        let value = match rest.strip_prefix('=') {
            None => Value::Boolean(true),
            Some(after) => {
                let (value, after) = logfmt_value(after);
                rest = after;
                Value::text(value)
            }
        };
        if !key.is_empty() {
            members.push((key.into(), value));
        }
        rest = rest.trim_start();
    }
    Value::Map(members.into())
}

fn logfmt_value(text: &str) -> (String, &str) {
    if let Some(quoted) = text.strip_prefix('"') {
        let mut value = String::new();
        let mut chars = quoted.char_indices();
        while let Some((at, c)) = chars.next() {
            match c {
                '"' => return (value, &quoted[at + 1..]),
                '\\' => value.extend(chars.next().map(|(_, c)| if c == 'n' { '\n' } else { c })),
                _ => value.push(c),
            }
        }
        return (value, "");
    }
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    (text[..end].to_owned(), &text[end..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs_take_as_little_as_they_can() {
        for (pattern, text, expected) in [
            ("job=* took=*ms", "x job=a b took=7ms took=8ms", Some(vec!["a b", "7"])),
            ("* *", "a b c", Some(vec!["a", "b c"])),
            ("[*]", "[] [x]", Some(vec![""])),
            ("a*", "b", None),
            ("*", "", Some(vec![""])),
            ("x**y", "x12y", Some(vec!["", "12"])),
        ] {
            assert_eq!(glob(pattern, text), expected, "{pattern}");
        }
    }

    #[test]
    fn logfmt_has_pairs() {
        let text = "level=warn msg=\"a \\\"b\\\" c\" ok empty= n=5";
        let map = "{\"level\":\"warn\",\"msg\":\"a \\\"b\\\" c\",\"ok\":true,\"empty\":\"\",\"n\":\"5\"}";
        assert_eq!(logfmt(text).to_string(), map);
        let _ = logfmt("=\"open \\");
    }

    #[test]
    fn values_with_commas_between_them() {
        assert_eq!(csv_rows("a,\"b,\"\"c\n\",\r\nd\n"), [vec!["a", "b,\"c\n", ""], vec!["d"]]);
        assert!(csv_rows("").is_empty());
    }
}
