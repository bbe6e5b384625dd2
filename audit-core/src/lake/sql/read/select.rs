//! `SELECT`.

use sqlparser::ast as sql;

use super::{Reader, refuse_if};
use crate::lake::sql::ast::{Expr, Item, Name, Select};
use crate::lake::sql::error::{Checked, LakeQueryErrorKind, Refusal};

impl Reader<'_> {
    pub(super) fn select(&mut self, select: &sql::Select) -> Checked<Select> {
        self.refuse_foreign(select)?;
        let distinct = self.is_distinct(select)?;
        let items = select.projection.iter().map(|item| self.item(item)).collect::<Checked<_>>()?;
        let from = self.from(&select.from)?;
        let filter = select.selection.as_ref().map(|filter| self.expr(filter)).transpose()?;
        let group = self.group(&select.group_by)?;
        let having = select.having.as_ref().map(|having| self.expr(having)).transpose()?;
        Ok(Select { distinct, items, from, filter, group, having })
    }

    fn refuse_foreign(&self, select: &sql::Select) -> Checked<()> {
        let span = self.places.span(select.select_token.0.span);
        refuse_if! {
            !select.optimizer_hints.is_empty() => "a hint",
            select.select_modifiers.is_some() => "a modifier of SELECT",
            select.top.is_some() => "TOP",
            select.exclude.is_some() => "EXCLUDE",
            select.into.is_some() => "INTO",
            !select.lateral_views.is_empty() => "LATERAL VIEW",
            select.prewhere.is_some() => "PREWHERE",
            !select.connect_by.is_empty() => "CONNECT BY",
            !select.cluster_by.is_empty() => "CLUSTER BY",
            !select.distribute_by.is_empty() => "DISTRIBUTE BY",
            !select.sort_by.is_empty() => "SORT BY",
            !select.named_window.is_empty() => "WINDOW",
            select.qualify.is_some() => "QUALIFY",
            select.value_table_mode.is_some() => "SELECT AS",
            select.flavor != sql::SelectFlavor::Standard => "FROM before SELECT";
            span
        }
        Ok(())
    }

    fn is_distinct(&self, select: &sql::Select) -> Checked<bool> {
        match select.distinct {
            None | Some(sql::Distinct::All) => Ok(false),
            Some(sql::Distinct::Distinct) => Ok(true),
            Some(sql::Distinct::On(_)) => {
                Err(Refusal::unsupported(self.places.span(select.select_token.0.span), "DISTINCT ON"))
            }
        }
    }

    fn item(&mut self, item: &sql::SelectItem) -> Checked<Item> {
        match item {
            sql::SelectItem::UnnamedExpr(expr) => Ok(Item::One(self.expr(expr)?, None)),
            sql::SelectItem::ExprWithAlias { expr, alias } => {
                let expr = self.expr(expr)?;
                let alias = self.alias_name(alias, &expr)?;
                Ok(Item::One(expr, Some(alias)))
            }
            sql::SelectItem::ExprWithAliases { expr, .. } => {
                Err(Refusal::unsupported(self.begin(expr), "more than one alias"))
            }
            sql::SelectItem::Wildcard(options) => {
                self.refuse_options(options)?;
                Ok(Item::All(None, self.places.span(options.wildcard_token.0.span)))
            }
            sql::SelectItem::QualifiedWildcard(kind, options) => {
                self.refuse_options(options)?;
                match kind {
                    sql::SelectItemQualifiedWildcardKind::ObjectName(name) => {
                        let name = self.single(name, "the name of a table")?;
                        let span = name.span.to(self.places.span(options.wildcard_token.0.span));
                        Ok(Item::All(Some(name), span))
                    }
                    sql::SelectItemQualifiedWildcardKind::Expr(expr) => {
                        Err(Refusal::unsupported(self.begin(expr), ".* after a value"))
                    }
                }
            }
        }
    }

    fn alias_name(&mut self, alias: &sql::Ident, of: &Expr) -> Checked<Name> {
        if alias.quote_style == Some('\'') {
            let refusal = Refusal::new(LakeQueryErrorKind::Syntax, of.span, "a text stands where an alias could");
            return Err(refusal.help("accepted: a name, or a name in double quotes"));
        }
        Ok(self.name(alias))
    }

    fn refuse_options(&self, options: &sql::WildcardAdditionalOptions) -> Checked<()> {
        let span = self.places.span(options.wildcard_token.0.span);
        refuse_if! {
            options.opt_ilike.is_some() => "* ILIKE",
            options.opt_exclude.is_some() => "* EXCLUDE",
            options.opt_except.is_some() => "* EXCEPT",
            options.opt_replace.is_some() => "* REPLACE",
            options.opt_rename.is_some() => "* RENAME",
            options.opt_alias.is_some() => "an alias of *";
            span
        }
        Ok(())
    }

    fn group(&mut self, group: &sql::GroupByExpr) -> Checked<Vec<Expr>> {
        let span = self.last;
        match group {
            sql::GroupByExpr::All(_) => Err(Refusal::unsupported(span, "GROUP BY ALL")),
            sql::GroupByExpr::Expressions(keys, modifiers) => {
                refuse_if! { !modifiers.is_empty() => "WITH ROLLUP, CUBE or TOTALS"; span }
                keys.iter().map(|key| self.group_key(key)).collect()
            }
        }
    }

    fn group_key(&mut self, key: &sql::Expr) -> Checked<Expr> {
        let span = self.begin(key);
        refuse_if! {
            matches!(key, sql::Expr::GroupingSets(_)) => "GROUPING SETS",
            matches!(key, sql::Expr::Rollup(_)) => "ROLLUP",
            matches!(key, sql::Expr::Cube(_)) => "CUBE";
            span
        }
        self.expr(key)
    }
}
