//! One bit for each instant, 64 at a time.

/// Bits in order of time; what lies outside is 0.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Bits(Vec<u64>);

impl Bits {
    /// A bit for each value.
    pub(super) fn of<T: Copy>(values: &[T], test: impl Fn(T) -> bool) -> Self {
        Self(values.chunks(64).map(|values| word(values, &test)).collect())
    }

    /// The 64 bits from `start` on, the first of them lowest.
    #[inline]
    pub(super) fn from(&self, start: i64) -> u64 {
        let (word, shift) = (start.div_euclid(64), start.rem_euclid(64));
        let (low, high) = (self.word(word), self.word(word + 1));
        low >> shift | (high << 1) << (63 - shift)
    }

    #[inline]
    fn word(&self, index: i64) -> u64 {
        usize::try_from(index).ok().and_then(|index| self.0.get(index)).copied().unwrap_or_default()
    }
}

/// The bits of up to 64 values. Tests come as bytes first, which the compiler makes many at a time.
#[inline]
fn word<T: Copy>(values: &[T], test: impl Fn(T) -> bool) -> u64 {
    let mut flags = [[0u8; 8]; 8];
    for (flag, value) in flags.as_flattened_mut().iter_mut().zip(values) {
        *flag = u8::from(test(*value));
    }
    flags.into_iter().rev().fold(0, |word, eight| word << 8 | packed(eight))
}

/// Eight bytes of 0 or 1 as bits, the first lowest: byte `i` is shifted to bit `56 + i`, and no two
/// others meet.
const fn packed(eight: [u8; 8]) -> u64 {
    u64::from_le_bytes(eight).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

/// Counts up to a goal in each of 64 lanes at once.
///
/// The counters stand upright: plane `i` holds bit `i` of each. They begin so far below a power of
/// two that the carry out of the highest plane says that the goal is reached.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tally {
    planes: [u64; PLANES],
    used: usize,
    reached: u64,
}

/// An alarm has at most 8640 periods.
const PLANES: usize = 14;

impl Tally {
    /// Counters up to `goal`, which is at least 1 and at most 2^14.
    pub(super) fn up_to(goal: u32) -> Self {
        let used = (goal.next_power_of_two().trailing_zeros() as usize).min(PLANES);
        let begin = (1u32 << used).saturating_sub(goal);
        let mut planes = [0; PLANES];
        for (index, plane) in planes.iter_mut().enumerate().take(used) {
            *plane = if begin >> index & 1 == 1 { u64::MAX } else { 0 };
        }
        Self { planes, used, reached: 0 }
    }

    /// Counts one in some lanes.
    #[inline]
    pub(super) fn count(&mut self, lanes: u64) {
        let mut carry = lanes;
        for plane in &mut self.planes[..self.used] {
            let next = *plane & carry;
            *plane ^= carry;
            carry = next;
        }
        self.reached |= carry;
    }

    /// The lanes whose goal is reached.
    #[inline]
    pub(super) const fn reached(&self) -> u64 {
        self.reached
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_64_bits_are_had() {
        let values: Vec<u32> = (0..200).collect();
        let odd = |value: u32| value.is_multiple_of(3);
        let bits = Bits::of(&values, odd);
        for start in -70..210 {
            let expected = (0..64).filter(|lane| (start + lane) % 3 == 0 && (0..200).contains(&(start + lane)));
            assert_eq!(bits.from(start), expected.fold(0, |all, lane| all | 1 << lane), "{start}");
        }
    }

    #[test]
    fn goals_are_reached_when_they_are() {
        for goal in (1..=130).chain([8640, 1 << PLANES]) {
            let mut tally = Tally::up_to(goal);
            for count in 1..=goal {
                assert_eq!(tally.reached(), 0, "{goal} after {}", count - 1);
                tally.count(0b101);
            }
            assert_eq!(tally.reached(), 0b101, "{goal}");
            tally.count(u64::MAX);
            assert_eq!(tally.reached() & 0b101, 0b101, "{goal} stays reached");
        }
    }
}
