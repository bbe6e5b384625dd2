//! Links to other traces.

use super::record::record;
use super::value::Value;
use crate::{SegmentId, TraceId};
use cupola_base::json::{Kind, ScanError, Scanner};

record! {
    /// A link to a segment or a subsegment of another trace, as between the producer of a message and its consumer.
    ///
    /// # Source
    /// X-Ray Developer Guide, "Tracing event-driven applications"; attributes as real traces have them.
    Link {
        /// The other trace.
        trace_id: Option<TraceId> = "trace_id",
        /// What is linked there.
        id: Option<SegmentId> = "id",
        /// What the services say of it.
        attributes: Option<LinkAttributes> = "attributes",
    }
}

record! {
    /// What the services say of a link.
    LinkAttributes {
        /// What the other is to this one.
        reference_type: Option<ReferenceType> = "aws.xray.reserved.reference_type",
        /// Names of the other node.
        names: Vec<String> = "aws.xray.reserved.names",
        /// Its type.
        r#type: Option<String> = "aws.xray.reserved.type",
        /// When the event was received, in seconds since 1970.
        received_event_end_time: Option<crate::SegmentTime> = "aws.xray.reserved.received_event_end_time",
        /// When it ended to wait.
        dwell_end_time: Option<crate::SegmentTime> = "aws.xray.reserved.dwell_end_time",
    }
}

/// What the linked trace is to this one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReferenceType {
    /// It is upstream.
    Parent,
    /// It is downstream.
    Child,
}

impl Value for ReferenceType {
    fn read(scanner: &mut Scanner<'_>, kind: Kind) -> Result<Option<Self>, ScanError> {
        Ok(match String::read(scanner, kind)?.as_deref() {
            Some("parent") => Some(Self::Parent),
            Some("child") => Some(Self::Child),
            _ => None,
        })
    }

    fn write(&self, out: &mut String) {
        out.push_str(match self {
            Self::Parent => "\"parent\"",
            Self::Child => "\"child\"",
        });
    }
}
