//! Floating numbers of all widths.

use serde_json::{Number, Value};

/// The number that the bits of a half, single or double float mean.
pub(super) fn from_bits(info: u8, bits: u64) -> f64 {
    let low = |width: u32| bits & ((1 << width) - 1);
    match info {
        25 => half(low(16)),
        26 => f64::from(f32::from_bits(u32::try_from(low(32)).unwrap_or_default())),
        _ => f64::from_bits(bits),
    }
}

fn half(bits: u64) -> f64 {
    let (exponent, fraction) = ((bits >> 10) & 0x1f, bits & 0x3ff);
    #[expect(clippy::cast_precision_loss, reason = "ten bits fit")]
    let fraction = fraction as f64;
    let size = match exponent {
        0 => fraction * 2f64.powi(-24),
        31 if bits & 0x3ff == 0 => f64::INFINITY,
        31 => f64::NAN,
        _ => (1024.0 + fraction) * 2f64.powi(i32::try_from(exponent).unwrap_or_default() - 25),
    };
    if bits & 0x8000 == 0 { size } else { -size }
}

/// A number as the services' JSON has it: what is not finite is a text.
pub(super) fn to_json(number: f64) -> Value {
    Number::from_f64(number).map_or_else(|| Value::from(name(number)), Value::Number)
}

const fn name(number: f64) -> &'static str {
    if number.is_nan() {
        "NaN"
    } else if number.is_sign_positive() {
        "Infinity"
    } else {
        "-Infinity"
    }
}

/// The number that JSON means, either a number or one of the three texts.
pub(super) fn from_json(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => match text.as_str() {
            "NaN" => Some(f64::NAN),
            "Infinity" => Some(f64::INFINITY),
            "-Infinity" => Some(f64::NEG_INFINITY),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_mean_what_the_standard_says() {
        // RFC 8949, appendix A.
        let table = [
            (0x0000, 0.0),
            (0x3c00, 1.0),
            (0x3e00, 1.5),
            (0x7bff, 65504.0),
            (0x0001, 5.960_464_477_539_063e-8),
            (0x0400, 6.103_515_625e-5),
            (0xc400, -4.0),
            (0x7c00, f64::INFINITY),
            (0xfc00, f64::NEG_INFINITY),
        ];
        for (bits, number) in table {
            assert_eq!(from_bits(25, bits).to_bits(), f64::to_bits(number), "{bits:x}");
        }
        assert!(from_bits(25, 0x7e00).is_nan());
        assert_eq!(from_bits(26, 0x47c3_5000).to_bits(), 100_000f64.to_bits());
    }
}
