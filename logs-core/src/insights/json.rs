//! JSON in messages and texts.

use std::fmt;
use std::sync::Arc;

use cupola_base::json::{Scanner, Token};

use super::value::Value;

/// Reads a JSON document; `None` where the text is none.
pub(super) fn read(text: &str) -> Option<Value> {
    let mut scanner = Scanner::of_text(text);
    let first = scanner.next().ok()??;
    let value = value(&mut scanner, first)?;
    scanner.finish().ok()?;
    Some(value)
}

/// Reads a value that begins with this token. The scanner bounds how deep it goes.
fn value(scanner: &mut Scanner<'_>, token: Token<'_>) -> Option<Value> {
    Some(match token {
        Token::Null => Value::Null,
        Token::Bool(truth) => Value::Boolean(truth),
        Token::Number(number) => {
            let float = number.to_f64();
            if float.is_finite() { Value::Number(float) } else { Value::text(number.text()) }
        }
        Token::String(text) => Value::Text(text.unescape().into()),
        Token::ArrayStart => {
            let mut items = Vec::new();
            loop {
                match scanner.next().ok()?? {
                    Token::ArrayEnd => break Value::List(items.into()),
                    token => items.push(value(scanner, token)?),
                }
            }
        }
        Token::ObjectStart => {
            let mut members: Vec<(Arc<str>, Value)> = Vec::new();
            loop {
                match scanner.next().ok()?? {
                    Token::ObjectEnd => break Value::Map(members.into()),
                    Token::Key(key) => {
                        let name = key.unescape().into();
                        let token = scanner.next().ok()??;
                        members.push((name, value(scanner, token)?));
                    }
                    _ => return None,
                }
            }
        }
        Token::ArrayEnd | Token::ObjectEnd | Token::Key(_) => return None,
    })
}

/// The first JSON object in a text, which may have other text around it.
pub(super) fn embedded(text: &str) -> Option<Value> {
    let start = text.find('{')?;
    let end = end_of_object(&text[start..])?;
    read(&text[start..start + end])
}

/// Where the object at the start of a text ends.
fn end_of_object(text: &str) -> Option<usize> {
    let (mut depth, mut in_text, mut escaped) = (0_usize, false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            b'{' if !in_text => depth += 1,
            b'}' if !in_text => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

/// Writes a value as JSON, without blanks.
pub(super) fn write(value: &Value, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match value {
        Value::Null => f.write_str("null"),
        Value::Boolean(_) | Value::Number(_) => write!(f, "{value}"),
        Value::Text(_) | Value::Time(_) => write_text(&value.to_string(), f),
        Value::List(items) => {
            f.write_str("[")?;
            for (index, item) in items.iter().enumerate() {
                f.write_str(if index == 0 { "" } else { "," })?;
                write(item, f)?;
            }
            f.write_str("]")
        }
        Value::Map(members) => {
            f.write_str("{")?;
            for (index, (name, value)) in members.iter().enumerate() {
                f.write_str(if index == 0 { "" } else { "," })?;
                write_text(name, f)?;
                f.write_str(":")?;
                write(value, f)?;
            }
            f.write_str("}")
        }
    }
}

fn write_text(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str(&serde_json::to_string(text).unwrap_or_default())
}

/// A value as a JSON document.
pub(super) fn text(value: &Value) -> String {
    struct Json<'a>(&'a Value);
    impl fmt::Display for Json<'_> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write(self.0, f)
        }
    }
    Json(value).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_is_written() {
        for text in ["{\"b\":[1,2.5,{\"a\":null}],\"a\":\"x\\\"y\"}", "[]", "true", "\"é\""] {
            assert_eq!(super::text(&read(text).unwrap()), text);
        }
        assert!(read("{} x").is_none() && read("").is_none());
    }

    #[test]
    fn an_object_is_found_in_other_text() {
        let found = embedded("2026 INFO {\"a\": \"}\", \"b\": {\"c\": 1}} tail {\"d\": 2}").unwrap();
        assert_eq!(text(&found), "{\"a\":\"}\",\"b\":{\"c\":1}}");
        assert!(embedded("no { object").is_none() && embedded("a { b } c").is_none());
    }
}
