//! Values as shares of their sum.

use super::chart::{count, pixels};
use super::circle::point;
use super::figure::figure;
use crate::drawing::Drawing;
use crate::frame::{LETTER, fit, text_width};
use crate::markup::{Coordinate, Markup};
use crate::style::COLOURS;

/// Values as shares of their sum, clockwise from the top. Values that are not positive have no slice.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PieChart {
    slices: Vec<(String, f64)>,
    unit: Option<String>,
}

impl PieChart {
    /// No slice yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a value.
    #[must_use]
    pub fn with(mut self, label: impl Into<String>, value: f64) -> Self {
        self.slices.push((label.into(), value));
        self
    }

    /// Sets what the values count.
    #[must_use]
    pub fn in_unit(self, unit: impl Into<String>) -> Self {
        Self { unit: Some(unit.into()), ..self }
    }

    /// The shares, each with where it begins.
    fn shares(&self) -> Vec<(f64, f64)> {
        let size = |value: f64| if value.is_finite() { value.max(0.0) } else { 0.0 };
        let largest = self.slices.iter().map(|(_, value)| size(*value)).fold(0.0, f64::max);
        let scaled: Vec<f64> =
            self.slices.iter().map(|(_, value)| if largest > 0.0 { size(*value) / largest } else { 0.0 }).collect();
        let sum: f64 = scaled.iter().sum();
        let mut begin = 0.0;
        let share = |value: &f64| {
            let share = if sum > 0.0 { value / sum } else { 0.0 };
            let place = (begin, share);
            begin += share;
            place
        };
        scaled.iter().map(share).collect()
    }

    pub(super) fn draw(&self, title: &str, room: (f64, f64)) -> Drawing {
        let mut out = Markup::default();
        let shares = self.shares();
        let widest = self.texts(&shares).map(|text| text_width(&text)).fold(0.0, f64::max);
        let beside = ((room.0 - widest - 56.0) / 2.0).clamp(room.0 * 0.16, room.0 * 0.26);
        let radius = (room.1 / 2.0 - 6.0).min(beside).max(10.0);
        let centre = (radius + 12.0, room.1 / 2.0);
        for (index, (begin, share)) in shares.iter().enumerate().filter(|(_, (_, share))| *share > 0.0) {
            draw_slice(&mut out, index, centre, radius, (*begin, *share));
        }
        self.draw_legend(&mut out, &shares, 2.0 * radius + 36.0, room);
        Drawing::new(title, self.describe(&shares), pixels(room), out)
    }

    fn draw_legend(&self, out: &mut Markup, shares: &[(f64, f64)], x: f64, (width, height): (f64, f64)) {
        let fits = count((height / ROW).floor()).max(1);
        let shown = if self.slices.len() > fits { fits - 1 } else { self.slices.len() };
        let lines = f64::from(u32::try_from(self.slices.len().min(fits)).unwrap_or(0));
        let mut y = (height - lines * ROW) / 2.0 + 14.0;
        for (index, text) in self.texts(shares).enumerate().take(shown) {
            let class = format!("cu-slice cu-d{}", index % COLOURS);
            out.element("rect").class(class).at("x", x).at("y", y - 9.0).attr("width", 10).attr("height", 10).empty();
            out.element("text").at("x", x + 18.0).at("y", y).text(fit(&text, width - x - 18.0, LETTER));
            y += ROW;
        }
        if shown < self.slices.len() {
            let text = format!("and {} more", self.slices.len() - shown);
            out.element("text").class("cu-unit").at("x", x + 18.0).at("y", y).text(text);
        }
    }

    /// What the legend says of each slice.
    fn texts(&self, shares: &[(f64, f64)]) -> impl Iterator<Item = String> {
        self.slices.iter().zip(shares).map(|((label, value), (_, share))| {
            format!("{label}: {} ({})", figure(*value, self.unit.as_deref()), percent(*share))
        })
    }

    fn describe(&self, shares: &[(f64, f64)]) -> String {
        let told: Vec<String> = self.texts(shares).map(|text| format!("{text}.")).collect();
        if told.is_empty() { "No data.".into() } else { told.join(" ") }
    }
}

const ROW: f64 = 19.0;

fn percent(share: f64) -> String {
    format!("{}%", figure((share * 1000.0).round() / 10.0, None))
}

fn draw_slice(out: &mut Markup, index: usize, centre: (f64, f64), radius: f64, (begin, share): (f64, f64)) {
    let class = format!("cu-slice cu-d{}", index % COLOURS);
    if share > 0.9999 {
        out.element("circle").class(class).at("cx", centre.0).at("cy", centre.1).at("r", radius).empty();
        return;
    }
    let ((x0, y0), (x1, y1)) = (point(centre, radius, begin), point(centre, radius, begin + share));
    let large = u8::from(share > 0.5);
    let [x, y, x0, y0, x1, y1, radius] = [centre.0, centre.1, x0, y0, x1, y1, radius].map(Coordinate);
    let path = format!("M{x} {y}L{x0} {y0}A{radius} {radius} 0 {large} 1 {x1} {y1}Z");
    out.element("path").class(class).attr("d", path).empty();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_add_up_to_the_whole() {
        let pie = PieChart::new().with("a", 1.0).with("b", -2.0).with("c", f64::NAN).with("d", 3.0);
        assert_eq!(pie.shares(), [(0.0, 0.25), (0.25, 0.0), (0.25, 0.0), (0.25, 0.75)]);
        assert_eq!(PieChart::new().with("a", 0.0).shares(), [(0.0, 0.0)]);
        assert_eq!(PieChart::new().with("a", f64::MAX).with("b", f64::MAX).shares()[1], (0.5, 0.5));
    }
}
