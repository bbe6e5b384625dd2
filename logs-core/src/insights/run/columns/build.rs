//! From the steps of a plan to what is done in columns.

use super::code::{Code, Place};
use super::parse::ParseInto;
use super::program::{Action, Sink, Slot, System};
use crate::insights::ast::{Access, Expr, Node};
use crate::insights::command::Command;
use crate::insights::evaluate::{is_of_values, path};
use crate::insights::function::Function;
use crate::insights::plan::{Step, parsed};
use crate::insights::run::lines::index_condition;
use crate::insights::value::Value;

/// What is known of the fields that the steps so far read and set.
#[derive(Default)]
pub(super) struct Builder {
    pub(super) slots: Vec<Slot>,
    system: Vec<(System, usize)>,
    pub(super) wanted: Vec<(String, usize)>,
    pub(super) made: Vec<(String, usize)>,
}

impl Builder {
    /// What a step does with each row; `None` for a step that needs more than one row.
    pub(super) fn actions(&mut self, step: &Step) -> Option<Vec<Action>> {
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

    pub(super) fn sink(&mut self, step: &Step, most: Option<usize>) -> Option<Sink> {
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
            Step::Run(Command::Pattern(expr)) => Sink::Patterns(self.code(expr)),
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
