//! The names of the columns that commands give.

use super::build;
use crate::insights::ast::Name;
use crate::insights::command::{Command, Parse, ParseForm};
use crate::insights::regex;

/// What columns of the earlier window are called.
pub(in crate::insights) fn previous(name: &str) -> String {
    format!("{name}_previous")
}

/// The columns of `pattern` and of what builds on it.
pub(in crate::insights) const PATTERN: [&str; 4] = ["@pattern", "@ratio", "@sampleCount", "@severityLabel"];
pub(in crate::insights) const ANOMALY: [&str; 2] = ["@anomalyScore", "@isAnomaly"];
pub(in crate::insights) const DIFF: [&str; 2] = ["@previousSampleCount", "@difference"];
pub(in crate::insights) const RELEVANT: [&str; 5] =
    ["@fieldName", "@relevanceScore", "@topRelevanceContributors", "@conditionalMedian", "@baselineMedian"];
pub(in crate::insights) const FREQUENT: &str = "_approxcount";

/// The columns that a command adds to those that are there.
pub(super) fn added(command: &Command) -> Vec<String> {
    let texts = |names: &[Name]| names.iter().map(|name| name.text.clone()).collect();
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
pub(in crate::insights) fn regressed(field: &str, alias: Option<&str>, back: usize, is_only: bool) -> String {
    match alias {
        Some(alias) if is_only => alias.to_owned(),
        _ => format!("{}_p{back}", alias.unwrap_or(field)),
    }
}

/// The names that `parse` sets.
pub(in crate::insights) fn parsed(parse: &Parse) -> Vec<String> {
    match &parse.form {
        ParseForm::Regex(text) if parse.aliases.is_empty() => regex::compile(text)
            .map(|regex| regex.capture_names().flatten().map(str::to_owned).collect())
            .unwrap_or_default(),
        _ => parse.aliases.iter().map(|alias| alias.text.clone()).collect(),
    }
}
