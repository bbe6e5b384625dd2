//! What is wrong with a template, and where.

use std::fmt;

use cupola::ApiError;
use cupola::base::text::{Diagnostic, Span, nearest};

/// Why a template cannot be loaded: what, the line with a caret, and what is accepted.
///
/// ```
/// use cupola_test::{Template, TemplateErrorKind, World};
///
/// let text = "Resources:\n  Busy:\n    Type: AWS::CloudWatch::Alarm\n    Properties:\n      Treshold: 3\n";
/// let error = World::new().load(&Template::cloudformation(text)?).unwrap_err();
/// assert_eq!(error.kind(), &TemplateErrorKind::Unsupported);
/// assert_eq!(error.line_and_column(), (5, 7));
/// assert!(error.to_string().contains("did you mean \"Threshold\"?"), "{error}");
/// # Ok::<(), cupola_test::TemplateError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct TemplateError(Box<Told>);

#[derive(Clone, Debug, PartialEq)]
struct Told {
    kind: TemplateErrorKind,
    diagnostic: Diagnostic,
}

/// What kind of thing is wrong with a template.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum TemplateErrorKind {
    /// The text is neither JSON nor YAML, or nests too deep.
    Syntax,
    /// A section, an attribute of a resource or a value has not the form that templates have.
    Structure,
    /// A parameter has no value, or one that its declaration does not allow.
    Parameter,
    /// An intrinsic function is used in a way that it does not allow.
    Function,
    /// A name refers to nothing.
    Reference,
    /// Resources, or conditions, need each other in a circle.
    Circle,
    /// A value that only the cloud knows; [`Template::with_value`](crate::Template::with_value) tells it.
    Unknown,
    /// A resource's kind, a property or a function that is not modelled.
    Unsupported,
    /// The service refuses the resource.
    Refused(Box<ApiError>),
}

impl TemplateError {
    /// What kind of thing is wrong.
    #[must_use]
    pub const fn kind(&self) -> &TemplateErrorKind {
        &self.0.kind
    }

    /// What is wrong, with its place in the text.
    #[must_use]
    pub const fn diagnostic(&self) -> &Diagnostic {
        &self.0.diagnostic
    }

    /// The line and the column, in characters, both from 1.
    #[must_use]
    pub fn line_and_column(&self) -> (usize, usize) {
        self.0.diagnostic.line_and_column()
    }
}

impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.diagnostic.fmt(f)
    }
}

impl std::error::Error for TemplateError {}

/// An error on its way to where the text is known.
#[derive(Clone, Debug)]
pub(super) struct Fault {
    pub(super) kind: TemplateErrorKind,
    pub(super) span: Span,
    pub(super) message: String,
    label: Option<String>,
    help: Option<String>,
}

impl Fault {
    pub(super) fn new(kind: TemplateErrorKind, span: Span, message: impl Into<String>) -> Self {
        Self { kind, span, message: message.into(), label: None, help: None }
    }

    pub(super) fn structure(span: Span, message: impl Into<String>) -> Self {
        Self::new(TemplateErrorKind::Structure, span, message)
    }

    pub(super) fn function(span: Span, message: impl Into<String>) -> Self {
        Self::new(TemplateErrorKind::Function, span, message)
    }

    pub(super) fn unsupported(span: Span, message: impl Into<String>) -> Self {
        Self::new(TemplateErrorKind::Unsupported, span, message)
    }

    pub(super) fn reference(span: Span, message: impl Into<String>) -> Self {
        Self::new(TemplateErrorKind::Reference, span, message)
    }

    pub(super) fn unknown(span: Span, message: impl Into<String>) -> Self {
        Self::new(TemplateErrorKind::Unknown, span, message)
    }

    pub(super) fn with_help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    /// Says which of the accepted words is meant, and lists them.
    pub(super) fn among<'a>(self, word: &str, accepted: impl IntoIterator<Item = &'a str>) -> Self {
        let mut accepted: Vec<&str> = accepted.into_iter().collect();
        accepted.sort_unstable();
        accepted.dedup();
        let label = nearest(word, accepted.iter().copied()).map(|near| format!("did you mean \"{near}\"?"));
        Self { label, help: Some(format!("accepted: {}", listed(&accepted))), ..self }
    }

    pub(super) fn in_text(self, source: &str) -> TemplateError {
        let diagnostic = Diagnostic::new("template", source, whole(source, self.span), self.message);
        let diagnostic = self.label.into_iter().fold(diagnostic, Diagnostic::with_label);
        let diagnostic = self.help.into_iter().fold(diagnostic, Diagnostic::with_help);
        TemplateError(Box::new(Told { kind: self.kind, diagnostic }))
    }
}

/// The span widened to whole characters of the text.
fn whole(source: &str, Span { start, end }: Span) -> Span {
    let start = (0..=start.min(source.len())).rev().find(|at| source.is_char_boundary(*at));
    let end = (end.min(source.len())..=source.len()).find(|at| source.is_char_boundary(*at));
    Span::new(start.unwrap_or(0), end.unwrap_or(source.len()))
}

fn listed(words: &[&str]) -> String {
    const MOST: usize = 40;
    let more = if words.len() > MOST { format!(", and {} more", words.len() - MOST) } else { String::new() };
    let shown: Vec<&str> = words.iter().copied().take(MOST).collect();
    if shown.is_empty() { "none".into() } else { shown.join(", ") + &more }
}
