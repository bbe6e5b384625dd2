//! What another configuration would log.

use std::collections::BTreeMap;
use std::fmt;

use super::{SelectorSet, Selectors};
use crate::{ReadActions, Record};

/// What changes when the selectors of a trail are replaced, told from recorded events.
///
/// It prints as text, one line for each kind of event that one of the two logs and the other does not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct SelectorsDiff {
    /// Events that both log.
    pub both: u64,
    /// Events that neither logs.
    pub neither: u64,
    /// Events that only the old selectors log, by service and action.
    pub lost: Vec<SelectorsDiffEntry>,
    /// Events that only the new selectors log, by service and action.
    pub gained: Vec<SelectorsDiffEntry>,
}

/// Events of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SelectorsDiffEntry {
    /// The service; empty where the events have none.
    pub event_source: String,
    /// The action.
    pub event_name: String,
    /// How many.
    pub count: u64,
    /// The id of the first.
    pub example: Option<String>,
}

impl Selectors {
    /// What would be lost and gained if these selectors gave way to others, over recorded events.
    ///
    /// ```
    /// use cupola_audit::{BasicSelector, ReadWriteType, Selectors, records_in};
    ///
    /// let writes = Selectors::Basic(vec![BasicSelector::default().of(ReadWriteType::WriteOnly)]);
    /// let file = r#"[{"eventSource": "iam.amazonaws.com", "eventName": "ListRoles", "eventID": "a"},
    ///     {"eventSource": "iam.amazonaws.com", "eventName": "CreateRole", "eventID": "b"}]"#;
    /// let diff = Selectors::default().diff(&writes, records_in(file).filter_map(Result::ok));
    /// assert_eq!((diff.both, diff.lost.len(), diff.gained.len()), (1, 1, 0));
    /// assert_eq!(diff.to_string(), "1 logged as before, 0 by neither\nlost: 1 of iam.amazonaws.com ListRoles, e.g. a\n");
    /// ```
    #[must_use]
    pub fn diff<'a>(&self, other: &Self, records: impl IntoIterator<Item = Record<'a>>) -> SelectorsDiff {
        let read_actions = ReadActions::default();
        let set = SelectorSet::of([(false, self), (true, other)]);
        let mut diff = SelectorsDiff::default();
        let mut changes: [Changes; 2] = Default::default();
        for record in records {
            match set.selecting(&record, &read_actions)[..] {
                [] => diff.neither += 1,
                [is_new] => count(&mut changes[usize::from(*is_new)], &record),
                _ => diff.both += 1,
            }
        }
        let [lost, gained] = changes.map(entries);
        SelectorsDiff { lost, gained, ..diff }
    }
}

/// By service and action: how many, and an example.
type Changes = BTreeMap<(String, String), (u64, Option<String>)>;

fn count(changes: &mut Changes, record: &Record<'_>) {
    let owned = |text: Option<std::borrow::Cow<'_, str>>| text.map(std::borrow::Cow::into_owned);
    let key = (owned(record.event_source()).unwrap_or_default(), owned(record.event_name()).unwrap_or_default());
    changes.entry(key).or_insert_with(|| (0, owned(record.event_id()))).0 += 1;
}

fn entries(changes: Changes) -> Vec<SelectorsDiffEntry> {
    let entry = |((event_source, event_name), (count, example))| SelectorsDiffEntry {
        event_source,
        event_name,
        count,
        example,
    };
    changes.into_iter().map(entry).collect()
}

impl fmt::Display for SelectorsDiff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} logged as before, {} by neither", self.both, self.neither)?;
        for (word, entries) in [("lost", &self.lost), ("gained", &self.gained)] {
            for SelectorsDiffEntry { event_source, event_name, count, example } in entries {
                let example = example.as_deref().map(|id| format!(", e.g. {id}")).unwrap_or_default();
                writeln!(f, "{word}: {count} of {event_source} {event_name}{example}")?;
            }
        }
        Ok(())
    }
}
