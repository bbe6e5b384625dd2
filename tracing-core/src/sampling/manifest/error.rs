//! What is wrong with a local rule file.

use cupola_base::json::ScanErrorKind;
use cupola_base::text::{Diagnostic, Span};

/// What is wrong with a local rule file, and where. `Display` draws it.
///
/// ```
/// use cupola_traces::{ManifestFault, SamplingManifest};
///
/// let error = SamplingManifest::parse(r#"{"version": 2, "default": {"fixed_target": 1.5, "rate": 0.1}}"#).unwrap_err();
/// assert!(matches!(error.fault(), ManifestFault::FixedTarget));
/// assert_eq!(error.span().range(), 43..46);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{diagnostic}")]
pub struct SamplingManifestError {
    fault: ManifestFault,
    diagnostic: Box<Diagnostic>,
}

impl SamplingManifestError {
    pub(super) fn new(text: &str, span: Span, fault: ManifestFault) -> Self {
        let mut diagnostic = Diagnostic::new("sampling rules", text, span, fault.to_string())
            .with_reference("X-Ray Developer Guide, \"Configuring sampling rules\"");
        if let ManifestFault::UnknownKey { meant: Some(meant), .. } = &fault {
            diagnostic = diagnostic.with_label(format!("did you mean \"{meant}\"?"));
        }
        Self { fault, diagnostic: Box::new(diagnostic) }
    }

    /// What is wrong.
    #[must_use]
    pub const fn fault(&self) -> &ManifestFault {
        &self.fault
    }

    /// Where.
    #[must_use]
    pub const fn span(&self) -> Span {
        self.diagnostic.span()
    }

    /// Line and column of where, both from 1.
    #[must_use]
    pub fn line_and_column(&self) -> (usize, usize) {
        self.diagnostic.line_and_column()
    }
}

/// What can be wrong with a local rule file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ManifestFault {
    /// It is not JSON.
    #[error("not JSON: {0}")]
    Json(ScanErrorKind),
    /// A value has another type than it must have.
    #[error("`{key}` must be {wanted}")]
    Type {
        /// The value's key; `the file` for the whole.
        key: String,
        /// What is accepted.
        wanted: &'static str,
    },
    /// A key that must be there is not, or its value is empty.
    #[error("`{0}` is missing: it must be there and not be empty")]
    Missing(&'static str),
    /// The version is neither 1 nor 2.
    #[error("the version is 1 or 2")]
    Version,
    /// The reservoir is not a whole number from 0 up.
    #[error("fixed_target must be a whole number from 0 up")]
    FixedTarget,
    /// The rate is not within 0 to 1.
    #[error("rate must be a number from 0 to 1")]
    Rate,
    /// The default has a key that only rules have, or that nobody knows.
    #[error("the default has fixed_target and rate alone, not `{0}`")]
    InDefault(String),
    /// The key belongs to the other version.
    #[error("`{key}` does not belong to version {version}: there it is `{instead}`")]
    OtherVersion {
        /// The key.
        key: &'static str,
        /// The file's version.
        version: u8,
        /// What the version calls it.
        instead: &'static str,
    },
    /// Nobody knows the key.
    #[error("unknown key `{key}`")]
    UnknownKey {
        /// The key.
        key: String,
        /// The key that it is like.
        meant: Option<&'static str>,
    },
    /// The key stands twice in one object.
    #[error("`{0}` stands here for the second time")]
    Duplicate(String),
}
