//! Values in shorthand.

use std::fmt;
use std::str::FromStr;

use cupola::base::text::{Cursor, Diagnostic, Span};

/// Values at equal distances, in shorthand: `5x10 _x3 12+1x4`.
///
/// | text | values |
/// |---|---|
/// | `5` | 5 |
/// | `5x10` | 5, ten times |
/// | `_` | a gap: no datum |
/// | `_x3` | three gaps |
/// | `12+1x4` | 12, 13, 14, 15: four values in all, each 1 more than the one before |
/// | `12-0.5x3` | 12, 11.5, 11 |
///
/// Items stand apart by white space. Numbers are decimal, with a sign, a fraction and an exponent if
/// wanted; a step begins with its sign. Printed, equal texts come out equal: `5 5 5` stays as it is.
///
/// ```
/// use cupola_test::Values;
///
/// let values: Values = "5x2 _ 12+1x4".parse()?;
/// let expected = [Some(5.0), Some(5.0), None, Some(12.0), Some(13.0), Some(14.0), Some(15.0)];
/// assert!(values.iter().eq(expected));
/// assert_eq!(values.to_string(), "5x2 _ 12+1x4");
///
/// let error = "5x2 _y3".parse::<Values>().unwrap_err();
/// assert!(error.to_string().contains("1 | 5x2 _y3\n  |      ^^ "), "{error}");
/// # Ok::<(), cupola_test::ValuesError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Values(Vec<Run>);

/// So many values that begin somewhere and go on in equal steps, or gaps.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Run {
    start: Option<f64>,
    step: Option<f64>,
    count: Option<u32>,
}

impl Values {
    /// The most values of one text, gaps included.
    pub const MOST: usize = 1_000_000;

    /// All values, `None` for gaps.
    pub fn iter(&self) -> impl Iterator<Item = Option<f64>> + '_ {
        self.0.iter().flat_map(|run| (0..run.len()).map(|index| run.value(index)))
    }

    /// How many values there are, gaps included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.iter().map(|run| run.len() as usize).sum()
    }

    /// Whether there is none, not even a gap.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Run {
    fn len(self) -> u32 {
        self.count.unwrap_or(1)
    }

    fn value(self, index: u32) -> Option<f64> {
        let start = self.start?;
        Some(self.step.map_or(start, |step| f64::from(index).mul_add(step, start)))
    }
}

impl fmt::Display for Values {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, run) in self.0.iter().enumerate() {
            write!(f, "{}{run}", if index == 0 { "" } else { " " })?;
        }
        Ok(())
    }
}

impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.start {
            Some(start) => write!(f, "{start}")?,
            None => f.write_str("_")?,
        }
        self.step.map_or(Ok(()), |step| write!(f, "{step:+}"))?;
        self.count.map_or(Ok(()), |count| write!(f, "x{count}"))
    }
}

impl FromStr for Values {
    type Err = ValuesError;

    fn from_str(text: &str) -> Result<Self, ValuesError> {
        let mut cursor = Cursor::new(text);
        let (mut runs, mut len) = (Vec::new(), 0);
        cursor.skip_whitespace();
        while !cursor.is_at_end() {
            let start = cursor.position();
            let run = run(&mut cursor)?;
            len += run.len() as usize;
            if len > Self::MOST {
                return Err(error(&cursor, cursor.span_from(start), "too many values", "at most a million"));
            }
            runs.push(run);
            cursor.skip_whitespace();
        }
        Ok(Self(runs))
    }
}

fn run(cursor: &mut Cursor<'_>) -> Result<Run, ValuesError> {
    let start = if cursor.eat('_') { None } else { Some(number(cursor)?) };
    let has_step = start.is_some() && matches!(cursor.peek(), Some('+' | '-'));
    let step = if has_step { Some(number(cursor)?) } else { None };
    let count = if cursor.eat('x') { Some(count(cursor)?) } else { None };
    if step.is_some() && count.is_none() {
        return Err(error(cursor, cursor.span_here(), "a step needs a count", "as in 12+1x4"));
    }
    match cursor.peek() {
        None => Ok(Run { start, step, count }),
        Some(c) if c.is_whitespace() => Ok(Run { start, step, count }),
        Some(_) => Err(unexpected(cursor)),
    }
}

fn unexpected(cursor: &mut Cursor<'_>) -> ValuesError {
    let start = cursor.position();
    cursor.take_while(|c| !c.is_whitespace());
    error(cursor, cursor.span_from(start), "this does not belong to a value", "x and a count, or a blank")
}

fn number(cursor: &mut Cursor<'_>) -> Result<f64, ValuesError> {
    let start = cursor.position();
    let _ = cursor.eat('-') || cursor.eat('+');
    cursor.take_while(|c| c.is_ascii_digit());
    if cursor.eat('.') {
        cursor.take_while(|c| c.is_ascii_digit());
    }
    exponent(cursor);
    match cursor.text_from(start).parse::<f64>() {
        Ok(number) if number.is_finite() => Ok(number),
        _ => {
            cursor.take_while(|c| !c.is_whitespace());
            Err(error(
                cursor,
                cursor.span_from(start),
                "a value is a number or _ for a gap",
                "as in 5, 5x10, _x3, 12+1x4",
            ))
        }
    }
}

/// An exponent, where there is one.
fn exponent(cursor: &mut Cursor<'_>) {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let sign = matches!(cursor.peek_nth(1), Some('+' | '-'));
    if matches!(cursor.peek(), Some('e' | 'E')) && digit(cursor.peek_nth(if sign { 2 } else { 1 })) {
        cursor.bump();
        cursor.bump();
        cursor.take_while(|c| c.is_ascii_digit());
    }
}

fn count(cursor: &mut Cursor<'_>) -> Result<u32, ValuesError> {
    let start = cursor.position();
    match cursor.take_while(|c| c.is_ascii_digit()).parse() {
        Ok(count) if count > 0 => Ok(count),
        _ => Err(error(cursor, cursor.span_from(start), "x needs a count", "a whole number from 1 on")),
    }
}

fn error(cursor: &Cursor<'_>, span: Span, message: &str, label: &str) -> ValuesError {
    ValuesError(Box::new(Diagnostic::new("values", cursor.source(), span, message).with_label(label)))
}

/// A text that is no shorthand for values, drawn under the place.
#[derive(Clone, PartialEq, Eq)]
pub struct ValuesError(Box<Diagnostic>);

impl ValuesError {
    /// Where and what.
    #[must_use]
    pub const fn diagnostic(&self) -> &Diagnostic {
        &self.0
    }
}

impl fmt::Display for ValuesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for ValuesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for ValuesError {}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Vec<Option<f64>> {
        text.parse::<Values>().unwrap().iter().collect()
    }

    #[test]
    fn items_are_read_as_told() {
        assert_eq!(read(" 5x2\n_x2 -1.5 1e3 "), [Some(5.0), Some(5.0), None, None, Some(-1.5), Some(1000.0)]);
        assert_eq!(read("12-0.5x3"), [12.0, 11.5, 11.0].map(Some));
        assert_eq!(read("2e-1+1e1x2"), [0.2, 10.2].map(Some));
        assert_eq!(read(".5 5."), [0.5, 5.0].map(Some));
        assert!(read("").is_empty());
    }

    #[test]
    fn mistakes_are_shown_where_they_are() {
        for (text, start, end) in [
            ("5x0", 2, 3),
            ("5x", 2, 2),
            ("1 two 3", 2, 5),
            ("5 x3", 2, 4),
            ("1+2", 3, 3),
            ("_+1x3", 1, 5),
            ("5x1000000 1", 10, 11),
            ("1e999", 0, 5),
            ("5x3,", 3, 4),
        ] {
            let span = text.parse::<Values>().unwrap_err().diagnostic().span();
            assert_eq!((span.start, span.end), (start, end), "{text}");
        }
    }

    fn a_run() -> impl Strategy<Value = Run> {
        let number = prop_oneof![(-1000..1000i32).prop_map(|n| f64::from(n) / 8.0), -1e9..1e9f64, Just(1e-300)];
        let count = || 1..50u32;
        prop_oneof![
            number.clone().prop_map(|start| Run { start: Some(start), step: None, count: None }),
            (number.clone(), count()).prop_map(|(n, count)| Run { start: Some(n), step: None, count: Some(count) }),
            (number.clone(), number, count()).prop_map(|(n, step, count)| Run {
                start: Some(n),
                step: Some(step),
                count: Some(count)
            }),
            proptest::option::of(count()).prop_map(|count| Run { start: None, step: None, count }),
        ]
    }

    proptest! {
        #[test]
        fn what_is_printed_reads_the_same(runs in proptest::collection::vec(a_run(), 0..20)) {
            let values = Values(runs);
            let text = values.to_string();
            let again = text.parse::<Values>().map_err(|error| TestCaseError::fail(error.to_string()))?;
            prop_assert_eq!(&again, &values, "{}", text);
            prop_assert_eq!(again.to_string(), text);
            prop_assert_eq!(again.iter().count(), values.len());
        }

        #[test]
        fn no_text_panics(text in "[-0-9xe+._ a]{0,20}") {
            let _ = text.parse::<Values>().map_err(|error| error.to_string());
        }
    }
}
