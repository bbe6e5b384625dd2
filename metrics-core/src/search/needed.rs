//! What a metric must have to be found.

use std::collections::BTreeSet;

use super::Search;
use super::ast::{Property, Schema, Term, Word};

/// Texts each of which is one whole part of every metric found: a namespace, a name, a dimension's name or its value.
pub(crate) type Needed<'a> = BTreeSet<&'a str>;

impl Search {
    /// The texts that stand in every metric found; none when the words do not tell any.
    pub(crate) fn needed(&self) -> Needed<'_> {
        let of_schema = self.schema.iter().flat_map(|schema| schema.needed());
        of_schema.chain(self.terms.iter().flat_map(|terms| terms.needed())).collect()
    }
}

impl Schema {
    fn needed(&self) -> Needed<'_> {
        std::iter::once(&*self.namespace).chain(self.dimensions.iter().map(String::as_str)).collect()
    }
}

impl Term {
    fn needed(&self) -> Needed<'_> {
        match self {
            Self::And(terms) => terms.iter().flat_map(Self::needed).collect(),
            Self::Or(terms) => terms.iter().map(Self::needed).reduce(|one, other| &one & &other).unwrap_or_default(),
            Self::Not(_) | Self::Word(Some(Property::Account), _) | Self::Word(None, Word::Partial(_)) => Needed::new(),
            Self::Word(Some(Property::Dimension(name)), word) => std::iter::once(&**name).chain(word.whole()).collect(),
            Self::Word(_, word) => word.whole().into_iter().collect(),
        }
    }
}

impl Word {
    fn whole(&self) -> Option<&str> {
        match self {
            Self::Exact(text) => Some(text),
            Self::Partial(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exact_texts_and_names_are_needed() {
        for (search, needed) in [
            ("load", vec![]),
            ("{Bay, Dock} load", vec!["Bay", "Dock"]),
            ("\"north\" load", vec!["north"]),
            ("Dock=north", vec!["Dock"]),
            ("Dock=\"north\" MetricName=\"Load\"", vec!["Dock", "Load", "north"]),
            ("Dock=(north OR \"south\")", vec!["Dock"]),
            ("\"a\" \"b\" OR \"b\" \"c\"", vec!["b"]),
            ("\"a\" OR b", vec![]),
            ("NOT \"a\" \"b\"", vec!["b"]),
            (":aws.AccountId=\"LOCAL\" Namespace=bay", vec![]),
        ] {
            let search = Search::parse(search).unwrap();
            assert_eq!(search.needed().into_iter().collect::<Vec<_>>(), needed, "{search}");
        }
    }
}
