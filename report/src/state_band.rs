//! A drawing of alarm states alone.

use cupola_base::Timestamp;

use crate::drawing::Drawing;
use crate::frame::{DEFAULT_WIDTH, LEFT, RIGHT, TIME_LABELS, WIDTHS, draw_time_axis, draw_title, plot_width};
use crate::markup::Markup;
use crate::state::{ROW_HEIGHT, StateRow};
use crate::time_scale::TimeScale;

/// Alarm states over time: one row of coloured, labelled spans for each alarm.
///
/// Of the same width and range as a [`LineChart`](crate::LineChart), its time axis lines up with
/// the chart's.
///
/// ```
/// use cupola_report::{State, StateBand, StateRow, Timestamp};
///
/// let at = |text| Timestamp::parse(text).unwrap();
/// let row = StateRow::new("guessing", [(at("2026-05-04T06:00:00Z"), State::Ok), (at("2026-05-04T06:20:00Z"), State::Alarm)]);
/// let band = StateBand::new("Alarms").with_row(row).with_range(at("2026-05-04T06:00:00Z"), at("2026-05-04T07:00:00Z"));
/// let svg = band.draw().to_svg();
/// assert!(svg.contains("ALARM from 2026-05-04T06:20:00Z to 2026-05-04T07:00:00Z"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateBand {
    title: String,
    rows: Vec<StateRow>,
    range: Option<(Timestamp, Timestamp)>,
    width: u32,
}

impl StateBand {
    /// A band without rows, 960 pixels wide.
    #[must_use]
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), rows: Vec::new(), range: None, width: DEFAULT_WIDTH }
    }

    /// Adds a row below the others.
    #[must_use]
    pub fn with_row(mut self, row: StateRow) -> Self {
        self.rows.push(row);
        self
    }

    /// Sets the ends of the time axis; the two are put in order. Unless told: from the first
    /// change to the last, and a tenth more.
    #[must_use]
    pub fn with_range(self, from: Timestamp, to: Timestamp) -> Self {
        Self { range: Some((from, to)), ..self }
    }

    /// Sets the width in pixels; 320 to 4,096, values outside count as the nearest.
    #[must_use]
    pub fn with_width(self, width: u32) -> Self {
        Self { width: width.clamp(WIDTHS.0, WIDTHS.1), ..self }
    }

    /// Draws it.
    #[must_use]
    pub fn draw(&self) -> Drawing {
        let mut out = Markup::default();
        draw_title(&mut out, &self.title, None, self.width);
        let rows = f64::from(u32::try_from(self.rows.len()).unwrap_or(u32::MAX));
        let bottom = TOP + rows * ROW_HEIGHT;
        match self.range.or_else(|| self.own_range()) {
            Some(range) => self.draw_rows(&mut out, &TimeScale::new(range, LEFT, plot_width(self.width)), bottom),
            None => out.element("text").at("x", LEFT).at("y", bottom + 16.0).text("no data"),
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a float to integer cast saturates"
        )]
        let height = (bottom + TIME_LABELS + 4.0) as u32;
        Drawing::new(&self.title, self.describe(), (self.width, height), out)
    }

    fn draw_rows(&self, out: &mut Markup, scale: &TimeScale, bottom: f64) {
        draw_time_axis(out, scale, (TOP, bottom), RIGHT);
        let mut top = TOP;
        for row in &self.rows {
            row.draw(out, scale, top);
            top += ROW_HEIGHT;
        }
    }

    fn own_range(&self) -> Option<(Timestamp, Timestamp)> {
        let times = || self.rows.iter().flat_map(StateRow::times);
        let (first, last) = (times().min()?, times().max()?);
        Some((first, last.plus_millis(last.millis_since(first) / 10)))
    }

    fn describe(&self) -> String {
        let rows: Vec<String> = self.rows.iter().map(StateRow::describe).collect();
        if rows.is_empty() { "No alarms.".into() } else { format!("{}.", rows.join("; ")) }
    }
}

/// Below the title.
const TOP: f64 = 40.0;
