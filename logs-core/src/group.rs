//! A log group with its streams and filters.

use std::collections::BTreeMap;

use cupola_base::{Arn, Place, Tags, Timestamp};
use serde::{Deserialize, Serialize};

use crate::class::LogGroupClass;
use crate::data_source::DataSource;
use crate::error::{ForbiddenByClass, UnknownLog};
use crate::field_index::Indexes;
use crate::kms::{History, KmsKey};
use crate::margin::Margin;
use crate::metric_filter::{Judge, Watch};
use crate::name::{FilterName, LogGroupName, LogStreamName};
use crate::protection::{DataProtectionStatus, Protection};
use crate::retention::{ONE_DAY, Retention};
use crate::store::{Removed, Strand, size};
use crate::subscription::Subscription;
use crate::transformer::GroupTransformer;

/// What is known of a log group.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LogGroup {
    /// The name.
    pub name: LogGroupName,
    /// The ARN, without `:*`.
    pub arn: Arn,
    /// When it was created.
    pub created: Timestamp,
    /// The class.
    pub class: LogGroupClass,
    /// How long events are kept, when there is a policy.
    pub retention: Option<Retention>,
    /// How many metric filters it has.
    pub metric_filters: usize,
    /// Bytes of the events that have not expired, 26 an event included.
    pub stored_bytes: u64,
    /// Whether it cannot be deleted.
    pub deletion_protected: bool,
    /// Whether it has a data protection policy of its own, or had one.
    pub data_protection: Option<DataProtectionStatus>,
    /// Whether the account has a data protection policy, which counts here too.
    pub inherits_data_protection: bool,
    /// The KMS key of events that come in, when it is not the service's own.
    pub kms_key: Option<KmsKey>,
}

/// What a log group is created with; the default is a standard group without anything.
///
/// ```
/// use cupola_logs::{Engine, LogGroupClass, LogGroupSettings, Place, Timestamp};
///
/// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
/// let rare = LogGroupSettings { class: LogGroupClass::InfrequentAccess, ..LogGroupSettings::default() };
/// engine.create_log_group_with(Timestamp::EPOCH, "app", rare)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "settings are written with a struct update, which needs an open struct")]
pub struct LogGroupSettings {
    /// The class; it stays.
    pub class: LogGroupClass,
    /// The tags.
    pub tags: BTreeMap<String, String>,
    /// The KMS key of the events.
    pub kms_key: Option<KmsKey>,
    /// Whether the group is protected from deletion.
    pub deletion_protected: bool,
}

/// What is known of a log stream.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LogStream {
    /// The name.
    pub name: LogStreamName,
    /// The ARN.
    pub arn: Arn,
    /// When it was created.
    pub created: Timestamp,
    /// The earliest and the latest time of all events that ever came in, and when the last came in;
    /// `None` as long as none came.
    pub seen: Option<Seen>,
}

/// Which events came into a stream, whether they are still there or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Seen {
    /// The earliest time of an event.
    pub first: Timestamp,
    /// The latest time of an event.
    pub last: Timestamp,
    /// When the last batch came in.
    pub received: Timestamp,
}

/// All that belongs to a group.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Group {
    pub(crate) created: Timestamp,
    pub(crate) class: LogGroupClass,
    pub(crate) retention: Option<Retention>,
    pub(crate) deletion_protected: bool,
    pub(crate) keys: History,
    pub(crate) tags: Tags,
    /// What it holds, if that was told.
    #[serde(default)]
    pub(crate) source: Option<DataSource>,
    pub(crate) streams: BTreeMap<LogStreamName, Stream>,
    pub(crate) filters: BTreeMap<FilterName, Watch>,
    #[serde(default)]
    pub(crate) protection: Protection,
    #[serde(default)]
    pub(crate) transformer: Option<GroupTransformer>,
    #[serde(default)]
    pub(crate) indexes: Indexes,
    #[serde(skip)]
    pub(crate) judge: Judge,
    pub(crate) subscriptions: BTreeMap<FilterName, Subscription>,
    /// When expired events go from memory next, if there may be any by then.
    pub(crate) sweep: Option<Timestamp>,
}

/// All that belongs to a stream.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Stream {
    pub(crate) created: Timestamp,
    pub(crate) seen: Option<Seen>,
    pub(crate) strand: Strand,
    #[serde(default)]
    pub(crate) margin: Margin,
}

impl Group {
    pub(crate) fn new(created: Timestamp, class: LogGroupClass) -> Self {
        Self {
            created,
            class,
            retention: None,
            deletion_protected: false,
            keys: History::default(),
            tags: Tags::default(),
            source: None,
            streams: BTreeMap::new(),
            filters: BTreeMap::new(),
            protection: Protection::default(),
            transformer: None,
            indexes: Indexes::default(),
            judge: Judge::default(),
            subscriptions: BTreeMap::new(),
            sweep: None,
        }
    }

    pub(crate) fn stream(&self, name: &str) -> Result<&Stream, UnknownLog> {
        self.streams.get(name).ok_or_else(|| UnknownLog::Stream(name.into()))
    }

    /// How long events are kept in fact.
    pub(crate) fn effective_retention(&self) -> Option<Retention> {
        if self.class == LogGroupClass::Delivery { Some(ONE_DAY) } else { self.retention }
    }

    /// Events before this instant are expired.
    pub(crate) fn cutoff(&self, now: Timestamp) -> Timestamp {
        self.effective_retention().map_or(Timestamp::MIN, |retention| retention.cutoff(now))
    }

    /// What all events count that have not expired.
    pub(crate) fn stored_bytes(&self, now: Timestamp) -> u64 {
        let cutoff = self.cutoff(now);
        self.streams.values().map(|stream| stream.size() - stream.size_before(cutoff)).sum()
    }

    /// What all events count.
    pub(crate) fn size(&self) -> u64 {
        self.streams.values().map(Stream::size).sum()
    }

    pub(crate) fn oldest(&self) -> Option<Timestamp> {
        self.streams.values().filter_map(|stream| stream.strand.oldest()).min()
    }

    /// Takes expired events from memory.
    pub(crate) fn remove_expired(&mut self, now: Timestamp) -> Removed {
        let cutoff = self.cutoff(now);
        let removed = self.streams.values_mut().map(|stream| stream.remove_before(cutoff));
        removed.fold(Removed::default(), Removed::plus)
    }

    pub(crate) fn allow(&self, name: &str, what: &'static str) -> Result<(), ForbiddenByClass> {
        self.class.allow(name, what)
    }

    /// Whether there is such a tag, with one of the values if there are any.
    pub(crate) fn has_tag(&self, key: &str, values: &[String]) -> bool {
        let value = self.tags.iter().find(|(tag, _)| *tag == key).map(|(_, value)| value);
        value.is_some_and(|value| values.is_empty() || values.iter().any(|wanted| wanted == value))
    }

    pub(crate) fn describe(&self, now: Timestamp, place: &Place, name: &LogGroupName) -> LogGroup {
        LogGroup {
            name: name.clone(),
            arn: group_arn(place, name.as_str()),
            created: self.created,
            class: self.class,
            retention: self.retention,
            metric_filters: self.filters.len(),
            stored_bytes: self.stored_bytes(now),
            deletion_protected: self.deletion_protected,
            data_protection: self.protection.status(),
            inherits_data_protection: false,
            kms_key: self.keys.current().cloned(),
        }
    }
}

impl Stream {
    pub(crate) fn new(created: Timestamp) -> Self {
        Self { created, seen: None, strand: Strand::default(), margin: Margin::default() }
    }

    pub(crate) const fn size(&self) -> u64 {
        size(self.strand.events(), self.strand.bytes())
    }

    fn size_before(&self, cutoff: Timestamp) -> u64 {
        let Removed { events, bytes } = self.strand.older_than(cutoff);
        size(events, bytes)
    }

    /// Takes all events away that are older.
    fn remove_before(&mut self, cutoff: Timestamp) -> Removed {
        let removed = self.strand.remove_before(cutoff);
        self.margin.forget_before(self.strand.first());
        removed
    }

    /// Notes the times of a batch.
    pub(crate) fn see(&mut self, first: Timestamp, last: Timestamp, received: Timestamp) {
        let before = self.seen.unwrap_or(Seen { first, last, received });
        self.seen = Some(Seen { first: before.first.min(first), last: before.last.max(last), received });
    }

    pub(crate) fn describe(&self, place: &Place, group: &str, name: &LogStreamName) -> LogStream {
        let arn = place.arn("logs", format_args!("log-group:{group}:log-stream:{name}"));
        LogStream { name: name.clone(), arn, created: self.created, seen: self.seen }
    }
}

pub(crate) fn group_arn(place: &Place, name: &str) -> Arn {
    place.arn("logs", format_args!("log-group:{name}"))
}
