//! The detector against its twin; order within the grace; steps; snapshots.

use cupola_base::Rng;
use cupola_base::json::Json;
use proptest::prelude::*;

use super::twin::{Told, Twin};
use super::{
    GapModel, Insight, InsightCall, InsightDetector, InsightModel, InsightSelector, InsightState, InsightStatistics,
    InsightType, Minute, insight_average, instant, minute_of,
};

const SINCE: Minute = 29_000_000;

fn model() -> impl Strategy<Value = InsightModel> {
    let peaks = (prop_oneof![Just(0u32), 1u32..4], 1usize..40);
    (1u32..8, 1u32..10, 1u32..8, 0u32..500, prop::bool::ANY, peaks).prop_map(
        |(window, rarity, quiet, warmup, gaps, peaks)| {
            let gaps = gaps.then(|| GapModel::default().with_intervals(4).with_spread_percent(20));
            InsightModel::default()
                .with_window_minutes(window)
                .with_rarity(rarity)
                .with_peak_rarity(peaks.0)
                .with_steady_peaks(peaks.1)
                .with_quiet_minutes(quiet)
                .with_warmup_minutes(warmup)
                .with_gaps(gaps)
        },
    )
}

/// Steps in which calls come: how many minutes later, how many calls, repeated how often.
fn traffic() -> impl Strategy<Value = Vec<(Minute, u64)>> {
    let step = prop_oneof![
        (1i64..4, 1u64..9, 1usize..8),
        (50i64..70, 1u64..3, 1usize..30),
        (58i64..62, 1u64..2, 4usize..40),
        (300i64..4_000, 1u64..40, 1usize..4),
    ];
    prop::collection::vec(step, 1..14).prop_map(|steps| {
        let mut list = Vec::new();
        let mut minute = SINCE;
        for (gap, calls, times) in steps {
            for _ in 0..times {
                minute += gap;
                list.push((minute, calls));
            }
        }
        list
    })
}

fn call(minute: Minute, who: u64) -> InsightCall<'static> {
    let who = if who.is_multiple_of(3) { "ana" } else { "bo" };
    InsightCall::new(instant(minute), "iam.amazonaws.com", "CreateRole").by(who)
}

fn detector(model: &InsightModel) -> InsightDetector {
    let mut detector = InsightDetector::new(model.clone());
    detector.watch(instant(SINCE), &[InsightSelector::new(InsightType::ApiCallRate)]);
    let _ = detector.advance(instant(SINCE), &Rng::new(0));
    detector
}

fn told(insights: &[Insight]) -> Vec<(bool, Minute, f64, u64, f64, u64)> {
    let told = |i: &Insight| {
        let InsightStatistics { baseline, insight, insight_duration, baseline_duration } = i.statistics;
        let at = minute_of(i.at);
        (
            i.state == InsightState::Start,
            at,
            baseline.average,
            baseline_duration.unwrap(),
            insight.average,
            insight_duration.unwrap(),
        )
    };
    insights.iter().map(told).collect()
}

fn averaged(told: &[Told]) -> Vec<(bool, Minute, f64, u64, f64, u64)> {
    let average = |&(start, at, base, base_minutes, inside, minutes): &Told| {
        (start, at, insight_average(base, base_minutes), base_minutes, insight_average(inside, minutes), minutes)
    };
    told.iter().map(average).collect()
}

/// Each value's calls are part of all calls: who called adds up to the average.
fn attributions_add_up(insights: &[Insight]) {
    for insight in insights {
        for (list, whole) in [
            (&insight.attributions[0].insight, insight.statistics.insight.average),
            (&insight.attributions[0].baseline, insight.statistics.baseline.average),
        ] {
            let sum: f64 = list.iter().map(|value| value.average).sum();
            assert!((sum - whole).abs() < 1e-8, "{sum} {whole}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Calls come while time goes on, some of them late.
    #[test]
    fn the_detector_is_its_twin(
        model in model(), traffic in traffic(), late in prop::collection::vec((any::<prop::sample::Index>(), 0i64..9), 0..6),
    ) {
        let (mut detector, mut twin, rng) = (detector(&model), Twin::new(model.clone(), SINCE), Rng::new(7));
        let late: Vec<(usize, Minute)> = late.into_iter().map(|(at, by)| (at.index(traffic.len()), by * by * 20)).collect();
        let mut insights = Vec::new();
        for (place, (minute, calls)) in traffic.iter().enumerate() {
            insights.extend(detector.advance(instant(*minute), &rng));
            twin.advance(minute - 1);
            for (_, by) in late.iter().filter(|(at, _)| *at == place) {
                let then = (minute - 1 - by).max(SINCE);
                detector.count(&call(then, 1));
                twin.count(then, 1);
            }
            (0..*calls).for_each(|who| detector.count(&call(*minute, who)));
            twin.count(*minute, *calls);
        }
        let end = traffic.last().map_or(SINCE, |(minute, _)| minute + 12_000);
        insights.extend(detector.advance(instant(end), &rng));
        twin.advance(end - 1);
        prop_assert_eq!(told(&insights), averaged(&twin.told));
        attributions_add_up(&insights);
    }

    /// All calls at once in any order and one long step, or one by one with a snapshot in between.
    #[test]
    fn order_steps_and_snapshots_change_nothing(model in model(), traffic in traffic(), seed in any::<u64>(), cut in any::<prop::sample::Index>()) {
        let end = traffic.last().map_or(SINCE, |(minute, _)| minute + 12_000);
        let all: Vec<InsightCall<'_>> = traffic.iter().flat_map(|(m, n)| (0..*n).map(|who| call(*m, who))).collect();
        let mut shuffled = all.clone();
        shuffled.sort_by_key(|call| (call.at.as_millis() as u64 ^ seed).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let mut at_once = detector(&model);
        shuffled.iter().for_each(|call| at_once.count(call));
        let at_once = at_once.advance(instant(end), &Rng::new(3));

        let (mut slow, rng, mut insights) = (detector(&model), Rng::new(3), Vec::new());
        let cut = cut.index(all.len());
        for (place, call) in all.iter().enumerate() {
            if place == cut {
                slow = serde_json::from_str(Json::of(&slow).as_str()).unwrap();
            }
            insights.extend(slow.advance(call.at, &rng));
            slow.count(call);
        }
        while let Some(due) = slow.next_deadline().filter(|due| *due <= instant(end)) {
            insights.extend(slow.advance(due, &rng));
        }
        prop_assert_eq!(insights, at_once);
    }
}
