//! Reading and writing of members: what each type of field does.

use cupola_base::json::{Json, Kind, ScanError, Scanner};

use super::{SegmentTime, write};
use crate::{SegmentId, TraceId};

/// A type of value.
pub(crate) trait Value: Sized {
    /// Reads a value whose first token was read, all of it; none where it is of another type.
    fn read(scanner: &mut Scanner<'_>, kind: Kind) -> Result<Option<Self>, ScanError>;

    /// Writes it.
    fn write(&self, out: &mut String);
}

/// A type of member, which may be absent: the default is.
pub(crate) trait Field: Default {
    /// As [`Value::read`].
    fn read(scanner: &mut Scanner<'_>, kind: Kind) -> Result<Option<Self>, ScanError>;

    /// Writes `key`, which has quotes and a colon, and the value, and a comma; nothing where it is absent.
    fn write(&self, key: &str, out: &mut String);
}

/// Reads the rest of a value that nobody wants.
pub(crate) fn leave<T>(scanner: &mut Scanner<'_>, kind: Kind) -> Result<Option<T>, ScanError> {
    if matches!(kind, Kind::Object | Kind::Array) {
        scanner.leave()?;
    }
    Ok(None)
}

/// Reads the rest of a value, and gives all of its text.
pub(crate) fn text_of<'a>(scanner: &mut Scanner<'a>, kind: Kind) -> Result<&'a str, ScanError> {
    let start = scanner.span().range().start;
    leave::<()>(scanner, kind)?;
    Ok(scanner.source().get(start..scanner.offset()).unwrap_or_default())
}

impl<T: Value> Field for Option<T> {
    fn read(scanner: &mut Scanner<'_>, kind: Kind) -> Result<Option<Self>, ScanError> {
        Ok(T::read(scanner, kind)?.map(Some))
    }

    #[inline]
    fn write(&self, key: &str, out: &mut String) {
        if let Some(value) = self {
            out.push_str(key);
            value.write(out);
            out.push(',');
        }
    }
}

impl<T: Value> Field for Vec<T> {
    fn read(scanner: &mut Scanner<'_>, kind: Kind) -> Result<Option<Self>, ScanError> {
        <Self as Value>::read(scanner, kind)
    }

    #[inline]
    fn write(&self, key: &str, out: &mut String) {
        if !self.is_empty() {
            out.push_str(key);
            Value::write(self, out);
            out.push(',');
        }
    }
}

/// A switch: false is the same as absent.
impl Field for bool {
    fn read(scanner: &mut Scanner<'_>, kind: Kind) -> Result<Option<Self>, ScanError> {
        if let Kind::Bool(truth) = kind { Ok(Some(truth)) } else { leave(scanner, kind) }
    }

    #[inline]
    fn write(&self, key: &str, out: &mut String) {
        if *self {
            out.push_str(key);
            out.push_str("true,");
        }
    }
}

/// Items of another type make the whole array one of another type.
impl<T: Value> Value for Vec<T> {
    fn read(scanner: &mut Scanner<'_>, kind: Kind) -> Result<Option<Self>, ScanError> {
        if kind != Kind::Array {
            return leave(scanner, kind);
        }
        let mut items = Some(Self::new());
        while let Some(kind) = scanner.next_item()? {
            match (T::read(scanner, kind)?, &mut items) {
                (Some(item), Some(items)) => items.push(item),
                _ => items = None,
            }
        }
        Ok(items)
    }

    fn write(&self, out: &mut String) {
        out.push('[');
        for item in self {
            item.write(out);
            out.push(',');
        }
        write::end_array(out);
    }
}

impl<T: Value> Value for Box<T> {
    fn read(scanner: &mut Scanner<'_>, kind: Kind) -> Result<Option<Self>, ScanError> {
        Ok(T::read(scanner, kind)?.map(Self::new))
    }

    fn write(&self, out: &mut String) {
        T::write(self, out);
    }
}

impl Value for String {
    fn read(scanner: &mut Scanner<'_>, kind: Kind) -> Result<Option<Self>, ScanError> {
        match kind {
            Kind::String { .. } => Ok(Some(scanner.string().unescape().into_owned())),
            _ => leave(scanner, kind),
        }
    }

    fn write(&self, out: &mut String) {
        write::string(out, self);
    }
}

impl Value for i64 {
    fn read(scanner: &mut Scanner<'_>, kind: Kind) -> Result<Option<Self>, ScanError> {
        match kind {
            Kind::Number => Ok(scanner.text().parse().ok()),
            _ => leave(scanner, kind),
        }
    }

    fn write(&self, out: &mut String) {
        write::integer(out, *self);
    }
}

impl Value for SegmentTime {
    fn read(scanner: &mut Scanner<'_>, kind: Kind) -> Result<Option<Self>, ScanError> {
        match kind {
            Kind::Number => Ok(Self::of_number(scanner.text())),
            _ => leave(scanner, kind),
        }
    }

    fn write(&self, out: &mut String) {
        write::seconds(out, self.secs());
    }
}

impl Value for SegmentId {
    fn read(scanner: &mut Scanner<'_>, kind: Kind) -> Result<Option<Self>, ScanError> {
        match kind {
            Kind::String { .. } => Ok(Self::parse(&scanner.string().unescape()).ok()),
            _ => leave(scanner, kind),
        }
    }

    fn write(&self, out: &mut String) {
        out.push('"');
        write::hex(out, self.to_bits().into(), 16);
        out.push('"');
    }
}

impl Value for TraceId {
    fn read(scanner: &mut Scanner<'_>, kind: Kind) -> Result<Option<Self>, ScanError> {
        match kind {
            Kind::String { .. } => Ok(Self::parse(&scanner.string().unescape()).ok()),
            _ => leave(scanner, kind),
        }
    }

    fn write(&self, out: &mut String) {
        out.push_str("\"1-");
        write::hex(out, self.to_bits() >> 96, 8);
        out.push('-');
        write::hex(out, self.to_bits(), 24);
        out.push('"');
    }
}

impl Value for Json {
    fn read(scanner: &mut Scanner<'_>, kind: Kind) -> Result<Option<Self>, ScanError> {
        Ok(Self::parse(text_of(scanner, kind)?).ok())
    }

    fn write(&self, out: &mut String) {
        out.push_str(self.as_str());
    }
}
