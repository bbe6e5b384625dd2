//! What happened to alarms.

use std::collections::VecDeque;

use cupola_base::Timestamp;
use cupola_base::json::Json;
use serde::{Deserialize, Serialize};

use super::contributor::Contributor;
use super::filter::{HistoryFilter, ScanBy};
use super::state::{AlarmType, HistoryItemType};
use crate::limits::Limits;

/// One thing that happened to an alarm. Items survive the alarm.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct HistoryItem {
    /// Its number, counted from 0 over all alarms: items of one instant keep their order.
    pub sequence: u64,
    /// When.
    pub at: Timestamp,
    /// The alarm's name.
    pub alarm: String,
    /// The alarm's kind.
    pub alarm_type: AlarmType,
    /// What kind of thing.
    pub kind: HistoryItemType,
    /// What happened, in words: up to 255 characters.
    pub summary: String,
    /// What happened, as data.
    pub data: Json,
    /// To which time series of the alarm it happened, where it was one of them.
    pub contributor: Option<Contributor>,
}

/// Items in the order in which they happened; the oldest go when they are too old or too many.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct History {
    items: VecDeque<HistoryItem>,
    next: u64,
}

/// Characters of a summary.
const LONGEST_SUMMARY: usize = 255;

impl History {
    /// Adds an item and drops those that are too old or too many; answers how many were too many.
    pub(crate) fn push(
        &mut self,
        at: Timestamp,
        (alarm, alarm_type): (&str, AlarmType),
        kind: HistoryItemType,
        summary: String,
        data: Json,
        limits: &Limits,
    ) -> usize {
        let summary = cut(summary);
        let item = HistoryItem {
            sequence: self.next,
            at,
            alarm: alarm.into(),
            alarm_type,
            kind,
            summary,
            data,
            contributor: None,
        };
        self.next += 1;
        self.items.push_back(item);
        self.forget(at, limits);
        self.shrink(limits.history_items)
    }

    /// Says that the newest item is of a contributor.
    pub(crate) fn name_contributor(&mut self, contributor: &Contributor) {
        if let Some(item) = self.items.back_mut() {
            item.contributor = Some(contributor.clone());
        }
    }

    /// Items behind the one of number `after` that the filter accepts, in its order.
    pub(crate) fn list<'a>(
        &'a self,
        now: Timestamp,
        filter: &'a HistoryFilter,
        after: Option<u64>,
        limits: &Limits,
    ) -> Box<dyn Iterator<Item = &'a HistoryItem> + 'a> {
        let oldest = oldest(now, limits);
        let wanted = move |item: &&HistoryItem| item.at >= oldest && filter.accepts(item);
        match filter.scan_by {
            ScanBy::TimestampAscending => {
                let from = after.map_or(0, |after| self.items.partition_point(|item| item.sequence <= after));
                Box::new(self.items.range(from..).filter(wanted))
            }
            ScanBy::TimestampDescending => {
                let whole = self.items.len();
                let to = after.map_or(whole, |after| self.items.partition_point(|item| item.sequence < after));
                Box::new(self.items.range(..to).rev().filter(wanted))
            }
        }
    }

    fn forget(&mut self, now: Timestamp, limits: &Limits) {
        let oldest = oldest(now, limits);
        while self.items.front().is_some_and(|item| item.at < oldest) {
            self.items.pop_front();
        }
    }

    fn shrink(&mut self, most: usize) -> usize {
        let surplus = self.items.len().saturating_sub(most);
        self.items.drain(..surplus);
        surplus
    }
}

fn oldest(now: Timestamp, limits: &Limits) -> Timestamp {
    now.plus_secs(-i64::from(limits.history_days) * 86_400)
}

fn cut(text: String) -> String {
    if text.chars().count() <= LONGEST_SUMMARY { text } else { text.chars().take(LONGEST_SUMMARY).collect() }
}
