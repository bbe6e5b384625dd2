//! What can be wrong with a document.

use cupola_base::json::ScanErrorKind;
use serde::{Deserialize, Serialize};

/// What is wrong with a document, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("embedded metrics: {message}{}", place(.path))]
pub struct EmfError {
    kind: EmfErrorKind,
    path: String,
    message: String,
}

impl EmfError {
    pub(crate) fn new(kind: EmfErrorKind, path: impl Into<String>, message: impl Into<String>) -> Self {
        Self { kind, path: path.into(), message: message.into() }
    }

    /// A message that is not JSON at all.
    pub(super) fn not_json(kind: ScanErrorKind, offset: usize) -> Self {
        Self::new(EmfErrorKind::NotJson, "", format!("not JSON at byte {offset}: {kind}"))
    }

    /// What is wrong.
    #[must_use]
    pub const fn kind(&self) -> EmfErrorKind {
        self.kind
    }

    /// Where, as a JSON pointer; empty for the whole message.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }
}

fn place(path: &str) -> String {
    if path.is_empty() { String::new() } else { format!(" (at {path})") }
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident,)*) => {
        /// What is wrong with a document.
        ///
        /// Only [`NotJson`](Self::NotJson) is a failure to parse; all others are failures to validate.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[non_exhaustive]
        pub enum EmfErrorKind {
            $($(#[$doc])* $kind,)*
        }

        impl EmfErrorKind {
            /// All kinds.
            pub const ALL: &'static [Self] = &[$(Self::$kind,)*];

            /// The name, e.g. `MissingTarget`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$kind => stringify!($kind),)*
                }
            }
        }
    };
}

kinds! {
    /// The message is not one JSON object with nothing before or after it.
    NotJson,
    /// The root has no object `_aws` with an array `CloudWatchMetrics`.
    NoAws,
    /// `_aws.Timestamp` is missing or no whole number of milliseconds.
    BadTimestamp,
    /// The time is more than two weeks in the past or two hours in the future. Told by the engine alone.
    OutOfWindow,
    /// A directive is no object, or has no array `Metrics`.
    BadDirective,
    /// A namespace is missing or does not have 1 to 1024 characters.
    BadNamespace,
    /// Dimensions are missing, no array of arrays of texts, name a key twice, or have a key that does not have 1
    /// to 250 characters or a value of more than 1024.
    BadDimensions,
    /// A set of more than 30 dimensions.
    TooManyDims,
    /// The value of a dimension is empty.
    EmptyDimension,
    /// A metric's definition is no object, or its name does not have 1 to 1024 characters.
    BadMetric,
    /// A directive with more than 100 metrics.
    TooManyMetrics,
    /// None of the 27 units.
    BadUnit,
    /// A storage resolution other than 1 and 60.
    BadResolution,
    /// The root has no member of the name of a metric or a dimension.
    MissingTarget,
    /// A metric's target is neither a number nor an array of numbers, or a dimension's is no text.
    BadTargetType,
    /// A metric's target has more than 100 numbers.
    TooManyValues,
    /// A number that no metric can have: beyond 2^360.
    BadValue,
    /// More points than one event may give. Told by the engine alone.
    TooManyPoints,
    /// Two members of the root would have the same name. Told by [`EmfMessage`](super::EmfMessage) alone.
    DuplicateTarget,
}
