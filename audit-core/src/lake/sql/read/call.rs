//! Calls of functions, those with words of their own included: `EXTRACT(DAY FROM x)`.

use cupola_base::text::Span;
use sqlparser::ast as sql;

use super::{CONSTRAINTS, Reader, refuse_if};
use crate::lake::sql::ast::{Call, Expr, ExprKind, Name};
use crate::lake::sql::error::{Checked, LakeQueryErrorKind, Refusal};

impl Reader<'_> {
    pub(super) fn special(&mut self, expr: &sql::Expr, at: Span) -> Checked<Expr> {
        use sql::Expr as Sql;
        match expr {
            Sql::Function(function) => self.function(function, at),
            Sql::Extract { field, expr, .. } => self.named(&field.to_string(), &[expr], at),
            Sql::AtTimeZone { timestamp, time_zone } => self.named("at_timezone", &[timestamp, time_zone], at),
            Sql::Position { expr, r#in } => self.named("strpos", &[r#in, expr], at),
            Sql::Ceil { expr, field: sql::CeilFloorKind::DateTimeField(sql::DateTimeField::NoDateTime) } => {
                self.named("ceiling", &[expr], at)
            }
            Sql::Floor { expr, field: sql::CeilFloorKind::DateTimeField(sql::DateTimeField::NoDateTime) } => {
                self.named("floor", &[expr], at)
            }
            Sql::Substring { expr, substring_from: Some(from), substring_for, .. } => match substring_for {
                Some(length) => self.named("substr", &[expr, from, length], at),
                None => self.named("substr", &[expr, from], at),
            },
            Sql::Trim { trim_where, trim_what, expr, trim_characters } => {
                let name = match trim_where {
                    None | Some(sql::TrimWhereField::Both) => "trim",
                    Some(sql::TrimWhereField::Leading) => "ltrim",
                    Some(sql::TrimWhereField::Trailing) => "rtrim",
                };
                match (trim_what, trim_characters.as_deref()) {
                    (None, None) => self.named(name, &[expr], at),
                    (Some(what), None) => self.named(name, &[expr, what], at),
                    (None, Some([what])) => self.named(name, &[expr, what], at),
                    _ => Err(Refusal::unsupported(at, "this form of TRIM")),
                }
            }
            Sql::ILike { .. } => Err(Refusal::unsupported(at, "ILIKE").help("accepted: lower(x) LIKE 'pattern'")),
            Sql::RLike { .. } | Sql::SimilarTo { .. } => {
                Err(Refusal::unsupported(at, "this operator").help("accepted: regexp_like(text, pattern)"))
            }
            Sql::Tuple(_) => Err(Refusal::unsupported(at, "a list in parentheses as a value")),
            _ => Err(Refusal::unsupported(at, "this expression").reference(CONSTRAINTS)),
        }
    }

    fn named(&mut self, name: &str, args: &[&sql::Expr], at: Span) -> Checked<Expr> {
        let args = args.iter().map(|arg| self.expr(arg)).collect::<Checked<Vec<_>>>()?;
        let name = Name { text: name.to_lowercase(), span: at };
        Ok(call(Call { name, args, star: false, distinct: false, order: Vec::new(), filter: None }, at))
    }

    fn function(&mut self, function: &sql::Function, at: Span) -> Checked<Expr> {
        let sql::Function { name, uses_odbc_syntax, parameters, args, within_group, filter, null_treatment, over } =
            function;
        let name = self.single(name, "a function's name")?;
        refuse_if! {
            *uses_odbc_syntax => "{fn ...}",
            !matches!(parameters, sql::FunctionArguments::None) => "a function with two lists",
            !within_group.is_empty() => "WITHIN GROUP",
            null_treatment.is_some() => "IGNORE NULLS or RESPECT NULLS",
            over.is_some() => "a window function (OVER)";
            name.span
        }
        let mut read = Call { name, args: Vec::new(), star: false, distinct: false, order: Vec::new(), filter: None };
        match args {
            sql::FunctionArguments::None => {}
            sql::FunctionArguments::Subquery(_) => return Err(Refusal::unsupported(at, "a query as argument")),
            sql::FunctionArguments::List(list) => self.arguments(list, &mut read)?,
        }
        read.filter = filter.as_ref().map(|filter| self.expr(filter)).transpose()?;
        let span = read.args.iter().map(|arg| arg.span).fold(at, Span::to);
        Ok(call(read, span))
    }

    fn arguments(&mut self, list: &sql::FunctionArgumentList, call: &mut Call) -> Checked<()> {
        call.distinct = list.duplicate_treatment == Some(sql::DuplicateTreatment::Distinct);
        for arg in &list.args {
            match arg {
                sql::FunctionArg::Unnamed(sql::FunctionArgExpr::Expr(expr)) => call.args.push(self.expr(expr)?),
                sql::FunctionArg::Unnamed(sql::FunctionArgExpr::Wildcard) => call.star = true,
                _ => return Err(Refusal::unsupported(call.name.span, "a named argument")),
            }
        }
        if call.star && !(call.name.is("count") && call.args.is_empty()) {
            let refusal =
                Refusal::new(LakeQueryErrorKind::Arguments, call.name.span, "* is no argument of this function");
            return Err(refusal.help("accepted: count(*)"));
        }
        for clause in &list.clauses {
            match clause {
                sql::FunctionArgumentClause::OrderBy(keys) => call.order = self.orders(keys)?,
                _ => return Err(Refusal::unsupported(call.name.span, "this clause among arguments")),
            }
        }
        Ok(())
    }
}

fn call(call: Call, span: Span) -> Expr {
    Expr { kind: ExprKind::Call(Box::new(call)), span }
}
