//! Nanoseconds and seconds.

use crate::SegmentTime;

/// The instant so many nanoseconds after 1970 began: the nearest that a double of seconds has.
#[expect(clippy::cast_precision_loss, reason = "a second's nanoseconds and all seconds of the form are exact")]
pub(super) fn seconds(nanos: u64) -> SegmentTime {
    let (whole, rest) = (nanos / NANOS, nanos % NANOS);
    SegmentTime::from_secs(whole as f64 + rest as f64 / NANOS as f64).unwrap_or_default()
}

/// The nanoseconds nearest to an instant; 0 before 1970, the largest where the form has no more.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "such casts are cut to what the form has")]
pub(super) fn nanos(at: SegmentTime) -> u64 {
    let (whole, rest) = (at.secs().floor(), at.secs() - at.secs().floor());
    (whole as u64).saturating_mul(NANOS).saturating_add((rest * NANOS as f64).round() as u64)
}

const NANOS: u64 = 1_000_000_000;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn instants_of_our_time_come_back(micros in 0..9_000_000_000_000_000u64, ulps in 0..3u64) {
            let near = f64::from_bits((micros as f64 / 1e6).to_bits() + ulps);
            let at = SegmentTime::from_secs(near).unwrap();
            prop_assume!(near > 4e6); // below, a double knows less than a nanosecond
            prop_assert_eq!(seconds(nanos(at)), at);
        }
    }
}
