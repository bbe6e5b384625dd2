//! Fields of records by path: `userIdentity.sessionContext.sessionIssuer.arn`; of lists every item counts.

use std::borrow::Cow;

use cupola_audit::{JsonKind, Presence, Raw, Record};

/// A field's path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Path {
    whole: String,
    parts: Vec<String>,
}

/// One value of a field.
pub(crate) enum Found<'a> {
    Absent,
    Null,
    Value(Cow<'a, str>),
}

impl Path {
    pub(crate) fn of(text: &str) -> Self {
        Self { whole: text.to_owned(), parts: text.split('.').map(str::to_owned).collect() }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.whole
    }

    /// How many names it has.
    pub(crate) const fn depth(&self) -> usize {
        self.parts.len()
    }

    /// Whether any value of the field passes; a field that is not there is asked once, too.
    pub(crate) fn any(&self, record: &Record<'_>, mut is: impl FnMut(&Found<'_>) -> bool) -> bool {
        let Some((first, rest)) = self.parts.split_first() else { return false };
        let mut seen = false;
        let passed = walk(record.member(first), rest, &mut |found| {
            seen |= !matches!(found, Found::Absent);
            !matches!(found, Found::Absent) && is(found)
        });
        passed || (!seen && is(&Found::Absent))
    }

    /// The first value, as text.
    pub(crate) fn first(&self, record: &Record<'_>) -> Option<String> {
        let mut first = None;
        self.any(record, |found| {
            if let Found::Value(text) = found {
                first = Some(text.clone().into_owned());
            }
            first.is_some()
        });
        first
    }
}

fn walk(presence: Presence<Raw<'_>>, rest: &[String], is: &mut dyn FnMut(&Found<'_>) -> bool) -> bool {
    let raw = match presence {
        Presence::Absent => return is(&Found::Absent),
        Presence::Null if rest.is_empty() => return is(&Found::Null),
        Presence::Null => return is(&Found::Absent),
        Presence::Value(raw) => raw,
    };
    match (raw.kind(), rest.split_first()) {
        (JsonKind::Array, _) => {
            let items = raw.items();
            items.into_iter().any(|item| walk(present(item), rest, is))
        }
        (JsonKind::Object, Some((name, rest))) => walk(raw.get(name), rest, is),
        (_, Some(_)) => is(&Found::Absent),
        (JsonKind::Text, None) => is(&Found::Value(raw.text().unwrap_or_default())),
        (_, None) => is(&Found::Value(Cow::Borrowed(raw.as_str()))),
    }
}

fn present(raw: Raw<'_>) -> Presence<Raw<'_>> {
    if raw.kind() == JsonKind::Null { Presence::Null } else { Presence::Value(raw) }
}
