//! Functions of numbers, and of what has an order.
//!
//! Source: Trino documentation, "Mathematical functions and operators", "Comparison functions and operators".

use super::{Answer, Function, Signature, any, fixed};
use crate::lake::sql::error::LakeFault;
use crate::lake::sql::kind::LakeType;
use crate::lake::sql::value::Value;

pub(super) const FUNCTIONS: &[Function] = &[
    any("abs", "number", same_number, |_, args| match &args[0] {
        Value::Whole(number) => number.checked_abs().map(Value::Whole).ok_or(LakeFault::Overflow("abs")),
        number => real(number.as_real().abs()),
    }),
    any("ceiling", "number", same_number, |_, args| rounded(&args[0], f64::ceil)),
    any("ceil", "number", same_number, |_, args| rounded(&args[0], f64::ceil)),
    any("floor", "number", same_number, |_, args| rounded(&args[0], f64::floor)),
    any("truncate", "number", same_number, |_, args| rounded(&args[0], f64::trunc)),
    any("sign", "number", same_number, |_, args| match &args[0] {
        Value::Whole(number) => Ok(Value::Whole(number.signum())),
        number => real(if number.as_real() == 0.0 { 0.0 } else { number.as_real().signum() }),
    }),
    any("round", "number [, bigint]", round_sign, |_, args| round(args)),
    any("mod", "number, number", two_numbers, |_, args| remainder(&args[0], &args[1])),
    fixed("power", &["double", "double"], 0, "double", |_, args| real(args[0].as_real().powf(args[1].as_real()))),
    fixed("pow", &["double", "double"], 0, "double", |_, args| real(args[0].as_real().powf(args[1].as_real()))),
    fixed("sqrt", &["double"], 0, "double", |_, args| real(args[0].as_real().sqrt())),
    fixed("ln", &["double"], 0, "double", |_, args| real(args[0].as_real().ln())),
    fixed("log2", &["double"], 0, "double", |_, args| real(args[0].as_real().log2())),
    fixed("log10", &["double"], 0, "double", |_, args| real(args[0].as_real().log10())),
    fixed("exp", &["double"], 0, "double", |_, args| real(args[0].as_real().exp())),
    fixed("is_nan", &["double"], 0, "boolean", |_, args| Ok(Value::Truth(args[0].as_real().is_nan()))),
    fixed("is_finite", &["double"], 0, "boolean", |_, args| Ok(Value::Truth(args[0].as_real().is_finite()))),
    any("greatest", "value, ...", ordered, |_, args| Ok(extreme(args, true))),
    any("least", "value, ...", ordered, |_, args| Ok(extreme(args, false))),
];

fn real(number: f64) -> Answer {
    Ok(Value::Real(number))
}

fn same_number(given: &[LakeType]) -> Option<Signature> {
    match given {
        [LakeType::Unknown] => Some(Signature::new([LakeType::Double], LakeType::Double)),
        [kind] if kind.is_number() => Some(Signature::new([kind.clone()], kind.clone())),
        _ => None,
    }
}

fn two_numbers(given: &[LakeType]) -> Option<Signature> {
    let [one, two] = given else { return None };
    let kind = one.common(two).filter(LakeType::is_number)?;
    Some(Signature::new([kind.clone(), kind.clone()], kind))
}

fn round_sign(given: &[LakeType]) -> Option<Signature> {
    let (number, rest) = given.split_first()?;
    let mut sign = same_number(std::slice::from_ref(number))?;
    match rest {
        [] => {}
        [LakeType::Bigint | LakeType::Unknown] => sign.args.push(LakeType::Bigint),
        _ => return None,
    }
    Some(sign)
}

fn ordered(given: &[LakeType]) -> Option<Signature> {
    let kind = given.iter().skip(1).try_fold(given.first()?.clone(), |kind, next| kind.common(next))?;
    kind.is_ordered().then(|| Signature::new(vec![kind.clone(); given.len()], kind))
}

fn rounded(number: &Value, round: fn(f64) -> f64) -> Answer {
    match number {
        Value::Whole(_) => Ok(number.clone()),
        number => real(round(number.as_real())),
    }
}

/// Halves go away from zero.
fn round(args: &[Value]) -> Answer {
    let places = args.get(1).map_or(0, Value::as_whole).clamp(-20, 20);
    let power = 10_f64.powi(i32::try_from(places).unwrap_or_default());
    match &args[0] {
        Value::Whole(number) if places >= 0 => Ok(Value::Whole(*number)),
        Value::Whole(number) => {
            let step = u32::try_from(-places).ok().and_then(|places| 10_i128.checked_pow(places)).unwrap_or(i128::MAX);
            let (number, half) = (i128::from(*number), step / 2);
            let rounded = (number + if number < 0 { -half } else { half }) / step * step;
            i64::try_from(rounded).map(Value::Whole).map_err(|_| LakeFault::Overflow("round"))
        }
        number => {
            let scaled = number.as_real() * power;
            real(if scaled.is_finite() { scaled.round() / power } else { number.as_real() })
        }
    }
}

/// The rest of a division, with the sign of the first.
pub(in crate::lake::sql) fn remainder(one: &Value, two: &Value) -> Answer {
    match (one, two) {
        (Value::Whole(_), Value::Whole(0)) => Err(LakeFault::DivisionByZero),
        (Value::Whole(one), Value::Whole(two)) => Ok(Value::Whole(one.checked_rem(*two).unwrap_or(0))),
        _ => real(one.as_real() % two.as_real()),
    }
}

fn extreme(args: &[Value], largest: bool) -> Value {
    let best = args.iter().reduce(|best, next| {
        let order = next.order(best);
        if (largest && order.is_gt()) || (!largest && order.is_lt()) { next } else { best }
    });
    best.cloned().unwrap_or(Value::Null)
}
