//! Why a text is not a policy.

use std::fmt;

use crate::json::ScanErrorKind;
use crate::text::{Diagnostic, Span};

/// A text that is not a policy: why, and where.
///
/// `Display` draws the line of the source with carets under the fault.
///
/// ```
/// use cupola_base::policy::{Policy, PolicyErrorKind};
///
/// let error = Policy::parse(r#"{"Statement": {"Efect": "Allow"}}"#).unwrap_err();
/// assert!(matches!(error.kind(), PolicyErrorKind::Element(name) if name == "Efect"));
/// assert!(error.to_string().contains("^^^^^^^ did you mean \"Effect\"?"));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct PolicyError(Box<Refusal>);

/// Boxed, so that a result is no larger than what it mostly holds.
#[derive(Clone, Debug, PartialEq)]
struct Refusal {
    kind: PolicyErrorKind,
    diagnostic: Diagnostic,
}

impl PolicyError {
    pub(super) fn new(source: &str, span: Span, kind: PolicyErrorKind) -> Self {
        let diagnostic = Diagnostic::new("policy", source, span, kind.to_string())
            .with_reference("IAM User Guide, \"IAM JSON policy elements reference\"");
        Self(Box::new(Refusal { kind, diagnostic }))
    }

    /// With the known word that is most like the one at fault.
    pub(super) fn like(self, nearest: Option<&str>) -> Self {
        let Refusal { kind, diagnostic } = *self.0;
        let diagnostic = match nearest {
            Some(nearest) => diagnostic.with_label(format!("did you mean \"{nearest}\"?")),
            None => diagnostic,
        };
        Self(Box::new(Refusal { kind, diagnostic }))
    }

    /// Why.
    #[must_use]
    pub fn kind(&self) -> &PolicyErrorKind {
        &self.0.kind
    }

    /// The bytes of the text that are at fault.
    #[must_use]
    pub fn span(&self) -> Span {
        self.0.diagnostic.span()
    }
}

impl fmt::Display for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.diagnostic.fmt(f)
    }
}

impl std::error::Error for PolicyError {}

/// Why a text is not a policy.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PolicyErrorKind {
    /// The text is not JSON.
    #[error("not JSON: {0}")]
    Json(ScanErrorKind),
    /// A value has another type than it must have.
    #[error("expected {0}")]
    Type(&'static str),
    /// An element that the language does not know.
    #[error("unknown element {0}")]
    Element(String),
    /// An element stands twice.
    #[error("{0} stands twice")]
    Twice(String),
    /// An element must be there.
    #[error("{0} is missing")]
    Missing(&'static str),
    /// An element and its negation stand together.
    #[error("{0} and Not{0} exclude each other")]
    Both(&'static str),
    /// A list that must not be empty is.
    #[error("empty lists are not allowed")]
    Empty,
    /// The version is neither 2008-10-17 nor 2012-10-17.
    #[error("unknown version {0}: 2012-10-17 or 2008-10-17")]
    Version(String),
    /// The effect is neither Allow nor Deny.
    #[error("unknown effect {0}: Allow or Deny")]
    Effect(String),
    /// A kind of principal that the language does not know.
    #[error("unknown kind of principal {0}: AWS, Service, Federated or CanonicalUser")]
    PrincipalKind(String),
    /// The text names no AWS principal.
    #[error("invalid principal {0}: *, an account's 12 digits or an ARN")]
    Principal(String),
    /// A condition operator that the language does not know, or `BinaryEquals`, which is not modelled.
    #[error("unknown condition operator {0}")]
    Operator(String),
    /// A value that the condition's operator cannot compare.
    #[error("{value} is not {what}")]
    Value {
        /// The value.
        value: String,
        /// What it must be.
        what: &'static str,
    },
    /// A policy variable that is not well formed.
    #[error("malformed policy variable {0}: ${{key}} or ${{key, 'default'}}")]
    Variable(String),
}
