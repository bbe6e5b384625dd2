//! Management or data, read or write: what a record is, and what decided it.

use std::borrow::Cow;
use std::fmt;

use cupola_base::text::wildcard;
use serde::{Deserialize, Serialize};

use crate::{Category, EventType, Field, Record};

/// What kind of event a record tells of, whether it changed anything, and how that is known.
///
/// ```
/// use cupola_audit::{Access, Category, Record};
///
/// let record = Record::parse(r#"{"eventSource": "ec2.amazonaws.com", "eventName": "DescribeVpcs", "managementEvent": true}"#)?;
/// let classification = record.classify();
/// assert_eq!((&classification.category, classification.access), (&Category::Management, Access::Read));
/// assert_eq!(
///     classification.explain(),
///     "Management: there is no eventCategory, managementEvent is true\n\
///      read: there is no readOnly, the name DescribeVpcs fits Describe* in the table of reading actions",
/// );
/// # Ok::<(), cupola_audit::RecordError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Classification {
    /// Management, data, network activity, insight, ...
    pub category: Category,
    /// What decided the category.
    pub category_reason: CategoryReason,
    /// Read or write.
    pub access: Access,
    /// What decided that.
    pub access_reason: AccessReason,
}

/// Whether an action only reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[expect(clippy::exhaustive_enums, reason = "an action changes something or does not")]
pub enum Access {
    /// It changes nothing.
    Read,
    /// It may change something.
    Write,
}

/// What decided the category.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CategoryReason {
    /// The record's `eventCategory`.
    Member,
    /// The record's `eventType` belongs to one category.
    EventType(EventType),
    /// The record's `managementEvent`.
    ManagementEvent(bool),
    /// The action is in our table of calls that access data: service and pattern of names.
    DataCall {
        /// The service, e.g. `s3`.
        service: &'static str,
        /// What the name fits.
        pattern: &'static str,
    },
    /// Nothing says otherwise.
    Nothing,
}

/// What decided between read and write.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AccessReason {
    /// The record's `readOnly`.
    Member(bool),
    /// The name fits a pattern of the table of reading actions.
    Table {
        /// The action.
        name: String,
        /// The pattern.
        pattern: Cow<'static, str>,
    },
    /// The name fits none, or there is no name.
    Nothing,
}

impl Classification {
    /// Why, one line for each of the two answers.
    #[must_use]
    pub fn explain(&self) -> String {
        let access = if self.access == Access::Read { "read" } else { "write" };
        format!("{}: {}\n{access}: {}", self.category, self.category_reason, self.access_reason)
    }
}

impl fmt::Display for CategoryReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Member => f.write_str("eventCategory says so"),
            Self::EventType(kind) => write!(f, "there is no eventCategory, eventType is {kind}"),
            Self::ManagementEvent(is) => write!(f, "there is no eventCategory, managementEvent is {is}"),
            Self::DataCall { service, pattern } => {
                write!(f, "no member says so, {service} {pattern} is in the table of calls that access data")
            }
            Self::Nothing => f.write_str("no member says so, the call is not in the table of calls that access data"),
        }
    }
}

impl fmt::Display for AccessReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Member(read_only) => write!(f, "readOnly is {read_only}"),
            Self::Table { name, pattern } => {
                write!(f, "there is no readOnly, the name {name} fits {pattern} in the table of reading actions")
            }
            Self::Nothing => f.write_str("there is no readOnly, the name fits nothing in the table of reading actions"),
        }
    }
}

impl Record<'_> {
    /// What the record is, with the default table of reading actions.
    #[must_use]
    pub fn classify(&self) -> Classification {
        self.classify_with(&ReadActions::default())
    }

    /// What the record is.
    ///
    /// The record's own members decide where they are there: `eventCategory`, else `eventType` for
    /// insights, network activity and aggregates, else `managementEvent`; `readOnly`. Else tables
    /// of names do.
    #[must_use]
    pub fn classify_with(&self, read_actions: &ReadActions) -> Classification {
        let (category, category_reason) = self.category_and_reason();
        let (access, access_reason) = self.access_and_reason(read_actions);
        Classification { category, category_reason, access, access_reason }
    }

    /// Whether the action only reads, alone.
    #[must_use]
    pub fn access_with(&self, read_actions: &ReadActions) -> Access {
        match self.truth(Field::ReadOnly) {
            Some(read_only) => {
                if read_only {
                    Access::Read
                } else {
                    Access::Write
                }
            }
            None => self.access_and_reason(read_actions).0,
        }
    }

    /// The category alone.
    #[must_use]
    pub fn category(&self) -> Category {
        self.category_and_reason().0
    }

    fn category_and_reason(&self) -> (Category, CategoryReason) {
        if let Some(word) = self.text(Field::EventCategory) {
            return (Category::of(&word), CategoryReason::Member);
        }
        let by_type = self.event_type().and_then(|kind| Some((category_of(&kind)?, CategoryReason::EventType(kind))));
        by_type
            .or_else(|| self.by_management_event())
            .or_else(|| self.by_data_call())
            .unwrap_or((Category::Management, CategoryReason::Nothing))
    }

    fn by_management_event(&self) -> Option<(Category, CategoryReason)> {
        let is = self.truth(Field::ManagementEvent)?;
        Some((if is { Category::Management } else { Category::Data }, CategoryReason::ManagementEvent(is)))
    }

    fn by_data_call(&self) -> Option<(Category, CategoryReason)> {
        let (source, name) = (self.event_source()?, self.event_name()?);
        let service = service_of(&source);
        let (service, patterns) = DATA_CALLS.iter().find(|(known, _)| *known == service)?;
        let pattern = patterns.iter().find(|pattern| wildcard::is_match(pattern, &name))?;
        Some((Category::Data, CategoryReason::DataCall { service, pattern }))
    }

    fn access_and_reason(&self, read_actions: &ReadActions) -> (Access, AccessReason) {
        if let Some(read_only) = self.truth(Field::ReadOnly) {
            return (if read_only { Access::Read } else { Access::Write }, AccessReason::Member(read_only));
        }
        let by_name = self.event_name().and_then(|name| {
            let pattern = read_actions.find(&name)?.clone();
            Some((Access::Read, AccessReason::Table { name: name.into_owned(), pattern }))
        });
        by_name.unwrap_or((Access::Write, AccessReason::Nothing))
    }
}

/// The service's part of an event source: `s3` of `s3.amazonaws.com`.
pub(crate) fn service_of(source: &str) -> &str {
    let known = source.strip_suffix(".amazonaws.com").or_else(|| source.strip_suffix(".amazonaws.com.cn"));
    known.unwrap_or(source)
}

const fn category_of(kind: &EventType) -> Option<Category> {
    match kind {
        EventType::Insight => Some(Category::Insight),
        EventType::VpceEvent => Some(Category::NetworkActivity),
        EventType::AggregatedEvent => Some(Category::Aggregated),
        _ => None,
    }
}

/// Patterns of the names of actions that only read, for records that do not say.
///
/// `*` stands for any run of characters, `?` for one.
///
/// ```
/// use cupola_audit::{Access, ReadActions, Record};
///
/// let record = Record::parse(r#"{"eventName": "PeekQueue"}"#)?;
/// assert_eq!(record.classify().access, Access::Write);
/// let table = ReadActions::default().with("Peek*");
/// assert_eq!(record.classify_with(&table).access, Access::Read);
/// # Ok::<(), cupola_audit::RecordError>(())
/// ```
///
/// # Source
/// Our decision; that calls of KMS and STS which change nothing count as reading is from CloudTrail
/// User Guide,
/// "Logging management events".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ReadActions(Cow<'static, [Cow<'static, str>]>);

impl ReadActions {
    /// No action reads.
    #[must_use]
    pub const fn none() -> Self {
        Self(Cow::Borrowed(&[]))
    }

    /// The table with one more pattern.
    #[must_use]
    pub fn with(mut self, pattern: impl Into<Cow<'static, str>>) -> Self {
        self.0.to_mut().push(pattern.into());
        self
    }

    /// The patterns in the order in which they are tried.
    pub fn patterns(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(AsRef::as_ref)
    }

    /// Whether an action of this name only reads.
    #[must_use]
    pub fn access_of(&self, name: &str) -> Access {
        if self.find(name).is_some() { Access::Read } else { Access::Write }
    }

    /// The first pattern that a name fits.
    fn find(&self, name: &str) -> Option<&Cow<'static, str>> {
        self.0.iter().find(|pattern| wildcard::is_match(pattern, name))
    }
}

impl Default for ReadActions {
    fn default() -> Self {
        Self(Cow::Borrowed(&READ_ACTIONS))
    }
}

static READ_ACTIONS: [Cow<'static, str>; 23] = [
    Cow::Borrowed("Get*"),
    Cow::Borrowed("List*"),
    Cow::Borrowed("Describe*"),
    Cow::Borrowed("Head*"),
    Cow::Borrowed("Lookup*"),
    Cow::Borrowed("Search*"),
    Cow::Borrowed("Query*"),
    Cow::Borrowed("Scan*"),
    Cow::Borrowed("BatchGet*"),
    Cow::Borrowed("Select*"),
    Cow::Borrowed("Check*"),
    Cow::Borrowed("View*"),
    Cow::Borrowed("Test*"),
    Cow::Borrowed("Simulate*"),
    Cow::Borrowed("Validate*"),
    Cow::Borrowed("Estimate*"),
    Cow::Borrowed("Preview*"),
    // Marked as reading by the service, whatever the verb.
    Cow::Borrowed("AssumeRole*"),
    Cow::Borrowed("Decrypt"),
    Cow::Borrowed("Encrypt"),
    Cow::Borrowed("GenerateDataKey*"),
    Cow::Borrowed("GetSessionToken"),
    Cow::Borrowed("GetFederationToken"),
];

/// Calls that access data, for records that say neither `eventCategory` nor `managementEvent`.
const DATA_CALLS: [(&str, &[&str]); 6] = [
    (
        "s3",
        &[
            "GetObject",
            "PutObject",
            "DeleteObject",
            "DeleteObjects",
            "HeadObject",
            "CopyObject",
            "ListObjects",
            "ListObjectsV2",
            "CreateMultipartUpload",
            "UploadPart",
            "UploadPartCopy",
            "CompleteMultipartUpload",
            "AbortMultipartUpload",
            "ListParts",
            "ListMultipartUploads",
            "*ObjectAcl",
            "*ObjectTagging",
            "SelectObjectContent",
            "RestoreObject",
        ],
    ),
    ("lambda", &["Invoke*"]),
    (
        "dynamodb",
        &[
            "GetItem",
            "PutItem",
            "UpdateItem",
            "DeleteItem",
            "BatchGetItem",
            "BatchWriteItem",
            "BatchExecuteStatement",
            "TransactGetItems",
            "TransactWriteItems",
            "ExecuteStatement",
            "ExecuteTransaction",
            "Query",
            "Scan",
        ],
    ),
    (
        "ebs",
        &[
            "GetSnapshotBlock",
            "PutSnapshotBlock",
            "ListSnapshotBlocks",
            "ListChangedBlocks",
            "StartSnapshot",
            "CompleteSnapshot",
        ],
    ),
    ("sns", &["Publish*"]),
    ("sqs", &["SendMessage*", "ReceiveMessage*", "DeleteMessage*"]),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn category(members: &str) -> String {
        let text = format!("{{\"eventVersion\":\"1.05\",{members}}}");
        Record::parse(&text).unwrap().category().to_string()
    }

    #[test]
    fn the_category_is_the_members_first_and_the_tables_last() {
        for (members, expected) in [
            (r#""eventCategory":"Data","managementEvent":true"#, "Data"),
            (r#""eventCategory":"Evidence""#, "Evidence"),
            (r#""eventType":"AwsCloudTrailInsight","managementEvent":true"#, "Insight"),
            (r#""eventType":"AwsVpceEvents""#, "NetworkActivity"),
            (r#""managementEvent":"false""#, "Data"),
            (r#""managementEvent":true,"eventSource":"s3.amazonaws.com","eventName":"GetObject""#, "Management"),
            (r#""eventSource":"s3.amazonaws.com","eventName":"GetObject""#, "Data"),
            (r#""eventSource":"s3.amazonaws.com","eventName":"PutObjectAcl""#, "Data"),
            (r#""eventSource":"s3.amazonaws.com","eventName":"CreateBucket""#, "Management"),
            (r#""eventSource":"lambda.amazonaws.com","eventName":"Invoke""#, "Data"),
            (r#""eventSource":"sqs.amazonaws.com","eventName":"SendMessageBatch""#, "Data"),
            (r#""eventSource":"sns.amazonaws.com","eventName":"GetObject""#, "Management"),
            (r#""eventCategory":null"#, "Management"),
        ] {
            assert_eq!(category(members), expected, "{members}");
        }
    }

    #[test]
    fn reading_is_the_members_first_and_the_tables_last() {
        for (members, expected) in [
            (r#""readOnly":false,"eventName":"GetThings""#, Access::Write),
            (r#""readOnly":"true","eventName":"PutThings""#, Access::Read),
            (r#""eventName":"BatchGetItem""#, Access::Read),
            (r#""eventName":"BatchWriteItem""#, Access::Write),
            (r#""eventName":"AssumeRoleWithSAML""#, Access::Read),
            (r#""eventName":"Decrypt""#, Access::Read),
            (r#""eventName":"DecryptAll""#, Access::Write),
            (r#""eventName":"ScheduleKeyDeletion""#, Access::Write),
            (r#""eventName":null"#, Access::Write),
        ] {
            let text = format!("{{\"eventVersion\":\"1.05\",{members}}}");
            assert_eq!(Record::parse(&text).unwrap().classify().access, expected, "{members}");
        }
    }
}
