//! Real threads with a hostile clock: no second grants more than it holds, nothing is lost from the statistics.
#![expect(clippy::unwrap_used, reason = "a broken thread fails the test")]

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

use cupola_base::Rng;
use cupola_traces::{
    CentralReservoir, LocalReservoir, LocalSampler, Rate, SampledCount, SamplingRequest, SamplingTarget, Statistics,
    Timestamp, Verdict,
};

const THREADS: u64 = 8;
const CALLS: u64 = 40_000;

/// Runs a loop in each of several threads at once, and gives what each of them gave.
fn in_threads<R: Send>(run: impl Fn(Rng) -> R + Sync) -> Vec<R> {
    std::thread::scope(|scope| {
        let run = &run;
        let threads: Vec<_> = (0..THREADS).map(|seed| scope.spawn(move || run(Rng::new(seed)))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

/// A clock that walks on slowly and jumps up to 30 seconds back and forth.
fn jumping(n: u64, rng: &Rng) -> Timestamp {
    let jump = i64::try_from(rng.below(30_000)).unwrap() * i64::from(rng.below(4) == 0);
    Timestamp::from_millis(1_777_874_400_000 + i64::try_from(n).unwrap() / 2 + jump)
}

/// How many seconds there were that granted anything, and so how much may have been granted.
fn seconds_spanned() -> u64 {
    CALLS / 2 / 1000 + 30 + 1
}

#[test]
fn a_hostile_clock_gets_no_more_than_the_reservoir() {
    for target in [1, 3] {
        let reservoir = LocalReservoir::new(target, Rate::NEVER);
        let taken: usize =
            in_threads(|rng| (0..CALLS).filter(|n| reservoir.decide(jumping(*n, &rng), 0.5).is_sampled()).count())
                .into_iter()
                .sum();
        // The newest second seen only grows, so each second of the span is entered once.
        let most = seconds_spanned() * u64::from(target);
        assert!((1..=most).contains(&(taken as u64)), "{taken} of {most}");
        assert_eq!(reservoir.take_statistics().requests, THREADS * CALLS);
    }
}

#[test]
fn seconds_in_step_grant_exactly_the_reservoir() {
    let reservoir = LocalReservoir::new(5, Rate::NEVER);
    for second in 0..300 {
        let now = Timestamp::from_secs(1_777_874_400 + second);
        let taken: usize =
            in_threads(|_| (0..50).filter(|_| reservoir.decide(now, 0.5).is_sampled()).count()).into_iter().sum();
        assert_eq!(taken, 5, "second {second}");
    }
}

#[test]
fn every_snapshot_makes_sense_and_their_sum_is_all() {
    let rule = CentralReservoir::new(1, Rate::new(0.05).unwrap());
    let done = AtomicBool::new(false);
    let (verdicts, snapshots) = std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut all = Vec::new();
            while !done.load(Ordering::Acquire) {
                all.push(rule.take_statistics(SampledCount::Inclusive));
            }
            all
        });
        let verdicts = in_threads(|rng| decide_many(&rule, &rng));
        done.store(true, Ordering::Release);
        (verdicts, reader.join().unwrap())
    });
    let last = rule.take_statistics(SampledCount::Inclusive);
    let all: Vec<Statistics> = snapshots.into_iter().chain([last]).collect();
    assert!(all.iter().all(|one| one.borrowed <= one.sampled && one.sampled <= one.requests));
    let told = |of: fn(&Statistics) -> u64| all.iter().map(of).sum::<u64>();
    let seen = |wanted: &[&str]| -> u64 { verdicts.iter().flat_map(|v| wanted.iter().filter_map(|w| v.get(*w))).sum() };
    assert_eq!(told(|one| one.requests), THREADS * CALLS);
    assert_eq!(told(|one| one.borrowed), seen(&["Borrow"]));
    assert_eq!(told(|one| one.sampled), seen(&["Borrow", "Take", "FixedRate"]));
    assert!(seen(&["Borrow"]) <= seconds_spanned());
    // The largest quota that was ever told, in each second that there was.
    assert!(seen(&["Take"]) <= seconds_spanned() * 3);
}

/// Decides, and now and then loads a target whose quota is at most three.
fn decide_many(rule: &CentralReservoir, rng: &Rng) -> BTreeMap<String, u64> {
    let mut seen: BTreeMap<String, u64> = BTreeMap::new();
    for n in 0..CALLS {
        let now = jumping(n, rng);
        if n % 500 == 0 {
            let quota = u32::try_from(rng.below(4)).unwrap();
            let until = now.plus_secs(i64::try_from(rng.below(8)).unwrap());
            rule.load_target(now, &SamplingTarget::new("r").with_quota(quota).with_quota_until(until));
        }
        let verdict: Verdict = rule.decide(now, rng.unit());
        *seen.entry(verdict.to_string()).or_default() += 1;
    }
    seen
}

#[test]
fn the_default_rule_takes_one_a_second_and_a_twentieth() {
    let sampler = LocalSampler::standard(11);
    let request = SamplingRequest::new("shop", "shop.example", "GET", "/");
    let verdicts = in_threads(|_| {
        let decide = |n: u64| sampler.decide(Timestamp::from_millis(i64::try_from(n).unwrap()), &request).verdict();
        let verdicts: Vec<Verdict> = (0..CALLS).map(decide).collect();
        [Verdict::Take, Verdict::FixedRate].map(|wanted| verdicts.iter().filter(|v| **v == wanted).count() as u64)
    });
    let [taken, hit] = verdicts.iter().fold([0, 0], |sum, one| [sum[0] + one[0], sum[1] + one[1]]);
    assert!((1..=CALLS / 1000).contains(&taken), "{taken}");
    let n = THREADS * CALLS - taken;
    let (mean, sigma) = (n as f64 * 0.05, (n as f64 * 0.05 * 0.95).sqrt());
    assert!((hit as f64 - mean).abs() < 5.0 * sigma, "{hit} of {n}");
    let told = sampler.take_statistics();
    assert_eq!((told.len(), told[0].requests, told[0].sampled), (1, THREADS * CALLS, taken + hit));
}
