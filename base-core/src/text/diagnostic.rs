//! Errors that point into a source text.

use std::fmt;
use std::sync::Arc;

use super::Span;

/// What is wrong with a text that somebody wrote in a little language, drawn under the place.
///
/// The line of the span is shown with its number, carets stand under the span. A span over several
/// lines is shown by its first; a line of more than 120 columns by the part around the span.
///
/// ```
/// use cupola_base::text::{Diagnostic, Span};
///
/// let pattern = "{\n    \"state\": [{ \"prefxi\": \"run\" }]\n}";
/// let error = Diagnostic::new("event pattern", pattern, Span::new(18, 26), "unknown comparison operator")
///     .with_label("did you mean \"prefix\"?")
///     .with_help("accepted: prefix, suffix, exists")
///     .with_reference("EventBridge User Guide, \"Comparison operators\"");
/// assert_eq!(
///     error.to_string(),
///     [
///         r#"event pattern error: unknown comparison operator"#,
///         r#"  |"#,
///         r#"2 |     "state": [{ "prefxi": "run" }]"#,
///         r#"  |                 ^^^^^^^^ did you mean "prefix"?"#,
///         r#"  |"#,
///         r#"  = help: accepted: prefix, suffix, exists"#,
///         r#"  = source: EventBridge User Guide, "Comparison operators""#,
///     ]
///     .join("\n"),
/// );
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Diagnostic {
    language: &'static str,
    source: Arc<str>,
    span: Span,
    message: String,
    label: Option<String>,
    help: Option<String>,
    reference: Option<&'static str>,
}

impl Diagnostic {
    /// Says `message` about a part of `source`, which is written in `language` (`filter pattern`).
    ///
    /// A span beyond the text is cut to the text.
    #[must_use]
    pub fn new(language: &'static str, source: &str, span: Span, message: impl Into<String>) -> Self {
        Self {
            language,
            source: source.into(),
            span: Span::new(span.start.min(source.len()), span.end.min(source.len())),
            message: message.into(),
            label: None,
            help: None,
            reference: None,
        }
    }

    /// Sets the words after the carets: `did you mean "prefix"?`.
    #[must_use]
    pub fn with_label(self, label: impl Into<String>) -> Self {
        Self { label: Some(label.into()), ..self }
    }

    /// Sets the help below: `accepted: prefix, suffix`.
    #[must_use]
    pub fn with_help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    /// Sets the title of the document that has the rule.
    #[must_use]
    pub fn with_reference(self, title: &'static str) -> Self {
        Self { reference: Some(title), ..self }
    }

    /// The name of the language.
    #[must_use]
    pub const fn language(&self) -> &'static str {
        self.language
    }

    /// The whole source text.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The part of the source that is wrong.
    #[must_use]
    pub const fn span(&self) -> Span {
        self.span
    }

    /// What is wrong.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The words after the carets.
    #[must_use]
    pub fn label(&self) -> Option<&str> {
        self.label.as_deref()
    }

    /// The help below.
    #[must_use]
    pub fn help(&self) -> Option<&str> {
        self.help.as_deref()
    }

    /// Line and column of the span's start, both counted from 1, the column in characters.
    #[must_use]
    pub fn line_and_column(&self) -> (usize, usize) {
        let line = Line::of(&self.source, self.span);
        (line.number, line.before.chars().count() + 1)
    }
}

impl std::error::Error for Diagnostic {}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = Line::of(&self.source, self.span);
        let number = line.number.to_string();
        let (line, below) = line.draw();
        let gutter = " ".repeat(number.len());
        let label = self.label.iter().map(|label| format!(" {label}")).collect::<String>();
        write!(f, "{} error: {}\n{gutter} |\n{number} | {line}", self.language, self.message)?;
        write!(f, "\n{gutter} | {below}{label}")?;
        if self.help.is_some() || self.reference.is_some() {
            write!(f, "\n{gutter} |")?;
        }
        self.help.iter().try_for_each(|help| write!(f, "\n{gutter} = help: {help}"))?;
        self.reference.iter().try_for_each(|title| write!(f, "\n{gutter} = source: {title}"))
    }
}

/// As displayed: what a failing test prints should be read by people.
impl fmt::Debug for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The line of a span in three parts.
struct Line<'a> {
    number: usize,
    before: &'a str,
    marked: &'a str,
    after: &'a str,
}

impl<'a> Line<'a> {
    fn of(source: &'a str, span: Span) -> Self {
        let start = source.floor_to_char(span.start);
        let line_start = source[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = source[start..].find('\n').map_or(source.len(), |at| start + at);
        let end = source.floor_to_char(span.end).clamp(start, line_end);
        Self {
            number: source[..start].matches('\n').count() + 1,
            before: &source[line_start..start],
            marked: &source[start..end],
            after: source[end..line_end].trim_end_matches('\r'),
        }
    }

    /// The line as shown, and the carets with what stands left of them.
    fn draw(&self) -> (String, String) {
        let skipped = self.before.chars().count().saturating_sub(MOST_BEFORE);
        let before: String = self.before.chars().skip(if skipped > MARK.len() { skipped } else { 0 }).collect();
        let marked: String = self.marked.chars().take(MOST_MARKED).collect();
        let after: String = self.after.chars().take(MOST_AFTER).collect();
        let left = if before.len() < self.before.len() { MARK } else { "" };
        let cut = marked.len() < self.marked.len() || after.len() < self.after.len();
        let after = if marked.len() < self.marked.len() { String::new() } else { after };
        let line = format!("{left}{before}{marked}{after}{}", if cut { MARK } else { "" });
        let carets = marked.chars().map(columns).sum::<usize>().max(1);
        (
            line.chars().map(shown).collect(),
            format!("{left}{}{}", blank(&before), "^".repeat(carets)).replace(MARK, "   "),
        )
    }
}

trait FloorToChar {
    fn floor_to_char(&self, at: usize) -> usize;
}

impl FloorToChar for str {
    /// The border of a character at or before a byte. (The standard library's own is too young.)
    fn floor_to_char(&self, at: usize) -> usize {
        (0..=at.min(self.len())).rev().find(|at| self.is_char_boundary(*at)).unwrap_or_default()
    }
}

/// Blanks as wide as the text; a tab stays one, so that it is as wide as above.
fn blank(text: &str) -> String {
    text.chars().flat_map(|c| std::iter::repeat_n(if c == '\t' { '\t' } else { ' ' }, columns(c))).collect()
}

/// How many columns a terminal gives a character: two for the wide ones of East Asia and pictures,
/// none for marks that combine.
const fn columns(c: char) -> usize {
    match c {
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{fe00}'..='\u{fe0f}' => 0,
        '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' => 2,
        '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}' | '\u{1f300}'..='\u{1faff}' | '\u{20000}'..='\u{3fffd}' => 2,
        _ => 1,
    }
}

/// No control character of the source reaches a terminal.
fn shown(c: char) -> char {
    if c.is_control() && c != '\t' { char::REPLACEMENT_CHARACTER } else { c }
}

const MARK: &str = "...";
const MOST_BEFORE: usize = 60;
const MOST_MARKED: usize = 60;
const MOST_AFTER: usize = 40;

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(source: &str, span: Span) -> Vec<String> {
        let text = Diagnostic::new("test", source, span, "wrong").to_string();
        text.lines().skip(2).take(2).map(str::to_owned).collect()
    }

    #[test]
    fn carets_stand_under_the_span() {
        for (source, span, line, carets) in [
            ("abc", Span::new(1, 2), "1 | abc", "  |  ^"),
            ("äöü = 1", Span::new(4, 6), "1 | äöü = 1", "  |   ^"),
            ("日本 x", Span::new(3, 6), "1 | 日本 x", "  |   ^^"),
            ("\tx y", Span::new(3, 4), "1 | \tx y", "  | \t  ^"),
            ("a\nbc\nd", Span::new(3, 4), "2 | bc", "  |  ^"),
            ("a\r\nbc\r\nd", Span::new(4, 5), "2 | bc", "  |  ^"),
        ] {
            assert_eq!(drawn(source, span), [line, carets], "{source:?}");
        }
    }

    #[test]
    fn odd_spans_are_drawn_somewhere_sensible() {
        for (source, span, line, carets) in [
            ("", Span::new(0, 0), "1 | ", "  | ^"),
            ("ab", Span::new(9, 12), "1 | ab", "  |   ^"),
            ("ab", Span::new(1, 0), "1 | ab", "  |  ^"),
            ("aß", Span::new(2, 3), "1 | aß", "  |  ^"),
            ("ab\ncd", Span::new(1, 5), "1 | ab", "  |  ^"),
            ("a\n", Span::new(2, 2), "2 | ", "  | ^"),
            ("a\u{1b}b", Span::new(2, 3), "1 | a\u{fffd}b", "  |   ^"),
        ] {
            assert_eq!(drawn(source, span), [line, carets], "{source:?}");
        }
    }

    #[test]
    fn long_lines_are_cut_around_the_span() {
        let source = format!("{}HERE{}", "a".repeat(500), "b".repeat(500));
        let lines = drawn(&source, Span::new(500, 504));
        assert_eq!(lines[0], format!("1 | ...{}HERE{}...", "a".repeat(60), "b".repeat(40)));
        assert_eq!(lines[1], format!("  | {}^^^^", " ".repeat(63)));
    }

    #[test]
    fn the_gutter_grows_with_the_line_number() {
        let source = "\n".repeat(99) + "x";
        assert_eq!(drawn(&source, Span::new(99, 100)), ["100 | x", "    | ^"]);
        assert_eq!(Diagnostic::new("t", &source, Span::new(99, 100), "m").line_and_column(), (100, 1));
    }
}
