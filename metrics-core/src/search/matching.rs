//! Which metrics a search finds.

use super::Search;
use super::ast::{Partial, Property, Schema, Term, Wanted, Word};
use super::tokens::split;
use crate::metric::Metric;

/// A search at work on metrics in their order.
///
/// Metrics that follow each other have the same namespace and mostly the same name: what a word found
/// there is remembered, so that each is cut into tokens once.
#[derive(Debug)]
pub(crate) struct Matcher<'a> {
    search: &'a Search,
    account: &'a str,
    /// By word: the newest namespace and name, and whether the word is in them.
    known: Vec<[(String, bool); 2]>,
}

impl<'a> Matcher<'a> {
    /// Searches metrics of an account.
    pub(crate) fn new(search: &'a Search, account: &'a str) -> Self {
        let nothing = || [(String::new(), false), (String::new(), false)];
        Self { search, account, known: (0..search.words).map(|_| nothing()).collect() }
    }

    pub(crate) fn matches(&mut self, metric: &Metric) -> bool {
        let search = self.search;
        search.schema.as_ref().is_none_or(|schema| schema.accepts(metric))
            && search.terms.as_ref().is_none_or(|terms| self.holds(terms, metric))
    }

    fn holds(&mut self, term: &Term, metric: &Metric) -> bool {
        match term {
            Term::Or(terms) => terms.iter().any(|term| self.holds(term, metric)),
            Term::And(terms) => terms.iter().all(|term| self.holds(term, metric)),
            Term::Not(term) => !self.holds(term, metric),
            Term::Word(property, Word::Exact(text)) => self.is_exactly(property.as_ref(), text, metric),
            Term::Word(property, Word::Partial(partial)) => self.is_in(property.as_ref(), partial, metric),
        }
    }

    fn is_exactly(&self, property: Option<&Property>, text: &str, metric: &Metric) -> bool {
        match property {
            None => {
                metric.namespace.as_str() == text
                    || metric.name.as_str() == text
                    || metric.dimensions.iter().any(|dimension| *dimension.name == *text || *dimension.value == *text)
            }
            Some(Property::Namespace) => metric.namespace.as_str() == text,
            Some(Property::MetricName) => metric.name.as_str() == text,
            Some(Property::Account) => text == "LOCAL" || text == self.account,
            Some(Property::Dimension(name)) => metric.dimensions.value(name) == Some(text),
        }
    }

    fn is_in(&mut self, property: Option<&Property>, partial: &Partial, metric: &Metric) -> bool {
        match property {
            None => {
                self.remembered(partial, 0, metric.namespace.as_str())
                    || self.remembered(partial, 1, metric.name.as_str())
                    || metric
                        .dimensions
                        .iter()
                        .any(|dimension| partial.is_in(&dimension.name) || partial.is_in(&dimension.value))
            }
            Some(Property::Namespace) => self.remembered(partial, 0, metric.namespace.as_str()),
            Some(Property::MetricName) => self.remembered(partial, 1, metric.name.as_str()),
            Some(Property::Account) => partial.text == "LOCAL" || partial.text == self.account,
            Some(Property::Dimension(name)) => metric.dimensions.value(name).is_some_and(|value| partial.is_in(value)),
        }
    }

    fn remembered(&mut self, partial: &Partial, part: usize, text: &str) -> bool {
        let (known, is_in) = &mut self.known[partial.number][part];
        if known != text {
            text.clone_into(known);
            *is_in = partial.is_in(text);
        }
        *is_in
    }
}

impl Schema {
    fn accepts(&self, metric: &Metric) -> bool {
        metric.namespace.as_str() == self.namespace
            && metric.dimensions.len() == self.dimensions.len()
            && metric.dimensions.iter().zip(&self.dimensions).all(|(have, wanted)| *have.name == **wanted)
    }
}

impl Partial {
    /// Whether the tokens stand beside each other in a text, or the only one is all of it.
    fn is_in(&self, text: &str) -> bool {
        if self.tokens.iter().map(|wanted| wanted.token.len()).sum::<usize>() > text.len() {
            return false;
        }
        let mut rest = split(text);
        loop {
            let mut ahead = split(rest.rest());
            if self.tokens.iter().all(|wanted| ahead.next().is_some_and(|token| wanted.is(token))) {
                return true;
            }
            if rest.next().is_none() {
                return self.is_whole(text);
            }
        }
    }

    fn is_whole(&self, text: &str) -> bool {
        let [wanted] = self.tokens.as_slice() else { return false };
        let letters = text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase);
        letters.eq(wanted.token.chars().flat_map(char::to_lowercase))
    }
}

impl Wanted {
    fn is(&self, token: &str) -> bool {
        if self.is_cased || token.is_ascii() && self.token.is_ascii() {
            return if self.is_cased { self.token == token } else { self.token.eq_ignore_ascii_case(token) };
        }
        self.token.chars().flat_map(char::to_lowercase).eq(token.chars().flat_map(char::to_lowercase))
    }
}
