//! Laws of the model of bands.

#![expect(clippy::unwrap_used, reason = "the inputs are made here")]

use cupola_base::schedule::Zone;
use cupola_metrics::testing::bands;
use cupola_metrics::{BandModel, Expected, Period, SeasonalRobust, Timestamp, TrainedBand, Training};
use proptest::prelude::*;

const ZONES: [&str; 4] = ["UTC", "Europe/Berlin", "Asia/Kolkata", "America/St_Johns"];

/// Slots of a quarter of an hour or more before the end, some of them empty.
#[derive(Clone, Debug)]
struct Data {
    points: Vec<(Timestamp, f64)>,
    period: Period,
    end: Timestamp,
    zone: Zone,
    spikes: bool,
}

impl Data {
    fn training(&self) -> Training<'_> {
        Training::new(&self.points, self.period, self.end).in_zone(self.zone).with_periodic_spikes(self.spikes)
    }

    fn model(&self) -> Box<dyn TrainedBand> {
        SeasonalRobust.train(&self.training())
    }

    fn mapped(&self, f: impl Fn(f64) -> f64) -> Self {
        Self { points: self.points.iter().map(|(at, value)| (*at, f(*value))).collect(), ..self.clone() }
    }
}

fn data() -> impl Strategy<Value = Data> {
    let values = proptest::collection::vec(proptest::option::weighted(0.8, -40i32..40), 1..14 * 24);
    let shape = (0..4usize, 1..4u32, 0..300i64, any::<bool>(), -3i32..4, 0..3i32);
    (values, shape).prop_map(|(values, (zone, period, start, spikes, trend, season))| {
        let end = Timestamp::parse("2026-03-20T00:00:00Z").unwrap().plus_secs(start * 3600);
        let period = Period::minutes(period * 60).unwrap();
        let len = i64::try_from(values.len()).unwrap();
        let at = |index: usize| end.plus_millis((i64::try_from(index).unwrap() - len) * period.millis());
        let value = |index: usize, noise: i32| {
            let (index, hours) = (i32::try_from(index).unwrap(), i32::try_from(period.seconds() / 3600).unwrap());
            f64::from(noise + season * ((index * hours) % 24) * 5 + trend * index * hours / 8)
        };
        let points = values.iter().enumerate();
        let points = points.filter_map(|(index, noise)| Some((at(index), value(index, (*noise)?))));
        let points = points.filter(|(at, _)| end.millis_since(*at) <= 14 * 86_400_000).collect();
        Data { points, period, end, zone: ZONES[zone].parse().unwrap(), spikes }
    })
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0)
}

fn alike(a: &Expected, b: &Expected) -> bool {
    a.season == b.season
        && a.pool == b.pool
        && near(a.trend, b.trend)
        && near(a.centre, b.centre)
        && near(a.deviation, b.deviation)
        && near(a.spread, b.spread)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_model_expects_what_the_twin_does(data in data(), hours in proptest::collection::vec(-400i64..400, 6)) {
        let model = data.model();
        for hour in hours {
            let at = data.end.plus_secs(hour * 3600 + 60);
            let (ours, twin) = (model.expected(at), bands::expected(&data.training(), at));
            prop_assert!(alike(&ours, &twin), "{ours:?} {twin:?} at {at}");
        }
    }

    #[test]
    fn a_shift_shifts_and_a_scale_scales(data in data(), shift in -500i32..500, scale in 1u8..20, hour in -300i64..300) {
        prop_assume!(!data.points.is_empty());
        let at = data.end.plus_secs(hour * 3600);
        let plain = data.model().expected(at);
        let shifted = data.mapped(|value| value + f64::from(shift)).model().expected(at);
        prop_assert!(near(shifted.middle(), plain.middle() + f64::from(shift)), "{plain:?} {shifted:?}");
        prop_assert!(near(shifted.deviation, plain.deviation), "{plain:?} {shifted:?}");
        let scale = f64::from(scale);
        let scaled = data.mapped(|value| value * scale).model().expected(at);
        prop_assert!(near(scaled.middle(), plain.middle() * scale) && near(scaled.deviation, plain.deviation * scale));
        prop_assert!(near(scaled.spread, (plain.spread * scale).max(1e-9)) || plain.spread <= 1e-9);
    }

    #[test]
    fn spikes_do_not_move_the_centre(data in data(), at in 0usize..10_000, height in 1e3..1e12) {
        // All values alike, save for one in twelve.
        let flat = data.mapped(|_| 7.0);
        let mut spiky = flat.clone();
        spiky.points.iter_mut().skip(at % 12).step_by(12).for_each(|(_, value)| *value = height);
        if spiky.points.len() > 400 / usize::try_from(data.period.seconds() / 3600).unwrap() {
            let at = data.end.plus_secs(i64::try_from(at).unwrap() * 3600);
            let (plain, spiky) = (flat.model().expected(at), spiky.model().expected(at));
            prop_assert!(plain.season == spiky.season && near(plain.middle(), 7.0));
        }
    }

    #[test]
    fn constant_data_have_the_narrowest_band(data in data(), level in -100i32..100, hour in -300i64..300) {
        let flat = data.mapped(|_| f64::from(level));
        let expected = flat.model().expected(data.end.plus_secs(hour * 3600));
        prop_assume!(!flat.points.is_empty());
        prop_assert!(near(expected.middle(), f64::from(level)));
        prop_assert!(near(expected.spread, (0.01 * f64::from(level).abs()).max(1e-9)), "{expected:?}");
    }
}

/// Twelve points to the hour: one spike among them is not seen.
#[test]
fn a_spike_among_the_points_of_an_hour_is_not_seen() {
    let end = Timestamp::parse("2026-05-18T00:00:00Z").unwrap();
    let spike = |index: i64| if index % 12 == 5 { 1e9 } else { 7.0 };
    let points: Vec<_> = (0..14 * 288).map(|index| (end.plus_secs(-300 * (14 * 288 - index)), spike(index))).collect();
    let training = Training::new(&points, Period::minutes(5).unwrap(), end);
    for hour in 0..168 {
        let expected = SeasonalRobust.train(&training).expected(end.plus_secs(3600 * hour));
        assert!(near(expected.middle(), 7.0) && near(expected.spread, 0.07), "{expected:?}");
    }
}

/// When clocks change, the hours of the wall stay together: with the zone, a morning peak at 9 o'clock of
/// Berlin is one; in UTC it is smeared over two hours.
#[test]
fn hours_are_those_of_the_zone() {
    let zone: Zone = "Europe/Berlin".parse().unwrap();
    // Clocks go forward on 29 March 2026.
    let end = Timestamp::parse("2026-04-05T00:00:00Z").unwrap();
    let at_nine = |at: &Timestamp| zone.local(*at).to_string().contains(" 09:");
    let hours = (1..=14 * 4 * 24).rev().map(|quarter| end.plus_secs(-900 * quarter));
    let points: Vec<_> = hours.map(|at| (at, if at_nine(&at) { 90.0 } else { 10.0 })).collect();
    let training = Training::new(&points, Period::minutes(15).unwrap(), end);
    let monday = Timestamp::parse("2026-04-06T07:30:00Z").unwrap();
    let spread = |training: &Training<'_>| SeasonalRobust.train(training).expected(monday);
    let local = spread(&training.in_zone(zone));
    assert!(near(local.middle(), 90.0) && near(local.deviation, 0.0), "{local:?}");
    let utc = spread(&training);
    assert!(utc.deviation > 0.0 || utc.middle() < 90.0, "{utc:?}");
}
