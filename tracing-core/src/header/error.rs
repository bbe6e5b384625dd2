//! What is wrong with a header.

use cupola_base::text::{Diagnostic, Span};

use crate::IdError;

/// The first part of a header that cannot be understood. `Display` draws it.
///
/// ```
/// use cupola_traces::TraceHeader;
///
/// let error = TraceHeader::parse_strict("Sampled=1;Root=2-x").unwrap_err();
/// assert_eq!(error.span().range(), 10..18);
/// assert!(error.to_string().contains("^^^^^^^^"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{diagnostic}")]
pub struct TraceHeaderError {
    fault: TraceHeaderFault,
    diagnostic: Box<Diagnostic>,
}

impl TraceHeaderError {
    pub(super) fn new(text: &str, span: Span, fault: TraceHeaderFault) -> Self {
        let diagnostic = Diagnostic::new("trace header", text, span, fault.to_string())
            .with_reference("X-Ray Developer Guide, \"Tracing header\"");
        Self { fault, diagnostic: Box::new(diagnostic) }
    }

    /// What is wrong.
    #[must_use]
    pub const fn fault(&self) -> &TraceHeaderFault {
        &self.fault
    }

    /// The part that is wrong.
    #[must_use]
    pub const fn span(&self) -> Span {
        self.diagnostic.span()
    }
}

/// What can be wrong with one part of a header.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TraceHeaderFault {
    /// There is no `=`, or nothing before it.
    #[error("a part must be a key, `=` and a value")]
    Malformed,
    /// The root is no trace id.
    #[error("{0}")]
    Root(IdError),
    /// The parent is no segment id, or the invalid one.
    #[error("{0}")]
    Parent(IdError),
    /// The decision is neither `1` nor `0` nor `?`.
    #[error("Sampled must be 1, 0 or ?")]
    Sampled,
    /// The user data is longer than 256 bytes with this pair.
    #[error("keys and values of user data may have 256 bytes together")]
    DataTooLong,
    /// The lineage is longer than 256 bytes.
    #[error("a lineage may have 256 bytes")]
    LineageTooLong,
}
