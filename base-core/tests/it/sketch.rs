//! The quantile sketch against exact ranks and against another implementation.

use cupola_base::Rng;
use cupola_base::sketch::QuantileSketch;
use proptest::prelude::*;

fn sketch_of(values: &[(f64, u16)]) -> QuantileSketch {
    let mut sketch = QuantileSketch::default();
    values.iter().for_each(|(value, weight)| sketch.add(*value, f64::from(*weight)));
    sketch
}

/// Nearest rank, by counting out every sample.
fn exact(values: &[(f64, u16)], share: f64) -> f64 {
    let mut all: Vec<f64> = values.iter().flat_map(|(value, n)| std::iter::repeat_n(*value, usize::from(*n))).collect();
    all.sort_by(f64::total_cmp);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "few")]
    let rank = (share * all.len() as f64).ceil().max(1.0) as usize;
    all[rank - 1]
}

fn is_near(got: f64, wanted: f64) -> bool {
    (got - wanted).abs() <= wanted.abs() * (QuantileSketch::RELATIVE_ERROR * (1.0 + 1e-9))
}

fn values() -> impl Strategy<Value = Vec<(f64, u16)>> {
    let wide = (-1e6..1e6f64, -8..8i32).prop_map(|(digits, power)| digits * 10f64.powi(power) / 1e4);
    let value = prop_oneof![4 => 0.0..1000.0f64, 2 => wide, 1 => (-5i8..5).prop_map(f64::from)];
    proptest::collection::vec((value, 1..5u16), 1..400)
}

/// Magnitudes from one end of the doubles to the other.
fn far_values() -> impl Strategy<Value = Vec<(f64, u16)>> {
    let value = (1.0..2.0f64, -1000..1000i32, any::<bool>());
    let value = value.prop_map(|(digits, power, sign)| digits * 2f64.powi(power) * if sign { 1.0 } else { -1.0 });
    proptest::collection::vec((value, 1..5u16), 1..100)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn quantiles_are_near_the_exact_ones(values in values(), share in 0.0..=1.0f64) {
        let sketch = sketch_of(&values);
        let total: f64 = values.iter().map(|(_, weight)| f64::from(*weight)).sum();
        prop_assert!((sketch.count() - total).abs() < 1e-9);
        for share in [share, 0.0, 0.5, 0.99, 1.0] {
            let (got, wanted) = (sketch.quantile(share).unwrap(), exact(&values, share));
            prop_assert!(is_near(got, wanted), "{}: {} for {}", share, got, wanted);
        }
    }

    #[test]
    fn the_order_of_merging_does_not_matter(values in prop_oneof![values(), far_values()], parts in 1..7usize, turn in any::<usize>()) {
        let whole = sketch_of(&values);
        let mut parts: Vec<_> = values.chunks(values.len().div_ceil(parts)).map(sketch_of).collect();
        let turn = turn % parts.len();
        parts.rotate_left(turn);
        let mut merged = QuantileSketch::default();
        parts.iter().for_each(|part| merged.merge(part));
        prop_assert_eq!(&merged, &whole);
        let backwards: Vec<_> = values.iter().rev().copied().collect();
        prop_assert_eq!(&sketch_of(&backwards), &whole);
        let mut from_bytes = QuantileSketch::default();
        prop_assert!(parts.iter().all(|part| from_bytes.merge_bytes(&part.to_bytes())));
        prop_assert_eq!(&from_bytes, &whole);
    }

    #[test]
    fn all_at_once_are_each_by_itself(values in prop_oneof![values(), far_values()], odd in any::<f64>(), at in any::<usize>(), is_plain in any::<bool>()) {
        let plain = |value: f64| if is_plain { value.abs() + 1e-300 } else { value };
        let mut values: Vec<f64> = values.iter().map(|(value, _)| plain(*value)).collect();
        let at = at % values.len();
        values.insert(at, if is_plain { 1.0 } else { odd });
        let (mut all, mut each) = (QuantileSketch::default(), QuantileSketch::default());
        all.add_all(&values[..at]);
        all.add_all(&values[at..]);
        values.iter().for_each(|value| each.add(*value, 1.0));
        prop_assert_eq!(all, each);
    }

    #[test]
    fn what_is_written_is_read(values in prop_oneof![values(), far_values()], fraction in 0.1..3.0f64) {
        let mut sketch = sketch_of(&values);
        sketch.add(values[0].0, fraction);
        let json = serde_json::to_string(&sketch).unwrap();
        prop_assert_eq!(&serde_json::from_str::<QuantileSketch>(&json).unwrap(), &sketch);
        let mut again = QuantileSketch::default();
        prop_assert!(again.merge_bytes(&sketch.to_bytes()));
        prop_assert_eq!(again, sketch);
    }

    #[test]
    fn bytes_of_whatever_kind_do_no_harm(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let mut sketch = QuantileSketch::default();
        sketch.merge_bytes(&bytes);
        prop_assert!(sketch.bins().count() <= 2 * QuantileSketch::MOST_BINS + 1);
    }
}

#[test]
fn another_implementation_finds_the_same() {
    let rng = Rng::new(7);
    let mut ours = QuantileSketch::default();
    let mut theirs = sketches_ddsketch::DDSketch::new(sketches_ddsketch::Config::new(0.005, 8192, 1e-12));
    let mut all = Vec::new();
    for _ in 0..20_000 {
        let value = (rng.unit() * 12.0 - 4.0).exp();
        all.push((value, 1));
        ours.add(value, 1.0);
        theirs.add(value);
    }
    for share in [0.01, 0.25, 0.5, 0.9, 0.99, 0.999] {
        let (ours, theirs) = (ours.quantile(share).unwrap(), theirs.quantile(share).unwrap().unwrap());
        assert!(is_near(ours, exact(&all, share)), "{share}");
        assert!((ours / theirs - 1.0).abs() < 2.1 * QuantileSketch::RELATIVE_ERROR, "{share}: {ours} {theirs}");
    }
}

#[test]
fn what_cannot_be_counted_is_left_out() {
    let mut sketch = QuantileSketch::default();
    for (value, weight) in [(f64::NAN, 1.0), (f64::INFINITY, 1.0), (1.0, 0.0), (1.0, -1.0), (1.0, f64::NAN)] {
        sketch.add(value, weight);
    }
    assert!(sketch.is_empty() && sketch.quantile(0.5).is_none() && sketch.minimum().is_none());
    sketch.add(f64::MAX, f64::MAX);
    sketch.add(f64::MAX, f64::MAX);
    sketch.add(-f64::MAX, 1.0);
    sketch.add(5e-324, 1.0);
    assert_eq!(sketch.quantile(0.5), Some(f64::MAX));
    assert_eq!((sketch.minimum(), sketch.quantile(f64::NAN)), (Some(-f64::MAX), Some(-f64::MAX)));
}

#[test]
fn room_is_bounded_whatever_comes() {
    let mut sketch = QuantileSketch::default();
    (-1074..1023).for_each(|power| sketch.add(2f64.powi(power), 1.0));
    assert!(sketch.bins().count() <= QuantileSketch::MOST_BINS);
    assert!((sketch.count() - 2097.0).abs() < 1e-9);
    let high = sketch.quantile(0.99).unwrap();
    assert!(is_near(high, 2f64.powi(1002)), "{high}");
}
