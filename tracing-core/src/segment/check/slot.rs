//! Members that the checks read: texts and times.

use std::borrow::Cow;

use cupola_base::json::{Kind, ScanError, Scanner};

use crate::SegmentTime;
use crate::segment::SegmentErrorCode as Code;
use crate::segment::value::leave;

/// What is written where a text must stand.
#[derive(Default)]
pub(super) enum Slot<'a> {
    #[default]
    Absent,
    Text(Cow<'a, str>),
    Other,
}

impl<'a> Slot<'a> {
    #[inline]
    pub(super) fn read(scanner: &mut Scanner<'a>, kind: Kind) -> Result<Self, ScanError> {
        Ok(match kind {
            Kind::Null => Self::Absent,
            Kind::String { escaped: false } => Self::Text(Cow::Borrowed(within_quotes(scanner.text()))),
            Kind::String { escaped: true } => Self::Text(scanner.string().unescape()),
            _ => leave(scanner, kind)?.unwrap_or(Self::Other),
        })
    }

    /// What the text is read as; no text at all is `missing`, another value `invalid`.
    #[inline]
    pub(super) fn parse<T>(
        &self,
        missing: Code,
        invalid: Code,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Result<T, Code> {
        match self {
            Self::Absent => Err(missing),
            Self::Text(text) => read(text).ok_or(invalid),
            Self::Other => Err(invalid),
        }
    }

    pub(super) const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }
}

fn within_quotes(text: &str) -> &str {
    text.get(1..text.len().saturating_sub(1)).unwrap_or_default()
}

/// What is written where a number must stand.
#[derive(Clone, Copy, Default)]
pub(super) enum Time {
    #[default]
    Absent,
    At(SegmentTime),
    Other,
}

impl Time {
    #[inline]
    pub(super) fn read(scanner: &mut Scanner<'_>, kind: Kind) -> Result<Self, ScanError> {
        Ok(match kind {
            Kind::Null => Self::Absent,
            Kind::Number => SegmentTime::of_number(scanner.text()).map_or(Self::Other, Self::At),
            _ => leave(scanner, kind)?.unwrap_or(Self::Other),
        })
    }
}
