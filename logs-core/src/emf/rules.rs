//! Decisions where the format's text is silent.

use serde::{Deserialize, Serialize};

/// What becomes of documents that are not quite right.
///
/// ```
/// use cupola_logs::emf::{EmfDocument, EmfErrorKind, EmfRules};
///
/// let line = r#"{"_aws": {"Timestamp": 0, "CloudWatchMetrics": [{"Namespace": "Docks", "Dimensions": [[]],
///     "Metrics": [{"Name": "kg"}, {"Name": "late"}]}]}, "kg": 4.5}"#;
/// assert_eq!(EmfDocument::parse(line).unwrap_err().kind(), EmfErrorKind::MissingTarget);
///
/// let document = EmfDocument::parse_with(line, &EmfRules::lenient())?;
/// assert_eq!((document.points().count(), document.faults().len()), (1, 1));
/// # Ok::<(), cupola_logs::emf::EmfError>(())
/// ```
///
/// # Source
/// CloudWatch User Guide, "Specification: Embedded metric format".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::exhaustive_structs, reason = "rules are written with a struct update, which needs an open struct")]
pub struct EmfRules {
    /// Text before the first `{` of a message is passed over. Default false; the engine does so for groups of
    /// Lambda functions (`/aws/lambda/...`), whose runtimes write a time and a request id before the line.
    pub prefix_tolerant: bool,
    /// What a fault inside of the document spoils. Default [`EmfFaults::RefuseDocument`].
    pub faults: EmfFaults,
    /// What an empty dimension value does. Default [`EmptyDimension::Fault`].
    pub empty_dimension: EmptyDimension,
}

impl EmfRules {
    /// As much as possible is published: parts that are wrong are left out, sets with an empty value are
    /// published without dimensions.
    #[must_use]
    pub const fn lenient() -> Self {
        Self { prefix_tolerant: false, faults: EmfFaults::LeaveOut, empty_dimension: EmptyDimension::WithoutDimensions }
    }
}

/// What a fault inside of a document spoils.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum EmfFaults {
    /// The whole document: nothing of it is published.
    #[default]
    RefuseDocument,
    /// The metric, the set of dimensions or the directive that it is in; the rest is published.
    LeaveOut,
}

/// What a dimension with an empty value does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum EmptyDimension {
    /// It is a fault like any other.
    #[default]
    Fault,
    /// The set's points are published without any dimension, as the service was seen to do. The fault is told.
    WithoutDimensions,
}
