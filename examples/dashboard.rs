//! "Send me last night's dashboard as one page, without an account and without a browser on it."
//!
//! A dashboard is put with the service's own call, `PutDashboard`; a shop's evening is published, an alarm rings. The
//! same body is then drawn as one HTML file that needs nothing else. Rows for its query of logs are handed in.
//!
//! ```text
//! cargo run --example dashboard -- dashboard.html
//! ```

#![expect(clippy::print_stdout, reason = "an example tells what it sees")]

use std::error::Error;

use cupola::base::Caller;
use cupola::metrics::{Alarm, Datum, Period};
use cupola::{DashboardPage, Observatory, Place, Service, Timestamp};
use cupola_report::Table;
use serde_json::json;

fn main() -> Result<(), Box<dyn Error>> {
    let place = Place::parse("111122223333", "us-east-1")?;
    let evening = Timestamp::parse("2026-05-04T18:00:00Z")?;
    let night = evening.plus_secs(6 * 3600);
    let mut sky = Observatory::new(place.clone(), 0);
    let alarm = Alarm::on("Shop", "Latency").named("slow").average(Period::MINUTE).above(250.0).for_periods(3);
    sky.metrics(evening).put_metric_alarm(evening, alarm)?;
    publish(&mut sky, evening)?;
    sky.advance(night);

    let put = json!({"DashboardName": "shop", "DashboardBody": body()}).to_string();
    let answer = sky.call(night, &Caller::root(place), Service::CloudWatch, "PutDashboard", &put)?;
    println!("PutDashboard: {answer}");

    let found = Table::new(["Path", "Errors"]).with_numbers_in(1).with_row(["/checkout", "17"]);
    let page = DashboardPage::between(evening, night).with_rows(5, found);
    let html = page.of(&mut sky.metrics(night), night, "shop")?.to_html();
    let path = std::env::args().nth(1).unwrap_or_else(|| "target/dashboard.html".into());
    std::fs::write(&path, &html)?;
    println!("{} bytes in {path}", html.len());
    check(&html);
    Ok(())
}

/// Orders of six hours; in the fourth the checkout is slow.
fn publish(sky: &mut Observatory, evening: Timestamp) -> Result<(), Box<dyn Error>> {
    for minute in 0..360 {
        let at = evening.plus_secs(60 * minute);
        let latency = if (200..230).contains(&minute) { 400.0 } else { 80.0 + f64::from(u8::try_from(minute % 7)?) };
        let mut metrics = sky.metrics(at);
        for (name, value) in [("Latency", latency), ("Orders", 5.0), ("Disk", 71.0)] {
            metrics.put(at, Datum::new("Shop", name, at, value))?;
        }
    }
    Ok(())
}

/// As it is kept in an account or a template.
fn body() -> String {
    let arn = "arn:aws:cloudwatch:us-east-1:111122223333:alarm:slow";
    let metric = |x: u32, y: u32, title: &str, more: serde_json::Value| {
        let mut properties = json!({"region": "us-east-1", "title": title, "period": 60});
        properties
            .as_object_mut()
            .into_iter()
            .for_each(|all| all.extend(more.as_object().cloned().unwrap_or_default()));
        json!({"type": "metric", "x": x, "y": y, "width": 12, "height": 6, "properties": properties})
    };
    let widgets = [
        json!({"type": "text", "x": 0, "y": 0, "width": 24, "height": 2, "properties": {"markdown": "# The shop's evening"}}),
        metric(0, 2, "Latency", json!({"annotations": {"alarms": [arn]}})),
        metric(
            12,
            2,
            "Orders",
            json!({"stat": "Sum", "metrics": [
            ["Shop", "Orders", {"id": "orders"}],
            [{"expression": "RUNNING_SUM(orders)", "id": "all", "label": "since six", "yAxis": "right"}]]}),
        ),
        metric(
            0,
            8,
            "Disk",
            json!({"view": "gauge", "yAxis": {"left": {"min": 0, "max": 100}}, "metrics": [["Shop", "Disk"]]}),
        ),
        json!({"type": "alarm", "x": 12, "y": 8, "width": 6, "height": 6, "properties": {"title": "Alarms", "alarms": [arn]}}),
        json!({"type": "log", "x": 18, "y": 8, "width": 6, "height": 6, "properties": {"title": "Errors",
            "region": "us-east-1", "query": "SOURCE 'shop' | stats count(*) by path"}}),
        metric(0, 14, "Elsewhere", json!({"region": "eu-west-1", "metrics": [["Shop", "Orders"]]})),
    ];
    json!({ "widgets": widgets }).to_string()
}

fn check(html: &str) {
    for expected in [
        "<h3>The shop's evening</h3>",
        "slow at 250.0",
        "since six",
        "since 2026-05-04T21:51:00Z",
        "/checkout",
        "Its data are those of eu-west-1",
    ] {
        assert!(html.contains(expected), "{expected}");
    }
    assert!(!html.contains("<script") && !html.contains("no data"));
}
