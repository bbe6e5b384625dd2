//! Lines that the Lambda service writes around a function's own.

use std::fmt;

use super::error::FormatError;
use super::report::LambdaReport;

/// A line that the Lambda service writes, in its text format.
///
/// ```
/// use cupola_logs::format::LambdaLine;
///
/// let start = LambdaLine::parse("START RequestId: 9f3c Version: $LATEST\n")?;
/// assert_eq!(start, LambdaLine::Start { request: "9f3c", version: "$LATEST" });
/// assert_eq!(LambdaLine::parse("END RequestId: 9f3c")?.to_string(), "END RequestId: 9f3c");
/// # Ok::<(), cupola_logs::format::FormatError>(())
/// ```
///
/// # Source
/// Lambda Developer Guide, "Working with Lambda function logs".
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum LambdaLine<'a> {
    /// An environment is made.
    InitStart {
        /// The runtime's version, `python:3.9.v14`.
        runtime: &'a str,
        /// The ARN of the runtime's version.
        arn: Option<&'a str>,
    },
    /// An invocation begins.
    Start {
        /// The request's id.
        request: &'a str,
        /// The function's version.
        version: &'a str,
    },
    /// An invocation has ended.
    End {
        /// The request's id.
        request: &'a str,
    },
    /// What an invocation took.
    Report(LambdaReport<'a>),
}

pub(super) const KIND: &str = "Lambda log line";

impl<'a> LambdaLine<'a> {
    /// Reads a line; white space around it is passed over.
    ///
    /// # Errors
    /// [`FormatError`] when it is none of these lines: the function wrote it itself.
    pub fn parse(line: &'a str) -> Result<Self, FormatError> {
        let text = line.trim();
        let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
        match word {
            "START" => {
                let (request, version) = after(line, rest, "RequestId: ")?.split_once(" Version: ").unwrap_or_default();
                Ok(Self::Start { request: one_word(line, rest, request)?, version: one_word(line, rest, version)? })
            }
            "END" => Ok(Self::End { request: one_word(line, rest, after(line, rest, "RequestId: ")?)? }),
            "REPORT" => LambdaReport::read(line, rest).map(Self::Report),
            "INIT_START" => {
                let versions = after(line, rest, "Runtime Version: ")?;
                let (runtime, arn) = match versions.split_once("\tRuntime Version ARN: ") {
                    Some((runtime, arn)) => (runtime, Some(one_word(line, rest, arn)?)),
                    None => (versions, None),
                };
                Ok(Self::InitStart { runtime: one_word(line, rest, runtime)?, arn })
            }
            _ => Err(FormatError::at(KIND, line, word, "expected START, END, REPORT or INIT_START")),
        }
    }
}

fn after<'a>(line: &str, rest: &'a str, label: &str) -> Result<&'a str, FormatError> {
    rest.strip_prefix(label).ok_or_else(|| FormatError::at(KIND, line, rest, format!("expected `{label}`")))
}

fn one_word<'a>(line: &str, rest: &str, word: &'a str) -> Result<&'a str, FormatError> {
    let ok = !word.is_empty() && !word.contains(char::is_whitespace);
    if ok { Ok(word) } else { Err(FormatError::at(KIND, line, rest, "a word is missing or has blanks")) }
}

/// Prints the line.
impl fmt::Display for LambdaLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InitStart { runtime, arn } => {
                write!(f, "INIT_START Runtime Version: {runtime}")?;
                arn.iter().try_for_each(|arn| write!(f, "\tRuntime Version ARN: {arn}"))
            }
            Self::Start { request, version } => write!(f, "START RequestId: {request} Version: {version}"),
            Self::End { request } => write!(f, "END RequestId: {request}"),
            Self::Report(report) => report.fmt(f),
        }
    }
}
