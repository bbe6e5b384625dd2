//! Why something failed.

use cupola_base::json::{Kind, ScanError, Scanner};

use super::record::record;
use super::value::{Value, leave};
use super::write;
use crate::SegmentId;

/// Why something failed: exceptions, or the id of one that is told elsewhere in the trace.
///
/// ```
/// use cupola_traces::{Cause, Causes, Exception, SegmentId};
///
/// let id = SegmentId::parse("3e9e11e3ab3fba60")?;
/// let exception = Exception { message: Some("no such table".into()), ..Exception::of(id) };
/// let cause = Cause::Told(Causes { exceptions: vec![exception], ..Causes::default() });
/// assert_eq!(cause.exceptions()[0].message.as_deref(), Some("no such table"));
/// # Ok::<(), cupola_traces::IdError>(())
/// ```
///
/// # Source
/// X-Ray Developer Guide, "Errors and exceptions".
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::exhaustive_enums, reason = "the document's grammar knows these two")]
pub enum Cause {
    /// The id of an exception that another part of the trace tells; whatever text was written there.
    Elsewhere(String),
    /// Exceptions; where there are none, no cause.
    Told(Causes),
}

impl Cause {
    /// The exceptions that are told here.
    #[must_use]
    pub fn exceptions(&self) -> &[Exception] {
        match self {
            Self::Told(causes) => &causes.exceptions,
            Self::Elsewhere(_) => &[],
        }
    }
}

impl Value for Cause {
    fn read(scanner: &mut Scanner<'_>, kind: Kind) -> Result<Option<Self>, ScanError> {
        match kind {
            Kind::String { .. } => Ok(Some(Self::Elsewhere(scanner.string().unescape().into_owned()))),
            Kind::Object => Ok(Causes::read(scanner, kind)?.map(Self::Told)),
            _ => leave(scanner, kind),
        }
    }

    fn write(&self, out: &mut String) {
        match self {
            Self::Elsewhere(id) => write::string(out, id),
            Self::Told(causes) => causes.write(out),
        }
    }
}

record! {
    /// Exceptions, and where they happened.
    Causes {
        /// The directory in which the application ran.
        working_directory: Option<String> = "working_directory",
        /// Paths of its libraries.
        paths: Vec<String> = "paths",
        /// What was thrown, the outermost first.
        exceptions: Vec<Exception> = "exceptions",
    }
}

record! {
    /// One exception.
    Exception {
        /// Names it within the trace. Needed, though documents without it are taken.
        id: Option<SegmentId> = "id",
        /// What it says.
        message: Option<String> = "message",
        /// Its class.
        r#type: Option<String> = "type",
        /// Whether it came from a service that was called.
        remote: bool = "remote",
        /// How many frames were left out of `stack`.
        truncated: Option<i64> = "truncated",
        /// How many exceptions were left out between this and what it caused.
        skipped: Option<i64> = "skipped",
        /// The exception that caused it.
        cause: Option<SegmentId> = "cause",
        /// Where it was thrown, the innermost frame first.
        stack: Vec<StackFrame> = "stack",
    }
}

impl Exception {
    /// An exception of which nothing is told yet.
    #[must_use]
    pub fn of(id: SegmentId) -> Self {
        Self { id: Some(id), ..Self::default() }
    }
}

record! {
    /// One frame of a stack.
    StackFrame {
        /// The file.
        path: Option<String> = "path",
        /// The line, from 1.
        line: Option<i64> = "line",
        /// The function.
        label: Option<String> = "label",
    }
}
