//! What a query does, step by step.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::ast::{Expr, Node, Pipeline};
use super::command::{Before, Column, Command, Filling, Parse, ParseForm, SortKey, Source, Stats};
use super::period::Period;
use super::{check, regex};

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

/// What columns of the earlier window are called.
pub(super) fn previous(name: &str) -> String {
    format!("{name}_previous")
}

/// The columns of `pattern` and of what builds on it.
pub(super) const PATTERN: [&str; 4] = ["@pattern", "@ratio", "@sampleCount", "@severityLabel"];
pub(super) const ANOMALY: [&str; 2] = ["@anomalyScore", "@isAnomaly"];
pub(super) const DIFF: [&str; 2] = ["@previousSampleCount", "@difference"];
pub(super) const RELEVANT: [&str; 5] =
    ["@fieldName", "@relevanceScore", "@topRelevanceContributors", "@conditionalMedian", "@baselineMedian"];
pub(super) const FREQUENT: &str = "_approxcount";

pub(super) fn build(pipeline: &Pipeline) -> Plan {
    let mut builder = Builder::default();
    pipeline.stages.iter().for_each(|stage| builder.add(stage.command.clone()));
    builder.finish(pipeline.source.clone())
}

#[derive(Default)]
struct Builder {
    steps: Vec<Step>,
    display: Option<Vec<String>>,
    /// Columns of `fields` or of what made new rows; `None` for the default.
    base: Option<Vec<String>>,
    /// Columns that other commands added.
    added: Vec<String>,
    /// Whether rows are no events any more.
    is_made: bool,
    is_ordered: bool,
    /// Texts that mean a column of the last `stats`, and its name.
    meanings: Vec<(String, String)>,
    stats: Option<Stats>,
}

impl Builder {
    fn add(&mut self, mut command: Command) {
        self.resolve(&mut command);
        self.name_columns(&command);
        match command {
            Command::Display(_) => {}
            Command::FillMissing(filling) => self.fill(filling),
            Command::Diff(before) => self.compare(Shift::Before(before)),
            Command::LogCompare(period) => self.compare(Shift::Period(period)),
            Command::Sort(_)
            | Command::Stats(_)
            | Command::Pattern(_)
            | Command::CountFrequent(_)
            | Command::RelevantFields { .. } => {
                self.is_ordered = true;
                self.steps.push(Step::Run(command));
            }
            Command::Dedup(_)
            | Command::Accum { .. }
            | Command::AutoRegress { .. }
            | Command::FillDown(_)
            | Command::AppendCols { .. }
            | Command::Limit { any: false, .. }
            | Command::AddTotals { column: true, .. } => {
                self.order();
                self.steps.push(Step::Run(command));
            }
            command => self.steps.push(Step::Run(command)),
        }
    }

    fn order(&mut self) {
        if !self.is_ordered {
            self.steps.push(Step::Newest);
            self.is_ordered = true;
        }
    }

    /// Puts names where expressions mean columns of the `stats` before.
    fn resolve(&self, command: &mut Command) {
        match command {
            Command::Fields(columns) => columns.iter_mut().for_each(|column| self.rename(&mut column.expr)),
            Command::Filter(expr) | Command::Pattern(expr) | Command::Unnest { list: expr, .. } => self.rename(expr),
            Command::RelevantFields { condition, .. } => self.rename(condition),
            Command::Sort(keys) => keys.iter_mut().for_each(|key| self.rename(&mut key.expr)),
            Command::Stats(stats) => {
                stats
                    .keys
                    .iter_mut()
                    .chain(&mut stats.aggregates)
                    .for_each(|column| self.rename_in_stats(&mut column.expr));
            }
            _ => {}
        }
    }

    fn rename(&self, expr: &mut Expr) {
        if self.meanings.is_empty() {
            return;
        }
        let text = expr.to_string();
        match self.meanings.iter().find(|(meaning, _)| *meaning == text) {
            Some((_, name)) => expr.node = Node::Field(name.clone()),
            None => expr.parts_mut().into_iter().for_each(|part| self.rename(part)),
        }
    }

    /// In a second `stats` aggregates are its own.
    fn rename_in_stats(&self, expr: &mut Expr) {
        let is_aggregate = matches!(&expr.node, Node::Call(function, _) if function.is_aggregate());
        if is_aggregate {
            expr.parts_mut().into_iter().for_each(|part| self.rename(part));
        } else if expr.has_aggregate() {
            expr.parts_mut().into_iter().for_each(|part| self.rename_in_stats(part));
        } else {
            self.rename(expr);
        }
    }

    fn name_columns(&mut self, command: &Command) {
        match command {
            Command::Display(names) => self.display = Some(names.iter().map(|name| name.text.clone()).collect()),
            Command::Fields(columns) => {
                let names = columns.iter().map(|column| column.name().to_owned());
                if self.is_made { self.added.extend(names) } else { self.base.get_or_insert_default().extend(names) }
            }
            Command::Stats(stats) => self.make_stats(stats),
            Command::Pattern(_) => self.make(&PATTERN),
            Command::Anomaly => self.added.extend(ANOMALY.map(str::to_owned)),
            Command::RelevantFields { .. } => self.make(&RELEVANT),
            Command::CountFrequent(fields) => {
                let names: Vec<&str> = fields.iter().map(|name| name.text.as_str()).chain([FREQUENT]).collect();
                self.make(&names);
            }
            other => self.added.extend(added(other)),
        }
    }

    fn make(&mut self, columns: &[&str]) {
        self.base = Some(columns.iter().map(|name| (*name).to_owned()).collect());
        (self.display, self.is_made, self.stats) = (None, true, None);
        self.added.clear();
    }

    fn make_stats(&mut self, stats: &Stats) {
        let columns: Vec<&Column> = stats.keys.iter().chain(&stats.aggregates).collect();
        self.make(&columns.iter().map(|column| column.name()).collect::<Vec<_>>());
        self.meanings = columns.iter().map(|column| (check::own_text(column), column.name().to_owned())).collect();
        self.stats = Some(stats.clone());
    }

    fn fill(&mut self, filling: Option<Filling>) {
        let Some(stats) = &self.stats else { return };
        let Some(bin) = stats.keys.iter().find(|key| key.expr.bin().is_some()) else { return };
        let others = stats.keys.iter().filter(|key| key.name() != bin.name());
        self.steps.push(Step::Fill(Fill {
            bin: bin.name().to_owned(),
            period: bin.expr.bin().unwrap_or_else(|| Period::new(1, super::period::TimeUnit::Minute)),
            offset: stats.offset,
            keys: others.map(|key| key.name().to_owned()).collect(),
            filling,
        }));
    }

    /// `diff` compares patterns; `logcompare` rows, when they are those of `stats`.
    fn compare(&mut self, shift: Shift) {
        let mut before = std::mem::take(&mut self.steps);
        let names = |columns: &[Column]| columns.iter().map(|column| column.name().to_owned()).collect::<Vec<_>>();
        let what = match (shift, &self.stats) {
            (Shift::Period(_), Some(stats)) => {
                let (keys, values) = (names(&stats.keys), names(&stats.aggregates));
                self.added.extend(values.iter().map(|name| previous(name)));
                Compared::Rows { keys, values }
            }
            _ => {
                let pattern = before.iter().rposition(|step| matches!(step, Step::Run(Command::Pattern(_))));
                let expr = match pattern.map(|at| before.drain(at..).next()) {
                    Some(Some(Step::Run(Command::Pattern(expr)))) => expr,
                    _ => Expr { node: Node::Field("@message".to_owned()), span: cupola_base::text::Span::empty(0) },
                };
                let columns: Vec<&str> = PATTERN.into_iter().chain(DIFF).collect();
                self.make(&columns);
                Compared::Patterns(expr)
            }
        };
        self.is_ordered = true;
        self.steps.push(Step::Compare { before, shift, what });
    }

    fn finish(mut self, source: Option<Source>) -> Plan {
        self.order_at_end();
        let is_explicit = self.display.is_some() || self.base.is_some();
        let default = || vec!["@timestamp".to_owned(), "@message".to_owned()];
        let mut columns: Vec<String> = Vec::new();
        let wanted = match self.display {
            Some(display) => display,
            None => self.base.unwrap_or_else(default).into_iter().chain(self.added).collect(),
        };
        wanted.into_iter().for_each(|name| {
            if !columns.contains(&name) {
                columns.push(name);
            }
        });
        Plan { source, steps: self.steps, columns, is_raw: !self.is_made, is_explicit }
    }

    fn order_at_end(&mut self) {
        let any = |step: &Step| matches!(step, Step::Run(Command::Limit { any: true, .. }));
        if !self.is_made && !self.steps.iter().any(any) {
            self.order();
        }
    }
}

/// The columns that a command adds to those that are there.
fn added(command: &Command) -> Vec<String> {
    let texts = |names: &[super::ast::Name]| names.iter().map(|name| name.text.clone()).collect();
    match command {
        Command::Parse(parse) => parsed(parse),
        Command::Json { alias, .. } | Command::Unnest { alias, .. } | Command::Accum { alias: Some(alias), .. } => {
            vec![alias.text.clone()]
        }
        Command::Lookup { outputs, .. } => texts(outputs),
        Command::CidrLookup { outputs, .. } => {
            outputs.iter().map(|output| output.alias.as_ref().unwrap_or(&output.name).text.clone()).collect()
        }
        Command::AutoRegress { field, alias, from, to } => (*from..=*to)
            .map(|back| regressed(&field.text, alias.as_ref().map(|alias| &*alias.text), back, from == to))
            .collect(),
        Command::AddTotals { name, row: true, .. } => vec![name.clone().unwrap_or_else(|| "Total".to_owned())],
        Command::Sessionize { alias, .. } => {
            vec![alias.as_ref().map_or_else(|| "session_id".to_owned(), |alias| alias.text.clone())]
        }
        Command::AppendCols { query, .. } => build(query).columns,
        _ => Vec::new(),
    }
}

/// The column of a value so many rows before.
pub(super) fn regressed(field: &str, alias: Option<&str>, back: usize, is_only: bool) -> String {
    match alias {
        Some(alias) if is_only => alias.to_owned(),
        _ => format!("{}_p{back}", alias.unwrap_or(field)),
    }
}

/// The names that `parse` sets.
pub(super) fn parsed(parse: &Parse) -> Vec<String> {
    match &parse.form {
        ParseForm::Regex(text) if parse.aliases.is_empty() => regex::compile(text)
            .map(|regex| regex.capture_names().flatten().map(str::to_owned).collect())
            .unwrap_or_default(),
        _ => parse.aliases.iter().map(|alias| alias.text.clone()).collect(),
    }
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

impl Expr {
    pub(super) fn parts_mut(&mut self) -> Vec<&mut Self> {
        match &mut self.node {
            Node::Member(part, _) | Node::Negative(part) | Node::Not(part) => vec![part],
            Node::Like { value, .. } | Node::InQuery { value, .. } => vec![value],
            Node::Chain(first, rest) => {
                [&mut **first].into_iter().chain(rest.iter_mut().map(|(_, part)| part)).collect()
            }
            Node::In { value, list, .. } => [&mut **value].into_iter().chain(list).collect(),
            Node::Call(_, arguments) => arguments.iter_mut().collect(),
            _ => Vec::new(),
        }
    }
}
