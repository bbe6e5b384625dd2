//! Pages of data as comma-separated values.

use std::collections::{BTreeMap, BTreeSet};

use cupola_base::Timestamp;

use crate::data::MetricDataPage;

impl MetricDataPage {
    /// The points as comma-separated values: one line for each, in the order of the page.
    ///
    /// Lines end with a carriage return and a line feed, and fields are quoted where they must be, as
    /// RFC 4180 has it. Numbers are the shortest that read back as the same.
    ///
    /// ```
    /// use cupola_metrics::{
    ///     Datum, Engine, Metric, MetricDataQuery, MetricDataRequest, MetricSource, Period, Place, Statistic, Timestamp,
    /// };
    ///
    /// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
    /// let t0 = Timestamp::parse("2026-05-04T08:00:00Z")?;
    /// engine.put(t0, Datum::new("Orders", "Placed", t0, 4.5))?;
    /// let placed = MetricSource::new(Metric::new("Orders", "Placed")?, Statistic::Sum, Period::MINUTE);
    /// let query = MetricDataQuery::new("a", placed).labelled("placed, all");
    /// let page = engine.metric_data(t0, &MetricDataRequest::new(t0, t0.plus_secs(60)).with(query))?;
    /// assert_eq!(page.to_csv(), "Id,Label,Timestamp,Value\r\na,\"placed, all\",2026-05-04T08:00:00Z,4.5\r\n");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Source
    /// RFC 4180, "Common Format and MIME Type for Comma-Separated Values (CSV) Files".
    #[must_use]
    pub fn to_csv(&self) -> String {
        let mut csv = line(["Id", "Label", "Timestamp", "Value"]);
        for result in &self.results {
            for (at, value) in &result.points {
                csv += &line([&result.id, &result.label, &at.to_string(), &value.to_string()]);
            }
        }
        csv
    }

    /// The points as a table of comma-separated values: one line for each instant, oldest first, one
    /// column for each series, headed by its label. Where a series has no point, the field is empty.
    #[must_use]
    pub fn to_csv_table(&self) -> String {
        let instants: BTreeSet<Timestamp> =
            self.results.iter().flat_map(|result| result.points.iter().map(|(at, _)| *at)).collect();
        let columns: Vec<BTreeMap<Timestamp, f64>> =
            self.results.iter().map(|result| result.points.iter().copied().collect()).collect();
        let labels = self.results.iter().map(|result| result.label.as_str());
        let mut csv = line(std::iter::once("Timestamp").chain(labels));
        for at in instants {
            let cells = columns.iter().map(|column| column.get(&at).map_or_else(String::new, ToString::to_string));
            csv += &line(std::iter::once(at.to_string()).chain(cells));
        }
        csv
    }
}

fn line<S: AsRef<str>>(fields: impl IntoIterator<Item = S>) -> String {
    let fields: Vec<String> = fields.into_iter().map(|field| quoted(field.as_ref())).collect();
    fields.join(",") + "\r\n"
}

fn quoted(field: &str) -> String {
    if field.contains(['"', ',', '\r', '\n']) { format!("\"{}\"", field.replace('"', "\"\"")) } else { field.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_quoted_where_they_must_be() {
        for (field, expected) in
            [("a b", "a b"), ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("a\nb", "\"a\nb\""), ("", "")]
        {
            assert_eq!(quoted(field), expected);
        }
    }
}
