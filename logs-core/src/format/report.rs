//! What an invocation took.

use std::fmt;

use super::error::FormatError;
use super::lambda::KIND;

/// What an invocation of a function took: a `REPORT` line.
///
/// ```
/// use cupola_logs::format::LambdaReport;
///
/// let line = "REPORT RequestId: 9f3c\tDuration: 1.23 ms\tBilled Duration: 2 ms\tMemory Size: 128 MB\t\
///     Max Memory Used: 64 MB\tInit Duration: 9.9 ms\tXRAY TraceId: 1-5e1b4151-5ac6c58f\tSegmentId: 7b0e\tSampled: true";
/// let report = LambdaReport::parse(line)?;
/// assert_eq!((report.billed_ms, report.init_ms), (2.0, Some(9.9)));
/// assert!(report.trace.is_some_and(|trace| trace.sampled));
/// assert_eq!(report.to_string(), line);
/// # Ok::<(), cupola_logs::format::FormatError>(())
/// ```
///
/// # Source
/// Lambda Developer Guide, "Working with Lambda function logs".
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "reports are written with a struct update, which needs an open struct")]
pub struct LambdaReport<'a> {
    /// The request's id.
    pub request: &'a str,
    /// Milliseconds that the handler ran.
    pub duration_ms: f64,
    /// Milliseconds that are billed.
    pub billed_ms: f64,
    /// Megabytes that the function has.
    pub memory_mb: u32,
    /// The most megabytes that it used.
    pub memory_used_mb: u32,
    /// Milliseconds that the environment took to be made; for the first invocation alone.
    pub init_ms: Option<f64>,
    /// Milliseconds that a snapshot took to be restored.
    pub restore_ms: Option<f64>,
    /// Milliseconds of that which are billed.
    pub billed_restore_ms: Option<f64>,
    /// How it ended, when not well: `timeout`, `error`.
    pub status: Option<&'a str>,
    /// The type of its error: `Runtime.ExitError`.
    pub error: Option<&'a str>,
    /// The trace that it belongs to.
    pub trace: Option<LambdaTrace<'a>>,
}

/// The trace that an invocation belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_structs, reason = "the line has these three")]
pub struct LambdaTrace<'a> {
    /// The trace's id.
    pub trace: &'a str,
    /// The segment's id.
    pub segment: &'a str,
    /// Whether it is sampled.
    pub sampled: bool,
}

impl<'a> LambdaReport<'a> {
    /// Reads a line.
    ///
    /// # Errors
    /// [`FormatError`] when the line is no report, a value is not of its unit, or one of the first five is missing.
    pub fn parse(line: &'a str) -> Result<Self, FormatError> {
        let rest = line.trim().strip_prefix("REPORT ");
        Self::read(line, rest.ok_or_else(|| FormatError::at(KIND, line, line, "expected REPORT"))?)
    }

    pub(super) fn read(line: &'a str, rest: &'a str) -> Result<Self, FormatError> {
        let (mut report, mut seen) = (Self::default(), 0u8);
        for part in rest.split(['\t', '\n']).map(str::trim).filter(|part| !part.is_empty()) {
            let refuse = |message: &str| FormatError::at(KIND, line, part, message);
            let (label, value) =
                part.split_once(": ").ok_or_else(|| refuse("expected a label, a colon and a value"))?;
            let millis = || number(value, " ms").ok_or_else(|| refuse("expected milliseconds, as in `1.23 ms`"));
            let megabytes = || whole(value).ok_or_else(|| refuse("expected megabytes, as in `128 MB`"));
            let trace = || report.trace.unwrap_or_default();
            match label {
                "RequestId" => (report.request, seen) = (value, seen | 1),
                "Duration" => (report.duration_ms, seen) = (millis()?, seen | 2),
                "Billed Duration" => (report.billed_ms, seen) = (millis()?, seen | 4),
                "Memory Size" => (report.memory_mb, seen) = (megabytes()?, seen | 8),
                "Max Memory Used" => (report.memory_used_mb, seen) = (megabytes()?, seen | 16),
                "Init Duration" => report.init_ms = Some(millis()?),
                "Restore Duration" => report.restore_ms = Some(millis()?),
                "Billed Restore Duration" => report.billed_restore_ms = Some(millis()?),
                "Status" => report.status = Some(value),
                "Error Type" => report.error = Some(value),
                "XRAY TraceId" => report.trace = Some(LambdaTrace { trace: value, ..trace() }),
                "SegmentId" => report.trace = Some(LambdaTrace { segment: value, ..trace() }),
                "Sampled" => {
                    let sampled = value.parse().map_err(|_| refuse("expected true or false"))?;
                    report.trace = Some(LambdaTrace { sampled, ..trace() });
                }
                _ => return Err(refuse("unknown label")),
            }
        }
        match seen {
            31 => Ok(report),
            _ => Err(FormatError::at(KIND, line, rest, "a report tells its request, durations and memory")),
        }
    }
}

fn number(value: &str, unit: &str) -> Option<f64> {
    let digits = value.strip_suffix(unit)?;
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    digits.parse().ok().filter(|number: &f64| plain && number.is_finite())
}

fn whole(value: &str) -> Option<u32> {
    value.strip_suffix(" MB").filter(|digits| !digits.starts_with('+'))?.parse().ok()
}

/// Prints the line.
impl fmt::Display for LambdaReport<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { request, duration_ms, billed_ms, memory_mb, memory_used_mb, .. } = self;
        write!(f, "REPORT RequestId: {request}\tDuration: {duration_ms} ms\tBilled Duration: {billed_ms} ms")?;
        write!(f, "\tMemory Size: {memory_mb} MB\tMax Memory Used: {memory_used_mb} MB")?;
        let durations = [
            ("Init Duration", self.init_ms),
            ("Restore Duration", self.restore_ms),
            ("Billed Restore Duration", self.billed_restore_ms),
        ];
        for (label, millis) in durations {
            millis.iter().try_for_each(|millis| write!(f, "\t{label}: {millis} ms"))?;
        }
        for (label, word) in [("Status", self.status), ("Error Type", self.error)] {
            word.iter().try_for_each(|word| write!(f, "\t{label}: {word}"))?;
        }
        self.trace.iter().try_for_each(|LambdaTrace { trace, segment, sampled }| {
            for (label, id) in
                [("XRAY TraceId", trace), ("SegmentId", segment)].into_iter().filter(|(_, id)| !id.is_empty())
            {
                write!(f, "\t{label}: {id}")?;
            }
            write!(f, "\tSampled: {sampled}")
        })
    }
}
