//! The states of an alarm over time.

use cupola_base::Timestamp;

use crate::frame::{LETTER, fit, text_width};
use crate::markup::Markup;
use crate::time_scale::TimeScale;

/// The three states of an alarm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "the service knows three states")]
pub enum State {
    /// All is well.
    Ok,
    /// There is not enough data to tell.
    InsufficientData,
    /// The alarm rings.
    Alarm,
}

impl State {
    /// The service's spelling.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "OK",
            Self::InsufficientData => "INSUFFICIENT_DATA",
            Self::Alarm => "ALARM",
        }
    }

    /// Reads the service's spelling; `None` for anything else.
    ///
    /// ```
    /// use cupola_report::State;
    /// assert_eq!(State::parse("INSUFFICIENT_DATA"), Some(State::InsufficientData));
    /// assert_eq!(State::parse("ok"), None);
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Ok, Self::InsufficientData, Self::Alarm].into_iter().find(|state| state.as_str() == text)
    }

    const fn classes(self) -> (&'static str, &'static str) {
        match self {
            Self::Ok => ("cu-ok", "cu-on-ok"),
            Self::InsufficientData => ("cu-missing", "cu-on-missing"),
            Self::Alarm => ("cu-alarm", "cu-on-alarm"),
        }
    }
}

/// One alarm's states over time: when each began. A state lasts until the next change, the last
/// one until the end of the time axis; before the first change nothing is known and nothing drawn.
///
/// Changes are put in order of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateRow {
    name: String,
    changes: Vec<(Timestamp, State)>,
}

/// Height of a row, its name above included.
pub(crate) const ROW_HEIGHT: f64 = 46.0;
const BAR: f64 = 22.0;

impl StateRow {
    /// Takes the alarm's name and its changes.
    #[must_use]
    pub fn new(name: impl Into<String>, changes: impl IntoIterator<Item = (Timestamp, State)>) -> Self {
        let mut changes: Vec<_> = changes.into_iter().collect();
        changes.sort_by_key(|(at, _)| *at);
        Self { name: name.into(), changes }
    }

    /// The alarm's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    pub(crate) fn times(&self) -> impl Iterator<Item = Timestamp> {
        self.changes.iter().map(|(at, _)| *at)
    }

    /// How often each state began, in words.
    pub(crate) fn describe(&self) -> String {
        let times = |state: State| match self.changes.iter().filter(|(_, s)| *s == state).count() {
            0 => "never".to_owned(),
            1 => "once".to_owned(),
            more => format!("{more} times"),
        };
        format!("{}: {} in ALARM, {} in OK", self.name, times(State::Alarm), times(State::Ok))
    }

    pub(crate) fn draw(&self, out: &mut Markup, scale: &TimeScale, top: f64) {
        out.element("text").at("x", scale.left).at("y", top + 14.0).text(fit(&self.name, scale.width, LETTER));
        for span in self.spans(scale) {
            span.draw(out, scale, top + ROW_HEIGHT - BAR - 3.0);
        }
    }

    /// The spans within the scale; where there are more than pixels, those of each pixel are one,
    /// in the worst of their states.
    fn spans(&self, scale: &TimeScale) -> Vec<Span> {
        let ends = self.times().skip(1).chain([scale.to]);
        let all = self.changes.iter().zip(ends).map(|((from, state), to)| Span { from: *from, to, state: *state });
        let clipped = all.map(|span| Span { from: span.from.max(scale.from), to: span.to.min(scale.to), ..span });
        let spans: Vec<Span> = clipped.filter(|span| span.from < span.to || span.from == scale.to).collect();
        let merged = merge_equal(spans);
        let crowded = f64::from(u32::try_from(merged.len()).unwrap_or(u32::MAX)) > scale.width;
        if crowded { merge_pixels(merged, scale) } else { merged }
    }
}

/// A state from one instant to another.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Span {
    from: Timestamp,
    to: Timestamp,
    state: State,
}

impl Span {
    fn draw(self, out: &mut Markup, scale: &TimeScale, top: f64) {
        let (left, right) = (scale.x(self.from), scale.x(self.to));
        // A short alarm is still to be seen.
        let width = (right - left).max(if self.state == State::Alarm { 1.5 } else { 0.5 });
        let (bar, on_bar) = self.state.classes();
        let name = self.state.as_str();
        out.element("g").open();
        out.element("title").text(format_args!("{name} from {} to {}", self.from, self.to));
        out.element("rect").class(bar).at("x", left).at("y", top).at("width", width).at("height", BAR).empty();
        if text_width(name) + 14.0 <= width {
            let x = left + width / 2.0;
            out.element("text").class(format_args!("cu-mid {on_bar}")).at("x", x).at("y", top + 15.5).text(name);
        }
        out.close();
    }
}

fn merge_equal(spans: Vec<Span>) -> Vec<Span> {
    let runs = spans.chunk_by(|a, b| a.state == b.state && a.to == b.from);
    runs.map(|run| Span { to: run[run.len() - 1].to, ..run[0] }).collect()
}

fn merge_pixels(spans: Vec<Span>, scale: &TimeScale) -> Vec<Span> {
    let pixel = |span: &Span| scale.x(span.from).floor();
    let columns = spans.chunk_by(|a, b| pixel(a).total_cmp(&pixel(b)).is_eq());
    let worst = |column: &[Span]| column.iter().map(|span| span.state).max().unwrap_or(State::Ok);
    merge_equal(columns.map(|run| Span { from: run[0].from, to: run[run.len() - 1].to, state: worst(run) }).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCALE: TimeScale =
        TimeScale { from: Timestamp::EPOCH, to: Timestamp::from_secs(1_000), left: 0.0, width: 100.0 };

    #[test]
    fn a_state_lasts_until_the_next_change_or_the_end() {
        let at = Timestamp::from_secs;
        let row = StateRow::new("a", [(at(500), State::Alarm), (at(-10), State::Ok), (at(600), State::Ok)]);
        let spans = row.spans(&SCALE);
        let read: Vec<_> = spans.iter().map(|s| (s.from.as_secs(), s.to.as_secs(), s.state)).collect();
        assert_eq!(read, [(0, 500, State::Ok), (500, 600, State::Alarm), (600, 1_000, State::Ok)]);
    }

    #[test]
    fn states_outside_the_scale_are_left_out() {
        let at = Timestamp::from_secs;
        let row = StateRow::new("a", [(at(-20), State::Alarm), (at(-10), State::Ok), (at(2_000), State::Alarm)]);
        let spans = row.spans(&SCALE);
        assert_eq!(spans, [Span { from: at(0), to: at(1_000), state: State::Ok }]);
    }

    #[test]
    fn crowded_pixels_show_the_worst() {
        let flicker = (0..1_000).map(|s| (Timestamp::from_secs(s), if s % 2 == 0 { State::Ok } else { State::Alarm }));
        let spans = StateRow::new("a", flicker).spans(&SCALE);
        assert_eq!(spans, [Span { from: Timestamp::EPOCH, to: Timestamp::from_secs(1_000), state: State::Alarm }]);
    }
}
