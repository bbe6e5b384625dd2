//! Arithmetic and functions of numbers.

use crate::insights::ast::Operator;
use crate::insights::function::Function;
use crate::insights::value::Value;

pub(in crate::insights) fn arithmetic(operator: Operator, a: f64, b: f64) -> Value {
    Value::finite(match operator {
        Operator::Plus => a + b,
        Operator::Minus => a - b,
        Operator::Times => a * b,
        Operator::Over => a / b,
        Operator::Modulo => a % b,
        _ => a.powf(b),
    })
}

/// A function of one number.
pub(super) fn unary(function: Function, number: f64) -> Value {
    Value::finite(match function {
        Function::Abs => number.abs(),
        Function::Ceil => number.ceil(),
        Function::Floor => number.floor(),
        Function::Log => number.ln(),
        Function::Sqrt => number.sqrt(),
        _ => number,
    })
}

/// Half away from zero, at so many digits after the point.
pub(super) fn round(number: f64, digits: f64) -> Value {
    let factor = 10_f64.powf(digits.trunc().clamp(-300.0, 300.0));
    let scaled = number * factor;
    Value::finite(if scaled.is_finite() { scaled.round() / factor } else { number })
}

/// The distance of two points on a sphere of 6371 km, in km.
pub(super) fn haversine(numbers: &[f64]) -> Value {
    let &[lat1, lon1, lat2, lon2] = numbers else { return Value::Null };
    let (dlat, dlon) = ((lat2 - lat1).to_radians(), (lon2 - lon1).to_radians());
    let a = (dlat / 2.0).sin().powi(2) + lat1.to_radians().cos() * lat2.to_radians().cos() * (dlon / 2.0).sin().powi(2);
    Value::finite(2.0 * 6371.0 * a.sqrt().min(1.0).asin())
}

/// A whole number of 32 or 64 bits, the fraction cut; null beyond.
pub(super) fn integer(function: Function, number: f64) -> Value {
    let most = if function == Function::ToInt { 2_f64.powi(31) } else { 2_f64.powi(63) };
    let number = number.trunc();
    if (-most..most).contains(&number) { Value::Number(number) } else { Value::Null }
}

/// `0xff` of 255.
pub(super) fn to_hex(number: f64) -> Value {
    let number = number.trunc();
    if number.abs() >= 2_f64.powi(63) {
        return Value::Null;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be in range")]
    let magnitude = number.abs() as u64;
    Value::text(format!("{}0x{magnitude:x}", if number < 0.0 { "-" } else { "" }))
}

/// 255 of `0xff` or `ff`.
pub(super) fn from_hex(text: &str) -> Value {
    let trimmed = text.trim();
    let (sign, text) = match trimmed.strip_prefix('-') {
        Some(text) => (-1.0, text),
        None => (1.0, trimmed),
    };
    let digits = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")).unwrap_or(text);
    let plain = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    #[expect(clippy::cast_precision_loss, reason = "numbers are doubles")]
    let number = u64::from_str_radix(digits, 16).ok().filter(|_| plain).map(|number| number as f64);
    number.map_or(Value::Null, |number| Value::Number(sign * number))
}
