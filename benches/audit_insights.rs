//! Calls through the detection of insights: how many a second, with who called and with what.
//! Run with `cargo bench -p cupola-benches --bench audit_insights`.
//!
//! Last result, two shared cores with nothing else running, rustc 1.95, 2026-11-26, two codegen units, without LTO: 8.6
//! million events/s for call rates, 7.0 million for both types.

#![expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
#![expect(clippy::print_stdout, reason = "a benchmark prints")]

use std::time::{Duration, Instant};

use cupola_audit::{Access, InsightCall, InsightDetector, InsightModel, InsightSelector, InsightType};
use cupola_base::{Rng, Timestamp};

/// Calls of one pass: a thousand a second.
const CALLS: usize = 2_000_000;
const ROUNDS: usize = 5;

fn main() {
    let calls = calls(200_000);
    for (name, kinds) in [("call rate", &InsightType::ALL[..1]), ("call rate and error rate", &InsightType::ALL[..])] {
        let fastest = (0..ROUNDS).map(|_| pass(&calls, kinds)).min().unwrap_or_default();
        println!("{name:26} {:6.2} million events/s", CALLS as f64 / fastest.as_secs_f64() / 1e6);
    }
}

fn pass(calls: &[Call], kinds: &[InsightType]) -> Duration {
    let mut detector = InsightDetector::new(InsightModel::default());
    let start = Timestamp::from_secs(START);
    detector
        .watch(start.plus_secs(-48 * 3600), &kinds.iter().map(|kind| InsightSelector::new(*kind)).collect::<Vec<_>>());
    let (rng, clock) = (Rng::new(0), Instant::now());
    let mut insights = 0;
    for number in 0..CALLS {
        let at = start.plus_millis(number as i64);
        detector.count(&calls[number % calls.len()].at(at));
        if number.is_multiple_of(1000) {
            insights += detector.advance(at, &rng).len();
        }
    }
    let time = clock.elapsed();
    assert!(insights > 0 && detector.losses().late == 0);
    time
}

struct Call {
    source: String,
    name: String,
    identity: String,
    agent: String,
    reads: bool,
    fails: bool,
}

impl Call {
    fn at(&self, at: Timestamp) -> InsightCall<'_> {
        let call = InsightCall::new(at, &*self.source, &*self.name).in_place("111122223333", "us-east-1");
        let call = call.by(&*self.identity).with_agent(&*self.agent);
        let call = call.with_access(if self.reads { Access::Read } else { Access::Write });
        if self.fails { call.with_error("AccessDenied") } else { call }
    }
}

/// 400 APIs, 50 callers, 8 agents; one of twenty calls fails, two of three write.
fn calls(count: usize) -> Vec<Call> {
    let rng = Rng::new(11);
    let one = |_| {
        let api = rng.below(400) * rng.below(400) / 400;
        Call {
            source: format!("service{}.amazonaws.com", api % 20),
            name: format!("CreateThing{api}"),
            identity: format!("arn:aws:sts::111122223333:assumed-role/Role{}", rng.below(50) * rng.below(50) / 50),
            agent: format!("aws-sdk-rust/1.{} os/linux lang/rust#1.88.0", rng.below(8)),
            reads: api.is_multiple_of(3),
            fails: rng.below(20) == 0,
        }
    };
    (0..count).map(one).collect()
}

/// 2026-05-04T06:00:00Z.
const START: i64 = 1_777_874_400;
