//! The history that is replayed.

use cupola_base::Timestamp;

use super::error::SeriesError;
use crate::ingest::LARGEST_VALUE;

/// Values at equal distances, with gaps: one sample for each place of a grid.
///
/// ```
/// use cupola_metrics::Timestamp;
/// use cupola_metrics::backtest::Series;
///
/// let start = Timestamp::parse("2026-05-04T06:00:00Z")?;
/// let minutes = Series::new(start, 60, [Some(1.0), None, Some(3.0)])?;
/// let points = [(start, Some(1.0)), (start.plus_secs(120), Some(3.0))];
/// assert_eq!(Series::of_points(60, points)?, minutes);
/// assert_eq!((minutes.start(), minutes.end()), (start, start.plus_secs(180)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Steps below a minute stand for data of high resolution, others for data of standard resolution.
#[derive(Clone, Debug)]
pub struct Series {
    start: Timestamp,
    /// Milliseconds of a slot.
    slot: i64,
    /// Not a number where there is no sample.
    values: Vec<f64>,
    samples: usize,
}

/// Gaps are as good as each other.
impl PartialEq for Series {
    fn eq(&self, other: &Self) -> bool {
        let values = |series: &Self| series.values.iter().map(|value| value.to_bits()).collect::<Vec<_>>();
        (self.start, self.slot) == (other.start, other.slot) && values(self) == values(other)
    }
}

impl Series {
    /// The most slots of a series. A slot has the length of the step, but at most a minute, and ten
    /// seconds where the step is 20 or 30; it takes eight bytes.
    pub const MOST_SLOTS: usize = 1 << 26;

    /// A series of one value or gap every `step` seconds, the first at `start`.
    ///
    /// # Errors
    /// [`SeriesError`] when the step is not 1, 5, 10, 20, 30 or a multiple of 60, when the start is
    /// not a multiple of it (of a minute, where it is longer), when a value is not finite or beyond
    /// 2^360, or when there are more slots than [`MOST_SLOTS`](Self::MOST_SLOTS).
    pub fn new(
        start: Timestamp,
        step: u32,
        values: impl IntoIterator<Item = Option<f64>>,
    ) -> Result<Self, SeriesError> {
        let mut series = Self::empty(start, step)?;
        let stride = slots(step);
        for value in values {
            series.set(series.values.len(), value)?;
            series.grow(stride - 1)?;
        }
        Ok(series)
    }

    /// A series of points in order of time, each on the grid that the first of them begins; what is
    /// between them are gaps, as are points without a value.
    ///
    /// # Errors
    /// Those of [`new`](Self::new); also when there is no point, or a point is not on the grid or not
    /// after the one before.
    pub fn of_points(
        step: u32,
        points: impl IntoIterator<Item = (Timestamp, Option<f64>)>,
    ) -> Result<Self, SeriesError> {
        let mut points = points.into_iter().peekable();
        let start = points.peek().ok_or(SeriesError::Empty)?.0;
        let mut series = Self::empty(start, step)?;
        let stride = slots(step);
        for (at, value) in points {
            let place = series.place(at, stride)?;
            series.grow(place - series.values.len())?;
            series.set(place, value)?;
            series.grow(stride - 1)?;
        }
        Ok(series)
    }

    /// The same with gaps at its end, so that the last values can leave the ranges of alarms.
    ///
    /// # Errors
    /// [`SeriesError::TooLong`].
    pub fn followed_by_gaps(mut self, seconds: u32) -> Result<Self, SeriesError> {
        let more = i64::from(seconds) * 1000 / self.slot;
        self.grow(usize::try_from(more).unwrap_or(usize::MAX))?;
        Ok(self)
    }

    /// Where it begins.
    #[must_use]
    pub const fn start(&self) -> Timestamp {
        self.start
    }

    /// Where its last place ends.
    #[must_use]
    pub fn end(&self) -> Timestamp {
        let slots = i64::try_from(self.values.len()).unwrap_or(i64::MAX);
        self.start.plus_millis(slots.saturating_mul(self.slot))
    }

    /// How many samples it has.
    #[must_use]
    pub const fn samples(&self) -> usize {
        self.samples
    }

    /// The samples, oldest first.
    pub fn points(&self) -> impl Iterator<Item = (Timestamp, f64)> {
        let times = (0i64..).map(|index| self.start.plus_millis(index * self.slot));
        times.zip(self.values.iter().copied()).filter(|(_, value)| !value.is_nan())
    }

    /// Milliseconds of a slot.
    pub(super) const fn slot(&self) -> i64 {
        self.slot
    }

    /// The slots from one instant to another, as far as there are any; gaps are not numbers.
    pub(super) fn between(&self, from: Timestamp, to: Timestamp) -> &[f64] {
        let index = |at: Timestamp| at.millis_since(self.start).div_euclid(self.slot);
        let within = |index: i64| usize::try_from(index.max(0)).map_or(self.values.len(), |i| i.min(self.values.len()));
        &self.values[within(index(from))..within(index(to)).max(within(index(from)))]
    }

    fn empty(start: Timestamp, step: u32) -> Result<Self, SeriesError> {
        if !matches!(step, 1 | 5 | 10 | 20 | 30) && (step == 0 || !step.is_multiple_of(60)) {
            return Err(SeriesError::Step(step));
        }
        let grid = i64::from(step.min(60)) * 1000;
        if start.floor_to(grid) != start {
            return Err(SeriesError::Start { start, step });
        }
        Ok(Self { start, slot: i64::from(step) * 1000 / i64::from(small(slots(step))), values: Vec::new(), samples: 0 })
    }

    fn place(&self, at: Timestamp, stride: usize) -> Result<usize, SeriesError> {
        let millis = at.millis_since(self.start);
        let place = usize::try_from(millis / self.slot).ok().filter(|place| *place >= self.values.len());
        match place {
            Some(place) if millis % self.slot == 0 && place.is_multiple_of(stride) => Ok(place),
            Some(_) => Err(SeriesError::OffGrid(at)),
            None => Err(SeriesError::Order(at)),
        }
    }

    fn set(&mut self, place: usize, value: Option<f64>) -> Result<(), SeriesError> {
        self.grow(1)?;
        if let Some(value) = value {
            if value.is_nan() || value.abs() > LARGEST_VALUE {
                return Err(SeriesError::Value { index: place, value });
            }
            self.values[place] = value + 0.0;
            self.samples += 1;
        }
        Ok(())
    }

    fn grow(&mut self, more: usize) -> Result<(), SeriesError> {
        let len = self.values.len().saturating_add(more);
        if len > Self::MOST_SLOTS {
            return Err(SeriesError::TooLong);
        }
        self.values.resize(len, f64::NAN);
        Ok(())
    }
}

/// How many slots a step takes: alarms are evaluated every ten seconds or every minute, so that
/// longer slots would lie across.
const fn slots(step: u32) -> usize {
    match step {
        20 => 2,
        30 => 3,
        0..=60 => 1,
        _ => step as usize / 60,
    }
}

fn small(slots: usize) -> u32 {
    u32::try_from(slots).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Timestamp = Timestamp::from_secs(1_777_874_400);

    #[test]
    fn long_and_odd_steps_are_slots_with_gaps() {
        for (step, slot, len) in [(20, 10_000, 4), (30, 10_000, 6), (5, 5000, 2), (60, 60_000, 2), (300, 60_000, 10)] {
            let series = Series::new(START, step, [Some(1.0), Some(2.0)]).unwrap();
            assert_eq!((series.slot(), series.values.len()), (slot, len), "{step}");
            let points: Vec<_> = series.points().collect();
            assert_eq!(points, [(START, 1.0), (START.plus_secs(i64::from(step)), 2.0)]);
            let same = Series::of_points(step, points.into_iter().map(|(at, value)| (at, Some(value)))).unwrap();
            assert_eq!(format!("{same:?}"), format!("{series:?}"));
        }
    }

    #[test]
    fn what_is_no_series_is_refused() {
        let points = |seconds: &[i64]| {
            Series::of_points(60, seconds.iter().map(|s| (START.plus_secs(*s), Some(1.0))).collect::<Vec<_>>())
        };
        assert_eq!(points(&[]), Err(SeriesError::Empty));
        assert_eq!(points(&[0, 0]), Err(SeriesError::Order(START)));
        assert_eq!(points(&[60, 0]), Err(SeriesError::Order(START)));
        assert_eq!(points(&[0, 90]), Err(SeriesError::OffGrid(START.plus_secs(90))));
        assert_eq!(points(&[0, i64::MAX]), Err(SeriesError::OffGrid(Timestamp::MAX)));
        assert_eq!(points(&[0, 60 * 200_000_000]), Err(SeriesError::TooLong));
        assert_eq!(Series::new(START, 45, []), Err(SeriesError::Step(45)));
        assert!(matches!(Series::new(START.plus_secs(30), 60, []), Err(SeriesError::Start { .. })));
        let index = 1;
        assert!(
            matches!(Series::new(START, 60, [None, Some(f64::NAN)]), Err(SeriesError::Value { index: i, .. }) if i == index)
        );
    }

    #[test]
    fn stretches_are_cut_at_the_ends() {
        let series = Series::new(START, 60, [1.0, 2.0, 3.0].map(Some)).unwrap();
        let at = |minute: i64| START.plus_secs(60 * minute);
        assert_eq!(series.between(at(-5), at(2)), [1.0, 2.0]);
        assert_eq!(series.between(at(2), at(9)), [3.0]);
        assert!(series.between(at(-5), at(-1)).is_empty() && series.between(at(7), at(9)).is_empty());
    }
}
