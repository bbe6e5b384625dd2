//! Reading a header.

use cupola_base::text::Span;

use super::part::{Body, Key, parts};
use super::{Sampled, TraceHeader, TraceHeaderError, TraceHeaderFault as Fault};
use crate::{IdError, IdKind, SegmentId, TraceId};

impl TraceHeader {
    /// Reads any text; what cannot be understood is left out and told.
    ///
    /// Parts may come in any order, with blanks around them. Known keys have no letter case. The first `=` of
    /// a part splits it. Of duplicates the last counts, in the place of the first. `Self` is dropped. A root
    /// or parent that is none leaves the rest as it is. User data beyond
    /// [`MOST_DATA`](Self::MOST_DATA) bytes is dropped pair by pair; a later, smaller pair may still fit.
    ///
    /// ```
    /// use cupola_traces::TraceHeader;
    ///
    /// let header = TraceHeader::parse("Root=2-bad;Sampled=1");
    /// assert!(header.root().is_none() && header.root_error().is_some());
    /// assert_eq!(header.to_string(), "Sampled=1");
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut header = Self::default();
        let rest = header.take_usual(text);
        if rest.is_empty() {
            return header;
        }
        for part in parts(rest) {
            // A tolerant reader goes on.
            let _ = header.take(part.body);
        }
        header
    }

    /// Reads a header in which everything must be understood and kept.
    ///
    /// # Errors
    /// [`TraceHeaderError`] at the first part that [`parse`](Self::parse) would leave out, `Self` and known
    /// keys without a value excepted.
    pub fn parse_strict(text: &str) -> Result<Self, TraceHeaderError> {
        let mut header = Self::default();
        for part in parts(text) {
            header.take(part.body).map_err(|fault| refuse(text, part.span, fault))?;
        }
        Ok(header)
    }

    fn take(&mut self, body: Body<'_>) -> Result<(), Fault> {
        match body {
            Body::Malformed => {
                self.malformed_parts += 1;
                Err(Fault::Malformed)
            }
            Body::Pair { key: Key::Other(key), value } => {
                self.data.put(key, value).then_some(()).ok_or(Fault::DataTooLong)
            }
            Body::Pair { value: "", .. } => Ok(()),
            Body::Pair { key, value } => self.take_known(key, value),
        }
    }

    fn take_known(&mut self, key: Key<'_>, value: &str) -> Result<(), Fault> {
        match key {
            Key::Root => self.take_root(value),
            Key::Parent => self.take_parent(value),
            Key::Sampled => {
                self.sampled = Sampled::of(value);
                (self.sampled != Sampled::Unknown).then_some(()).ok_or(Fault::Sampled)
            }
            Key::Lineage => {
                self.lineage = (value.len() <= Self::MOST_LINEAGE).then(|| value.into());
                self.lineage.is_some().then_some(()).ok_or(Fault::LineageTooLong)
            }
            Key::OwnId | Key::Other(_) => Ok(()),
        }
    }

    fn take_root(&mut self, value: &str) -> Result<(), Fault> {
        let root = TraceId::parse(value);
        self.root = root.as_ref().ok().copied();
        self.root_error = root.as_ref().err().cloned().map(Box::new);
        root.map(drop).map_err(Fault::Root)
    }

    fn take_parent(&mut self, value: &str) -> Result<(), Fault> {
        let parent = SegmentId::parse(value);
        let parent =
            parent.and_then(|id| if id.is_valid() { Ok(id) } else { Err(IdError::new(IdKind::Segment, value)) });
        self.parent = parent.as_ref().ok().copied();
        self.parent_error = parent.as_ref().err().cloned().map(Box::new);
        parent.map(drop).map_err(Fault::Parent)
    }
}

fn refuse(text: &str, span: Span, fault: Fault) -> TraceHeaderError {
    TraceHeaderError::new(text, span, fault)
}
