//! `logs.grouping`: how well texts are grouped by what they have in common.

use std::collections::{BTreeMap, BTreeSet};

use cupola::logs::insights::group_texts;

use super::input::BadInput;
use super::{Got, Input};
use crate::{Object, Value};

pub(super) fn ask(input: Input<'_>) -> Result<Value, Got> {
    input.text("lines")?;
    let (texts, truth) = columns(input.text("truth")?)?;
    let (found, templates) = group_texts(&texts);
    let accuracy = accuracy(&found, &truth);
    Ok(Object::new().with("accuracy", accuracy).with("groups", templates.len()).into())
}

/// The texts and the names of their true groups.
fn columns(csv: &str) -> Result<(Vec<String>, Vec<String>), BadInput> {
    let mut rows = rows(csv).into_iter();
    let header = rows.next().unwrap_or_default();
    let column = |name: &str| {
        let at = header.iter().position(|column| column == name);
        at.ok_or_else(|| BadInput(format!("`truth` has no column {name}")))
    };
    let (content, event) = (column("Content")?, column("EventId")?);
    let cell = |row: &[String], at: usize| row.get(at).cloned().unwrap_or_default();
    Ok(rows.map(|row| (cell(&row, content), cell(&row, event))).unzip())
}

/// Rows of comma-separated values, with quotes where they are needed.
fn rows(csv: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut value, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut chars = csv.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => value.extend(chars.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut value)),
            '\n' if !quoted => {
                row.push(std::mem::take(&mut value));
                rows.push(std::mem::take(&mut row));
            }
            '\r' if !quoted => {}
            c => value.push(c),
        }
    }
    if !row.is_empty() || !value.is_empty() {
        row.push(value);
        rows.push(row);
    }
    rows
}

/// The share of texts whose group is exactly the set of texts of their true group.
fn accuracy(found: &[usize], truth: &[String]) -> f64 {
    let mut groups: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    let mut true_groups: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for (line, (group, event)) in found.iter().zip(truth).enumerate() {
        groups.entry(*group).or_default().insert(line);
        true_groups.entry(event).or_default().insert(line);
    }
    let truths: BTreeSet<&BTreeSet<usize>> = true_groups.values().collect();
    let right: usize = groups.values().filter(|lines| truths.contains(lines)).map(BTreeSet::len).sum();
    #[expect(clippy::cast_precision_loss, reason = "lines are far fewer than 2^52")]
    let share = right as f64 / found.len().max(1) as f64;
    share
}
