//! Numbers, large.

use super::chart::{count, pixels};
use super::figure::figure;
use crate::drawing::Drawing;
use crate::frame::{LETTER, fit};
use crate::line;
use crate::markup::Markup;
use crate::series::Series;
use crate::time_scale::TimeScale;
use crate::value_scale::ValueScale;

/// Numbers side by side, each with its name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Numbers {
    entries: Vec<NumberEntry>,
}

/// One number of [`Numbers`].
#[derive(Clone, Debug, PartialEq)]
pub struct NumberEntry {
    label: String,
    value: Option<f64>,
    unit: Option<String>,
    line: Option<Series>,
}

impl NumberEntry {
    /// A number; none where there is no data.
    #[must_use]
    pub fn new(label: impl Into<String>, value: Option<f64>) -> Self {
        Self { label: label.into(), value, unit: None, line: None }
    }

    /// Sets what the number counts: the service's word for a unit, or any other.
    #[must_use]
    pub fn in_unit(self, unit: impl Into<String>) -> Self {
        Self { unit: Some(unit.into()), ..self }
    }

    /// Draws below how the number came to be.
    #[must_use]
    pub fn with_line(self, series: Series) -> Self {
        Self { line: Some(series), ..self }
    }

    fn text(&self) -> String {
        self.value.map_or_else(|| "—".into(), |value| figure(value, self.unit.as_deref()))
    }
}

impl Numbers {
    /// No number yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a number.
    #[must_use]
    pub fn with(mut self, entry: NumberEntry) -> Self {
        self.entries.push(entry);
        self
    }

    pub(super) fn draw(&self, title: &str, room: (f64, f64)) -> Drawing {
        let mut out = Markup::default();
        let cells = Cells::of(self.entries.len(), room, 150.0);
        for (index, entry) in self.entries.iter().enumerate().take(cells.fitting()) {
            draw_entry(&mut out, entry, index, cells.at(index), (cells.width, cells.height));
        }
        let told = self.entries.iter().map(|entry| format!("{}: {}.", entry.label, entry.text()));
        Drawing::new(title, told.collect::<Vec<_>>().join(" "), pixels(room), out)
    }
}

fn draw_entry(out: &mut Markup, entry: &NumberEntry, index: usize, (x, y): (f64, f64), (width, height): (f64, f64)) {
    let text = entry.text();
    let line_room = if entry.line.is_some() && height > 84.0 { height * 0.4 } else { 0.0 };
    let letters = f64::from(u32::try_from(text.chars().count()).unwrap_or(1)).max(1.0);
    let size = ((height - line_room - 22.0) * 0.75).min((width - 28.0) / letters / 0.7).clamp(12.0, 44.0);
    let middle = x + width / 2.0;
    let base = y + (height - line_room - 18.0) / 2.0 + size * 0.35;
    let number = out.element("text").class("cu-mid cu-number-big").at("x", middle).at("y", base);
    number.attr("style", format_args!("font-size:{size:.0}px")).text(&text);
    let label = fit(&entry.label, width - 8.0, LETTER);
    out.element("text").class("cu-mid").at("x", middle).at("y", y + height - line_room - 8.0).text(label);
    if let Some(series) = entry.line.as_ref().filter(|_| line_room > 0.0) {
        draw_line(out, index, series, (x + 8.0, y + height - line_room), (width - 16.0, line_room - 6.0));
    }
}

fn draw_line(out: &mut Markup, index: usize, series: &Series, (x, y): (f64, f64), (width, height): (f64, f64)) {
    let times = || series.points().map(|(at, _)| at);
    let (Some(from), Some(to)) = (times().min(), times().max()) else { return };
    let time = TimeScale::new((from, to), x, width);
    let values = ValueScale::new(series.points().map(|(_, value)| value), y, height);
    let dots = series.dots(i64::MAX, |at, value| Some((time.x(at), values.y(value))));
    line::draw_plain(out, index, dots.collect(), width);
}

/// Equal cells in a room.
pub(super) struct Cells {
    columns: usize,
    rows: usize,
    pub(super) width: f64,
    pub(super) height: f64,
}

impl Cells {
    /// Cells for so many things, each about as wide as told at least.
    pub(super) fn of(things: usize, (width, height): (f64, f64), least: f64) -> Self {
        let most = count((width / least).floor()).max(1);
        let columns = things.clamp(1, most);
        let rows = things.div_ceil(columns).clamp(1, count((height / 64.0).floor()).max(1));
        let share = |whole: f64, parts: usize| whole / f64::from(u32::try_from(parts).unwrap_or(1));
        Self { columns, rows, width: share(width, columns), height: share(height, rows) }
    }

    pub(super) const fn fitting(&self) -> usize {
        self.columns * self.rows
    }

    pub(super) fn at(&self, index: usize) -> (f64, f64) {
        let cell = |number: usize| f64::from(u32::try_from(number).unwrap_or(0));
        (cell(index % self.columns) * self.width, cell(index / self.columns) * self.height)
    }
}
