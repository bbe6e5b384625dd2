//! Questions to many records: which, what of them, how many of each.

mod field;
mod predicate;

use std::cmp::Reverse;
use std::collections::BTreeMap;

pub use field::QueryField;
pub use predicate::Predicate;

use crate::{Engine, Record};

/// A question to many records: which of them, and what to show: some fields of each, or how many there are of each
/// group.
///
/// ```
/// use cupola_audit::{Predicate, Query, QueryField, records_in};
///
/// let file = r#"[{"eventName": "CreateRole", "readOnly": false, "userIdentity": {"type": "Root"}},
///     {"eventName": "ListRoles", "readOnly": true, "userIdentity": {"type": "Root"}},
///     {"eventName": "CreateRole", "readOnly": false, "userIdentity": {"type": "IAMUser", "userName": "ana"}}]"#;
/// let query = Query::new()
///     .filter(Predicate::is(QueryField::Access, ["write"]))
///     .count_by([QueryField::member("eventName"), QueryField::User])
///     .top(1);
/// let answer = query.run(records_in(file).filter_map(Result::ok));
/// assert_eq!(answer.rows.len(), 1);
/// assert_eq!(answer.rows[0].values, [Some("CreateRole".to_owned()), Some("ana".to_owned())]);
/// assert_eq!((answer.rows[0].count, answer.matched, answer.groups), (1, 2, 2));
/// ```
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct Query {
    predicate: Predicate,
    fields: Vec<QueryField>,
    counts: bool,
    top: Option<usize>,
}

/// What a query found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct QueryAnswer {
    /// One row for each record in their order; of a count one for each group, the largest first, then by their
    /// values.
    pub rows: Vec<QueryRow>,
    /// How many records matched.
    pub matched: u64,
    /// How many groups there are, those that are not shown included; of a query without counts as many as records.
    pub groups: usize,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct QueryRow {
    /// The fields' values, in their order; none where a record has no such field.
    pub values: Vec<Option<String>>,
    /// How many records the row stands for.
    pub count: u64,
}

impl Query {
    /// All records, nothing of them.
    pub fn new() -> Self {
        Self::default()
    }

    /// Those records alone; said twice, those for which both hold.
    pub fn filter(self, predicate: Predicate) -> Self {
        Self { predicate: self.predicate.and(predicate), ..self }
    }

    /// Shows these fields of each record.
    pub fn select(self, fields: impl IntoIterator<Item = QueryField>) -> Self {
        Self { fields: fields.into_iter().collect(), counts: false, ..self }
    }

    /// Counts the records that agree in these fields.
    pub fn count_by(self, fields: impl IntoIterator<Item = QueryField>) -> Self {
        Self { fields: fields.into_iter().collect(), counts: true, ..self }
    }

    /// Shows so many rows at most.
    pub fn top(self, rows: usize) -> Self {
        Self { top: Some(rows), ..self }
    }

    /// Asks records.
    #[must_use]
    pub fn run<'a>(&self, records: impl IntoIterator<Item = Record<'a>>) -> QueryAnswer {
        let mut answer = QueryAnswer::default();
        let mut groups: BTreeMap<Vec<Option<String>>, u64> = BTreeMap::new();
        for record in records.into_iter().filter(|record| self.predicate.holds(record)) {
            answer.matched += 1;
            let values = || self.fields.iter().map(|field| field.of(&record).map(Into::into)).collect();
            if self.counts {
                *groups.entry(values()).or_default() += 1;
            } else if self.top.is_none_or(|top| answer.rows.len() < top) {
                answer.rows.push(QueryRow { values: values(), count: 1 });
            }
        }
        if self.counts { self.counted(answer, groups) } else { answer.with_groups() }
    }

    fn counted(&self, answer: QueryAnswer, groups: BTreeMap<Vec<Option<String>>, u64>) -> QueryAnswer {
        let count = groups.len();
        let mut rows: Vec<QueryRow> = groups.into_iter().map(|(values, count)| QueryRow { values, count }).collect();
        rows.sort_by_key(|row| Reverse(row.count));
        rows.truncate(self.top.unwrap_or(usize::MAX));
        QueryAnswer { rows, groups: count, ..answer }
    }
}

impl QueryAnswer {
    fn with_groups(self) -> Self {
        Self { groups: usize::try_from(self.matched).unwrap_or(usize::MAX), ..self }
    }
}

impl Engine {
    /// Asks all records of event history, newest first.
    #[must_use]
    pub fn query(&self, query: &Query) -> QueryAnswer {
        let records = self.state.history.records().rev();
        query.run(records.filter_map(|(_, json)| Record::parse(json.as_str()).ok()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records_in;

    const FILE: &str = r#"[{"eventName": "A", "eventTime": "2026-05-04T06:00:00Z", "requestParameters": {"n": 1.0, "on": true}},
        {"eventName": "B", "eventTime": "2026-05-05T06:00:00Z", "errorCode": null},
        {"eventName": "B", "eventTime": "2026-05-05T07:30:00Z", "errorCode": "AccessDenied"}]"#;

    fn rows(query: &Query) -> Vec<String> {
        let answer = query.run(records_in(FILE).map(Result::unwrap));
        let text = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".into());
        let row =
            |row: &QueryRow| format!("{} {}", row.count, row.values.iter().map(text).collect::<Vec<_>>().join(" "));
        answer.rows.iter().map(row).collect()
    }

    #[test]
    fn rows_stand_in_order() {
        let day = || Query::new().count_by([QueryField::Day]);
        assert_eq!(rows(&day()), ["2 2026-05-05", "1 2026-05-04"]);
        assert_eq!(rows(&day().top(1)), ["2 2026-05-05"]);
        assert_eq!(
            rows(&Query::new().count_by([QueryField::Hour]).filter(Predicate::is(QueryField::Day, ["2026-05-05"]))),
            ["1 2026-05-05T06", "1 2026-05-05T07"]
        );
        let body = ["requestParameters.n", "requestParameters.on", "errorCode"].map(QueryField::member);
        assert_eq!(rows(&Query::new().select(body)), ["1 1.0 true -", "1 - - -", "1 - - AccessDenied"]);
        assert_eq!(rows(&Query::new().count_by([])), ["3 "]);
    }

    #[test]
    fn predicates_join() {
        let name = || QueryField::member("eventName");
        let count =
            |predicate: Predicate| Query::new().filter(predicate).run(records_in(FILE).map(Result::unwrap)).matched;
        assert_eq!(count(Predicate::is(name(), ["C"])), 0);
        assert_eq!(count(Predicate::is(name(), ["A", "B"])), 3);
        assert_eq!(count(Predicate::is(name(), ["A"]).negated()), 2);
        assert_eq!(count(Predicate::is(name(), ["A"]).or(Predicate::exists(QueryField::member("errorCode")))), 2);
        assert_eq!(count(Predicate::starts_with(QueryField::member("errorCode"), "Access")), 1);
        assert_eq!(count(Predicate::contains(QueryField::member("errorCode"), "Denied").negated()), 2);
        let at = |text: &str| cupola_base::Timestamp::parse(text).unwrap();
        assert_eq!(count(Predicate::between(at("2026-05-05T06:00:00Z"), at("2026-05-05T07:00:00Z"))), 1);
    }
}
