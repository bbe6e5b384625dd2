//! The `traceparent` of W3C Trace Context.

use std::fmt;

use super::{SegmentId, TraceId};

/// The header `traceparent`: `00-`, 32 digits of the trace, `-`, 16 digits of the span, `-`, two
/// of flags, of which the lowest says "sampled".
///
/// Written as version 00. Read as the standard asks: lower-case digits only, neither id all zero;
/// of a later version, what may follow the flags is left out.
///
/// ```
/// use cupola_traces::TraceParent;
///
/// let text = "00-4efaaf4d1e8720b39541901950019ee5-70de5b6f19ff9a0a-01";
/// let parent = TraceParent::parse(text)?;
/// assert!(parent.sampled);
/// assert_eq!(parent.trace_id.to_string(), "1-4efaaf4d-1e8720b39541901950019ee5");
/// assert_eq!(parent.to_string(), text);
/// # Ok::<(), cupola_traces::TraceParentError>(())
/// ```
///
/// # Source
/// W3C Trace Context, "Traceparent Header".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_structs, reason = "the standard's version 00 has these three")]
pub struct TraceParent {
    /// The trace.
    pub trace_id: TraceId,
    /// The caller's span.
    pub span: SegmentId,
    /// Whether the caller may have recorded it.
    pub sampled: bool,
}

impl TraceParent {
    /// Reads a header's value.
    ///
    /// # Errors
    /// [`TraceParentError`] for what the standard tells receivers to ignore.
    pub fn parse(text: &str) -> Result<Self, TraceParentError> {
        read(text).ok_or(TraceParentError)
    }
}

fn read(text: &str) -> Option<TraceParent> {
    let mut parts = text.splitn(5, '-');
    let version = digits(parts.next()?, 2)?;
    let (trace, span, flags) = (digits(parts.next()?, 32)?, digits(parts.next()?, 16)?, digits(parts.next()?, 2)?);
    if version == "ff" || (version == "00" && parts.next().is_some()) {
        return None;
    }
    let parent = TraceParent {
        trace_id: TraceId::from_w3c(trace).ok()?,
        span: SegmentId::parse(span).ok()?,
        sampled: u8::from_str_radix(flags, 16).ok()? & 1 == 1,
    };
    (parent.trace_id.is_valid() && parent.span.is_valid()).then_some(parent)
}

fn digits(text: &str, wanted: usize) -> Option<&str> {
    let lower = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    (text.len() == wanted && text.bytes().all(lower)).then_some(text)
}

impl fmt::Display for TraceParent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "00-{:032x}-{}-{:02x}", self.trace_id.to_bits(), self.span, u8::from(self.sampled))
    }
}

/// The text is not a `traceparent` that a receiver should heed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a traceparent: version, trace, span and flags are needed, as in 00-<32 digits>-<16 digits>-01")]
#[non_exhaustive]
pub struct TraceParentError;

#[cfg(test)]
mod tests {
    use super::*;

    const TRACE: &str = "4efaaf4d1e8720b39541901950019ee5";
    const SPAN: &str = "70de5b6f19ff9a0a";

    #[test]
    fn the_standards_rules_hold() {
        for (text, good) in [
            (format!("00-{TRACE}-{SPAN}-00"), true),
            (format!("00-{TRACE}-{SPAN}-ff"), true),
            (format!("00-{TRACE}-{SPAN}-01-"), false),
            (format!("01-{TRACE}-{SPAN}-01-more"), true),
            (format!("ff-{TRACE}-{SPAN}-01"), false),
            (format!("00-{}-{SPAN}-01", TRACE.to_uppercase()), false),
            (format!("00-{}-{SPAN}-01", "0".repeat(32)), false),
            (format!("00-{TRACE}-{}-01", "0".repeat(16)), false),
            (format!("00-{TRACE}-{SPAN}"), false),
            (String::new(), false),
        ] {
            assert_eq!(TraceParent::parse(&text).is_ok(), good, "{text}");
        }
    }
}
