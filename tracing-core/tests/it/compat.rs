//! What other samplers would decide: each quirk, told from the rules without it.
#![expect(clippy::unwrap_used, reason = "what breaks here fails the test")]

use cupola_base::Rng;
use cupola_traces::{
    CentralReservoir, Compat, CompatSampler, LocalReservoir, LocalWindow, Quirks, Rate, RuleName, SampledCount,
    SamplingManifest, SamplingRequest, SamplingRule, SamplingSimulation, SamplingTarget, SimulatedTraffic, Timestamp,
};

fn at(millis: i64) -> Timestamp {
    Timestamp::from_millis(1_777_874_400_000 + millis)
}

fn rule(size: u32, rate: f64) -> SamplingRule {
    SamplingRule::new(RuleName::new("r").unwrap(), 1).reservoir_size(size).rate(Rate::new(rate).unwrap())
}

fn central(compat: Compat, size: u32, rate: f64) -> CompatSampler {
    CompatSampler::of(compat, [rule(size, rate)])
}

fn decides(sampler: &mut CompatSampler, millis: i64, u: f64) -> bool {
    sampler.decide(at(millis), &SamplingRequest::new("s", "h", "GET", "/"), u).sampled
}

fn local(quirks: Quirks, target: u32) -> CompatSampler {
    let manifest = format!(r#"{{"version": 2, "default": {{"fixed_target": {target}, "rate": 0}}}}"#);
    CompatSampler::local(quirks, &SamplingManifest::parse(&manifest).unwrap())
}

#[test]
fn a_step_back_is_taken_again_by_the_sdks() {
    let steps = [1000, 999, 1000, 999];
    let took = |quirks| {
        let mut sampler = local(quirks, 1);
        steps.map(|millis| decides(&mut sampler, millis, 0.5))
    };
    assert_eq!(took(Compat::Go.quirks()), [true; 4]);
    assert_eq!(took(Quirks::default()), [true, false, false, false]);
}

#[test]
fn nodes_second_begins_at_the_half() {
    let took = |quirks| {
        let mut sampler = local(quirks, 1);
        [0, 499, 500, 1000, 1499, 1500].map(|millis| decides(&mut sampler, millis, 0.5))
    };
    assert_eq!(took(Compat::Node.quirks()), [true, false, true, false, false, true]);
    assert_eq!(took(Compat::Python.quirks()), [true, false, false, true, false, false]);
}

#[test]
fn javas_tenths_open_one_early() {
    let mut sampler = local(Compat::Java.quirks(), 25);
    // The window begins at the first call, which sees 2 + 5 of it; the others see a tenth more.
    let taken = |sampler: &mut CompatSampler, millis| (0..30).filter(|_| decides(sampler, millis, 0.5)).count();
    let all: Vec<usize> = [333, 400, 433, 1233, 1332, 1333].map(|millis| taken(&mut sampler, millis)).to_vec();
    assert_eq!(all, [9, 0, 2, 14, 0, 9]);
    assert_eq!(Compat::Java.quirks().window, LocalWindow::Tenths);
}

#[test]
fn otel_borrows_until_the_first_target_and_the_sdks_again_after_it() {
    let target = SamplingTarget::new("r").with_quota(1).with_quota_until(at(2000));
    let walk = |compat| {
        let mut sampler = central(compat, 3, 0.0);
        let before = decides(&mut sampler, 0, 0.5);
        sampler.load_target(&target);
        let rest = [1000, 1001, 2000, 3000].map(|millis| decides(&mut sampler, millis, 0.5));
        (before, rest)
    };
    assert_eq!(walk(Compat::Python), (true, [true, false, true, true]));
    assert_eq!(walk(Compat::Otel), (true, [true, false, false, false]));
}

#[test]
fn the_rest_of_the_quirks() {
    let zero = SamplingTarget::new("r").with_quota(0).with_quota_until(at(10_000));
    let two = SamplingTarget::new("r").with_quota(2).with_quota_until(at(10_000)).with_rate(Rate::NEVER);
    for compat in Compat::ALL {
        let mut sampler = central(*compat, 3, 1.0);
        sampler.load_target(&two);
        sampler.load_target(&zero);
        let keeps = decides(&mut sampler, 0, 0.5);
        // Go throws the target without a rate away, Node its zero.
        assert_eq!(keeps, matches!(compat, Compat::Node | Compat::Go), "{compat:?}");
        let mut sampler = central(*compat, 0, 0.5);
        assert_eq!(decides(&mut sampler, 0, 0.5), *compat == Compat::Python, "{compat:?}");
        let mut sampler = central(*compat, 1, 0.0);
        decides(&mut sampler, 0, 0.5);
        let counts = sampler.take_statistics()[0].1;
        assert_eq!((counts.borrowed, counts.sampled), (1, u64::from(*compat == Compat::Otel)));
    }
    let ties = ["b", "a"].map(|name| SamplingRule::new(RuleName::new(name).unwrap(), 1));
    let first = |compat| CompatSampler::of(compat, ties.clone()).decide(at(0), &SamplingRequest::default(), 0.5).rule;
    assert_eq!((first(Compat::Otel).as_deref(), first(Compat::Go).as_deref()), (Some("b"), Some("a")));
}

#[test]
fn without_quirks_it_is_the_samplers_of_this_crate() {
    let rng = Rng::new(7);
    for _ in 0..50 {
        let (size, rate) = (u32::try_from(rng.below(4)).unwrap(), rng.unit());
        let (mut twin, own) = (
            CompatSampler::central(Quirks::default(), [rule(size, rate)]),
            CentralReservoir::new(size, Rate::new(rate).unwrap()),
        );
        let (mut local_twin, local_own) = (local(Quirks::default(), size), LocalReservoir::new(size, Rate::NEVER));
        let mut millis = 0;
        for _ in 0..200 {
            millis = (millis + i64::try_from(rng.below(900)).unwrap() - 200).max(0);
            if rng.below(20) == 0 {
                let target = SamplingTarget::new("r").with_quota(u32::try_from(rng.below(3)).unwrap());
                let target = target.with_quota_until(at(millis + 3000));
                twin.load_target(&target);
                own.load_target(at(millis), &target);
            }
            let u = rng.unit();
            assert_eq!(decides(&mut twin, millis, u), own.decide(at(millis), u).is_sampled());
            assert_eq!(decides(&mut local_twin, millis, u), local_own.decide(at(millis), u).is_sampled());
        }
        assert_eq!(twin.take_statistics()[0].1, own.take_statistics(SampledCount::Inclusive));
    }
}

#[test]
fn hosts_share_a_reservoir_whoever_samples() {
    let traffic = || [SimulatedTraffic::new("s", "h", "GET", "/", 200.0)];
    let plan = SamplingSimulation::new([rule(20, 0.0)], traffic(), 4, 300);
    for sampler in [None].into_iter().chain(Compat::ALL.iter().copied().map(Some)) {
        let plan = SamplingSimulation { sampler, ..plan.clone() };
        let report = plan.run(3);
        let rule = report.rule("r").unwrap();
        assert_eq!((rule.requests, report.totals().0), (60_000, 60_000));
        // All of it once quotas are there; on credit before, and until all hosts know of each other perhaps more.
        assert!((5600..=6250).contains(&rule.sampled), "{sampler:?}: {}", rule.sampled);
        assert_eq!(report, plan.run(3));
        assert_eq!(report.hosts.iter().map(|host| host.counts.requests).sum::<u64>(), 60_000);
    }
}
