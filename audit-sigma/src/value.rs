//! What a value is asked.

use ipnet::IpNet;
use memchr::memchr2_iter;
use regex::{Regex, RegexBuilder};

use crate::error::{Place, SigmaError};
use crate::path::Found;
use crate::yaml::{Node, Value};

/// How a field is asked for one value.
#[derive(Clone, Debug)]
pub(crate) enum Test {
    /// The text, or a part of it.
    Text { shape: Shape, needle: String, cased: bool },
    /// A regular expression.
    Regex(Regex),
    /// A text with wildcards inside, and the longest part between them.
    Pattern(Regex, String),
    /// The field is null or not there.
    Null,
    /// The field is there, or not.
    Exists(bool),
    /// The address lies in the network.
    Cidr(IpNet),
    /// The number is below, above.
    Number(Order, f64),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Exact,
    Starts,
    Ends,
    Contains,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    Below,
    AtMost,
    Above,
    AtLeast,
}

impl Shape {
    fn of(word: &str) -> Option<Self> {
        Some(match word {
            "contains" => Self::Contains,
            "startswith" => Self::Starts,
            "endswith" => Self::Ends,
            _ => return None,
        })
    }
}

impl Order {
    pub(crate) fn of(word: &str) -> Option<Self> {
        Some(match word {
            "lt" => Self::Below,
            "lte" => Self::AtMost,
            "gt" => Self::Above,
            "gte" => Self::AtLeast,
            _ => return None,
        })
    }

    pub(crate) fn holds(self, left: f64, right: f64) -> bool {
        match self {
            Self::Below => left < right,
            Self::AtMost => left <= right,
            Self::Above => left > right,
            Self::AtLeast => left >= right,
        }
    }
}

/// The modifiers behind a field's name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Modifiers {
    shape: Option<Shape>,
    order: Option<Order>,
    pub(crate) all: bool,
    cased: bool,
    exists: bool,
    cidr: bool,
    re: bool,
    ignore_case: bool,
    multi_line: bool,
    dot_all: bool,
}

impl Modifiers {
    pub(crate) fn parse<'t>(words: impl Iterator<Item = &'t str>, place: Place) -> Result<Self, SigmaError> {
        let mut modifiers = Self::default();
        for word in words {
            modifiers.take(word, place)?;
        }
        let kinds =
            [modifiers.shape.is_some(), modifiers.order.is_some(), modifiers.exists, modifiers.cidr, modifiers.re];
        if kinds.iter().filter(|is| **is).count() > 1 {
            return Err(SigmaError::at(place, "these modifiers do not go together"));
        }
        Ok(modifiers)
    }

    fn take(&mut self, word: &str, place: Place) -> Result<(), SigmaError> {
        let flag = match word {
            "all" => &mut self.all,
            "cased" => &mut self.cased,
            "exists" => &mut self.exists,
            "cidr" => &mut self.cidr,
            "re" => &mut self.re,
            "i" if self.re => &mut self.ignore_case,
            "m" if self.re => &mut self.multi_line,
            "s" if self.re => &mut self.dot_all,
            _ => return self.take_comparison(word, place),
        };
        *flag = true;
        Ok(())
    }

    fn take_comparison(&mut self, word: &str, place: Place) -> Result<(), SigmaError> {
        let (shape, order) = (Shape::of(word), Order::of(word));
        if shape.is_none() && order.is_none() {
            return Err(SigmaError::at(place, format!("the modifier {word} is not supported")));
        }
        (self.shape, self.order) = (shape.or(self.shape), order.or(self.order));
        Ok(())
    }

    /// The test for one value.
    pub(crate) fn test(&self, value: &Node) -> Result<Test, SigmaError> {
        let wrong = |what: &str| SigmaError::at(value.place, what);
        if self.exists {
            let Value::Bool(exists) = value.value else { return Err(wrong("exists needs true or false")) };
            return Ok(Test::Exists(exists));
        }
        if matches!(value.value, Value::Null) {
            return Ok(Test::Null);
        }
        let text = value.text().ok_or_else(|| wrong("a value must be a text, a number, true, false or null"))?;
        if let Some(order) = self.order {
            let number = text.parse().ok().filter(|number: &f64| number.is_finite());
            return number.map(|number| Test::Number(order, number)).ok_or_else(|| wrong("a number is needed"));
        }
        if self.cidr {
            return text.parse().map(Test::Cidr).map_err(|_| wrong("a network such as 192.0.2.0/24 is needed"));
        }
        if self.re {
            return self
                .regex(text)
                .map(Test::Regex)
                .map_err(|error| wrong(&format!("not a regular expression: {error}")));
        }
        self.text(text).map_err(|error| wrong(&format!("the pattern is too large: {error}")))
    }

    fn regex(&self, text: &str) -> Result<Regex, regex::Error> {
        RegexBuilder::new(text)
            .case_insensitive(self.ignore_case)
            .multi_line(self.multi_line)
            .dot_matches_new_line(self.dot_all)
            .size_limit(1 << 20)
            .build()
    }

    /// A text with wildcards: a leading and a trailing `*` are shapes, others need a regular expression.
    fn text(&self, text: &str) -> Result<Test, regex::Error> {
        let mut parts = parts(text);
        let shape = self.shape.unwrap_or(Shape::Exact);
        if matches!(shape, Shape::Contains | Shape::Ends) {
            parts.insert(0, Part::Any);
        }
        if matches!(shape, Shape::Contains | Shape::Starts) {
            parts.push(Part::Any);
        }
        let of = |shape, needle: &str| {
            let needle = if self.cased { needle.to_owned() } else { needle.to_lowercase() };
            Ok(Test::Text { shape, needle, cased: self.cased })
        };
        match &parts[..] {
            [] => of(Shape::Exact, ""),
            [Part::Text(text)] => of(Shape::Exact, text),
            [Part::Text(text), Part::Any] => of(Shape::Starts, text),
            [Part::Any, Part::Text(text)] => of(Shape::Ends, text),
            [Part::Any, Part::Text(text), Part::Any] => of(Shape::Contains, text),
            parts => {
                let body: String = parts.iter().map(Part::regex).collect();
                let mut builder = RegexBuilder::new(&format!("^{body}$"));
                builder.case_insensitive(!self.cased).dot_matches_new_line(true).size_limit(1 << 20);
                let longest = parts.iter().filter_map(Part::literal).max_by_key(|text| text.len()).unwrap_or_default();
                builder.build().map(|regex| Test::Pattern(regex, longest.to_lowercase()))
            }
        }
    }
}

enum Part {
    Text(String),
    Any,
    One,
}

impl Part {
    fn literal(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    fn regex(&self) -> String {
        match self {
            Self::Text(text) => regex::escape(text),
            Self::Any => ".*".into(),
            Self::One => ".".into(),
        }
    }
}

/// A backslash makes `*`, `?` and itself literal; before anything else it is a backslash.
fn parts(text: &str) -> Vec<Part> {
    let (mut parts, mut literal, mut chars) = (Vec::new(), String::new(), text.chars().peekable());
    while let Some(c) = chars.next() {
        match c {
            '\\' if chars.peek().is_some_and(|next| matches!(next, '*' | '?' | '\\')) => literal.extend(chars.next()),
            '*' | '?' => {
                if !literal.is_empty() {
                    parts.push(Part::Text(std::mem::take(&mut literal)));
                }
                parts.push(if c == '*' { Part::Any } else { Part::One });
            }
            c => literal.push(c),
        }
    }
    if !literal.is_empty() {
        parts.push(Part::Text(literal));
    }
    parts
}

impl Test {
    pub(crate) fn passes(&self, found: &Found<'_>) -> bool {
        match (self, found) {
            (Self::Exists(exists), found) => *exists != matches!(found, Found::Absent),
            (Self::Null, found) => !matches!(found, Found::Value(_)),
            (_, Found::Absent | Found::Null) => false,
            (test, Found::Value(text)) => test.passes_text(text),
        }
    }

    pub(crate) fn passes_text(&self, text: &str) -> bool {
        match self {
            Self::Text { shape, needle, cased } => fits(*shape, needle, text, *cased),
            Self::Regex(regex) | Self::Pattern(regex, _) => regex.is_match(text),
            Self::Cidr(network) => text.parse().is_ok_and(|address: std::net::IpAddr| network.contains(&address)),
            Self::Number(order, bound) => text.parse().is_ok_and(|number: f64| order.holds(number, *bound)),
            Self::Null | Self::Exists(_) => false,
        }
    }

    /// What asking takes, roughly.
    pub(crate) const fn cost(&self) -> usize {
        match self {
            Self::Null | Self::Exists(_) => 0,
            Self::Text { shape: Shape::Exact | Shape::Starts | Shape::Ends, .. } => 1,
            Self::Text { shape: Shape::Contains, .. } | Self::Number(..) => 4,
            Self::Cidr(_) | Self::Regex(_) | Self::Pattern(..) => 16,
        }
    }

    /// A text, and where it stands in the lower case of every value that passes and is ASCII; `None` where there is
    /// no such text.
    pub(crate) fn literal(&self) -> Option<(Shape, String)> {
        let (shape, text) = match self {
            Self::Text { shape, needle, .. } => (*shape, needle.to_lowercase()),
            // In any case a letter may be another than its lower case: `\u{212a}` is `k`.
            Self::Pattern(_, part) if part.is_ascii() => (Shape::Contains, part.clone()),
            _ => return None,
        };
        (shape == Shape::Exact || !text.is_empty()).then_some((shape, text))
    }
}

/// Whether a text holds another, in whatever case: only where its first letter stands the rest is compared.
fn contains(text: &[u8], needle: &[u8]) -> bool {
    let Some(first) = needle.first() else { return true };
    let starts = memchr2_iter(first.to_ascii_lowercase(), first.to_ascii_uppercase(), text);
    starts.into_iter().any(|at| text[at..].get(..needle.len()).is_some_and(|part| part.eq_ignore_ascii_case(needle)))
}

fn fits(shape: Shape, needle: &str, text: &str, cased: bool) -> bool {
    if cased || !text.is_ascii() || !needle.is_ascii() {
        let lower = if cased { None } else { Some(text.to_lowercase()) };
        let text = lower.as_deref().unwrap_or(text);
        return match shape {
            Shape::Exact => text == needle,
            Shape::Starts => text.starts_with(needle),
            Shape::Ends => text.ends_with(needle),
            Shape::Contains => text.contains(needle),
        };
    }
    let (text, needle) = (text.as_bytes(), needle.as_bytes());
    match shape {
        Shape::Exact => text.eq_ignore_ascii_case(needle),
        Shape::Starts => text.get(..needle.len()).is_some_and(|start| start.eq_ignore_ascii_case(needle)),
        Shape::Ends => text.len() >= needle.len() && text[text.len() - needle.len()..].eq_ignore_ascii_case(needle),
        Shape::Contains => contains(text, needle),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Against a search through the text in lower case.
        #[test]
        fn parts_are_found_in_any_case(text in "[aAbB:1é]{0,12}", needle in "[abAB:1]{0,4}") {
            let found = fits(Shape::Contains, &needle.to_lowercase(), &text, false);
            prop_assert_eq!(found, text.to_lowercase().contains(&needle.to_lowercase()));
        }
    }
}
