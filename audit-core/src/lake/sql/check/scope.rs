//! The columns that are seen in a place.

use cupola_base::text::Span;

use super::Checker;
use crate::lake::sql::ast::Name;
use crate::lake::sql::error::{Checked, LakeQueryErrorKind, Refusal};
use crate::lake::sql::kind::LakeType;
use crate::lake::sql::plan::{Expr, Op};

/// The document of the columns.
const SCHEMAS: &str = "CloudTrail User Guide, \"Supported SQL schemas for event data stores\"";

/// The columns of rows, in order.
#[derive(Clone, Debug, Default)]
pub(super) struct Scope {
    pub(super) columns: Vec<Column>,
    /// Names that stand for columns of both sides of a join: those of `USING`.
    pub(super) merged: Vec<(String, Expr)>,
}

#[derive(Clone, Debug)]
pub(super) struct Column {
    /// The name of its table.
    pub(super) table: Option<String>,
    pub(super) name: String,
    pub(super) kind: LakeType,
    /// Of which reading it is which column.
    pub(super) origin: Option<(usize, usize)>,
    /// It is shown as a merged one.
    pub(super) hidden: bool,
}

impl Scope {
    pub(super) fn of(columns: impl IntoIterator<Item = (String, LakeType)>) -> Self {
        let column = |(name, kind)| Column { table: None, name, kind, origin: None, hidden: false };
        Self { columns: columns.into_iter().map(column).collect(), merged: Vec::new() }
    }

    pub(super) fn has_table(&self, name: &str) -> bool {
        self.columns.iter().any(|column| column.is_of(name))
    }

    pub(super) fn kinds(&self) -> Vec<LakeType> {
        self.columns.iter().map(|column| column.kind.clone()).collect()
    }

    /// The columns of two sides of a join.
    pub(super) fn beside(mut self, right: Self) -> Self {
        let width = self.columns.len();
        self.columns.extend(right.columns);
        // The right side's merged columns stand further right now.
        self.merged.extend(right.merged.into_iter().map(|(name, expr)| (name, expr.further(width))));
        self
    }

    fn places(&self, table: Option<&str>, name: &str) -> Vec<usize> {
        let fits =
            |column: &Column| column.name.eq_ignore_ascii_case(name) && table.is_none_or(|table| column.is_of(table));
        self.columns.iter().enumerate().filter(|(_, column)| fits(column)).map(|(at, _)| at).collect()
    }
}

impl Column {
    fn is_of(&self, table: &str) -> bool {
        self.table.as_ref().is_some_and(|name| name.eq_ignore_ascii_case(table))
    }
}

impl Checker<'_> {
    /// What a chain of names stands for: a lambda's parameter, a column, or a field within.
    pub(super) fn named(&mut self, names: &[Name], scope: &Scope) -> Checked<Expr> {
        let (expr, used) = self.head(names, scope)?;
        names[used..].iter().try_fold(expr, field)
    }

    /// The column or parameter that a chain begins with, and how many names it takes.
    pub(super) fn head(&mut self, names: &[Name], scope: &Scope) -> Checked<(Expr, usize)> {
        let first = &names[0];
        if let Some(at) = self.lambdas.iter().rposition(|(name, _)| first.is(name)) {
            return Ok((Expr::new(Op::Variable(at), self.lambdas[at].1.clone()), 1));
        }
        if let Some(second) = names.get(1)
            && scope.has_table(&first.text)
        {
            let found = scope.places(Some(&first.text), &second.text);
            if let Some(expr) = self.one(&found, scope, second)? {
                return Ok((expr, 2));
            }
            if scope.places(None, &first.text).is_empty() {
                return Err(unknown(second, scope));
            }
        }
        if let Some((_, expr)) = scope.merged.iter().find(|(name, _)| first.is(name)) {
            self.mark(expr, scope);
            return Ok((expr.clone(), 1));
        }
        let found = scope.places(None, &first.text);
        let expr = self.one(&found, scope, first)?.ok_or_else(|| unknown(first, scope))?;
        Ok((expr, 1))
    }

    fn one(&mut self, found: &[usize], scope: &Scope, name: &Name) -> Checked<Option<Expr>> {
        match found {
            [] => Ok(None),
            [at] => Ok(Some(self.column(*at, scope))),
            _ => {
                let message = format!("the column {} is one of several tables", name.text);
                let refusal = Refusal::new(LakeQueryErrorKind::Column, name.span, message);
                Err(refusal.help("accepted: the table's name or alias and a dot before the column"))
            }
        }
    }

    /// A column by its place; the reading that it comes from learns that it is needed.
    pub(super) fn column(&mut self, at: usize, scope: &Scope) -> Expr {
        let column = &scope.columns[at];
        if let Some((scan, column)) = column.origin {
            self.scans[scan].used.insert(column);
        }
        Expr::new(Op::Column(at, column.name.as_str().into()), column.kind.clone())
    }

    /// The readings from which an expression comes learn that its columns are needed.
    pub(super) fn mark(&mut self, expr: &Expr, scope: &Scope) {
        let mut places = std::collections::BTreeSet::new();
        expr.columns(&mut places);
        for at in places {
            self.column(at, scope);
        }
    }
}

fn unknown(name: &Name, scope: &Scope) -> Box<Refusal> {
    let refusal = Refusal::new(LakeQueryErrorKind::Column, name.span, format!("there is no column {}", name.text));
    if scope.columns.is_empty() {
        return refusal.help("accepted: FROM and the id of an event data store, whose columns can be named");
    }
    let names = scope.columns.iter().map(|column| column.name.as_str());
    refusal.nearest(&name.text, names).reference(SCHEMAS)
}

/// A field of a structure.
pub(super) fn field(expr: Expr, name: &Name) -> Checked<Expr> {
    let LakeType::Row(fields) = &expr.kind else {
        let message = format!("a {} has no fields", expr.kind);
        let refusal = Refusal::new(LakeQueryErrorKind::Type, name.span, message);
        return Err(match expr.kind {
            LakeType::Map(..) => refusal.help(format!("accepted: element_at(map, '{}')", name.text)),
            LakeType::Array(_) => refusal.help("accepted: element_at(array, 1), any_match(array, x -> condition)"),
            LakeType::Varchar | LakeType::Json => {
                refusal.help(format!("accepted: json_extract_scalar(json, '$.{}')", name.text))
            }
            _ => refusal,
        });
    };
    match fields.iter().position(|(field, _)| name.is(field)) {
        Some(at) => {
            let kind = fields[at].1.clone();
            Ok(Expr::new(Op::Field(Box::new(expr), at), kind))
        }
        None => {
            let names = fields.iter().map(|(name, _)| name.as_str());
            let message = format!("there is no field {}", name.text);
            let refusal = Refusal::new(LakeQueryErrorKind::Column, name.span, message);
            let help = format!("accepted: {}", names.clone().collect::<Vec<_>>().join(", "));
            Err(refusal.nearest(&name.text, names).help(help).reference(SCHEMAS))
        }
    }
}

/// Where a name ends that stands for nothing.
pub(super) fn no_table(name: &Name, span: Span) -> Box<Refusal> {
    Refusal::new(LakeQueryErrorKind::Table, span, format!("there is no table {}", name.text))
}
