//! Buckets of several samples in few bytes.

use cupola_base::sketch::QuantileSketch;

use super::bucket::Many;
use super::number::{all_whole, power, put_float, put_varint, take_byte, take_float, take_varint, take_word};
use crate::distribution::Distribution;
use crate::summary::Summary;

const LOST: u8 = 0;
const SKETCH: u8 = 1;
/// Values with weights.
const WEIGHTED: u8 = 2;
/// Values of weight 1.
const SINGLE: u8 = 3;

/// Values of eight bytes each, instead of steps between whole numbers.
const PLAIN: u8 = 255;

/// Writes a bucket. Nothing of it is lost.
pub(super) fn pack(many: &Many) -> Box<[u8]> {
    let Summary { count, sum, minimum, maximum } = many.summary;
    let mut bytes = Vec::new();
    [count, sum, minimum, maximum].into_iter().for_each(|number| put_float(number, &mut bytes));
    match &many.samples {
        Distribution::Lost => bytes.push(LOST),
        Distribution::Exact(samples) => put_samples(samples, &mut bytes),
        Distribution::Sketch(sketch) => {
            bytes.push(SKETCH);
            bytes.extend(sketch.to_bytes());
        }
    }
    bytes.into()
}

pub(super) fn unpack(bytes: &[u8]) -> Many {
    let mut samples = Distribution::Exact(Vec::new());
    add_samples(bytes, &mut samples, usize::MAX);
    Many::new(summary(bytes), samples)
}

/// What a bucket comes to.
pub(super) fn summary(bytes: &[u8]) -> Summary {
    take_summary(&mut { bytes })
}

/// Adds the samples of a bucket to others, of which `most` are kept exactly.
pub(super) fn add_samples(mut bytes: &[u8], to: &mut Distribution, most: usize) {
    take_summary(&mut bytes);
    match take_byte(&mut bytes) {
        SKETCH => {
            to.blur();
            if let Distribution::Sketch(sketch) = to {
                sketch.merge_bytes(bytes);
            }
        }
        kind @ (WEIGHTED | SINGLE) => take_samples(kind, bytes, |value, weight| to.add(value, weight, most)),
        _ => *to = Distribution::Lost,
    }
}

fn take_summary(bytes: &mut &[u8]) -> Summary {
    let (count, sum) = (take_float(bytes), take_float(bytes));
    Summary { count, sum, minimum: take_float(bytes), maximum: take_float(bytes) }
}

#[expect(clippy::float_cmp, reason = "exactly one")]
fn put_samples(samples: &[(f64, f64)], bytes: &mut Vec<u8>) {
    let is_single = samples.iter().all(|(_, weight)| *weight == 1.0);
    bytes.push(if is_single { SINGLE } else { WEIGHTED });
    put_varint(samples.len() as u64, bytes);
    let values = samples.iter().map(|(value, _)| *value);
    match all_whole(values.clone()) {
        Some((decimals, numbers)) => {
            bytes.push(decimals);
            let before = std::iter::once(0).chain(numbers.iter().copied());
            numbers.iter().zip(before).for_each(|(number, before)| put_varint(number.abs_diff(before), bytes));
        }
        None => {
            bytes.push(PLAIN);
            values.for_each(|value| bytes.extend(value.to_le_bytes()));
        }
    }
    if !is_single {
        samples.iter().for_each(|(_, weight)| put_float(*weight, bytes));
    }
}

#[expect(clippy::cast_precision_loss, reason = "below 2^53 when they were written")]
fn take_samples(kind: u8, mut bytes: &[u8], mut each: impl FnMut(f64, f64)) {
    // A value takes a byte at least: there are never more of them than bytes.
    let len = take_varint(&mut bytes).min(bytes.len() as u64);
    let decimals = take_byte(&mut bytes);
    let mut weights = bytes;
    for _ in 0..if kind == SINGLE { 0 } else { len } {
        if decimals == PLAIN {
            take_word(&mut weights)
        } else {
            take_varint(&mut weights)
        };
    }
    let mut number = 0_u64;
    for _ in 0..len {
        let value = if decimals == PLAIN {
            f64::from_bits(take_word(&mut bytes))
        } else {
            number = number.wrapping_add(take_varint(&mut bytes));
            number as f64 / power(decimals)
        };
        each(value, if kind == SINGLE { 1.0 } else { take_float(&mut weights) });
    }
}

/// A sketch in its own form, with what a bucket has beside it.
pub(super) fn heap(samples: &Distribution) -> usize {
    match samples {
        Distribution::Lost => 0,
        Distribution::Exact(samples) => size_of_val(samples.as_slice()),
        Distribution::Sketch(sketch) => size_of::<QuantileSketch>() + sketch.room(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cupola_base::{Sample, StatisticSet};

    fn many(sample: &Sample, most: usize) -> Many {
        Many::new(Summary::of(sample).unwrap(), Distribution::of(sample, most))
    }

    #[test]
    fn nothing_is_lost() {
        let values = |step: f64| Sample::Values((0..200).map(|n| (f64::from(n) * step, f64::from(n % 3))).collect());
        let set = Sample::Set(StatisticSet { sample_count: 2.5, sum: 7.0, minimum: 1.0, maximum: 4.0 });
        for (sample, most) in [
            (Sample::Value(4.0), 256),
            (Sample::Values(vec![(3.0, 1.0), (1.25, 1.0), (9.0, 1.0)]), 256),
            (Sample::Values(vec![(3.0, 0.5), (0.1 + 0.2, 1.0), (-0.0, 1e300)]), 256),
            (Sample::Values(vec![(3.0, 0.0)]), 256),
            (Sample::Values(vec![(-3.0, 2.0)]), 256),
            (values(1.0), 256),
            (values(0.31), 256),
            (values(1.0), 50),
            (values(1e-7), 50),
            (set, 256),
        ] {
            let many = many(&sample, most);
            let bytes = pack(&many);
            assert_eq!((unpack(&bytes), summary(&bytes)), (many.clone(), many.summary), "{sample:?}");
        }
    }

    #[test]
    fn other_bytes_do_no_harm() {
        let bytes = pack(&many(&Sample::Values((0..99).map(|n| (f64::from(n), 1.5)).collect()), 256));
        for len in 0..bytes.len() {
            unpack(&bytes[..len]);
        }
        unpack(&[255; 40]);
        unpack(&[2; 40]);
    }
}
