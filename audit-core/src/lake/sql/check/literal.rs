//! Values that a query spells out.

use cupola_base::text::Span;

use super::types;
use crate::lake::sql::error::{Checked, LakeQueryErrorKind, Refusal};
use crate::lake::sql::kind::LakeType;
use crate::lake::sql::plan::Expr;
use crate::lake::sql::time;
use crate::lake::sql::value::Value;

/// A whole number is a bigint, any other a double.
pub(super) fn number(text: &str, span: Span) -> Checked<Expr> {
    if let Ok(number) = text.parse() {
        return Ok(Expr::constant(Value::Whole(number), LakeType::Bigint));
    }
    let number = text.parse().ok().filter(|number: &f64| number.is_finite());
    let number = number.ok_or_else(|| Refusal::new(LakeQueryErrorKind::Value, span, format!("{text} is no number")))?;
    Ok(Expr::constant(Value::Real(number), LakeType::Double))
}

pub(super) fn typed(kind: &str, text: &str, span: Span) -> Checked<Expr> {
    let text = Expr::constant(Value::text(text), LakeType::Varchar);
    match kind {
        "date" => types::bring(text, &LakeType::Date, span),
        "json" => {
            let valid = text.as_constant().is_some_and(|text| crate::Raw::parse(text.as_text()).is_ok());
            let json = text.as_constant().cloned().unwrap_or(Value::Null).into_json();
            if valid {
                return Ok(Expr::constant(json, LakeType::Json));
            }
            Err(Refusal::new(LakeQueryErrorKind::Value, span, "this is no JSON"))
        }
        _ => {
            let zoned =
                text.as_constant().and_then(|text| time::parse(text.as_text())).is_some_and(|(_, zone)| zone.is_some());
            let kind = if zoned { LakeType::TimestampWithTimeZone } else { LakeType::Timestamp };
            types::bring(text, &kind, span)
        }
    }
}

pub(super) fn interval(negative: bool, count: &str, unit: &str, span: Span) -> Checked<Expr> {
    let wrong = || {
        let refusal = Refusal::new(LakeQueryErrorKind::Value, span, format!("'{count}' {unit} is no interval"));
        refusal.help("accepted: a whole number and SECOND, MINUTE, HOUR, DAY, WEEK, MONTH or YEAR")
    };
    let number: i64 = count.trim().parse().map_err(|_| wrong())?;
    let number = if negative { number.saturating_neg() } else { number };
    let (months, millis) = match time::Unit::parse(unit).ok_or_else(wrong)? {
        time::Unit::Months(each) => (number.checked_mul(each), Some(0)),
        time::Unit::Millis(each) => (Some(0), number.checked_mul(each)),
    };
    let (months, millis) = months.zip(millis).ok_or_else(wrong)?;
    Ok(Expr::constant(Value::Interval { months, millis }, LakeType::Interval))
}
