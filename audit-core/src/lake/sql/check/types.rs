//! Values of one type where another is needed.

use cupola_base::text::Span;

use crate::lake::sql::cast;
use crate::lake::sql::error::{Checked, LakeQueryErrorKind, Refusal};
use crate::lake::sql::kind::LakeType;
use crate::lake::sql::plan::{Expr, Op};

/// The expression as one of another type, to which it can be brought. What the query spells out is brought at once,
/// so that a text that is no such value is refused where it stands.
pub(super) fn bring(expr: Expr, to: &LakeType, span: Span) -> Checked<Expr> {
    if expr.kind == *to {
        return Ok(expr);
    }
    if let Some(value) = expr.as_constant() {
        let value = cast::cast(value, &expr.kind, to).map_err(|fault| {
            let refusal = Refusal::new(LakeQueryErrorKind::Value, span, fault.to_string());
            if to.is_temporal() { refusal.help("accepted: '2023-01-05 13:51:00', '2023-01-05'") } else { refusal }
        })?;
        return Ok(Expr::constant(value, to.clone()));
    }
    Ok(Expr::new(Op::Cast(Box::new(expr), false), to.clone()))
}

/// The type of both; a parameter, which is a text, becomes what it is put beside.
pub(super) fn common(left: &Expr, right: &Expr) -> Option<LakeType> {
    let scalar = |kind: &LakeType| kind.is_number() || kind.is_temporal() || *kind == LakeType::Boolean;
    match (&left.op, &right.op) {
        (Op::Parameter(_), _) if scalar(&right.kind) => Some(right.kind.clone()),
        (_, Op::Parameter(_)) if scalar(&left.kind) => Some(left.kind.clone()),
        _ => left.kind.common(&right.kind),
    }
}

/// Both as values of one type.
pub(super) fn pair(left: (Expr, Span), right: (Expr, Span), what: &str) -> Checked<(Expr, Expr)> {
    let ((left, left_span), (right, right_span)) = (left, right);
    let Some(kind) = common(&left, &right) else {
        let message = format!("a {} cannot be {what} a {}", left.kind, right.kind);
        let refusal = Refusal::new(LakeQueryErrorKind::Type, left_span.to(right_span), message);
        return Err(refusal.help(format!("accepted: CAST(... AS {}) of the other", left.kind)));
    };
    Ok((bring(left, &kind, left_span)?, bring(right, &kind, right_span)?))
}

/// A condition.
pub(super) fn truth(expr: Expr, span: Span) -> Checked<Expr> {
    if matches!(expr.kind, LakeType::Boolean | LakeType::Unknown) {
        return bring(expr, &LakeType::Boolean, span);
    }
    let message = format!("a condition is needed, this is a {}", expr.kind);
    Err(Refusal::new(LakeQueryErrorKind::Type, span, message))
}

/// All as values of one type.
pub(super) fn alike(exprs: Vec<(Expr, Span)>, what: &str) -> Checked<(Vec<Expr>, LakeType)> {
    let mut kind = LakeType::Unknown;
    for (expr, span) in &exprs {
        kind = kind.common(&expr.kind).ok_or_else(|| {
            let message = format!("{what} a {} and a {} do not go together", kind, expr.kind);
            Refusal::new(LakeQueryErrorKind::Type, *span, message)
        })?;
    }
    let brought = exprs.into_iter().map(|(expr, span)| bring(expr, &kind, span)).collect::<Checked<_>>()?;
    Ok((brought, kind))
}
