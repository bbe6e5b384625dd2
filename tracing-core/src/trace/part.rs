//! One piece of a trace.

use crate::segment::{Body, Namespace, Segment, Subsegment};

/// A place among the parts. A trace has fewer than there are numbers of 32 bits: its documents have a limit of bytes.
pub(super) fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// A segment, a subsegment, or a segment that is inferred from one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part<'a> {
    pub(crate) body: &'a Body,
    pub(crate) what: What<'a>,
    /// The segment that it is a piece of; itself for segments; none for subsegments whose parent is nowhere.
    pub(crate) segment: Option<u32>,
    /// For subsegments, what they are a piece of; for segments, the part that called them.
    pub(crate) parent: Option<u32>,
    /// The place behind its last piece.
    pub(crate) subtree_end: u32,
    /// How it stands.
    pub(crate) standing: Standing,
    /// Whether it links to others.
    pub(crate) has_links: bool,
    /// Its times, at hand without a look at what it was made of.
    start: f64,
    end: Option<f64>,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum What<'a> {
    Segment(&'a Segment),
    Subsegment(&'a Subsegment),
    Inferred(&'a Subsegment),
}

/// The flags of a part; where it has none, those of its HTTP status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Standing {
    pub(crate) is_error: bool,
    pub(crate) is_throttle: bool,
    pub(crate) is_fault: bool,
}

impl Standing {
    fn of(body: &Body) -> Self {
        let told = Self { is_error: body.error, is_throttle: body.throttle, is_fault: body.fault };
        match body.status() {
            Some(status) if told.is_ok() => Self {
                is_error: (400..=499).contains(&status),
                is_throttle: status == 429,
                is_fault: (500..=599).contains(&status),
            },
            _ => told,
        }
    }

    pub(crate) const fn is_ok(self) -> bool {
        !self.is_error && !self.is_throttle && !self.is_fault
    }
}

impl<'a> Part<'a> {
    /// A piece that has none in it yet.
    pub(crate) fn new(what: What<'a>, segment: Option<u32>, parent: Option<u32>, at: u32) -> Self {
        let body = match what {
            What::Segment(segment) => &segment.body,
            What::Subsegment(subsegment) | What::Inferred(subsegment) => &subsegment.body,
        };
        Self {
            body,
            what,
            segment,
            parent,
            subtree_end: at + 1,
            standing: Standing::of(body),
            has_links: !body.links.is_empty(),
            start: body.start_time.secs(),
            end: body.end_time.map(crate::SegmentTime::secs),
        }
    }

    pub(crate) const fn is_segment(&self) -> bool {
        !matches!(self.what, What::Subsegment(_))
    }

    pub(crate) const fn is_inferred(&self) -> bool {
        matches!(self.what, What::Inferred(_))
    }

    /// The segment, where it is one that was sent.
    pub(crate) const fn sent(&self) -> Option<&'a Segment> {
        if let What::Segment(segment) = self.what { Some(segment) } else { None }
    }

    pub(crate) const fn namespace(&self) -> Option<Namespace> {
        match self.what {
            What::Subsegment(subsegment) | What::Inferred(subsegment) => subsegment.namespace,
            What::Segment(_) => None,
        }
    }

    /// Whether it calls a service.
    pub(crate) const fn is_remote(&self) -> bool {
        matches!(self.namespace(), Some(Namespace::Aws | Namespace::Remote))
    }

    pub(crate) const fn start_time(&self) -> f64 {
        self.start
    }

    pub(crate) const fn end_time(&self) -> Option<f64> {
        self.end
    }

    /// Seconds from start to end; none while it is in progress.
    pub(crate) fn seconds(&self) -> Option<f64> {
        self.body.duration()
    }

    pub(crate) fn account(&self) -> Option<&'a str> {
        self.body.aws.as_ref()?.account_id.as_deref()
    }

    pub(crate) fn instance_id(&self) -> Option<&'a str> {
        self.body.aws.as_ref()?.ec2.as_ref()?.instance_id.as_deref()
    }

    /// The zone of the instance, and of the container.
    pub(crate) fn zones(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let aws = self.body.aws.as_ref();
        let ec2 = aws.and_then(|aws| aws.ec2.as_ref()?.availability_zone.as_deref());
        let ecs = aws.and_then(|aws| aws.ecs.as_ref()?.availability_zone.as_deref());
        ec2.into_iter().chain(ecs)
    }

    pub(crate) fn request(&self) -> Option<&'a crate::segment::HttpRequest> {
        self.body.http.as_ref()?.request.as_ref()
    }
}
