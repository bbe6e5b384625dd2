//! Instants as cases write them.

use cupola_base::Timestamp;

use crate::Value;

/// Reads an instant: ISO 8601 text, or a number of seconds since the epoch.
///
/// Offsets may be written without a colon (`+0000`), as alarms do in their reason data.
pub(crate) fn instant(value: &Value) -> Option<Timestamp> {
    match value {
        Value::Text(text) => iso(text),
        Value::Number(number) => Timestamp::from_secs_f64(number.to_f64()),
        _ => None,
    }
}

/// Reads ISO 8601 text with an offset.
pub(crate) fn iso(text: &str) -> Option<Timestamp> {
    Timestamp::parse(text).ok().or_else(|| Timestamp::parse(&with_colon(text)?).ok())
}

fn with_colon(text: &str) -> Option<String> {
    let split = text.len().checked_sub(5)?;
    let (moment, offset) = (text.get(..split)?, text.get(split..)?);
    let digits = offset.get(1..)?.bytes().all(|b| b.is_ascii_digit());
    (offset.starts_with(['+', '-']) && digits).then(|| format!("{moment}{}:{}", &offset[..3], &offset[3..]))
}

/// Seconds since the epoch; without a fraction where there is none.
pub(crate) fn seconds(at: Timestamp) -> Value {
    if at.as_millis() % 1000 == 0 { Value::from(at.as_secs()) } else { Value::from(at.as_secs_f64()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_spellings_of_one_instant() {
        let expected = Timestamp::from_millis(1_777_874_400_250);
        for text in ["2026-05-04T06:00:00.250Z", "2026-05-04T06:00:00.250+0000", "2026-05-04T08:00:00.25+02:00"] {
            assert_eq!(iso(text), Some(expected), "{text}");
        }
        assert_eq!(instant(&Value::from(1_777_874_400.25)), Some(expected));
    }

    #[test]
    fn what_is_no_instant() {
        for text in ["", "2026-05-04", "2026-05-04T06:00:00", "tomorrow", "日本+0000", "+0000"] {
            assert_eq!(iso(text), None, "{text}");
        }
        assert_eq!(instant(&Value::Bool(true)), None);
    }

    #[test]
    fn whole_seconds_have_no_fraction() {
        assert_eq!(seconds(Timestamp::from_millis(1000)).to_string(), "1");
        assert_eq!(seconds(Timestamp::from_millis(-1500)).to_string(), "-1.5");
    }
}
