//! Rows as text.

use cupola::logs::insights::QueryResults;

/// The names of all columns that any row has, in their order; what leads back to events is left out.
pub(crate) fn columns(results: &QueryResults) -> Vec<&str> {
    let mut columns = Vec::new();
    for (name, _) in results.rows.iter().flat_map(|row| row.iter()).filter(|(name, _)| *name != "@ptr") {
        if !columns.contains(&name) {
            columns.push(name);
        }
    }
    columns
}

/// A table with aligned columns, numbers to the right.
pub(crate) fn table(results: &QueryResults) -> String {
    let columns: Vec<Column<'_>> = columns(results).into_iter().map(|name| Column::of(name, results)).collect();
    let mut text = line(&columns, |column| column.name);
    text += &line(&columns, |column| &column.rule);
    for index in 0..results.rows.len() {
        text += &line(&columns, |column| column.cells[index]);
    }
    text
}

struct Column<'a> {
    name: &'a str,
    cells: Vec<&'a str>,
    rule: String,
    is_number: bool,
}

impl<'a> Column<'a> {
    fn of(name: &'a str, results: &'a QueryResults) -> Self {
        let cells: Vec<&str> = results.rows.iter().map(|row| row.get(name).unwrap_or("")).collect();
        let width = cells.iter().chain([&name]).map(|cell| cell.chars().count()).max().unwrap_or(0);
        let is_number = cells.iter().all(|cell| cell.is_empty() || cell.parse::<f64>().is_ok());
        Self { name, cells, rule: "-".repeat(width), is_number }
    }

    fn cell(&self, text: &str) -> String {
        let (text, width) = (text.replace(['\n', '\t', '\r'], " "), self.rule.len());
        if self.is_number { format!("{text:>width$}") } else { format!("{text:width$}") }
    }
}

fn line<'a>(columns: &'a [Column<'a>], text: impl Fn(&'a Column<'a>) -> &'a str) -> String {
    let cells: Vec<String> = columns.iter().map(|column| column.cell(text(column))).collect();
    cells.join("  ").trim_end().to_owned() + "\n"
}

/// Comma-separated values, with the names of the columns first.
pub(crate) fn csv(results: &QueryResults) -> String {
    let columns = columns(results);
    let rows = results.rows.iter().map(|row| columns.iter().map(|name| row.get(name).unwrap_or("")).collect());
    let quoted = |text: &&str| match text.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => (*text).to_owned(),
    };
    let line = |row: Vec<&str>| row.iter().map(quoted).collect::<Vec<_>>().join(",") + "\n";
    std::iter::once(columns.clone()).chain(rows).map(line).collect()
}

/// One JSON object a line.
pub(crate) fn json(results: &QueryResults) -> Result<String, serde_json::Error> {
    let mut text = String::new();
    for row in &results.rows {
        let fields = row.iter().filter(|(name, _)| *name != "@ptr");
        let fields = fields
            .map(|(name, value)| Ok(format!("{}:{}", serde_json::to_string(name)?, serde_json::to_string(value)?)));
        text += &format!("{{{}}}\n", fields.collect::<Result<Vec<String>, serde_json::Error>>()?.join(","));
    }
    Ok(text)
}
