//! What values are seen in one place: a set of kinds, which only grows.

use serde::{Deserialize, Serialize};

/// The kinds of value seen in one place. `O` is how an object is described: in place, or by the name of a
/// component.
///
/// Joining is commutative, associative and idempotent: each part is a chain or a set, and `any` swallows the rest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Kinds<O> {
    /// Nothing is known, or too much: every value fits.
    pub(crate) any: bool,
    pub(crate) null: bool,
    pub(crate) boolean: bool,
    pub(crate) number: Option<Number>,
    pub(crate) text: Option<Text>,
    /// The kinds of all elements together; no kind at all when every list was empty.
    pub(crate) list: Option<Box<Self>>,
    pub(crate) object: Option<O>,
}

/// Whole numbers that fit 64 bits, or any numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Number {
    Integer,
    Double,
}

/// Instants of RFC 3339, or any texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Text {
    DateTime,
    Plain,
}

/// One kind of value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Kind<'a, O> {
    Boolean,
    Number(Number),
    Text(Text),
    List(&'a Kinds<O>),
    Object(&'a O),
}

/// What can be joined with its like.
pub(crate) trait Join {
    /// Takes in what the other has.
    fn join(&mut self, other: &Self);
    /// Whether joining the other would change nothing.
    fn covers(&self, other: &Self) -> bool;
}

impl<O> Kinds<O> {
    /// No value was seen.
    pub(crate) const NONE: Self =
        Self { any: false, null: false, boolean: false, number: None, text: None, list: None, object: None };
    /// Every value fits.
    pub(crate) const ANY: Self = Self { any: true, ..Self::NONE };
    pub(crate) const NULL: Self = Self { null: true, ..Self::NONE };
    pub(crate) const BOOLEAN: Self = Self { boolean: true, ..Self::NONE };

    pub(crate) const fn number(number: Number) -> Self {
        Self { number: Some(number), ..Self::NONE }
    }

    pub(crate) const fn text(text: Text) -> Self {
        Self { text: Some(text), ..Self::NONE }
    }

    pub(crate) fn list(elements: Self) -> Self {
        Self { list: Some(Box::new(elements)), ..Self::NONE }
    }

    pub(crate) const fn object(object: O) -> Self {
        Self { object: Some(object), ..Self::NONE }
    }

    /// The kinds besides null, in a fixed order; none where everything fits.
    pub(crate) fn kinds(&self) -> Vec<Kind<'_, O>> {
        if self.any {
            return Vec::new();
        }
        let boolean = self.boolean.then_some(Kind::Boolean);
        let (number, text) = (self.number.map(Kind::Number), self.text.map(Kind::Text));
        let (list, object) = (self.list.as_deref().map(Kind::List), self.object.as_ref().map(Kind::Object));
        [boolean, number, text, list, object].into_iter().flatten().collect()
    }

    /// The only kind besides null; none where there are several or none.
    pub(crate) fn only(&self) -> Option<Kind<'_, O>> {
        let mut kinds = self.kinds();
        kinds.pop().filter(|_| kinds.is_empty())
    }
}

impl<O: Join + Clone> Join for Kinds<O> {
    fn join(&mut self, other: &Self) {
        if self.any || other.any {
            *self = Self::ANY;
            return;
        }
        self.null |= other.null;
        self.boolean |= other.boolean;
        self.number = self.number.max(other.number);
        self.text = self.text.max(other.text);
        join_option(&mut self.list, other.list.as_ref());
        join_option(&mut self.object, other.object.as_ref());
    }

    fn covers(&self, other: &Self) -> bool {
        self.any
            || !other.any
                && self.null >= other.null
                && self.boolean >= other.boolean
                && self.number >= other.number
                && self.text >= other.text
                && covers_option(self.list.as_ref(), other.list.as_ref())
                && covers_option(self.object.as_ref(), other.object.as_ref())
    }
}

impl<T: Join> Join for Box<T> {
    fn join(&mut self, other: &Self) {
        (**self).join(other);
    }

    fn covers(&self, other: &Self) -> bool {
        (**self).covers(other)
    }
}

fn join_option<T: Join + Clone>(ours: &mut Option<T>, theirs: Option<&T>) {
    match (ours.as_mut(), theirs) {
        (Some(ours), Some(theirs)) => ours.join(theirs),
        (None, Some(theirs)) => *ours = Some(theirs.clone()),
        (_, None) => {}
    }
}

fn covers_option<T: Join>(ours: Option<&T>, theirs: Option<&T>) -> bool {
    match (ours, theirs) {
        (Some(ours), Some(theirs)) => ours.covers(theirs),
        (_, theirs) => theirs.is_none(),
    }
}
