//! What segments and subsegments have in common.

use cupola_base::json::{Kind, ScanError, Scanner};

use super::value::Field;
use super::{Annotations, Aws, Cause, Extra, Http, Link, Metadata, SegmentTime, Sql, Subsegment};
use crate::SegmentId;

/// What segments and subsegments have in common.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Body {
    /// Names it within the trace.
    pub id: SegmentId,
    /// What it is named: see [`SegmentName`](crate::SegmentName); subsegments may have 250 characters.
    pub name: String,
    /// When it began.
    pub start_time: SegmentTime,
    /// When it ended; `None` while it is in progress.
    pub end_time: Option<SegmentTime>,
    /// Whether the client erred: status 4XX.
    pub error: bool,
    /// Whether the client asked too much: status 429.
    pub throttle: bool,
    /// Whether the server erred: status 5XX, or an exception.
    pub fault: bool,
    /// Why it failed.
    pub cause: Option<Box<Cause>>,
    /// The HTTP call.
    pub http: Option<Box<Http>>,
    /// Resources of AWS.
    pub aws: Option<Box<Aws>>,
    /// The query. Of subsegments, and of segments that are inferred from them.
    pub sql: Option<Box<Sql>>,
    /// What it is indexed by.
    pub annotations: Annotations,
    /// What it carries besides.
    pub metadata: Metadata,
    /// Links to other traces.
    pub links: Vec<Link>,
    /// Its parts.
    pub subsegments: Vec<Subsegment>,
}

impl Body {
    /// A body in progress.
    #[must_use]
    pub fn new(id: SegmentId, name: impl Into<String>, start_time: SegmentTime) -> Self {
        Self { id, name: name.into(), start_time, ..Self::blank() }
    }

    /// Whether it has not ended.
    #[must_use]
    pub const fn is_in_progress(&self) -> bool {
        self.end_time.is_none()
    }

    /// Seconds from start to end; `None` while in progress.
    #[must_use]
    pub fn duration(&self) -> Option<f64> {
        self.end_time.map(|end| end.secs_since(self.start_time))
    }

    /// The status of the HTTP answer.
    #[must_use]
    pub fn status(&self) -> Option<i64> {
        self.http.as_ref()?.response.as_ref()?.status
    }

    pub(super) const fn blank() -> Self {
        Self {
            id: SegmentId::from_bits(0),
            name: String::new(),
            start_time: SegmentTime::ZERO,
            end_time: None,
            error: false,
            throttle: false,
            fault: false,
            cause: None,
            http: None,
            aws: None,
            sql: None,
            annotations: Annotations::NONE,
            metadata: Metadata::NONE,
            links: Vec::new(),
            subsegments: Vec::new(),
        }
    }

    /// Reads the member that the scanner stands on, where it is one of these: whether it is.
    pub(super) fn member(
        &mut self,
        extra: &mut Extra,
        scanner: &mut Scanner<'_>,
        kind: Kind,
    ) -> Result<bool, ScanError> {
        let key = scanner.key();
        macro_rules! members {
            ($($field:ident),*) => {
                $(if key == stringify!($field) {
                    extra.or_keep(&mut self.$field, stringify!($field), scanner, kind)?;
                    return Ok(true);
                })*
            };
        }
        members!(end_time, error, throttle, fault, cause, http, aws, sql, annotations, metadata, links, subsegments);
        self.needed(scanner, kind)
    }

    /// The members that a checked document has, each of its type.
    fn needed(&mut self, scanner: &mut Scanner<'_>, kind: Kind) -> Result<bool, ScanError> {
        let key = scanner.key();
        if key == "id" {
            self.id = Field::read(scanner, kind)?.flatten().unwrap_or(self.id);
        } else if key == "name" {
            self.name = Field::read(scanner, kind)?.flatten().unwrap_or_default();
        } else if key == "start_time" {
            self.start_time = Field::read(scanner, kind)?.flatten().unwrap_or_default();
        } else {
            return Ok(false);
        }
        Ok(true)
    }

    /// Writes what is first in a document.
    #[inline]
    pub(super) fn write_head(&self, out: &mut String) {
        member("\"id\":", &self.id, out);
        member("\"name\":", &self.name, out);
        member("\"start_time\":", &self.start_time, out);
        match &self.end_time {
            Some(end) => member("\"end_time\":", end, out),
            None => out.push_str("\"in_progress\":true,"),
        }
    }

    /// Writes what is last in a document.
    #[inline]
    pub(super) fn write_rest(&self, out: &mut String) {
        self.error.write("\"error\":", out);
        self.throttle.write("\"throttle\":", out);
        self.fault.write("\"fault\":", out);
        self.cause.write("\"cause\":", out);
        self.http.write("\"http\":", out);
        self.aws.write("\"aws\":", out);
        self.sql.write("\"sql\":", out);
        self.annotations.write("\"annotations\":", out);
        self.metadata.write("\"metadata\":", out);
        self.links.write("\"links\":", out);
        self.subsegments.write("\"subsegments\":", out);
    }
}

#[inline]
fn member(key: &str, value: &impl super::value::Value, out: &mut String) {
    out.push_str(key);
    value.write(out);
    out.push(',');
}
