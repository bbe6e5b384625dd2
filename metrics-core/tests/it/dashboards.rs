//! Dashboards: what is refused where, what is written out, and how they are kept.

#![expect(clippy::unwrap_used, reason = "the inputs are written here")]

use cupola_base::{Caller, Place};
use cupola_metrics::{
    DashboardBody, Datum, Engine, Limits, MetricDataQuery, Period, Snapshot, Timestamp, WidgetKind, WidgetQuery,
    WidgetSource,
};
use serde_json::{Value, json};

fn body(kind: &str, properties: &Value) -> String {
    json!({"widgets": [{"type": kind, "properties": properties}]}).to_string()
}

fn queries(properties: &Value) -> Vec<WidgetQuery> {
    DashboardBody::parse(&body("metric", properties)).unwrap().widgets.remove(0).queries
}

fn now() -> Timestamp {
    Timestamp::parse("2026-05-04T08:00:00Z").unwrap()
}

#[test]
fn rows_take_from_the_row_above_and_from_the_widget() {
    let queries = queries(&json!({
        "region": "eu-west-1", "stat": "Sum",
        "metrics": [
            ["AWS/EC2", "CPUUtilization", "InstanceId", "i-1", {"id": "m2", "visible": false, "color": "#f00"}],
            ["...", "i-2", {"stat": "p90", "period": 60, "yAxis": "right", "region": "us-west-2"}],
            [{"expression": "m2 * 2", "label": "double"}],
            [".", "NetworkIn", ".", "."],
        ],
    }));
    let told: Vec<String> = queries
        .iter()
        .map(|query| {
            let source = match &query.source {
                WidgetSource::Metric(metric) => metric.to_string(),
                other => format!("{other:?}"),
            };
            let region = query.region.as_deref().unwrap_or_default();
            let flags = (query.visible, query.on_right);
            format!("{} {source} {} {} {region} {flags:?}", query.id, query.stat, query.period)
        })
        .collect();
    assert_eq!(
        told,
        [
            "m2 AWS/EC2/CPUUtilization{InstanceId=i-1} Sum 300 eu-west-1 (false, false)",
            "m2_ AWS/EC2/CPUUtilization{InstanceId=i-2} p90 60 us-west-2 (true, true)",
            "m3 Expression(\"m2 * 2\") Sum 300 eu-west-1 (true, false)",
            "m4 AWS/EC2/NetworkIn{InstanceId=i-2} Sum 300 eu-west-1 (true, false)",
        ]
    );
}

#[test]
fn a_widget_is_answered_by_the_store() {
    let mut engine = Engine::new(Place::parse("111122223333", "us-east-1").unwrap(), 0);
    engine.put(now(), Datum::new("Shop", "Orders", now(), 4.0).with_dimension("Till", "1")).unwrap();
    let properties = json!({"region": "us-east-1", "stat": "Sum", "period": 60, "metrics": [
        ["Shop", "Orders", "Till", "1", {"visible": false}],
        [{"expression": "m1 * 2", "id": "double"}],
    ]});
    let dashboard = DashboardBody::parse(&body("metric", &properties)).unwrap();
    let request = dashboard.widgets[0].metric_data_request(now(), now().plus_secs(60)).unwrap();
    let page = engine.metric_data(now(), &request).unwrap();
    assert_eq!((page.results[0].id.as_str(), page.results[0].points.as_slice()), ("double", &[(now(), 8.0)][..]));
    assert_eq!(page.results.len(), 1);
}

#[test]
fn each_kind_says_what_it_needs() {
    let alarm = "arn:aws:cloudwatch:us-east-1:111122223333:alarm:a";
    let metrics = json!([["A", "B"]]);
    for (kind, properties, path) in [
        ("metric", json!({"metrics": metrics}), Some("")),
        ("metric", json!({"region": "us-east-1"}), Some("")),
        ("metric", json!({"region": "us-east-1", "metrics": metrics, "view": "map"}), Some("/view")),
        ("metric", json!({"region": "us-east-1", "metrics": metrics, "period": 0}), Some("/period")),
        ("metric", json!({"region": "us-east-1", "metrics": metrics, "start": "yesterday"}), Some("/start")),
        ("metric", json!({"region": "us-east-1", "metrics": [["A"]]}), Some("/metrics/0")),
        ("metric", json!({"region": "us-east-1", "metrics": [["A", "B", "C"]]}), Some("/metrics/0")),
        ("metric", json!({"region": "us-east-1", "metrics": [["A", 1]]}), Some("/metrics/0/1")),
        ("metric", json!({"region": "us-east-1", "metrics": [["A", "B", {"id": "X"}]]}), Some("/metrics/0/2/id")),
        ("metric", json!({"region": "us-east-1", "annotations": {"alarms": [alarm]}}), None),
        (
            "metric",
            json!({"region": "us-east-1", "annotations": {"alarms": [alarm, alarm]}}),
            Some("/annotations/alarms"),
        ),
        (
            "metric",
            json!({"region": "us-east-1", "metrics": metrics, "annotations": {"horizontal": [{"value": "x"}]}}),
            Some("/annotations/horizontal/0/value"),
        ),
        (
            "metric",
            json!({"region": "us-east-1", "metrics": metrics, "annotations": {"vertical": [[{"value": "2026-05-04T08:00:00Z"}, {"value": "x"}]]}}),
            Some("/annotations/vertical/0/1/value"),
        ),
        ("text", json!({}), Some("")),
        ("text", json!({"markdown": "m", "background": "blue"}), Some("/background")),
        ("log", json!({"region": "us-east-1"}), Some("")),
        ("log", json!({"region": "us-east-1", "query": "q", "view": "table"}), None),
        ("alarm", json!({"alarms": []}), Some("/alarms")),
        ("alarm", json!({"alarms": [alarm], "states": ["ALARM", "RED"]}), Some("/states/1")),
        ("explorer", json!({"metrics": [{}], "labels": []}), Some("/metrics/0")),
        ("custom", json!({"endpoint": "https://example.com"}), Some("/endpoint")),
        (
            "custom",
            json!({"endpoint": "arn:aws:lambda:us-east-1:111122223333:function:f", "updateOn": {"refresh": true}}),
            None,
        ),
    ] {
        let read = DashboardBody::parse(&body(kind, &properties));
        let found = read.err().map(|refused| refused.messages[0].data_path.clone());
        let expected = path.map(|path| format!("/widgets/0/properties{path}"));
        assert_eq!(found, expected, "{kind} {properties}");
    }
}

#[test]
fn there_may_be_so_many_widgets_and_so_many_metrics() {
    let text =
        |count| json!({"widgets": vec![json!({"type": "text", "properties": {"markdown": ""}}); count]}).to_string();
    assert!(DashboardBody::parse(&text(500)).is_ok() && DashboardBody::parse(&text(501)).is_err());
    let metric = |rows: usize| json!({"type": "metric", "properties": {"region": "us-east-1", "metrics": vec![json!(["A", "B"]); rows]}});
    let widgets =
        |rows: &[usize]| json!({"widgets": rows.iter().map(|rows| metric(*rows)).collect::<Vec<_>>()}).to_string();
    assert!(DashboardBody::parse(&widgets(&[500])).is_ok() && DashboardBody::parse(&widgets(&[501])).is_err());
    assert!(DashboardBody::parse(&widgets(&[500; 5])).is_ok());
    assert!(DashboardBody::parse(&widgets(&[500, 500, 500, 500, 500, 1])).is_err());
}

#[test]
fn the_frame_is_checked_and_newer_kinds_are_taken() {
    for (widget, path) in [
        (json!({"type": "text", "width": 25, "properties": {"markdown": ""}}), Some("/widgets/0/width")),
        (json!({"type": "text", "height": 0, "properties": {"markdown": ""}}), Some("/widgets/0/height")),
        (json!({"type": "text", "x": 1.5, "y": 0, "properties": {"markdown": ""}}), Some("/widgets/0/x")),
        (json!({"type": "text", "y": 3, "properties": {"markdown": ""}}), Some("/widgets/0")),
        (json!({"type": "trace", "properties": {"anything": 1}}), None),
        (json!(7), Some("/widgets/0")),
    ] {
        let read = DashboardBody::parse(&json!({"widgets": [widget]}).to_string());
        assert_eq!(read.err().map(|refused| refused.messages[0].data_path.clone()).as_deref(), path, "{widget}");
    }
    let chart = DashboardBody::parse(&body("chart", &json!({}))).unwrap();
    assert_eq!(chart.widgets[0].kind, WidgetKind::Chart);
}

#[test]
fn lists_come_in_pages_and_a_snapshot_keeps_them() {
    let place = Place::parse("111122223333", "us-east-1").unwrap();
    let limits = Limits { dashboards_per_page: 2, dashboards: 3, ..Limits::default() };
    let mut engine = Engine::new(place.clone(), 0).with_limits(limits);
    for name in ["b", "a", "c"] {
        engine.put_dashboard(now(), name, "{\"widgets\": []}", Vec::new()).unwrap();
    }
    assert!(engine.put_dashboard(now(), "d", "{\"widgets\": []}", Vec::new()).is_err());
    let text = serde_json::to_string(&engine.snapshot()).unwrap();
    let mut engine = Engine::restore(serde_json::from_str::<Snapshot>(&text).unwrap()).unwrap();
    let caller = Caller::root(place);
    let mut page = |request: Value| -> Value {
        serde_json::from_str(&engine.call(now(), &caller, "ListDashboards", &request.to_string()).unwrap()).unwrap()
    };
    let first = page(json!({}));
    let second = page(json!({"NextToken": first["NextToken"]}));
    let names = |page: &Value| {
        let entries = page["DashboardEntries"].as_array().unwrap();
        entries.iter().map(|entry| entry["DashboardName"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!((names(&first), names(&second)), (vec!["a".to_owned(), "b".to_owned()], vec!["c".to_owned()]));
    assert_eq!(second.get("NextToken"), None);
}

#[test]
fn rows_are_bounded_before_they_are_copied() {
    let text = body("metric", &json!({"region": "us-east-1", "metrics": vec![json!([1]); 65_000]}));
    let error = DashboardBody::parse(&text).unwrap_err().to_string();
    assert!(error.matches("/metrics/").count() <= 501, "rows beyond the 500 that there may be are not read");
    let long = vec!["word"; 130_000];
    let text = body("metric", &json!({"region": "us-east-1", "metrics": [long]}));
    let error = DashboardBody::parse(&text).unwrap_err().to_string();
    assert!(error.contains("must not have more than 62 words"), "{}", error.get(..300).unwrap_or(&error));
}

#[test]
fn an_expression_is_computed_at_the_period_of_its_row() {
    let queries = queries(&json!({
        "region": "eu-west-1", "period": 900,
        "metrics": [
            ["Shop", "Orders", {"id": "m"}],
            [{"expression": "m * 2", "period": 60}],
            [{"expression": "m * 2"}],
            [{"expression": "SEARCH('{Shop}', 'Sum')"}],
            [{"expression": "SEARCH('{Shop}', 'Sum', 60)"}],
        ],
    }));
    let told = |query: &WidgetQuery| MetricDataQuery::try_from(query).unwrap().period.map(Period::seconds);
    assert_eq!(queries.iter().map(told).collect::<Vec<_>>(), [None, Some(60), None, Some(900), None]);
}
