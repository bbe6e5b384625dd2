//! Selectors: `$.jobs[0].state`.

use std::fmt;

use cupola_base::text::Cursor;

use crate::filter::error::{Fault, FilterPatternErrorKind as Kind};
use crate::filter::lex::{self, write_quoted};
use crate::filter::{Dialect, Semantics};

/// The way from the message to a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::filter) struct Selector {
    steps: Vec<Step>,
    /// Whether it leads to one place at most.
    direct: bool,
}

/// One step of a selector.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::filter) enum Step {
    /// To the member of an object.
    Key(Box<str>),
    /// To an element of an array, counted from 0.
    Index(u32),
    /// To every element of an array.
    Every,
}

impl Step {
    /// The key, where it is one.
    #[inline]
    pub(super) fn key(&self) -> Option<&str> {
        if let Self::Key(key) = self { Some(key) } else { None }
    }
}

impl Selector {
    /// Reads a selector; the cursor stands where it should begin.
    pub(in crate::filter) fn parse(cursor: &mut Cursor<'_>, semantics: &Semantics) -> Result<Self, Fault> {
        if !cursor.eat('$') {
            return Err(Fault::new(Kind::Selector, cursor.span_here()));
        }
        let mut steps = Vec::new();
        loop {
            match cursor.peek() {
                Some('.') => steps.push(key(cursor)?),
                Some('[') => steps.push(bracket(cursor, semantics)?),
                _ if steps.is_empty() => return Err(Fault::new(Kind::Key, cursor.span_here()).with_help(FIRST_STEP)),
                _ => return Ok(Self { direct: !steps.contains(&Step::Every), steps }),
            }
        }
    }

    pub(super) const fn is_direct(&self) -> bool {
        self.direct
    }

    /// Its keys and indexes, one after the other.
    pub(in crate::filter) fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The steps before the first that goes to many places, and those from there on.
    pub(super) fn split(&self) -> (&[Step], &[Step]) {
        let many = self.steps.iter().position(|step| *step == Step::Every);
        self.steps.split_at(many.unwrap_or(self.steps.len()))
    }
}

fn key(cursor: &mut Cursor<'_>) -> Result<Step, Fault> {
    cursor.bump();
    match cursor.take_while(is_plain) {
        "" => Err(Fault::new(Kind::Key, cursor.span_here())),
        key => Ok(Step::Key(key.into())),
    }
}

fn bracket(cursor: &mut Cursor<'_>, semantics: &Semantics) -> Result<Step, Fault> {
    let start = cursor.position();
    cursor.bump();
    let step = match cursor.peek() {
        Some('*') => cursor.bump().map(|_| Step::Every),
        Some('"') => Some(Step::Key(lex::quoted(cursor)?.into())),
        _ => cursor.take_while(|c| c.is_ascii_digit()).parse().ok().map(Step::Index),
    };
    let Some(step) = step.filter(|_| cursor.eat(']')) else {
        return Err(Fault::new(Kind::Index, cursor.span_here()));
    };
    match step {
        Step::Every | Step::Key(_) if semantics.dialect == Dialect::Aws => {
            Err(Fault::new(Kind::Extended, cursor.span_from(start)))
        }
        step => Ok(step),
    }
}

const fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '-'
}

impl fmt::Display for Selector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("$")?;
        self.steps.iter().try_for_each(|step| step.fmt(f))
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key(key) if !key.is_empty() && key.chars().all(is_plain) => write!(f, ".{key}"),
            Self::Key(key) => {
                f.write_str("[")?;
                write_quoted(f, key)?;
                f.write_str("]")
            }
            Self::Index(index) => write!(f, "[{index}]"),
            Self::Every => f.write_str("[*]"),
        }
    }
}

const FIRST_STEP: &str = "accepted after $: .key or [0]";

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, dialect: Dialect) -> Result<String, (Kind, usize)> {
        let semantics = Semantics::default().with(|s| s.dialect = dialect);
        let selector = Selector::parse(&mut Cursor::new(text), &semantics);
        selector.map(|selector| selector.to_string()).map_err(|fault| {
            let error = fault.on(text);
            (error.kind(), error.span().start)
        })
    }

    #[test]
    fn selectors_of_the_service() {
        for (text, expected) in [
            ("$.a.b-c_1[0][12].d = 1", Ok("$.a.b-c_1[0][12].d")),
            ("$[0]", Ok("$[0]")),
            ("a", Err((Kind::Selector, 0))),
            ("$", Err((Kind::Key, 1))),
            ("$.", Err((Kind::Key, 2))),
            ("$.a.", Err((Kind::Key, 4))),
            ("$.a[", Err((Kind::Index, 4))),
            ("$.a[1", Err((Kind::Index, 5))),
            ("$.a[-1]", Err((Kind::Index, 4))),
            ("$.a[99999999999]", Err((Kind::Index, 15))),
            ("$.a[*]", Err((Kind::Extended, 3))),
            ("$.a[\"b c\"]", Err((Kind::Extended, 3))),
        ] {
            assert_eq!(read(text, Dialect::Aws).as_deref().map_err(|error| *error), expected, "{text}");
        }
    }

    #[test]
    fn selectors_of_ours() {
        for (text, printed) in
            [("$.a[*].b", "$.a[*].b"), (r#"$["a"]["b \"c\""]"#, r#"$.a["b \"c\""]"#), (r#"$[""]"#, r#"$[""]"#)]
        {
            assert_eq!(read(text, Dialect::Extended).as_deref(), Ok(printed), "{text}");
        }
    }
}
