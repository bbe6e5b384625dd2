//! Queries as wholes.

use cupola_base::text::Span;
use sqlparser::ast as sql;

use super::{Reader, refuse_if};
use crate::lake::sql::ast::{Body, Expr, ExprKind, Order, Query, Set, SetKind, Shared};
use crate::lake::sql::error::{Checked, LakeQueryErrorKind, Refusal};

impl Reader<'_> {
    pub(super) fn query(&mut self, query: &sql::Query) -> Checked<Query> {
        let span = self.begin_of_body(&query.body);
        self.deeper(span, |reader| reader.whole(query, span))
    }

    fn whole(&mut self, query: &sql::Query, span: Span) -> Checked<Query> {
        let sql::Query { with, body, order_by, limit_clause, fetch, locks, .. } = query;
        let sql::Query { for_clause, settings, format_clause, pipe_operators, .. } = query;
        refuse_if! {
            !locks.is_empty() => "FOR UPDATE",
            for_clause.is_some() => "FOR",
            settings.is_some() => "SETTINGS",
            format_clause.is_some() => "FORMAT",
            !pipe_operators.is_empty() => "|>";
            span
        }
        let with = self.with(with.as_ref())?;
        let body = self.body(body)?;
        let order = self.order_by(order_by.as_ref(), span)?;
        let (offset, limit) = self.limits(limit_clause.as_ref(), span)?;
        let limit = match fetch {
            Some(fetch) => Some(self.fetch(fetch, span)?),
            None => limit,
        };
        Ok(Query { with, body, order, offset, limit })
    }

    fn with(&mut self, with: Option<&sql::With>) -> Checked<Vec<Shared>> {
        let Some(with) = with else { return Ok(Vec::new()) };
        let span = self.places.span(with.with_token.0.span);
        refuse_if! { with.recursive => "WITH RECURSIVE"; span }
        let shared = with.cte_tables.iter().map(|cte| {
            let span = self.places.span(cte.alias.name.span);
            refuse_if! { cte.from.is_some() => "FROM of WITH", cte.materialized.is_some() => "MATERIALIZED"; span }
            Ok(Shared { alias: self.alias(&cte.alias)?, query: self.query(&cte.query)? })
        });
        shared.collect()
    }

    fn body(&mut self, body: &sql::SetExpr) -> Checked<Body> {
        let span = self.begin_of_body(body);
        match body {
            sql::SetExpr::Select(select) => Ok(Body::Select(Box::new(self.select(select)?))),
            sql::SetExpr::Query(query) => Ok(Body::Query(Box::new(self.query(query)?))),
            sql::SetExpr::SetOperation { left, op, set_quantifier, right } => self.deeper(span, |reader| {
                let kind = match op {
                    sql::SetOperator::Union => SetKind::Union,
                    sql::SetOperator::Intersect => SetKind::Intersect,
                    sql::SetOperator::Except => SetKind::Except,
                    sql::SetOperator::Minus => return Err(Refusal::unsupported(span, "MINUS").help("accepted: EXCEPT")),
                };
                let all = reader.quantifier(*set_quantifier, span)?;
                if all && kind != SetKind::Union {
                    return Err(Refusal::unsupported(span, &format!("{op} ALL")).help(format!("accepted: {op}")));
                }
                let (left, right) = (reader.body(left)?, reader.body(right)?);
                Ok(Body::Set(Box::new(Set { kind, all, left, right, span })))
            }),
            _ => Err(Refusal::unsupported(span, "what is no SELECT").help("accepted: SELECT")),
        }
    }

    fn quantifier(&self, quantifier: sql::SetQuantifier, span: Span) -> Checked<bool> {
        match quantifier {
            sql::SetQuantifier::All => Ok(true),
            sql::SetQuantifier::Distinct | sql::SetQuantifier::None => Ok(false),
            _ => Err(Refusal::unsupported(span, "BY NAME")),
        }
    }

    fn order_by(&mut self, order: Option<&sql::OrderBy>, span: Span) -> Checked<Vec<Order>> {
        let Some(order) = order else { return Ok(Vec::new()) };
        refuse_if! { order.interpolate.is_some() => "INTERPOLATE"; span }
        match &order.kind {
            sql::OrderByKind::Expressions(keys) => self.orders(keys),
            sql::OrderByKind::All(_) => Err(Refusal::unsupported(span, "ORDER BY ALL")),
        }
    }

    /// Nulls come last in either direction where the query does not say: the rule of Trino's "SELECT".
    pub(super) fn orders(&mut self, keys: &[sql::OrderByExpr]) -> Checked<Vec<Order>> {
        let order = keys.iter().map(|key| {
            let expr = self.expr(&key.expr)?;
            refuse_if! { key.with_fill.is_some() => "WITH FILL"; expr.span }
            let descending = match &key.options.sort {
                None | Some(sql::OrderBySort::Asc) => false,
                Some(sql::OrderBySort::Desc) => true,
                Some(sql::OrderBySort::Using(_)) => return Err(Refusal::unsupported(expr.span, "ORDER BY ... USING")),
            };
            Ok(Order { expr, descending, nulls_first: key.options.nulls_first.unwrap_or(false) })
        });
        order.collect()
    }

    fn limits(&mut self, clause: Option<&sql::LimitClause>, span: Span) -> Checked<(u64, Option<u64>)> {
        match clause {
            None => Ok((0, None)),
            Some(sql::LimitClause::LimitOffset { limit, offset, limit_by }) => {
                refuse_if! { !limit_by.is_empty() => "LIMIT BY"; span }
                let offset = offset.as_ref().map(|offset| self.count(&offset.value)).transpose()?;
                let limit = limit.as_ref().map(|limit| self.count(limit)).transpose()?;
                Ok((offset.unwrap_or_default(), limit))
            }
            Some(sql::LimitClause::OffsetCommaLimit { .. }) => {
                Err(Refusal::unsupported(span, "LIMIT with two numbers").help("accepted: OFFSET n LIMIT m"))
            }
        }
    }

    fn fetch(&mut self, fetch: &sql::Fetch, span: Span) -> Checked<u64> {
        refuse_if! { fetch.with_ties => "WITH TIES", fetch.percent => "PERCENT"; span }
        fetch.quantity.as_ref().map_or(Ok(1), |quantity| self.count(quantity))
    }

    fn count(&mut self, expr: &sql::Expr) -> Checked<u64> {
        let expr = self.expr(expr)?;
        let number = if let ExprKind::Number(number) = &expr.kind { number.parse().ok() } else { None };
        number.ok_or_else(|| {
            let refusal = Refusal::new(LakeQueryErrorKind::Value, expr.span, "this is no number of rows");
            refusal.help("accepted: a whole number, such as 10")
        })
    }

    /// From the first of some expressions to the last.
    pub(super) fn span_over(exprs: &[Expr]) -> Span {
        exprs.iter().map(|expr| expr.span).reduce(Span::to).unwrap_or_default()
    }
}
