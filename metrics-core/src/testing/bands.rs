//! A slow twin of the model of bands: it looks at every point for every question.

use chrono::{Datelike, Timelike};
use cupola_base::Timestamp;

use crate::anomaly::{Expected, Season, Training};

/// What [`SeasonalRobust`](crate::SeasonalRobust) expects at an instant.
#[must_use]
pub fn expected(training: &Training<'_>, at: Timestamp) -> Expected {
    let slope = slope(training);
    let trend = |at: Timestamp| slope * (at.as_secs_f64() - training.end.as_secs_f64()) / 86_400.0;
    let flat: Vec<(Timestamp, f64)> = training.points.iter().map(|(at, value)| (*at, value - trend(*at))).collect();
    let place = |at: Timestamp| {
        let local = training.zone.local(at);
        let date = local.date();
        (date.weekday().num_days_from_monday() * 24 + local.hour(), date, date.iso_week())
    };
    let (asked, ..) = place(at);
    let of_hour: Vec<_> = flat.iter().map(|(at, _)| place(*at)).filter(|(hour, ..)| *hour == asked).collect();
    let mut weeks: Vec<_> = of_hour.iter().map(|(.., week)| *week).collect();
    weeks.dedup();
    let mut days: Vec<_> = flat
        .iter()
        .map(|(at, _)| place(*at))
        .filter(|(hour, ..)| hour % 24 == asked % 24)
        .map(|(_, day, _)| day)
        .collect();
    days.dedup();
    let (season, around) = if weeks.len() >= 2 {
        (Season::HourOfWeek(small(asked)), Some((asked, 168)))
    } else if days.len() >= 3 {
        (Season::HourOfDay(small(asked % 24)), Some((asked % 24, 24)))
    } else {
        (Season::None, None)
    };
    let mut copies = Vec::new();
    let mut pool = 0;
    for (at, value) in &flat {
        let weight = around.map_or(3, |(asked, hours)| {
            let hour = place(*at).0 % hours;
            let apart = (hour + hours - asked) % hours;
            if apart == 0 { 3 } else { u32::from(apart == 1 || apart == hours - 1) }
        });
        pool += usize::from(weight > 0);
        copies.extend((0..weight).map(|_| *value));
    }
    let all: Vec<f64> = flat.iter().map(|(_, value)| *value).collect();
    let centre = share(copies.clone(), 0.5);
    let deviation = deviation(&copies, centre);
    let floor = (0.1 * self::deviation(&all, share(all.clone(), 0.5))).max(0.01 * centre.abs()).max(1e-9);
    let mut spread = deviation.max(floor);
    if training.periodic_spikes {
        spread = spread.max((share(copies.clone(), 0.95) - share(copies, 0.05)) / 2.0 / 2.0);
    }
    Expected { trend: trend(at), deviation, spread, season, pool, ..Expected::new(centre, spread) }
}

fn small(hour: u32) -> u8 {
    u8::try_from(hour).unwrap_or(u8::MAX)
}

fn deviation(values: &[f64], centre: f64) -> f64 {
    1.4826 * share(values.iter().map(|value| (value - centre).abs()).collect(), 0.5)
}

/// The smallest value that such a share of all values does not exceed.
fn share(mut values: Vec<f64>, share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let count = values.len();
    #[expect(clippy::cast_precision_loss, reason = "few thousand values")]
    let reaches = |below: &usize| *below as f64 >= share * count as f64 - 1e-9;
    (1..=count).find(reaches).map_or(0.0, |below| values[below - 1])
}

fn slope(training: &Training<'_>) -> f64 {
    let day = |at: Timestamp| ((training.end.as_secs_f64() - at.as_secs_f64()) / 86_400.0).ceil();
    let of_day = |wanted: f64| -> Vec<f64> {
        let points = training.points.iter().filter(|(at, _)| (day(*at) - wanted).abs() < 0.5);
        points.map(|(_, value)| *value).collect()
    };
    let days: Vec<(f64, Vec<f64>)> = (1..=15).map(|back| (-f64::from(back), of_day(f64::from(back)))).collect();
    let fullest = days.iter().map(|(_, values)| values.len()).max().unwrap_or(0);
    let counted: Vec<_> = days.iter().filter(|(_, values)| !values.is_empty() && values.len() * 2 >= fullest).collect();
    if counted.len() < 3 {
        return 0.0;
    }
    let mut slopes = Vec::new();
    for (x, a) in &counted {
        for (y, b) in counted.iter().filter(|(y, _)| y > x) {
            slopes.push((middle(b.clone()) - middle(a.clone())) / (y - x));
        }
    }
    middle(slopes)
}

fn middle(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    f64::midpoint(values[(values.len() - 1) / 2], values[values.len() / 2])
}
