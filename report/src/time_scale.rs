//! From instants to places along the time axis.

use cupola_base::Timestamp;

/// Maps instants to places along a plot, and knows where its ticks are.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TimeScale {
    pub(crate) from: Timestamp,
    pub(crate) to: Timestamp,
    pub(crate) left: f64,
    pub(crate) width: f64,
}

/// A mark on the time axis.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Tick {
    pub(crate) at: Timestamp,
    pub(crate) label: String,
    /// The day, on the first tick and on each that begins a new one; none where the label says it.
    pub(crate) day: Option<String>,
}

impl TimeScale {
    /// A scale over the range, which is put in order and widened to a minute when it is empty.
    pub(crate) fn new((a, b): (Timestamp, Timestamp), left: f64, width: f64) -> Self {
        let (from, to) = (a.min(b), a.max(b));
        let (from, to) = if from == to { (from.plus_secs(-30), to.plus_secs(30)) } else { (from, to) };
        Self { from, to, left, width }
    }

    pub(crate) fn x(&self, at: Timestamp) -> f64 {
        self.left + self.width * (seconds(at.millis_since(self.from)) / seconds(self.to.millis_since(self.from)))
    }

    pub(crate) fn covers(&self, at: Timestamp) -> bool {
        (self.from..=self.to).contains(&at)
    }

    /// Ticks at round times of the UTC calendar, at most one for each 90 pixels.
    pub(crate) fn ticks(&self) -> Vec<Tick> {
        let most = (self.width / 90.0).max(2.0);
        let step = Step::covering(seconds(self.to.millis_since(self.from)) / most);
        let mut day = String::new();
        let mut ticks = Vec::new();
        let mut next = Some(step.first_from(self.from));
        while let Some(at) = next.filter(|at| *at <= self.to && ticks.len() < MOST_TICKS) {
            ticks.push(step.tick(at, &mut day));
            next = step.after(at);
        }
        ticks
    }
}

/// More than ever fit the widest plot.
const MOST_TICKS: usize = 64;

/// Seconds between two ticks, or months where the calendar decides.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Step {
    Millis(i64),
    Months(i32),
}

impl Step {
    /// The smallest step of at least `span` seconds.
    fn covering(span: f64) -> Self {
        let fixed = FIXED.into_iter().find(|millis| seconds(*millis) >= span).map(Self::Millis);
        let calendar = || MONTHS.into_iter().find(|months| f64::from(*months) * MONTH_SECONDS >= span);
        fixed.unwrap_or_else(|| Self::Months(calendar().unwrap_or(60_000)))
    }

    fn first_from(self, from: Timestamp) -> Timestamp {
        match self {
            Self::Millis(step) => from.plus_millis(-MONDAY).ceil_to(step).plus_millis(MONDAY),
            Self::Months(step) => {
                let month = month_number(from);
                let aligned = month - month.rem_euclid(step);
                let first = month_start(aligned).unwrap_or(from);
                if first >= from { first } else { month_start(aligned + step).unwrap_or(Timestamp::MAX) }
            }
        }
    }

    /// The next tick; `None` at the end of time.
    fn after(self, at: Timestamp) -> Option<Timestamp> {
        let next = match self {
            Self::Millis(step) => at.plus_millis(step),
            Self::Months(step) => month_start(month_number(at) + step)?,
        };
        (next > at).then_some(next)
    }

    fn tick(self, at: Timestamp, day: &mut String) -> Tick {
        let (label, days) = match self {
            Self::Millis(step) if step < 1_000 => ("%H:%M:%S%.3f", Some("%b %-d, %Y")),
            Self::Millis(step) if step < 60_000 => ("%H:%M:%S", Some("%b %-d, %Y")),
            Self::Millis(step) if step < DAY => ("%H:%M", Some("%b %-d, %Y")),
            Self::Millis(_) => ("%b %-d", Some("%Y")),
            Self::Months(step) if step < 12 => ("%b", Some("%Y")),
            Self::Months(_) => ("%Y", None),
        };
        let text = days.map(|form| at.format(form)).filter(|text| text != day);
        if let Some(text) = &text {
            day.clone_from(text);
        }
        Tick { at, label: at.format(label), day: text }
    }
}

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// The first Monday of the epoch: weeks begin there, and shorter steps divide it.
const MONDAY: i64 = 4 * DAY;
const MONTH_SECONDS: f64 = 31.0 * 86_400.0;

#[rustfmt::skip]
const FIXED: [i64; 32] = [
    1, 2, 5, 10, 20, 50, 100, 200, 500,
    SECOND, 2 * SECOND, 5 * SECOND, 10 * SECOND, 15 * SECOND, 30 * SECOND,
    MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 20 * MINUTE, 30 * MINUTE,
    HOUR, 2 * HOUR, 3 * HOUR, 4 * HOUR, 6 * HOUR, 12 * HOUR,
    DAY, 2 * DAY, 4 * DAY, 7 * DAY,
];
const MONTHS: [i32; 14] = [1, 3, 6, 12, 24, 60, 120, 240, 600, 1_200, 2_400, 6_000, 12_000, 24_000];

#[expect(clippy::cast_precision_loss, reason = "the range of timestamps has 49 bits")]
fn seconds(millis: i64) -> f64 {
    millis as f64 / 1000.0
}

/// Months since January of the year 0.
fn month_number(at: Timestamp) -> i32 {
    let month: i32 = at.format("%m").parse().unwrap_or(1);
    at.year() * 12 + month - 1
}

fn month_start(number: i32) -> Option<Timestamp> {
    let (year, month) = (number.div_euclid(12), number.rem_euclid(12) + 1);
    Timestamp::parse(&format!("{year:04}-{month:02}-01T00:00:00Z")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticks(from: &str, to: &str) -> Vec<String> {
        let range = (Timestamp::parse(from).unwrap(), Timestamp::parse(to).unwrap());
        let ticks = TimeScale::new(range, 0.0, 540.0).ticks();
        ticks
            .into_iter()
            .map(|tick| [Some(tick.label), tick.day].into_iter().flatten().collect::<Vec<_>>().join(" "))
            .collect()
    }

    #[test]
    fn ticks_are_round_times() {
        for (from, to, expected) in [
            ("2026-05-04T06:00:01Z", "2026-05-04T09:59:00Z", vec!["07:00 May 4, 2026", "08:00", "09:00"]),
            (
                "2026-05-04T22:30:00Z",
                "2026-05-05T03:00:00Z",
                vec!["23:00 May 4, 2026", "00:00 May 5, 2026", "01:00", "02:00", "03:00"],
            ),
            (
                "2026-12-28T12:00:00Z",
                "2027-01-14T00:00:00Z",
                vec!["Dec 29 2026", "Jan 2 2027", "Jan 6", "Jan 10", "Jan 14"],
            ),
            ("2025-11-15T00:00:00Z", "2026-03-02T00:00:00Z", vec!["Dec 2025", "Jan 2026", "Feb", "Mar"]),
            ("2000-06-01T00:00:00Z", "2008-01-01T00:00:00Z", vec!["2002", "2004", "2006", "2008"]),
            (
                "1970-01-01T00:00:00.001Z",
                "1970-01-01T00:00:00.004Z",
                vec!["00:00:00.001 Jan 1, 1970", "00:00:00.002", "00:00:00.003", "00:00:00.004"],
            ),
        ] {
            assert_eq!(ticks(from, to), expected, "{from} to {to}");
        }
    }

    #[test]
    fn weeks_begin_on_monday() {
        let labels = ticks("2026-04-28T00:00:00Z", "2026-06-01T00:00:00Z");
        assert_eq!(labels, ["May 4 2026", "May 11", "May 18", "May 25", "Jun 1"]);
    }

    #[test]
    fn any_range_has_a_bounded_number_of_ticks() {
        let millis = [1, 7, 999, 61_000, 3_600_000, 90_000_000, 5_000_000_000, 90_000_000_000, i64::MAX];
        for range in millis.map(|span| (Timestamp::MIN, Timestamp::MIN.plus_millis(span))) {
            let scale = TimeScale::new(range, 0.0, 900.0);
            let ticks = scale.ticks();
            assert!(ticks.len() <= 12, "{range:?}: {}", ticks.len());
            assert!(ticks.iter().all(|tick| scale.covers(tick.at)), "{range:?}");
        }
        assert!(!TimeScale::new((Timestamp::MAX, Timestamp::MAX), 0.0, 900.0).ticks().is_empty());
    }
}
