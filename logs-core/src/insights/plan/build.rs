//! From the stages of a query to the steps of its plan.

use super::columns::added;
use super::{ANOMALY, Compared, DIFF, FREQUENT, Fill, PATTERN, Plan, RELEVANT, Shift, Step, previous};
use crate::insights::ast::{Expr, Node, Pipeline};
use crate::insights::check;
use crate::insights::command::{Column, Command, Filling, Source, Stats};
use crate::insights::period::{Period, TimeUnit};

/// The plan of a query.
pub(in crate::insights) fn build(pipeline: &Pipeline) -> Plan {
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
            period: bin.expr.bin().unwrap_or_else(|| Period::new(1, TimeUnit::Minute)),
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

impl Expr {
    pub(in crate::insights) fn parts_mut(&mut self) -> Vec<&mut Self> {
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
