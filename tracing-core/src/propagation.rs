//! How a trace goes on from request to request.

use crate::{Sampled, SegmentId, TraceHeader, TraceId, TraceParent};

/// What a service does with a request that carries a header.
///
/// ```
/// use cupola_traces::{IncomingDecision, TraceHeader};
///
/// let header = TraceHeader::parse("Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=?");
/// let incoming = header.incoming();
/// assert_eq!(incoming.trace_id, header.root());
/// assert_eq!(incoming.parent_id, header.parent());
/// assert_eq!(incoming.decision, IncomingDecision::AskSampler);
/// ```
///
/// # Source
/// The X-Ray SDKs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Incoming {
    /// The trace to go on with; `None`: begin a new one.
    pub trace_id: Option<TraceId>,
    /// The parent of the new segment.
    pub parent_id: Option<SegmentId>,
    /// Who decides about recording.
    pub decision: IncomingDecision,
}

/// Who decides about recording an incoming request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "the header's decisions lead to these")]
pub enum IncomingDecision {
    /// The caller did: it is recorded. The sampler is not asked, and nothing is counted.
    Sampled,
    /// The caller did: it is not recorded. The sampler is not asked, and nothing is counted.
    NotSampled,
    /// The own sampler decides.
    AskSampler,
}

impl TraceHeader {
    /// What a service does with a request that carries this header. A request without one is like an empty
    /// header.
    ///
    /// Without a root, or with one that is none, a new trace begins and the parent has no meaning.
    #[must_use]
    pub fn incoming(&self) -> Incoming {
        let trace_id = self.root().filter(|root| root.is_valid());
        Incoming {
            trace_id,
            parent_id: trace_id.and_then(|_| self.parent()),
            decision: match self.decision() {
                Sampled::Sampled => IncomingDecision::Sampled,
                Sampled::NotSampled => IncomingDecision::NotSampled,
                Sampled::Requested | Sampled::Unknown => IncomingDecision::AskSampler,
            },
        }
    }

    /// The header of the answer to a request that carried this one: `trace_id` is the trace that the request
    /// was recorded under, `sampled` what was decided.
    ///
    /// Root and parent are echoed. A decision that came is echoed, one that was asked for is told; where
    /// nothing was said, nothing is.
    ///
    /// ```
    /// use cupola_traces::TraceHeader;
    ///
    /// let asked = TraceHeader::parse("Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=?");
    /// let answer = asked.response(asked.root().unwrap(), true);
    /// assert_eq!(answer.to_string(), "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1");
    /// ```
    #[must_use]
    pub fn response(&self, trace_id: TraceId, sampled: bool) -> Self {
        let decision = match self.decision() {
            Sampled::Requested => Sampled::from(sampled),
            told => told,
        };
        let answer = Self::new(trace_id).with_sampled(decision);
        self.incoming().parent_id.into_iter().fold(answer, Self::with_parent)
    }

    /// The header of a request made on behalf of one that carried this header: user data and lineage are
    /// passed on. `current` is the subsegment of the call, or the segment where there is none.
    ///
    /// ```
    /// use cupola_traces::{SegmentId, TraceHeader};
    ///
    /// let came = TraceHeader::parse("Root=1-5759e988-bd862e3fe1be46a994272793;quay=7");
    /// let goes = came.downstream(came.root().unwrap(), SegmentId::parse("53995c3f42cd8ad8")?, false);
    /// assert_eq!(
    ///     goes.to_string(),
    ///     "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=0;quay=7",
    /// );
    /// # Ok::<(), cupola_traces::IdError>(())
    /// ```
    #[must_use]
    pub fn downstream(&self, trace_id: TraceId, current: SegmentId, sampled: bool) -> Self {
        self.passed_on(trace_id).with_parent(current).with_sampled(sampled.into())
    }

    /// Whether Lambda is told not to trace: there is a root, and neither parent nor decision.
    #[must_use]
    pub fn is_lambda_pass_through(&self) -> bool {
        self.root().is_some() && self.parent().is_none() && self.decision() == Sampled::Unknown
    }

    /// Whether a queue's message that carries this header counts as recorded.
    #[must_use]
    pub fn is_sampled(&self) -> bool {
        self.decision() == Sampled::Sampled
    }

    /// The same as `traceparent`; `None` without root and parent. The second value tells whether the decision
    /// is still to be made, for which W3C has no sign: the flags are 00 then.
    ///
    /// ```
    /// use cupola_traces::TraceHeader;
    ///
    /// let header = TraceHeader::parse("Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=?");
    /// let (parent, deferred) = header.to_traceparent().unwrap();
    /// assert_eq!(parent.to_string(), "00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-00");
    /// assert!(deferred);
    /// ```
    #[must_use]
    pub fn to_traceparent(&self) -> Option<(TraceParent, bool)> {
        let trace_id = self.root().filter(|root| root.is_valid())?;
        let parent = TraceParent { trace_id, span: self.parent()?, sampled: self.is_sampled() };
        Some((parent, matches!(self.decision(), Sampled::Requested | Sampled::Unknown)))
    }
}

impl From<TraceParent> for TraceHeader {
    fn from(parent: TraceParent) -> Self {
        Self::new(parent.trace_id).with_parent(parent.span).with_sampled(parent.sampled.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOT: &str = "Root=1-5759e988-bd862e3fe1be46a994272793";
    const PARENT: &str = "Parent=53995c3f42cd8ad8";

    #[test]
    fn the_table_of_incoming_requests() {
        let (asks, yes, no) = (IncomingDecision::AskSampler, IncomingDecision::Sampled, IncomingDecision::NotSampled);
        for (header, goes_on, has_parent, decision) in [
            (String::new(), false, false, asks),
            (ROOT.into(), true, false, asks),
            (format!("{ROOT};{PARENT}"), true, true, asks),
            (format!("{ROOT};Sampled=1"), true, false, yes),
            (format!("{ROOT};Sampled=0"), true, false, no),
            (format!("{ROOT};Sampled=?"), true, false, asks),
            (format!("{ROOT};Sampled=maybe"), true, false, asks),
            (format!("Root=2-x;{PARENT};Sampled=1"), false, false, yes),
            (format!("Root=1-00000000-{};{PARENT}", "0".repeat(24)), false, false, asks),
        ] {
            let incoming = TraceHeader::parse(&header).incoming();
            assert_eq!(
                (incoming.trace_id.is_some(), incoming.parent_id.is_some(), incoming.decision),
                (goes_on, has_parent, decision),
                "{header}"
            );
        }
    }

    #[test]
    fn answers_echo_what_came_and_tell_what_was_asked() {
        let root = TraceHeader::parse(ROOT).root().unwrap();
        for (came, sampled, answer) in [
            (format!("{ROOT};{PARENT};Sampled=0;quay=7"), true, format!("{ROOT};{PARENT};Sampled=0")),
            (format!("{ROOT};Sampled=?"), false, format!("{ROOT};Sampled=0")),
            (ROOT.into(), true, ROOT.into()),
        ] {
            assert_eq!(TraceHeader::parse(&came).response(root, sampled).to_string(), answer, "{came}");
        }
    }

    #[test]
    fn lambda_passes_through_a_root_alone() {
        assert!(TraceHeader::parse(&format!("{ROOT};Lineage=a1b2c3d4:0")).is_lambda_pass_through());
        for traced in [format!("{ROOT};Sampled=0"), format!("{ROOT};{PARENT}"), String::new()] {
            assert!(!TraceHeader::parse(&traced).is_lambda_pass_through(), "{traced}");
        }
    }
}
