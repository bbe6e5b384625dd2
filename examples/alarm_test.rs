//! "Test my alarms in `cargo test`: do they ring when they should, and only then?"
//!
//! The alarms of a program stand in its templates or in an account. Here each one, in the service's own JSON,
//! goes on a bench: values go in, in shorthand, and states are expected. What is not met is drawn, minute by
//! minute, with the reason of each change. In a project of yours the functions below are tests.
//!
//! ```text
//! cargo run --example alarm_test
//! ```

#![expect(clippy::print_stdout, reason = "an example tells what it sees")]

use cupola::metrics::{Alarm, Period, TreatMissingData};
use cupola_test::{AlarmBench, BenchError};

/// As `aws cloudwatch describe-alarms` printed it.
const QUEUE: &str = r#"{
    "AlarmName": "queue-grows",
    "AlarmArn": "arn:aws:cloudwatch:us-east-1:111122223333:alarm:queue-grows",
    "ActionsEnabled": true,
    "OKActions": [],
    "AlarmActions": ["arn:aws:sns:us-east-1:111122223333:pager"],
    "InsufficientDataActions": [],
    "StateValue": "OK",
    "MetricName": "Depth",
    "Namespace": "Mill/Queue",
    "Statistic": "Maximum",
    "Dimensions": [{"Name": "Queue", "Value": "grain"}],
    "Period": 60,
    "EvaluationPeriods": 5,
    "DatapointsToAlarm": 3,
    "Threshold": 100.0,
    "ComparisonOperator": "GreaterThanThreshold",
    "TreatMissingData": "notBreaching"
}"#;

/// The mill's heartbeat: one a minute, or somebody has to get up.
fn heartbeat() -> Alarm {
    Alarm::on("Mill", "Turns")
        .named("still")
        .sum(Period::MINUTE)
        .below(1.0)
        .for_periods(3)
        .treat_missing_data(TreatMissingData::Breaching)
}

fn main() -> Result<(), BenchError> {
    a_growing_queue_rings_in_time()?;
    a_spike_wakes_nobody()?;
    silence_is_noticed();
    what_went_wrong_is_drawn()
}

fn a_growing_queue_rings_in_time() -> Result<(), BenchError> {
    // 60, 65, 70, ... 130: above 100 from the tenth minute on, three of five in the twelfth.
    let report = AlarmBench::from_json(QUEUE)?.feed("40x10 60+5x15 40x5").expect("OK@1..21 ALARM@22..27 OK@30").check();
    println!("queue-grows rings because: {}", report.changes("queue-grows")[1].reason);
    Ok(())
}

fn a_spike_wakes_nobody() -> Result<(), BenchError> {
    AlarmBench::from_json(QUEUE)?.feed("40x10 900x2 40x10").expect_changes("OK@1").check();
    Ok(())
}

fn silence_is_noticed() {
    AlarmBench::of(heartbeat()).feed("1x10 _x10 1x5").expect("OK@3..10 ALARM@20").expect("OK@25").check();
}

/// A deployer's hope that does not hold: the drawing says why.
fn what_went_wrong_is_drawn() -> Result<(), BenchError> {
    let report = AlarmBench::of(heartbeat()).feed("1x5 _x10").expect("ALARM@8").run()?;
    println!("{report}");
    assert!(!report.is_as_expected(), "old values are still looked at: it takes two minutes more");
    let rang = report.changes("still").last().map(|change| change.at.to_string());
    assert_eq!(rang.as_deref(), Some("2026-01-05T00:10:00Z"));
    Ok(())
}
