//! Dashboards: widgets on a grid, as one page.

mod alarms;
mod bars;
mod chart;
mod circle;
mod figure;
mod gauges;
mod grid;
mod inline;
mod markdown;
mod numbers;
mod pie;
mod rows;
mod scales;
mod stack;
mod widget;

pub use alarms::{AlarmEntry, AlarmList};
pub use bars::BarChart;
pub use chart::{ChartAxis, LegendPlace, TimeChart};
pub use gauges::{Gauge, Gauges};
pub use grid::GridPlace;
pub use numbers::{NumberEntry, Numbers};
pub use pie::PieChart;
pub use widget::Widget;

use crate::markup::Markup;
use crate::style;

/// Widgets on a grid of 24 columns, as one HTML page that needs nothing else.
///
/// A row is 48 pixels high and a column 48 wide where there is room; on narrow screens widgets stand below each
/// other. The same input gives the same bytes.
///
/// ```
/// use cupola_report::{Dashboard, GridPlace, Series, TimeChart, Timestamp, Widget};
///
/// let t0 = Timestamp::parse("2026-05-04T06:00:00Z")?;
/// let orders = Series::new("orders", (0..60).map(|i| (t0.plus_secs(60 * i), (i % 7) as f64)));
/// let chart = TimeChart::new().with_series(orders).with_left_label("count per minute");
/// let html = Dashboard::new("Shop")
///     .with(GridPlace::new(0, 0, 12, 6), Widget::time("Orders", chart))
///     .with(GridPlace::new(12, 0, 12, 6), Widget::text("# On call\nCall **Ada**, see [the book](https://example.com)."))
///     .to_html();
/// assert!(html.contains("<h3>On call</h3>") && html.contains("06:30"));
/// assert!(!html.contains("<script"));
/// # Ok::<(), cupola_report::TimestampError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Dashboard {
    title: String,
    language: String,
    widgets: Vec<(GridPlace, Widget)>,
}

impl Dashboard {
    /// A dashboard without widgets, in English.
    #[must_use]
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), language: "en".into(), widgets: Vec::new() }
    }

    /// Sets the language of the texts, as a BCP 47 tag.
    #[must_use]
    pub fn with_language(self, tag: impl Into<String>) -> Self {
        Self { language: tag.into(), ..self }
    }

    /// Adds a widget.
    #[must_use]
    pub fn with(mut self, place: GridPlace, widget: Widget) -> Self {
        self.widgets.push((place, widget));
        self
    }

    /// The page.
    #[must_use]
    pub fn to_html(&self) -> String {
        let mut out = Markup::default();
        let html = out.element("html").attr("xmlns", "http://www.w3.org/1999/xhtml");
        html.attr("lang", &self.language).open();
        self.write_head(&mut out);
        out.element("body").class("cu-wide").open();
        out.element("main").open();
        out.element("h1").text(&self.title);
        out.element("div").class("cu-board").open();
        for (place, widget) in self.in_order() {
            out.element("section").class("cu-widget").attr("style", place.style()).open();
            widget.write(&mut out, *place);
            out.close();
        }
        format!("<!DOCTYPE html>\n{}\n", out.finish())
    }

    /// From top to bottom and from left to right, which is how pages are read.
    fn in_order(&self) -> Vec<&(GridPlace, Widget)> {
        let mut widgets: Vec<_> = self.widgets.iter().collect();
        widgets.sort_by_key(|(place, _)| (place.row, place.column));
        widgets
    }

    fn write_head(&self, out: &mut Markup) {
        out.element("head").open();
        out.element("meta").attr("charset", "utf-8").empty();
        out.element("meta").attr("name", "viewport").attr("content", "width=device-width, initial-scale=1").empty();
        out.element("title").text(&self.title);
        out.element("style").text(format_args!("{}{}{}", style::PAGE, style::CHART, style::BOARD));
        out.close();
    }
}
