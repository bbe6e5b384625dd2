//! What is expected, in shorthand.

use std::fmt;
use std::str::FromStr;

use cupola::base::text::{Cursor, Diagnostic, Span, nearest};
use cupola::metrics::StateValue;

/// States at times: `OK@3 ALARM@12..15 INSUFFICIENT_DATA@1h30m`.
///
/// A time is how long after the start: a bare number counts minutes, else hours, minutes and seconds
/// as in `1h30m`, `90s`. What is due at that time has been done. `ALARM@12..15` asks for the state
/// from the one to the other, both included.
///
/// ```
/// use cupola_test::Expectations;
///
/// let states: Expectations = "OK@3 ALARM@12..90m".parse()?;
/// assert_eq!(states.to_string(), "OK@3 ALARM@12..90");
///
/// let error = "OK@3 ALRM@12".parse::<Expectations>().unwrap_err();
/// assert!(error.to_string().contains("did you mean \"ALARM\"?"), "{error}");
/// # Ok::<(), cupola_test::ExpectationsError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expectations(pub(super) Vec<Expectation>);

/// One state from one time to another, in seconds after the start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Expectation {
    pub(super) state: StateValue,
    pub(super) from: u32,
    pub(super) to: u32,
}

impl fmt::Display for Expectations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, expectation) in self.0.iter().enumerate() {
            write!(f, "{}{expectation}", if index == 0 { "" } else { " " })?;
        }
        Ok(())
    }
}

impl fmt::Display for Expectation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.state, Offset(self.from))?;
        if self.to == self.from { Ok(()) } else { write!(f, "..{}", Offset(self.to)) }
    }
}

/// A time after the start, in whole minutes where it is.
pub(super) struct Offset(pub(super) u32);

impl fmt::Display for Offset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0 / 60, self.0 % 60) {
            (minutes, 0) => write!(f, "{minutes}"),
            (0, seconds) => write!(f, "{seconds}s"),
            (minutes, seconds) => write!(f, "{minutes}m{seconds}s"),
        }
    }
}

impl FromStr for Expectations {
    type Err = ExpectationsError;

    fn from_str(text: &str) -> Result<Self, ExpectationsError> {
        let mut cursor = Cursor::new(text);
        let mut all = Vec::new();
        cursor.skip_whitespace();
        while !cursor.is_at_end() {
            all.push(expectation(&mut cursor)?);
            cursor.skip_whitespace();
        }
        Ok(Self(all))
    }
}

fn expectation(cursor: &mut Cursor<'_>) -> Result<Expectation, ExpectationsError> {
    let state = state(cursor)?;
    if !cursor.eat('@') {
        return Err(error(cursor, cursor.span_here(), "a state needs a time", "as in OK@3"));
    }
    let start = cursor.position();
    let from = time(cursor)?;
    let to = if cursor.eat_str("..") { time(cursor)? } else { from };
    if to < from {
        return Err(error(cursor, cursor.span_from(start), "the end lies before the start", "as in OK@3..7"));
    }
    Ok(Expectation { state, from, to })
}

fn state(cursor: &mut Cursor<'_>) -> Result<StateValue, ExpectationsError> {
    let start = cursor.position();
    let word = cursor.take_while(|c| c.is_alphabetic() || c == '_');
    word.parse().map_err(|_| {
        let words = || StateValue::ALL.iter().map(|state| state.as_str());
        let label = match nearest(word, words()) {
            Some(near) => format!("did you mean \"{near}\"?"),
            None => format!("one of {}", words().collect::<Vec<_>>().join(", ")),
        };
        error(cursor, cursor.span_from(start), "this is no state", &label)
    })
}

/// `12`, `90s`, `1h30m`.
fn time(cursor: &mut Cursor<'_>) -> Result<u32, ExpectationsError> {
    let start = cursor.position();
    let refused = |cursor: &mut Cursor<'_>| {
        cursor.take_while(|c| !c.is_whitespace());
        error(cursor, cursor.span_from(start), "this is no time", "minutes, or as in 1h30m, 90s, up to a year")
    };
    let mut total = 0u64;
    let mut parts = 0;
    let mut last = u64::MAX;
    while cursor.peek().is_some_and(|c| c.is_ascii_digit()) {
        let Ok(number) = cursor.take_while(|c| c.is_ascii_digit()).parse::<u64>() else { return Err(refused(cursor)) };
        let unit = match cursor.eat_if(|c| matches!(c, 'h' | 'm' | 's')) {
            Some('h') => 3600,
            Some('s') => 1,
            Some(_) => 60,
            None if parts == 0 => 60,
            None => return Err(refused(cursor)),
        };
        if unit >= last {
            return Err(refused(cursor));
        }
        (last, parts) = (unit, parts + 1);
        total = total.saturating_add(number.saturating_mul(unit));
    }
    let ends = cursor.peek().is_none_or(char::is_whitespace) || cursor.starts_with("..");
    match u32::try_from(total) {
        Ok(total) if parts > 0 && ends && total <= YEAR => Ok(total),
        _ => Err(refused(cursor)),
    }
}

const YEAR: u32 = 366 * 86_400;

fn error(cursor: &Cursor<'_>, span: Span, message: &str, label: &str) -> ExpectationsError {
    ExpectationsError(Box::new(Diagnostic::new("expectation", cursor.source(), span, message).with_label(label)))
}

/// A text that is no shorthand for states at times, drawn under the place.
#[derive(Clone, PartialEq, Eq)]
pub struct ExpectationsError(Box<Diagnostic>);

impl ExpectationsError {
    /// Where and what.
    #[must_use]
    pub const fn diagnostic(&self) -> &Diagnostic {
        &self.0
    }
}

impl fmt::Display for ExpectationsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for ExpectationsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for ExpectationsError {}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn times_are_minutes_or_have_units() {
        let read =
            |text: &str| text.parse::<Expectations>().unwrap().0.iter().map(|e| (e.from, e.to)).collect::<Vec<_>>();
        assert_eq!(read("OK@3 ALARM@90s OK@1h30m OK@1m5s..2"), [(180, 180), (90, 90), (5400, 5400), (65, 120)]);
    }

    #[test]
    fn mistakes_are_shown_where_they_are() {
        for (text, start, end) in [
            ("OK", 2, 2),
            ("OK@", 3, 3),
            ("ok@3", 0, 2),
            ("OK@3..2", 3, 7),
            ("OK@3m5", 3, 6),
            ("OK@5s3m", 3, 7),
            ("OK@3d", 3, 5),
            ("OK@99999999999999999999", 3, 23),
            ("OK@9999999", 3, 10),
        ] {
            let span = text.parse::<Expectations>().unwrap_err().diagnostic().span();
            assert_eq!((span.start, span.end), (start, end), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_printed_reads_the_same(all in proptest::collection::vec((0..3usize, 0..100_000u32, 0..500u32), 0..9)) {
            let expectation = |(state, from, len): (usize, u32, u32)| Expectation { state: StateValue::ALL[state], from, to: from + len };
            let all = Expectations(all.into_iter().map(expectation).collect());
            prop_assert_eq!(all.to_string().parse::<Expectations>().unwrap(), all);
        }

        #[test]
        fn no_text_panics(text in "[OKALRM@0-9hms._ ]{0,20}") {
            let _ = text.parse::<Expectations>().map_err(|error| error.to_string());
        }
    }
}
