//! Basic selectors.

use serde::{Deserialize, Serialize};

use super::subject::Subject;
use crate::kind::words;
use crate::{Access, Category};

/// A basic selector: which management events, and the data events of which resources.
///
/// ```
/// use cupola_audit::{BasicSelector, DataResource, ReadWriteType, Record, Selectors};
///
/// let bucket = DataResource::new("AWS::S3::Object", ["arn:aws:s3:::pier/"]);
/// let writes = BasicSelector::default().of(ReadWriteType::WriteOnly).without_management_events().on(bucket);
/// let selectors = Selectors::Basic(vec![writes]);
/// let record = Record::parse(r#"{"eventCategory": "Data", "eventName": "PutObject", "readOnly": false,
///     "resources": [{"type": "AWS::S3::Object", "ARN": "arn:aws:s3:::pier/boat.png"}]}"#)?;
/// assert!(selectors.select(&record));
/// # Ok::<(), cupola_audit::RecordError>(())
/// ```
///
/// # Source
/// CloudTrail API Reference, EventSelector.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct BasicSelector {
    /// Events that read, that write, or all. Default all.
    pub read_write_type: ReadWriteType,
    /// Whether management events are selected. Default true.
    pub include_management_events: bool,
    /// Whose data events. Default none.
    pub data_resources: Vec<DataResource>,
    /// Services whose management events are left out. Default none.
    pub exclude_management_event_sources: Vec<String>,
}

impl Default for BasicSelector {
    fn default() -> Self {
        Self {
            read_write_type: ReadWriteType::All,
            include_management_events: true,
            data_resources: Vec::new(),
            exclude_management_event_sources: Vec::new(),
        }
    }
}

impl BasicSelector {
    /// Sets whether reading or writing events are selected, or all.
    #[must_use]
    pub fn of(self, read_write_type: ReadWriteType) -> Self {
        Self { read_write_type, ..self }
    }

    /// Leaves management events out.
    #[must_use]
    pub fn without_management_events(self) -> Self {
        Self { include_management_events: false, ..self }
    }

    /// Adds resources whose data events are selected.
    #[must_use]
    pub fn on(mut self, resources: DataResource) -> Self {
        self.data_resources.push(resources);
        self
    }

    /// Leaves the management events of a service out.
    #[must_use]
    pub fn without(mut self, event_source: impl Into<String>) -> Self {
        self.exclude_management_event_sources.push(event_source.into());
        self
    }

    pub(super) fn selects(&self, subject: &Subject<'_>) -> bool {
        self.read_write_type.admits(subject.access)
            && match subject.category {
                Category::Management => self.include_management_events && !self.excludes(subject),
                Category::Data => self.data_resources.iter().any(|resources| resources.hit(subject).is_some()),
                _ => false,
            }
    }

    pub(super) fn excludes(&self, subject: &Subject<'_>) -> bool {
        let source = subject.source.as_deref();
        source.is_some_and(|source| self.exclude_management_event_sources.iter().any(|excluded| excluded == source))
    }
}

words! {
    /// Which events a basic selector selects by what they do.
    ///
    /// # Source
    /// CloudTrail API Reference, EventSelector, `ReadWriteType`.
    #[derive(Serialize, Deserialize)]
    #[serde(from = "String", into = "String")]
    ReadWriteType {
        /// All.
        All "All",
        /// Those that only read.
        ReadOnly "ReadOnly",
        /// Those that may change something.
        WriteOnly "WriteOnly",
    }
}

impl ReadWriteType {
    /// Whether events of this access are selected; an unknown word selects none.
    #[must_use]
    pub fn admits(&self, access: Access) -> bool {
        match self {
            Self::All => true,
            Self::ReadOnly => access == Access::Read,
            Self::WriteOnly => access == Access::Write,
            Self::Other(_) => false,
        }
    }
}

impl From<String> for ReadWriteType {
    fn from(word: String) -> Self {
        Self::of(&word)
    }
}

impl From<ReadWriteType> for String {
    fn from(word: ReadWriteType) -> Self {
        word.as_str().to_owned()
    }
}

/// Resources of one type whose data events a basic selector selects.
///
/// # Source
/// CloudTrail API Reference, DataResource.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct DataResource {
    /// `AWS::S3::Object`, `AWS::Lambda::Function` or `AWS::DynamoDB::Table`.
    #[serde(rename = "Type")]
    pub kind: String,
    /// ARNs: of functions and tables exact ones, of objects what they begin with. `arn:aws:s3`,
    /// `arn:aws:lambda` and `arn:aws:dynamodb` stand for all.
    #[serde(rename = "Values")]
    pub values: Vec<String>,
}

impl DataResource {
    /// Resources of a type.
    #[must_use]
    pub fn new<V: Into<String>>(kind: impl Into<String>, values: impl IntoIterator<Item = V>) -> Self {
        Self { kind: kind.into(), values: values.into_iter().map(Into::into).collect() }
    }

    /// The value that selects one of the event's resources.
    pub(super) fn hit(&self, subject: &Subject<'_>) -> Option<&str> {
        let arns = subject.resources().iter().filter(|resource| resource.kind.as_deref() == Some(&*self.kind));
        let mut arns = arns.filter_map(|resource| resource.arn.as_deref());
        arns.find_map(|arn| self.values.iter().find(|value| self.admits(value, arn)).map(String::as_str))
    }

    fn admits(&self, value: &str, arn: &str) -> bool {
        match self.kind == S3_OBJECT {
            true => arn.starts_with(value),
            false => value == arn || (is_all(value) && arn.starts_with(value) && arn[value.len()..].starts_with(':')),
        }
    }
}

pub(super) const S3_OBJECT: &str = "AWS::S3::Object";
/// The types that basic selectors know, with their services.
pub(super) const TYPES: [(&str, &str); 3] =
    [(S3_OBJECT, "s3"), ("AWS::Lambda::Function", "lambda"), ("AWS::DynamoDB::Table", "dynamodb")];

/// Whether a value is `arn:PARTITION:SERVICE` alone.
pub(super) fn is_all(value: &str) -> bool {
    let mut parts = value.split(':');
    parts.next() == Some("arn")
        && parts.next().is_some_and(|part| part.starts_with("aws"))
        && parts.next().is_some_and(|service| TYPES.iter().any(|(_, known)| *known == service))
        && parts.next().is_none()
}
