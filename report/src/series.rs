//! The lines of a chart.

use cupola_base::Timestamp;

/// A named sequence of values in time: one line of a [`LineChart`](crate::LineChart).
///
/// Points are put in order of time. A value that is not a number, or infinite, is left out, breaks
/// the line and is counted in the drawing's description.
///
/// ```
/// use cupola_report::{Series, Timestamp};
///
/// let minutes = [1.0, f64::NAN, 3.0].into_iter().enumerate();
/// let series = Series::new("load", minutes.map(|(i, value)| (Timestamp::from_secs(60 * i as i64), value)));
/// assert_eq!((series.len(), series.left_out()), (2, 1));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    name: String,
    /// In order of time, each with whether the line reaches it from the one before.
    points: Vec<Point>,
    left_out: usize,
}

/// A finite value and how it hangs together with the one before.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Point {
    at: Timestamp,
    value: f64,
    joined: bool,
}

impl Series {
    /// Takes the points.
    #[must_use]
    pub fn new(name: impl Into<String>, points: impl IntoIterator<Item = (Timestamp, f64)>) -> Self {
        let mut raw: Vec<(Timestamp, f64)> = points.into_iter().collect();
        raw.sort_by_key(|(at, _)| *at);
        let mut series = Self { name: name.into(), points: Vec::with_capacity(raw.len()), left_out: 0 };
        let mut joined = false;
        for (at, value) in raw {
            if value.is_finite() {
                series.points.push(Point { at, value, joined });
            } else {
                series.left_out += 1;
            }
            joined = value.is_finite();
        }
        series
    }

    /// The name that the legend shows.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How many values there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.points.len()
    }

    /// Whether there is no value.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.points.is_empty()
    }

    /// How many values were left out because they are not finite.
    #[must_use]
    pub const fn left_out(&self) -> usize {
        self.left_out
    }

    /// How many values there are, and between which, in words.
    pub(crate) fn describe(&self) -> String {
        let values = || self.points().map(|(_, value)| value);
        let name = self.name();
        let left_out = match self.left_out() {
            0 => String::new(),
            n => format!(" {n} values that are not finite are left out."),
        };
        match (values().reduce(f64::min), values().reduce(f64::max)) {
            (Some(low), Some(high)) => format!("{name}: {} values from {low} to {high}.{left_out}", self.len()),
            _ => format!("{name}: no values.{left_out}"),
        }
    }

    pub(crate) fn points(&self) -> impl Iterator<Item = (Timestamp, f64)> {
        self.points.iter().map(|point| (point.at, point.value))
    }

    /// The points as dots of a picture; `gap` is the longest time, in milliseconds, that a line
    /// crosses.
    pub(crate) fn dots(
        &self,
        gap: i64,
        mut place: impl FnMut(Timestamp, f64) -> Option<(f64, f64)>,
    ) -> impl Iterator<Item = Dot> {
        let mut before: Option<Timestamp> = None;
        self.points.iter().filter_map(move |point| {
            let (x, y) = place(point.at, point.value)?;
            let near = before.replace(point.at).is_some_and(|before| point.at.millis_since(before) <= gap);
            Some(Dot { at: point.at, value: point.value, x, y, joined: point.joined && near })
        })
    }
}

/// A point of a picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Dot {
    pub(crate) at: Timestamp,
    pub(crate) value: f64,
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) joined: bool,
}

/// Leaves the first, the lowest, the highest and the last dot of each column of one pixel, which
/// gives the same picture as all of them.
pub(crate) fn thin(dots: Vec<Dot>) -> Vec<Dot> {
    let mut kept = Vec::new();
    for column in dots.chunk_by(|a, b| a.x.floor().total_cmp(&b.x.floor()).is_eq()) {
        let by_height = |a: &(usize, &Dot), b: &(usize, &Dot)| a.1.y.total_cmp(&b.1.y);
        let highest = column.iter().enumerate().min_by(by_height).map_or(0, |(i, _)| i);
        let lowest = column.iter().enumerate().max_by(by_height).map_or(0, |(i, _)| i);
        let mut chosen = [0, highest, lowest, column.len() - 1];
        chosen.sort_unstable();
        let within = |(n, i): (usize, &usize)| (n == 0 || chosen[n - 1] != *i).then(|| column[*i]);
        let thinned = chosen.iter().enumerate().filter_map(within);
        kept.extend(thinned.enumerate().map(|(n, dot)| Dot { joined: n > 0 || dot.joined, ..dot }));
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dots(heights: &[(f64, f64)]) -> Vec<Dot> {
        heights.iter().map(|(x, y)| Dot { at: Timestamp::EPOCH, value: *y, x: *x, y: *y, joined: true }).collect()
    }

    #[test]
    fn points_are_ordered_and_breaks_remembered() {
        let at = Timestamp::from_secs;
        let series = Series::new("s", [(at(3), 3.0), (at(1), 1.0), (at(2), f64::INFINITY), (at(4), 4.0)]);
        let joined: Vec<_> =
            series.dots(1_000, |at, v| Some((at.as_secs_f64(), v))).map(|d| (d.value, d.joined)).collect();
        assert_eq!(joined, [(1.0, false), (3.0, false), (4.0, true)]);
    }

    #[test]
    fn a_line_does_not_cross_a_gap() {
        let at = Timestamp::from_secs;
        let series = Series::new("s", [(at(1), 1.0), (at(2), 1.0), (at(4), 1.0)]);
        let joined: Vec<_> = series.dots(1_000, |_, v| Some((0.0, v))).map(|dot| dot.joined).collect();
        assert_eq!(joined, [false, true, false]);
    }

    #[test]
    fn thinning_keeps_the_ends_and_the_extremes_of_a_column() {
        let all = dots(&[(0.1, 5.0), (0.2, 9.0), (0.3, 6.0), (0.4, 1.0), (0.5, 5.0), (1.0, 2.0)]);
        let kept: Vec<_> = thin(all).iter().map(|dot| (dot.x, dot.y)).collect();
        assert_eq!(kept, [(0.1, 5.0), (0.2, 9.0), (0.4, 1.0), (0.5, 5.0), (1.0, 2.0)]);
    }
}
