//! A log event as one line of JSON.

use serde_json::{Number, Value};

/// Writes an object on one line, its members in the order in which they come.
#[derive(Debug, Default)]
pub(crate) struct JsonLine(String);

impl JsonLine {
    pub(crate) fn text(&mut self, key: &str, text: &str) {
        self.member(key, &Value::from(text));
    }

    /// A member with a value that is no object or array: the text of such a value is the same in every build.
    pub(crate) fn member(&mut self, key: &str, scalar: &Value) {
        self.key(key);
        self.0.push_str(&scalar.to_string());
    }

    /// A member that is an object in itself.
    pub(crate) fn object(&mut self, key: &str, object: Self) {
        self.key(key);
        self.0.push_str(&object.finish());
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn finish(self) -> String {
        if self.0.is_empty() { "{}".into() } else { self.0 + "}" }
    }

    fn key(&mut self, key: &str) {
        self.0.push(if self.0.is_empty() { '{' } else { ',' });
        self.0.push_str(&Value::from(key).to_string());
        self.0.push(':');
    }
}

/// A number, or the word for it where JSON has none.
pub(crate) fn number(number: f64) -> Value {
    Number::from_f64(number).map_or_else(|| Value::from(number.to_string()), Value::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_escaped_and_odd_numbers_are_words() {
        let mut inner = JsonLine::default();
        inner.member("n", &number(f64::NAN));
        inner.member("m", &number(0.5));
        let mut line = JsonLine::default();
        line.text("a\"b", "two\nlines");
        line.object("in", inner);
        line.object("none", JsonLine::default());
        assert_eq!(line.finish(), r#"{"a\"b":"two\nlines","in":{"n":"NaN","m":0.5},"none":{}}"#);
    }
}
