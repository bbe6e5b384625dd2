//! What an engine holds, in the form in which a release writes it.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::ser::SerializeStruct;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A state with the number of the form in which it is written.
///
/// A form is read as it was meant or not at all: a release that holds a state otherwise counts its form up, and reads the
/// forms before with [`Forms`] that tell how.
///
/// ```
/// use cupola_base::{Only, Versioned};
///
/// let text = serde_json::to_string(&Versioned::<_, Only<2>>::new(2, "all there is"))?;
/// assert_eq!(text, r#"{"form":2,"state":"all there is"}"#);
/// let written: Versioned<String, Only<2>> = serde_json::from_str(&text)?;
/// assert_eq!(written.read("metrics", 2)?, "all there is");
///
/// let newer: Versioned<String, Only<2>> = serde_json::from_str(r#"{"form":3,"state":{"whatever":[]}}"#)?;
/// let refused = newer.read("metrics", 2).unwrap_err();
/// assert_eq!(refused.to_string(), "the metrics snapshot has form 3, which a newer release writes; this one reads 2");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Versioned<T, F = AnyForm> {
    form: u32,
    /// None of a form that is not read.
    state: Option<T>,
    forms: PhantomData<F>,
}

/// The forms of a state that a release reads.
///
/// ```
/// use cupola_base::{Forms, Versioned};
/// use serde::{Deserialize, Deserializer, de::IgnoredAny};
///
/// /// Once there were names alone; now each has a number.
/// struct Cranes;
/// impl Forms<Vec<(String, u32)>> for Cranes {
///     const OLDEST: Option<u32> = Some(1);
///
///     fn read<'de, D: Deserializer<'de>>(form: u32, state: D) -> Result<Option<Vec<(String, u32)>>, D::Error> {
///         Ok(match form {
///             2 => Some(Vec::deserialize(state)?),
///             1 => Some(Vec::<String>::deserialize(state)?.into_iter().zip(1..).collect()),
///             _ => IgnoredAny::deserialize(state).map(|_| None)?,
///         })
///     }
/// }
/// let old: Versioned<_, Cranes> = serde_json::from_str(r#"{"form":1,"state":["north","south"]}"#)?;
/// assert_eq!(old.read("cranes", 2)?, [("north".to_owned(), 1), ("south".to_owned(), 2)]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait Forms<T> {
    /// The oldest form that is read; `None` when forms are not told apart before the state is read.
    const OLDEST: Option<u32>;

    /// Reads a state of a form, as the newest form has it; `None`, and the state skipped, of a form that is not read.
    ///
    /// # Errors
    /// When the data is not of this form.
    fn read<'de, D: Deserializer<'de>>(form: u32, state: D) -> Result<Option<T>, D::Error>;
}

/// Any form is read as if it were the newest, and refused afterwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "it is a word, not a value")]
pub struct AnyForm;

/// This form alone is read; the state of another may be anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "it is a word, not a value")]
pub struct Only<const FORM: u32>;

impl<T: for<'a> Deserialize<'a>> Forms<T> for AnyForm {
    const OLDEST: Option<u32> = None;

    fn read<'de, D: Deserializer<'de>>(form: u32, state: D) -> Result<Option<T>, D::Error> {
        T::deserialize(state)
            .map(Some)
            .map_err(|error| D::Error::custom(format_args!("a state of form {form}: {error}")))
    }
}

impl<T: for<'a> Deserialize<'a>, const FORM: u32> Forms<T> for Only<FORM> {
    const OLDEST: Option<u32> = Some(FORM);

    fn read<'de, D: Deserializer<'de>>(form: u32, state: D) -> Result<Option<T>, D::Error> {
        if form == FORM { T::deserialize(state).map(Some) } else { IgnoredAny::deserialize(state).map(|_| None) }
    }
}

impl<T, F> Versioned<T, F> {
    /// The state in this form.
    #[must_use]
    pub const fn new(form: u32, state: T) -> Self {
        Self { form, state: Some(state), forms: PhantomData }
    }
}

impl<T, F: Forms<T>> Versioned<T, F> {
    /// The state, if it is written in a form that is read; `form` is the newest. The area is named in the error.
    ///
    /// # Errors
    /// [`RestoreError`] when it is written in another form.
    pub fn read(self, area: &'static str, form: u32) -> Result<T, RestoreError> {
        let (found, oldest) = (self.form, F::OLDEST.unwrap_or(form));
        let is_read = F::OLDEST.is_some() || found == form;
        self.state.filter(|_| is_read).ok_or(RestoreError { area, found, oldest, read: form })
    }
}

impl<T: Serialize, F> Serialize for Versioned<T, F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let state = self.state.as_ref().ok_or_else(|| serde::ser::Error::custom("a state that was not read"))?;
        let mut versioned = serializer.serialize_struct("Versioned", 2)?;
        versioned.serialize_field("form", &self.form)?;
        versioned.serialize_field("state", state)?;
        versioned.end()
    }
}

impl<'de, T, F: Forms<T>> Deserialize<'de> for Versioned<T, F> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_struct("Versioned", &["form", "state"], VersionedVisitor(PhantomData))
    }
}

struct VersionedVisitor<T, F>(PhantomData<(T, F)>);

impl<'de, T, F: Forms<T>> Visitor<'de> for VersionedVisitor<T, F> {
    type Value = Versioned<T, F>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a form and a state in it")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut form = None;
        while let Some(key) = map.next_key::<String>()? {
            match (key.as_str(), form) {
                ("form", None) => form = Some(map.next_value()?),
                ("state", Some(form)) => {
                    let state = map.next_value_seed(StateOf::<T, F>(form, PhantomData))?;
                    return end(map).map(|()| Versioned { form, state, forms: PhantomData });
                }
                _ => return Err(A::Error::custom("a form, and then a state in it, were expected")),
            }
        }
        Err(A::Error::missing_field("state"))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let form = items.next_element()?.ok_or_else(|| A::Error::missing_field("form"))?;
        let state = items.next_element_seed(StateOf::<T, F>(form, PhantomData))?;
        let state = state.ok_or_else(|| A::Error::missing_field("state"))?;
        Ok(Versioned { form, state, forms: PhantomData })
    }
}

/// What comes after the state is skipped.
fn end<'de, A: MapAccess<'de>>(mut map: A) -> Result<(), A::Error> {
    while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
    Ok(())
}

/// The state of a form.
struct StateOf<T, F>(u32, PhantomData<(T, F)>);

impl<'de, T, F: Forms<T>> DeserializeSeed<'de> for StateOf<T, F> {
    type Value = Option<T>;

    fn deserialize<D: Deserializer<'de>>(self, state: D) -> Result<Option<T>, D::Error> {
        F::read(self.0, state)
    }
}

/// A snapshot is written in another form than this release reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the {area} snapshot has form {found}, {whose}; this one reads {}", forms(*oldest, *read), whose = whose(*found, *read))]
#[non_exhaustive]
pub struct RestoreError {
    /// What the snapshot is of: `metrics`, `universe`.
    pub area: &'static str,
    /// The form of the snapshot.
    pub found: u32,
    /// The oldest form that is read.
    pub oldest: u32,
    /// The newest form that is read.
    pub read: u32,
}

const fn whose(found: u32, read: u32) -> &'static str {
    if found > read { "which a newer release writes" } else { "which an older release wrote" }
}

fn forms(oldest: u32, newest: u32) -> String {
    if oldest == newest { newest.to_string() } else { format!("{oldest} to {newest}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Kept = Versioned<String, Only<2>>;

    #[test]
    fn other_forms_are_skipped_and_named() {
        let read = |text: &str| serde_json::from_str::<Kept>(text).map(|kept| kept.read("quay", 2));
        assert_eq!(read(r#"{"form":2,"state":"a"}"#).unwrap(), Ok("a".to_owned()));
        let error = read(r#"{"form":1,"state":{"a":[1]}}"#).unwrap().unwrap_err();
        assert_eq!((error.found, error.oldest, error.read), (1, 2, 2));
        assert_eq!(error.to_string(), "the quay snapshot has form 1, which an older release wrote; this one reads 2");
        assert!(read(r#"{"form":2,"state":7}"#).unwrap_err().to_string().contains("expected a string"));
        assert!(read(r#"{"state":"a","form":2}"#).unwrap_err().to_string().contains("a form, and then"));
        assert!(read(r#"{"form":2}"#).unwrap_err().to_string().contains("missing field `state`"));
    }

    #[test]
    fn what_is_read_as_the_newest_is_refused_afterwards() {
        let read = |text: &str| serde_json::from_str::<Versioned<String>>(text).map(|kept| kept.read("quay", 2));
        assert_eq!(read(r#"{"form":2,"state":"a"}"#).unwrap(), Ok("a".to_owned()));
        assert!(read(r#"{"form":3,"state":"a"}"#).unwrap().is_err());
        assert!(read(r#"{"form":3,"state":7}"#).unwrap_err().to_string().contains("a state of form 3"));
    }
}
