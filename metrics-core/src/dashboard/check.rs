//! The frame of a body: its members, and the widgets on the grid.

use cupola_base::Timestamp;
use cupola_base::json::Json;

use super::body::{Frame, Widget, WidgetKind};
use super::finding::{Findings, Spot};
use super::properties;

const COLUMNS: u32 = 24;
const MOST_WIDGETS: usize = 500;
const MOST_METRICS: usize = 2500;
pub(super) const MOST_METRICS_OF_ONE: usize = 500;
const BODY: &[&str] = &["widgets", "start", "end", "periodOverride", "variables"];
const WIDGET: &[&str] = &["type", "x", "y", "width", "height", "properties"];
const VARIABLE: &[&str] = &[
    "type",
    "property",
    "pattern",
    "id",
    "label",
    "inputType",
    "values",
    "search",
    "populateFrom",
    "defaultValue",
    "visible",
];

pub(super) fn body(body: &Spot<'_>, findings: &mut Findings) -> Vec<Widget> {
    if body.object(findings).is_none() {
        return Vec::new();
    }
    body.known(BODY, findings);
    range(body, findings);
    if let Some(mode) = body.member("periodOverride") {
        mode.one_of(&["auto", "inherit"], findings);
    }
    if let Some(variables) = body.member("variables") {
        variables.items(findings).iter().for_each(|one| variable(one, findings));
    }
    body.required("widgets", findings).map_or_else(Vec::new, |widgets| all(&widgets, findings))
}

/// The range that a body or a widget shows.
pub(super) fn range(spot: &Spot<'_>, findings: &mut Findings) {
    for member in ["start", "end"].into_iter().filter_map(|name| spot.member(name)) {
        let fits = member.value.as_str().is_some_and(|text| is_relative(text) || Timestamp::parse(text).is_ok());
        if !fits {
            findings.error(&member, "must be an ISO 8601 time such as 2026-05-04T06:00:00Z, or relative such as -PT3H");
        }
    }
    if spot.member("end").is_some() && spot.member("start").is_none() {
        findings.error(spot, "must not have end without start");
    }
}

/// `-PT5M`, `-P7D`: a sign, then a length of time.
fn is_relative(text: &str) -> bool {
    let Some(length) = text.strip_prefix("-P") else { return false };
    let (length, units) = length.strip_prefix('T').map_or((length, "DWM"), |length| (length, "HMS"));
    let digits = length.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = &length[digits.len()..];
    unit.len() == 1 && units.contains(unit) && !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
}

fn variable(variable: &Spot<'_>, findings: &mut Findings) {
    if variable.object(findings).is_none() {
        return;
    }
    variable.known(VARIABLE, findings);
    let kind = variable.required("type", findings);
    let kind = kind.and_then(|kind| kind.one_of(&["property", "pattern"], findings).map(str::to_owned));
    for member in [kind.as_deref(), Some("id")].into_iter().flatten() {
        if let Some(text) = variable.required(member, findings) {
            text.text(findings);
        }
    }
    if let Some(input) = variable.required("inputType", findings) {
        input.one_of(&["input", "radio", "select"], findings);
    }
}

fn all(widgets: &Spot<'_>, findings: &mut Findings) -> Vec<Widget> {
    let spots = widgets.items(findings);
    if spots.len() > MOST_WIDGETS {
        findings.error(widgets, format!("must not have more than {MOST_WIDGETS} items"));
        return Vec::new();
    }
    let mut flow = Flow::default();
    let read: Vec<Widget> = spots.iter().filter_map(|spot| widget(spot, &mut flow, findings)).collect();
    let metrics: usize = read.iter().map(|widget| widget.queries.len()).sum();
    if metrics > MOST_METRICS {
        findings.error(widgets, format!("must not have more than {MOST_METRICS} metrics in all"));
    }
    read
}

fn widget(widget: &Spot<'_>, flow: &mut Flow, findings: &mut Findings) -> Option<Widget> {
    widget.object(findings)?;
    widget.known(WIDGET, findings);
    let kind = kind(widget, findings);
    let frame = flow.take(widget, findings);
    let properties = widget.required("properties", findings);
    let (kind, properties) = (kind?, properties?);
    properties.object(findings)?;
    if kind != WidgetKind::Text && (frame.width < 3 || frame.height < 2) {
        findings.warning(widget, "is too small to show its content: 3 columns and 2 rows are needed");
    }
    let queries = properties::check(kind, &properties, findings);
    if queries.len() > MOST_METRICS_OF_ONE {
        findings.error(&properties, format!("must not have more than {MOST_METRICS_OF_ONE} metrics"));
    }
    let title = properties.member("title").and_then(|title| title.text(findings).map(str::to_owned));
    Some(Widget { kind, frame, title, queries, properties: Json::of(properties.value) })
}

fn kind(widget: &Spot<'_>, findings: &mut Findings) -> Option<WidgetKind> {
    let spot = widget.required("type", findings)?;
    let words = WidgetKind::ALL.map(WidgetKind::as_str);
    spot.one_of(&words, findings).and_then(WidgetKind::of)
}

/// Where the next widget without a place goes.
#[derive(Debug, Default)]
struct Flow {
    x: u32,
    y: u32,
    tallest: u32,
}

impl Flow {
    fn take(&mut self, widget: &Spot<'_>, findings: &mut Findings) -> Frame {
        let mut number = |name: &str, least, most, default| {
            let spot = widget.member(name);
            spot.and_then(|spot| spot.whole(least, most, findings)).unwrap_or(default)
        };
        let (width, height) = (number("width", 1, COLUMNS, 6), number("height", 1, 1000, 6));
        let (x, y) = (number("x", 0, COLUMNS - 1, 0), number("y", 0, u32::MAX, 0));
        match (widget.member("x").is_some(), widget.member("y").is_some()) {
            (true, true) => Frame { x, y, width, height },
            (false, false) => self.next(width, height),
            _ => {
                findings.error(widget, "must have both x and y, or neither");
                Frame { x, y, width, height }
            }
        }
    }

    fn next(&mut self, width: u32, height: u32) -> Frame {
        if self.x + width > COLUMNS {
            *self = Self { x: 0, y: self.y + self.tallest, tallest: 0 };
        }
        let frame = Frame { x: self.x, y: self.y, width, height };
        *self = Self { x: self.x + width, y: self.y, tallest: self.tallest.max(height) };
        frame
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widgets_without_a_place_flow() {
        let mut flow = Flow::default();
        let frames = [(12, 6), (6, 9), (6, 1), (8, 2)].map(|(width, height)| flow.next(width, height));
        assert_eq!(frames.map(|frame| (frame.x, frame.y)), [(0, 0), (12, 0), (18, 0), (0, 9)]);
    }

    #[test]
    fn relative_times_are_a_sign_and_a_length() {
        for (text, fits) in [("-PT3H", true), ("-P7D", true), ("-PT15M", true), ("PT3H", false), ("-PT", false)] {
            assert_eq!(is_relative(text), fits, "{text}");
        }
        assert!(!is_relative("-P3H") && !is_relative("-PTü") && !is_relative("-P1.5D"));
    }
}
