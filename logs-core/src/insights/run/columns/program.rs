//! What a plan asks of events: which fields, and what is done with them in columns.

use super::build::Builder;
use super::code::{Code, Place};
use super::parse::ParseInto;
use super::sieve::Sieve;
use crate::insights::command::{Command, SortKey};
use crate::insights::plan::Step;

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
    pub(super) fn of(name: &str) -> Option<Self> {
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
    /// Groups of texts that have much in common.
    Patterns(Code),
    /// Rows, one after the other.
    Rows,
}

impl Program {
    /// `most`: how many rows are looked at in the end.
    pub(super) fn new(steps: &[Step], most: Option<usize>) -> Self {
        Self::build(steps, most, Builder::sink)
    }

    /// The same for a part of the events, where what depends on the order of all of them has to wait.
    pub(super) fn of_part(steps: &[Step], most: Option<usize>) -> Self {
        Self::build(steps, most, |builder, step, limit| match step {
            Step::Run(Command::Pattern(_)) => None,
            step => builder.sink(step, limit),
        })
    }

    fn build(
        steps: &[Step],
        most: Option<usize>,
        sink: impl Fn(&mut Builder, &Step, Option<usize>) -> Option<Sink>,
    ) -> Self {
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
        let sink = steps.get(done).and_then(|step| sink(&mut builder, step, limit));
        done += usize::from(sink.is_some());
        let Builder { slots, wanted, made, .. } = builder;
        let mut program = Self { slots, stages, sink: sink.unwrap_or(Sink::Rows), done, wanted, made };
        program.forget();
        program
    }

    /// Leaves out values that commands set and nobody reads, where rows end in groups.
    fn forget(&mut self) {
        if !matches!(self.sink, Sink::Groups { .. } | Sink::Patterns(_)) || self.is_read_whole() {
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
                Action::Parse(parse) => {
                    parse.forget(|slot| is_read[slot]);
                    if parse.is_idle() {
                        stage.action = Action::Forgotten;
                    }
                }
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
            Self::Patterns(code) => (std::slice::from_ref(code), &[][..]),
            Self::Newest(_) | Self::Rows => (&[][..], &[][..]),
        };
        keys.iter().chain(arguments.iter().flatten())
    }

    /// Whether what comes of the rows depends on the order in which they come.
    pub(super) const fn is_of_order(&self) -> bool {
        matches!(self, Self::Patterns(_) | Self::Rows)
    }

    /// At most how many rows it gives out, where they are all rows.
    pub(super) const fn most(&self) -> Option<usize> {
        match self {
            Self::Newest(most) | Self::Sorted { most, .. } => *most,
            Self::Groups { .. } | Self::Patterns(_) | Self::Rows => None,
        }
    }
}
