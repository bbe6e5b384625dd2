//! What a pattern says.

use super::address::{Address, Cidr};
use super::fold::Folded;
use super::number::Literal;
use super::wildcard::Wildcard;

/// The members of one object, in the order of the text; names may occur more than once.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Object(pub(crate) Vec<Member>);

/// One member of an object.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Member {
    /// A name, and what its value must be.
    Field { name: Box<str>, value: FieldValue },
    /// At least one of these objects must match.
    Or(Vec<Object>),
}

/// What stands under a name.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum FieldValue {
    /// Further names.
    Object(Object),
    /// At least one of these must match.
    Matchers(Vec<Matcher>),
}

/// What a value must be.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Matcher {
    /// This text; if it is an IP address, any spelling of the address.
    Text { text: Box<str>, address: Option<Address> },
    /// This number.
    Number(Literal),
    /// True or false.
    Bool(bool),
    /// Null.
    Null,
    /// This text, byte by byte.
    Exactly(Box<str>),
    /// A text that begins so.
    Prefix(Box<str>),
    /// A text that begins so, in any letter case.
    PrefixFolded(Folded),
    /// A text that ends so.
    Suffix(Box<str>),
    /// A text that ends so, in any letter case.
    SuffixFolded(Folded),
    /// This text in any letter case.
    Folded(Folded),
    /// A text with stars.
    Wildcard(Wildcard),
    /// An IP address of a range.
    Cidr(Cidr),
    /// A number within bounds.
    Numeric(Numeric),
    /// Whether the path has a value at all.
    Exists(bool),
    /// Any value but these.
    AnythingBut(Excluded),
}

/// Bounds of a number.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Numeric {
    /// This number.
    Equal(Literal),
    /// Within one or two bounds; at least one is there.
    Range { lower: Option<Bound>, upper: Option<Bound> },
}

/// One end of a range.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Bound {
    /// The number as it was written.
    pub(crate) text: Box<str>,
    /// Its value.
    pub(crate) value: f64,
    /// Whether the number itself is inside.
    pub(crate) inclusive: bool,
}

/// What `anything-but` excludes; no list is empty.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Excluded {
    Texts(Vec<Box<str>>),
    Numbers(Vec<Literal>),
    Prefixes(Vec<Box<str>>),
    Suffixes(Vec<Box<str>>),
    Folded(Vec<Folded>),
    Wildcards(Vec<Wildcard>),
}

impl Matcher {
    /// A plain text.
    pub(crate) fn text(text: &str) -> Self {
        Self::Text { text: text.into(), address: Address::parse(text) }
    }
}
