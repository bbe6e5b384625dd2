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

use super::ast;
use super::error::{Checked, LakeQueryErrorKind, Refusal};
use super::kind::LakeType;
use super::plan::{AggregateCall, Expr, Node, Plan, Scan};
use scope::Scope;

/// Readings and sub-queries in one query, at most: names of `WITH` count as often as they are used.
const MOST_SOURCES: usize = 100;

/// The plan of a query.
pub(super) fn check(query: &ast::Query) -> Checked<Plan> {
    let mut checker =
        Checker { scans: Vec::new(), before: Vec::new(), shared: Vec::new(), lambdas: Vec::new(), sources: 0 };
    let (root, scope) = checker.query(query)?;
    let columns = scope.columns.into_iter().map(|column| (column.name, column.kind)).collect();
    Ok(Plan { root, columns, before: checker.before, scans: checker.scans })
}

struct Checker<'q> {
    scans: Vec<Scan>,
    before: Vec<Node>,
    /// What `WITH` has named, the innermost last, and how many names each could see itself.
    shared: Vec<&'q ast::Shared>,
    /// The parameters of the lambdas around, the outermost first.
    lambdas: Vec<(String, LakeType)>,
    sources: usize,
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

impl Checker<'_> {
    fn count_source(&mut self, span: cupola_base::text::Span) -> Checked<()> {
        self.sources += 1;
        if self.sources > MOST_SOURCES {
            let message = format!("the query reads from more than {MOST_SOURCES} sources");
            return Err(Refusal::new(LakeQueryErrorKind::Size, span, message));
        }
        Ok(())
    }
}
