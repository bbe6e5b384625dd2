//! Lines and areas over time.

use cupola_base::Timestamp;

use super::figure::{figure, short};
use super::scales::scale;
use super::stack;
use crate::drawing::Drawing;
use crate::frame::{LEFT, LETTER, draw_time_axis, draw_value_axis, fit, line, text_width};
use crate::line;
use crate::markup::Markup;
use crate::series::Series;
use crate::style::COLOURS;
use crate::time_scale::TimeScale;
use crate::value_scale::ValueScale;

/// Lines or stacked areas over a time axis, with an axis of values at either side.
///
/// ```
/// use cupola_report::{ChartAxis, Series, TimeChart, Timestamp};
///
/// let t0 = Timestamp::parse("2026-05-04T06:00:00Z")?;
/// let busy = Series::new("busy", (0..60).map(|i| (t0.plus_secs(60 * i), (i % 50) as f64)));
/// let chart = TimeChart::new()
///     .with_series(busy)
///     .with_left(ChartAxis { min: Some(0.0), max: Some(100.0), label: Some("Percent".into()) })
///     .with_line("too much", 80.0)
///     .with_moment("release", t0.plus_secs(1800));
/// # drop(chart);
/// # Ok::<(), cupola_report::TimestampError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TimeChart {
    left: Vec<Series>,
    right: Vec<Series>,
    is_stacked: bool,
    left_axis: ChartAxis,
    right_axis: ChartAxis,
    lines: Vec<(String, f64)>,
    moments: Vec<(String, Timestamp)>,
    range: Option<(Timestamp, Timestamp)>,
    legend: LegendPlace,
}

/// An axis of values.
#[derive(Clone, Debug, Default, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "axes are written with a struct update, which needs an open struct")]
pub struct ChartAxis {
    /// Its lower end; from the data unless told.
    pub min: Option<f64>,
    /// Its upper end; from the data unless told.
    pub max: Option<f64>,
    /// What the values are, in words or as a unit.
    pub label: Option<String>,
}

/// Where the names of lines stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "the service knows three")]
pub enum LegendPlace {
    /// Below the plot.
    #[default]
    Bottom,
    /// Right of the plot.
    Right,
    /// Nowhere.
    Hidden,
}

impl TimeChart {
    /// A chart without lines.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a line on the axis at the left.
    #[must_use]
    pub fn with_series(mut self, series: Series) -> Self {
        self.left.push(series);
        self
    }

    /// Adds a line on the axis at the right.
    #[must_use]
    pub fn with_series_at_right(mut self, series: Series) -> Self {
        self.right.push(series);
        self
    }

    /// Stacks the lines of the axis at the left, as areas.
    #[must_use]
    pub fn stacked(self) -> Self {
        Self { is_stacked: true, ..self }
    }

    /// Sets the axis at the left.
    #[must_use]
    pub fn with_left(self, axis: ChartAxis) -> Self {
        Self { left_axis: axis, ..self }
    }

    /// Sets the axis at the right.
    #[must_use]
    pub fn with_right(self, axis: ChartAxis) -> Self {
        Self { right_axis: axis, ..self }
    }

    /// Sets what the values at the left are.
    #[must_use]
    pub fn with_left_label(mut self, label: impl Into<String>) -> Self {
        self.left_axis.label = Some(label.into());
        self
    }

    /// Adds a dashed line at a value of the axis at the left.
    #[must_use]
    pub fn with_line(mut self, label: impl Into<String>, value: f64) -> Self {
        self.lines.push((label.into(), value));
        self
    }

    /// Adds a dashed line at an instant.
    #[must_use]
    pub fn with_moment(mut self, label: impl Into<String>, at: Timestamp) -> Self {
        self.moments.push((label.into(), at));
        self
    }

    /// Sets the ends of the time axis; from the data unless told.
    #[must_use]
    pub fn with_range(self, from: Timestamp, to: Timestamp) -> Self {
        Self { range: Some((from, to)), ..self }
    }

    /// Sets where the names of lines stand.
    #[must_use]
    pub fn with_legend(self, legend: LegendPlace) -> Self {
        Self { legend, ..self }
    }

    pub(super) fn draw(&self, title: &str, room: (f64, f64)) -> Drawing {
        let mut out = Markup::default();
        let frame = Frame::of(self, room);
        match self.range.or_else(|| self.own_range()) {
            Some(range) => self.draw_plot(&mut out, &frame, range),
            None => {
                let middle = (room.0 / 2.0, room.1 / 2.0);
                out.element("text").class("cu-mid").at("x", middle.0).at("y", middle.1).text("no data");
            }
        }
        self.draw_legend(&mut out, &frame);
        Drawing::new(title, self.describe(), pixels(room), out)
    }

    fn draw_plot(&self, out: &mut Markup, frame: &Frame, range: (Timestamp, Timestamp)) {
        let time = TimeScale::new(range, LEFT, frame.width);
        let layers = if self.is_stacked { stack::stacked(&self.left) } else { Vec::new() };
        let left = scale(&self.left_axis, self.left_values(&time, &layers), frame.top, frame.height);
        draw_value_axis(out, &left, &time);
        draw_time_axis(out, &time, (frame.top, frame.top + frame.height), frame.right);
        self.label_axes(out, frame);
        if self.is_stacked {
            stack::draw(out, &layers, &time, &left);
        } else {
            draw_lines(out, 0, &self.left, &time, &left);
        }
        if !self.right.is_empty() {
            let values = self.right.iter().flat_map(Series::points).filter(|(at, _)| time.covers(*at));
            let right = scale(&self.right_axis, values.map(|(_, value)| value), frame.top, frame.height);
            draw_right_axis(out, &right, &time);
            draw_lines(out, self.left.len(), &self.right, &time, &right);
        }
        self.draw_marks(out, &time, &left, frame);
    }

    fn left_values(&self, time: &TimeScale, layers: &[Vec<(Timestamp, f64)>]) -> Vec<f64> {
        let covered = |(at, _): &(Timestamp, f64)| time.covers(*at);
        let mut values: Vec<f64> = if self.is_stacked {
            layers.iter().flatten().copied().filter(covered).map(|(_, sum)| sum).chain([0.0]).collect()
        } else {
            self.left.iter().flat_map(Series::points).filter(covered).map(|(_, value)| value).collect()
        };
        values.extend(self.lines.iter().map(|(_, value)| *value));
        values
    }

    fn label_axes(&self, out: &mut Markup, frame: &Frame) {
        let label = |axis: &ChartAxis| axis.label.as_deref().map(|label| fit(label, frame.width / 2.0, LETTER));
        if let Some(label) = label(&self.left_axis) {
            out.element("text").class("cu-unit").at("x", LEFT).at("y", 12.0).text(label);
        }
        if let Some(label) = label(&self.right_axis).filter(|_| !self.right.is_empty()) {
            let x = LEFT + frame.width;
            out.element("text").class("cu-unit cu-end").at("x", x).at("y", 12.0).text(label);
        }
    }

    fn draw_marks(&self, out: &mut Markup, time: &TimeScale, values: &ValueScale, frame: &Frame) {
        for (label, value) in self.lines.iter().filter(|(_, value)| values.holds(*value)) {
            let y = values.y(*value);
            line(out, "cu-threshold", (time.left, y), (time.left + time.width, y));
            let text = fit(&format!("{label} ({})", figure(*value, None)), time.width - 8.0, LETTER);
            let (x, y) = (time.left + time.width - 4.0, if y < frame.top + 14.0 { y + 14.0 } else { y - 5.0 });
            out.element("text").class("cu-mark cu-end").at("x", x).at("y", y).text(text);
        }
        for (label, at) in self.moments.iter().filter(|(_, at)| time.covers(*at)) {
            let x = time.x(*at);
            line(out, "cu-threshold", (x, frame.top), (x, frame.top + frame.height));
            let room = time.left + time.width - x - 6.0;
            let (class, x, room) = if room > frame.width / 3.0 {
                ("cu-mark", x + 5.0, room)
            } else {
                ("cu-mark cu-end", x - 5.0, x - time.left)
            };
            out.element("text").class(class).at("x", x).at("y", frame.top + 12.0).text(fit(label, room, LETTER));
        }
    }

    fn draw_legend(&self, out: &mut Markup, frame: &Frame) {
        for (index, (label, (x, y))) in frame.labels.iter().zip(&frame.places).enumerate() {
            if self.is_stacked && index < self.left.len() {
                let class = format!("cu-area cu-d{}", index % COLOURS);
                out.element("rect")
                    .class(class)
                    .at("x", *x)
                    .at("y", y - 9.0)
                    .attr("width", 14)
                    .attr("height", 9)
                    .empty();
            } else {
                let sign = out.element("line").class(line::classes(index)).at("x1", *x).at("x2", x + 16.0);
                sign.at("y1", y - 4.0).at("y2", y - 4.0).empty();
            }
            out.element("text").at("x", x + SIGN).at("y", *y).text(label);
        }
    }

    fn names(&self) -> impl Iterator<Item = String> {
        let left = self.left.iter().map(|series| series.name().to_owned());
        let right = self.right.iter().map(|series| format!("{} (right)", series.name()));
        left.chain(right)
    }

    fn own_range(&self) -> Option<(Timestamp, Timestamp)> {
        let times = || self.left.iter().chain(&self.right).flat_map(Series::points).map(|(at, _)| at);
        Some((times().min()?, times().max()?))
    }

    fn describe(&self) -> String {
        let all = self.left.iter().chain(&self.right);
        let mut parts: Vec<String> = all.map(Series::describe).collect();
        parts.extend(self.range.or_else(|| self.own_range()).map(|(from, to)| format!("From {from} to {to}.")));
        parts.extend(
            self.left_axis
                .label
                .iter()
                .map(|label| format!("Values in {}.", if short(label).is_empty() { "counts" } else { label })),
        );
        parts.extend(self.lines.iter().map(|(label, value)| format!("Line {label} at {value}.")));
        parts.extend(self.moments.iter().map(|(label, at)| format!("Moment {label} at {at}.")));
        if parts.is_empty() { "No data.".into() } else { parts.join(" ") }
    }
}

/// Where plot and legend stand.
struct Frame {
    top: f64,
    width: f64,
    /// Room right of the plot.
    right: f64,
    height: f64,
    labels: Vec<String>,
    places: Vec<(f64, f64)>,
}

/// Before the name of a line.
const SIGN: f64 = 22.0;
const ROW: f64 = 18.0;
/// Below the plot: two rows of labels.
const TIMES: f64 = 38.0;

impl Frame {
    fn of(chart: &TimeChart, (width, height): (f64, f64)) -> Self {
        let top = 20.0;
        let right = if chart.right.is_empty() { 16.0 } else { LEFT - 8.0 };
        let aside = if chart.legend == LegendPlace::Right { (width / 3.0).min(190.0) } else { 0.0 };
        let plot = (width - LEFT - right - aside).max(24.0);
        let names: Vec<String> = if chart.legend == LegendPlace::Hidden { Vec::new() } else { chart.names().collect() };
        let (labels, places, below) = match chart.legend {
            LegendPlace::Right => {
                let fits = count((height - top) / ROW);
                let labels: Vec<String> =
                    short_list(names, fits).map(|name| fit(&name, aside - SIGN, LETTER)).collect();
                let x = width - aside + 4.0;
                let places = rows(labels.len()).map(|row| (x, top + 12.0 + row * ROW)).collect();
                (labels, places, 0.0)
            }
            LegendPlace::Bottom | LegendPlace::Hidden => below(names, width, height, top),
        };
        let rest = (height - top - TIMES - below).max(24.0);
        Self { top, width: plot, right, height: rest, labels, places }
    }
}

/// A legend in rows below the plot, which takes a third of the height at most.
fn below(names: Vec<String>, width: f64, height: f64, top: f64) -> (Vec<String>, Vec<(f64, f64)>, f64) {
    let most = count((height / 3.0 / ROW).floor().max(1.0));
    let (mut labels, mut places, mut x, mut row) = (Vec::new(), Vec::new(), LEFT, 0usize);
    let left = names.len();
    for (index, name) in names.into_iter().enumerate() {
        let label = fit(&name, (width - LEFT - SIGN).min(320.0), LETTER);
        let needed = SIGN + text_width(&label) + 16.0;
        if x > LEFT && x + needed > width {
            (x, row) = (LEFT, row + 1);
        }
        if row >= most {
            labels.truncate(labels.len().saturating_sub(1));
            labels.push(format!("and {} more", left - index + 1));
            break;
        }
        labels.push(label);
        places.push((x, row));
        x += needed;
    }
    let used = if labels.is_empty() { 0.0 } else { f64::from(u32::try_from(row.min(most - 1) + 1).unwrap_or(1)) * ROW };
    let first = (height - used).max(top) + 12.0;
    let place = |(x, row): (f64, usize)| (x, first + f64::from(u32::try_from(row).unwrap_or(0)) * ROW);
    (labels, places.into_iter().map(place).collect(), used + 4.0)
}

/// As many names as fit; the last one says how many do not.
fn short_list(mut names: Vec<String>, fits: usize) -> impl Iterator<Item = String> {
    if names.len() > fits.max(1) {
        let more = names.len() - fits.max(1) + 1;
        names.truncate(fits.max(1) - 1);
        names.push(format!("and {more} more"));
    }
    names.into_iter()
}

fn rows(count: usize) -> impl Iterator<Item = f64> {
    (0..u32::try_from(count).unwrap_or(u32::MAX)).map(f64::from)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a float to integer cast saturates")]
pub(super) fn count(number: f64) -> usize {
    number as usize
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a float to integer cast saturates")]
pub(super) fn pixels((width, height): (f64, f64)) -> (u32, u32) {
    (width as u32, height as u32)
}

fn draw_lines(out: &mut Markup, first: usize, all: &[Series], time: &TimeScale, values: &ValueScale) {
    for (index, series) in all.iter().enumerate() {
        let place = |at, value| (time.covers(at) && values.holds(value)).then(|| (time.x(at), values.y(value)));
        line::draw(out, first + index, series.dots(i64::MAX, place).collect(), time.width);
    }
}

fn draw_right_axis(out: &mut Markup, values: &ValueScale, time: &TimeScale) {
    for (value, label) in values.ticks() {
        let (x, y) = (time.left + time.width + 8.0, values.y(value));
        out.element("text").at("x", x).at("y", y + 4.0).text(fit(&label, LEFT - 18.0, LETTER));
    }
}
