//! Why something cannot be recorded.

use crate::SegmentId;
use crate::segment::check;

/// Why something cannot be recorded.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RecordError {
    /// There is no such part, or it has ended.
    #[error("{id} is not open")]
    NotOpen {
        /// The id.
        id: SegmentId,
    },
    /// Subsegments may lie 128 deep.
    #[error("subsegments may be nested {} deep", check::NESTED)]
    TooDeep,
    /// The key of an annotation is not allowed.
    #[error(
        "`{key}` is no key of an annotation: 1 to 500 letters, digits, _ and, unless classic keys are asked for, ."
    )]
    AnnotationKey {
        /// The key, or its beginning.
        key: String,
    },
    /// The value of an annotation is too long, or no finite number.
    #[error("an annotation is a text of at most 1,000 characters, a finite number, or true or false")]
    AnnotationValue,
    /// The service keeps namespaces that begin with `AWS.` for itself.
    #[error("namespaces of metadata that begin with `AWS.` are reserved")]
    ReservedNamespace,
}
