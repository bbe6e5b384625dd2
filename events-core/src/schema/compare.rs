//! What differs between two schemas.

use std::collections::BTreeSet;
use std::fmt;

use super::fields::{Component, Fields};
use super::kinds::{Kind, Kinds, Number, Text};
use super::schema::Schema;

/// The differences between an older and a newer schema, by path.
///
/// ```
/// use cupola_events::schema::{Compatibility, Inference};
///
/// let old = Inference::of(r#"{"kg": 7, "dock": {"n": 1}, "note": "x"}"#)?.schema();
/// let new = Inference::of(r#"{"kg": 7.5, "dock": {"n": 1, "m": 2}}"#)?.schema();
/// let report = Compatibility::between(&old, &new);
/// assert!(!report.is_readable());
/// assert_eq!(
///     report.to_string(),
///     "+ dock.m: integer, always there\n\
///      ~ kg: integer -> number (breaks readers)\n\
///      - note: text (breaks readers)\n"
/// );
/// # Ok::<(), cupola_events::schema::InferError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Compatibility {
    changes: Vec<Change>,
}

/// One difference. A path names members with points between, `[]` behind a list's.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Change {
    /// A member came in.
    Added {
        /// Which.
        path: String,
        /// Its type, in words.
        kind: String,
        /// Whether it is always there.
        required: bool,
    },
    /// A member is gone.
    Removed {
        /// Which.
        path: String,
        /// Its type, in words.
        kind: String,
    },
    /// A member has another type.
    Retyped {
        /// Which.
        path: String,
        /// The old type, in words.
        from: String,
        /// The new type, in words.
        to: String,
        /// Whether each new value was a value before.
        narrowed: bool,
    },
    /// A member is always there now.
    NowRequired {
        /// Which.
        path: String,
    },
    /// A member may be missing now.
    NowOptional {
        /// Which.
        path: String,
    },
}

impl Compatibility {
    /// Compares whole events; where a schema does not say which component describes them, the components of the same
    /// names.
    #[must_use]
    pub fn between(old: &Schema, new: &Schema) -> Self {
        let mut compare = Compare { old, new, seen: BTreeSet::new(), changes: Vec::new() };
        match (&old.root, &new.root) {
            (Some(old), Some(new)) => compare.components(old, new, ""),
            _ => compare.all_components(),
        }
        Self { changes: compare.changes }
    }

    /// The differences, by path.
    #[must_use]
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// Whether who reads events by the old schema can read those of the new one.
    #[must_use]
    pub fn is_readable(&self) -> bool {
        !self.changes.iter().any(Change::breaks_readers)
    }
}

impl Change {
    /// Whether who reads events by the old schema may fail on those of the new one.
    #[must_use]
    pub const fn breaks_readers(&self) -> bool {
        match self {
            Self::Added { .. } | Self::NowRequired { .. } => false,
            Self::Retyped { narrowed, .. } => !*narrowed,
            Self::Removed { .. } | Self::NowOptional { .. } => true,
        }
    }

    /// The member that differs.
    #[must_use]
    pub fn path(&self) -> &str {
        match self {
            Self::Added { path, .. }
            | Self::Removed { path, .. }
            | Self::Retyped { path, .. }
            | Self::NowRequired { path }
            | Self::NowOptional { path } => path,
        }
    }
}

/// One line for each difference.
impl fmt::Display for Compatibility {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.changes.iter().try_for_each(|change| writeln!(f, "{change}"))
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Added { path, kind, required: true } => write!(f, "+ {path}: {kind}, always there"),
            Self::Added { path, kind, required: false } => write!(f, "+ {path}: {kind}"),
            Self::Removed { path, kind } => write!(f, "- {path}: {kind}"),
            Self::Retyped { path, from, to, .. } => write!(f, "~ {path}: {from} -> {to}"),
            Self::NowRequired { path } => write!(f, "~ {path}: always there now"),
            Self::NowOptional { path } => write!(f, "~ {path}: may be missing now"),
        }?;
        if self.breaks_readers() { f.write_str(" (breaks readers)") } else { Ok(()) }
    }
}

struct Compare<'a> {
    old: &'a Schema,
    new: &'a Schema,
    /// Pairs of components that were compared: each is told of once, at its first place.
    seen: BTreeSet<(&'a str, &'a str)>,
    changes: Vec<Change>,
}

impl<'a> Compare<'a> {
    fn all_components(&mut self) {
        let (old, new) = (self.old, self.new);
        for name in old.components.keys().filter(|name| !new.components.contains_key(*name)) {
            self.changes.push(Change::Removed { path: name.clone(), kind: "object".to_owned() });
        }
        for name in new.components.keys() {
            match old.components.contains_key(name) {
                true => self.components(name, name, name),
                false => {
                    let change = Change::Added { path: name.clone(), kind: "object".to_owned(), required: false };
                    self.changes.push(change);
                }
            }
        }
    }

    fn components(&mut self, old: &'a str, new: &'a str, path: &str) {
        if !self.seen.insert((old, new)) {
            return;
        }
        let none = (self.old.components.get(old), self.new.components.get(new));
        if let (Some(old), Some(new)) = none {
            self.fields(old, new, path);
        }
    }

    fn fields(&mut self, old: &'a Fields<Component>, new: &'a Fields<Component>, path: &str) {
        let names: BTreeSet<&String> = old.0.keys().chain(new.0.keys()).collect();
        for name in names {
            let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            match (old.0.get(name), new.0.get(name)) {
                (Some(old), Some(new)) => {
                    match (old.required, new.required) {
                        (false, true) => self.changes.push(Change::NowRequired { path: path.clone() }),
                        (true, false) => self.changes.push(Change::NowOptional { path: path.clone() }),
                        _ => {}
                    }
                    self.kinds(&old.kinds, &new.kinds, &path);
                }
                (Some(old), None) => self.changes.push(Change::Removed { path, kind: words(&old.kinds) }),
                (None, Some(new)) => {
                    let (kind, required) = (words(&new.kinds), new.required);
                    self.changes.push(Change::Added { path, kind, required });
                }
                (None, None) => {}
            }
        }
    }

    fn kinds(&mut self, old: &'a Kinds<Component>, new: &'a Kinds<Component>, path: &str) {
        let (from, to) = (words(old), words(new));
        if from != to {
            let narrowed = covers(old, new);
            self.changes.push(Change::Retyped { path: path.to_owned(), from, to, narrowed });
        }
        self.inside(old, new, path);
    }

    /// What objects hold, below lists too.
    fn inside(&mut self, old: &'a Kinds<Component>, new: &'a Kinds<Component>, path: &str) {
        if let (Some(old), Some(new)) = (&old.object, &new.object) {
            self.components(&old.0, &new.0, path);
        }
        if let (Some(old), Some(new)) = (&old.list, &new.list) {
            self.inside(old, new, &format!("{path}[]"));
        }
    }
}

/// Whether each value of the new kinds is one of the old; what objects hold is compared by itself.
fn covers(old: &Kinds<Component>, new: &Kinds<Component>) -> bool {
    let list = match (&old.list, &new.list) {
        (Some(old), Some(new)) => covers(old, new),
        (_, new) => new.is_none(),
    };
    let object = old.object.is_some() || new.object.is_none();
    let known = old.null >= new.null && old.boolean >= new.boolean && old.number >= new.number && old.text >= new.text;
    old.any || !new.any && known && list && object
}

/// Kinds in words: `integer`, `text or null`, `list of objects`.
fn words(kinds: &Kinds<Component>) -> String {
    let mut words: Vec<String> = kinds.kinds().iter().map(word).collect();
    words.extend(kinds.null.then(|| "null".to_owned()));
    match words.is_empty() {
        true if kinds.any => "anything".to_owned(),
        true => "nothing".to_owned(),
        false => words.join(" or "),
    }
}

fn word(kind: &Kind<'_, Component>) -> String {
    match kind {
        Kind::Boolean => "boolean".to_owned(),
        Kind::Number(Number::Integer) => "integer".to_owned(),
        Kind::Number(Number::Double) => "number".to_owned(),
        Kind::Text(Text::DateTime) => "instant".to_owned(),
        Kind::Text(Text::Plain) => "text".to_owned(),
        Kind::List(elements) => format!("list of ({})", words(elements)),
        Kind::Object(_) => "object".to_owned(),
    }
}
