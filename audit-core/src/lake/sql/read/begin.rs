//! Where parts of a parser's tree begin.
//!
//! Nothing here goes deeper with a tree: chains of operators are as deep as they are long.

use cupola_base::text::Span;
use sqlparser::ast as sql;

use super::Reader;

impl Reader<'_> {
    /// The first word of an expression; what was read last where none has a place.
    pub(super) fn begin(&self, expr: &sql::Expr) -> Span {
        use sql::Expr as Sql;
        let mut expr = expr;
        loop {
            expr = match expr {
                Sql::Identifier(ident) => return self.places.span(ident.span),
                Sql::CompoundIdentifier(idents) => {
                    return idents.first().map_or(self.last, |ident| self.places.span(ident.span));
                }
                Sql::Value(value) => return self.places.span(value.span),
                Sql::TypedString(text) => return self.places.span(text.value.span),
                Sql::Case { case_token, .. } => return self.places.span(case_token.0.span),
                Sql::Function(function) => {
                    return function.name.0.first().map_or(self.last, |part| self.part_span(part));
                }
                Sql::Subquery(query) | Sql::Exists { subquery: query, .. } => return self.begin_of_body(&query.body),
                Sql::CompoundFieldAccess { root, .. } => root,
                Sql::BinaryOp { left, .. } | Sql::IsDistinctFrom(left, _) | Sql::IsNotDistinctFrom(left, _) => left,
                Sql::AtTimeZone { timestamp, .. } => timestamp,
                Sql::Nested(inner) | Sql::UnaryOp { expr: inner, .. } => inner,
                Sql::IsNull(inner) | Sql::IsNotNull(inner) | Sql::IsTrue(inner) | Sql::IsFalse(inner) => inner,
                Sql::IsNotTrue(inner) | Sql::IsNotFalse(inner) => inner,
                Sql::In { expr: inner, .. } | Sql::Between { expr: inner, .. } => inner,
                Sql::Like { expr: inner, .. } | Sql::ILike { expr: inner, .. } => inner,
                Sql::SimilarTo { expr: inner, .. } | Sql::RLike { expr: inner, .. } => inner,
                Sql::Cast { expr: inner, .. } | Sql::Extract { expr: inner, .. } => inner,
                Sql::Ceil { expr: inner, .. } | Sql::Floor { expr: inner, .. } => inner,
                Sql::Substring { expr: inner, .. } | Sql::Trim { expr: inner, .. } => inner,
                Sql::Position { expr: inner, .. } | Sql::Collate { expr: inner, .. } => inner,
                Sql::Interval(interval) => &interval.value,
                Sql::Lambda(lambda) => &lambda.body,
                Sql::Array(array) if !array.elem.is_empty() => &array.elem[0],
                Sql::Tuple(items) if !items.is_empty() => &items[0],
                _ => return self.last,
            };
        }
    }

    /// The word `SELECT` of the first select of a query.
    pub(super) fn begin_of_body(&self, body: &sql::SetExpr) -> Span {
        let mut body = body;
        loop {
            body = match body {
                sql::SetExpr::Select(select) => return self.places.span(select.select_token.0.span),
                sql::SetExpr::Query(query) => &query.body,
                sql::SetExpr::SetOperation { left, .. } => left,
                _ => return self.last,
            };
        }
    }

    /// The first word of a table.
    pub(super) fn begin_of_table(&self, table: &sql::TableFactor) -> Span {
        let mut table = table;
        loop {
            table = match table {
                sql::TableFactor::Table { name, .. } => {
                    return name.0.first().map_or(self.last, |part| self.part_span(part));
                }
                sql::TableFactor::Derived { subquery, .. } => return self.begin_of_body(&subquery.body),
                sql::TableFactor::UNNEST { array_exprs, .. } => {
                    return array_exprs.first().map_or(self.last, |expr| self.begin(expr));
                }
                sql::TableFactor::NestedJoin { table_with_joins, .. } => &table_with_joins.relation,
                _ => return self.last,
            };
        }
    }
}
