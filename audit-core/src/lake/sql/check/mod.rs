//! Looks up what a query names, finds the types, and makes a plan of it.

mod call;
mod canon;
mod expr;
mod from;
mod literal;
mod query;
mod scope;
mod select;
mod types;

use cupola_base::text::Span;

use super::ast;
use super::error::{Checked, LakeQueryErrorKind, Refusal};
use super::kind::LakeType;
use super::plan::{AggregateCall, Expr, Node, Plan, Scan};
use scope::Scope;

/// Readings and sub-queries in one query, at most: names of `WITH` count as often as they are used.
const MOST_SOURCES: usize = 100;

/// Expressions that are looked up for one query, at most: some are more than once (what is `BETWEEN`, the operand of
/// `CASE`), and those of names of `WITH` as often as the names are used.
const MOST_EXPRS: usize = 20_000;
/// Types within a type, at most: a structure that stands several times in another doubles it.
const MOST_TYPES: usize = 1000;
/// Types of the columns of rows together, at most: `t.*` may stand any number of times.
const MOST_COLUMN_TYPES: usize = 20_000;

/// The plan of a query.
pub(super) fn check(query: &ast::Query) -> Checked<Plan> {
    let mut checker = Checker::default();
    let (root, scope) = checker.query(query)?;
    let columns = scope.columns.into_iter().map(|column| (column.name, column.kind)).collect();
    Ok(Plan { root, columns, before: checker.before, scans: checker.scans })
}

#[derive(Default)]
struct Checker<'q> {
    scans: Vec<Scan>,
    before: Vec<Node>,
    /// What `WITH` has named, the innermost last.
    shared: Vec<&'q ast::Shared>,
    /// The parameters of the lambdas around, the outermost first.
    lambdas: Vec<(String, LakeType)>,
    sources: usize,
    exprs: usize,
}

/// Where an expression stands.
struct Env<'s> {
    scope: &'s Scope,
    group: Option<Grouped>,
    /// The clause, where no aggregate may stand.
    clause: &'static str,
}

impl<'s> Env<'s> {
    const fn plain(scope: &'s Scope, clause: &'static str) -> Self {
        Self { scope, group: None, clause }
    }
}

/// What is grouped by, and what is asked of the groups.
#[derive(Default)]
struct Grouped {
    keys: Vec<(String, Expr)>,
    calls: Vec<(String, AggregateCall)>,
}

impl<'q> Checker<'q> {
    /// Looks an expression up, unless there was too much of them.
    fn expr(&mut self, written: &'q ast::Expr, env: &mut Env<'_>) -> Checked<Expr> {
        self.exprs += 1;
        if self.exprs > MOST_EXPRS {
            return Err(too_much(written.span, format!("the query has more than {MOST_EXPRS} expressions")));
        }
        let expr = self.look_up(written, env)?;
        if expr.kind.size() > MOST_TYPES {
            return Err(too_much(written.span, format!("the type of this has more than {MOST_TYPES} parts")));
        }
        Ok(expr)
    }

    fn count_source(&mut self, span: Span) -> Checked<()> {
        self.sources += 1;
        if self.sources > MOST_SOURCES {
            return Err(too_much(span, format!("the query reads from more than {MOST_SOURCES} sources")));
        }
        Ok(())
    }
}

/// Refuses rows whose columns are of too many types together.
fn check_width(types: usize, span: Span) -> Checked<()> {
    if types > MOST_COLUMN_TYPES {
        return Err(too_much(span, format!("the columns have more than {MOST_COLUMN_TYPES} parts")));
    }
    Ok(())
}

fn too_much(span: Span, message: String) -> Box<Refusal> {
    Refusal::new(LakeQueryErrorKind::Size, span, message)
}
