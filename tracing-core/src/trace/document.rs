//! The documents that the service gives back.

use sha2::{Digest, Sha256};

use super::{Part, Trace, What};
use crate::segment::{Aws, Body, Cause, Extra, Http, Segment, Subsegment};
use crate::{SegmentId, TraceId};

/// A segment as the service gives it back: subsegments in place, what the service does not know left out.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct TraceDocument {
    /// The segment's id.
    pub id: SegmentId,
    /// The segment; `Display` writes the document.
    pub segment: Segment,
}

impl Trace<'_> {
    /// The segments by start and id, inferred ones among them.
    #[must_use]
    pub fn documents(&self) -> Vec<TraceDocument> {
        let mut documents: Vec<TraceDocument> = self
            .segments()
            .map(|(at, part)| self.document(at, part))
            .map(|segment| TraceDocument { id: segment.body.id, segment })
            .collect();
        documents.sort_by_key(|document| (document.segment.body.start_time, document.id));
        documents
    }

    fn document(&self, at: u32, part: &Part<'_>) -> Segment {
        match part.what {
            What::Segment(segment) => self.sent(at, segment),
            What::Subsegment(subsegment) | What::Inferred(subsegment) => self.made_up(part, subsegment),
        }
    }

    fn sent(&self, at: u32, segment: &Segment) -> Segment {
        let mut service = segment.service.clone();
        if let Some(service) = &mut service {
            service.extra.clear();
        }
        Segment {
            trace_id: self.id,
            parent_id: segment.parent_id,
            body: self.body(at, &segment.body),
            user: segment.user.clone(),
            origin: segment.origin.clone(),
            resource_arn: segment.resource_arn.clone(),
            service,
            inferred: false,
            extra: Extra::NONE,
        }
    }

    /// The segment of a call that nobody answered.
    fn made_up(&self, part: &Part<'_>, of: &Subsegment) -> Segment {
        let mut body = known(&of.body);
        body.id = inferred_id(self.id, of.body.id);
        body.annotations = crate::segment::Annotations::NONE;
        body.metadata = crate::segment::Metadata::NONE;
        body.links.clear();
        if let Some(request) = body.http.as_mut().and_then(|http| http.request.as_mut()) {
            request.traced = false;
        }
        let origin = part.node().kind.text().map(Into::into);
        Segment { parent_id: Some(of.body.id), origin, inferred: true, ..Segment::new(self.id, body) }
    }

    fn body(&self, at: u32, body: &Body) -> Body {
        let mut made = known(body);
        let end = self.part(at).subtree_end;
        let mut next = at + 1;
        while next < end {
            let part = self.part(next);
            if let What::Subsegment(subsegment) = part.what {
                made.subsegments.push(self.piece(next, subsegment));
            }
            next = part.subtree_end;
        }
        made
    }

    fn piece(&self, at: u32, of: &Subsegment) -> Subsegment {
        let mut piece = Subsegment::new(self.body(at, &of.body));
        piece.namespace = of.namespace;
        piece.precursor_ids.clone_from(&of.precursor_ids);
        piece.traced = of.traced;
        piece
    }
}

/// A body without its pieces and without what the service does not know.
fn known(body: &Body) -> Body {
    let mut made = Body::new(body.id, body.name.clone(), body.start_time);
    made.end_time = body.end_time;
    (made.error, made.throttle, made.fault) = (body.error, body.throttle, body.fault);
    made.cause.clone_from(&body.cause);
    made.http.clone_from(&body.http);
    made.aws.clone_from(&body.aws);
    made.sql.clone_from(&body.sql);
    made.annotations.clone_from(&body.annotations);
    made.metadata.clone_from(&body.metadata);
    made.links.clone_from(&body.links);
    strip(&mut made);
    made
}

fn strip(body: &mut Body) {
    body.http.iter_mut().for_each(|http| strip_http(http));
    body.aws.iter_mut().for_each(|aws| strip_aws(aws));
    body.sql.iter_mut().for_each(|sql| sql.extra.clear());
    if let Some(Cause::Told(causes)) = body.cause.as_deref_mut() {
        causes.extra.clear();
        for thrown in &mut causes.exceptions {
            thrown.extra.clear();
            thrown.stack.iter_mut().for_each(|frame| frame.extra.clear());
        }
    }
    body.links.iter_mut().for_each(|link| link.extra.clear());
}

fn strip_http(http: &mut Http) {
    http.extra.clear();
    http.request.iter_mut().for_each(|request| request.extra.clear());
    http.response.iter_mut().for_each(|response| response.extra.clear());
}

fn strip_aws(aws: &mut Aws) {
    aws.extra.clear();
    aws.cloudwatch_logs.iter_mut().for_each(|group| group.extra.clear());
    aws.ec2.iter_mut().for_each(|ec2| ec2.extra.clear());
    aws.ecs.iter_mut().for_each(|ecs| ecs.extra.clear());
    aws.eks.iter_mut().for_each(|eks| eks.extra.clear());
    aws.elastic_beanstalk.iter_mut().for_each(|beanstalk| beanstalk.extra.clear());
    aws.xray.iter_mut().for_each(|xray| xray.extra.clear());
}

/// The first eight bytes of the SHA-256 of the trace's id and the subsegment's, as they are written.
fn inferred_id(trace: TraceId, subsegment: SegmentId) -> SegmentId {
    let digest = Sha256::digest(format!("{trace}{subsegment}"));
    SegmentId::from_bits(digest.iter().take(8).fold(0, |bits, byte| bits << 8 | u64::from(*byte)))
}
