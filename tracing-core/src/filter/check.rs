//! Whether a term means something where it stands.

use cupola_base::text::Span;

use super::ast::{FlagTest, GroupBy, GroupTest, Literal, Term};
use super::error::{FilterError, FilterErrorKind as Kind};
use super::lint::FilterLint;
use super::parse::Parser;
use super::pattern::Pattern;
use super::word::{CauseKind, CauseLevel, Flag, Operator, Property, Quantity, Scope, legal_words};

/// A word that stands where a keyword is due.
#[derive(Clone, Copy)]
pub(super) struct Operand<'a> {
    pub(super) word: &'a str,
    pub(super) span: Span,
}

/// What it is compared with, and how.
pub(super) struct Test {
    pub(super) operator: Operator,
    pub(super) operator_span: Span,
    pub(super) value: Value,
    pub(super) span: Span,
}

/// A value as it was written.
pub(super) enum Value {
    Boolean(bool),
    Number(f64),
    Text(String),
    /// A word without quotes.
    Bare(String),
    Patterns(String),
}

const BOTH: [&str; 2] = ["=", "!="];
const OF_NUMBERS: [&str; 6] = ["=", "!=", "<", "<=", ">", ">="];
const OF_TEXTS: [&str; 5] = ["=", "!=", "CONTAINS", "BEGINSWITH", "ENDSWITH"];

impl Parser<'_> {
    /// A keyword with or without a test. What means nothing is noted and answered with any term.
    pub(super) fn keyword(&mut self, operand: Operand<'_>, test: Option<Test>) -> Term {
        let word = operand.word;
        if let Some(flag) = Flag::of(word) {
            self.legal(operand, flag.is_legal(self.scope));
            return self.flag(flag, test);
        }
        if let Some(quantity) = Quantity::of(word) {
            self.legal(operand, quantity.is_legal(self.scope));
            return self.quantity(quantity, test);
        }
        if let Some(property) = Property::of(word) {
            self.legal(operand, property.is_legal(self.scope));
            return self.property(property, test);
        }
        self.compound(operand, test)
    }

    fn compound(&mut self, operand: Operand<'_>, test: Option<Test>) -> Term {
        let lower = operand.word.to_ascii_lowercase();
        if lower.starts_with("annotation.") {
            return self.dotted_annotation(operand, test);
        }
        match &*lower {
            "group.name" => self.group(GroupBy::Name, operand, test),
            "group.arn" => self.group(GroupBy::Arn, operand, test),
            _ => match lower.strip_prefix("rootcause").and_then(patterns_of) {
                Some(kind) => self.patterns(kind, operand, test),
                None => self.unknown(operand),
            },
        }
    }

    fn flag(&mut self, flag: Flag, test: Option<Test>) -> Term {
        let Some(test) = test else { return Term::Flag(flag, None) };
        let is_equal = test.operator == Operator::Equal;
        self.accept(&test, &BOTH, "what is true or false");
        let Value::Boolean(value) = test.value else {
            let error = self.error(Kind::Semantic, test.span, format!("{} is true or false", flag.as_str()));
            self.refuse(error.expecting(vec!["true", "false"]));
            return Term::Flag(flag, None);
        };
        Term::Flag(flag, Some(FlagTest { is_equal, value }))
    }

    fn quantity(&mut self, quantity: Quantity, test: Option<Test>) -> Term {
        let Some(test) = test else { return Term::Quantity(quantity, None) };
        self.accept(&test, &OF_NUMBERS, "numbers");
        let Value::Number(number) = test.value else {
            self.wrong(test.span, format!("{} is a number", quantity.as_str()));
            return Term::Quantity(quantity, None);
        };
        self.lints.extend(FilterLint::of_number(quantity, test.operator, number, test.span));
        Term::Quantity(quantity, Some((test.operator, number)))
    }

    fn property(&mut self, property: Property, test: Option<Test>) -> Term {
        let Some(test) = test else { return Term::Property(property, None) };
        self.accept(&test, &OF_TEXTS, "texts");
        let (operator, span) = (test.operator, test.span);
        let Some(text) = self.text_of(test.value, span) else {
            self.wrong(span, format!("{} is a text: write it in double quotes", property.as_str()));
            return Term::Property(property, None);
        };
        self.lints.extend(FilterLint::of_text(operator, &text, span));
        Term::Property(property, Some((operator, text)))
    }

    fn dotted_annotation(&mut self, operand: Operand<'_>, test: Option<Test>) -> Term {
        let key = &operand.word["annotation.".len()..];
        if key.contains('.') {
            let message = "a key with a dot stands in brackets";
            let error = self.error(Kind::Semantic, operand.span, message);
            self.refuse(error.with_help(format!("write annotation[{key}]")));
        }
        self.annotation(key.to_owned(), operand.span, test)
    }

    /// `annotation.key` or `annotation[key]`.
    pub(super) fn annotation(&mut self, key: String, span: Span, test: Option<Test>) -> Term {
        if key.is_empty() {
            self.wrong(span, "the annotation has no key");
        }
        if matches!(self.scope, Scope::Cause(..)) {
            self.wrong(span, format!("an annotation cannot stand in {}", self.scope.what()));
        }
        self.lints.extend(FilterLint::of_key(&key, span));
        let test = test.and_then(|test| self.annotation_test(test));
        Term::Annotation(key, test)
    }

    fn annotation_test(&mut self, test: Test) -> Option<(Operator, Literal)> {
        let (operator, span) = (test.operator, test.span);
        let literal = match test.value {
            Value::Boolean(value) => {
                self.accept(&test, &BOTH, "what is true or false");
                Literal::Boolean(value)
            }
            Value::Number(number) => {
                self.accept(&test, &OF_NUMBERS, "numbers");
                Literal::Number(number)
            }
            _ => {
                self.accept(&test, &OF_TEXTS, "texts");
                let Some(text) = self.text_of(test.value, span) else {
                    self.wrong(span, "an annotation is a text, a number, true or false");
                    return None;
                };
                self.lints.extend(FilterLint::of_text(operator, &text, span));
                Literal::Text(text)
            }
        };
        Some((operator, literal))
    }

    fn group(&mut self, by: GroupBy, operand: Operand<'_>, test: Option<Test>) -> Term {
        self.legal(operand, self.scope == Scope::Trace);
        let none = Term::Group(GroupTest { by, is_equal: true, value: String::new() });
        let Some(test) = test else {
            self.wrong(operand.span, format!("{} is compared with = or !=", operand.word));
            return none;
        };
        self.accept(&test, &BOTH, "groups");
        let is_equal = test.operator == Operator::Equal;
        match self.text_of(test.value, test.span) {
            Some(value) => Term::Group(GroupTest { by, is_equal, value }),
            None => {
                self.wrong(test.span, format!("{} is a text", operand.word));
                none
            }
        }
    }

    fn patterns(&mut self, kind: Option<CauseKind>, operand: Operand<'_>, test: Option<Test>) -> Term {
        self.legal(operand, self.scope == Scope::Trace);
        let none = Term::CausePatterns(kind, Vec::new());
        let Some(test) = test else {
            self.wrong(operand.span, format!("{} is compared with #[ ... ]", operand.word));
            return none;
        };
        self.accept(&test, &["="], "patterns of root causes");
        let Value::Patterns(body) = &test.value else {
            self.wrong(test.span, format!("{} is compared with #[ ... ]", operand.word));
            return none;
        };
        Pattern::list(body).map_or_else(
            |error| {
                self.wrong(test.span, format!("this is no JSON: {error}"));
                none
            },
            |patterns| Term::CausePatterns(kind, patterns),
        )
    }

    fn text_of(&mut self, value: Value, span: Span) -> Option<String> {
        match value {
            Value::Text(text) => Some(text),
            Value::Bare(word) => {
                self.lints.push(FilterLint::bare(span, &word));
                Some(word)
            }
            Value::Boolean(_) | Value::Number(_) | Value::Patterns(_) => None,
        }
    }

    /// Notes an operator that values of this kind do not know.
    fn accept(&mut self, test: &Test, accepted: &[&'static str], what: &str) {
        if !accepted.contains(&test.operator.as_str()) {
            let message = format!("{} does not compare {what}", test.operator.as_str());
            let error = self.error(Kind::Semantic, test.operator_span, message);
            self.refuse(error.expecting(accepted.to_vec()));
        }
    }

    fn legal(&mut self, operand: Operand<'_>, is_legal: bool) {
        if !is_legal {
            let error = self.misplaced(operand, format!("{} cannot stand in {}", operand.word, self.scope.what()));
            self.refuse(error);
        }
    }

    fn unknown(&mut self, operand: Operand<'_>) -> Term {
        let error = self.misplaced(operand, format!("unknown keyword {}", operand.word));
        self.refuse(error);
        Term::Flag(Flag::Ok, None)
    }

    fn misplaced(&self, operand: Operand<'_>, message: String) -> FilterError {
        let error = self.error(Kind::Semantic, operand.span, message);
        error.expecting(legal_words(self.scope)).unlike(operand.word)
    }
}

/// The kind and the level of `rootcause.kind.level`.
pub(super) fn cause(word: &str) -> Option<(CauseKind, CauseLevel)> {
    let mut parts = word.split('.');
    let is_cause = parts.next().is_some_and(|part| part.eq_ignore_ascii_case("rootcause"));
    let (kind, level) = (CauseKind::of(parts.next()?)?, CauseLevel::of(parts.next()?)?);
    (is_cause && parts.next().is_none()).then_some((kind, level))
}

/// Which causes `.kind.json` or `.json` is about.
fn patterns_of(rest: &str) -> Option<Option<CauseKind>> {
    match rest.strip_suffix(".json")? {
        "" => Some(None),
        kind => CauseKind::of(kind.strip_prefix('.')?).map(Some),
    }
}
