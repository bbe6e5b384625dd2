//! Planted cases.

use super::*;
use crate::anomaly::history::History;
use crate::anomaly::priority::LogAnomalyPriority;

fn steady(mean: f64, swing: f64) -> Bench {
    let rng = Rng::new(7);
    Bench::new(EvaluationFrequency::FiveMinutes).train(14, move |at| poisson(&rng, by_day(at, mean, swing)))
}

#[test]
fn a_burst_is_told_and_its_size() {
    let mut bench = steady(40.0, 0.0);
    assert_eq!(bench.kinds(40), []);
    let found = bench.judge(400);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].kind, LogAnomalyKind::Increase);
    // The busiest of 42 hours has a mean a little above 40.
    assert!((700.0..900.0).contains(&found[0].change_percent), "{found:?}");
    let rules = AnomalyRules::default();
    let priority = LogAnomalyPriority::of(found[0].severity, found[0].change_percent, &rules);
    assert_eq!(priority, LogAnomalyPriority::High);
    assert_eq!(bench.kinds(40), [], "it is over");
    assert_eq!(bench.kinds(400), [LogAnomalyKind::Increase], "it was not learned from");
}

#[test]
fn the_time_of_day_counts() {
    let rng = Rng::new(8);
    let mut bench = steady(40.0, 0.9);
    // Six in the evening is the quietest time: 4 a window.
    while bench.at.as_millis().rem_euclid(DAY) != 18 * 3_600_000 {
        let count = poisson(&rng, by_day(bench.at, 40.0, 0.9));
        assert_eq!(bench.kinds(count), []);
    }
    assert_eq!(bench.kinds(60), [LogAnomalyKind::Increase], "at six in the morning 76 are usual");
}

#[test]
fn what_stays_away_is_missed() {
    let mut bench = steady(40.0, 0.0);
    assert_eq!(bench.kinds(0), [LogAnomalyKind::Decrease], "one window without any is enough where 40 are usual");
    let mut bench = steady(4.0, 0.0);
    let windows = (1..20).find(|_| !bench.kinds(0).is_empty());
    // 20.7 must be missed; the quietest hour had between 2 and 4 a window.
    assert!(windows.is_some_and(|windows| (6..12).contains(&windows)), "{windows:?}");
    assert_eq!(bench.kinds(0), [LogAnomalyKind::Decrease], "as long as it stays away");
    assert_eq!(bench.kinds(4), []);
    assert_eq!(bench.kinds(0), []);
}

/// A silence of hours that was told does not make silence usual.
#[test]
fn silence_that_is_told_is_not_learned() {
    let rng = Rng::new(7);
    let mut bench = Bench::new(EvaluationFrequency::FiveMinutes).train(2, |_| poisson(&rng, 40.0));
    (0..60).for_each(|_| assert_eq!(bench.kinds(0), [LogAnomalyKind::Decrease]));
    (0..60).for_each(|_| assert_eq!(bench.kinds(poisson(&rng, 40.0)), []));
    assert_eq!(bench.kinds(0), [LogAnomalyKind::Decrease]);
}

/// What is usual follows from the hours, whether it was read before a silence was told or is read from a snapshot.
#[test]
fn a_silence_that_is_told_is_left_out_at_once() {
    let mut bench = Bench::new(EvaluationFrequency::FiveMinutes).train(2, |_| 2);
    (0..6).for_each(|_| assert_eq!(bench.kinds(2), []));
    let windows = (1..20).find(|_| !bench.kinds(0).is_empty());
    assert!(windows.is_some_and(|windows| (7..18).contains(&windows)), "in the next hour: {windows:?}");
    let text = serde_json::to_string(&bench.pattern.history).unwrap();
    let mut again: History = serde_json::from_str(&text).unwrap();
    let band = bench.pattern.history.band(bench.at, bench.frequency, &bench.rules);
    assert_eq!(band, again.band(bench.at, bench.frequency, &bench.rules));
    assert!(band.is_some_and(|band| band.low > 1.9), "half an hour of silence is not usual: {band:?}");
}

#[test]
fn a_part_that_stays_away_is_missed() {
    let mut bench = steady(150.0, 0.0);
    assert_eq!(bench.kinds(100), []);
    assert_eq!(bench.kinds(20), [LogAnomalyKind::Decrease]);
}

#[test]
fn what_is_accepted_is_usual_and_more_is_not() {
    let mut bench = steady(40.0, 0.0);
    assert_eq!(bench.kinds(400), [LogAnomalyKind::Increase]);
    bench.pattern.accepted = 400;
    assert_eq!(bench.kinds(400), []);
    assert_eq!(bench.kinds(500), [], "up to a quarter more");
    assert_eq!(bench.kinds(600), [LogAnomalyKind::Increase]);
    bench.pattern.may_stay_away = true;
    assert_eq!(bench.kinds(0), []);
}

#[test]
fn a_pattern_is_new_until_it_is_accepted() {
    let mut bench = Bench::new(EvaluationFrequency::FiveMinutes);
    assert_eq!(bench.kinds(0), []);
    assert_eq!(bench.kinds(1), [LogAnomalyKind::NewPattern]);
    assert_eq!(bench.kinds(0), []);
    assert_eq!(bench.kinds(2), [LogAnomalyKind::NewPattern]);
    bench.pattern.is_known = true;
    assert_eq!(bench.kinds(2), []);
    assert_eq!(bench.kinds(5000), [], "how often it comes is not known yet");
}

/// A pattern of access lines with a status; so many of each in a window.
struct Statuses {
    book: Book,
    at: Timestamp,
}

impl Statuses {
    fn trained() -> Self {
        let mut statuses = Self { book: Book::default(), at: Timestamp::from_millis(20_000 * DAY) };
        for _ in 0..200 {
            statuses.take(&[("200", 20), ("404", 2)]);
            let pattern = statuses.book.patterns.values_mut().next().unwrap();
            pattern.is_known = true;
            pattern.history.learn(statuses.at, 22, EvaluationFrequency::FiveMinutes, 14);
            pattern.learn_values(&AnomalyRules::default());
            pattern.close();
            statuses.at = statuses.at.plus_millis(EvaluationFrequency::FiveMinutes.millis());
        }
        statuses
    }

    fn take(&mut self, counts: &[(&str, u64)]) {
        for (status, count) in counts {
            (0..*count).for_each(|_| self.book.take(&format!("GET /quay answered {status} ok"), self.at, self.at, 10));
        }
    }

    fn judge(&mut self, counts: &[(&str, u64)]) -> Vec<(LogAnomalyKind, LogAnomalyPriority)> {
        self.take(counts);
        let (rules, frequency) = (AnomalyRules::default(), EvaluationFrequency::FiveMinutes);
        let look = Look { rules: &rules, frequency, window: self.at, is_whole: true };
        let pattern = self.book.patterns.values_mut().next().unwrap();
        let findings = pattern.judge(&look);
        pattern.close();
        self.at = self.at.plus_millis(frequency.millis());
        let told = |one: Finding| {
            let priority = LogAnomalyPriority::of(one.severity, one.change_percent, &rules);
            (one.kind, priority)
        };
        findings.into_iter().map(told).collect()
    }
}

#[test]
fn a_new_value_among_few_is_told() {
    let mut statuses = Statuses::trained();
    assert_eq!(statuses.judge(&[("200", 20), ("404", 3)]), []);
    let new = |value: &str| LogAnomalyKind::NewValue { token: 1, value: value.into() };
    let found = statuses.judge(&[("200", 20), ("503", 1)]);
    assert_eq!(found, [(new("503"), LogAnomalyPriority::High)], "a status from 500 on is an error");
    let found = statuses.judge(&[("200", 20), ("201", 1)]);
    assert_eq!(found, [(new("201"), LogAnomalyPriority::Low)]);
    assert_eq!(statuses.judge(&[("503", 1)]), [(new("503"), LogAnomalyPriority::High)], "it was not learned");
}

#[test]
fn a_value_that_comes_far_more_often_is_told() {
    let mut statuses = Statuses::trained();
    let found = statuses.judge(&[("200", 20), ("404", 60)]);
    // 80 lines at a share of one in eleven are 7.3; 60 are 725% more.
    let kind = LogAnomalyKind::ValueIncrease { token: 1, value: "404".into() };
    assert_eq!(found, [(kind, LogAnomalyPriority::High)]);
    assert_eq!(statuses.judge(&[("200", 40), ("404", 4)]), [], "all of them more often is not this");
}

#[test]
fn values_that_are_many_are_not_told() {
    let mut statuses = Statuses::trained();
    for number in 100..140 {
        statuses.take(&[(number.to_string().as_str(), 1)]);
    }
    let pattern = statuses.book.patterns.values_mut().next().unwrap();
    pattern.learn_values(&AnomalyRules::default());
    pattern.close();
    assert_eq!(statuses.judge(&[("999", 1)]), []);
}

/// A word that was always the same and is another now is a variation of the pattern.
#[test]
fn another_word_in_a_known_pattern_is_told() {
    let at = Timestamp::from_millis(20_000 * DAY);
    let (mut book, rules) = (Book::default(), AnomalyRules::default());
    let (frequency, message) = (EvaluationFrequency::FiveMinutes, "crane one holds the box in the air");
    (0..150).for_each(|_| book.take(message, at, at, 10));
    let pattern = book.patterns.values_mut().next().unwrap();
    pattern.is_known = true;
    pattern.history.learn(at, 150, frequency, 14);
    pattern.learn_values(&rules);
    pattern.close();
    let window = at.plus_millis(frequency.millis());
    book.take("crane one holds the captain in the air", window, window, 10);
    assert_eq!(book.patterns.len(), 1);
    let look = Look { rules: &rules, frequency, window, is_whole: true };
    let findings = book.patterns.values_mut().next().unwrap().judge(&look);
    let kinds: Vec<_> = findings.into_iter().map(|finding| finding.kind).collect();
    assert_eq!(kinds, [LogAnomalyKind::NewValue { token: 1, value: "captain".into() }]);
}
