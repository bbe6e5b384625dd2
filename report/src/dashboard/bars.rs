//! Values side by side.

use super::chart::{count, pixels};
use super::figure::figure;
use crate::drawing::Drawing;
use crate::frame::{LETTER, fit, text_width};
use crate::markup::Markup;
use crate::style::COLOURS;

/// Values as bars below each other, from zero.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BarChart {
    bars: Vec<(String, f64)>,
    unit: Option<String>,
}

impl BarChart {
    /// No bar yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a value.
    #[must_use]
    pub fn with(mut self, label: impl Into<String>, value: f64) -> Self {
        self.bars.push((label.into(), value));
        self
    }

    /// Sets what the values count.
    #[must_use]
    pub fn in_unit(self, unit: impl Into<String>) -> Self {
        Self { unit: Some(unit.into()), ..self }
    }

    /// The chart by itself, 960 pixels wide and as high as its bars need.
    ///
    /// ```
    /// use cupola_report::BarChart;
    ///
    /// let drawing = BarChart::new().with("north", 4.0).with("south", 6.5).draw_alone("Arrivals");
    /// assert_eq!(drawing.description(), "north: 4. south: 6.5.");
    /// assert!(drawing.to_svg().starts_with("<svg"));
    /// ```
    #[must_use]
    pub fn draw_alone(&self, title: &str) -> Drawing {
        let rows = u32::try_from(self.bars.len().clamp(1, 400)).unwrap_or(1);
        self.draw(title, (960.0, 28.0 * f64::from(rows)))
    }

    pub(super) fn draw(&self, title: &str, room: (f64, f64)) -> Drawing {
        let mut out = Markup::default();
        let fits = count((room.1 / 22.0).floor()).max(1);
        let shown = if self.bars.len() > fits { fits - 1 } else { self.bars.len() };
        let lines = f64::from(u32::try_from(self.bars.len().min(fits)).unwrap_or(1)).max(1.0);
        let scale = Scale::of(&self.bars, self.unit.as_deref(), room.0);
        let row = (room.1 / lines).min(44.0);
        let mut y = 0.0;
        for (index, (label, value)) in self.bars.iter().enumerate().take(shown) {
            scale.draw(&mut out, index, label, *value, (y, row));
            y += row;
        }
        if shown < self.bars.len() {
            let text = format!("and {} more", self.bars.len() - shown);
            out.element("text").class("cu-unit").at("x", 0.0).at("y", y + row * 0.65).text(text);
        }
        let told = self.bars.iter().map(|(label, value)| format!("{label}: {}.", figure(*value, self.unit.as_deref())));
        let told: Vec<String> = told.collect();
        let told = if told.is_empty() { "No data.".into() } else { told.join(" ") };
        Drawing::new(title, told, pixels(room), out)
    }
}

/// Where bars begin and how long they are.
struct Scale<'a> {
    left: f64,
    width: f64,
    low: f64,
    high: f64,
    unit: Option<&'a str>,
}

impl<'a> Scale<'a> {
    fn of(bars: &[(String, f64)], unit: Option<&'a str>, width: f64) -> Self {
        let widest = |texts: &mut dyn Iterator<Item = f64>| texts.fold(0.0, f64::max);
        let left = widest(&mut bars.iter().map(|(label, _)| text_width(label))).min(width * 0.35) + 10.0;
        let right = widest(&mut bars.iter().map(|(_, value)| text_width(&figure(*value, unit)))) + 10.0;
        let finite = || bars.iter().map(|(_, value)| *value).filter(|value| value.is_finite());
        let (low, high) = (finite().fold(0.0, f64::min), finite().fold(0.0, f64::max));
        Self { left, width: (width - left - right).max(10.0), low, high, unit }
    }

    fn x(&self, value: f64) -> f64 {
        let share = (value / 2.0 - self.low / 2.0) / (self.high / 2.0 - self.low / 2.0);
        self.left + self.width * if share.is_finite() { share } else { 0.0 }
    }

    fn draw(&self, out: &mut Markup, index: usize, label: &str, value: f64, (top, row): (f64, f64)) {
        let (middle, thick) = (top + row / 2.0, row * 0.62);
        let label = fit(label, self.left - 10.0, LETTER);
        out.element("text").class("cu-end").at("x", self.left - 8.0).at("y", middle + 4.0).text(label);
        let end = if value.is_finite() { self.x(value) } else { self.x(0.0) };
        let (from, to) = (self.x(0.0).min(end), self.x(0.0).max(end));
        let bar = out.element("rect").class(format_args!("cu-bar cu-d{}", index % COLOURS));
        bar.at("x", from).at("y", middle - thick / 2.0).at("width", (to - from).max(0.5)).at("height", thick).empty();
        out.element("text").at("x", to + 6.0).at("y", middle + 4.0).text(figure(value, self.unit));
    }
}
