//! Subsegments, embedded or alone.

use std::fmt;

use cupola_base::json::{Kind, ScanError, Scanner};

use super::document::{settle, text};
use super::value::{Field, Value, leave};
use super::{Body, Extra, write};
use crate::{SegmentId, TraceId};

/// A piece of a segment's work.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Subsegment {
    /// What it has in common with segments.
    pub body: Body,
    /// What was called, where something was.
    pub namespace: Option<Namespace>,
    /// Subsegments of the same parent that ended before it.
    pub precursor_ids: Vec<SegmentId>,
    /// Whether the callee tells of the call in a segment of its own; older SDKs say it here, newer in the request.
    pub traced: bool,
    /// What is not known here.
    pub extra: Extra,
}

impl Subsegment {
    /// A subsegment in progress.
    #[must_use]
    pub const fn new(body: Body) -> Self {
        Self { body, namespace: None, precursor_ids: Vec::new(), traced: false, extra: Extra::NONE }
    }

    /// Whether the callee is said to tell of the call, here or in the request.
    #[must_use]
    pub fn is_traced(&self) -> bool {
        let request = self.body.http.as_ref().and_then(|http| http.request.as_ref());
        self.traced || request.is_some_and(|request| request.traced)
    }

    fn member(&mut self, scanner: &mut Scanner<'_>, kind: Kind) -> Result<(), ScanError> {
        let key = scanner.key();
        if key == "namespace" {
            return self.extra.or_keep(&mut self.namespace, "namespace", scanner, kind);
        } else if key == "precursor_ids" {
            return self.extra.or_keep(&mut self.precursor_ids, "precursor_ids", scanner, kind);
        } else if key == "traced" {
            return self.extra.or_keep(&mut self.traced, "traced", scanner, kind);
        } else if !self.body.member(&mut self.extra, scanner, kind)? {
            self.extra.keep(scanner, kind)?;
        }
        Ok(())
    }

    fn write_members(&self, out: &mut String) {
        self.body.write_head(out);
        self.namespace.write("\"namespace\":", out);
        Field::write(&self.precursor_ids, "\"precursor_ids\":", out);
        Field::write(&self.traced, "\"traced\":", out);
        self.body.write_rest(out);
        self.extra.write(out);
    }
}

impl Value for Subsegment {
    fn read(scanner: &mut Scanner<'_>, kind: Kind) -> Result<Option<Self>, ScanError> {
        if kind != Kind::Object {
            return leave(scanner, kind);
        }
        let mut subsegment = Self::new(Body::blank());
        while let Some(kind) = scanner.next_member()? {
            subsegment.member(scanner, kind)?;
        }
        settle(&subsegment.body, &mut subsegment.extra);
        Ok(Some(subsegment))
    }

    fn write(&self, out: &mut String) {
        out.push('{');
        self.write_members(out);
        write::end_object(out);
    }
}

/// The subsegment as it stands in its segment.
impl fmt::Display for Subsegment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&text(self))
    }
}

/// What a subsegment calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Namespace {
    /// A service of AWS.
    Aws,
    /// Any other service.
    Remote,
    /// Nothing: some SDKs write this where others write no namespace.
    Local,
}

impl Namespace {
    /// The namespace of that spelling.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Aws, Self::Remote, Self::Local].into_iter().find(|namespace| namespace.as_str() == text)
    }

    /// As documents spell it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Aws => "aws",
            Self::Remote => "remote",
            Self::Local => "local",
        }
    }
}

impl Value for Namespace {
    fn read(scanner: &mut Scanner<'_>, kind: Kind) -> Result<Option<Self>, ScanError> {
        Ok(String::read(scanner, kind)?.and_then(|text| Self::parse(&text)))
    }

    fn write(&self, out: &mut String) {
        write::string(out, self.as_str());
    }
}

/// A subsegment that is sent on its own, before its segment or after it.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "a subsegment and what it needs to stand alone")]
pub struct IndependentSubsegment {
    /// The trace that it is part of.
    pub trace_id: TraceId,
    /// The segment or subsegment that it is part of.
    pub parent_id: SegmentId,
    /// The subsegment itself.
    pub subsegment: Subsegment,
}

impl Value for IndependentSubsegment {
    fn read(scanner: &mut Scanner<'_>, kind: Kind) -> Result<Option<Self>, ScanError> {
        if kind != Kind::Object {
            return leave(scanner, kind);
        }
        let (mut trace_id, mut parent_id) = (None, None);
        let mut subsegment = Subsegment::new(Body::blank());
        while let Some(kind) = scanner.next_member()? {
            let key = scanner.key();
            if key == "trace_id" {
                trace_id = TraceId::read(scanner, kind)?;
            } else if key == "parent_id" {
                parent_id = SegmentId::read(scanner, kind)?;
            } else if key == "type" {
                leave::<()>(scanner, kind)?;
            } else {
                subsegment.member(scanner, kind)?;
            }
        }
        settle(&subsegment.body, &mut subsegment.extra);
        Ok(trace_id.zip(parent_id).map(|(trace_id, parent_id)| Self { trace_id, parent_id, subsegment }))
    }

    fn write(&self, out: &mut String) {
        out.push_str("{\"type\":\"subsegment\",\"trace_id\":");
        self.trace_id.write(out);
        out.push_str(",\"parent_id\":");
        self.parent_id.write(out);
        out.push(',');
        self.subsegment.write_members(out);
        write::end_object(out);
    }
}

/// The document.
impl fmt::Display for IndependentSubsegment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&text(self))
    }
}

impl IndependentSubsegment {
    /// Writes the document onto the end of a text.
    pub fn write_to(&self, out: &mut String) {
        Value::write(self, out);
    }
}
