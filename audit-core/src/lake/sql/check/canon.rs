//! Expressions as texts that are equal where they mean the same, to find again what a query groups by.

use std::fmt::Write as _;

use super::Checker;
use super::scope::Scope;
use crate::lake::sql::ast::{Expr, ExprKind, Name};
use crate::lake::sql::plan::Op;

impl Checker<'_> {
    pub(super) fn canon(&mut self, expr: &Expr, scope: &Scope) -> String {
        let mut out = String::new();
        self.write(expr, scope, &mut out);
        out
    }

    /// A chain of names up to each of its ends, the longest first, and how many names are left.
    pub(super) fn chains(&mut self, names: &[Name], scope: &Scope) -> Vec<(String, usize)> {
        let all = (1..=names.len()).rev();
        all.map(|length| (self.chain(&names[..length], scope), names.len() - length)).collect()
    }

    fn chain(&mut self, names: &[Name], scope: &Scope) -> String {
        let fields =
            |rest: &[Name]| rest.iter().map(|name| format!(".{}", name.text.to_lowercase())).collect::<String>();
        match self.head(names, scope) {
            Ok((expr, used)) => match expr.op {
                Op::Column(at, _) => format!("#{at}{}", fields(&names[used..])),
                Op::Variable(at) => format!("${at}{}", fields(&names[used..])),
                _ => format!("merged{}", fields(names)),
            },
            Err(_) => fields(names),
        }
    }

    fn write(&mut self, expr: &Expr, scope: &Scope, out: &mut String) {
        use ExprKind as Kind;
        let (what, parts): (String, Vec<&Expr>) = match &expr.kind {
            Kind::Names(names) => {
                out.push_str(&self.chain(names, scope));
                return;
            }
            Kind::Lambda(..) | Kind::InQuery(..) | Kind::Exists(_) | Kind::Scalar(_) => {
                // Equal to itself alone.
                let _ = write!(out, "at{:?}", expr.span);
                return;
            }
            Kind::Null => ("null".into(), Vec::new()),
            Kind::Truth(truth) => (truth.to_string(), Vec::new()),
            Kind::Number(number) => (number.clone(), Vec::new()),
            Kind::Text(text) => (format!("{text:?}"), Vec::new()),
            Kind::Typed(kind, text) => (format!("{kind}{text:?}"), Vec::new()),
            Kind::Interval { negative, count, unit } => (format!("interval{negative}{count:?}{unit}"), Vec::new()),
            Kind::Parameter(at) => (format!("?{at}"), Vec::new()),
            Kind::Field(inner, name) => (format!(".{}", name.text.to_lowercase()), vec![inner]),
            Kind::Subscript(list, at) => ("[]".into(), vec![list, at]),
            Kind::Not(inner) => ("not".into(), vec![inner]),
            Kind::Minus(inner) => ("minus".into(), vec![inner]),
            Kind::And(parts) => ("and".into(), parts.iter().collect()),
            Kind::Or(parts) => ("or".into(), parts.iter().collect()),
            Kind::Joined(parts) => ("||".into(), parts.iter().collect()),
            Kind::Compare(op, left, right) => (op.sign().into(), vec![left, right]),
            Kind::Arithmetic(op, left, right) => (op.sign().into(), vec![left, right]),
            Kind::IsNull(inner) => ("null?".into(), vec![inner]),
            Kind::Is(inner, truth) => (format!("{truth}?"), vec![inner]),
            Kind::Distinct(left, right) => ("distinct".into(), vec![left, right]),
            Kind::In(inner, list) => ("in".into(), std::iter::once(&**inner).chain(list).collect()),
            Kind::Between(inner, low, high) => ("between".into(), vec![inner, low, high]),
            Kind::Like(inner, pattern, escape) => {
                ("like".into(), [inner, pattern].into_iter().chain(escape).map(|part| &**part).collect())
            }
            Kind::Case { operand, arms, otherwise } => {
                let arms_flat = arms.iter().flat_map(|(condition, value)| [condition, value]);
                let ends = [operand, otherwise].into_iter().flatten().map(|part| &**part);
                (format!("case{}{}", operand.is_some(), otherwise.is_some()), arms_flat.chain(ends).collect())
            }
            Kind::Cast { expr, kind, safe } => (format!("cast{safe}{}", kind.text.to_lowercase()), vec![expr]),
            Kind::Array(items) => ("array".into(), items.iter().collect()),
            Kind::Call(call) => {
                let order = call.order.iter().map(|key| &key.expr);
                let parts = call.args.iter().chain(order).chain(call.filter.iter()).collect();
                let ways: String =
                    call.order.iter().map(|key| format!("{}{}", key.descending, key.nulls_first)).collect();
                let name = call.name.text.to_lowercase();
                (format!("{name}{}{}{}{ways}", call.star, call.distinct, call.filter.is_some()), parts)
            }
        };
        let _ = write!(out, "({what}");
        for part in parts {
            out.push(' ');
            self.write(part, scope, out);
        }
        out.push(')');
    }
}
