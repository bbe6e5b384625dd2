//! What stands after `FROM`.

use std::collections::BTreeSet;

use cupola_base::text::Span;

use super::scope::{Column, Scope};
use super::{Checker, Env, check_width, types};
use crate::lake::sql::ast::{self, Alias, Comparison, JoinKind, Name, On, Source};
use crate::lake::sql::error::{Checked, LakeQueryErrorKind, Refusal};
use crate::lake::sql::kind::LakeType;
use crate::lake::sql::plan::{Expr, Join, Node, Op, Scan, Unnest};
use crate::lake::sql::schema;

impl<'q> Checker<'q> {
    pub(super) fn from(&mut self, from: Option<&'q Source>) -> Checked<(Node, Scope)> {
        from.map_or_else(|| Ok((Node::Nothing, Scope::default())), |source| self.source(source))
    }

    fn source(&mut self, source: &'q Source) -> Checked<(Node, Scope)> {
        match source {
            Source::Table(name, alias) => self.table(name, alias.as_ref()),
            Source::Derived(query, alias, span) => {
                self.count_source(*span)?;
                let (node, scope) = self.query(query)?;
                Ok((node, renamed(scope, alias.as_ref())?))
            }
            Source::Unnest(unnest) => self.unnest(unnest, (Node::Nothing, Scope::default()), false),
            Source::Join(join) => self.join(join),
        }
    }

    /// A name of `WITH`, or the id of an event data store, which may be any name: only a run knows which there are.
    fn table(&mut self, name: &Name, alias: Option<&Alias>) -> Checked<(Node, Scope)> {
        self.count_source(name.span)?;
        let known = self.shared.iter().rposition(|shared| shared.alias.name.is(&name.text));
        if let Some(at) = known {
            let shared = self.shared[at];
            // What a name stands for sees the names before it.
            let later = self.shared.split_off(at);
            let checked = self.query(&shared.query);
            self.shared.extend(later);
            let (node, scope) = checked?;
            let scope = renamed(scope, Some(&shared.alias))?;
            return Ok((node, if alias.is_some() { renamed(scope, alias)? } else { scope }));
        }
        let scan = self.scans.len();
        self.scans.push(Scan { store: name.text.clone(), used: BTreeSet::new() });
        let columns = schema::columns().iter().enumerate().map(|(at, (column, kind))| Column {
            table: Some(name.text.clone()),
            name: column.name.to_owned(),
            kind: kind.clone(),
            origin: Some((scan, at)),
            hidden: false,
        });
        let scope = Scope { columns: columns.collect(), merged: Vec::new() };
        Ok((Node::Scan(scan), if alias.is_some() { renamed(scope, alias)? } else { scope }))
    }

    fn unnest(&mut self, unnest: &'q ast::Unnest, left: (Node, Scope), outer: bool) -> Checked<(Node, Scope)> {
        self.count_source(unnest.span)?;
        let (input, scope) = left;
        let (mut exprs, mut widths, mut columns) = (Vec::new(), Vec::new(), Vec::new());
        for written in &unnest.exprs {
            let expr = self.expr(written, &mut Env::plain(&scope, "UNNEST"))?;
            let made = unnested(&expr.kind, written.span)?;
            exprs.push(expr);
            widths.push(made.len());
            columns.extend(made);
        }
        if unnest.ordinality {
            columns.push(("ordinality".into(), LakeType::Bigint));
        }
        let right = renamed(Scope::of(columns), unnest.alias.as_ref())?;
        let node = Unnest { input, exprs, widths, ordinality: unnest.ordinality, outer };
        Ok((Node::Unnest(Box::new(node)), scope.beside(right)))
    }

    fn join(&mut self, join: &'q ast::Join) -> Checked<(Node, Scope)> {
        let left = self.source(&join.left)?;
        if let Source::Unnest(unnest) = &join.right {
            return self.join_unnest(join, unnest, left);
        }
        let ((left, left_scope), (right, right_scope)) = (left, self.source(&join.right)?);
        if join.kind == JoinKind::Cross && !matches!(join.on, On::Nothing) {
            return Err(Refusal::new(LakeQueryErrorKind::Syntax, join.span, "CROSS JOIN has no condition"));
        }
        if join.kind != JoinKind::Cross && matches!(join.on, On::Nothing) {
            let refusal = Refusal::new(LakeQueryErrorKind::Syntax, join.span, "the join has no condition");
            return Err(refusal.help("accepted: ON condition, USING (column, ...), CROSS JOIN"));
        }
        let (left_width, right_width) = (left_scope.columns.len(), right_scope.columns.len());
        let mut joined = Join { kind: join.kind, left, right, left_width, right_width, equal: Vec::new(), rest: None };
        let scope = match &join.on {
            On::Nothing => left_scope.beside(right_scope),
            On::Condition(condition) => {
                let scope = left_scope.beside(right_scope);
                let condition = self.condition(condition, &mut Env::plain(&scope, "ON"))?;
                split(condition, left_width, &mut joined);
                scope
            }
            On::Columns(names) => self.using(names, left_scope, right_scope, &mut joined)?,
        };
        check_width(scope.columns.iter().map(|column| column.kind.size()).sum(), join.span)?;
        Ok((Node::Join(Box::new(joined)), scope))
    }

    /// Arrays are taken apart beside the row that they are of.
    fn join_unnest(
        &mut self,
        join: &'q ast::Join,
        unnest: &'q ast::Unnest,
        left: (Node, Scope),
    ) -> Checked<(Node, Scope)> {
        let is_true = |on: &On| matches!(on, On::Condition(expr) if matches!(expr.kind, ast::ExprKind::Truth(true)));
        match join.kind {
            JoinKind::Cross if matches!(join.on, On::Nothing) => self.unnest(unnest, left, false),
            JoinKind::Inner if is_true(&join.on) => self.unnest(unnest, left, false),
            JoinKind::Left if is_true(&join.on) => self.unnest(unnest, left, true),
            _ => {
                let refusal = Refusal::unsupported(unnest.span, "this join with UNNEST");
                Err(refusal.help("accepted: CROSS JOIN UNNEST(...), LEFT JOIN UNNEST(...) ON TRUE"))
            }
        }
    }

    fn using(&mut self, names: &[Name], left: Scope, right: Scope, join: &mut Join) -> Checked<Scope> {
        let width = left.columns.len();
        let mut merged = Vec::new();
        let mut hidden = BTreeSet::new();
        for name in names {
            let (one, two) =
                (self.named(std::slice::from_ref(name), &left)?, self.named(std::slice::from_ref(name), &right)?);
            one.columns(&mut hidden);
            two.clone().further(width).columns(&mut hidden);
            let (one, two) = types::pair((one, name.span), (two, name.span), "joined with")?;
            let kind = one.kind.clone();
            let both = two.clone().further(width);
            let shown = match join.kind {
                JoinKind::Right => both,
                JoinKind::Full => Expr::new(Op::Coalesce(vec![one.clone(), both]), kind),
                _ => one.clone(),
            };
            merged.push((name.text.clone(), shown));
            join.equal.push((one, two));
        }
        let mut scope = left.beside(right);
        scope.merged.splice(0..0, merged);
        hidden.into_iter().for_each(|at| scope.columns[at].hidden = true);
        Ok(scope)
    }
}

/// The columns that an array or a map becomes.
fn unnested(kind: &LakeType, span: Span) -> Checked<Vec<(String, LakeType)>> {
    Ok(match kind {
        LakeType::Map(key, value) => vec![("key".into(), (**key).clone()), ("value".into(), (**value).clone())],
        LakeType::Array(item) => match &**item {
            LakeType::Row(fields) => fields.clone(),
            item => vec![("_col".into(), item.clone())],
        },
        other => {
            let message = format!("a {other} cannot be taken apart");
            let refusal = Refusal::new(LakeQueryErrorKind::Type, span, message);
            return Err(refusal.help("accepted: an array or a map"));
        }
    })
}

/// The columns of a table under other names.
fn renamed(scope: Scope, alias: Option<&Alias>) -> Checked<Scope> {
    let Some(alias) = alias else { return Ok(scope) };
    let Scope { mut columns, merged } = scope;
    let shown = columns.len();
    if !alias.columns.is_empty() && alias.columns.len() != shown {
        let message = format!("{} names are given to {shown} columns", alias.columns.len());
        return Err(Refusal::new(LakeQueryErrorKind::Table, alias.name.span, message));
    }
    for (at, column) in columns.iter_mut().enumerate() {
        column.table = Some(alias.name.text.clone());
        if let Some(name) = alias.columns.get(at) {
            column.name.clone_from(&name.text);
        }
    }
    Ok(Scope { columns, merged })
}

/// What must be equal on both sides is looked up; the rest is asked of each pair.
fn split(condition: Expr, left_width: usize, join: &mut Join) {
    let parts = match condition.op {
        Op::And(parts) => parts,
        op => vec![Expr::new(op, condition.kind)],
    };
    let mut rest = Vec::new();
    for part in parts {
        match equality(part, left_width) {
            Ok(pair) => join.equal.push(pair),
            Err(part) => rest.push(*part),
        }
    }
    join.rest = match rest.len() {
        0 => None,
        1 => rest.pop(),
        _ => Some(Expr::truth(Op::And(rest))),
    };
}

/// An equality of something of the left and something of the right, in that order.
fn equality(part: Expr, left_width: usize) -> Result<(Expr, Expr), Box<Expr>> {
    let Op::Compare(Comparison::Equal, one, two) = part.op else { return Err(Box::new(part)) };
    let side = |expr: &Expr| {
        let mut columns = BTreeSet::new();
        expr.columns(&mut columns);
        let left = columns.iter().all(|at| *at < left_width);
        let right = columns.iter().all(|at| *at >= left_width);
        if columns.is_empty() { None } else { Some((left, right)) }
    };
    match (side(&one), side(&two)) {
        (Some((true, _)), Some((_, true))) => Ok((*one, two.without_first(left_width))),
        (Some((_, true)), Some((true, _))) => Ok((*two, one.without_first(left_width))),
        _ => Err(Box::new(Expr::truth(Op::Compare(Comparison::Equal, one, two)))),
    }
}
