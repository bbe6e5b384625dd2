//! Why a schema cannot be made or read.

use cupola_base::json::ScanError;

/// Why no schema can be made of an event.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InferError {
    /// The event is not JSON.
    #[error(transparent)]
    Json(#[from] ScanError),
    /// The event is JSON, but not an object.
    #[error("the event is not a JSON object")]
    NotAnObject,
}

/// Why a text is not a schema of its format.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SchemaError {
    /// The text is not JSON, or nested too deep.
    #[error(transparent)]
    Json(#[from] ScanError),
    /// The document lacks something that its format asks for, or has it in another form.
    #[error("{at}: {wanted}")]
    Malformed {
        /// Where, as a JSON pointer; empty for the document itself.
        at: String,
        /// What is accepted.
        wanted: &'static str,
    },
    /// A reference leads nowhere.
    #[error("the reference `{0}` leads nowhere: only references within the document are followed")]
    Reference(String),
}

impl SchemaError {
    pub(crate) fn malformed(at: impl Into<String>, wanted: &'static str) -> Self {
        Self::Malformed { at: at.into(), wanted }
    }
}
