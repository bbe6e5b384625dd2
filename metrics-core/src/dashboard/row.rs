//! Rows of a metric widget: metrics in shorthand, and expressions.

use std::collections::BTreeSet;

use super::check::MOST_METRICS_OF_ONE;
use super::finding::{Findings, Spot};
use super::query::{Defaults, WidgetQuery, WidgetSource};
use crate::dimensions::Dimensions;
use crate::metric::Metric;

/// Words of a row: namespace, name, and the most dimensions that a metric has.
const MOST_WORDS: usize = 2 + 2 * Dimensions::MOST;

/// Members of the object that ends a row.
const OPTIONS: &[&str] = &[
    "id",
    "expression",
    "stat",
    "period",
    "label",
    "color",
    "visible",
    "yAxis",
    "region",
    "accountId",
    "searchAccount",
];

/// Reads all rows, each with the shorthand that repeats the row of a metric above it.
pub(super) fn read(rows: &Spot<'_>, defaults: &Defaults, findings: &mut Findings) -> Vec<WidgetQuery> {
    let mut above: Vec<String> = Vec::new();
    let mut queries: Vec<WidgetQuery> = Vec::new();
    let mut ids = BTreeSet::new();
    for (place, row) in rows.items(findings).into_iter().enumerate() {
        if place > MOST_METRICS_OF_ONE {
            break; // One too many is told by the check of the count.
        }
        let Some(query) = query(&row, &mut above, defaults, findings) else { continue };
        if !query.id.is_empty() && !ids.insert(query.id.clone()) {
            findings.error(&row, format!("must not have the id {} of a row above", query.id));
        }
        queries.push(query);
    }
    name_the_nameless(&mut queries);
    queries
}

fn query(row: &Spot<'_>, above: &mut Vec<String>, defaults: &Defaults, findings: &mut Findings) -> Option<WidgetQuery> {
    let mut items = row.items(findings);
    let options = items.pop_if(|last| last.value.is_object());
    let expression = options.as_ref().and_then(|options| options.member("expression"));
    let source = match (expression, items.is_empty()) {
        (Some(expression), true) => WidgetSource::Expression(expression.text(findings)?.to_owned()),
        (Some(expression), false) => {
            findings.error(&expression, "an expression must not stand beside a metric");
            return None;
        }
        (None, _) => WidgetSource::Metric(metric(row, &items, above, findings)?),
    };
    let plain = WidgetQuery::new(source, defaults);
    Some(match options {
        Some(options) => with_options(plain, &options, findings),
        None => plain,
    })
}

/// The metric of a row: namespace, name, then names and values of dimensions.
fn metric(row: &Spot<'_>, items: &[Spot<'_>], above: &mut Vec<String>, findings: &mut Findings) -> Option<Metric> {
    if items.len() > MOST_WORDS {
        findings.error(row, format!("must not have more than {MOST_WORDS} words"));
        return None;
    }
    let words: Option<Vec<&str>> = items.iter().map(|item| item.text(findings)).collect();
    let words = match expanded(&words?, above) {
        Ok(words) => words,
        Err(message) => {
            findings.error(row, message);
            return None;
        }
    };
    above.clone_from(&words);
    match identity(&words) {
        Ok(metric) => Some(metric),
        Err(message) => {
            findings.error(row, message);
            None
        }
    }
}

fn identity(words: &[String]) -> Result<Metric, String> {
    let [namespace, name, pairs @ ..] = words else {
        return Err("must have a namespace and a metric name".into());
    };
    if !pairs.len().is_multiple_of(2) {
        return Err(format!("the dimension {} has no value", pairs[pairs.len() - 1]));
    }
    let pairs = pairs.chunks_exact(2).map(|pair| cupola_base::Dimension::new(pair[0].as_str(), pair[1].as_str()));
    let dimensions = Dimensions::new(pairs).map_err(|error| error.to_string())?;
    let metric = Metric::new(namespace, name).map_err(|error| error.to_string())?;
    Ok(Metric { dimensions, ..metric })
}

/// `.` repeats the word above it; `...` repeats as many words as are needed to end where the row
/// above ends.
fn expanded(words: &[&str], above: &[String]) -> Result<Vec<String>, String> {
    let mut row: Vec<String> = Vec::new();
    for (place, word) in words.iter().enumerate() {
        match *word {
            "." => row.push(above.get(row.len()).ok_or("there is nothing above that `.` could repeat")?.clone()),
            "..." => {
                let end = above.len().checked_sub(words.len() - place - 1).filter(|end| *end > row.len());
                let end = end.ok_or("there is nothing above that `...` could repeat")?;
                row.extend_from_slice(&above[row.len()..end]);
            }
            word => row.push(word.to_owned()),
        }
        if row.len() > MOST_WORDS {
            return Err(format!("must not have more than {MOST_WORDS} words"));
        }
    }
    Ok(row)
}

fn with_options(mut query: WidgetQuery, options: &Spot<'_>, findings: &mut Findings) -> WidgetQuery {
    options.known(OPTIONS, findings);
    let text = |name: &str, findings: &mut Findings| options.member(name)?.text(findings).map(str::to_owned);
    if let Some(id) = options.member("id") {
        query.id = id.text(findings).unwrap_or_default().to_owned();
        if !is_id(&query.id) {
            findings.error(&id, "must be a small letter, then letters, digits and underscores");
        }
    }
    query.label = text("label", findings).or(query.label);
    query.stat = text("stat", findings).unwrap_or(query.stat);
    query.color = text("color", findings);
    query.region = text("region", findings).or(query.region);
    query.account = text("accountId", findings);
    if let Some(period) = options.member("period") {
        query.has_own_period = true;
        query.period = period.whole(1, i32::MAX as u32, findings).unwrap_or(query.period);
    }
    if let Some(visible) = options.member("visible") {
        query.visible = visible.boolean(findings).unwrap_or(true);
    }
    if let Some(axis) = options.member("yAxis") {
        query.on_right = axis.one_of(&["left", "right"], findings) == Some("right");
    }
    query
}

fn is_id(id: &str) -> bool {
    let rest = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
    id.len() <= 255 && id.starts_with(|c: char| c.is_ascii_lowercase()) && id.bytes().all(rest)
}

/// Queries without an id get `m1`, `m2`, ... by their row, and more underscores where that is taken.
fn name_the_nameless(queries: &mut [WidgetQuery]) {
    let mut taken: BTreeSet<String> = queries.iter().map(|query| query.id.clone()).collect();
    for (row, query) in queries.iter_mut().enumerate().filter(|(_, query)| query.id.is_empty()) {
        let mut id = format!("m{}", row + 1);
        while !taken.insert(id.clone()) {
            id.push('_');
        }
        query.id = id;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expand(rows: &[&[&str]]) -> Result<Vec<String>, String> {
        rows.iter().try_fold(Vec::new(), |above, row| expanded(row, &above))
    }

    #[test]
    fn shorthand_repeats_the_row_above() {
        let first = ["AWS/EC2", "CPUUtilization", "InstanceId", "i-1"];
        for (row, expected) in [
            (&["...", "i-2"][..], "AWS/EC2 CPUUtilization InstanceId i-2"),
            (&[".", "NetworkIn", ".", "."][..], "AWS/EC2 NetworkIn InstanceId i-1"),
            (&[".", "NetworkIn", "..."][..], "AWS/EC2 NetworkIn InstanceId i-1"),
            (&["..."][..], "AWS/EC2 CPUUtilization InstanceId i-1"),
            (&["Shop", "Orders"][..], "Shop Orders"),
        ] {
            assert_eq!(expand(&[&first, row]).unwrap().join(" "), expected, "{row:?}");
        }
    }

    #[test]
    fn no_row_is_longer_than_that_of_a_metric() {
        let long = vec!["word"; MOST_WORDS + 1];
        assert!(expand(&[&long[1..], &["..."]]).is_ok());
        assert!(expand(&[&long]).is_err());
    }

    #[test]
    fn shorthand_needs_something_above() {
        assert!(expand(&[&[".", "Orders"]]).is_err() && expand(&[&["..."]]).is_err());
        assert!(expand(&[&["A", "B"], &["...", "x", "y"]]).is_err());
    }
}
