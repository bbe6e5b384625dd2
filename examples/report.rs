//! "What happened last night, on one page that I can mail?"
//!
//! A shop's night: requests with traces, a bank that fails for a while, lines in a log, calls of an operator, an alarm that
//! rings, an event that goes to a queue. Then one HTML file about all of it, with what it would cost by prices of one's own.
//!
//! ```text
//! cargo run --example report -- target/report.html
//! ```

#![expect(clippy::print_stdout, reason = "an example tells what it sees")]

use std::error::Error;

use cupola::audit::{Principal, Recorder};
use cupola::events::{Entry, PutRule, RuleName, Target, TargetId};
use cupola::metrics::{Alarm, Composite, Datum, Period};
use cupola::{Arn, Observatory, Place, ReportPage, Timestamp, Unit};
use cupola_report::Prices;
use serde_json::json;

fn main() -> Result<(), Box<dyn Error>> {
    let place = Place::parse("111122223333", "us-east-1")?;
    let evening = Timestamp::parse("2026-05-04T18:00:00Z")?;
    let night = evening.plus_secs(6 * 3600);
    let mut sky = Observatory::new(place.clone(), 7);
    set_up(&mut sky, evening)?;
    for minute in 0..360 {
        pass_minute(&mut sky, &place, evening.plus_secs(60 * minute), minute)?;
    }
    sky.advance(night);
    let outputs = sky.drain();

    let prices = Prices {
        metric_month: Some(0.25),
        alarm_month: Some(0.08),
        log_gigabyte: Some(0.45),
        million_traces: Some(4.0),
        million_events: Some(0.9),
        ..Prices::in_currency("EUR")
    };
    let page =
        ReportPage::between(evening, night).with_title("The shop's night").with_prices(prices).with_outputs(&outputs);
    let html = page.of(&mut sky).to_html();
    assert_eq!(html, page.of(&mut sky).to_html(), "the same each time, and nothing has changed");
    for part in
        ["Alarms", "Metrics", "Services", "Traces", "Patterns in logs", "Calls", "Deliveries", "What it would cost"]
    {
        assert!(html.contains(&format!(">{part}</h2>")), "no section about {part}");
    }
    let path = std::env::args().nth(1).unwrap_or_else(|| "target/report.html".into());
    std::fs::write(&path, &html)?;
    println!("{} bytes in {path}", html.len());
    Ok(())
}

fn set_up(sky: &mut Observatory, now: Timestamp) -> Result<(), Box<dyn Error>> {
    let mut logs = sky.logs(now);
    logs.create_log_group(now, "/shop/orders")?;
    logs.create_log_stream(now, "/shop/orders", "web-1")?;
    drop(logs);
    let ops = "arn:aws:sns:us-east-1:111122223333:ops";
    let slow = Alarm::on("Shop", "Latency").named("orders-slow").average(Period::MINUTE).above(250.0).for_periods(3);
    let failing = Alarm::on("Shop", "Failed").named("orders-failing").sum(Period::MINUTE).at_least(3.0).for_periods(2);
    let mut metrics = sky.metrics(now);
    metrics.put_metric_alarm(now, slow)?;
    metrics.put_metric_alarm(now, failing.on_alarm(ops))?;
    let both = Composite::new("shop-in-trouble", r#"ALARM("orders-slow") AND ALARM("orders-failing")"#)?;
    metrics.put_composite_alarm(now, both.on_alarm(ops))?;
    drop(metrics);
    let rule = PutRule::new(RuleName::new("refunds")?, r#"{"source": ["shop.orders"]}"#);
    let queue = Target::new(TargetId::new("queue")?, Arn::parse("arn:aws:sqs:us-east-1:111122223333:refunds")?);
    let (id, mut events) = (rule.id.clone(), sky.events(now));
    events.put_rule(now, rule)?;
    events.put_targets(now, &id, vec![queue])?;
    Ok(())
}

/// For forty minutes the bank fails.
fn pass_minute(sky: &mut Observatory, place: &Place, at: Timestamp, minute: i64) -> Result<(), Box<dyn Error>> {
    let is_down = (150..190).contains(&minute);
    let wave = f64::from(i32::try_from(minute % 17)?);
    let mut metrics = sky.metrics(at);
    let latency = if is_down { 420.0 + wave } else { 80.0 + 2.0 * wave };
    metrics.put(at, Datum::new("Shop", "Latency", at, latency).with_unit(Unit::Milliseconds))?;
    metrics.put(at, Datum::new("Shop", "Failed", at, if is_down { 5.0 } else { 0.0 }))?;
    metrics.put(at, Datum::new("Shop", "Orders", at, 20.0 + wave))?;
    drop(metrics);
    let line =
        if is_down { format!("order {minute} failed: bank did not answer") } else { format!("order {minute} placed") };
    sky.logs(at).put_log_events(at, "/shop/orders", "web-1", [(at, line)])?;
    if minute % 5 == 0 {
        let documents = trace(at, minute, is_down);
        assert!(sky.traces(at).put_trace_segments(at, &documents).is_empty(), "segments are taken");
    }
    if minute % 60 == 40 {
        let detail = json!({"order": minute}).to_string();
        sky.events(at).put_events(at, vec![Entry::new("shop.orders", "Refund asked", &detail)])?;
        let recorder = Recorder::new(place.clone(), "orders.example.com");
        let (ana, request) = (Principal::user(place, "ana"), json!({"order": minute}));
        let outcome: Result<serde_json::Value, (&str, &str)> =
            if is_down { Err(("BankAway", "no answer")) } else { Ok(json!({"refund": 12.5})) };
        recorder.record(&mut sky.audit(at), at, &ana, "RefundOrder", &request, &outcome)?;
    }
    Ok(())
}

/// A request: the web tier calls the order service, which asks the bank.
fn trace(at: Timestamp, minute: i64, is_down: bool) -> [String; 2] {
    let (begin, seconds) = (at.as_secs_f64(), if is_down { 0.42 } else { 0.08 });
    let trace = format!("1-{:08x}-{minute:024x}", at.as_secs());
    let id = |part: i64| format!("{:016x}", minute * 16 + part + 1);
    let status = if is_down { 502 } else { 200 };
    let web = json!({
        "trace_id": trace, "id": id(0), "name": "web", "start_time": begin, "end_time": begin + seconds + 0.02,
        "fault": is_down, "http": {"request": {"method": "POST", "url": "https://shop.example/orders"}, "response": {"status": status}},
        "subsegments": [{"id": id(1), "name": "orders", "namespace": "remote", "fault": is_down,
            "start_time": begin + 0.01, "end_time": begin + seconds + 0.01}],
    });
    let orders = json!({
        "trace_id": trace, "id": id(2), "parent_id": id(1), "name": "orders", "start_time": begin + 0.012, "end_time": begin + seconds,
        "fault": is_down, "subsegments": [{"id": id(3), "name": "bank-of-the-northern-provinces.example", "namespace": "remote",
            "fault": is_down, "start_time": begin + 0.02, "end_time": begin + seconds - 0.01}],
    });
    [web.to_string(), orders.to_string()]
}
