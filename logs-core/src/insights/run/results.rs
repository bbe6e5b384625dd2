//! What a query answers.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Answered;
use crate::insights::plan::Plan;
use crate::insights::value::Value;

/// What a query answers: rows, and what was looked at for them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct QueryResults {
    /// The rows, in their order.
    pub rows: Vec<ResultRow>,
    /// What was looked at.
    pub statistics: QueryStatistics,
    /// How many rows went into each step.
    pub steps: Vec<StepCount>,
}

/// One row: names and texts, in the order of the columns. Fields without a value are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultRow(Vec<(Arc<str>, String)>);

impl ResultRow {
    /// The text of a field.
    #[must_use]
    pub fn get(&self, field: &str) -> Option<&str> {
        self.iter().find(|(name, _)| *name == field).map(|(_, value)| value)
    }

    /// Names and texts.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (&**name, value.as_str()))
    }
}

/// `name=text` with blanks between them.
impl fmt::Display for ResultRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (name, value)) in self.iter().enumerate() {
            write!(f, "{}{name}={value}", if index == 0 { "" } else { " " })?;
        }
        Ok(())
    }
}

/// What a query looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct QueryStatistics {
    /// Events that passed the filters.
    pub records_matched: u64,
    /// Events in the time range.
    pub records_scanned: u64,
    /// Bytes of their messages.
    pub bytes_scanned: u64,
    /// Events of log groups that `filterIndex` left out.
    pub records_skipped: u64,
    /// Bytes of their messages.
    pub bytes_skipped: u64,
    /// Log groups that were read.
    pub log_groups_scanned: u64,
}

impl QueryStatistics {
    /// Adds what was looked at in another part of the same events; log groups are those of all.
    pub(super) const fn add(&mut self, other: &Self) {
        self.records_matched += other.records_matched;
        self.records_scanned += other.records_scanned;
        self.bytes_scanned += other.bytes_scanned;
        self.records_skipped += other.records_skipped;
        self.bytes_skipped += other.bytes_skipped;
    }
}

/// How many rows went into a step.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct StepCount {
    /// The step, in words.
    pub step: String,
    /// The rows.
    pub rows: u64,
    /// The bytes of their messages, as long as they are events.
    #[serde(default)]
    pub bytes: u64,
}

/// The steps with their rows, and what was looked at.
impl fmt::Display for QueryStatistics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { records_matched, records_scanned, bytes_scanned, .. } = self;
        write!(f, "{records_matched} of {records_scanned} events matched, {bytes_scanned} bytes scanned")
    }
}

impl QueryResults {
    /// What the rows hold in memory, about.
    pub(crate) fn size(&self) -> u64 {
        let row = |row: &ResultRow| row.iter().map(|(name, value)| 64 + (name.len() + value.len()) as u64).sum::<u64>();
        self.rows.iter().map(row).sum()
    }

    /// What each step had to do, as text: one line for each step.
    #[must_use]
    pub fn explain(&self) -> String {
        let lines = self
            .steps
            .iter()
            .map(|step| format!("{:>10} rows into: {} ({} bytes)\n", step.rows, step.step, step.bytes));
        format!("{}{:>10} rows out; {}", lines.collect::<String>(), self.rows.len(), self.statistics)
    }
}

impl Answered {
    /// As texts, at most so many.
    pub(super) fn into_results(self, plan: &Plan, most: usize) -> QueryResults {
        let names: Vec<Arc<str>> = plan.columns.iter().map(|name| name.as_str().into()).collect();
        let pointer: Arc<str> = "@ptr".into();
        let rows = self.rows.iter().take(most).map(|row| {
            let mut fields: Vec<(Arc<str>, String)> = Vec::new();
            for name in &names {
                let value = row.get(name);
                if !matches!(value, Value::Null) {
                    fields.push((name.clone(), value.to_string()));
                }
            }
            let shown = row.event.as_ref().filter(|event| plan.is_raw && !event.pointer().is_empty());
            if let Some(event) = shown.filter(|_| !names.contains(&pointer)) {
                fields.push((pointer.clone(), event.pointer().to_owned()));
            }
            ResultRow(fields)
        });
        QueryResults { rows: rows.collect(), statistics: self.statistics, steps: self.steps }
    }
}
