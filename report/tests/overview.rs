//! The page about a place and a time: well formed, whole, the same each time, and told without colours.

use cupola_report::{
    AlarmStory, Bill, CallCount, DeliveryCount, Health, HealthState, LineChart, LogPattern, MapEdge, MapNode, Overview,
    Prices, Series, ServiceMap, State, StateRow, Timestamp, Usage, Waterfall, WaterfallBar,
};
use proptest::prelude::*;
use quick_xml::Reader;
use quick_xml::events::Event;

fn at(minutes: i64) -> Timestamp {
    Timestamp::from_secs(1_777_874_400 + 60 * minutes)
}

/// The texts of a page; fails where it is not well formed, or leads anywhere but to its own sections.
fn texts(html: &str) -> Result<String, String> {
    let mut reader = Reader::from_str(html);
    reader.config_mut().check_end_names = true;
    let (mut texts, mut ids, mut links) = (String::new(), Vec::new(), Vec::new());
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(tag) | Event::Empty(tag) => {
                for attribute in tag.attributes() {
                    let attribute = attribute.map_err(|error| error.to_string())?;
                    let value = attribute.unescape_value().map_err(|error| error.to_string())?.into_owned();
                    match attribute.key.as_ref() {
                        b"id" => ids.push(value),
                        b"href" => links.push(value),
                        _ => {}
                    }
                }
            }
            Event::Text(text) => texts.push_str(&text.decode().map_err(|error| error.to_string())?),
            Event::GeneralRef(entity) => texts.push(match &*entity {
                b"amp" => '&',
                b"lt" => '<',
                b"gt" => '>',
                b"quot" => '"',
                other => return Err(format!("&{other:?}; is not XML's own")),
            }),
            Event::End(_) => texts.push('\n'),
            Event::DocType(_) => {}
            Event::Eof => break,
            other => return Err(format!("{other:?} is not expected")),
        }
    }
    match links.iter().find(|link| !ids.iter().any(|id| **link == format!("#{id}"))) {
        Some(link) => Err(format!("{link} leads nowhere")),
        None => Ok(texts),
    }
}

fn everything() -> Overview {
    let changes = [(at(0), State::Ok), (at(22), State::Alarm), (at(33), State::Ok)];
    let chart = LineChart::new("failing")
        .with_series(Series::new("failed", (0..60_i32).map(|i| (at(i.into()), f64::from(i % 7)))))
        .with_threshold("failing at 5", 5.0)
        .with_states(StateRow::new("failing", changes));
    let map = ServiceMap::new("Service map")
        .with_node(MapNode::new("web").health(Health { ok: 9, fault: 1, ..Health::default() }))
        .with_node(MapNode::new("bank"))
        .with_edge(MapEdge::new(0, 1).rate("1 call"));
    let trace = Waterfall::new("Trace 1-69f839a0-00112233445566778899aabb")
        .with_bar(WaterfallBar::new("web", 0.0, Some(0.3)).state(HealthState::Fault));
    let usage = Usage { metrics: 3, alarms: 1, log_bytes: 7, traces: 10, events: 2 };
    let prices = Prices { alarm_month: Some(0.1), ..Prices::in_currency("EUR") };
    Overview::new("Night <1> & more", at(0), at(60))
        .with_alarm(AlarmStory::new("failing", changes).watches("Sum of Shop/Failed").because("4 is above 3"))
        .with_chart(chart)
        .with_map(map)
        .with_trace(trace)
        .with_pattern(LogPattern { group: "/shop".into(), pattern: "order <Number-1> failed".into(), events: 12 })
        .with_calls(CallCount {
            source: "orders.example.com".into(),
            action: "RefundOrder".into(),
            caller: "ana".into(),
            calls: 6,
            failed: 1,
        })
        .with_deliveries(DeliveryCount {
            target: "arn:aws:sns:us-east-1:111122223333:ops".into(),
            cause: "alarm failing".into(),
            deliveries: 2,
            first: at(22),
            last: at(40),
        })
        .with_bill(Bill::new(usage, prices, at(0), at(60)))
        .with_note("3 further charts are not shown.")
}

#[test]
fn everything_is_told_in_words() {
    let html = everything().to_html();
    let texts = texts(&html).unwrap_or_else(|error| panic!("{error}\n{html}"));
    for words in [
        "Night <1> & more",
        "From 2026-05-04T06:00:00Z to 2026-05-04T07:00:00Z.",
        "0 of 1",
        "ALARM from 2026-05-04T06:22:00Z to 2026-05-04T06:33:00Z",
        "failed: 60 values from 0 to 6.",
        "2 services and 1 kind of calls. Faults: web.",
        "1 part in 300 ms, 1 with faults.",
        "order <Number-1> failed",
        "RefundOrder",
        "alarm failing",
        "No price was given for metrics, gigabytes of logs, million traces and million events.",
        "3 further charts are not shown.",
    ] {
        assert!(texts.contains(words), "no {words:?} in {texts}");
    }
    assert!(!html.contains("<script") && !html.contains("http-equiv"));
    assert_eq!(html, everything().to_html());
}

#[test]
fn tables_may_be_short_and_the_numbers_count_all() {
    let alarm = |name: &str, changes: &[(i64, State)]| {
        AlarmStory::new(name, changes.iter().map(|(minute, state)| (at(*minute), *state)))
    };
    let calls = |action: &str, calls| CallCount {
        source: "orders.example.com".into(),
        action: action.into(),
        caller: "ana".into(),
        calls,
        failed: 0,
    };
    let page = Overview::new("Night", at(0), at(60))
        .with_alarm(alarm("quiet", &[(0, State::Ok)]))
        .with_alarm(alarm("rang-once", &[(1, State::Alarm), (2, State::Ok)]))
        .with_alarm(alarm("rang-twice", &[(1, State::Alarm), (2, State::Ok), (3, State::Alarm), (4, State::Ok)]))
        .with_alarm(alarm("ringing", &[(9, State::Alarm)]))
        .with_pattern(LogPattern { group: "/shop".into(), pattern: "order placed".into(), events: 40 })
        .with_pattern(LogPattern { group: "/shop".into(), pattern: "order lost".into(), events: 2 })
        .with_pattern(LogPattern { group: "/shop".into(), pattern: "order found".into(), events: 1 })
        .with_calls(calls("PlaceOrder", 30))
        .with_calls(calls("LoseOrder", 3))
        .with_most_rows(2);
    let words = texts(&page.to_html()).unwrap();
    for shown in ["rang-twice", "ringing", "order placed", "order lost", "PlaceOrder", "LoseOrder", "1 of 4"] {
        assert!(words.contains(shown), "no {shown:?} in {words}");
    }
    for left_out in ["quiet", "rang-once", "order found"] {
        assert!(!words.contains(left_out), "{left_out:?} in {words}");
    }
    for numbers in ["Log events in patterns\n43\n", "Recorded calls\n33\n", "Times they rang\n4\n"] {
        assert!(words.contains(numbers), "no {numbers:?} in {words}");
    }
    assert!(words.contains("2 further alarms are not shown.") && words.contains("1 further patterns are not shown."));
    assert!(!words.contains("further kinds"), "both kinds of calls are shown");
}

#[test]
fn what_there_is_nothing_of_is_named() {
    let html = Overview::new("Quiet", at(60), at(0)).to_html();
    let texts = texts(&html).unwrap();
    let words = "There were none of these: alarms, metrics, services, traces, patterns in logs, calls, deliveries.";
    assert!(texts.contains(words), "{texts}");
    assert!(texts.contains("From 2026-05-04T06:00:00Z to"), "the two are put in order");
}

proptest! {
    #[test]
    fn whatever_goes_in_the_page_is_well_formed(words in ".{0,40}", number in any::<f64>(), count in any::<u64>()) {
        let usage = Usage { metrics: count, alarms: count, log_bytes: count, traces: count, events: count };
        let prices = Prices { metric_month: Some(number), million_events: Some(number.abs()), ..Prices::in_currency(&words) };
        let page = Overview::new(&words, at(0), at(0))
            .with_alarm(AlarmStory::new(&words, [(at(0), State::Alarm)]).because(&words))
            .with_chart(LineChart::new(&words).with_series(Series::new(&words, [(at(0), number)])))
            .with_pattern(LogPattern { group: words.clone(), pattern: words, events: count / 2 })
            .with_bill(Bill::new(usage, prices, at(0), at(0)));
        let html = page.to_html();
        prop_assert!(texts(&html).is_ok(), "{:?}\n{}", texts(&html), html);
    }
}
