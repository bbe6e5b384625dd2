//! Why a trace failed or took long.

use serde::Serialize;

use super::{Part, Standing, Trace};

/// Why a trace has faults and errors, and what its time went into.
///
/// A fault's path begins at the root segment where that has the flag, which means that the client saw it; else at each
/// outermost segment that has it. It goes on through the faulty piece that ended last, and into the service which that
/// called. The path of the response time goes through the longest piece as long as it takes half the time of what it is a
/// piece of.
///
/// In serde it is the service's JSON, as are its parts.
///
/// # Source
/// X-Ray API Reference, TraceSummary. The ways through the trace are our decision.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct RootCauses {
    /// Of faults.
    #[serde(rename = "FaultRootCauses")]
    pub faults: Vec<RootCause>,
    /// Of errors.
    #[serde(rename = "ErrorRootCauses")]
    pub errors: Vec<RootCause>,
    /// Of the time it took: one, where the response time is known and not 0.
    #[serde(rename = "ResponseTimeRootCauses")]
    pub response_times: Vec<RootCause>,
}

/// One way through a trace.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct RootCause {
    /// The services, from the first on.
    pub services: Vec<CauseService>,
    /// Whether the client saw it.
    pub client_impacting: bool,
}

/// A service on the way.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct CauseService {
    /// Its name.
    pub name: String,
    /// All its names.
    pub names: Vec<String>,
    /// Its type.
    #[serde(rename = "Type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Its account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_id: Option<String>,
    /// The segment and its pieces on the way.
    pub entity_path: Vec<CauseEntity>,
    /// Whether it is inferred.
    pub inferred: bool,
}

/// A segment or a subsegment on the way.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct CauseEntity {
    /// Its name.
    pub name: String,
    /// What was thrown; `None` where it is about time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exceptions: Option<Vec<CauseException>>,
    /// Its share of the response time, 0 to 1 in hundredths; `None` where it is about faults or errors.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coverage: Option<f64>,
    /// Whether it calls another service.
    pub remote: bool,
}

/// Something thrown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct CauseException {
    /// Its type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

/// All of a trace.
pub(super) fn find(trace: &Trace<'_>) -> RootCauses {
    RootCauses {
        faults: failures(trace, |standing| standing.is_fault),
        errors: failures(trace, |standing| standing.is_error),
        response_times: slowness(trace).into_iter().collect(),
    }
}

type Test = fn(Standing) -> bool;

fn failures(trace: &Trace<'_>, test: Test) -> Vec<RootCause> {
    let has = |at: u32| test(trace.part(at).standing);
    if let Some(root) = trace.root().filter(|root| has(*root)) {
        return vec![RootCause { services: follow(trace, root, test), client_impacting: true }];
    }
    let outermost = trace.segments().map(|(at, _)| at).filter(|at| has(*at) && !is_inside(trace, *at, test));
    outermost.map(|at| RootCause { services: follow(trace, at, test), client_impacting: false }).collect()
}

/// Whether a segment was called, through however many others, by one of which the test holds.
fn is_inside(trace: &Trace<'_>, segment: u32, test: Test) -> bool {
    let mut at = segment;
    // A ring of callers has no outside.
    for _ in 0..trace.parts().len() {
        let caller = trace.part(at).parent.and_then(|caller| trace.part(caller).segment);
        match caller {
            Some(caller) if caller == segment => return false,
            Some(caller) if test(trace.part(caller).standing) => return true,
            Some(caller) => at = caller,
            None => return false,
        }
    }
    false
}

fn follow(trace: &Trace<'_>, from: u32, test: Test) -> Vec<CauseService> {
    let mut services = Vec::new();
    let mut seen = vec![from];
    let mut next = Some(from);
    while let Some(segment) = next {
        let path = path(trace, segment, |trace, at| last_ended(trace, pieces(trace, at), test));
        let last = path.last().copied().unwrap_or(segment);
        services.push(service(trace.part(segment), path.iter().map(|at| failed(trace.part(*at))).collect()));
        next = last_ended(trace, trace.answers(last), test).filter(|answer| !seen.contains(answer));
        seen.extend(next);
    }
    services
}

/// A segment and the pieces that follow one from the other.
fn path(trace: &Trace<'_>, segment: u32, next: impl Fn(&Trace<'_>, u32) -> Option<u32>) -> Vec<u32> {
    let mut path = vec![segment];
    let mut at = segment;
    while let Some(piece) = next(trace, at) {
        path.push(piece);
        at = piece;
    }
    path
}

/// The pieces directly in a part.
fn pieces<'t>(trace: &'t Trace<'_>, at: u32) -> impl Iterator<Item = u32> + 't {
    let end = trace.part(at).subtree_end;
    let mut next = at + 1;
    std::iter::from_fn(move || {
        let here = (next < end).then_some(next)?;
        next = trace.part(here).subtree_end;
        Some(here)
    })
}

/// Of those of which the test holds, the one that ended last; the first of equals.
fn last_ended(trace: &Trace<'_>, parts: impl Iterator<Item = u32>, test: Test) -> Option<u32> {
    let failing = parts.filter(|at| test(trace.part(*at).standing));
    longest(failing, |at| trace.part(at).end_time().unwrap_or(f64::NEG_INFINITY))
}

/// The one with the greatest measure; the first of equals.
fn longest(parts: impl Iterator<Item = u32>, measure: impl Fn(u32) -> f64) -> Option<u32> {
    parts.fold(None, |best: Option<u32>, at| match best {
        Some(best) if measure(best) >= measure(at) => Some(best),
        _ => Some(at),
    })
}

fn slowness(trace: &Trace<'_>) -> Option<RootCause> {
    let root = trace.root()?;
    let whole = trace.part(root).seconds().filter(|seconds| *seconds > 0.0)?;
    let seconds = |at: u32| trace.part(at).seconds().unwrap_or(f64::NEG_INFINITY);
    let half = |of: u32, at: Option<u32>| at.filter(|at| seconds(*at) >= seconds(of) / 2.0);
    let (mut services, mut seen, mut next) = (Vec::new(), vec![root], Some(root));
    while let Some(segment) = next {
        let path = path(trace, segment, |trace, at| half(at, longest(pieces(trace, at), seconds)));
        let last = path.last().copied().unwrap_or(segment);
        services.push(service(trace.part(segment), path.iter().map(|at| slow(trace.part(*at), whole)).collect()));
        next = half(last, longest(trace.answers(last), seconds)).filter(|answer| !seen.contains(answer));
        seen.extend(next);
    }
    Some(RootCause { services, client_impacting: true })
}

fn service(part: &Part<'_>, entity_path: Vec<CauseEntity>) -> CauseService {
    let node = part.node();
    CauseService {
        name: node.name.to_owned(),
        names: vec![node.name.to_owned()],
        kind: node.kind.text().map(Into::into),
        account_id: node.account.map(str::to_owned),
        entity_path,
        inferred: part.is_inferred(),
    }
}

fn failed(part: &Part<'_>) -> CauseEntity {
    let thrown = part.body.cause.as_deref().map(crate::segment::Cause::exceptions).unwrap_or_default();
    let exceptions = thrown
        .iter()
        .map(|thrown| CauseException { name: thrown.r#type.clone(), message: thrown.message.clone() })
        .collect();
    CauseEntity { name: part.body.name.clone(), exceptions: Some(exceptions), coverage: None, remote: is_call(part) }
}

fn slow(part: &Part<'_>, whole: f64) -> CauseEntity {
    let share = part.seconds().unwrap_or_default() / whole;
    let coverage = Some((share * 100.0).round() / 100.0);
    CauseEntity { name: part.body.name.clone(), exceptions: None, coverage, remote: is_call(part) }
}

fn is_call(part: &Part<'_>) -> bool {
    !part.is_segment() && part.is_remote()
}
