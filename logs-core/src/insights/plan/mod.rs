//! What a query does, step by step.

mod build;
mod columns;

use std::fmt;

use serde::{Deserialize, Serialize};

pub(super) use build::build;
pub(super) use columns::{ANOMALY, DIFF, FREQUENT, PATTERN, RELEVANT, parsed, previous, regressed};

use super::ast::Expr;
use super::command::{Before, Command, Filling, SortKey, Source};
use super::period::Period;

/// What a query does, step by step, before anybody thinks of how: the default order, limit and columns are
/// written out, and names stand for the columns that they mean. `Display` tells the steps.
///
/// ```
/// use cupola_logs::insights::Query;
///
/// let plan = Query::parse("filter status >= 500 | stats count(*) by bin(5m) | sort count(*) desc")?.plan();
/// assert_eq!(
///     plan.to_string(),
///     "scan\n\
///      filter status >= 500\n\
///      stats count(*) by bin(5m)\n\
///      sort `count(*)` desc\n\
///      give out `bin(5m)`, `count(*)`"
/// );
/// # Ok::<(), cupola_logs::insights::QueryError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    pub(super) source: Option<Source>,
    pub(super) steps: Vec<Step>,
    pub(super) columns: Vec<String>,
    /// Whether rows still are events.
    pub(super) is_raw: bool,
    /// Whether `columns` were asked for by name.
    pub(super) is_explicit: bool,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) enum Step {
    Run(Command),
    /// The default order: by time, the newest first.
    Newest,
    /// Rows for bins that have none.
    Fill(Fill),
    /// What stands before, in this window and in an earlier one.
    Compare {
        before: Vec<Self>,
        shift: Shift,
        what: Compared,
    },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Fill {
    pub(super) bin: String,
    pub(super) period: Period,
    pub(super) offset: Option<Period>,
    /// The other columns that rows are grouped by.
    pub(super) keys: Vec<String>,
    pub(super) filling: Option<Filling>,
}

/// How far back the other window lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Shift {
    Before(Before),
    Period(Period),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) enum Compared {
    /// The patterns of a text.
    Patterns(Expr),
    /// Rows of `stats`, by their keys.
    Rows { keys: Vec<String>, values: Vec<String> },
}

impl Plan {
    /// The names of the columns that rows have, in their order.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(String::as_str)
    }

    /// The plan for log groups that are given with it.
    pub(super) fn without_source(self) -> Self {
        Self { source: None, ..self }
    }

    /// What each step does, in words.
    pub fn steps(&self) -> impl Iterator<Item = String> {
        self.steps.iter().map(Step::to_string)
    }
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.source {
            Some(source) => write!(f, "scan {source}")?,
            None => f.write_str("scan")?,
        }
        self.steps.iter().try_for_each(|step| write!(f, "\n{step}"))?;
        let columns = self.columns.iter().map(|name| named(name).to_string()).collect::<Vec<_>>().join(", ");
        write!(f, "\ngive out {columns}")
    }
}

fn named(text: &str) -> super::ast::Name {
    super::ast::Name { text: text.to_owned(), span: cupola_base::text::Span::empty(0) }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Run(Command::Sort(keys)) => {
                let keys = keys.iter().map(SortKey::to_string).collect::<Vec<_>>();
                write!(f, "sort {}", keys.join(", "))
            }
            Self::Run(command) => command.fmt(f),
            Self::Newest => f.write_str("sort by time, the newest first"),
            Self::Fill(fill) => write!(f, "fill missing bins of {}", named(&fill.bin)),
            Self::Compare { before, shift, what } => {
                let what = match what {
                    Compared::Patterns(expr) => format!("patterns of {expr}"),
                    Compared::Rows { .. } => "rows".to_owned(),
                };
                let shift = match shift {
                    Shift::Before(Before::Adjacent) => "the period before".to_owned(),
                    Shift::Before(before) => before.name().to_owned(),
                    Shift::Period(period) => format!("{period} before"),
                };
                write!(f, "compare {what} with {shift}")?;
                before.iter().try_for_each(|step| write!(f, "\n  {step}"))
            }
        }
    }
}
