//! One value of a form.

use cupola::Timestamp;
use cupola::base::shape::Shape;
use serde_json::{Number, Value};

use super::super::DecodeError;

/// The JSON that a text means where this shape is expected.
pub(crate) fn scalar(shape: &Shape, name: &str, text: &str) -> Result<Value, DecodeError> {
    let value = match shape {
        Shape::Integer(_) => integer(text),
        Shape::Double => double(text),
        Shape::Boolean => text.parse().ok().map(Value::Bool),
        Shape::Timestamp => Timestamp::parse(text).ok().map(|at| Value::from(at.as_secs_f64())),
        _ => Some(Value::from(text)),
    };
    value.ok_or_else(|| DecodeError::new(format!("member `{name}` must be {}, not `{text}`", wanted(shape))))
}

fn integer(text: &str) -> Option<Value> {
    text.parse::<i64>().ok().map(Value::from)
}

fn double(text: &str) -> Option<Value> {
    match text {
        "NaN" | "Infinity" | "-Infinity" => Some(Value::from(text)),
        _ => text.parse().ok().and_then(Number::from_f64).map(Value::Number),
    }
}

const fn wanted(shape: &Shape) -> &'static str {
    match shape {
        Shape::Integer(_) => "a whole number",
        Shape::Double => "a number",
        Shape::Boolean => "true or false",
        _ => "an ISO 8601 time",
    }
}

#[cfg(test)]
mod tests {
    use cupola::base::shape::INTEGER;
    use serde_json::json;

    use super::*;

    #[test]
    fn texts_become_what_the_shape_says() {
        let table = [
            (&INTEGER, "60", json!(60)),
            (&Shape::Double, "60", json!(60.0)),
            (&Shape::Double, "-1.5E3", json!(-1500.0)),
            (&Shape::Double, "NaN", json!("NaN")),
            (&Shape::Boolean, "true", json!(true)),
            (&Shape::Timestamp, "2026-05-04T06:00:00Z", json!(1_777_874_400.0)),
            (&Shape::Timestamp, "2026-05-04T08:00:00.250+02:00", json!(1_777_874_400.25)),
            (&Shape::Blob, "YQ==", json!("YQ==")),
        ];
        for (shape, text, value) in table {
            assert_eq!(scalar(shape, "x", text), Ok(value));
        }
        let refused = [(&INTEGER, "1.5"), (&Shape::Double, "inf"), (&Shape::Boolean, "1"), (&Shape::Timestamp, "now")];
        for (shape, text) in refused {
            assert!(scalar(shape, "x", text).is_err(), "{text}");
        }
    }
}
