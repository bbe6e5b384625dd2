//! Whether one value is what one matcher asks for.

use super::address::Address;
use super::ast::{Bound, Excluded, Matcher, Numeric};
use super::number::Number;
use crate::event::Value;

impl Matcher {
    /// Whether a field of this value matches.
    pub(crate) fn accepts(&self, value: &Value<'_>) -> bool {
        match (self, value) {
            (Self::Exists(wanted), _) => *wanted,
            (Self::AnythingBut(excluded), value) => !excluded.holds(value),
            (matcher, Value::Text(text)) => matcher.accepts_text(text),
            (Self::Number(literal), Value::Number(number)) => literal.equals(*number),
            (Self::Numeric(numeric), Value::Number(number)) => numeric.accepts(*number),
            (Self::Bool(wanted), Value::Bool(bool)) => wanted == bool,
            (Self::Null, Value::Null) => true,
            _ => false,
        }
    }

    /// Whether the path may be without a field.
    pub(crate) const fn accepts_absence(&self) -> bool {
        matches!(self, Self::Exists(false))
    }

    fn accepts_text(&self, text: &str) -> bool {
        match self {
            Self::Text { text: wanted, address } => **wanted == *text || same_address(*address, text),
            Self::Exactly(wanted) => **wanted == *text,
            Self::Prefix(head) => text.starts_with(&**head),
            Self::PrefixFolded(head) => head.begins(text),
            Self::Suffix(tail) => text.ends_with(&**tail),
            Self::SuffixFolded(tail) => tail.closes(text),
            Self::Folded(wanted) => wanted.equals(text),
            Self::Wildcard(wildcard) => wildcard.matches(text),
            Self::Cidr(range) => range.contains(text),
            _ => false,
        }
    }
}

fn same_address(address: Option<Address>, text: &str) -> bool {
    address.is_some() && Address::parse(text) == address
}

impl Numeric {
    fn accepts(&self, number: Number<'_>) -> bool {
        let Some(value) = number.value() else { return false };
        match self {
            Self::Equal(literal) => literal.same_value(number),
            Self::Range { lower, upper } => {
                lower.as_ref().is_none_or(|bound| bound.is_below(value))
                    && upper.as_ref().is_none_or(|bound| bound.is_above(value))
            }
        }
    }
}

impl Bound {
    fn is_below(&self, value: f64) -> bool {
        self.value < value || self.inclusive && self.value <= value
    }

    fn is_above(&self, value: f64) -> bool {
        self.value > value || self.inclusive && self.value >= value
    }
}

impl Excluded {
    /// Whether a value is one of those excluded.
    fn holds(&self, value: &Value<'_>) -> bool {
        match (self, value) {
            (Self::Numbers(numbers), Value::Number(number)) => numbers.iter().any(|n| n.same_value(*number)),
            (Self::Numbers(_), _) => false,
            (excluded, Value::Text(text)) => excluded.holds_text(text),
            _ => false,
        }
    }

    fn holds_text(&self, text: &str) -> bool {
        match self {
            Self::Texts(texts) => texts.iter().any(|excluded| **excluded == *text),
            Self::Prefixes(heads) => heads.iter().any(|head| text.starts_with(&**head)),
            Self::Suffixes(tails) => tails.iter().any(|tail| text.ends_with(&**tail)),
            Self::Folded(texts) => texts.iter().any(|excluded| excluded.equals(text)),
            Self::Wildcards(wildcards) => wildcards.iter().any(|wildcard| wildcard.matches(text)),
            Self::Numbers(_) => false,
        }
    }
}
