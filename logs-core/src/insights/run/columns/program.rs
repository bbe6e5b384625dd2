//! What a plan asks of events: which fields, and what is done with them in columns.

use super::code::{Code, Place};
use super::parse::ParseInto;
use super::sieve::Sieve;
use crate::insights::ast::{Access, Expr, Node};
use crate::insights::command::{Command, SortKey};
use crate::insights::evaluate::{is_of_values, path};
use crate::insights::function::Function;
use crate::insights::plan::{Step, parsed};
use crate::insights::run::lines::index_condition;
use crate::insights::value::Value;

/// The first steps of a plan, made ready to run over columns; those after them run row by row.
#[derive(Debug)]
pub(super) struct Program {
    pub(super) slots: Vec<Slot>,
    pub(super) stages: Vec<Stage>,
    pub(super) sink: Sink,
    /// How many steps of the plan the stages and the sink do.
    pub(super) done: usize,
    /// The fields that are looked for in messages, and their slots.
    pub(super) wanted: Vec<(String, usize)>,
    /// Names that commands have set, in the order in which they did so first, and their slots.
    pub(super) made: Vec<(String, usize)>,
}

/// Where the values of a column come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    System(System),
    Message,
    Made,
}

/// A field that every event has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum System {
    Timestamp,
    IngestionTime,
    Message,
    Stream,
    Log,
    Pointer,
    Account,
    Region,
}

impl System {
    fn of(name: &str) -> Option<Self> {
        Some(match name {
            "@timestamp" => Self::Timestamp,
            "@ingestionTime" => Self::IngestionTime,
            "@message" => Self::Message,
            "@logStream" => Self::Stream,
            "@log" => Self::Log,
            "@ptr" => Self::Pointer,
            "@aws.account" => Self::Account,
            "@aws.region" => Self::Region,
            _ => return None,
        })
    }
}

/// What is done with every row, one after the other.
#[derive(Debug)]
pub(super) struct Stage {
    /// The number of the step that it belongs to.
    pub(super) step: usize,
    pub(super) action: Action,
    /// What turns messages away before they are read.
    pub(super) sieve: Option<Sieve>,
}

#[derive(Debug)]
pub(super) enum Action {
    /// Nothing but counting the rows of a step that sets nothing.
    Pass,
    Filter(Code),
    Set(usize, Code),
    Parse(Box<ParseInto>),
    /// A part of the JSON in a value.
    Json(Place, String, usize),
    /// A value that nobody reads.
    Forgotten,
}

/// What the rows end in.
#[derive(Debug)]
pub(super) enum Sink {
    /// Groups: keys, what each aggregate asks of a row, and the time.
    Groups { keys: Vec<Code>, offset: i64, arguments: Vec<Option<Code>>, time: Place },
    /// The newest rows, the newest first; at most so many.
    Newest(Option<usize>),
    /// The first rows in an order; at most so many.
    Sorted { keys: Vec<SortKey>, codes: Vec<Code>, most: Option<usize> },
    /// Rows, one after the other.
    Rows,
}

impl Program {
    /// `most`: how many rows are looked at in the end.
    pub(super) fn new(steps: &[Step], most: Option<usize>) -> Self {
        let mut builder = Builder::default();
        let mut stages = Vec::new();
        let (mut done, mut is_read) = (0, false);
        while let Some(actions) = steps.get(done).and_then(|step| builder.actions(step)) {
            for action in actions {
                let sieve = match &action {
                    Action::Filter(condition) if !is_read => Sieve::of(condition, &builder.slots),
                    _ => None,
                };
                action.places(&mut |place| is_read |= builder.slots[place.slot] == Slot::Message);
                stages.push(Stage { step: done, action, sieve });
            }
            done += 1;
        }
        let limit = match steps.get(done + 1) {
            Some(Step::Run(Command::Limit { count, .. })) => Some(*count),
            Some(_) => None,
            None => most,
        };
        let sink = steps.get(done).and_then(|step| builder.sink(step, limit));
        done += usize::from(sink.is_some());
        let Builder { slots, wanted, made, .. } = builder;
        let mut program = Self { slots, stages, sink: sink.unwrap_or(Sink::Rows), done, wanted, made };
        program.forget();
        program
    }

    /// Leaves out values that commands set and nobody reads, where rows end in groups.
    fn forget(&mut self) {
        if !matches!(self.sink, Sink::Groups { .. }) || self.is_read_whole() {
            return;
        }
        let mut is_read = vec![false; self.slots.len()];
        let mut see = |place: &Place| {
            is_read[place.slot] = true;
            place.within.iter().for_each(|(slot, _)| is_read[*slot] = true);
        };
        self.sink.places(&mut see);
        self.stages.iter().for_each(|stage| stage.action.places(&mut see));
        for stage in &mut self.stages {
            match &mut stage.action {
                Action::Parse(parse) => parse.forget(|slot| is_read[slot]),
                Action::Set(slot, _) | Action::Json(.., slot) if !is_read[*slot] => stage.action = Action::Forgotten,
                _ => {}
            }
        }
    }

    /// Whether anything asks for rows with all that they have.
    fn is_read_whole(&self) -> bool {
        let of_stage =
            |stage: &Stage| matches!(&stage.action, Action::Filter(code) | Action::Set(_, code) if code.is_whole());
        self.stages.iter().any(of_stage) || self.sink.codes().any(Code::is_whole)
    }
}

impl Action {
    /// All places that it reads.
    pub(super) fn places(&self, see: &mut dyn FnMut(&Place)) {
        match self {
            Self::Pass | Self::Forgotten => {}
            Self::Filter(code) | Self::Set(_, code) => code.places(see),
            Self::Parse(parse) => see(parse.source()),
            Self::Json(place, ..) => see(place),
        }
    }
}

impl Sink {
    /// All places that it reads.
    pub(super) fn places(&self, see: &mut dyn FnMut(&Place)) {
        if let Self::Groups { time, .. } = self {
            see(time);
        }
        self.codes().for_each(|code| code.places(see));
    }

    /// The expressions that it works out for each row.
    fn codes(&self) -> impl Iterator<Item = &Code> {
        let (keys, arguments) = match self {
            Self::Groups { keys, arguments, .. } => (&keys[..], &arguments[..]),
            Self::Sorted { codes, .. } => (&codes[..], &[][..]),
            Self::Newest(_) | Self::Rows => (&[][..], &[][..]),
        };
        keys.iter().chain(arguments.iter().flatten())
    }

    /// At most how many rows it gives out, where they are all rows.
    pub(super) const fn most(&self) -> Option<usize> {
        match self {
            Self::Newest(most) | Self::Sorted { most, .. } => *most,
            Self::Groups { .. } | Self::Rows => None,
        }
    }
}

#[derive(Default)]
struct Builder {
    slots: Vec<Slot>,
    system: Vec<(System, usize)>,
    wanted: Vec<(String, usize)>,
    made: Vec<(String, usize)>,
}

impl Builder {
    /// What a step does with each row; `None` for a step that needs more than one row.
    fn actions(&mut self, step: &Step) -> Option<Vec<Action>> {
        let Step::Run(command) = step else { return None };
        Some(match command {
            Command::Filter(expr) => vec![Action::Filter(self.code(expr))],
            Command::FilterIndex { field, values } => {
                let condition = index_condition(field.clone(), values.clone());
                vec![Action::Filter(self.code(&condition))]
            }
            Command::Fields(columns) => {
                let mut actions = vec![Action::Pass];
                for column in columns {
                    let is_plain = matches!(column.expr.node, Node::Field(_)) && column.alias.is_none();
                    if !is_plain {
                        let code = self.code(&column.expr);
                        actions.push(Action::Set(self.set(column.name()), code));
                    }
                }
                actions
            }
            Command::Parse(parse) if !parse.is_multi => {
                let source = self.place(parse.field.as_ref().map_or("@message", |field| &field.text));
                let names = parsed(parse);
                let targets = names.iter().map(|name| self.set(name)).collect();
                vec![Action::Parse(Box::new(ParseInto::new(source, parse, &names, targets)))]
            }
            Command::Json { field, path, alias } => {
                let source = self.place(&field.text);
                vec![Action::Json(source, path.clone(), self.set(&alias.text))]
            }
            _ => return None,
        })
    }

    fn sink(&mut self, step: &Step, most: Option<usize>) -> Option<Sink> {
        Some(match step {
            Step::Newest => Sink::Newest(most),
            Step::Run(Command::Sort(keys)) => {
                let codes = keys.iter().map(|key| self.code(&key.expr)).collect();
                Sink::Sorted { keys: keys.clone(), codes, most }
            }
            Step::Run(Command::Stats(stats)) => {
                let mut calls = Vec::new();
                stats.aggregates.iter().for_each(|column| super::super::stats::collect(&column.expr, &mut calls));
                let arguments = calls.iter().map(|(_, arguments)| arguments.first().map(|one| self.code(one)));
                let arguments = arguments.collect();
                let offset = stats.offset.map_or(0, crate::insights::period::Period::millis);
                let keys = stats.keys.iter().map(|key| self.code(&key.expr)).collect();
                Sink::Groups { keys, offset, arguments, time: self.place("@timestamp") }
            }
            _ => return None,
        })
    }

    /// The slot of a name that a command sets.
    fn set(&mut self, name: &str) -> usize {
        if let Some((_, slot)) = self.made.iter().find(|(known, _)| known == name) {
            return *slot;
        }
        let slot = self.slot(Slot::Made);
        self.made.push((name.to_owned(), slot));
        slot
    }

    fn slot(&mut self, slot: Slot) -> usize {
        self.slots.push(slot);
        self.slots.len() - 1
    }

    /// Where the value of a name is: what a command set, a system field, a field of the message, or a part of
    /// what a command set.
    fn place(&mut self, name: &str) -> Place {
        if let Some((_, slot)) = self.made.iter().find(|(known, _)| known == name) {
            return Place { slot: *slot, within: Vec::new() };
        }
        if let Some(system) = System::of(name) {
            if let Some((_, slot)) = self.system.iter().find(|(known, _)| *known == system) {
                return Place { slot: *slot, within: Vec::new() };
            }
            let slot = self.slot(Slot::System(system));
            self.system.push((system, slot));
            return Place { slot, within: Vec::new() };
        }
        let parts = self.made.iter().filter_map(|(known, slot)| {
            let rest = name.strip_prefix(known.as_str())?.strip_prefix('.')?;
            Some((*slot, rest.to_owned()))
        });
        let within = parts.collect();
        if let Some((_, slot)) = self.wanted.iter().find(|(known, _)| known == name) {
            return Place { slot: *slot, within };
        }
        let slot = self.slot(Slot::Message);
        self.wanted.push((name.to_owned(), slot));
        Place { slot, within }
    }

    fn code(&mut self, expr: &Expr) -> Code {
        let unmasks = |part: &Expr| matches!(part.node, Node::Call(Function::Unmask, _));
        if expr.any(&mut |part| unmasks(part)) {
            return Code::Whole(Box::new(expr.clone()));
        }
        match &expr.node {
            Node::Number(number) => Code::Constant(Value::Number(*number)),
            Node::Text(text) => Code::Constant(Value::text(text.as_str())),
            Node::Boolean(truth) => Code::Constant(Value::Boolean(*truth)),
            Node::Field(name) => Code::Read(self.place(name)),
            Node::Not(part) => Code::Not(Box::new(self.code(part))),
            Node::Chain(first, rest) => {
                let first = self.code(first);
                rest.iter().fold(first, |left, (operator, part)| Code::operate(*operator, left, self.code(part)))
            }
            Node::Like { value, pattern, is_negated } => {
                let value = Box::new(self.code(value));
                Code::like(value, pattern, *is_negated)
            }
            Node::In { value, list, is_negated } => {
                let value = Box::new(self.code(value));
                Code::In(value, list.iter().map(|item| self.code(item)).collect(), *is_negated)
            }
            Node::Call(Function::Bin, _) if expr.bin().is_some() => match expr.bin() {
                Some(period) => Code::Bin(period, self.place("@timestamp")),
                None => self.bridge(expr),
            },
            Node::Call(Function::IsPresent, arguments) if arguments.len() == 1 => {
                Code::IsPresent(Box::new(self.code(&arguments[0])))
            }
            Node::Negative(part) => Code::Negative(Box::new(self.code(part))),
            Node::Call(Function::If | Function::Case, arguments) => Code::Choose(self.codes(arguments)),
            Node::Call(Function::Coalesce, arguments) => Code::Coalesce(self.codes(arguments)),
            Node::Call(function, arguments) if is_of_values(*function) => Code::Call(*function, self.codes(arguments)),
            _ => self.bridge(expr),
        }
    }

    fn codes(&mut self, exprs: &[Expr]) -> Vec<Code> {
        exprs.iter().map(|expr| self.code(expr)).collect()
    }

    /// An expression for which a row is made.
    fn bridge(&mut self, expr: &Expr) -> Code {
        let mut names = Vec::new();
        collect_names(expr, &mut names);
        let inputs = names.into_iter().map(|name| (name.as_str().into(), self.place(&name))).collect();
        Code::Bridge(Box::new(expr.clone()), inputs)
    }
}

/// The names of all fields that an expression may read.
fn collect_names(expr: &Expr, names: &mut Vec<String>) {
    let mut add = |name: String| {
        if !names.contains(&name) {
            names.push(name);
        }
    };
    match &expr.node {
        Node::Field(name) => add(name.clone()),
        Node::Member(_, Access::Key(_) | Access::Index(_)) => path(expr).into_iter().for_each(add),
        // What has no argument for the time reads it.
        Node::Call(Function::Bin, _) => add("@timestamp".to_owned()),
        _ => {}
    }
    expr.parts().into_iter().for_each(|part| collect_names(part, names));
}
