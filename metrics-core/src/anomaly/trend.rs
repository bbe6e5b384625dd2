//! How a metric rises or falls from day to day.

use cupola_base::Timestamp;

use super::robust::median;

pub(super) const DAY: i64 = 86_400_000;

/// With fewer days there is no trend.
const FEWEST_DAYS: usize = 3;

/// The change in a day: the median of the slopes between the medians of any two days (Theil and Sen).
///
/// Days are counted back from the end of training, so that each holds every hour of the clock. A day with less
/// than half the points of the fullest says too little about itself, and does not count. 0 with fewer than
/// three days.
pub(super) fn slope(points: &[(Timestamp, f64)], end: Timestamp) -> f64 {
    let days = medians(points, end);
    if days.len() < FEWEST_DAYS {
        return 0.0;
    }
    let pairs =
        days.iter().enumerate().flat_map(|(index, day)| days[index + 1..].iter().map(move |other| (day, other)));
    let mut slopes: Vec<f64> = pairs.map(|((x, a), (y, b))| (b - a) / f64::from(y - x)).collect();
    median(&mut slopes).unwrap_or(0.0)
}

/// The median of each day that counts: the days by number, the last before the end is -1.
fn medians(points: &[(Timestamp, f64)], end: Timestamp) -> Vec<(i32, f64)> {
    let mut days: Vec<(i32, Vec<f64>)> = Vec::new();
    for (at, value) in points {
        let day = i32::try_from(at.millis_since(end).div_euclid(DAY)).unwrap_or(i32::MIN);
        match days.last_mut() {
            Some((last, values)) if *last == day => values.push(*value),
            _ => days.push((day, vec![*value])),
        }
    }
    let fullest = days.iter().map(|(_, values)| values.len()).max().unwrap_or(0);
    days.retain(|(_, values)| values.len() * 2 >= fullest);
    days.into_iter().filter_map(|(day, mut values)| Some((day, median(&mut values)?))).collect()
}

/// What a slope comes to between the end of training and an instant.
#[expect(clippy::cast_precision_loss, reason = "times stay far below 2^53 milliseconds")]
pub(super) fn rise(slope: f64, end: Timestamp, at: Timestamp) -> f64 {
    slope * (at.millis_since(end) as f64 / DAY as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(days: &[f64]) -> Vec<(Timestamp, f64)> {
        let start = i64::try_from(days.len()).unwrap() * -24;
        let hours = days.iter().flat_map(|value| [*value; 24]).zip(start..);
        hours.map(|(value, hour)| (Timestamp::from_millis(hour * 3_600_000), value)).collect()
    }

    #[test]
    fn one_odd_day_does_not_bend_the_line() {
        let slope = |days: &[f64]| slope(&points(days), Timestamp::EPOCH);
        assert!((slope(&[1.0, 3.0, 5.0, 7.0, 90.0, 11.0, 13.0]) - 2.0).abs() < 1e-12);
        assert!(slope(&[1.0, 3.0]).abs() < 1e-12, "two days have no trend");
        // By hand: the slopes are 1, 2, 3, 3, 4 and 5.
        assert!((slope(&[0.0, 1.0, 4.0, 9.0]) - 3.0).abs() < 1e-12);
    }

    #[test]
    fn a_day_with_few_points_does_not_count() {
        let mut points = points(&[1.0, 3.0, 5.0, 7.0]);
        points.drain(0..20);
        points[0..4].iter_mut().for_each(|(_, value)| *value = -500.0);
        assert!((slope(&points, Timestamp::EPOCH) - 2.0).abs() < 1e-12);
    }
}
