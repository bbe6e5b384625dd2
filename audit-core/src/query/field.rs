//! What queries ask of a record.

use std::borrow::Cow;

use crate::{Access, JsonKind, Raw, ReadActions, Record};

/// Something that a query asks of each record.
///
/// ```
/// use cupola_audit::{QueryField, Record};
///
/// let record = Record::parse(r#"{"eventTime": "2026-05-04T06:00:00Z", "requestParameters": {"n": 1.0}}"#)?;
/// assert_eq!(QueryField::member("requestParameters.n").of(&record).as_deref(), Some("1.0"));
/// assert_eq!(QueryField::Day.of(&record).as_deref(), Some("2026-05-04"));
/// # Ok::<(), cupola_audit::RecordError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum QueryField {
    /// A member, or one inside another, by names joined with points. Texts are shown as they are, numbers and booleans
    /// as they are spelt, objects and arrays as JSON; null counts as absent.
    Member(String),
    /// Who called, without the session: [`Identity::principal_key`](crate::Identity::principal_key).
    Principal,
    /// Who called, as event history shows it: [`Identity::display_name`](crate::Identity::display_name).
    User,
    /// `read` or `write`.
    Access,
    /// The category.
    Category,
    /// The day in UTC: `2026-05-04`.
    Day,
    /// The hour in UTC: `2026-05-04T06`.
    Hour,
}

impl QueryField {
    /// A member by its path.
    #[must_use]
    pub fn member(path: impl Into<String>) -> Self {
        Self::Member(path.into())
    }

    /// The record's value.
    #[must_use]
    pub fn of<'r>(&self, record: &'r Record<'_>) -> Option<Cow<'r, str>> {
        match self {
            Self::Member(path) => at(record, path),
            Self::Principal => record.user_identity()?.principal_key(),
            Self::User => record.user_identity()?.display_name(),
            Self::Access => Some(Cow::Borrowed(match record.access_with(&ReadActions::default()) {
                Access::Read => "read",
                Access::Write => "write",
            })),
            Self::Category => Some(Cow::Owned(record.category().as_str().to_owned())),
            Self::Day => Some(Cow::Owned(record.event_time().ok()?.format("%Y-%m-%d"))),
            Self::Hour => Some(Cow::Owned(record.event_time().ok()?.format("%Y-%m-%dT%H"))),
        }
    }
}

fn at<'r>(record: &'r Record<'_>, path: &str) -> Option<Cow<'r, str>> {
    let mut names = path.split('.');
    let mut value: Raw<'r> = record.member(names.next()?).value()?;
    for name in names {
        value = value.get(name).value()?;
    }
    if value.kind() == JsonKind::Text { value.text() } else { Some(Cow::Borrowed(value.as_str())) }
}
