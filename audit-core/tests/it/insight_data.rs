//! Insights of data events, and the numbers behind insights.

use cupola_audit::{
    Engine, InsightEventsRequest, InsightPointsRequest, InsightSelector, InsightType, LogFile, LookupKey, Output,
    Record, RecordBuilder, Selectors, Snapshot, SourceCategory, TrailRequest,
};
use cupola_base::{Arn, Caller, Place, Timestamp};
use serde_json::{Value, json};

const DAY: i64 = 86_400;

fn place() -> Place {
    Place::parse("111122223333", "us-east-1").unwrap()
}

fn t0() -> Timestamp {
    Timestamp::parse("2026-05-01T00:00:00Z").unwrap()
}

fn of_data() -> Selectors {
    let text = r#"[{"FieldSelectors": [{"Field": "eventCategory", "Equals": ["Data"]},
        {"Field": "resources.type", "Equals": ["AWS::SQS::Queue"]}]}]"#;
    Selectors::Advanced(serde_json::from_str(text).unwrap())
}

/// With the logging trails `quay` and `pier`, of which `quay` looks for call rates of data events.
fn engine() -> (Engine, String, String) {
    let mut engine = Engine::new(place(), 0);
    let arns = ["quay", "pier"].map(|name| {
        let arn = engine.create_trail(t0(), TrailRequest::new(name, "quay-logs")).unwrap().arn.to_string();
        engine.put_event_selectors(t0(), name, of_data()).unwrap();
        engine.start_logging(t0(), name).unwrap();
        arn
    });
    let rate = InsightSelector::new(InsightType::ApiCallRate).with_categories([SourceCategory::Data]);
    engine.put_insight_selectors(t0(), "quay", vec![rate]).unwrap();
    let [quay, pier] = arns;
    (engine, quay, pier)
}

/// Twenty messages are sent at once.
fn burst(engine: &mut Engine, at: Timestamp, name: &str) {
    for _ in 0..20 {
        let queue: Arn = "arn:aws:sqs:us-east-1:111122223333:orders".parse().unwrap();
        let call = RecordBuilder::new(at, &place(), "sqs.amazonaws.com", name).on_data().on(queue, "AWS::SQS::Queue");
        engine.record_call(at, call).unwrap();
    }
}

fn two_days() -> Timestamp {
    t0().plus_secs(2 * DAY)
}

#[test]
fn insights_of_data_are_listed_by_their_trail() {
    let (mut engine, quay, pier) = engine();
    burst(&mut engine, two_days(), "SendMessage");
    burst(&mut engine, two_days().plus_secs(7200), "DeleteMessage");
    let now = two_days().plus_secs(3 * 3600);
    let all = engine.list_insights_data(now, &InsightEventsRequest::new(&quay), None).unwrap().events;
    assert_eq!(all.len(), 4, "two starts and two ends");
    assert!(all.is_sorted_by(|a, b| a.at >= b.at), "newest first");
    let details = |record: &str| {
        let record: Value = serde_json::from_str(record).unwrap();
        record["insightDetails"].clone()
    };
    assert!(all.iter().all(|event| details(event.record.as_str())["insightSource"] == quay.as_str()));
    assert!(all.iter().all(|event| details(event.record.as_str())["sourceEventCategory"] == "Data"));
    let mut find = |request: InsightEventsRequest| engine.list_insights_data(now, &request, None).unwrap().events.len();
    let of_quay = || InsightEventsRequest::new(&quay);
    assert_eq!(find(InsightEventsRequest::new(&pier)), 0, "the other trail looks for none");
    assert_eq!(find(of_quay().by(LookupKey::EventName, "SendMessage")), 2);
    assert_eq!(find(of_quay().by(LookupKey::EventSource, "sqs.amazonaws.com")), 4);
    assert_eq!(find(of_quay().by(LookupKey::EventId, all[2].event_id.clone().unwrap())), 1);
    assert_eq!(find(of_quay().from(all[1].at)), 2);
    assert_eq!(find(of_quay().to(all[2].at)), 2);
    let history = engine.lookup_events(now, &cupola_audit::Lookup::new().insights(), None).unwrap();
    assert!(history.events.is_empty(), "event history has insights of management events alone");
    engine.advance(now.plus_secs(91 * DAY));
    let later = engine.list_insights_data(now, &InsightEventsRequest::new(&quay), None).unwrap();
    assert!(later.events.is_empty());
}

#[test]
fn files_have_the_insight_with_its_trail() {
    let (mut engine, quay, _) = engine();
    burst(&mut engine, two_days(), "SendMessage");
    engine.advance(two_days().plus_secs(3600));
    let outputs = engine.drain();
    let files = outputs.iter().filter_map(|output| match output {
        Output::LogFile(file) if file.key.contains("CloudTrail-Insight") => Some(LogFile::read(&file.bytes).unwrap()),
        _ => None,
    });
    let texts: Vec<String> = files.map(|file| file.text().to_owned()).collect();
    assert_eq!(
        texts.iter().map(|text| text.matches(&format!(r#""insightSource":"{quay}""#)).count()).sum::<usize>(),
        2
    );
    let events = outputs.iter().filter(
        |output| matches!(output, Output::Event { event, .. } if event.detail_type == "AWS Insight via CloudTrail"),
    );
    assert_eq!(events.count(), 2, "the bus hears of each once");
}

#[test]
fn pages_of_insights_neither_repeat_nor_skip() {
    let (mut engine, quay, _) = engine();
    for hour in 0..3 {
        burst(&mut engine, two_days().plus_secs(hour * 7200), &format!("Send{hour}"));
    }
    let now = two_days().plus_secs(6 * 3600);
    let request = InsightEventsRequest::new(&quay).at_most(4);
    let first = engine.list_insights_data(now, &request, None).unwrap();
    let token = first.next_token.clone().unwrap();
    burst(&mut engine, now, "SendLater");
    let later = now.plus_secs(3600);
    let text = serde_json::to_string(&engine.snapshot()).unwrap();
    let mut again = Engine::restore(serde_json::from_str::<Snapshot>(&text).unwrap()).unwrap();
    for engine in [&mut engine, &mut again] {
        let rest = engine.list_insights_data(later, &request, Some(&token)).unwrap();
        assert_eq!((first.events.len(), rest.events.len(), &rest.next_token), (4, 2, &None));
        let ids = first.events.iter().chain(&rest.events).map(|event| event.event_id.clone());
        assert_eq!(ids.collect::<std::collections::BTreeSet<_>>().len(), 6);
    }
    let other = engine.list_insights_data(later, &InsightEventsRequest::new(&quay).from(t0()), Some(&token));
    assert_eq!(other.unwrap_err().code(), "InvalidParameterException");
}

#[test]
fn points_are_calls_a_minute_over_each_period() {
    let mut engine = Engine::new(place(), 0);
    let rates = [InsightSelector::new(InsightType::ApiCallRate), InsightSelector::new(InsightType::ApiErrorRate)];
    engine.watch_insights(t0(), &rates);
    let call = |at| RecordBuilder::new(at, &place(), "iam.amazonaws.com", "CreateAccessKey");
    for (second, count) in [(0, 6), (60, 3), (360, 1), (7200, 12)] {
        for _ in 0..count {
            let at = t0().plus_secs(second);
            engine.record_call(at, call(at).failed("AccessDenied", "no")).unwrap();
        }
    }
    let now = t0().plus_secs(7230);
    let calls = || InsightPointsRequest::calls("iam.amazonaws.com", "CreateAccessKey");
    let mut ask = |request: InsightPointsRequest| {
        let found = engine.list_insights_metric_data(now, &request, None).unwrap();
        let points = found.points.into_iter().map(|(at, value)| (at.as_secs() - t0().as_secs(), value));
        points.collect::<Vec<_>>()
    };
    assert_eq!(ask(calls()), [(0, 0.166_666_666_7), (7200, 0.2)]);
    assert_eq!(ask(calls().each(300)), [(0, 1.8), (300, 0.2), (7200, 2.4)]);
    assert_eq!(ask(calls().each(60)), [(0, 6.0), (60, 3.0), (360, 1.0), (7200, 12.0)], "the open minute too");
    let some = calls().each(60).from(t0().plus_secs(60)).to(t0().plus_secs(360));
    assert_eq!(ask(some.clone()), [(60, 3.0)], "the start is included, the end is not");
    assert_eq!(ask(some.with_zeros()), [(60, 3.0), (120, 0.0), (180, 0.0), (240, 0.0), (300, 0.0)]);
    let errors = InsightPointsRequest::errors("iam.amazonaws.com", "CreateAccessKey", "AccessDenied");
    assert_eq!(ask(errors.each(60)).len(), 4);
    let others = InsightPointsRequest::errors("iam.amazonaws.com", "CreateAccessKey", "Throttling");
    assert_eq!(ask(others), []);
    assert_eq!(ask(calls().with_zeros()).len(), 90 * 24);

    let request = calls().each(60).at_most(3);
    let first = engine.list_insights_metric_data(now, &request, None).unwrap();
    let rest = engine.list_insights_metric_data(now.plus_secs(60), &request, first.next_token.as_deref()).unwrap();
    assert_eq!((first.points.len(), rest.points.len(), rest.next_token), (3, 1, None));
    let week = engine.list_insights_metric_data(t0().plus_secs(8 * DAY), &calls(), None).unwrap();
    assert_eq!(week.points.len(), 0, "seven days are kept, and the day that has begun");
}

#[test]
fn points_of_one_long_way_are_those_of_many_short_ones() {
    let start = || {
        let (mut engine, _, _) = engine();
        burst(&mut engine, two_days(), "SendMessage");
        engine
    };
    let (mut long, mut short) = (start(), start());
    for day in 0..9 {
        let now = two_days().plus_secs(day * DAY + 100);
        (0..24).for_each(|hour| short.advance(now.plus_secs((hour - 24) * 3600)));
        let request = InsightPointsRequest::calls("sqs.amazonaws.com", "SendMessage").in_data_of("quay");
        let points = |engine: &mut Engine| engine.list_insights_metric_data(now, &request, None).unwrap();
        let mut fresh = start();
        assert_eq!(points(&mut fresh), points(&mut short), "day {day}");
        assert_eq!(points(&mut long), points(&mut short), "day {day}");
        assert_eq!(points(&mut long).points.len(), usize::from(day < 8), "day {day}");
    }
}

#[test]
fn the_door_lists_insights_and_points() {
    let (mut engine, quay, _) = engine();
    burst(&mut engine, two_days(), "SendMessage");
    let now = two_days().plus_secs(3600);
    let mut call = |action: &str, input: Value| {
        let answer = engine.call(now, &Caller::root(place()), action, &input.to_string());
        answer.map_or_else(|error| error.code.to_string().into(), |json| serde_json::from_str::<Value>(&json).unwrap())
    };
    let insights =
        json!({"InsightSource": quay, "DataType": "InsightsEvents", "Dimensions": {"EventName": "SendMessage"}});
    let found = call("ListInsightsData", insights);
    assert_eq!(found["Events"].as_array().unwrap().len(), 2);
    let record = found["Events"][0]["CloudTrailEvent"].as_str().unwrap();
    assert!(Record::parse(record).is_ok());
    let points = json!({"TrailName": "quay", "EventSource": "sqs.amazonaws.com", "EventName": "SendMessage",
        "InsightType": "ApiCallRateInsight", "Period": 60});
    let expected = json!({"TrailARN": quay, "EventSource": "sqs.amazonaws.com", "EventName": "SendMessage",
        "InsightType": "ApiCallRateInsight", "Timestamps": [two_days().as_secs_f64()], "Values": [20.0]});
    assert_eq!(call("ListInsightsMetricData", points.clone()), expected);
    let refused = "InvalidParameterException";
    for (member, value, code) in [
        ("InsightType", json!("X"), refused),
        ("InsightType", json!("ApiErrorRateInsight"), refused),
        ("ErrorCode", json!("X"), refused),
        ("Period", json!(61), refused),
        ("DataType", json!("X"), refused),
        ("MaxResults", json!(0), refused),
        ("MaxResults", json!(21_601), refused),
        ("EventName", json!(""), refused),
        ("NextToken", json!("X"), refused),
        ("TrailName", json!("none"), "InvalidTrailNameException"),
    ] {
        let mut wrong = points.clone();
        wrong[member] = value;
        assert_eq!(call("ListInsightsMetricData", wrong), code, "{member}");
    }
    for (member, value, code) in [
        ("InsightSource", json!("none"), "InvalidTrailNameException"),
        ("DataType", json!("X"), refused),
        ("Dimensions", json!({"Username": "ana"}), refused),
        ("Dimensions", json!({}), refused),
        ("MaxResults", json!(51), refused),
    ] {
        let mut wrong = json!({"InsightSource": quay, "DataType": "InsightsEvents"});
        wrong[member] = value;
        assert_eq!(call("ListInsightsData", wrong), code, "{member}");
    }
}
