//! Values over time.

use std::time::Duration;

use cupola_base::Timestamp;

use crate::drawing::Drawing;
use crate::frame::{
    DEFAULT_WIDTH, LEFT, LEGEND_ROW, LEGEND_SIGN, LETTER, RIGHT, TIME_LABELS, WIDTHS, draw_time_axis, draw_title,
    draw_value_axis, fit, legend_places, line, plot_width,
};
use crate::line;
use crate::markup::Markup;
use crate::series::Series;
use crate::state::{ROW_HEIGHT, StateRow};
use crate::time_scale::TimeScale;
use crate::value_scale::ValueScale;

/// Lines over a time axis, with thresholds, and alarm states below if wanted.
///
/// Whatever the number of points, the drawing stays small: of those that share a pixel's column
/// only the first, the lowest, the highest and the last are drawn, which gives the same picture.
///
/// ```
/// use cupola_report::{LineChart, Series, Timestamp};
///
/// let t0 = Timestamp::parse("2026-05-04T06:00:00Z")?;
/// let minutes = (0..60).map(|i| (t0.plus_secs(60 * i), (i % 7) as f64));
/// let chart = LineChart::new("Failed logins")
///     .with_unit("count per minute")
///     .with_series(Series::new("failed", minutes))
///     .with_threshold("alarm at 5", 5.0);
/// let drawing = chart.draw();
/// assert_eq!(drawing.description(), "failed: 60 values from 0 to 6. From 2026-05-04T06:00:00Z to 2026-05-04T06:59:00Z. Threshold alarm at 5.");
/// assert!(drawing.to_svg().contains("06:30"));
/// # Ok::<(), cupola_base::TimestampError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct LineChart {
    title: String,
    unit: Option<String>,
    series: Vec<Series>,
    thresholds: Vec<(String, f64)>,
    states: Vec<StateRow>,
    range: Option<(Timestamp, Timestamp)>,
    gap: Option<Duration>,
    width: u32,
    plot_height: u32,
}

impl LineChart {
    /// An empty chart, 960 pixels wide, its plot 240 pixels high.
    #[must_use]
    pub fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            unit: None,
            series: Vec::new(),
            thresholds: Vec::new(),
            states: Vec::new(),
            range: None,
            gap: None,
            width: DEFAULT_WIDTH,
            plot_height: 240,
        }
    }

    /// Sets what the values are, in words: `Milliseconds`, `count per minute`.
    #[must_use]
    pub fn with_unit(self, unit: impl Into<String>) -> Self {
        Self { unit: Some(unit.into()), ..self }
    }

    /// Adds a line. Six colours, then the same six dashed.
    #[must_use]
    pub fn with_series(mut self, series: Series) -> Self {
        self.series.push(series);
        self
    }

    /// Adds a dashed line at a value; the values shown reach to it. A value that is not finite has
    /// no line, and the legend says so.
    #[must_use]
    pub fn with_threshold(mut self, label: impl Into<String>, value: f64) -> Self {
        self.thresholds.push((label.into(), value));
        self
    }

    /// Adds an alarm's states, below the plot and on the same time axis.
    #[must_use]
    pub fn with_states(mut self, row: StateRow) -> Self {
        self.states.push(row);
        self
    }

    /// Sets the ends of the time axis; the two are put in order, and what lies outside is left
    /// out. Unless told: from the first to the last instant given.
    #[must_use]
    pub fn with_range(self, from: Timestamp, to: Timestamp) -> Self {
        Self { range: Some((from, to)), ..self }
    }

    /// Breaks lines between points that are further apart than this; unless told, only values
    /// that are not finite break a line.
    #[must_use]
    pub fn with_gap(self, longest: Duration) -> Self {
        Self { gap: Some(longest), ..self }
    }

    /// Sets the width of the drawing (320 to 4,096) and the height of the plot in it (80 to
    /// 2,048), in pixels; values outside count as the nearest.
    #[must_use]
    pub fn with_size(self, width: u32, plot_height: u32) -> Self {
        Self { width: width.clamp(WIDTHS.0, WIDTHS.1), plot_height: plot_height.clamp(80, 2_048), ..self }
    }

    /// Draws it.
    #[must_use]
    pub fn draw(&self) -> Drawing {
        let mut out = Markup::default();
        draw_title(&mut out, &self.title, self.unit.as_deref(), self.width);
        let bottom = TOP + f64::from(self.plot_height) + self.rows_height();
        match self.range.or_else(|| self.own_range()) {
            Some(range) => self.draw_plot(&mut out, &TimeScale::new(range, LEFT, plot_width(self.width)), bottom),
            None => self.draw_emptiness(&mut out),
        }
        let rows = self.draw_legend(&mut out, bottom + TIME_LABELS);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a float to integer cast saturates"
        )]
        let height = (bottom + TIME_LABELS + rows + 10.0) as u32;
        Drawing::new(&self.title, self.describe(), (self.width, height), out)
    }

    fn draw_plot(&self, out: &mut Markup, time: &TimeScale, bottom: f64) {
        let values = ValueScale::new(self.shown_values(time), TOP, f64::from(self.plot_height));
        draw_value_axis(out, &values, time);
        draw_time_axis(out, time, (TOP, bottom), RIGHT);
        for (_, value) in self.thresholds.iter().filter(|(_, value)| value.is_finite()) {
            let y = values.y(*value);
            line(out, "cu-threshold", (time.left, y), (time.left + time.width, y));
        }
        let gap = self.gap.map_or(i64::MAX, |gap| i64::try_from(gap.as_millis()).unwrap_or(i64::MAX));
        for (index, series) in self.series.iter().enumerate() {
            let place = |at, value| time.covers(at).then(|| (time.x(at), values.y(value)));
            line::draw(out, index, series.dots(gap, place).collect(), time.width);
        }
        let mut top = TOP + f64::from(self.plot_height) + ROWS_ABOVE;
        for row in &self.states {
            row.draw(out, time, top);
            top += ROW_HEIGHT;
        }
    }

    fn draw_emptiness(&self, out: &mut Markup) {
        let middle = (LEFT + plot_width(self.width) / 2.0, TOP + f64::from(self.plot_height) / 2.0);
        out.element("text").class("cu-mid").at("x", middle.0).at("y", middle.1).text("no data");
    }

    /// Signs and names of lines and thresholds; gives the height needed.
    fn draw_legend(&self, out: &mut Markup, top: f64) -> f64 {
        let labels: Vec<String> = self.legend().iter().map(|label| fit(label, self.legend_room(), LETTER)).collect();
        let (places, rows) = legend_places(&labels, self.width);
        for (index, (label, (x, row))) in labels.iter().zip(places).enumerate() {
            let y = top + 12.0 + LEGEND_ROW * f64::from(u32::try_from(row).unwrap_or(u32::MAX));
            let class = if index < self.series.len() { line::classes(index) } else { "cu-threshold".into() };
            let sign = out.element("line").class(class).at("x1", x).at("x2", x + LEGEND_SIGN - 8.0);
            sign.at("y1", y - 4.0).at("y2", y - 4.0).empty();
            out.element("text").at("x", x + LEGEND_SIGN).at("y", y).text(label);
        }
        LEGEND_ROW * f64::from(u32::try_from(rows).unwrap_or(u32::MAX))
    }

    fn legend(&self) -> Vec<String> {
        let threshold = |(label, value): &(String, f64)| match value.is_finite() {
            true => label.clone(),
            false => format!("{label} ({value}: no line)"),
        };
        let names = self.series.iter().map(|series| series.name().to_owned());
        names.chain(self.thresholds.iter().map(threshold)).collect()
    }

    fn legend_room(&self) -> f64 {
        f64::from(self.width) - LEFT - RIGHT - LEGEND_SIGN
    }

    fn rows_height(&self) -> f64 {
        let rows = f64::from(u32::try_from(self.states.len()).unwrap_or(u32::MAX));
        if self.states.is_empty() { 0.0 } else { ROWS_ABOVE + rows * ROW_HEIGHT }
    }

    fn shown_values(&self, time: &TimeScale) -> impl Iterator<Item = f64> {
        let points = self.series.iter().flat_map(Series::points);
        let shown = points.filter(|(at, _)| time.covers(*at)).map(|(_, value)| value);
        shown.chain(self.thresholds.iter().map(|(_, value)| *value))
    }

    fn own_range(&self) -> Option<(Timestamp, Timestamp)> {
        let points = || self.series.iter().flat_map(Series::points).map(|(at, _)| at);
        let times = || points().chain(self.states.iter().flat_map(StateRow::times));
        Some((times().min()?, times().max()?))
    }

    fn describe(&self) -> String {
        let mut parts: Vec<String> = self.series.iter().map(Series::describe).collect();
        parts.extend(self.range.or_else(|| self.own_range()).map(|(from, to)| format!("From {from} to {to}.")));
        parts.extend(self.thresholds.iter().map(|(label, _)| format!("Threshold {label}.")));
        parts.extend(self.states.iter().map(|row| format!("{}.", row.describe())));
        if parts.is_empty() { "No data.".into() } else { parts.join(" ") }
    }
}

/// Below the title.
const TOP: f64 = 44.0;
/// Between the plot and the rows of states.
const ROWS_ABOVE: f64 = 8.0;
