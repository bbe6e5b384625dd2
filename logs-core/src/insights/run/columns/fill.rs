//! Columns of fields of messages: out of the messages, or kept from the last time.

use super::batch::Batch;
use super::cell::{Cell, NULL};
use super::program::Program;
use super::scan::Fields;
use crate::insights::value::Value;
use crate::store::{WarmBudget, WarmColumn, WarmColumns};

/// Looks for the fields of the rows that are still there.
pub(super) fn fill(program: &Program, fields: &mut Fields, batch: &mut Batch<'_>) {
    if std::mem::replace(&mut batch.is_scanned, true) || fields.count() == 0 {
        return;
    }
    match batch.lines.warm() {
        Some((kept, (budget, limit))) if limit > 0 => {
            if take_kept(program, fields, batch, kept) {
                return;
            }
            // Where filters turn most lines away it does not pay to read all, unless somebody asks again.
            if 2 * batch.live.len() < batch.lines.len() && !kept.is_asked_again() {
                return read(program, fields, batch);
            }
            read_all(program, fields, batch);
            keep(program, fields, batch, kept, (budget, limit));
        }
        _ => read(program, fields, batch),
    }
}

fn read(program: &Program, fields: &mut Fields, batch: &mut Batch<'_>) {
    let mut found = vec![NULL; fields.count()];
    for (_, slot) in &program.wanted {
        batch.columns[*slot].resize(batch.lines.len(), NULL);
    }
    for row in &batch.live {
        let row = *row as usize;
        fields.find(batch.lines.message(row), &mut found);
        for ((_, slot), cell) in program.wanted.iter().zip(&mut found) {
            batch.columns[*slot][row] = std::mem::take(cell);
        }
    }
}

/// Reads the fields of all rows, wanted or not, so that they can be kept.
fn read_all(program: &Program, fields: &mut Fields, batch: &mut Batch<'_>) {
    let all = (0_u32..).take(batch.lines.len()).collect();
    let live = std::mem::replace(&mut batch.live, all);
    read(program, fields, batch);
    batch.live = live;
}

/// Whether all columns were there.
fn take_kept<'a>(program: &Program, fields: &Fields, batch: &mut Batch<'a>, kept: &'a WarmColumns) -> bool {
    let column = |(name, _): &(String, usize)| kept.get(name, fields.most());
    let Some(columns) = program.wanted.iter().map(column).collect::<Option<Vec<_>>>() else { return false };
    batch.kept.extend(program.wanted.iter().map(|(_, slot)| *slot).zip(columns));
    true
}

fn keep(
    program: &Program,
    fields: &Fields,
    batch: &Batch<'_>,
    kept: &WarmColumns,
    (budget, limit): (&WarmBudget, u64),
) {
    for (name, slot) in &program.wanted {
        if kept.get(name, fields.most()).is_none() {
            kept.keep(name, fields.most(), column(&batch.columns[*slot]), budget, limit);
        }
    }
}

/// How many different values a column has that is kept by codes.
const FEW: usize = 64;

fn column(cells: &[Cell<'_>]) -> WarmColumn {
    if let Some(column) = coded(cells) {
        return column;
    }
    let number = |cell: &Cell<'_>| match cell {
        Cell::Null => Some(f64::NAN),
        Cell::Number(_) | Cell::Digits(_) => cell.view().as_number(),
        _ => None,
    };
    match cells.iter().map(number).collect() {
        Some(numbers) => WarmColumn::Numbers(numbers),
        None => WarmColumn::Values(cells.iter().map(Cell::value).collect()),
    }
}

/// Values by their codes, if there are few that differ in kind or text.
fn coded(cells: &[Cell<'_>]) -> Option<WarmColumn> {
    let mut known: Vec<Vec<u8>> = Vec::new();
    let (mut codes, mut values) = (Vec::with_capacity(cells.len()), Vec::<Value>::new());
    let mut key = Vec::new();
    for cell in cells {
        key.clear();
        key.push(cell.kind());
        cell.encode(&mut key);
        let code = known.iter().position(|known| *known == key).unwrap_or_else(|| {
            known.push(key.clone());
            values.push(cell.value());
            known.len() - 1
        });
        if known.len() > FEW {
            return None;
        }
        codes.push(u16::try_from(code).ok()?);
    }
    Some(WarmColumn::Coded { codes, values })
}
