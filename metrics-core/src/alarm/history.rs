//! What happened to alarms.

use std::collections::VecDeque;

use cupola_base::Timestamp;
use cupola_base::json::Json;
use serde::{Deserialize, Serialize};

use super::contributor::Contributor;
use super::filter::{HistoryFilter, ScanBy};
use super::state::{AlarmType, HistoryItemType};
use crate::limits::Limits;
use crate::message::Happening;
use crate::name::AlarmName;

/// One thing that happened to an alarm. Items survive the alarm.
///
/// An item keeps facts, and shares them with the alarm: words and data are made when they are asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct HistoryItem {
    /// Its number, counted from 0 over all alarms: items of one instant keep their order.
    pub sequence: u64,
    /// When.
    pub at: Timestamp,
    /// The alarm's name.
    pub alarm: AlarmName,
    /// The alarm's kind.
    pub alarm_type: AlarmType,
    /// To which time series of the alarm it happened, where it was one of them.
    pub contributor: Option<Box<Contributor>>,
    what: Happening,
}

impl HistoryItem {
    /// What kind of thing.
    #[must_use]
    pub const fn kind(&self) -> HistoryItemType {
        match (&self.what, &self.contributor) {
            (Happening::Configuration { .. }, _) => HistoryItemType::ConfigurationUpdate,
            (Happening::StateUpdate { .. }, None) => HistoryItemType::StateUpdate,
            (Happening::StateUpdate { .. }, Some(_)) => HistoryItemType::ContributorStateUpdate,
            (Happening::Action { .. }, None) => HistoryItemType::Action,
            (Happening::Action { .. }, Some(_)) => HistoryItemType::ContributorAction,
        }
    }

    /// What happened, in words: up to 255 characters.
    #[must_use]
    pub fn summary(&self) -> String {
        cut(self.what.summary(self.contributor.is_some()))
    }

    /// What happened, as data.
    #[must_use]
    pub fn data(&self) -> Json {
        self.what.data()
    }
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
        (alarm, alarm_type): (&AlarmName, AlarmType),
        contributor: Option<&Contributor>,
        what: Happening,
        limits: &Limits,
    ) -> usize {
        let contributor = contributor.cloned().map(Box::new);
        let item = HistoryItem { sequence: self.next, at, alarm: alarm.clone(), alarm_type, contributor, what };
        self.next += 1;
        self.items.push_back(item);
        self.forget(at, limits);
        self.shrink(limits.history_items)
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
