//! What stands after `FROM`.

use cupola_base::text::Span;
use sqlparser::ast as sql;

use super::{CONSTRAINTS, Reader, refuse_if};
use crate::lake::sql::ast::{Alias, Join, JoinKind, On, Source, Unnest};
use crate::lake::sql::error::{Checked, Refusal};

impl Reader<'_> {
    /// Tables with commas between are joined without a condition.
    pub(super) fn from(&mut self, from: &[sql::TableWithJoins]) -> Checked<Option<Source>> {
        let mut all: Option<Source> = None;
        for table in from {
            let span = self.begin_of_table(&table.relation);
            let next = self.joined(table, span)?;
            all = Some(match all {
                None => next,
                Some(left) => {
                    Source::Join(Box::new(Join { kind: JoinKind::Cross, left, right: next, on: On::Nothing, span }))
                }
            });
        }
        Ok(all)
    }

    fn joined(&mut self, table: &sql::TableWithJoins, span: Span) -> Checked<Source> {
        self.deeper(span, |reader| {
            let mut left = reader.source(&table.relation)?;
            for join in &table.joins {
                let span = reader.begin_of_table(&join.relation);
                refuse_if! { join.global => "GLOBAL JOIN"; span }
                let (kind, on) = reader.join(&join.join_operator, span)?;
                let right = reader.source(&join.relation)?;
                left = Source::Join(Box::new(Join { kind, left, right, on, span }));
            }
            Ok(left)
        })
    }

    fn join(&mut self, join: &sql::JoinOperator, span: Span) -> Checked<(JoinKind, On)> {
        use sql::JoinOperator as Operator;
        let (kind, on) = match join {
            Operator::Join(on) | Operator::Inner(on) => (JoinKind::Inner, on),
            Operator::Left(on) | Operator::LeftOuter(on) => (JoinKind::Left, on),
            Operator::Right(on) | Operator::RightOuter(on) => (JoinKind::Right, on),
            Operator::FullOuter(on) => (JoinKind::Full, on),
            Operator::CrossJoin(on) => (JoinKind::Cross, on),
            _ => {
                let refusal = Refusal::unsupported(span, "this join");
                let help = "accepted: [INNER] JOIN, LEFT JOIN, RIGHT JOIN, FULL JOIN, CROSS JOIN";
                return Err(refusal.help(help).reference(CONSTRAINTS));
            }
        };
        let on = match on {
            sql::JoinConstraint::On(condition) => On::Condition(self.expr(condition)?),
            sql::JoinConstraint::Using(columns) => {
                On::Columns(columns.iter().map(|name| self.single(name, "a column")).collect::<Checked<_>>()?)
            }
            sql::JoinConstraint::None => On::Nothing,
            sql::JoinConstraint::UsingAlias(..) => return Err(Refusal::unsupported(span, "an alias of USING")),
            sql::JoinConstraint::Natural => return Err(Refusal::unsupported(span, "NATURAL JOIN")),
        };
        Ok((kind, on))
    }

    fn source(&mut self, table: &sql::TableFactor) -> Checked<Source> {
        let span = self.begin_of_table(table);
        match table {
            sql::TableFactor::Table { name, alias, args, .. } => {
                self.refuse_foreign_table(table, span)?;
                let name = self.single(name, "an event data store")?;
                refuse_if! { args.is_some() => &format!("the table function {}", name.text); name.span }
                Ok(Source::Table(name, self.optional_alias(alias.as_ref())?))
            }
            sql::TableFactor::Derived { lateral, subquery, alias, sample } => {
                refuse_if! { *lateral => "LATERAL", sample.is_some() => "TABLESAMPLE"; span }
                let alias = self.optional_alias(alias.as_ref())?;
                Ok(Source::Derived(Box::new(self.query(subquery)?), alias, span))
            }
            sql::TableFactor::UNNEST { alias, array_exprs, with_offset, with_offset_alias, with_ordinality } => {
                refuse_if! { *with_offset || with_offset_alias.is_some() => "WITH OFFSET"; span }
                let exprs = array_exprs.iter().map(|expr| self.expr(expr)).collect::<Checked<Vec<_>>>()?;
                let alias = self.optional_alias(alias.as_ref())?;
                let span = Self::span_over(&exprs);
                Ok(Source::Unnest(Unnest { exprs, ordinality: *with_ordinality, alias, span }))
            }
            sql::TableFactor::NestedJoin { table_with_joins, alias } => {
                refuse_if! { alias.is_some() => "an alias of a join in parentheses"; span }
                self.joined(table_with_joins, span)
            }
            _ => Err(Refusal::unsupported(span, "this kind of table").reference(CONSTRAINTS)),
        }
    }

    fn refuse_foreign_table(&self, table: &sql::TableFactor, span: Span) -> Checked<()> {
        let sql::TableFactor::Table { with_hints, version, with_ordinality, partitions, .. } = table else {
            return Ok(());
        };
        let sql::TableFactor::Table { json_path, sample, index_directives, inheritance, .. } = table else {
            return Ok(());
        };
        refuse_if! {
            !with_hints.is_empty() => "a hint",
            version.is_some() => "a table's version",
            *with_ordinality => "WITH ORDINALITY of a table",
            !partitions.is_empty() => "PARTITION",
            json_path.is_some() => "a path of a table",
            sample.is_some() => "TABLESAMPLE",
            !index_directives.is_empty() => "an index",
            inheritance.is_some() => "ONLY or * of a table";
            span
        }
        Ok(())
    }

    fn optional_alias(&mut self, alias: Option<&sql::TableAlias>) -> Checked<Option<Alias>> {
        alias.map(|alias| self.alias(alias)).transpose()
    }

    pub(super) fn alias(&mut self, alias: &sql::TableAlias) -> Checked<Alias> {
        let name = self.name(&alias.name);
        refuse_if! {
            alias.at.is_some() => "AT",
            alias.columns.iter().any(|column| column.data_type.is_some()) => "a type of a column's alias";
            name.span
        }
        let columns = alias.columns.iter().map(|column| self.name(&column.name)).collect();
        Ok(Alias { name, columns })
    }
}
