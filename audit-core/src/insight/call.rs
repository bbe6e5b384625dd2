//! What the detection needs of a call.

use std::borrow::Cow;

use cupola_base::Timestamp;

use super::kind::SourceCategory;
use crate::{Access, Category, EventType, Field, ReadActions, Record, RecordError};

/// One call of an API, as far as insights ask.
///
/// ```
/// use cupola_audit::{InsightCall, ReadActions, Record};
///
/// let record = Record::parse(r#"{"eventTime": "2026-05-04T06:00:00Z", "eventSource": "ec2.amazonaws.com",
///     "eventName": "RunInstances", "recipientAccountId": "111122223333", "awsRegion": "us-east-1"}"#)?;
/// let call = InsightCall::of(&record, &ReadActions::default())?.unwrap();
/// assert_eq!((&*call.name, call.error), ("RunInstances", None));
/// # Ok::<(), cupola_audit::RecordError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct InsightCall<'a> {
    /// When, from the record.
    pub at: Timestamp,
    /// The account that receives the record.
    pub account: Cow<'a, str>,
    /// The region that was called.
    pub region: Cow<'a, str>,
    /// Management or data.
    pub category: SourceCategory,
    /// Read or write.
    pub access: Access,
    /// The service.
    pub source: Cow<'a, str>,
    /// The action.
    pub name: Cow<'a, str>,
    /// The error code of a call that failed.
    pub error: Option<Cow<'a, str>>,
    /// Who called, without the session's name.
    pub identity: Option<Cow<'a, str>>,
    /// With what.
    pub agent: Option<Cow<'a, str>>,
}

impl<'a> InsightCall<'a> {
    /// A management call that writes and succeeds, of nobody in particular.
    #[must_use]
    pub fn new(at: Timestamp, source: impl Into<Cow<'a, str>>, name: impl Into<Cow<'a, str>>) -> Self {
        Self {
            at,
            account: Cow::Borrowed(""),
            region: Cow::Borrowed(""),
            category: SourceCategory::Management,
            access: Access::Write,
            source: source.into(),
            name: name.into(),
            error: None,
            identity: None,
            agent: None,
        }
    }

    /// Sets account and region.
    #[must_use]
    pub fn in_place(self, account: impl Into<Cow<'a, str>>, region: impl Into<Cow<'a, str>>) -> Self {
        Self { account: account.into(), region: region.into(), ..self }
    }

    /// Sets the category.
    #[must_use]
    pub fn with_category(self, category: SourceCategory) -> Self {
        Self { category, ..self }
    }

    /// Sets whether it reads or writes.
    #[must_use]
    pub fn with_access(self, access: Access) -> Self {
        Self { access, ..self }
    }

    /// Sets the error code.
    #[must_use]
    pub fn with_error(self, error: impl Into<Cow<'a, str>>) -> Self {
        Self { error: Some(error.into()), ..self }
    }

    /// Sets who called, an ARN without the session's name.
    #[must_use]
    pub fn by(self, identity: impl Into<Cow<'a, str>>) -> Self {
        Self { identity: Some(identity.into()), ..self }
    }

    /// Sets with what.
    #[must_use]
    pub fn with_agent(self, agent: impl Into<Cow<'a, str>>) -> Self {
        Self { agent: Some(agent.into()), ..self }
    }
}

impl<'r> InsightCall<'r> {
    /// The call that a record tells of; `None` when it tells of no API call, or of one of another
    /// category than management and data.
    ///
    /// # Errors
    /// [`RecordError`] when the time is missing or is none.
    pub fn of(record: &'r Record<'_>, read_actions: &ReadActions) -> Result<Option<Self>, RecordError> {
        let is_call = record.event_type().is_none_or(|kind| kind == EventType::ApiCall);
        let classified = record.classify_with(read_actions);
        let category = match classified.category {
            Category::Management => SourceCategory::Management,
            Category::Data => SourceCategory::Data,
            _ => return Ok(None),
        };
        let (Some(source), Some(name), true) = (record.event_source(), record.event_name(), is_call) else {
            return Ok(None);
        };
        Ok(Some(Self {
            at: record.event_time()?,
            account: record.recipient_account().unwrap_or_default(),
            region: record.aws_region().unwrap_or_default(),
            category,
            access: classified.access,
            source,
            name,
            error: record.text(Field::ErrorCode).filter(|code| !code.is_empty()),
            identity: record.user_identity().and_then(|who| who.principal_key()),
            agent: record.text(Field::UserAgent),
        }))
    }
}
