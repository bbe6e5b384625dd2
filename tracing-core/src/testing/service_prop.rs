//! Laws of reservoirs, rules and the sharing of reservoirs.

use cupola_base::Place;
use proptest::prelude::*;

use super::twins::{CentralTwin, LocalTwin};
use crate::{
    CentralReservoir, CentralSampler, Engine, LocalReservoir, LocalSampler, Rate, RuleName, SampledCount,
    SamplingBoost, SamplingRequest, SamplingRule, SamplingStatistics, SamplingTarget, Timestamp,
};

/// Milliseconds that walk on, stand, and jump back by up to two minutes.
fn clock() -> impl Strategy<Value = Vec<i64>> {
    let step = prop_oneof![6 => 0..900i64, 2 => -1500..1500i64, 1 => -120_000..120_000i64];
    prop::collection::vec(step, 0..120).prop_map(|steps| {
        steps
            .into_iter()
            .scan(1_777_874_400_000, |now, step| {
                *now += step;
                Some(*now)
            })
            .collect()
    })
}

fn rate() -> impl Strategy<Value = f64> {
    prop_oneof![Just(0.0), Just(1.0), 0.0..1.0f64]
}

/// What happens to a central rule.
#[derive(Clone, Debug)]
enum Happening {
    Decide(f64),
    Target { rate: Option<f64>, quota: Option<u32>, ttl: Option<i64>, boost: Option<(f64, i64)> },
    Statistics,
}

fn happening() -> impl Strategy<Value = Happening> {
    let target = (
        prop::option::of(rate()),
        prop::option::of(0..4u32),
        prop::option::of(-2000..9000i64),
        prop::option::of((rate(), -2000..9000i64)),
    );
    prop_oneof![
        12 => (0.0..1.0f64).prop_map(Happening::Decide),
        1 => target.prop_map(|(rate, quota, ttl, boost)| Happening::Target { rate, quota, ttl, boost }),
        1 => Just(Happening::Statistics),
    ]
}

#[expect(clippy::cast_precision_loss, reason = "the present has 41 bits")]
fn seconds(millis: i64) -> f64 {
    millis as f64 / 1000.0
}

fn at(millis: i64) -> Timestamp {
    Timestamp::from_millis(millis)
}

proptest! {
    #[test]
    fn local_reservoirs_decide_as_their_twin(
        clock in clock(),
        us in prop::collection::vec(0.0..1.0f64, 120),
        fixed_target in 0..4u32,
        rate in rate(),
    ) {
        let (fast, mut slow) = (LocalReservoir::new(fixed_target, Rate::new(rate).unwrap()), LocalTwin::new(fixed_target, rate));
        for (now, u) in clock.into_iter().zip(us) {
            prop_assert_eq!(fast.decide(at(now), u).is_sampled(), slow.decide(seconds(now), u), "at {}", now);
        }
    }

    #[test]
    fn central_reservoirs_decide_and_count_as_their_twin(
        clock in clock(),
        happenings in prop::collection::vec(happening(), 120),
        size in 0..3u32,
        rate in rate(),
    ) {
        let (fast, mut slow) = (CentralReservoir::new(size, Rate::new(rate).unwrap()), CentralTwin::new(size, rate));
        for (now, happening) in clock.into_iter().zip(happenings) {
            match happening {
                Happening::Decide(u) => prop_assert_eq!(fast.decide(at(now), u), slow.decide(seconds(now), u), "at {}", now),
                Happening::Target { rate, quota, ttl, boost } => {
                    let mut target = SamplingTarget::new("r");
                    target.rate = rate.map(|rate| Rate::new(rate).unwrap());
                    target.quota = quota;
                    target.quota_until = ttl.map(|ttl| at(now + ttl));
                    target.boost = boost.map(|(rate, end)| SamplingBoost { rate: Rate::new(rate).unwrap(), until: at(now + end) });
                    fast.load_target(at(now), &target);
                    slow.rate = rate.unwrap_or(slow.rate);
                    slow.quota = quota.or(slow.quota);
                    slow.ttl = ttl.map(|ttl| seconds(now + ttl)).or(slow.ttl);
                    slow.boost = boost.map(|(rate, end)| (rate, seconds(now + end))).or(slow.boost);
                }
                Happening::Statistics => {
                    let told = fast.take_statistics(SampledCount::Inclusive);
                    prop_assert!(told.borrowed <= told.sampled && told.sampled <= told.requests);
                    prop_assert_eq!([told.requests, told.sampled, told.borrowed], std::mem::take(&mut slow.counts));
                }
            }
        }
    }

    #[test]
    fn the_order_of_a_list_of_rules_decides_nothing(
        rules in prop::collection::btree_map("[a-e]", (1..4u16, "[*ab]{0,2}", "[*xy]{0,2}"), 1..5),
        turn in 0..5usize,
        host in prop::option::of("[ab]{0,2}"),
        path in prop::option::of("[xy]{0,2}"),
    ) {
        let rule = |(name, (priority, host, path)): (&String, &(u16, String, String))| {
            SamplingRule::new(RuleName::new(name.as_str()).unwrap(), *priority).host(host.as_str()).url_path(path.as_str())
        };
        let mut list: Vec<SamplingRule> = rules.iter().map(rule).chain([SamplingRule::default_rule()]).collect();
        let sampler = |list: &[SamplingRule]| CentralSampler::new(LocalSampler::standard(0), 0).refreshed(at(0), list.iter().cloned()).unwrap();
        let request = SamplingRequest { host: host.as_deref(), path: path.as_deref(), ..SamplingRequest::default() };
        let (straight, length) = (sampler(&list), list.len());
        list.rotate_left(turn % length);
        list.reverse();
        let turned = sampler(&list);
        prop_assert_eq!(straight.rule_for(&request), turned.rule_for(&request));
        // The slow way: of those that match, the one that stands first.
        let matches = |rule: &&SamplingRule| {
            let fits = |pattern: &str, text: Option<&str>| crate::wildcard_matches(pattern, text.unwrap_or_default());
            fits(&rule.host, request.host) && fits(&rule.url_path, request.path)
        };
        prop_assert_eq!(straight.rule_for(&request), list.iter().filter(matches).min_by(|a, b| a.order().cmp(&b.order())));
    }

    #[test]
    fn quotas_add_up_to_the_reservoir(
        reservoir in 0..40u32,
        clients in prop::collection::btree_set("[0-9a-f]{24}", 1..12),
        rounds in 2..4i64,
    ) {
        let mut engine = Engine::new(Place::parse("111122223333", "us-east-1").unwrap(), 0);
        let rule = SamplingRule::new(RuleName::new("r").unwrap(), 1).reservoir_size(reservoir);
        engine.create_sampling_rule(at(0), rule, Default::default()).unwrap();
        for round in 1..=rounds {
            let now = at(round * 10_000);
            let quotas: Vec<u32> = clients.iter().map(|client| {
                let report = SamplingStatistics::new("r", client.as_str(), now).with_counts(1, 0, 0);
                engine.get_sampling_targets(now, &[report], &[]).unwrap().targets[0].quota.unwrap()
            }).collect();
            if round > 1 {
                prop_assert_eq!(quotas.iter().sum::<u32>(), reservoir);
                prop_assert!(quotas.iter().max().unwrap() - quotas.iter().min().unwrap() <= 1);
            }
        }
    }

    #[test]
    fn going_through_a_snapshot_changes_no_answer(
        reports in prop::collection::vec((0..40_000i64, "[rs]", "[ab]", 0..3u64, any::<bool>()), 0..30),
    ) {
        let mut plain = Engine::new(Place::parse("111122223333", "us-east-1").unwrap(), 0);
        plain.create_sampling_rule(at(0), SamplingRule::new(RuleName::new("r").unwrap(), 1).reservoir_size(9), Default::default()).unwrap();
        let mut restored = Engine::restore(plain.snapshot()).unwrap();
        let mut now = 0;
        for (step, rule, client, requests, through) in reports {
            now += step;
            let report = SamplingStatistics::new(rule, client.repeat(24), at(now)).with_counts(requests, 0, 0);
            // Many short advances, or none.
            (0..step / 5000).for_each(|n| restored.advance(at(now - step + n * 5000)));
            let answers = [&mut plain, &mut restored].map(|engine| engine.get_sampling_targets(at(now), std::slice::from_ref(&report), &[]));
            prop_assert_eq!(&answers[0], &answers[1]);
            if through {
                let text = serde_json::to_string(&restored.snapshot()).unwrap();
                restored = Engine::restore(serde_json::from_str(&text).unwrap()).unwrap();
            }
        }
    }
}
