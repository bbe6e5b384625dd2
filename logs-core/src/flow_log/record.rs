//! A record that was read.

use std::fmt;
use std::net::IpAddr;

use cupola_base::Timestamp;

use super::error::{FlowLogError, FlowLogErrorKind as Kind};
use super::field::{FlowLogField as Field, FlowLogFieldKind};
use super::format::FlowLogFormat;
use super::protocol::Protocol;
use super::tcp_flags::TcpFlags;
use super::words::{FlowDirection, FlowLogAction, FlowLogStatus};

/// A flow-log record; borrows from its line.
///
/// Numbers are checked when it is read; what words and addresses mean is looked at when somebody asks, and
/// [`check`](Self::check) looks at all of it. See the [module](super) for an example.
#[derive(Clone, Debug, PartialEq)]
pub struct FlowLogRecord<'a> {
    format: &'a FlowLogFormat,
    values: Vec<Option<FlowLogValue<'a>>>,
}

/// What stands in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "the service knows numbers and texts")]
pub enum FlowLogValue<'a> {
    /// A whole number.
    Number(u64),
    /// A text.
    Text(&'a str),
}

impl<'a> FlowLogRecord<'a> {
    pub(super) fn read(format: &'a FlowLogFormat, line: &'a str) -> Result<Self, FlowLogError> {
        let fields = format.fields();
        let mut values = Vec::with_capacity(fields.len());
        for token in line.trim().split(' ').filter(|token| !token.is_empty()) {
            match fields.get(values.len()) {
                Some(field) => values.push(value(*field, token)?),
                None => return Err(count(Kind::TooManyFields, line, format)),
            }
        }
        match values.len() == fields.len() {
            true => Ok(Self { format, values }),
            false => Err(count(Kind::TooFewFields, line, format)),
        }
    }

    /// The format.
    #[must_use]
    pub const fn format(&self) -> &'a FlowLogFormat {
        self.format
    }

    /// The columns in order; those without a value (`-`) give none.
    pub fn values(&self) -> impl Iterator<Item = (Field, Option<FlowLogValue<'a>>)> {
        self.format.fields().iter().copied().zip(self.values.iter().copied())
    }

    /// What stands in a column; none when it is `-`, or the format does not have it.
    #[must_use]
    pub fn value(&self, field: Field) -> Option<FlowLogValue<'a>> {
        self.values[self.format.column(field)?]
    }

    /// The number in a column.
    #[must_use]
    pub fn number(&self, field: Field) -> Option<u64> {
        match self.value(field)? {
            FlowLogValue::Number(number) => Some(number),
            FlowLogValue::Text(_) => None,
        }
    }

    /// The text in a column.
    #[must_use]
    pub fn text(&self, field: Field) -> Option<&'a str> {
        match self.value(field)? {
            FlowLogValue::Text(text) => Some(text),
            FlowLogValue::Number(_) => None,
        }
    }

    /// The address in a column.
    #[must_use]
    pub fn address(&self, field: Field) -> Option<IpAddr> {
        self.text(field)?.parse().ok()
    }

    /// The protocol.
    #[must_use]
    pub fn protocol(&self) -> Option<Protocol> {
        self.number(Field::Protocol)?.try_into().ok().map(Protocol)
    }

    /// The TCP flags of the interval.
    #[must_use]
    pub fn tcp_flags(&self) -> Option<TcpFlags> {
        self.number(Field::TcpFlags)?.try_into().ok().map(TcpFlags::of_mask)
    }

    /// When the first packet came.
    #[must_use]
    pub fn start(&self) -> Option<Timestamp> {
        self.number(Field::Start).map(instant)
    }

    /// When the last packet came.
    #[must_use]
    pub fn end(&self) -> Option<Timestamp> {
        self.number(Field::End).map(instant)
    }

    /// What became of the flow.
    #[must_use]
    pub fn action(&self) -> Option<FlowLogAction> {
        FlowLogAction::from_word(self.text(Field::Action)?)
    }

    /// What the record stands for.
    #[must_use]
    pub fn status(&self) -> Option<FlowLogStatus> {
        FlowLogStatus::from_word(self.text(Field::LogStatus)?)
    }

    /// Which way the flow goes.
    #[must_use]
    pub fn direction(&self) -> Option<FlowDirection> {
        FlowDirection::from_word(self.text(Field::FlowDirection)?)
    }

    /// What the service never writes: addresses and words that are none, traffic in a record without traffic, an
    /// end before its start.
    ///
    /// ```
    /// use cupola_logs::flow_log::{FlowLogErrorKind, FlowLogFormat};
    ///
    /// let format = FlowLogFormat::parse("srcaddr start end log-status")?;
    /// assert!(format.read("10.0.0.1 9 12 OK")?.check().is_ok());
    /// for (line, kind) in [
    ///     ("10.0.0 9 12 OK", FlowLogErrorKind::BadAddress),
    ///     ("10.0.0.1 9 12 FINE", FlowLogErrorKind::BadWord),
    ///     ("10.0.0.1 9 12 NODATA", FlowLogErrorKind::Contradiction),
    ///     ("10.0.0.1 9 8 OK", FlowLogErrorKind::Contradiction),
    /// ] {
    ///     assert_eq!(format.read(line)?.check().unwrap_err().kind(), kind);
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`FlowLogError`] with the first such column.
    pub fn check(&self) -> Result<(), FlowLogError> {
        let empty = self.status().is_some_and(|status| status != FlowLogStatus::Ok);
        for (field, value) in self.values() {
            let Some(value) = value else { continue };
            if empty && field.is_traffic() {
                let message = format!("{field} is `{value}`, but there is no flow");
                return Err(FlowLogError::new(Kind::Contradiction, Some(field), message));
            }
            if let FlowLogValue::Text(text) = value {
                check_text(field, text)?;
            }
        }
        match (self.start(), self.end()) {
            (Some(start), Some(end)) if end < start => {
                Err(FlowLogError::new(Kind::Contradiction, Some(Field::End), "end is before start"))
            }
            _ => Ok(()),
        }
    }
}

fn check_text(field: Field, text: &str) -> Result<(), FlowLogError> {
    let (kind, what, ok) = match field {
        Field::SrcAddr | Field::DstAddr | Field::PktSrcAddr | Field::PktDstAddr => {
            (Kind::BadAddress, "an address", text.parse::<IpAddr>().is_ok())
        }
        Field::Action => (Kind::BadWord, "ACCEPT or REJECT", FlowLogAction::from_word(text).is_some()),
        Field::LogStatus => (Kind::BadWord, "OK, NODATA or SKIPDATA", FlowLogStatus::from_word(text).is_some()),
        Field::FlowDirection => (Kind::BadWord, "ingress or egress", FlowDirection::from_word(text).is_some()),
        Field::Type => (Kind::BadWord, "IPv4, IPv6 or EFA", matches!(text, "IPv4" | "IPv6" | "EFA")),
        _ => return Ok(()),
    };
    match ok {
        true => Ok(()),
        false => Err(FlowLogError::new(kind, Some(field), format!("{field} must be {what}, not `{text}`"))),
    }
}

/// What a token stands for.
pub(super) fn value(field: Field, token: &str) -> Result<Option<FlowLogValue<'_>>, FlowLogError> {
    if token == "-" {
        return Ok(None);
    }
    let (bits, most) = match field.kind() {
        FlowLogFieldKind::Text => return Ok(Some(FlowLogValue::Text(token))),
        FlowLogFieldKind::Number32 => (32, u64::from(u32::MAX)),
        FlowLogFieldKind::Number64 => (64, u64::MAX),
    };
    // Rust reads a plus sign, too.
    let number = token.parse().ok().filter(|number| *number <= most && !token.starts_with('+'));
    let refuse = || format!("{field} must be a whole number of {bits} bits, not `{token}`");
    number
        .map(|number| Some(FlowLogValue::Number(number)))
        .ok_or_else(|| FlowLogError::new(Kind::NotANumber, Some(field), refuse()))
}

fn count(kind: Kind, line: &str, format: &FlowLogFormat) -> FlowLogError {
    let (given, wanted) = (line.trim().split(' ').filter(|token| !token.is_empty()).count(), format.fields().len());
    FlowLogError::new(kind, None, format!("{given} columns where the format has {wanted}"))
}

fn instant(seconds: u64) -> Timestamp {
    Timestamp::from_secs(i64::try_from(seconds).unwrap_or(i64::MAX))
}

/// Prints the line, one space between columns.
impl fmt::Display for FlowLogRecord<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, value) in self.values.iter().enumerate() {
            let blank = if index == 0 { "" } else { " " };
            match value {
                Some(value) => write!(f, "{blank}{value}")?,
                None => write!(f, "{blank}-")?,
            }
        }
        Ok(())
    }
}

impl fmt::Display for FlowLogValue<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Text(text) => f.write_str(text),
        }
    }
}
