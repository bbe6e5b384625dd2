//! Our model: robust, seasonal, with a trend.

use cupola_base::Timestamp;
use cupola_base::schedule::Zone;

use super::model::{BandModel, Expected, TrainedBand, Training};
use super::robust::Pool;
use super::season::{Hour, Season, WEEK};
use super::trend::{rise, slope};

/// Our model of a metric; the service does not disclose its own.
///
/// 1. The trend is the Theil-Sen slope over the medians of days, 0 with fewer than three days. It is taken off
///    the data; they stand then as they would at the end of training.
/// 2. An instant is looked at among the data of its hour of the week, when those come from two weeks at least;
///    else of its hour of the day, when they come from three days; else among all. Both neighbouring hours count
///    too, a third as much.
/// 3. The centre is the lower weighted median of those, the deviation 1.4826 times the median distance from it.
///    The spread is the deviation, but never below 1 % of the centre, a tenth of the deviation of all data, and
///    1e-9. With regular spikes it is a quarter of the distance between the 5th and the 95th percentile
///    at least.
///
/// ```
/// use cupola_metrics::{BandModel, Period, SeasonalRobust, Timestamp, Training};
///
/// let end = Timestamp::parse("2026-05-18T00:00:00Z")?;
/// let quarters = (1..=14 * 96).rev().map(|quarter| end.plus_secs(-900 * quarter));
/// let points: Vec<_> = quarters.map(|at| (at, if at.format("%H") == "09" { 90.0 } else { 50.0 })).collect();
/// let model = SeasonalRobust.train(&Training::new(&points, Period::minutes(15)?, end));
///
/// let expected = model.expected(Timestamp::parse("2026-05-18T09:30:00Z")?);
/// assert_eq!((expected.middle(), expected.spread), (90.0, 0.9));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "there is nothing to set")]
pub struct SeasonalRobust;

impl BandModel for SeasonalRobust {
    fn train(&self, training: &Training<'_>) -> Box<dyn TrainedBand> {
        Box::new(Seasonal::train(training))
    }
}

/// What was learned: what is expected of each hour of the week, without the trend.
#[derive(Debug)]
struct Seasonal {
    zone: Zone,
    end: Timestamp,
    slope: f64,
    hours: Vec<Expected>,
}

impl Seasonal {
    fn train(training: &Training<'_>) -> Self {
        let slope = slope(training.points, training.end);
        let seasons = Seasons::of(training, slope);
        let hours = (0..WEEK).map(|hour| seasons.expected(hour)).collect();
        Self { zone: training.zone, end: training.end, slope, hours }
    }
}

impl TrainedBand for Seasonal {
    fn expected(&self, at: Timestamp) -> Expected {
        let trend = rise(self.slope, self.end, at);
        Expected { trend, ..self.hours[Hour::at(at, self.zone).of_week % WEEK] }
    }
}

/// How much points of an hour count among those of the hour and its neighbours.
const OWN: u32 = 3;
const NEIGHBOUR: u32 = 1;
const FEWEST_WEEKS: usize = 2;
const FEWEST_DAYS: usize = 3;

/// The data without their trend, by hour.
struct Seasons {
    of_week: Vec<Bucket>,
    of_day: Vec<Bucket>,
    all: Pool,
    least: f64,
    periodic_spikes: bool,
}

/// The data of one hour, and the days and weeks that they come from.
#[derive(Clone, Debug, Default)]
struct Bucket {
    values: Vec<f64>,
    days: Vec<i32>,
    weeks: Vec<i32>,
}

impl Bucket {
    /// Adds a value that is no older than those before.
    fn add(&mut self, hour: Hour, value: f64) {
        self.values.push(value);
        note(&mut self.days, hour.day);
        note(&mut self.weeks, hour.week());
    }

    fn weighted(&self, weight: u32) -> impl Iterator<Item = (f64, u32)> {
        self.values.iter().map(move |value| (*value, weight))
    }
}

fn note(seen: &mut Vec<i32>, number: i32) {
    if !seen.contains(&number) {
        seen.push(number);
    }
}

impl Seasons {
    fn of(training: &Training<'_>, slope: f64) -> Self {
        let (mut of_week, mut of_day) = (vec![Bucket::default(); WEEK], vec![Bucket::default(); 24]);
        for (at, value) in training.points {
            let hour = Hour::at(*at, training.zone);
            let value = value - rise(slope, training.end, *at);
            of_week[hour.of_week].add(hour, value);
            of_day[hour.of_day()].add(hour, value);
        }
        let all = Pool::new(of_day.iter().flat_map(|bucket| bucket.weighted(OWN)));
        let least = (0.1 * all.deviation(all.median())).max(1e-9);
        Self { of_week, of_day, all, least, periodic_spikes: training.periodic_spikes }
    }

    /// What is expected of an hour of the week.
    fn expected(&self, hour: usize) -> Expected {
        let number = |hour: usize| u8::try_from(hour).unwrap_or(0);
        if self.of_week[hour].weeks.len() >= FEWEST_WEEKS {
            self.within(&pool(&self.of_week, hour), Season::HourOfWeek(number(hour)))
        } else if self.of_day[hour % 24].days.len() >= FEWEST_DAYS {
            self.within(&pool(&self.of_day, hour % 24), Season::HourOfDay(number(hour % 24)))
        } else {
            self.within(&self.all, Season::None)
        }
    }

    fn within(&self, pool: &Pool, season: Season) -> Expected {
        let centre = pool.median();
        let deviation = pool.deviation(centre);
        let mut spread = deviation.max(self.least).max(0.01 * centre.abs());
        if self.periodic_spikes {
            spread = spread.max((pool.percentile(95) - pool.percentile(5)) / 4.0);
        }
        Expected { trend: 0.0, centre, deviation, spread, season, pool: pool.len() }
    }
}

/// The data of an hour and of the one before and after it, in a circle.
fn pool(hours: &[Bucket], hour: usize) -> Pool {
    let count = hours.len();
    let [before, after] = [(hour + count - 1) % count, (hour + 1) % count];
    let neighbours = [before, after].into_iter().flat_map(|hour| hours[hour].weighted(NEIGHBOUR));
    Pool::new(hours[hour].weighted(OWN).chain(neighbours))
}
