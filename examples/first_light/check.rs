//! Holds the outcome against what was counted without the library.

use crate::outcome::{Outcome, RuleTally};
use crate::setup::{ALARM_TARGET, ROOT_TARGET, TRAIL_TARGET};

/// Panics unless everything that the account claims is so.
pub(crate) fn check(outcome: &Outcome) {
    check_metric(outcome);
    check_alarm(outcome);
    check_records(outcome);
    outcome.sampling.iter().for_each(check_sampling);
    assert_eq!(outcome.losses, 0, "nothing was lost");
}

#[expect(clippy::cast_precision_loss, reason = "counts of lines")]
fn check_metric(outcome: &Outcome) {
    let sum: f64 = outcome.minutes.iter().map(|(_, sum)| sum).sum();
    assert!((sum - outcome.matching as f64).abs() < 0.5, "metric {sum}, lines {}", outcome.matching);
}

/// The page holds the chart, with all that it is to show.
pub(crate) fn check_page(outcome: &Outcome, page: &str) {
    for part in ["<svg ", "class=\"cu-line", "class=\"cu-threshold\"", &outcome.source] {
        assert!(page.contains(part), "the page has no {part}");
    }
    let rang = outcome.changes.iter().any(|change| change.to == "ALARM");
    assert_eq!(page.contains("class=\"cu-alarm\""), rang, "the alarm is on the page when it rang");
    assert!(!page.contains("<script"), "no script");
}

fn check_alarm(outcome: &Outcome) {
    let delivered: Vec<_> = outcome.delivered_to(ALARM_TARGET).collect();
    assert_eq!(delivered.len(), outcome.changes.len(), "each change is delivered, and once");
    for (delivery, change) in delivered.iter().zip(&outcome.changes) {
        assert!(delivery.at >= change.at, "{delivery:?} is from before {change:?}");
        assert!(delivery.payload.to_string().contains(&change.to), "{delivery:?} tells of {change:?}");
    }
    for pair in outcome.changes.windows(2) {
        assert_eq!(pair[0].to, pair[1].from, "a change begins where the one before ended");
        assert!(pair[0].at < pair[1].at, "{pair:?}");
    }
}

fn check_records(outcome: &Outcome) {
    let root = outcome.records.iter().filter(|record| record.root_sign_in);
    let trail = outcome.records.iter().filter(|record| record.deletes_trail);
    for (target, records) in [(ROOT_TARGET, root.collect::<Vec<_>>()), (TRAIL_TARGET, trail.collect())] {
        let delivered: Vec<_> = outcome.delivered_to(target).collect();
        assert_eq!(delivered.len(), records.len(), "{target}");
        for (delivery, record) in delivered.iter().zip(records) {
            assert!(delivery.at >= record.received && record.received >= record.at, "{delivery:?} after {record:?}");
            assert!(delivery.payload.to_string().contains(&record.name), "{delivery:?} tells of {record:?}");
        }
    }
}

/// At least what the reservoir was sure to take; at most that and six deviations more than the rate's
/// share of the rest.
#[expect(clippy::cast_precision_loss, reason = "counts of requests")]
fn check_sampling(rule: &RuleTally) {
    let rest = (rule.requests - rule.certain) as f64;
    let most = rule.certain as f64 + rest * rule.rate + 6.0 * (rest * rule.rate * (1.0 - rule.rate)).sqrt() + 1.0;
    assert!(rule.sampled >= rule.certain && rule.sampled as f64 <= most, "{rule:?}, at most {most}");
}
