//! One trace as bars over time.

use crate::drawing::Drawing;
use crate::frame::{DEFAULT_WIDTH, WIDTHS, draw_title};
use crate::map::{HealthState, cut};
use crate::markup::Markup;
use crate::number::{Notation, decade, power_of_ten};

/// One trace: a bar for each segment and subsegment, below what it is a part of.
///
/// ```
/// use cupola_report::{HealthState, Waterfall, WaterfallBar};
///
/// let drawing = Waterfall::new("Checkout")
///     .with_bar(WaterfallBar::new("web", 0.0, Some(0.3)))
///     .with_bar(WaterfallBar::new("api", 0.01, Some(0.25)).depth(1).state(HealthState::Fault).note("500"))
///     .draw();
/// assert!(drawing.to_svg().contains("api: 240 ms from 10 ms, fault, 500"));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Waterfall {
    title: String,
    bars: Vec<WaterfallBar>,
    width: u32,
}

/// One bar.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct WaterfallBar {
    /// What it is.
    pub name: String,
    /// Seconds from the start of the trace.
    pub start: f64,
    /// Seconds from the start of the trace; `None` while it is in progress.
    pub end: Option<f64>,
    /// How deep it is nested.
    pub depth: usize,
    /// How it ended.
    pub state: HealthState,
    /// What else is to be said.
    pub note: String,
    /// Whether it is inferred from what its caller tells.
    pub is_inferred: bool,
}

impl WaterfallBar {
    /// A bar of something that ended well.
    #[must_use]
    pub fn new(name: impl Into<String>, start: f64, end: Option<f64>) -> Self {
        Self {
            name: name.into(),
            start,
            end,
            depth: 0,
            state: HealthState::Ok,
            note: String::new(),
            is_inferred: false,
        }
    }

    /// Sets how deep it is nested.
    #[must_use]
    pub fn depth(self, depth: usize) -> Self {
        Self { depth, ..self }
    }

    /// Sets how it ended.
    #[must_use]
    pub fn state(self, state: HealthState) -> Self {
        Self { state, ..self }
    }

    /// Sets what else is to be said: a status, a type.
    #[must_use]
    pub fn note(self, note: impl Into<String>) -> Self {
        Self { note: note.into(), ..self }
    }

    /// Says that it is inferred: its bar is dashed.
    #[must_use]
    pub fn inferred(self, is_inferred: bool) -> Self {
        Self { is_inferred, ..self }
    }

    fn words(&self) -> String {
        let took = match self.end {
            Some(end) => format!("{} from {}", length(end - self.start), length(self.start)),
            None => format!("in progress from {}", length(self.start)),
        };
        let state = match self.state {
            HealthState::Fault => "fault",
            HealthState::Error => "error",
            HealthState::Throttle => "throttled",
            HealthState::Ok | HealthState::Unknown => "",
        };
        let parts = [&*took, state, &*self.note, if self.is_inferred { "inferred" } else { "" }];
        let parts: Vec<&str> = parts.into_iter().filter(|text| !text.is_empty()).collect();
        format!("{}: {}", self.name, parts.join(", "))
    }
}

impl Waterfall {
    /// A trace without bars, 960 pixels wide.
    #[must_use]
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), bars: Vec::new(), width: DEFAULT_WIDTH }
    }

    /// Adds a bar below the others.
    #[must_use]
    pub fn with_bar(mut self, bar: WaterfallBar) -> Self {
        self.bars.push(bar);
        self
    }

    /// Sets the width in pixels; 320 to 4,096, values outside count as the nearest.
    #[must_use]
    pub fn with_width(self, width: u32) -> Self {
        Self { width: width.clamp(WIDTHS.0, WIDTHS.1), ..self }
    }

    /// Draws it. Past 500 bars the further ones are left out, and the description says so. Bars whose times are no numbers
    /// are left out, too.
    #[must_use]
    pub fn draw(&self) -> Drawing {
        let is_drawn = |bar: &&WaterfallBar| bar.start.is_finite() && bar.end.is_none_or(f64::is_finite);
        let bars: Vec<&WaterfallBar> = self.bars.iter().filter(is_drawn).take(MOST_BARS).collect();
        let plot = Plot::of(&bars, f64::from(self.width));
        let mut out = Markup::default();
        draw_title(&mut out, &self.title, None, self.width);
        plot.draw_axis(&mut out, bars.len());
        for (row, bar) in bars.iter().enumerate() {
            plot.draw_bar(&mut out, row, bar);
        }
        let height = bottom(bars.len()) + 16.0;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates")]
        Drawing::new(&self.title, self.describe(bars.len(), plot.last), (self.width, height as u32), out)
    }

    fn describe(&self, drawn: usize, last: f64) -> String {
        let failing = self.bars.iter().filter(|bar| bar.state == HealthState::Fault).count();
        let left_out = self.bars.len() - drawn;
        let parts = if self.bars.len() == 1 { "part" } else { "parts" };
        let mut text = format!("{} {parts} in {}, {failing} with faults.", self.bars.len(), length(last));
        if left_out > 0 {
            text.push_str(&format!(" {left_out} of them are not drawn."));
        }
        text
    }
}

/// The scale of a trace.
struct Plot {
    left: f64,
    width: f64,
    last: f64,
}

impl Plot {
    fn of(bars: &[&WaterfallBar], width: f64) -> Self {
        let last = bars.iter().map(|bar| bar.end.unwrap_or(bar.start)).fold(0.0, f64::max);
        let left = (width * 0.34).min(340.0);
        Self { left, width: width - left - 84.0, last: last.clamp(1e-6, 1e12) }
    }

    fn x(&self, at: f64) -> f64 {
        self.left + (at / self.last).clamp(0.0, 1.0) * self.width
    }

    fn draw_axis(&self, out: &mut Markup, rows: usize) {
        let (step, bottom) = (step(self.last), bottom(rows));
        let (factor, unit) = if self.last < 1.0 { (1000.0, "ms") } else { (1.0, "s") };
        let notation = Notation::of(step * factor, self.last * factor);
        let mut at = 0.0;
        for _ in 0..=MOST_TICKS {
            if at > self.last * 1.0001 {
                break;
            }
            let x = self.x(at);
            out.element("line").class("cu-grid").at("x1", x).at("y1", TOP - 4.0).at("x2", x).at("y2", bottom).empty();
            let label = out.element("text").class("cu-small cu-mid").at("x", x).at("y", TOP - 9.0);
            label.text(format_args!("{} {unit}", notation.write(at * factor)));
            at += step;
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "there are some hundred rows")]
    fn draw_bar(&self, out: &mut Markup, row: usize, bar: &WaterfallBar) {
        let top = TOP + row as f64 * ROW;
        let indent = 8.0 + 12.0 * bar.depth.min(MOST_INDENT) as f64;
        out.element("g").open();
        out.element("title").text(bar.words());
        let room = ((self.left - indent) / 6.6).clamp(4.0, 60.0);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is 4 to 60")]
        let name = cut(&bar.name, room as usize);
        out.element("text")
            .class(if bar.depth == 0 { "cu-name" } else { "" })
            .at("x", indent)
            .at("y", top + 15.0)
            .text(name);
        let (from, to) = (self.x(bar.start), self.x(bar.end.unwrap_or(self.last)));
        let dash = if bar.is_inferred || bar.end.is_none() { " cu-inferred" } else { "" };
        out.element("rect")
            .class(format_args!("cu-box cu-bar {}{dash}", bar.state.class()))
            .at("x", from)
            .at("y", top + 4.0)
            .at("width", (to - from).max(1.5))
            .attr("height", 14)
            .attr("rx", 2)
            .empty();
        let took = bar.end.map_or_else(|| "in progress".to_owned(), |end| length(end - bar.start));
        let mark = if bar.state == HealthState::Fault { " \u{2715}" } else { "" };
        out.element("text").class("cu-small").at("x", to + 6.0).at("y", top + 15.0).text(format_args!("{took}{mark}"));
        out.close();
    }
}

/// Below so many rows.
#[expect(clippy::cast_precision_loss, reason = "there are some hundred rows")]
fn bottom(rows: usize) -> f64 {
    TOP + rows as f64 * ROW
}

/// A round step that gives at most eight.
fn step(last: f64) -> f64 {
    let ten = power_of_ten(decade(last) - 1);
    [1.0, 2.0, 5.0, 10.0, 20.0, 50.0]
        .into_iter()
        .map(|times| times * ten)
        .find(|step| last / step <= 8.0)
        .unwrap_or(last)
}

/// A length of time as people read it.
fn length(seconds: f64) -> String {
    let millis = seconds * 1000.0;
    if seconds.abs() >= 10.0 {
        format!("{seconds:.1} s")
    } else if seconds.abs() >= 1.0 {
        format!("{seconds:.2} s")
    } else if millis.abs() >= 10.0 || millis == 0.0 {
        format!("{millis:.0} ms")
    } else {
        format!("{millis:.1} ms")
    }
}

const TOP: f64 = 64.0;
const ROW: f64 = 22.0;
const MOST_BARS: usize = 500;
const MOST_INDENT: usize = 12;
const MOST_TICKS: usize = 10;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_have_as_many_digits_as_matter() {
        for (seconds, text) in [(0.0, "0 ms"), (0.0012, "1.2 ms"), (0.24, "240 ms"), (1.5, "1.50 s"), (75.25, "75.2 s")]
        {
            assert_eq!(length(seconds), text);
        }
    }

    #[test]
    fn odd_bars_do_not_break_the_picture() {
        let odd = [(f64::NAN, None), (0.0, Some(f64::INFINITY)), (5.0, Some(1.0)), (-3.0, Some(1e300)), (0.0, None)];
        let fall = odd.into_iter().fold(Waterfall::new("odd"), |fall, (start, end)| {
            fall.with_bar(WaterfallBar::new("x", start, end).depth(usize::MAX))
        });
        let svg = fall.draw().to_svg();
        assert!(!svg.contains("NaN") && !svg.contains("inf\""));
        let long =
            (0..600).fold(Waterfall::new("long"), |fall, n| fall.with_bar(WaterfallBar::new("x", f64::from(n), None)));
        assert!(long.draw().description().ends_with("100 of them are not drawn."));
    }
}
