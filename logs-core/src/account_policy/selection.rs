//! Which log groups a policy of the account is for.

use std::fmt;

use cupola_base::ApiError;
use cupola_base::text::{Cursor, Diagnostic, Span};

use crate::data_source::DataSource;

/// Which log groups a policy of the account is for.
///
/// ```
/// use cupola_logs::Selection;
///
/// let selection = Selection::parse(r#"LogGroupName NOT IN ["audit", "debug"]"#)?;
/// assert!(selection.selects("app") && !selection.selects("audit"));
/// # Ok::<(), cupola_logs::SelectionError>(())
/// ```
///
/// # Source
/// CloudWatch Logs API Reference, PutAccountPolicy.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Selection {
    /// `LogGroupName NOT IN ["a", "b"]`: all groups but these.
    NamesNotIn(Vec<String>),
    /// `LogGroupNamePrefix = "a"`, `LogGroupNamePrefix IN ["a", "b"]`: groups whose names begin so.
    Prefixes(Vec<String>),
    /// `LogGroupNamePrefix NOT IN ["a", "b"]`: groups whose names do not begin so.
    PrefixesNotIn(Vec<String>),
    /// `DataSourceName = "a" AND DataSourceType = "b"`: events of a data source, in any group.
    DataSource {
        /// The data source.
        name: String,
        /// The kind of its events.
        kind: Option<String>,
    },
}

impl Selection {
    /// Reads the service's form.
    ///
    /// # Errors
    /// [`SelectionError`] with the place and what is accepted there.
    pub fn parse(text: &str) -> Result<Self, SelectionError> {
        let length = text.chars().count();
        if length > MAX_LENGTH {
            let message = format!("selection criteria have at most {MAX_LENGTH} characters");
            return Err(SelectionError::new(text, Span::empty(0), message, ""));
        }
        Parser { cursor: Cursor::new(text) }.selection()
    }

    /// Whether it is for a group by its name. A data source selects none: see [`selects_source`](Self::selects_source).
    #[must_use]
    pub fn selects(&self, group: &str) -> bool {
        let begins = |prefixes: &[String]| prefixes.iter().any(|prefix| group.starts_with(prefix));
        match self {
            Self::NamesNotIn(names) => !names.iter().any(|name| name == group),
            Self::Prefixes(prefixes) => begins(prefixes),
            Self::PrefixesNotIn(prefixes) => !begins(prefixes),
            Self::DataSource { .. } => false,
        }
    }

    /// Whether it is for what a group holds.
    #[must_use]
    pub fn selects_source(&self, source: &DataSource) -> bool {
        match self {
            Self::DataSource { name, kind } => {
                *name == source.name && kind.as_ref().is_none_or(|kind| *kind == source.kind)
            }
            _ => false,
        }
    }
}

/// The service says 25 KB.
const MAX_LENGTH: usize = 25_000;

struct Parser<'a> {
    cursor: Cursor<'a>,
}

impl Parser<'_> {
    fn selection(mut self) -> Result<Selection, SelectionError> {
        let start = self.cursor.position();
        let selection = match self.word() {
            "LogGroupName" => {
                self.keyword("NOT")?;
                self.keyword("IN")?;
                Selection::NamesNotIn(self.list()?)
            }
            "LogGroupNamePrefix" => self.prefixes()?,
            "DataSourceName" => self.data_source()?,
            _ => return Err(self.refused(start, "LogGroupName, LogGroupNamePrefix or DataSourceName")),
        };
        self.cursor.skip_whitespace();
        let end = self.cursor.position();
        if self.cursor.is_at_end() { Ok(selection) } else { Err(self.refused(end, "nothing more")) }
    }

    fn prefixes(&mut self) -> Result<Selection, SelectionError> {
        self.cursor.skip_whitespace();
        if self.cursor.eat('=') {
            return Ok(Selection::Prefixes(vec![self.text()?]));
        }
        let start = self.cursor.position();
        match self.word() {
            "IN" => Ok(Selection::Prefixes(self.list()?)),
            "NOT" => {
                self.keyword("IN")?;
                Ok(Selection::PrefixesNotIn(self.list()?))
            }
            _ => Err(self.refused(start, r#"= "...", IN [...] or NOT IN [...]"#)),
        }
    }

    fn data_source(&mut self) -> Result<Selection, SelectionError> {
        let name = self.equals()?;
        self.cursor.skip_whitespace();
        if self.cursor.is_at_end() {
            return Ok(Selection::DataSource { name, kind: None });
        }
        self.keyword("AND")?;
        self.keyword("DataSourceType")?;
        Ok(Selection::DataSource { name, kind: Some(self.equals()?) })
    }

    fn equals(&mut self) -> Result<String, SelectionError> {
        self.cursor.skip_whitespace();
        let start = self.cursor.position();
        if self.cursor.eat('=') { self.text() } else { Err(self.refused(start, r#"= "...""#)) }
    }

    fn keyword(&mut self, wanted: &str) -> Result<(), SelectionError> {
        self.cursor.skip_whitespace();
        let start = self.cursor.position();
        if self.word() == wanted { Ok(()) } else { Err(self.refused(start, wanted)) }
    }

    fn word(&mut self) -> &str {
        self.cursor.skip_whitespace();
        self.cursor.take_while(|c| c.is_ascii_alphanumeric())
    }

    /// Texts in brackets; there may be none.
    fn list(&mut self) -> Result<Vec<String>, SelectionError> {
        self.cursor.skip_whitespace();
        let start = self.cursor.position();
        if !self.cursor.eat('[') {
            return Err(self.refused(start, r#"["...", ...]"#));
        }
        let mut texts = Vec::new();
        loop {
            self.cursor.skip_whitespace();
            if self.cursor.eat(']') {
                return Ok(texts);
            }
            if !texts.is_empty() {
                let at = self.cursor.position();
                if !self.cursor.eat(',') {
                    return Err(self.refused(at, "a comma or ]"));
                }
            }
            texts.push(self.text()?);
        }
    }

    /// A text in quotes; names of log groups hold nothing that needs an escape.
    fn text(&mut self) -> Result<String, SelectionError> {
        self.cursor.skip_whitespace();
        let start = self.cursor.position();
        let quote = self.cursor.eat_if(|c| matches!(c, '"' | '\''));
        let Some(quote) = quote else { return Err(self.refused(start, "a text in quotes")) };
        let text = self.cursor.take_while(|c| c != quote).to_owned();
        if self.cursor.eat(quote) { Ok(text) } else { Err(self.refused(start, "a text in quotes, closed")) }
    }

    fn refused(&self, start: usize, accepted: &str) -> SelectionError {
        let end = self.cursor.position().max(start);
        SelectionError::new(self.cursor.source(), Span::new(start, end), "this may not stand here".into(), accepted)
    }
}

/// Selection criteria that are refused: what is wrong, where, and what is accepted.
///
/// ```
/// use cupola_logs::Selection;
///
/// let error = Selection::parse(r#"LogGroupNamePrefix LIKE "app""#).unwrap_err();
/// assert!(error.to_string().contains("accepted: = \"...\", IN [...] or NOT IN [...]"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SelectionError(Box<Diagnostic>);

impl SelectionError {
    fn new(text: &str, span: Span, message: String, accepted: &str) -> Self {
        let diagnostic = Diagnostic::new("selection criteria", text, span, message);
        let help = (!accepted.is_empty()).then(|| format!("accepted: {accepted}"));
        let diagnostic = help.into_iter().fold(diagnostic, Diagnostic::with_help);
        Self(Box::new(diagnostic.with_reference("CloudWatch Logs API Reference, PutAccountPolicy")))
    }

    /// The bytes that are at fault.
    #[must_use]
    pub fn span(&self) -> Span {
        self.0.span()
    }
}

impl fmt::Display for SelectionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for SelectionError {}

impl From<SelectionError> for ApiError {
    fn from(error: SelectionError) -> Self {
        Self::caller("InvalidParameterException", error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn criteria_are_read_or_refused_with_the_place() {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let source = |kind: Option<&str>| Selection::DataSource { name: "vpc".into(), kind: kind.map(str::to_owned) };
        for (text, expected) in [
            (r#"LogGroupName NOT IN ["a","b"]"#, Ok(Selection::NamesNotIn(names(&["a", "b"])))),
            ("LogGroupName NOT IN []", Ok(Selection::NamesNotIn(names(&[])))),
            (r#" LogGroupNamePrefix="/aws/" "#, Ok(Selection::Prefixes(names(&["/aws/"])))),
            (r#"LogGroupNamePrefix IN ["a", 'b']"#, Ok(Selection::Prefixes(names(&["a", "b"])))),
            (r#"LogGroupNamePrefix NOT IN ["a"]"#, Ok(Selection::PrefixesNotIn(names(&["a"])))),
            (r#"DataSourceName = "vpc""#, Ok(source(None))),
            (r#"DataSourceName = "vpc" AND DataSourceType = "flow""#, Ok(source(Some("flow")))),
            ("", Err(Span::empty(0))),
            ("LogGroup = \"a\"", Err(Span::new(0, 8))),
            ("LogGroupName IN [\"a\"]", Err(Span::new(13, 15))),
            ("LogGroupNamePrefix = \"a\" x", Err(Span::empty(25))),
            ("LogGroupName NOT IN [\"a\" \"b\"]", Err(Span::empty(25))),
            ("LogGroupNamePrefix = \"a", Err(Span::new(21, 23))),
        ] {
            assert_eq!(Selection::parse(text).map_err(|error| error.span()), expected, "{text}");
        }
    }
}
