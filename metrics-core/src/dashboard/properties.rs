//! What each kind of widget must say.

use cupola_base::Region;

use super::body::WidgetKind;
use super::check::range;
use super::finding::{Findings, Spot};
use super::query::{Defaults, WidgetQuery};
use super::row;

const METRIC: &[&str] = &[
    "metrics",
    "annotations",
    "region",
    "accountId",
    "view",
    "stacked",
    "stat",
    "period",
    "title",
    "yAxis",
    "legend",
    "liveData",
    "sparkline",
    "timezone",
    "start",
    "end",
    "setPeriodToTimeRange",
    "singleValueFullPrecision",
    "trend",
    "table",
    "labels",
    "cost",
    "gauge",
];
const TEXT: &[&str] = &["markdown", "background", "title"];
const LOG: &[&str] = &[
    "query",
    "region",
    "view",
    "queryLanguage",
    "title",
    "stacked",
    "accountId",
    "timezone",
    "start",
    "end",
    "logGroups",
    "queryBy",
    "logGroupPrefixes",
];
const ALARM: &[&str] = &["alarms", "states", "sortBy", "title"];
const EXPLORER: &[&str] =
    &["metrics", "aggregateBy", "labels", "widgetOptions", "period", "splitBy", "region", "title"];
const CUSTOM: &[&str] = &["endpoint", "params", "updateOn", "title"];
const VIEWS: &[&str] = &["timeSeries", "singleValue", "gauge", "bar", "pie", "table"];
const LOG_VIEWS: &[&str] = &["table", "timeSeries", "bar", "pie"];
const STATES: &[&str] = &["ALARM", "INSUFFICIENT_DATA", "OK"];

/// Checks the properties of a widget; answers the lines of a metric widget.
pub(super) fn check(kind: WidgetKind, properties: &Spot<'_>, findings: &mut Findings) -> Vec<WidgetQuery> {
    match kind {
        WidgetKind::Metric => return metric(properties, findings),
        WidgetKind::Text => text(properties, findings),
        WidgetKind::Log => log(properties, findings),
        WidgetKind::Alarm => alarm(properties, findings),
        WidgetKind::Explorer => explorer(properties, findings),
        WidgetKind::Custom => custom(properties, findings),
        WidgetKind::Chart | WidgetKind::Trace => {}
    }
    Vec::new()
}

fn metric(properties: &Spot<'_>, findings: &mut Findings) -> Vec<WidgetQuery> {
    properties.known(METRIC, findings);
    region(properties, findings);
    range(properties, findings);
    let view = properties.member("view").and_then(|view| view.one_of(VIEWS, findings)).unwrap_or("timeSeries");
    axes(properties, view, findings);
    if let Some(legend) = properties.member("legend").and_then(|legend| legend.member("position")) {
        legend.one_of(&["bottom", "right", "hidden"], findings);
    }
    for name in ["stacked", "liveData", "sparkline", "setPeriodToTimeRange"] {
        if let Some(flag) = properties.member(name) {
            flag.boolean(findings);
        }
    }
    let alarm = annotations(properties, findings);
    let rows = properties.member("metrics");
    match (rows, alarm) {
        (Some(rows), false) => row::read(&rows, &defaults(properties, findings), findings),
        (None, true) => Vec::new(),
        (Some(_), true) => {
            findings.error(properties, "must have either metrics or annotations.alarms, not both");
            Vec::new()
        }
        (None, false) => {
            findings.error(properties, "must have the property metrics or annotations.alarms");
            Vec::new()
        }
    }
}

fn defaults(properties: &Spot<'_>, findings: &mut Findings) -> Defaults {
    let mut text = |name: &str| properties.member(name)?.text(findings).map(str::to_owned);
    let (stat, region) = (text("stat"), text("region"));
    let period = properties.member("period").and_then(|period| period.whole(1, i32::MAX as u32, findings));
    Defaults { stat, period, region }
}

/// Checks the annotations; whether they are an alarm's graph.
fn annotations(properties: &Spot<'_>, findings: &mut Findings) -> bool {
    let Some(annotations) = properties.member("annotations") else { return false };
    annotations.known(&["horizontal", "vertical", "alarms"], findings);
    for (name, value) in [("horizontal", "value"), ("vertical", "value")] {
        let lines = annotations.items_of(name, findings);
        lines.iter().for_each(|line| annotation(line, value, name, findings));
    }
    let Some(alarms) = annotations.member("alarms") else { return false };
    let items = alarms.items(findings);
    if items.len() != 1 {
        findings.error(&alarms, "must have exactly one alarm");
    }
    items.iter().for_each(|alarm| arn(alarm, ":cloudwatch:", findings));
    true
}

/// A line, or a band of two lines.
fn annotation(line: &Spot<'_>, member: &str, axis: &str, findings: &mut Findings) {
    if line.value.is_array() {
        return line.items(findings).iter().for_each(|line| annotation(line, member, axis, findings));
    }
    if line.object(findings).is_none() {
        return;
    }
    let Some(value) = line.required(member, findings) else { return };
    if axis == "horizontal" {
        value.number(findings);
    } else if value.text(findings).is_some_and(|text| cupola_base::Timestamp::parse(text).is_err()) {
        findings.error(&value, "must be an ISO 8601 time such as 2026-05-04T06:00:00Z");
    }
}

fn axes(properties: &Spot<'_>, view: &str, findings: &mut Findings) {
    let axes = properties.member("yAxis");
    if let Some(axes) = &axes {
        axes.known(&["left", "right"], findings);
        for side in ["left", "right"].into_iter().filter_map(|side| axes.member(side)) {
            side.known(&["min", "max", "label", "showUnits"], findings);
            for bound in ["min", "max"].into_iter().filter_map(|bound| side.member(bound)) {
                bound.number(findings);
            }
        }
    }
    let left = axes.as_ref().and_then(|axes| axes.member("left"));
    let bounded = left.is_some_and(|left| left.member("min").is_some() && left.member("max").is_some());
    if view == "gauge" && !bounded {
        findings.error(properties, "must have yAxis.left.min and yAxis.left.max for a gauge");
    }
}

fn text(properties: &Spot<'_>, findings: &mut Findings) {
    properties.known(TEXT, findings);
    if let Some(markdown) = properties.required("markdown", findings) {
        markdown.text(findings);
    }
    if let Some(background) = properties.member("background") {
        background.one_of(&["solid", "transparent"], findings);
    }
}

fn log(properties: &Spot<'_>, findings: &mut Findings) {
    properties.known(LOG, findings);
    region(properties, findings);
    range(properties, findings);
    if let Some(query) = properties.required("query", findings) {
        query.text(findings);
    }
    if let Some(view) = properties.member("view") {
        view.one_of(LOG_VIEWS, findings);
    }
    if let Some(language) = properties.member("queryLanguage") {
        language.one_of(&["CWLI", "SQL", "PPL"], findings);
    }
}

fn alarm(properties: &Spot<'_>, findings: &mut Findings) {
    properties.known(ALARM, findings);
    if let Some(alarms) = properties.required("alarms", findings) {
        let items = alarms.items(findings);
        if alarms.value.is_array() && !(1..=100).contains(&items.len()) {
            findings.error(&alarms, "must have 1 to 100 alarms");
        }
        items.iter().for_each(|alarm| arn(alarm, ":cloudwatch:", findings));
    }
    for state in properties.items_of("states", findings) {
        state.one_of(STATES, findings);
    }
    if let Some(order) = properties.member("sortBy") {
        order.one_of(&["default", "stateUpdatedTimestamp", "timestamp"], findings);
    }
}

fn explorer(properties: &Spot<'_>, findings: &mut Findings) {
    properties.known(EXPLORER, findings);
    if let Some(metrics) = properties.required("metrics", findings) {
        for metric in metrics.items(findings) {
            for name in ["metricName", "resourceType", "stat"] {
                metric.required(name, findings);
            }
        }
    }
    if let Some(labels) = properties.required("labels", findings) {
        for label in labels.items(findings) {
            label.required("key", findings);
        }
    }
    for name in ["aggregateBy", "widgetOptions"] {
        if let Some(member) = properties.member(name) {
            member.object(findings);
        }
    }
}

fn custom(properties: &Spot<'_>, findings: &mut Findings) {
    properties.known(CUSTOM, findings);
    if let Some(endpoint) = properties.required("endpoint", findings) {
        arn(&endpoint, ":lambda:", findings);
    }
    if let Some(update) = properties.member("updateOn") {
        update.object(findings);
        update.known(&["refresh", "resize", "timeRange"], findings);
    }
}

fn arn(spot: &Spot<'_>, service: &str, findings: &mut Findings) {
    let fits = spot.value.as_str().is_some_and(|text| text.starts_with("arn:") && text.contains(service));
    if !fits {
        findings.error(spot, format!("must be an ARN with {service}"));
    }
}

/// A region must be there; one that nobody knows is odd.
fn region(properties: &Spot<'_>, findings: &mut Findings) {
    let Some(region) = properties.required("region", findings) else { return };
    let Some(code) = region.text(findings) else { return };
    let known = Region::new(code).is_ok_and(|region| region.long_name() != code);
    if !known {
        findings.warning(&region, format!("the region {code} is not known"));
    }
}
