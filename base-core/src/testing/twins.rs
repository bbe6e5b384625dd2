//! Slow obvious twins of what is fast.

use serde_json::{Map, Value};

use crate::json::{ScanError, Scanner, Token};

/// Whether the text matches the wildcard pattern, by the whole table of "do the first `i` of the
/// pattern match the first `j` of the text".
#[must_use]
pub fn wildcard(pattern: &str, text: &str, ignore_case: bool) -> bool {
    let fold = |c: char| if ignore_case { c.to_lowercase().next().unwrap_or(c) } else { c };
    let text: Vec<char> = text.chars().map(fold).collect();
    let mut row = vec![false; text.len() + 1];
    row[0] = true;
    for wanted in pattern.chars().map(fold) {
        let above = std::mem::replace(&mut row, vec![false; text.len() + 1]);
        row[0] = above[0] && wanted == '*';
        for (j, found) in text.iter().enumerate() {
            row[j + 1] = match wanted {
                '*' => above[j + 1] || row[j],
                '?' => above[j],
                _ => above[j] && wanted == *found,
            };
        }
    }
    row[text.len()]
}

/// The tree of a document, built from the scanner's tokens; of duplicate keys the last counts, as
/// in `serde_json`. A number beyond the doubles becomes null.
///
/// # Errors
/// Whatever the scanner finds wrong.
pub fn tree(bytes: &[u8], depth_limit: usize) -> Result<Value, ScanError> {
    let mut scanner = Scanner::new(bytes).with_depth_limit(depth_limit);
    let mut builder = Builder::default();
    while let Some(token) = scanner.next()? {
        builder.take(token);
    }
    Ok(builder.root)
}

#[derive(Default)]
struct Builder {
    root: Value,
    open: Vec<(Option<String>, Value)>,
    key: Option<String>,
}

impl Builder {
    fn take(&mut self, token: Token<'_>) {
        match token {
            Token::ObjectStart => self.open.push((self.key.take(), Value::Object(Map::new()))),
            Token::ArrayStart => self.open.push((self.key.take(), Value::Array(Vec::new()))),
            Token::Key(key) => self.key = Some(key.unescape().into_owned()),
            Token::ObjectEnd | Token::ArrayEnd => {
                let (key, value) = self.open.pop().expect("the scanner closes what it opened");
                self.key = key;
                self.put(value);
            }
            Token::String(string) => self.put(Value::String(string.unescape().into_owned())),
            Token::Number(number) => {
                self.put(tree_number(number.text()));
            }
            Token::Bool(truth) => self.put(Value::Bool(truth)),
            Token::Null => self.put(Value::Null),
        }
    }

    fn put(&mut self, value: Value) {
        match (self.open.last_mut(), self.key.take()) {
            (Some((_, Value::Object(object))), Some(key)) => {
                object.insert(key, value);
            }
            (Some((_, Value::Array(array))), None) => array.push(value),
            (None, None) => self.root = value,
            (open, key) => panic!("a value under {key:?} in {open:?}"),
        }
    }
}

/// Whole numbers stay whole where they fit; minus zero has a sign as a double alone.
fn tree_number(text: &str) -> Value {
    let double = || Value::from(text.parse::<f64>().unwrap_or(f64::NAN));
    if text == "-0" {
        return double();
    }
    text.parse::<i64>().map(Value::from).or_else(|_| text.parse::<u64>().map(Value::from)).unwrap_or_else(|_| double())
}
