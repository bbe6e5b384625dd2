//! Patterns of root causes: JSON with what must be there.

use std::fmt;

use serde_json::Value;

/// What a root cause must look like: the fields of an object that are given must match, the others may be anything; lists
/// match element by element; all else must be equal, numbers by value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Pattern(Value);

impl Pattern {
    /// Reads the body of a JSON list.
    pub(super) fn list(body: &str) -> Result<Vec<Self>, serde_json::Error> {
        let values: Vec<Value> = serde_json::from_str(&format!("[{body}]"))?;
        Ok(values.into_iter().map(Self).collect())
    }

    pub(crate) fn matches(&self, value: &Value) -> bool {
        matches(&self.0, value)
    }
}

fn matches(pattern: &Value, value: &Value) -> bool {
    match (pattern, value) {
        (Value::Object(wanted), Value::Object(found)) => {
            wanted.iter().all(|(key, wanted)| found.get(key).is_some_and(|found| matches(wanted, found)))
        }
        (Value::Array(wanted), Value::Array(found)) => {
            wanted.len() == found.len() && wanted.iter().zip(found).all(|(wanted, found)| matches(wanted, found))
        }
        (Value::Number(wanted), Value::Number(found)) => wanted.as_f64() == found.as_f64(),
        _ => pattern == value,
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn missing_fields_are_wildcards_and_lists_are_exact() {
        let value = json!({"a": [{"b": 1.0, "c": "x"}, 2]});
        for (body, expected) in [
            (r#"{}"#, true),
            (r#"{"a": [{"b": 1}, 2]}"#, true),
            (r#"{"a": [{"b": 1}]}"#, false),
            (r#"{"a": [{"c": "y"}, 2]}"#, false),
            (r#"{"z": null}"#, false),
            (r#"[]"#, false),
        ] {
            assert_eq!(Pattern::list(body).unwrap()[0].matches(&value), expected, "{body}");
        }
    }
}
