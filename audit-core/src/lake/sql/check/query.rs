//! Queries as wholes.

use cupola_base::text::Span;

use super::scope::Scope;
use super::{Checker, types};
use crate::lake::sql::ast::{Body, ExprKind, Order, Query, Set, SetKind};
use crate::lake::sql::error::{Checked, LakeQueryErrorKind, Refusal};
use crate::lake::sql::plan::{Expr, Key, Node, Op};

impl<'q> Checker<'q> {
    pub(super) fn query(&mut self, query: &'q Query) -> Checked<(Node, Scope)> {
        let height = self.shared.len();
        self.shared.extend(&query.with);
        let lambdas = std::mem::take(&mut self.lambdas);
        let checked = self.whole(query);
        self.lambdas = lambdas;
        self.shared.truncate(height);
        checked
    }

    fn whole(&mut self, query: &'q Query) -> Checked<(Node, Scope)> {
        let (node, scope) = match &query.body {
            Body::Select(select) => self.select(select, &query.order)?,
            body => {
                let (node, scope) = self.body(body)?;
                (sorted_by_output(node, &scope, &query.order)?, scope)
            }
        };
        let (offset, limit) = (query.offset, query.limit);
        let limited = offset > 0 || limit.is_some();
        let node = if limited { Node::Limit { input: Box::new(node), offset, limit } } else { node };
        let width = scope.columns.len();
        let cut = matches!(&query.body, Body::Select(_)) && !query.order.is_empty();
        Ok((if cut { Node::Cut(Box::new(node), width) } else { node }, scope))
    }

    fn body(&mut self, body: &'q Body) -> Checked<(Node, Scope)> {
        match body {
            Body::Select(select) => self.select(select, &[]),
            Body::Query(query) => self.query(query),
            Body::Set(set) => self.set(set),
        }
    }

    fn set(&mut self, set: &'q Set) -> Checked<(Node, Scope)> {
        let (left, scope) = self.body(&set.left)?;
        let (right, other) = self.body(&set.right)?;
        if scope.columns.len() != other.columns.len() {
            let (left, right) = (scope.columns.len(), other.columns.len());
            let message = format!("one side has {left} columns, the other {right}");
            return Err(Refusal::new(LakeQueryErrorKind::Type, set.span, message));
        }
        let mut kinds = Vec::new();
        for (left, right) in scope.columns.iter().zip(&other.columns) {
            kinds.push(left.kind.common(&right.kind).ok_or_else(|| {
                let message =
                    format!("the column {} is a {} on one side, a {} on the other", left.name, left.kind, right.kind);
                Refusal::new(LakeQueryErrorKind::Type, set.span, message)
            })?);
        }
        let left = brought(left, &scope, &kinds, set.span)?;
        let right = brought(right, &other, &kinds, set.span)?;
        let names = scope.columns.into_iter().map(|column| column.name);
        let scope = Scope::of(names.zip(kinds));
        let (left, right) = (Box::new(left), Box::new(right));
        let kind: SetKind = set.kind;
        Ok((Node::Set { kind, all: set.all, left, right }, scope))
    }
}

/// Rows whose columns are brought to other types.
fn brought(node: Node, scope: &Scope, kinds: &[crate::lake::sql::kind::LakeType], span: Span) -> Checked<Node> {
    if scope.kinds() == kinds {
        return Ok(node);
    }
    let columns = scope.columns.iter().zip(kinds).enumerate().map(|(at, (column, kind))| {
        let expr = Expr::new(Op::Column(at, column.name.as_str().into()), column.kind.clone());
        types::bring(expr, kind, span)
    });
    Ok(Node::Project(Box::new(node), columns.collect::<Checked<_>>()?))
}

/// Rows of a set operation are sorted by the columns that it gives: by name or number.
fn sorted_by_output(node: Node, scope: &Scope, order: &[Order]) -> Checked<Node> {
    if order.is_empty() {
        return Ok(node);
    }
    let keys = order.iter().map(|key| {
        let column = output_column(key, scope)?.ok_or_else(|| {
            let refusal = Refusal::new(LakeQueryErrorKind::Column, key.expr.span, "this is no column of the result");
            refusal.help("accepted after UNION, INTERSECT and EXCEPT: a column's name or number")
        })?;
        Ok(Key { column, descending: key.descending, nulls_first: key.nulls_first })
    });
    Ok(Node::Sort(Box::new(node), keys.collect::<Checked<_>>()?))
}

/// The column of a result that a key names or numbers; `None` when it does neither.
pub(super) fn output_column(key: &Order, scope: &Scope) -> Checked<Option<usize>> {
    match &key.expr.kind {
        ExprKind::Names(names) if names.len() == 1 => {
            let name = &names[0].text;
            Ok(scope.columns.iter().position(|column| column.name.eq_ignore_ascii_case(name)))
        }
        ExprKind::Number(number) => ordinal(number, scope.columns.len(), key.expr.span).map(Some),
        _ => Ok(None),
    }
}

/// A column's number, from 1.
pub(super) fn ordinal(number: &str, count: usize, span: Span) -> Checked<usize> {
    let place = number.parse().ok().filter(|place: &usize| (1..=count).contains(place));
    place.map(|place| place - 1).ok_or_else(|| {
        let refusal = Refusal::new(LakeQueryErrorKind::Column, span, format!("there is no column {number}"));
        refusal.help(format!("accepted: 1 to {count}"))
    })
}
