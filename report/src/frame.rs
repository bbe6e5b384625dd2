//! What charts have in common: margins, title, axes, legend.

use crate::markup::Markup;
use crate::time_scale::TimeScale;
use crate::value_scale::ValueScale;

/// Room left of the plot, the same in all drawings so that their time axes line up.
pub(crate) const LEFT: f64 = 64.0;
pub(crate) const RIGHT: f64 = 24.0;
pub(crate) const DEFAULT_WIDTH: u32 = 960;
/// Room for the two lines of labels below the time axis.
pub(crate) const TIME_LABELS: f64 = 38.0;
pub(crate) const LEGEND_ROW: f64 = 20.0;

/// Widths between which a drawing is readable.
pub(crate) const WIDTHS: (u32, u32) = (320, 4_096);

pub(crate) fn plot_width(width: u32) -> f64 {
    f64::from(width) - LEFT - RIGHT
}

/// The title, and the unit behind it.
pub(crate) fn draw_title(out: &mut Markup, title: &str, unit: Option<&str>, width: u32) {
    let room = f64::from(width) - 2.0 * RIGHT;
    let shown = fit(title, room * 0.75, TITLE_LETTER);
    out.element("text").class("cu-title").at("x", RIGHT).at("y", 26.0).text(&shown);
    if let Some(unit) = unit {
        let shown = fit(unit, room * 0.25, LETTER);
        out.element("text").class("cu-unit cu-end").at("x", f64::from(width) - RIGHT).at("y", 26.0).text(shown);
    }
}

/// Grid lines and labels of the values.
pub(crate) fn draw_value_axis(out: &mut Markup, scale: &ValueScale, time: &TimeScale) {
    for (value, label) in scale.ticks() {
        let y = scale.y(value);
        line(out, "cu-grid", (time.left, y), (time.left + time.width, y));
        out.element("text").class("cu-end").at("x", time.left - 8.0).at("y", y + 4.0).text(fit(
            &label,
            LEFT - 10.0,
            LETTER,
        ));
    }
}

/// Grid lines from `top` to `bottom`, the axis and its labels below. Labels go at most so far `beyond` the plot at the right;
/// one that would lie on the one before is left out.
pub(crate) fn draw_time_axis(out: &mut Markup, scale: &TimeScale, (top, bottom): (f64, f64), beyond: f64) {
    let edge = scale.left + scale.width + beyond;
    let (mut times, mut days, mut zone) =
        (LabelRow::new(bottom + 17.0, edge), LabelRow::new(bottom + 32.0, edge), " UTC");
    for tick in scale.ticks() {
        let x = scale.x(tick.at);
        line(out, "cu-grid", (x, top), (x, bottom));
        times.write(out, "cu-mid", x, &tick.label);
        if let Some(day) = &tick.day {
            days.write(out, "cu-day cu-mid", x, &format!("{day}{}", std::mem::take(&mut zone)));
        }
    }
    line(out, "cu-axis", (scale.left, bottom), (scale.left + scale.width, bottom));
}

/// Labels side by side.
struct LabelRow {
    y: f64,
    edge: f64,
    taken: f64,
}

impl LabelRow {
    const fn new(y: f64, edge: f64) -> Self {
        Self { y, edge, taken: f64::MIN }
    }

    fn write(&mut self, out: &mut Markup, class: &'static str, x: f64, text: &str) {
        let half = text_width(text) / 2.0;
        let x = x.min(self.edge - half);
        if x - half >= self.taken {
            self.taken = x + half;
            out.element("text").class(class).at("x", x).at("y", self.y).text(text);
        }
    }
}

pub(crate) fn line(out: &mut Markup, class: &'static str, from: (f64, f64), to: (f64, f64)) {
    out.element("line").class(class).at("x1", from.0).at("y1", from.1).at("x2", to.0).at("y2", to.1).empty();
}

/// Places entries of a legend in rows; gives the place of each and the number of rows.
pub(crate) fn legend_places(labels: &[String], width: u32) -> (Vec<(f64, usize)>, usize) {
    let (mut x, mut row) = (LEFT, 0);
    let mut places = Vec::new();
    for label in labels {
        let needed = LEGEND_SIGN + text_width(label) + 20.0;
        if x > LEFT && x + needed > f64::from(width) - RIGHT {
            (x, row) = (LEFT, row + 1);
        }
        places.push((x, row));
        x += needed;
    }
    (places, if labels.is_empty() { 0 } else { row + 1 })
}

/// Room for the sign before an entry of a legend.
pub(crate) const LEGEND_SIGN: f64 = 28.0;

/// The text, cut with an ellipsis where it would not fit into `room` pixels.
pub(crate) fn fit(text: &str, room: f64, letter: f64) -> String {
    let letters = f64::from(u32::try_from(text.chars().count()).unwrap_or(u32::MAX));
    if letters * letter <= room {
        return text.to_owned();
    }
    let fitting = (1u32..).take_while(|n| f64::from(*n + 1) * letter <= room).count();
    text.chars().take(fitting).chain(['…']).collect()
}

/// A guess on the safe side; drawings know no font.
pub(crate) fn text_width(text: &str) -> f64 {
    LETTER * f64::from(u32::try_from(text.chars().count()).unwrap_or(u32::MAX))
}

/// Pixels of a letter at 12 px and at the title's 15 px.
pub(crate) const LETTER: f64 = 7.0;
const TITLE_LETTER: f64 = 9.0;

#[cfg(test)]
mod tests {
    use cupola_base::Timestamp;

    use super::*;

    #[test]
    fn texts_are_cut_to_their_room() {
        assert_eq!(fit("short", 70.0, 7.0), "short");
        assert_eq!(fit("eleven chars", 70.0, 7.0), "eleven ch…");
        assert_eq!(fit("anything", 0.0, 7.0), "…");
    }

    #[test]
    fn labels_of_times_stay_in_the_drawing_and_apart() {
        let from = Timestamp::parse("2026-05-04T18:00:00Z").unwrap();
        for millis in [3, 40, 700, 2_000, 9_000, 60_000, 3_600_000, 21_600_000, 86_400_000, 604_800_000, 63_072_000_000]
        {
            for width in [160.0, 448.0, 900.0] {
                let scale = TimeScale::new((from, from.plus_millis(millis)), LEFT, width);
                let mut out = Markup::default();
                draw_time_axis(&mut out, &scale, (0.0, 100.0), 16.0);
                let svg = out.finish();
                for row in ["117", "132"] {
                    let (mut last, edge, labels) = (0.0, LEFT + width + 16.0, labels_at(&svg, row));
                    assert!(row == "132" || !labels.is_empty(), "{svg}");
                    for (x, text) in labels {
                        let half = text_width(&text) / 2.0;
                        assert!(
                            x - half >= last - 1.0 && x + half <= edge + 1.0,
                            "{text} at {x} of {edge}, after {last}: {svg}"
                        );
                        last = x + half;
                    }
                }
            }
        }
    }

    /// The labels of a row, with the middle of each.
    fn labels_at(svg: &str, row: &str) -> Vec<(f64, String)> {
        let inside = |piece: &str, from: &str, to: &str| Some(piece.split_once(from)?.1.split_once(to)?.0.to_owned());
        let texts = svg.split("<text").filter(|piece| piece.contains(&format!(" y=\"{row}\"")));
        texts
            .map(|piece| (inside(piece, " x=\"", "\"").unwrap().parse().unwrap(), inside(piece, ">", "<").unwrap()))
            .collect()
    }

    #[test]
    fn legends_wrap() {
        let labels: Vec<String> = (0..8).map(|n| format!("a rather long name {n}")).collect();
        let (places, rows) = legend_places(&labels, 640);
        assert!(rows >= 3, "{places:?}");
        assert!(places.iter().all(|(x, row)| *x >= LEFT && *x < 640.0 && *row < rows));
    }
}
