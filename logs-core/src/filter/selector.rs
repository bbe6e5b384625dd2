//! What metric filters take out of a message.

use std::borrow::Cow;

use cupola_base::text::{Cursor, Span};

use super::error::{Fault, FilterPatternErrorKind as Kind};
use super::json::{JsonPattern, Selector, Selectors, Value};
use super::literal::Number;
use super::space::{SpacePattern, Wanted};
use super::{FilterPattern, FilterPatternError, Form, Semantics};

/// A checked reference to a field of the messages that a pattern matches, as the metric value and the
/// dimensions of a metric filter have it. Made by [`FilterPattern::selector`].
#[derive(Clone, Debug)]
pub struct FilterSelector(Kinds);

#[derive(Clone, Debug)]
enum Kinds {
    Json(Selectors),
    Word(Wanted),
}

impl FilterPattern {
    /// Reads a reference to a field: `$.path` with a JSON pattern, `$name` or `$1` (a word by its
    /// place) with a space-delimited one.
    ///
    /// ```
    /// use cupola_logs::filter::{FilterPattern, FilterPatternErrorKind};
    ///
    /// let pattern = FilterPattern::parse("[shop, price>20]")?;
    /// let price = pattern.selector("$price")?;
    /// assert_eq!(pattern.value("harbour 21.5", &price).as_deref(), Some("21.5"));
    /// assert_eq!(pattern.number("harbour 21.5", &price), Some(21.5));
    ///
    /// let error = pattern.selector("$cost").unwrap_err();
    /// assert_eq!(error.kind(), FilterPatternErrorKind::UnknownField);
    /// assert_eq!(error.accepted(), Some("accepted: $shop, $price"));
    /// # Ok::<(), cupola_logs::filter::FilterPatternError>(())
    /// ```
    ///
    /// # Errors
    /// [`FilterPatternError`] on the text of the reference: it is none, names a field that a
    /// space-delimited pattern does not have, or the pattern is unstructured.
    pub fn selector(&self, text: &str) -> Result<FilterSelector, FilterPatternError> {
        let whole = Span::new(0, text.len());
        let selector = match &self.0.form {
            Form::Terms(_) => Err(Fault::new(Kind::NothingToSelect, whole)),
            Form::Json(pattern) => json_selector(text, pattern.semantics()).map(Kinds::Json),
            Form::Space(pattern) => pattern.wanted(text).map(Kinds::Word).ok_or_else(|| unknown(pattern, whole)),
        };
        selector.map(FilterSelector).map_err(|fault| fault.on(text))
    }

    /// The value of a field as text: a word without its quotes or brackets, a JSON string without
    /// escapes, a number or boolean as it is written. None when the message has no such field, or
    /// null, an object or an array there. Whether the message matches is not asked.
    #[must_use]
    pub fn value<'m>(&self, message: &'m str, selector: &FilterSelector) -> Option<Cow<'m, str>> {
        match (&self.0.form, &selector.0) {
            (Form::Json(pattern), Kinds::Json(selectors)) => json_value(pattern, selectors, message)
                .filter(|value| !matches!(value, Value::Null | Value::Container(_)))
                .map(|value| value.text()),
            (Form::Space(pattern), Kinds::Word(wanted)) => {
                pattern.word(message, *wanted).map(|word| Cow::Borrowed(word.text))
            }
            _ => None,
        }
    }

    /// The value of a field as a number; none where [`value`](Self::value) has none, or it is no
    /// finite number. A JSON string that is spelt as a number is one, unless
    /// [`Semantics::numeric_texts`] is off.
    #[must_use]
    pub fn number(&self, message: &str, selector: &FilterSelector) -> Option<f64> {
        let number = match (&self.0.form, &selector.0) {
            (Form::Json(pattern), Kinds::Json(selectors)) => {
                json_value(pattern, selectors, message)?.with_scalar(|scalar| scalar?.number(pattern.semantics()))
            }
            (Form::Space(pattern), Kinds::Word(wanted)) => {
                Number::parse(pattern.word(message, *wanted)?.text.as_bytes())
            }
            _ => None,
        };
        number.map(Number::to_f64).filter(|number| number.is_finite())
    }
}

fn json_selector(text: &str, semantics: &Semantics) -> Result<Selectors, Fault> {
    let mut cursor = Cursor::new(text);
    let selector = Selector::parse(&mut cursor, semantics)?;
    match cursor.is_at_end() {
        true => Ok(Selectors::new(vec![selector])),
        false => Err(Fault::new(Kind::Key, cursor.span_here()).with_help("accepted: $.key, $.key[0]")),
    }
}

fn json_value<'m>(pattern: &JsonPattern, selectors: &Selectors, message: &'m str) -> Option<Value<'m>> {
    selectors.read(message, pattern.semantics(), |fields| Some(fields.first(0)?.value)).ok().flatten()
}

fn unknown(pattern: &SpacePattern, span: Span) -> Fault {
    let names: Vec<&str> = pattern.names().collect();
    let fault = Fault::new(Kind::UnknownField, span);
    match &*names {
        [] => fault.with_help("accepted: $1, $2, ... by the place of the word"),
        names => fault.with_help(format!("accepted: {}", names.join(", "))),
    }
}
