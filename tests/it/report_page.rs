//! The page about a place and a time: what it counts, what it names, and what it leaves alone.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use cupola::audit::{Limits, Lookup, Principal, RecordBuilder};
use cupola::logs::{LogGroupClass, LogGroupSettings};
use cupola::metrics::{Alarm, Datum, Period};
use cupola::{Observatory, Place, ReportPage, Timestamp};
use cupola_report::Prices;

const T0: Timestamp = Timestamp::from_secs(1_777_874_400);

fn place() -> Place {
    Place::parse("111122223333", "us-east-1").unwrap()
}

fn sky() -> Observatory {
    Observatory::new(place(), 0)
}

fn page_of(sky: &mut Observatory) -> String {
    ReportPage::between(T0, T0.plus_secs(3600)).of(sky).to_html()
}

/// A row of the numbers at the top.
fn fact(name: &str, number: &str) -> String {
    format!("<dt>{name}</dt><dd>{number}</dd>")
}

#[test]
fn calls_are_counted_whatever_lookups_are_allowed_and_use_none_of_them() {
    let limits = Limits::default().with_lookups_per_second(Some(1));
    let mut sky = sky().with_audit(|engine| engine.with_limits(limits));
    for number in 0..120 {
        let at = T0.plus_secs(number);
        let call =
            RecordBuilder::new(at, &place(), "orders.example.com", "CancelOrder").by(Principal::user(&place(), "ana"));
        let call = if number % 40 == 0 { call.failed("Denied", "no") } else { call };
        sky.audit(at).record_call(at, call).unwrap();
    }
    let now = T0.plus_secs(120);
    for second in [-1, 3601] {
        let outside = RecordBuilder::new(T0.plus_secs(second), &place(), "orders.example.com", "ElsewhereInTime");
        sky.audit(now).record_call(now, outside).unwrap();
    }
    let html = page_of(&mut sky);
    assert!(html.contains(&fact("Recorded calls", "120")), "{html}");
    let row = "<td>CancelOrder</td><td>orders.example.com</td><td>ana</td><td class=\"cu-number\">120</td><td class=\"cu-number\">3</td>";
    assert!(html.contains(row), "{html}");
    assert!(sky.audit(now).lookup_events(now, &Lookup::new(), None).is_ok(), "the one lookup is left");
}

#[test]
fn numbers_count_what_the_tables_leave_out() {
    let mut sky = sky();
    for number in 0..25 {
        let call = RecordBuilder::new(T0, &place(), "orders.example.com", format!("Action{number}"));
        sky.audit(T0).record_call(T0, call).unwrap();
        let alarm = Alarm::on("Shop", "Failed").named(format!("alarm-{number:02}")).sum(Period::MINUTE).at_least(3.0);
        sky.metrics(T0).put_metric_alarm(T0, alarm.for_periods(1)).unwrap();
    }
    let html = page_of(&mut sky);
    assert!(
        html.contains(&fact("Recorded calls", "25")) && html.contains(&fact("Alarms that ring", "0 of 25")),
        "{html}"
    );
    assert!(
        html.contains("5 further kinds of calls are not shown.") && html.contains("5 further alarms are not shown.")
    );
}

#[test]
fn groups_that_cannot_be_read_are_named() {
    let mut sky = sky();
    let mut logs = sky.logs(T0);
    for (group, class) in [("cheap", LogGroupClass::InfrequentAccess), ("usual", LogGroupClass::Standard)] {
        let settings = LogGroupSettings { class, ..LogGroupSettings::default() };
        logs.create_log_group_with(T0, group, settings).unwrap();
        logs.create_log_stream(T0, group, "s").unwrap();
        logs.put_log_events(T0, group, "s", [(T0, format!("said in {group}"))]).unwrap();
    }
    drop(logs);
    let page = ReportPage::between(T0, T0).with_prices(Prices::in_currency("EUR")).of(&mut sky);
    let html = page.to_html();
    assert!(html.contains("Not all events of cheap could be read: ") && !html.contains("events of usual"), "{html}");
    assert!(html.contains("said in usual") && html.contains(&fact("Log events in patterns", "1")));
}

#[test]
fn why_an_alarm_rang_later_is_not_told() {
    let mut sky = sky();
    let alarm = Alarm::on("Shop", "Failed").named("failing").sum(Period::MINUTE).at_least(3.0).for_periods(1);
    sky.metrics(T0).put_metric_alarm(T0, alarm).unwrap();
    let later = T0.plus_secs(7200);
    sky.metrics(later).put(later, Datum::new("Shop", "Failed", later, 4.0)).unwrap();
    sky.advance(later.plus_secs(180));
    assert!(!page_of(&mut sky).contains("Threshold Crossed"));
    let whole = ReportPage::between(T0, later.plus_secs(180)).of(&mut sky).to_html();
    assert!(whole.contains("Threshold Crossed"), "{whole}");
}
