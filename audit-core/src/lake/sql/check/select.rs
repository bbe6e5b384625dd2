//! `SELECT`.

use cupola_base::text::Span;

use super::query::{ordinal, output_column};
use super::scope::Scope;
use super::{Checker, Env, Grouped, check_width, types};
use crate::lake::sql::aggregate;
use crate::lake::sql::ast::{Expr as Written, ExprKind, Item, Name, Order, Select};
use crate::lake::sql::error::{Checked, LakeQueryErrorKind, Refusal};
use crate::lake::sql::plan::{Expr, Group, Key, Node};

/// What a select shows.
#[derive(Default)]
struct Shown {
    names: Vec<String>,
    exprs: Vec<Expr>,
    /// What each is written as, to be found again by `ORDER BY`.
    canons: Vec<String>,
    /// Of how many types they are together.
    types: usize,
}

impl Shown {
    fn push(&mut self, name: String, canon: String, expr: Expr, span: Span) -> Checked<()> {
        self.types += expr.kind.size();
        check_width(self.types, span)?;
        self.names.push(name);
        self.canons.push(canon);
        self.exprs.push(expr);
        Ok(())
    }
}

impl<'q> Checker<'q> {
    /// The rows of a select, sorted; what they are sorted by stands after what they show.
    pub(super) fn select(&mut self, select: &'q Select, order: &'q [Order]) -> Checked<(Node, Scope)> {
        let (mut node, scope) = self.from(select.from.as_ref())?;
        if let Some(filter) = &select.filter {
            node = Node::Filter(Box::new(node), self.condition(filter, &mut Env::plain(&scope, "WHERE"))?);
        }
        let grouped = self.is_grouped(select, order).then(|| self.group_keys(select, &scope)).transpose()?;
        let mut env = Env { scope: &scope, group: grouped, clause: "SELECT" };
        let mut shown = self.shown(select, &mut env)?;
        let having = select.having.as_ref().map(|having| self.condition(having, &mut env)).transpose()?;
        let keys = self.sort_keys(select, order, &mut shown, &mut env)?;
        if let Some(Grouped { keys, calls }) = env.group {
            let keys = keys.into_iter().map(|(_, key)| key).collect();
            let calls = calls.into_iter().map(|(_, call)| call).collect();
            node = Node::Group(Box::new(Group { input: node, keys, calls }));
        }
        if let Some(having) = having {
            node = Node::Filter(Box::new(node), having);
        }
        let kinds = shown.exprs.iter().map(|expr| expr.kind.clone());
        let output = Scope::of(shown.names.into_iter().zip(kinds));
        node = Node::Project(Box::new(node), shown.exprs);
        if select.distinct {
            node = Node::Distinct(Box::new(node));
        }
        if !keys.is_empty() {
            node = Node::Sort(Box::new(node), keys);
        }
        Ok((node, output))
    }

    pub(super) fn condition(&mut self, condition: &'q Written, env: &mut Env<'_>) -> Checked<Expr> {
        let expr = self.expr(condition, env)?;
        types::truth(expr, condition.span)
    }

    fn is_grouped(&self, select: &Select, order: &[Order]) -> bool {
        let items = select.items.iter().filter_map(|item| match item {
            Item::One(expr, _) => Some(expr),
            Item::All(..) => None,
        });
        let exprs = items.chain(select.having.iter()).chain(order.iter().map(|key| &key.expr));
        !select.group.is_empty() || select.having.is_some() || exprs.into_iter().any(has_aggregate)
    }

    fn group_keys(&mut self, select: &'q Select, scope: &Scope) -> Checked<Grouped> {
        let mut keys = Vec::new();
        for key in &select.group {
            let key = match &key.kind {
                ExprKind::Number(number) => match &select.items[ordinal(number, select.items.len(), key.span)?] {
                    Item::One(expr, _) => expr,
                    Item::All(_, span) => {
                        return Err(Refusal::new(
                            LakeQueryErrorKind::Grouping,
                            *span,
                            "* is not one column to group by",
                        ));
                    }
                },
                _ => key,
            };
            let expr =
                self.expr(key, &mut Env::plain(scope, "GROUP BY")).map_err(|refusal| of_alias(refusal, key, select))?;
            keys.push((self.canon(key, scope), expr));
        }
        Ok(Grouped { keys, calls: Vec::new() })
    }

    fn shown(&mut self, select: &'q Select, env: &mut Env<'_>) -> Checked<Shown> {
        let mut shown = Shown::default();
        for item in &select.items {
            match item {
                Item::All(table, span) => self.everything(table.as_ref(), *span, env, &mut shown)?,
                Item::One(expr, alias) => {
                    let (checked, place) = (self.expr(expr, env)?, shown.names.len());
                    let name = alias.as_ref().map_or_else(|| name_of(expr, place), |name| name.text.clone());
                    shown.push(name, self.canon(expr, env.scope), checked, expr.span)?;
                }
            }
        }
        Ok(shown)
    }

    fn everything(&mut self, table: Option<&Name>, span: Span, env: &Env<'_>, shown: &mut Shown) -> Checked<()> {
        if env.group.is_some() {
            let refusal = Refusal::new(LakeQueryErrorKind::Grouping, span, "* stands where rows are grouped");
            return Err(refusal.help("accepted: columns of GROUP BY, and aggregates"));
        }
        if let Some(table) = table.filter(|table| !env.scope.has_table(&table.text)) {
            return Err(super::scope::no_table(table, table.span));
        }
        if env.scope.columns.is_empty() {
            return Err(Refusal::new(LakeQueryErrorKind::Table, span, "there is no table whose columns * could be"));
        }
        if table.is_none() {
            for (name, expr) in env.scope.merged.clone() {
                self.mark(&expr, env.scope);
                let canon = format!("merged.{name}");
                shown.push(name, canon, expr, span)?;
            }
        }
        for (at, column) in env.scope.columns.iter().enumerate() {
            let of_table = table.is_none_or(|table| column.table.as_ref().is_some_and(|name| table.is(name)));
            if of_table && !(table.is_none() && column.hidden) {
                shown.push(column.name.clone(), format!("#{at}"), self.column(at, env.scope), span)?;
            }
        }
        Ok(())
    }

    /// By what a select's rows are sorted: a column that is shown, or one that is added.
    fn sort_keys(
        &mut self,
        select: &Select,
        order: &'q [Order],
        shown: &mut Shown,
        env: &mut Env<'_>,
    ) -> Checked<Vec<Key>> {
        let output = Scope::of(shown.names.iter().cloned().zip(shown.exprs.iter().map(|expr| expr.kind.clone())));
        let mut keys = Vec::new();
        for key in order {
            let canon = self.canon(&key.expr, env.scope);
            let known = output_column(key, &output)?;
            let known = known.or_else(|| shown.canons.iter().position(|shown| *shown == canon));
            let column = match known {
                Some(column) => column,
                None if select.distinct => {
                    let refusal = Refusal::new(LakeQueryErrorKind::Column, key.expr.span, "this is not selected");
                    return Err(refusal.help("accepted after SELECT DISTINCT: what is selected"));
                }
                None => {
                    shown.exprs.push(self.expr(&key.expr, env)?);
                    shown.exprs.len() - 1
                }
            };
            if !shown.exprs[column].kind.is_ordered() {
                let message = format!("a {} has no order", shown.exprs[column].kind);
                return Err(Refusal::new(LakeQueryErrorKind::Type, key.expr.span, message));
            }
            keys.push(Key { column, descending: key.descending, nulls_first: key.nulls_first });
        }
        Ok(keys)
    }
}

/// The last name of a chain; `_col0` for others, by their place.
fn name_of(expr: &Written, at: usize) -> String {
    match &expr.kind {
        ExprKind::Names(names) => names.last().map(|name| name.text.clone()).unwrap_or_default(),
        ExprKind::Field(_, name) => name.text.clone(),
        _ => format!("_col{at}"),
    }
}

/// Groups are made before aliases are: that is said where somebody tries.
fn of_alias(refusal: Box<Refusal>, key: &Written, select: &Select) -> Box<Refusal> {
    let ExprKind::Names(names) = &key.kind else { return refusal };
    let is_alias =
        select.items.iter().any(|item| matches!(item, Item::One(_, Some(alias)) if names[0].is(&alias.text)));
    if is_alias && names.len() == 1 {
        return refusal.help("an alias is not known in GROUP BY; accepted: the expression again, or its number");
    }
    refusal
}

fn has_aggregate(expr: &Written) -> bool {
    let mut parts = Vec::new();
    expr.parts(&mut parts);
    let is_aggregate =
        |expr: &Written| matches!(&expr.kind, ExprKind::Call(call) if aggregate::named(&call.name.text).is_some());
    is_aggregate(expr) || parts.into_iter().any(has_aggregate)
}
