//! One reader of lines: it runs a program over batches and keeps what comes of them.

use std::collections::BTreeMap;

use super::batch::{Batch, ROWS, Room};
use super::cell::Cell;
use super::code::Context;
use super::fill::fill;
use super::groups::{Asked, Groups};
use super::ordered::{Ordered, Ties};
use super::program::{Action, Program, Sink, Slot};
use super::scan::Fields;
use crate::insights::command::Command;
use crate::insights::pattern::Grouper;
use crate::insights::plan::Step;
use crate::insights::row::Row;
use crate::insights::run::stats::Shape;
use crate::insights::run::{Done, Lines, Out, QueryStatistics, Run, Tally, patterns};

pub(super) struct Worker<'p> {
    program: &'p Program,
    run: &'p Run<'p>,
    fields: Fields,
    /// Whether each stage, and the sink, needs the fields of messages.
    reads: Vec<bool>,
    shape: Option<Shape>,
    /// How many rows went into each step.
    counts: Vec<Tally>,
    statistics: QueryStatistics,
    indexed: Indexed<'p>,
    held: Holding,
    room: Room,
    /// The number of the part that it reads.
    part: u64,
}

/// What comes of the rows.
#[derive(Debug)]
pub(super) enum Holding {
    Groups(Groups),
    Ordered(Ordered),
    Patterns(Box<Grouper>),
    Nothing,
}

impl<'p> Worker<'p> {
    pub(super) fn new(program: &'p Program, steps: &'p [Step], run: &'p Run<'p>) -> Self {
        let names = program.wanted.iter().map(|(name, _)| name.clone()).collect();
        let mut reads: Vec<bool> =
            program.stages.iter().map(|stage| reads(program, |see| stage.action.places(see))).collect();
        reads.push(reads_of_sink(program));
        let shape = match (&program.sink, steps.get(program.done.wrapping_sub(1))) {
            (Sink::Groups { .. }, Some(Step::Run(Command::Stats(stats)))) => Some(Shape::new(stats.clone(), run.scope)),
            _ => None,
        };
        let held = match program.sink {
            Sink::Groups { .. } => Holding::Groups(Groups::default()),
            Sink::Newest(_) | Sink::Sorted { .. } => Holding::Ordered(Ordered::new(program.sink.most(), Ties::Reading)),
            Sink::Patterns(_) => Holding::Patterns(Box::default()),
            Sink::Rows => Holding::Nothing,
        };
        Self {
            program,
            run,
            fields: Fields::new(names, run.limits.discovered_fields_per_event),
            reads,
            shape,
            counts: vec![Tally::default(); program.done],
            statistics: QueryStatistics::default(),
            indexed: Indexed::new(steps, run),
            held,
            room: Room::default(),
            part: 0,
        }
    }

    /// The same, for rows whose order must not depend on who reads them.
    pub(super) fn by_content(mut self) -> Self {
        if let Holding::Ordered(rows) = &mut self.held {
            *rows = Ordered::new(self.program.sink.most(), Ties::Contents);
        }
        self
    }

    /// Takes lines in; rows that nothing here keeps go out.
    pub(super) fn take(&mut self, lines: Lines<'_>, out: &mut Out<'_>) -> Done {
        lines.chunks(ROWS).try_for_each(|lines| self.batch(lines, out))
    }

    fn batch<'b>(&mut self, lines: Lines<'b>, out: &mut Out<'_>) -> Done
    where
        'p: 'b,
    {
        let mut batch = Batch::new(self.program, lines, &mut self.room);
        self.count_in(&mut batch);
        if self.stages(&mut batch) {
            self.sink(&mut batch, out)?;
        }
        self.room = batch.into_room();
        Ok(())
    }

    /// Sends the rows through the stages; whether any are left.
    fn stages<'b>(&mut self, batch: &mut Batch<'b>) -> bool
    where
        'p: 'b,
    {
        let context = Context { run: self.run, offset: 0 };
        let mut step = usize::MAX;
        for (index, stage) in self.program.stages.iter().enumerate() {
            if batch.live.is_empty() {
                return false;
            }
            if stage.step != step {
                step = stage.step;
                self.counts[step].add(batch);
            }
            if let Some(sieve) = stage.sieve.as_ref().filter(|_| !batch.is_warm(&self.fields)) {
                let lines = batch.lines;
                batch.live.retain(|row| sieve.lets_pass(lines.message(*row as usize)));
            }
            if self.reads[index] {
                fill(self.program, &mut self.fields, batch);
            }
            act(&stage.action, batch, context);
        }
        true
    }

    fn sink<'b>(&mut self, batch: &mut Batch<'b>, out: &mut Out<'_>) -> Done
    where
        'p: 'b,
    {
        let context = Context { run: self.run, offset: 0 };
        if self.reads.last() == Some(&true) {
            fill(self.program, &mut self.fields, batch);
        }
        if !matches!(self.program.sink, Sink::Rows) {
            self.counts[self.program.done - 1].add(batch);
        }
        match (&self.program.sink, &mut self.held) {
            (Sink::Groups { keys, offset, arguments, time, .. }, Holding::Groups(groups)) => {
                let Some(shape) = &self.shape else { return Ok(()) };
                let asked = Asked { keys, arguments, time, shape };
                groups.take(batch, &asked, Context { offset: *offset, ..context })
            }
            (Sink::Newest(_), Holding::Ordered(rows)) => rows.newest(batch, self.part, self.run),
            (Sink::Sorted { keys, codes, .. }, Holding::Ordered(rows)) => {
                rows.sorted(batch, (keys, codes), self.part, context)
            }
            (Sink::Patterns(code), Holding::Patterns(grouper)) => {
                for row in &batch.live {
                    code.of(batch, *row as usize, context).view().with_text(|text| grouper.add(text));
                }
                patterns::check(grouper, self.run)
            }
            _ => batch.live.iter().try_for_each(|row| out(batch.to_row(*row as usize))),
        }
    }

    /// Counts the lines, and leaves those of log groups out that have no index.
    fn count_in(&mut self, batch: &mut Batch<'_>) {
        let (statistics, indexed, lines) = (&mut self.statistics, &mut self.indexed, batch.lines);
        if indexed.fields.is_empty() {
            statistics.records_scanned += lines.len() as u64;
            statistics.bytes_scanned += batch.bytes;
            return;
        }
        batch.live.retain(|row| {
            let row = *row as usize;
            let bytes = lines.size(row);
            let is_left_out = indexed.leaves_out(lines, row);
            let (records, size) = match is_left_out {
                true => (&mut statistics.records_skipped, &mut statistics.bytes_skipped),
                false => (&mut statistics.records_scanned, &mut statistics.bytes_scanned),
            };
            (*records, *size) = (*records + 1, *size + bytes);
            !is_left_out
        });
    }

    /// How many rows went into each step, and what was read.
    pub(super) fn counts(&self) -> (Vec<Tally>, QueryStatistics) {
        (self.counts.clone(), self.statistics)
    }

    /// What was read so far.
    pub(super) const fn statistics(&self) -> &QueryStatistics {
        &self.statistics
    }

    /// The same, as the reader of the part of this number.
    #[cfg(feature = "rayon")]
    pub(super) fn part(self, part: u64) -> Self {
        Self { part, ..self }
    }

    /// Takes in what the reader of another part found.
    #[cfg(feature = "rayon")]
    pub(super) fn merge(&mut self, counts: &[Tally], statistics: &QueryStatistics, held: Holding) -> Done {
        self.counts.iter_mut().zip(counts).for_each(|(tally, other)| tally.merge(*other));
        self.statistics.add(statistics);
        let bytes = match (&mut self.held, held) {
            (Holding::Groups(groups), Holding::Groups(other)) => groups.merge(other),
            (Holding::Ordered(rows), Holding::Ordered(other)) => rows.merge(other),
            _ => 0,
        };
        let most = self.run.limits.query_bytes;
        if bytes > most { Err(super::super::RunError::TooLarge(most)) } else { Ok(()) }
    }

    pub(super) fn into_held(self) -> Holding {
        self.held
    }

    /// The rows that were kept.
    pub(super) fn finish(self) -> Vec<Row> {
        match (self.held, self.shape) {
            (Holding::Groups(groups), Some(shape)) => groups.finish(&shape, self.run).collect(),
            (Holding::Ordered(rows), _) => rows.finish().collect(),
            (Holding::Patterns(grouper), _) => patterns::rows(&grouper),
            _ => Vec::new(),
        }
    }
}

impl Tally {
    fn add(&mut self, batch: &Batch<'_>) {
        self.rows += batch.live.len() as u64;
        self.bytes += if batch.live.len() == batch.lines.len() {
            batch.bytes
        } else {
            batch.live.iter().map(|row| batch.lines.size(*row as usize)).sum::<u64>()
        };
    }
}

fn act<'a>(action: &'a Action, batch: &mut Batch<'a>, context: Context<'_>) {
    match action {
        Action::Pass => {}
        Action::Filter(code) => {
            let mut live = std::mem::take(&mut batch.live);
            match code.only_place().and_then(|place| batch.codes(place)) {
                Some((codes, count)) => {
                    let mut verdicts = vec![None; count];
                    live.retain(|row| {
                        let verdict = &mut verdicts[usize::from(codes[*row as usize])];
                        *verdict.get_or_insert_with(|| code.passes(batch, *row as usize, context))
                    });
                }
                None => live.retain(|row| code.passes(batch, *row as usize, context)),
            }
            batch.live = live;
        }
        Action::Forgotten => {}
        Action::Set(slot, code) => {
            for index in 0..batch.live.len() {
                let row = batch.live[index] as usize;
                let cell: Cell<'a> = code.of(batch, row, context).into_cell();
                batch.set(*slot, row, cell);
            }
        }
        Action::Parse(parse) => parse.run(batch),
        Action::Json(source, path, slot) => batch.json(source, path, *slot),
    }
}

fn reads(program: &Program, places: impl Fn(&mut dyn FnMut(&super::code::Place))) -> bool {
    let mut reads = false;
    places(&mut |place| reads |= program.slots[place.slot] == Slot::Message);
    reads
}

fn reads_of_sink(program: &Program) -> bool {
    reads(program, |see| program.sink.places(see))
}

/// Which log groups `filterIndex` leaves out.
struct Indexed<'p> {
    fields: Vec<&'p str>,
    known: BTreeMap<String, bool>,
    run: &'p Run<'p>,
}

impl<'p> Indexed<'p> {
    fn new(steps: &'p [Step], run: &'p Run<'p>) -> Self {
        Self { fields: super::super::indexed(steps), known: BTreeMap::new(), run }
    }

    fn leaves_out(&mut self, lines: Lines<'_>, row: usize) -> bool {
        let line = lines.line(row);
        if let Some(known) = self.known.get(line.log()) {
            return *known;
        }
        let is_left_out = self.fields.iter().any(|field| !self.run.events.is_indexed(line.log(), field));
        self.known.insert(line.log().to_owned(), is_left_out);
        is_left_out
    }
}
