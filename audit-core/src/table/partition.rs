//! The parts into which tables are cut.

use std::collections::BTreeMap;

use crate::Record;

/// A part of a table: the records of one account, region and day.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct Partition {
    /// The account that receives the records.
    pub account: String,
    /// The region that was called.
    pub region: String,
    /// The day in UTC: `2026/05/04`, as in the keys of log files.
    pub day: String,
}

impl Partition {
    /// The part to which a record belongs; `None` when it does not say.
    #[must_use]
    pub fn of(record: &Record<'_>) -> Option<Self> {
        Some(Self {
            account: record.recipient_account()?.into_owned(),
            region: record.aws_region()?.into_owned(),
            day: record.event_time().ok()?.format("%Y/%m/%d"),
        })
    }
}

/// Records by partition, in order of account, region and day; within one in the order in which they came. Records
/// that belong to none are left out.
///
/// ```
/// use cupola_audit::{partitions, records_in};
///
/// let of = |day, region| format!(r#"{{"eventTime":"2026-05-{day}T00:00:00Z","awsRegion":"{region}","recipientAccountId":"111122223333"}}"#);
/// let file = format!("[{},{},{}]", of("05", "eu-west-1"), of("04", "eu-west-1"), of("05", "eu-west-1"));
/// let records: Vec<_> = records_in(&file).collect::<Result<_, _>>()?;
/// let sizes: Vec<_> = partitions(&records).map(|(partition, records)| (partition.day, records.len())).collect();
/// assert_eq!(sizes, [("2026/05/04".to_owned(), 1), ("2026/05/05".to_owned(), 2)]);
/// # Ok::<(), cupola_audit::ReadError>(())
/// ```
pub fn partitions<'r, 'a>(
    records: impl IntoIterator<Item = &'r Record<'a>>,
) -> impl Iterator<Item = (Partition, Vec<&'r Record<'a>>)>
where
    'a: 'r,
{
    let mut parts: BTreeMap<Partition, Vec<&'r Record<'a>>> = BTreeMap::new();
    for record in records {
        if let Some(partition) = Partition::of(record) {
            parts.entry(partition).or_default().push(record);
        }
    }
    parts.into_iter()
}
