//! Why suffix paths are refused.

use std::fmt;

use cupola_base::text::{Diagnostic, Span};

use super::{PathVariable, SuffixPath};

/// A suffix path that is refused: what is wrong, where, and what is accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuffixPathError {
    kind: SuffixPathErrorKind,
    diagnostic: Box<Diagnostic>,
}

/// What is wrong with a suffix path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SuffixPathErrorKind {
    /// It has no character.
    Empty,
    /// It has more than 256 characters.
    TooLong,
    /// A brace that is not closed within its folder.
    Unclosed,
    /// A closing brace where none is open.
    Unopened,
    /// There is no such variable.
    UnknownVariable,
    /// Only distributions have this variable.
    NoDistribution,
    /// An equals sign, where the keys are for Hive.
    HiveKey,
}

impl SuffixPathErrorKind {
    fn message(self) -> String {
        match self {
            Self::Empty => "one character at least is needed".into(),
            Self::TooLong => format!("more than {} characters", SuffixPath::MAX_LENGTH),
            Self::Unclosed => "this brace is not closed".into(),
            Self::Unopened => "this brace closes nothing".into(),
            Self::UnknownVariable => "there is no variable of this name".into(),
            Self::NoDistribution => "only a distribution of CloudFront has this variable".into(),
            Self::HiveKey => "with Hive-compatible paths, names before values are written by the service".into(),
        }
    }

    fn accepted(self) -> Option<String> {
        let wanted = |variable: &PathVariable| self == Self::UnknownVariable || !variable.is_of_distributions();
        let names = || {
            let names = PathVariable::ALL.iter().filter(|variable| wanted(variable));
            names.map(|variable| format!("{{{variable}}}")).collect::<Vec<_>>().join(", ")
        };
        matches!(self, Self::UnknownVariable | Self::NoDistribution | Self::Unclosed).then(names)
    }
}

/// What is wrong, and where: an error without its text.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) kind: SuffixPathErrorKind,
    pub(super) span: Span,
}

impl Fault {
    pub(super) fn on(self, text: &str) -> SuffixPathError {
        let diagnostic = Diagnostic::new("suffix path", text, self.span, self.kind.message());
        let diagnostic = match self.kind.accepted() {
            Some(accepted) => diagnostic.with_help(format!("accepted: {accepted}")),
            None => diagnostic,
        };
        let diagnostic = diagnostic.with_reference("CloudWatch Logs API Reference, S3DeliveryConfiguration");
        SuffixPathError { kind: self.kind, diagnostic: Box::new(diagnostic) }
    }
}

impl SuffixPathError {
    /// What is wrong.
    #[must_use]
    pub const fn kind(&self) -> SuffixPathErrorKind {
        self.kind
    }

    /// Which part of the path, in bytes.
    #[must_use]
    pub fn span(&self) -> Span {
        self.diagnostic.span()
    }

    /// The same in one line.
    #[must_use]
    pub fn message(&self) -> &str {
        self.diagnostic.message()
    }

    /// A path that names a distribution where there is none.
    pub(in crate::vended) fn no_distribution(text: &str, variable: PathVariable) -> Self {
        let name = format!("{{{variable}}}");
        let at = text.find(&name).unwrap_or_default();
        let span = Span::new(at, (at + name.len()).min(text.len()));
        Fault { kind: SuffixPathErrorKind::NoDistribution, span }.on(text)
    }
}

impl fmt::Display for SuffixPathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.diagnostic.fmt(f)
    }
}

impl std::error::Error for SuffixPathError {}
