//! How well texts are grouped, against groups that people made.

use std::collections::{BTreeMap, BTreeSet};

use cupola_base::testing::real_text;

use super::group_texts;
use super::table::LookupTable;

/// The share of texts whose group is exactly a true group.
fn accuracy(system: &str) -> Option<f64> {
    let text = real_text(&format!("logs/loghub_{system}_2k_structured.csv"))?;
    let table = LookupTable::from_csv(&text).unwrap();
    let column = |name: &str| table.column(name).unwrap();
    let (content, event) = (column("Content"), column("EventId"));
    let (groups, _) = group_texts(table.rows().iter().map(|row| &row[content]));
    let (mut found, mut truth) = (BTreeMap::<usize, BTreeSet<usize>>::new(), BTreeMap::<&str, BTreeSet<usize>>::new());
    for (line, (group, row)) in groups.iter().zip(table.rows()).enumerate() {
        found.entry(*group).or_default().insert(line);
        truth.entry(&row[event]).or_default().insert(line);
    }
    let truth: BTreeSet<&BTreeSet<usize>> = truth.values().collect();
    let right: usize = found.values().filter(|lines| truth.contains(lines)).map(BTreeSet::len).sum();
    Some(super::value::count_as_f64(right) / super::value::count_as_f64(groups.len()))
}

#[test]
fn texts_of_real_systems_are_grouped_as_people_group_them() {
    let found: Option<Vec<f64>> = ["Apache", "HDFS", "Linux", "OpenSSH"].into_iter().map(accuracy).collect();
    let Some(found) = found else { return };
    println!("{found:?}");
    assert!(found.iter().sum::<f64>() / 4.0 >= 0.9, "{found:?}");
}
