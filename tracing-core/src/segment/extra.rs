//! Members that the model does not know.

use cupola_base::json::{Json, Kind, ScanError, Scanner};

use super::value::{Field, Value, text_of};
use super::write;

/// Members that the model does not know, and known ones whose values are of another type, as they were written and
/// in their order. They are kept so that nothing is lost on the way through; the service leaves them out of traces.
///
/// ```
/// use cupola_traces::Segment;
///
/// let text = r#"{"trace_id":"1-69f839a0-00112233445566778899aabb","id":"70de5b6f19ff9a0a","name":"shop",
///     "start_time":1777875360,"in_progress":true,"user":7,"dock":[ 1 ]}"#;
/// let segment = Segment::parse(text)?;
/// assert_eq!(segment.extra.get("dock").map(|json| json.as_str()), Some("[ 1 ]"));
/// assert_eq!((segment.user, segment.extra.iter().count()), (None, 2));
/// # Ok::<(), cupola_traces::SegmentRefusal>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Extra(Vec<(String, Json)>);

impl Extra {
    /// None.
    pub const NONE: Self = Self(Vec::new());

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The value of a member.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Json> {
        self.iter().find(|(name, _)| *name == key).map(|(_, value)| value)
    }

    /// Sets a member; one that is there keeps its place.
    pub fn set(&mut self, key: impl Into<String>, value: Json) {
        let key = key.into();
        match self.0.iter_mut().find(|(name, _)| *name == key) {
            Some((_, place)) => *place = value,
            None => self.0.push((key, value)),
        }
    }

    /// Takes a member out.
    pub fn remove(&mut self, key: &str) {
        self.0.retain(|(name, _)| name != key);
    }

    /// Takes all out.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// The members in their order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Json)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value))
    }

    /// Takes in the member that the scanner stands on.
    pub(crate) fn keep(&mut self, scanner: &mut Scanner<'_>, kind: Kind) -> Result<(), ScanError> {
        let key = scanner.key();
        let text = text_of(scanner, kind)?;
        if let Ok(json) = Json::parse(text) {
            self.set(key.unescape(), json);
        }
        Ok(())
    }

    /// Reads the value of a known member; keeps it here where it is of another type. Null stands for nothing.
    pub(crate) fn or_keep<T: Field>(
        &mut self,
        field: &mut T,
        key: &'static str,
        scanner: &mut Scanner<'_>,
        kind: Kind,
    ) -> Result<(), ScanError> {
        if !self.is_empty() {
            self.remove(key);
        }
        let start = scanner.span().range().start;
        match T::read(scanner, kind)? {
            Some(value) => *field = value,
            None => {
                *field = T::default();
                let text = scanner.source().get(start..scanner.offset()).unwrap_or_default();
                if kind != Kind::Null
                    && let Ok(json) = Json::parse(text)
                {
                    self.set(key, json);
                }
            }
        }
        Ok(())
    }

    pub(crate) fn write(&self, out: &mut String) {
        for (key, value) in &self.0 {
            write::string(out, key);
            out.push(':');
            value.write(out);
            out.push(',');
        }
    }
}
