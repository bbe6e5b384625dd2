//! Series in which there is nothing unusual.

use proptest::prelude::*;

use super::*;
use cupola_base::Rng;

fn means() -> impl Strategy<Value = f64> {
    prop::sample::select(vec![0.02, 0.3, 2.0, 15.0, 60.0, 150.0])
}

fn frequencies() -> impl Strategy<Value = EvaluationFrequency> {
    use EvaluationFrequency::{FifteenMinutes, FiveMinutes, OneHour};
    prop::sample::select(vec![FiveMinutes, FifteenMinutes, OneHour])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Events that come by chance, at a rate that follows the day, set nothing off: neither after two weeks nor after
    /// two days.
    #[test]
    fn chance_sets_nothing_off(
        seed in any::<u64>(), mean in means(), swing in 0.0..0.95_f64, frequency in frequencies(), days in 2i64..15,
    ) {
        let rng = Rng::new(seed);
        let mut bench = Bench::new(frequency).train(days, |at| poisson(&rng, by_day(at, mean, swing)));
        let until = bench.at.plus_millis(10 * DAY);
        while bench.at < until {
            let (at, count) = (bench.at, poisson(&rng, by_day(bench.at, mean, swing)));
            let findings = bench.judge(count);
            prop_assert!(findings.is_empty(), "{at} {count} {findings:?}");
        }
    }

    /// Nor does a task that writes much at once, each day or each hour, and else nothing.
    #[test]
    fn tasks_set_nothing_off(every in prop::sample::select(vec![1i64, 6, 24]), lines in 20u64..5000, jitter in 0i64..3) {
        let wave = |at: Timestamp| {
            let window = at.as_millis() / EvaluationFrequency::FiveMinutes.millis();
            let late = (window / (12 * every)).rem_euclid(3).min(jitter);
            if window.rem_euclid(12 * every) == late { lines } else { 0 }
        };
        let mut bench = Bench::new(EvaluationFrequency::FiveMinutes).train(14, wave);
        let until = bench.at.plus_millis(5 * DAY);
        while bench.at < until {
            let (at, count) = (bench.at, wave(bench.at));
            let findings = bench.judge(count);
            prop_assert!(findings.is_empty(), "{at} {count} {findings:?}");
        }
    }
}
