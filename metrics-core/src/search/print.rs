//! Writing searches.

use std::fmt::{self, Display, Formatter};

use super::Search;
use super::ast::{Property, Schema, Term, Word};
use super::parse::is_bare;

pub(super) fn print(search: &Search, f: &mut Formatter<'_>) -> fmt::Result {
    search.schema.iter().try_for_each(|schema| schema.fmt(f))?;
    if search.schema.is_some() && search.terms.is_some() {
        f.write_str(" ")?;
    }
    search.terms.iter().try_for_each(|terms| terms.fmt(f))
}

impl Display for Schema {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("{")?;
        write_name(&self.namespace, "{},", f)?;
        for name in &self.dimensions {
            f.write_str(", ")?;
            write_name(name, "{},", f)?;
        }
        f.write_str("}")
    }
}

impl Display for Term {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Or(terms) => write_terms(terms, " OR ", f, |term| matches!(term, Self::Or(_))),
            Self::And(terms) => write_terms(terms, " AND ", f, |term| matches!(term, Self::Or(_) | Self::And(_))),
            Self::Not(term) => {
                f.write_str("NOT ")?;
                write_term(term, matches!(**term, Self::Or(_) | Self::And(_)), f)
            }
            Self::Word(property, word) => {
                for name in property.iter().map(Property::name) {
                    write_name(name, "{'", f)?;
                    f.write_str("=")?;
                }
                word.fmt(f)
            }
        }
    }
}

impl Display for Word {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exact(text) => write_quoted(text, f),
            Self::Partial(partial) => f.write_str(&partial.text),
        }
    }
}

fn write_terms(terms: &[Term], between: &str, f: &mut Formatter<'_>, is_inner: impl Fn(&Term) -> bool) -> fmt::Result {
    for (index, term) in terms.iter().enumerate() {
        f.write_str(if index == 0 { "" } else { between })?;
        write_term(term, is_inner(term), f)?;
    }
    Ok(())
}

fn write_term(term: &Term, in_parentheses: bool, f: &mut Formatter<'_>) -> fmt::Result {
    if in_parentheses { write!(f, "({term})") } else { term.fmt(f) }
}

/// A name, in quotes where it would not be read as one.
fn write_name(name: &str, special: &str, f: &mut Formatter<'_>) -> fmt::Result {
    let is_plain = !name.is_empty()
        && !matches!(name, "AND" | "OR" | "NOT")
        && name.chars().all(|c| is_bare(c) && !special.contains(c) && c != '{' && c != ',' && c != '\\');
    if is_plain { f.write_str(name) } else { write_quoted(name, f) }
}

fn write_quoted(text: &str, f: &mut Formatter<'_>) -> fmt::Result {
    f.write_str("\"")?;
    for c in text.chars() {
        if matches!(c, '"' | '\\' | '(' | ')') {
            f.write_str("\\")?;
        }
        write!(f, "{c}")?;
    }
    f.write_str("\"")
}
