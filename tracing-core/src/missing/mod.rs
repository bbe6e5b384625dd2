//! Why there is no trace.

mod beanstalk;
mod ecs;

use std::fmt;

use cupola_base::Timestamp;
use cupola_base::policy::{Decision, Policy, PolicyError, Request, Requester};

pub use beanstalk::{BeanstalkFault, lint_beanstalk};
pub use ecs::{EcsFault, lint_ecs};

use crate::segment::check::{self, Checked, Rules};
use crate::{
    DaemonAddress, DaemonAddressError, Limits, Policies, Sampled, SamplingDecision, SegmentRefusal, TraceHeader,
};

/// What is known of an application whose trace is missing. What is not told is not looked at.
///
/// ```
/// use cupola_traces::{MissingTrace, NoTrace, Timestamp};
///
/// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
/// let policy = r#"{"Version": "2012-10-17", "Statement": [
///     {"Effect": "Allow", "Action": "xray:PutTraceSegments", "Resource": "*"}]}"#;
/// let known = MissingTrace { header: Some("Sampled=0"), identity_policy: Some(policy), ..MissingTrace::default() };
/// let reasons: Vec<String> = known.explain(now).iter().map(NoTrace::to_string).collect();
/// assert_eq!(reasons, [
///     "the caller decided against it: its header says Sampled=0",
///     "xray:PutTelemetryRecords is not allowed (ImplicitDeny)",
///     "xray:GetSamplingRules is not allowed (ImplicitDeny)",
///     "xray:GetSamplingTargets is not allowed (ImplicitDeny)",
///     "xray:GetSamplingStatisticSummaries is not allowed (ImplicitDeny)",
/// ]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::exhaustive_structs, reason = "written with a struct update, which needs an open struct")]
pub struct MissingTrace<'a> {
    /// The trace header that the request came with.
    pub header: Option<&'a str>,
    /// What the sampler decided, where it was asked.
    pub decision: Option<SamplingDecision<'a>>,
    /// The documents that were sent.
    pub documents: &'a [&'a str],
    /// The value of `AWS_XRAY_DAEMON_ADDRESS`.
    pub daemon_address: Option<&'a str>,
    /// The policy of the role under which the daemon sends, as JSON; `Principal` may be left out.
    pub identity_policy: Option<&'a str>,
    /// The configuration of an environment of Elastic Beanstalk: see [`lint_beanstalk`].
    pub beanstalk: Option<&'a str>,
    /// The task definition of ECS: see [`lint_ecs`].
    pub ecs: Option<&'a str>,
}

/// A reason why there is no trace.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum NoTrace {
    /// The caller decided against it.
    CallerDecided,
    /// The sampler decided against it, in words.
    Unsampled(String),
    /// Lambda is told not to trace by a header that has a root alone.
    PassThrough,
    /// The service does not take a document.
    Rejected(SegmentRefusal),
    /// The address of the daemon is none.
    DaemonAddress(DaemonAddressError),
    /// The daemon's role may not do what it must.
    NotAllowed {
        /// The action.
        action: &'static str,
        /// What the policy says of it.
        decision: Decision,
    },
    /// The policy of the daemon's role cannot be read.
    Policy(PolicyError),
    /// The environment does not run the daemon.
    Beanstalk(BeanstalkFault),
    /// The task's containers do not reach the daemon.
    Ecs(EcsFault),
}

/// What the daemon and a sampler ask of the service: the actions of `AWSXRayDaemonWriteAccess`.
const ACTIONS: [&str; 5] = [
    "xray:PutTraceSegments",
    "xray:PutTelemetryRecords",
    "xray:GetSamplingRules",
    "xray:GetSamplingTargets",
    "xray:GetSamplingStatisticSummaries",
];

impl MissingTrace<'_> {
    /// Every reason that what is known gives, in the order in which a request meets them. None where nothing is wrong.
    #[must_use]
    pub fn explain(&self, now: Timestamp) -> Vec<NoTrace> {
        let mut reasons = Vec::new();
        self.decided(&mut reasons);
        self.documents.iter().for_each(|text| rejected(now, text, &mut reasons));
        let address = self.daemon_address.map(DaemonAddress::parse);
        reasons.extend(address.and_then(Result::err).map(NoTrace::DaemonAddress));
        self.identity_policy.into_iter().for_each(|text| not_allowed(text, &mut reasons));
        reasons.extend(self.beanstalk.into_iter().flat_map(lint_beanstalk).map(NoTrace::Beanstalk));
        reasons.extend(self.ecs.into_iter().flat_map(lint_ecs).map(NoTrace::Ecs));
        reasons
    }

    fn decided(&self, reasons: &mut Vec<NoTrace>) {
        let header = self.header.map(TraceHeader::parse);
        match header.as_ref().map(TraceHeader::decision) {
            Some(Sampled::NotSampled) => reasons.push(NoTrace::CallerDecided),
            Some(Sampled::Sampled) => {}
            _ => {
                let against = self.decision.filter(|decision| !decision.is_sampled());
                reasons.extend(against.map(|decision| NoTrace::Unsampled(decision.to_string())));
            }
        }
        if header.is_some_and(|header| header.is_lambda_pass_through()) && self.decision.is_none() {
            reasons.push(NoTrace::PassThrough);
        }
    }
}

fn rejected(now: Timestamp, text: &str, reasons: &mut Vec<NoTrace>) {
    let rules =
        Rules { now, most_bytes: Limits::default().document_bytes, trace_id_time: Policies::default().trace_id_time };
    match check::check(text, &rules) {
        Checked::One(taken) => reasons.extend(taken.err().map(NoTrace::Rejected)),
        Checked::Several(all) => reasons.extend(all.into_iter().filter_map(Result::err).map(NoTrace::Rejected)),
    }
}

fn not_allowed(text: &str, reasons: &mut Vec<NoTrace>) {
    let policy = match Policy::parse(&with_principals(text)) {
        Ok(policy) => policy,
        Err(error) => return reasons.push(NoTrace::Policy(error)),
    };
    for action in ACTIONS {
        let decision = policy.evaluate(&Request::new(Requester::service("xray.amazonaws.com"), action, "*"));
        if decision != Decision::Allow {
            reasons.push(NoTrace::NotAllowed { action, decision });
        }
    }
}

/// A policy of an identity names no principal, for it is that of the identity; the evaluator wants one.
fn with_principals(text: &str) -> String {
    let Ok(mut policy) = serde_json::from_str::<serde_json::Value>(text) else { return text.to_owned() };
    let statements = match policy.get_mut("Statement") {
        Some(serde_json::Value::Array(all)) => all.iter_mut().collect(),
        Some(one) => vec![one],
        None => return text.to_owned(),
    };
    for statement in statements.into_iter().filter_map(serde_json::Value::as_object_mut) {
        if !statement.contains_key("Principal") && !statement.contains_key("NotPrincipal") {
            statement.insert("Principal".to_owned(), "*".into());
        }
    }
    policy.to_string()
}

impl fmt::Display for NoTrace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CallerDecided => f.write_str("the caller decided against it: its header says Sampled=0"),
            Self::Unsampled(why) => f.write_str(why),
            Self::PassThrough => {
                f.write_str("the header has a root, and neither parent nor decision: Lambda does not trace then")
            }
            Self::Rejected(refusal) => write!(f, "{refusal}: {}", refusal.code().meaning()),
            Self::DaemonAddress(error) => error.fmt(f),
            Self::NotAllowed { action, decision } => write!(f, "{action} is not allowed ({decision:?})"),
            Self::Policy(error) => error.fmt(f),
            Self::Beanstalk(fault) => fault.fmt(f),
            Self::Ecs(fault) => fault.fmt(f),
        }
    }
}
