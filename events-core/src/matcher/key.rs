//! Where in an index a way waits for the values that a matcher accepts.

use crate::pattern::{Address, Cidr, Excluded, Literal, Matcher, Numeric, Wildcard};

/// A place in an index. Whatever a matcher accepts comes by its place; what comes by may be something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Key {
    /// Texts that are this, read through a lens.
    Whole(Lens, Vec<u8>),
    /// Texts that begin so, read through a lens.
    Begin(Lens, Vec<u8>),
    /// Texts with these letters somewhere.
    Inner(Vec<u8>),
    /// All texts.
    Text,
    /// The number of these bytes.
    Number([u8; 8]),
    /// Numbers spelt so that cannot be compared.
    Spelling(Vec<u8>),
    /// Numbers of a range.
    Numbers(u128, u128),
    /// Texts that are this address.
    Address(Vec<u8>),
    /// Texts that are addresses of a range.
    Addresses(Family, u128, u128),
    /// True or false.
    Bool(bool),
    /// Null.
    Null,
    /// Everything.
    Anything,
    /// Everything but these.
    Unless(Vec<Exception>),
}

/// A value that is excluded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Exception {
    Text(Box<str>),
    Number([u8; 8]),
}

/// How a text is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lens {
    Plain,
    Lowered,
    Backward,
    LoweredBackward,
}

/// Which kind of address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    V4,
    V6,
}

/// So many letters of a wildcard's middle are looked for.
const INNER: usize = 8;

impl Key {
    /// Where those wait who wait for one of these matchers; `None` where one of them waits for nothing.
    pub(super) fn all_of(matchers: &[Matcher]) -> Option<Vec<Self>> {
        let mut keys: Vec<Self> = matchers.iter().map(Self::of).collect::<Option<_>>()?;
        // Of several exceptions only what is excepted by all of them is.
        let mut excepted: Option<Vec<Exception>> = None;
        keys.retain_mut(|key| {
            let Self::Unless(exceptions) = key else { return true };
            match &mut excepted {
                Some(common) => common.retain(|exception| exceptions.contains(exception)),
                None => excepted = Some(std::mem::take(exceptions)),
            }
            false
        });
        keys.extend(excepted.map(Self::Unless));
        Some(keys)
    }

    /// Whether whatever comes by the places of these matchers is accepted by one of them.
    pub(super) fn are_proof(matchers: &[Matcher]) -> bool {
        matchers.iter().all(|matcher| Self::of(matcher).is_some_and(|key| key.is_proof(matcher)))
    }

    /// Where a matcher waits; `None` for the one that waits for nothing.
    fn of(matcher: &Matcher) -> Option<Self> {
        Some(match matcher {
            Matcher::Text { address: Some(address), .. } => Self::Address(address_bytes(*address)),
            Matcher::Text { text, .. } | Matcher::Exactly(text) => Self::Whole(Lens::Plain, text.as_bytes().into()),
            Matcher::Number(literal) => match literal.value() {
                Some(value) => Self::Number(number_bytes(value)),
                None => Self::Spelling(literal.text().as_bytes().into()),
            },
            Matcher::Bool(bool) => Self::Bool(*bool),
            Matcher::Null => Self::Null,
            Matcher::Prefix(head) => Self::Begin(Lens::Plain, head.as_bytes().into()),
            Matcher::Suffix(tail) => Self::Begin(Lens::Backward, reversed(tail)),
            Matcher::Folded(text) => folded(text.text(), |text| Self::Whole(Lens::Lowered, text.into())),
            Matcher::PrefixFolded(head) => folded(head.text(), |head| Self::Begin(Lens::Lowered, head.into())),
            Matcher::SuffixFolded(tail) => {
                folded(tail.text(), |tail| Self::Begin(Lens::LoweredBackward, reversed(tail)))
            }
            Matcher::Wildcard(wildcard) => Self::of_wildcard(wildcard),
            Matcher::Cidr(range) => Self::of_range(range),
            Matcher::Numeric(numeric) => Self::of_numeric(numeric),
            Matcher::AnythingBut(Excluded::Texts(texts)) => {
                Self::Unless(texts.iter().cloned().map(Exception::Text).collect())
            }
            Matcher::AnythingBut(Excluded::Numbers(numbers)) => {
                let comparable = numbers.iter().filter_map(Literal::value);
                Self::Unless(comparable.map(|value| Exception::Number(number_bytes(value))).collect())
            }
            Matcher::Exists(true) | Matcher::AnythingBut(_) => Self::Anything,
            Matcher::Exists(false) => return None,
        })
    }

    /// Whether the matcher accepts all that comes by its place.
    fn is_proof(&self, matcher: &Matcher) -> bool {
        match self {
            Self::Inner(_) | Self::Text => false,
            Self::Anything => matches!(matcher, Matcher::Exists(true)),
            _ => !matches!(matcher, Matcher::Wildcard(_)),
        }
    }

    /// The longest part between stars decides.
    fn of_wildcard(wildcard: &Wildcard) -> Self {
        let (head, tail, middle) = match wildcard.parts() {
            [only] => return Self::Whole(Lens::Plain, only.as_bytes().into()),
            [head, middle @ .., tail] => (head, tail, middle),
            [] => return Self::Text,
        };
        let longest = middle.iter().map(|part| &**part).max_by_key(|part| part.len()).unwrap_or_default();
        let ends = head.len().max(tail.len());
        if longest.len().min(INNER) > ends {
            return Self::Inner(longest.as_bytes()[longest.len().saturating_sub(INNER)..].into());
        }
        match ends {
            0 => Self::Text,
            _ if head.len() >= tail.len() => Self::Begin(Lens::Plain, head.as_bytes().into()),
            _ => Self::Begin(Lens::Backward, reversed(tail)),
        }
    }

    fn of_range(range: &Cidr) -> Self {
        match range.ends() {
            (Address::V4(first), Address::V4(last)) => Self::Addresses(Family::V4, first.into(), last.into()),
            (Address::V6(first), Address::V6(last)) => Self::Addresses(Family::V6, first, last),
            _ => Self::Text,
        }
    }

    fn of_numeric(numeric: &Numeric) -> Self {
        match numeric {
            Numeric::Equal(literal) => {
                literal.value().map_or(Self::Anything, |value| Self::Number(number_bytes(value)))
            }
            Numeric::Range { lower, upper } => {
                let low = lower.as_ref().map_or(0, |bound| order(bound.value) + u64::from(!bound.inclusive));
                let high = upper.as_ref().map_or(u64::MAX, |bound| order(bound.value) - u64::from(!bound.inclusive));
                Self::Numbers(low.into(), high.into())
            }
        }
    }
}

fn folded(text: &str, key: impl FnOnce(&str) -> Key) -> Key {
    if text.is_ascii() { key(&text.to_ascii_lowercase()) } else { Key::Text }
}

fn reversed(text: &str) -> Vec<u8> {
    text.bytes().rev().collect()
}

/// A number that is greater where the double is. No double is at either end, so that there is room beside each.
pub(super) fn order(value: f64) -> u64 {
    let bits = (value + 0.0).to_bits(); // minus zero becomes zero
    if bits >> 63 == 1 { !bits } else { bits | 1 << 63 }
}

pub(super) fn number_bytes(value: f64) -> [u8; 8] {
    order(value).to_be_bytes()
}

pub(super) fn address_bytes(address: Address) -> Vec<u8> {
    match address {
        Address::V4(bits) => bits.to_be_bytes().to_vec(),
        Address::V6(bits) => bits.to_be_bytes().to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_in_order() {
        let sorted = [f64::MIN, -1.5, -f64::MIN_POSITIVE, -5e-324, 0.0, 5e-324, 0.1, 1.0, f64::MAX];
        assert!(sorted.windows(2).all(|pair| order(pair[0]) < order(pair[1])));
        assert_eq!(order(-0.0), order(0.0));
        assert!(order(f64::MIN) > 0 && order(f64::MAX) < u64::MAX);
    }

    #[test]
    fn a_wildcard_waits_where_most_letters_are() {
        for (text, key) in [
            ("abc*x*z", Key::Begin(Lens::Plain, b"abc".into())),
            ("a*xyz", Key::Begin(Lens::Backward, b"zyx".into())),
            ("*middle-of-it*", Key::Inner(b"le-of-it".into())),
            ("abcdef*middle*", Key::Begin(Lens::Plain, b"abcdef".into())),
            ("*", Key::Text),
            ("plain", Key::Whole(Lens::Plain, b"plain".into())),
        ] {
            assert_eq!(Key::of_wildcard(&Wildcard::parse(text).unwrap()), key, "{text}");
        }
    }
}
