//! Rows that are worked on together, column by column.

use super::cell::{Cell, NULL};
use super::code::{Held, Place, part};
use super::program::{Program, Slot, System};
use super::scan::Fields;
use crate::insights::run::Lines;
use crate::insights::value::Value;
use crate::store::WarmColumn;

/// How many rows are worked on together.
pub(super) const ROWS: usize = 1024;

/// Lines, and as much of their columns as somebody asked for.
pub(super) struct Batch<'a> {
    pub(super) program: &'a Program,
    pub(super) lines: Lines<'a>,
    /// Those of all messages.
    pub(super) bytes: u64,
    /// By slots; a column that nobody wrote to is empty.
    pub(super) columns: Vec<Vec<Cell<'a>>>,
    /// The rows that all filters let pass so far.
    pub(super) live: Vec<u32>,
    /// Whether the fields of messages have been looked for.
    pub(super) is_scanned: bool,
    /// Slots whose columns are kept with the lines, where they are read.
    pub(super) kept: Vec<(usize, &'a WarmColumn)>,
}

/// The room that one batch leaves to the next.
#[derive(Debug, Default)]
pub(super) struct Room {
    columns: Vec<Vec<Cell<'static>>>,
    live: Vec<u32>,
}

/// An empty column in the room of another.
fn emptied<'b>(mut column: Vec<Cell<'_>>) -> Vec<Cell<'b>> {
    column.clear();
    column.into_iter().map(|_| NULL).collect()
}

impl<'a> Batch<'a> {
    pub(super) fn new(program: &'a Program, lines: Lines<'a>, room: &mut Room) -> Self {
        let Room { mut columns, mut live } = std::mem::take(room);
        columns.resize_with(program.slots.len(), Vec::new);
        live.extend((0_u32..).take(lines.len()));
        Self { program, lines, bytes: lines.bytes(), columns, live, is_scanned: false, kept: Vec::new() }
    }

    /// Ends it; its room is left.
    pub(super) fn into_room(mut self) -> Room {
        self.live.clear();
        Room { columns: self.columns.into_iter().map(emptied).collect(), live: self.live }
    }

    fn kept(&self, slot: usize) -> Option<&'a WarmColumn> {
        self.kept.iter().find(|(known, _)| *known == slot).map(|(_, column)| *column)
    }

    /// The codes of a place whose values have some, and how many there are.
    pub(super) fn codes(&self, place: &Place) -> Option<(&'a [u16], usize)> {
        match self.kept(place.slot).filter(|_| place.within.is_empty()) {
            Some(WarmColumn::Coded { codes, values }) => Some((codes, values.len())),
            _ => None,
        }
    }

    /// The numbers of a place that has nothing else; not a number where there is none.
    pub(super) fn numbers(&self, place: &Place) -> Option<&'a [f64]> {
        match self.kept(place.slot).filter(|_| place.within.is_empty()) {
            Some(WarmColumn::Numbers(numbers)) => Some(numbers),
            _ => None,
        }
    }

    /// Whether the fields of messages need not be looked for.
    pub(super) fn is_warm(&self, fields: &Fields) -> bool {
        let kept = self.lines.warm().filter(|_| fields.count() > 0);
        kept.is_some_and(|(kept, _)| fields.names().all(|name| kept.get(name, fields.most()).is_some()))
    }

    /// The value of a place in a row.
    #[inline]
    pub(super) fn read<'b>(&'b self, place: &Place, row: usize) -> Held<'b, 'a> {
        if let Slot::System(system) = self.program.slots[place.slot] {
            return Held::Own(self.system(system, row));
        }
        let held = match self.columns[place.slot].get(row) {
            Some(cell) => Held::There(cell),
            None => Held::Own(self.kept(place.slot).map_or(NULL, |column| kept_cell(column, row))),
        };
        if place.within.is_empty() || !matches!(*held, Cell::Null) { held } else { self.within(place, row) }
    }

    #[inline]
    pub(super) fn cell(&self, slot: usize, row: usize) -> &Cell<'a> {
        self.columns[slot].get(row).unwrap_or(&NULL)
    }

    /// The part of the first of several lists and maps that has it.
    fn within<'b>(&'b self, place: &Place, row: usize) -> Held<'b, 'a> {
        let found = place.within.iter().find_map(|(slot, path)| match self.cell(*slot, row) {
            Cell::Made(container) if container.is_container() => container.at(path),
            _ => None,
        });
        Held::Own(found.map_or(NULL, Cell::of))
    }

    /// Sets a value, which makes the column if there is none.
    #[inline]
    pub(super) fn set(&mut self, slot: usize, row: usize, cell: Cell<'a>) {
        let column = &mut self.columns[slot];
        if column.is_empty() {
            column.resize(self.lines.len(), NULL);
        }
        column[row] = cell;
    }

    fn system(&self, system: System, row: usize) -> Cell<'a> {
        match system {
            System::Timestamp => return Cell::Time(self.lines.at(row)),
            System::Message => return Cell::Text(self.lines.message(row)),
            _ => {}
        }
        let line = self.lines.line(row);
        match system {
            System::Timestamp | System::Message => NULL,
            System::IngestionTime => Cell::Time(line.received.as_millis()),
            System::Stream => present(line.stream()),
            System::Log => present(line.log()),
            System::Region => present(line.region()),
            System::Account => line.log().split_once(':').map_or(NULL, |(account, _)| Cell::Text(account)),
            System::Pointer => {
                let pointer = line.pointer();
                if pointer.is_empty() { NULL } else { Cell::Made(Value::Text(pointer)) }
            }
        }
    }

    /// Writes the part of the JSON in a place.
    pub(super) fn json(&mut self, source: &Place, path: &str, slot: usize) {
        for index in 0..self.live.len() {
            let row = self.live[index] as usize;
            let value = self.read(source, row).value();
            let cell = match value {
                Value::Text(text) => crate::insights::json::read(text.trim()).map_or(NULL, |json| part(&json, path)),
                container => part(&container, path),
            };
            self.set(slot, row, cell);
        }
    }
}

/// A value of a column that is kept with the lines.
fn kept_cell(column: &WarmColumn, row: usize) -> Cell<'_> {
    match column {
        WarmColumn::Numbers(numbers) => numbers.get(row).filter(|n| !n.is_nan()).map_or(NULL, |n| Cell::Number(*n)),
        WarmColumn::Coded { codes, values } => {
            let code = codes.get(row).map_or(usize::MAX, |code| usize::from(*code));
            values.get(code).map_or(NULL, Cell::borrowed)
        }
        WarmColumn::Values(values) => values.get(row).map_or(NULL, Cell::borrowed),
    }
}

fn present(text: &str) -> Cell<'_> {
    if text.is_empty() { NULL } else { Cell::Text(text) }
}
