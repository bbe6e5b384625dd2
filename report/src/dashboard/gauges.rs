//! Values between two ends.

use super::chart::pixels;
use super::circle::point;
use super::figure::figure;
use super::numbers::Cells;
use crate::drawing::Drawing;
use crate::frame::{LETTER, fit};
use crate::markup::{Coordinate, Markup};

/// Gauges side by side.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Gauges {
    all: Vec<Gauge>,
}

/// A value between two ends.
#[derive(Clone, Debug, PartialEq)]
pub struct Gauge {
    label: String,
    value: Option<f64>,
    min: f64,
    max: f64,
    unit: Option<String>,
}

impl Gauge {
    /// A value, or none where there is no data. Ends that are not finite, or not in order, show nothing.
    #[must_use]
    pub fn new(label: impl Into<String>, value: Option<f64>, min: f64, max: f64) -> Self {
        Self { label: label.into(), value, min, max, unit: None }
    }

    /// Sets what the value counts: the service's word for a unit, or any other.
    #[must_use]
    pub fn in_unit(self, unit: impl Into<String>) -> Self {
        Self { unit: Some(unit.into()), ..self }
    }

    fn share(&self) -> f64 {
        let share = (self.value.unwrap_or(self.min) / 2.0 - self.min / 2.0) / (self.max / 2.0 - self.min / 2.0);
        if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 }
    }

    fn text(&self) -> String {
        self.value.map_or_else(|| "—".into(), |value| figure(value, self.unit.as_deref()))
    }
}

impl Gauges {
    /// No gauge yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a gauge.
    #[must_use]
    pub fn with(mut self, gauge: Gauge) -> Self {
        self.all.push(gauge);
        self
    }

    pub(super) fn draw(&self, title: &str, room: (f64, f64)) -> Drawing {
        let mut out = Markup::default();
        let cells = Cells::of(self.all.len(), room, 140.0);
        for (index, gauge) in self.all.iter().enumerate().take(cells.fitting()) {
            draw_gauge(&mut out, gauge, cells.at(index), (cells.width, cells.height));
        }
        let told = self.all.iter().map(|gauge| {
            let (low, high) = (figure(gauge.min, None), figure(gauge.max, None));
            format!("{}: {} between {low} and {high}.", gauge.label, gauge.text())
        });
        Drawing::new(title, told.collect::<Vec<_>>().join(" "), pixels(room), out)
    }
}

/// Shares of a turn at which a gauge begins and how far it goes.
const BEGIN: f64 = -0.34;
const SWEEP: f64 = 0.68;

fn draw_gauge(out: &mut Markup, gauge: &Gauge, (x, y): (f64, f64), (width, height): (f64, f64)) {
    let radius = ((width - 32.0) / 2.0).min((height - 44.0) / 1.55).max(16.0);
    let centre = (x + width / 2.0, y + 8.0 + radius + (height - 44.0 - radius * 1.55).max(0.0) / 2.0);
    let thick = (radius * 0.22).clamp(5.0, 20.0);
    arc(out, "cu-rail", centre, radius - thick / 2.0, (0.0, 1.0), thick);
    if gauge.value.is_some_and(f64::is_finite) {
        arc(out, "cu-s0 cu-arc", centre, radius - thick / 2.0, (0.0, gauge.share()), thick);
    }
    let text = gauge.text();
    let letters = f64::from(u32::try_from(text.chars().count()).unwrap_or(1)).max(1.0);
    let size = (radius * 0.5).min((radius - thick) * 1.6 / letters / 0.7).clamp(11.0, 36.0);
    let number = out.element("text").class("cu-mid cu-number-big").at("x", centre.0).at("y", centre.1 + size * 0.35);
    number.attr("style", format_args!("font-size:{size:.0}px")).text(&text);
    for (value, turn) in [(gauge.min, BEGIN), (gauge.max, BEGIN + SWEEP)] {
        let (px, py) = point(centre, radius - thick / 2.0, turn);
        out.element("text")
            .class("cu-mid cu-unit")
            .at("x", px)
            .at("y", py + thick / 2.0 + 13.0)
            .text(figure(value, None));
    }
    let label = fit(&gauge.label, width - 8.0, LETTER);
    out.element("text").class("cu-mid").at("x", centre.0).at("y", y + height - 6.0).text(label);
}

fn arc(out: &mut Markup, class: &'static str, centre: (f64, f64), radius: f64, (from, to): (f64, f64), thick: f64) {
    let ((x0, y0), (x1, y1)) = (point(centre, radius, BEGIN + SWEEP * from), point(centre, radius, BEGIN + SWEEP * to));
    let large = u8::from((to - from) * SWEEP > 0.5);
    let [x0, y0, x1, y1, radius] = [x0, y0, x1, y1, radius].map(Coordinate);
    let path = format!("M{x0} {y0}A{radius} {radius} 0 {large} 1 {x1} {y1}");
    out.element("path").class(class).attr("d", path).attr("fill", "none").at("stroke-width", thick).empty();
}
