//! Every interleaving of small schedules. See the README for the command.

use cupola_base::Timestamp;
use loom::model;
use loom::sync::Arc;
use loom::thread;

use super::counters::{Class, Counters};
use super::second::{Ask, Second};
use super::{CentralReservoir, LocalReservoir, Rate, SampledCount, SamplingBoost, SamplingTarget, Statistics, Verdict};

const fn at(seconds: i64) -> Timestamp {
    Timestamp::from_secs(seconds)
}

/// All interleavings in which threads are interrupted at most three times: what larger schedules allow.
fn bounded(schedule: impl Fn() + Send + Sync + 'static) {
    let mut builder = model::Builder::new();
    builder.preemption_bound = Some(3);
    builder.check(schedule);
}

/// Runs the closure in a thread for each of its arguments, and gives all results.
fn in_threads<T: Send + Sync + 'static, A: Copy + Send + 'static, R: Send + 'static>(
    shared: &Arc<T>,
    arguments: &[A],
    run: impl Fn(&T, A) -> R + Copy + Send + 'static,
) -> Vec<R> {
    let threads: Vec<_> = arguments
        .iter()
        .map(|argument| {
            let (shared, argument) = (Arc::clone(shared), *argument);
            thread::spawn(move || run(&shared, argument))
        })
        .collect();
    threads.into_iter().map(|thread| thread.join().unwrap()).collect()
}

#[test]
fn loom_one_second_grants_the_reservoir_exactly() {
    model(|| {
        let reservoir = Arc::new(LocalReservoir::new(1, Rate::NEVER));
        let verdicts = in_threads(&reservoir, &[5, 5], |reservoir, second| reservoir.decide(at(second), 0.5));
        assert_eq!(verdicts.iter().filter(|verdict| verdict.is_sampled()).count(), 1);
    });
}

#[test]
fn loom_a_roll_over_grants_once_for_each_second() {
    model(|| {
        let second = Arc::new(Second::new());
        assert!(second.grant(at(5), Ask::Take(1)));
        // One walks into the next second, one comes late and then walks.
        let granted = in_threads(&second, &[6, 5], |second, first| {
            [second.grant(at(first), Ask::Take(1)), second.grant(at(6), Ask::Take(1))]
        });
        // Who is late in second 5 finds nothing there; second 6 grants one in all.
        assert_eq!(granted.concat().iter().filter(|granted| **granted).count(), 1);
    });
}

#[test]
fn loom_three_threads_share_two_a_second() {
    bounded(|| {
        let second = Arc::new(Second::new());
        let granted = in_threads(&second, &[7, 7, 7], |second, now| second.grant(at(now), Ask::Take(2)));
        assert_eq!(granted.iter().filter(|granted| **granted).count(), 2);
    });
}

#[test]
fn loom_three_threads_borrow_one() {
    bounded(|| {
        let second = Arc::new(Second::new());
        let granted =
            in_threads(&second, &[7, 7, 7], |second, now| second.grant(at(now), Ask::Borrow { allowed: true }));
        assert_eq!(granted.iter().filter(|granted| **granted).count(), 1);
    });
}

#[test]
fn loom_one_is_borrowed_and_the_quota_taken_when_it_arrives() {
    bounded(|| {
        let rule = Arc::new(CentralReservoir::new(3, Rate::NEVER));
        let loader = {
            let rule = Arc::clone(&rule);
            thread::spawn(move || {
                let target = SamplingTarget::new("r").with_quota(1).with_quota_until(at(400));
                rule.load_target(at(100), &target);
            })
        };
        let mut verdicts = in_threads(&rule, &[100], |rule, second| rule.decide(at(second), 0.5));
        verdicts.push(rule.decide(at(100), 0.5));
        loader.join().unwrap();
        verdicts.push(rule.decide(at(100), 0.5));
        let count = |wanted| verdicts.iter().filter(|verdict| **verdict == wanted).count();
        assert!(count(Verdict::Borrow) <= 1);
        assert_eq!(count(Verdict::Take), 1, "the last finds the quota, if nobody took it before");
        let all = rule.take_statistics(SampledCount::Inclusive);
        assert_eq!((all.requests, all.borrowed), (3, count(Verdict::Borrow) as u64));
    });
}

#[test]
fn loom_snapshots_make_sense_and_lose_nothing() {
    model(|| {
        let rule = Arc::new(CentralReservoir::new(1, Rate::new(0.5).unwrap()));
        let reader = {
            let rule = Arc::clone(&rule);
            thread::spawn(move || rule.take_statistics(SampledCount::Inclusive))
        };
        // In the model a class is moved to the wide words from its second decision on.
        let threads = in_threads(&rule, &[0.9], |rule, u| {
            for second in [10, 10, 10] {
                rule.decide(at(second), u);
            }
        });
        assert_eq!(threads.len(), 1);
        let early = reader.join().unwrap();
        let late = rule.take_statistics(SampledCount::Inclusive);
        for Statistics { requests, sampled, borrowed } in [early, late] {
            assert!(borrowed <= sampled && sampled <= requests);
        }
        assert_eq!(early.requests + late.requests, 3);
        assert_eq!((early.borrowed + late.borrowed, early.sampled + late.sampled), (1, 1));
    });
}

#[test]
fn loom_two_takers_and_a_widening_share_all() {
    bounded(|| {
        let counters = Arc::new(Counters::new());
        counters.count(Class::Dropped);
        // In the model a class is moved to the wide words from its second decision on.
        let taken = in_threads(&counters, &[false, true], |counters, takes| {
            counters.count(Class::Dropped);
            if takes { counters.take().dropped } else { 0 }
        });
        assert_eq!(taken.iter().sum::<u64>() + counters.take().dropped, 3);
    });
}

#[test]
fn loom_a_boosts_rate_and_end_stay_together() {
    // At 15 only the boost that ends at 20 may be seen, whichever comes first.
    for boosts in [[(0.25, 10), (0.75, 20)], [(0.75, 20), (0.25, 10)]] {
        model(move || {
            let rule = Arc::new(CentralReservoir::new(0, Rate::NEVER));
            let boost = |(rate, until)| SamplingBoost { rate: Rate::new(rate).unwrap(), until: at(until) };
            rule.load_target(at(0), &SamplingTarget::new("r").with_boost(boost(boosts[0])));
            let loader = {
                let rule = Arc::clone(&rule);
                thread::spawn(move || rule.load_target(at(0), &SamplingTarget::new("r").with_boost(boost(boosts[1]))))
            };
            let seen = [15, 15].map(|now| rule.effective_rate(at(now)).get());
            loader.join().unwrap();
            assert!(seen.iter().all(|rate| *rate == 0.0 || *rate == 0.75), "{seen:?}");
        });
    }
}
