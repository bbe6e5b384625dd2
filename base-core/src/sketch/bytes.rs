//! Sketches as bytes: for those who keep many.

use super::QuantileSketch;
use super::bins::Bins;

impl QuantileSketch {
    /// The sketch in as few bytes as come easily: about one for each bin.
    ///
    /// ```
    /// use cupola_base::sketch::QuantileSketch;
    ///
    /// let mut sketch = QuantileSketch::default();
    /// [3.0, 4.5, -2.0].into_iter().for_each(|value| sketch.add(value, 1.0));
    /// let mut again = QuantileSketch::default();
    /// assert!(again.merge_bytes(&sketch.to_bytes()));
    /// assert_eq!(again, sketch);
    /// ```
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let (minimum, maximum) = self.ends.unwrap_or((f64::MAX, f64::MIN));
        let mut bytes = Vec::new();
        [self.zero, minimum, maximum].iter().for_each(|number| bytes.extend(number.to_le_bytes()));
        write(&self.negative, &mut bytes);
        write(&self.positive, &mut bytes);
        bytes
    }

    /// Counts what a sketch had counted that was written so; as quick as a merge. Answers whether
    /// the bytes are those of a sketch; when they are not, some of it may have been counted.
    pub fn merge_bytes(&mut self, bytes: &[u8]) -> bool {
        self.read(bytes).is_some()
    }

    fn read(&mut self, mut bytes: &[u8]) -> Option<()> {
        let (zero, minimum, maximum) = (number(&mut bytes)?, number(&mut bytes)?, number(&mut bytes)?);
        if minimum > maximum {
            return Some(());
        }
        self.widen((minimum, maximum));
        self.zero = super::finite(self.zero + zero);
        read(&mut self.negative, &mut bytes)?;
        read(&mut self.positive, &mut bytes)
    }
}

/// How the weights of a run of bins are written: whole numbers of 1, 2 or 4 bytes, or any numbers.
const WIDTHS: [(u8, f64); 4] = [(1, 255.0), (2, 65_535.0), (4, 4_294_967_295.0), (8, f64::INFINITY)];

/// Set when each weight has the distance to the one before written in front of it.
const SPARSE: u8 = 16;

fn write(bins: &Bins, bytes: &mut Vec<u8>) {
    let (first, weights) = bins.run();
    let whole = weights.iter().all(|weight| weight.fract() == 0.0);
    let largest = weights.iter().copied().fold(0.0, f64::max);
    let fits = |(width, most): &&(u8, f64)| (whole && largest <= *most) || *width == 8;
    let width = WIDTHS.iter().find(fits).map_or(8, |(width, _)| *width);
    let filled = weights.iter().filter(|weight| **weight > 0.0).count();
    let is_sparse = filled * (2 + usize::from(width)) < weights.len() * usize::from(width);
    bytes.push(width | if is_sparse { SPARSE } else { 0 });
    bytes.extend(first.to_le_bytes());
    let len = if is_sparse { filled } else { weights.len() };
    bytes.extend(u16::try_from(len).expect("bins are few").to_le_bytes());
    let mut before = first;
    for (index, weight) in (first..).zip(weights) {
        if is_sparse && *weight > 0.0 {
            bytes.extend(u16::try_from(index - before).expect("bins are few").to_le_bytes());
            before = index;
        }
        if !is_sparse || *weight > 0.0 {
            put(*weight, width, bytes);
        }
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the width was chosen so that it fits")]
fn put(weight: f64, width: u8, bytes: &mut Vec<u8>) {
    match width {
        1 => bytes.push(weight as u8),
        2 => bytes.extend((weight as u16).to_le_bytes()),
        4 => bytes.extend((weight as u32).to_le_bytes()),
        _ => bytes.extend(weight.to_le_bytes()),
    }
}

fn read(bins: &mut Bins, bytes: &mut &[u8]) -> Option<()> {
    let kind = take::<1>(bytes)?[0];
    let first = i32::from_le_bytes(*take(bytes)?);
    let len = usize::from(u16::from_le_bytes(*take(bytes)?));
    let width = usize::from(kind & !SPARSE);
    if kind & SPARSE != 0 {
        return read_sparse(bins, first, len, width, bytes);
    }
    let (weights, rest) = bytes.split_at_checked(len * width)?;
    *bytes = rest;
    match width {
        1 => bins.merge_run(first, weights.iter().map(|weight| f64::from(*weight))),
        2 => bins.merge_run(first, weights.chunks_exact(2).map(whole)),
        4 => bins.merge_run(first, weights.chunks_exact(4).map(whole)),
        8 => bins.merge_run(first, weights.chunks_exact(8).map(float)),
        _ => return None,
    }
    Some(())
}

fn read_sparse(bins: &mut Bins, first: i32, len: usize, width: usize, bytes: &mut &[u8]) -> Option<()> {
    let mut index = first;
    for _ in 0..len {
        index = index.saturating_add(i32::from(u16::from_le_bytes(*take(bytes)?)));
        let (weight, rest) = bytes.split_at_checked(width)?;
        *bytes = rest;
        let weight = if width == 8 { float(weight) } else { whole(weight) };
        (weight > 0.0).then(|| bins.add(index, weight))?;
    }
    Some(())
}

fn whole(bytes: &[u8]) -> f64 {
    f64::from(bytes.iter().rev().fold(0_u32, |number, byte| number << 8 | u32::from(*byte)))
}

fn float(bytes: &[u8]) -> f64 {
    bytes.try_into().map_or(0.0, f64::from_le_bytes)
}

fn number(bytes: &mut &[u8]) -> Option<f64> {
    take(bytes).map(|bytes| f64::from_le_bytes(*bytes)).filter(|number| number.is_finite())
}

fn take<'a, const N: usize>(bytes: &mut &'a [u8]) -> Option<&'a [u8; N]> {
    let (taken, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Some(taken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_bytes_are_no_sketch() {
        let mut sketch = QuantileSketch::default();
        (1..300).for_each(|n| sketch.add(f64::from(n).exp2(), f64::from(n)));
        let bytes = sketch.to_bytes();
        for len in 0..bytes.len() {
            assert!(!QuantileSketch::default().merge_bytes(&bytes[..len]), "{len}");
        }
        assert!(QuantileSketch::default().merge_bytes(&bytes));
        assert!(!QuantileSketch::default().merge_bytes(&[7; 64]));
    }
}
