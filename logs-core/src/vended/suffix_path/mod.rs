//! Suffix paths: where in a bucket the files of a delivery lie.

mod error;
mod render;
mod variable;

use std::fmt;

use cupola_base::text::{Cursor, Span};

pub use error::{SuffixPathError, SuffixPathErrorKind};
pub(super) use render::Whereabouts;
pub use variable::PathVariable;

use error::Fault;

/// A suffix path: folders, with variables in braces, e.g. `{DistributionId}/{yyyy}/{MM}/{dd}/{HH}`.
///
/// ```
/// use cupola_logs::{PathVariable, SuffixPath};
///
/// let path = SuffixPath::parse("logs/{yyyy}/{MM}")?;
/// assert_eq!(path.variables().collect::<Vec<_>>(), [PathVariable::Year, PathVariable::Month]);
/// assert_eq!(path.to_string(), "logs/{yyyy}/{MM}");
///
/// let error = SuffixPath::parse("logs/{year}").unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     [
///         "suffix path error: there is no variable of this name",
///         "  |",
///         "1 | logs/{year}",
///         "  |      ^^^^^^",
///         "  |",
///         "  = help: accepted: {yyyy}, {MM}, {dd}, {HH}, {account-id}, {accountid}, {region}, {DistributionId}, \
///          {distributionid}",
///         "  = source: CloudWatch Logs API Reference, S3DeliveryConfiguration",
///     ]
///     .join("\n"),
/// );
/// # Ok::<(), cupola_logs::SuffixPathError>(())
/// ```
///
/// # Source
/// CloudWatch Logs API Reference, S3DeliveryConfiguration; CloudFront Developer Guide, "Configure standard logging (v2)".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuffixPath {
    /// The text between slashes; empty ones are kept for printing.
    segments: Vec<Segment>,
}

/// What stands between two slashes.
type Segment = Vec<Piece>;

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    Variable(PathVariable),
}

impl SuffixPath {
    /// Most characters of a path.
    pub const MAX_LENGTH: usize = 256;

    /// Reads a path.
    ///
    /// # Errors
    /// [`SuffixPathError`].
    pub fn parse(text: &str) -> Result<Self, SuffixPathError> {
        check_length(text).map_err(|fault| fault.on(text))?;
        Self::in_force(text)
    }

    /// Reads a path that is in force: with what the service puts before it, it may be longer than one that is given.
    pub(super) fn in_force(text: &str) -> Result<Self, SuffixPathError> {
        read(text).map_err(|fault| fault.on(text))
    }

    /// As [`parse`](Self::parse), for a delivery whose keys are for Hive: the service writes `year=` and the like itself,
    /// and refuses a path that has an equals sign.
    ///
    /// # Errors
    /// [`SuffixPathError`].
    pub fn parse_for_hive(text: &str) -> Result<Self, SuffixPathError> {
        Self::check_for_hive(text)?;
        Self::parse(text)
    }

    /// That a path has no equals sign.
    pub(super) fn check_for_hive(text: &str) -> Result<(), SuffixPathError> {
        match text.find('=') {
            Some(at) => Err(Fault { kind: SuffixPathErrorKind::HiveKey, span: Span::new(at, at + 1) }.on(text)),
            None => Ok(()),
        }
    }

    /// The variables, in order.
    pub fn variables(&self) -> impl Iterator<Item = PathVariable> + '_ {
        self.segments.iter().flatten().filter_map(|piece| match piece {
            Piece::Variable(variable) => Some(*variable),
            Piece::Text(_) => None,
        })
    }
}

impl fmt::Display for SuffixPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, segment) in self.segments.iter().enumerate() {
            if index > 0 {
                f.write_str("/")?;
            }
            for piece in segment {
                match piece {
                    Piece::Text(text) => f.write_str(text)?,
                    Piece::Variable(variable) => write!(f, "{{{variable}}}")?,
                }
            }
        }
        Ok(())
    }
}

fn check_length(text: &str) -> Result<(), Fault> {
    let kind = match text.chars().count() {
        0 => SuffixPathErrorKind::Empty,
        length if length > SuffixPath::MAX_LENGTH => SuffixPathErrorKind::TooLong,
        _ => return Ok(()),
    };
    Err(Fault { kind, span: Span::new(0, text.len()) })
}

fn read(text: &str) -> Result<SuffixPath, Fault> {
    let mut cursor = Cursor::new(text);
    let mut segments = vec![read_segment(&mut cursor)?];
    while cursor.eat('/') {
        segments.push(read_segment(&mut cursor)?);
    }
    Ok(SuffixPath { segments })
}

fn read_segment(cursor: &mut Cursor<'_>) -> Result<Segment, Fault> {
    let mut segment = Segment::new();
    while let Some(next) = cursor.peek().filter(|next| *next != '/') {
        let start = cursor.position();
        segment.push(match next {
            '{' => Piece::Variable(read_variable(cursor)?),
            '}' => return Err(Fault { kind: SuffixPathErrorKind::Unopened, span: cursor.span_here() }),
            _ => {
                cursor.take_while(|letter| !matches!(letter, '/' | '{' | '}'));
                Piece::Text(cursor.text_from(start).to_owned())
            }
        });
    }
    Ok(segment)
}

fn read_variable(cursor: &mut Cursor<'_>) -> Result<PathVariable, Fault> {
    let start = cursor.position();
    cursor.eat('{');
    let name = cursor.take_while(|letter| !matches!(letter, '/' | '{' | '}'));
    if !cursor.eat('}') {
        return Err(Fault { kind: SuffixPathErrorKind::Unclosed, span: cursor.span_from(start) });
    }
    PathVariable::named(name)
        .ok_or_else(|| Fault { kind: SuffixPathErrorKind::UnknownVariable, span: cursor.span_from(start) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(text: &str) -> SuffixPathErrorKind {
        SuffixPath::parse(text).unwrap_err().kind()
    }

    #[test]
    fn what_is_wrong_is_named() {
        assert_eq!(kind(""), SuffixPathErrorKind::Empty);
        assert_eq!(kind(&"ä".repeat(257)), SuffixPathErrorKind::TooLong);
        assert_eq!(kind("a/{yyyy"), SuffixPathErrorKind::Unclosed);
        assert_eq!(kind("a/{yyyy/b}"), SuffixPathErrorKind::Unclosed);
        assert_eq!(kind("a}"), SuffixPathErrorKind::Unopened);
        assert_eq!(kind("{}"), SuffixPathErrorKind::UnknownVariable);
        assert_eq!(kind("{YYYY}"), SuffixPathErrorKind::UnknownVariable);
        assert_eq!(SuffixPath::parse_for_hive("year={yyyy}").unwrap_err().kind(), SuffixPathErrorKind::HiveKey);
        assert!(SuffixPath::parse("year={yyyy}").is_ok() && SuffixPath::parse(&"ä".repeat(256)).is_ok());
    }

    #[test]
    fn what_is_read_is_printed_as_it_was() {
        for text in ["/", "a", "/a//{yyyy}{MM}-x/", "{DistributionId}/{distributionid}/{account-id}{accountid}", " "] {
            assert_eq!(SuffixPath::parse(text).unwrap().to_string(), text);
        }
    }
}
