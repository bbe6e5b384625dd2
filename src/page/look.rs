//! What a widget's properties say about its looks. They were checked when the body was read.

use cupola_base::Timestamp;
use cupola_metrics::Widget;
use cupola_report::{ChartAxis, LegendPlace, TimeChart};
use serde_json::Value;

pub(super) struct Look(Value);

impl Look {
    pub(super) fn of(widget: &Widget) -> Self {
        Self(serde_json::from_str(widget.properties.as_str()).unwrap_or_default())
    }

    pub(super) fn text(&self, pointer: &str) -> Option<&str> {
        self.0.pointer(pointer).and_then(Value::as_str)
    }

    pub(super) fn number(&self, pointer: &str) -> Option<f64> {
        self.0.pointer(pointer).and_then(Value::as_f64)
    }

    pub(super) fn is_set(&self, pointer: &str) -> bool {
        self.0.pointer(pointer).and_then(Value::as_bool).unwrap_or_default()
    }

    pub(super) fn texts(&self, pointer: &str) -> impl Iterator<Item = &str> {
        self.items(pointer).filter_map(Value::as_str)
    }

    fn items(&self, pointer: &str) -> impl Iterator<Item = &Value> {
        self.0.pointer(pointer).and_then(Value::as_array).into_iter().flatten()
    }

    /// A chart without lines, as it is to look.
    pub(super) fn chart(&self) -> TimeChart {
        let legend = match self.text("/legend/position") {
            Some("right") => LegendPlace::Right,
            Some("hidden") => LegendPlace::Hidden,
            _ => LegendPlace::Bottom,
        };
        let chart = TimeChart::new().with_left(self.axis("left")).with_right(self.axis("right")).with_legend(legend);
        let chart = if self.is_set("/stacked") { chart.stacked() } else { chart };
        let chart = self.lines().fold(chart, |chart, (label, value)| chart.with_line(label, value));
        self.moments().fold(chart, |chart, (label, at)| chart.with_moment(label, at))
    }

    fn axis(&self, side: &str) -> ChartAxis {
        let at = |member: &str| format!("/yAxis/{side}/{member}");
        let label = self.text(&at("label")).map(str::to_owned);
        ChartAxis { min: self.number(&at("min")), max: self.number(&at("max")), label }
    }

    fn lines(&self) -> impl Iterator<Item = (&str, f64)> {
        self.annotations("/annotations/horizontal").filter_map(|line| Some((label(line), line.get("value")?.as_f64()?)))
    }

    fn moments(&self) -> impl Iterator<Item = (&str, Timestamp)> {
        let at = |line: &Value| Timestamp::parse(line.get("value")?.as_str()?).ok();
        self.annotations("/annotations/vertical").filter_map(move |line| Some((label(line), at(line)?)))
    }

    /// Lines, and both of each band.
    fn annotations(&self, pointer: &str) -> impl Iterator<Item = &Value> {
        self.items(pointer).flat_map(|line| match line.as_array() {
            Some(band) => band.as_slice(),
            None => std::slice::from_ref(line),
        })
    }
}

fn label(line: &Value) -> &str {
    line.get("label").and_then(Value::as_str).unwrap_or_default()
}
