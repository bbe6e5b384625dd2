//! Verbs on log streams.

use std::ops::Bound;

use cupola_base::{Place, Timestamp};

use super::Engine;
use crate::error::{CreateLogStreamError, DeleteLogError, UnknownLog};
use crate::group::{Group, LogStream, Stream};
use crate::name::LogStreamName;

/// Which log streams are asked for, and in which order; the default is all, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "queries are written with a struct update, which needs an open struct")]
pub struct LogStreamQuery {
    /// What the name begins with.
    pub prefix: Option<String>,
    /// The order.
    pub order: StreamOrder,
    /// Whether the order is turned round.
    pub descending: bool,
}

/// The order of log streams.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum StreamOrder {
    /// By name, in the order of the characters' codes.
    #[default]
    Name,
    /// By the latest time of an event; streams without events come first.
    LastEventTime,
}

/// Where a stream stands in an order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Rank {
    pub(crate) last: Option<Timestamp>,
    pub(crate) name: String,
}

impl Engine {
    /// Creates a log stream.
    ///
    /// # Errors
    /// [`CreateLogStreamError`].
    ///
    /// # Source
    /// CloudWatch Logs API Reference, CreateLogStream.
    #[doc(alias = "CreateLogStream")]
    pub fn create_log_stream(&mut self, now: Timestamp, group: &str, stream: &str) -> Result<(), CreateLogStreamError> {
        let now = self.at(now);
        let (streams, most) = (self.streams, self.limits.log_streams);
        let name = LogStreamName::new(stream)?;
        let group = self.group_mut(group)?;
        if group.streams.contains_key(&name) {
            return Err(CreateLogStreamError::Exists(stream.into()));
        }
        if streams >= most {
            return Err(CreateLogStreamError::TooMany(most));
        }
        group.streams.insert(name, Stream::new(now));
        self.streams += 1;
        Ok(())
    }

    /// Deletes a log stream with its events.
    ///
    /// # Errors
    /// [`DeleteLogError`].
    ///
    /// # Source
    /// CloudWatch Logs API Reference, DeleteLogStream.
    #[doc(alias = "DeleteLogStream")]
    pub fn delete_log_stream(&mut self, now: Timestamp, group: &str, stream: &str) -> Result<(), DeleteLogError> {
        self.at(now);
        let found = self.group_mut(group)?;
        if !found.streams.contains_key(stream) {
            return Err(UnknownLog::Stream(stream.into()).into());
        }
        if found.deletion_protected {
            return Err(DeleteLogError::Protected(group.into()));
        }
        if let Some(stream) = found.streams.remove(stream) {
            self.streams -= 1;
            self.stored -= stream.size();
        }
        Ok(())
    }

    /// The log streams of a group that the query accepts, in its order.
    ///
    /// # Errors
    /// [`UnknownLog`] when there is no such group.
    ///
    /// # Source
    /// CloudWatch Logs API Reference, DescribeLogStreams.
    #[doc(alias = "DescribeLogStreams")]
    pub fn describe_log_streams<'a>(
        &'a mut self,
        now: Timestamp,
        group: &'a str,
        query: &'a LogStreamQuery,
    ) -> Result<impl Iterator<Item = LogStream> + 'a, UnknownLog> {
        self.at(now);
        self.streams_after(group, query, None)
    }

    pub(crate) fn streams_after<'a>(
        &'a self,
        group: &'a str,
        query: &'a LogStreamQuery,
        after: Option<&Rank>,
    ) -> Result<impl Iterator<Item = LogStream> + 'a, UnknownLog> {
        let found = self.group(group)?;
        let describe = describe(&self.place, group);
        let streams: Box<dyn Iterator<Item = _>> = match query.order {
            StreamOrder::Name => by_name(found, query, after),
            StreamOrder::LastEventTime => by_time(found, query, after),
        };
        Ok(streams.map(describe))
    }
}

type Named<'a> = (&'a LogStreamName, &'a Stream);

fn describe<'a>(place: &'a Place, group: &'a str) -> impl Fn(Named<'a>) -> LogStream + 'a {
    move |(name, stream)| stream.describe(place, group, name)
}

fn by_name<'a>(
    group: &'a Group,
    query: &'a LogStreamQuery,
    after: Option<&Rank>,
) -> Box<dyn Iterator<Item = Named<'a>> + 'a> {
    let prefix = query.prefix.as_deref().unwrap_or_default();
    let has_prefix = move |(name, _): &Named<'_>| name.as_str().starts_with(prefix);
    let after = after.map(|rank| rank.name.as_str());
    if query.descending {
        let until = after.map_or(Bound::Unbounded, Bound::Excluded);
        return Box::new(group.streams.range::<str, _>((Bound::Unbounded, until)).rev().filter(has_prefix));
    }
    let from = match after {
        Some(after) if after >= prefix => Bound::Excluded(after),
        _ => Bound::Included(prefix),
    };
    Box::new(group.streams.range::<str, _>((from, Bound::Unbounded)).take_while(has_prefix))
}

fn by_time<'a>(
    group: &'a Group,
    query: &'a LogStreamQuery,
    after: Option<&Rank>,
) -> Box<dyn Iterator<Item = Named<'a>> + 'a> {
    let prefix = query.prefix.as_deref().unwrap_or_default();
    let key = |(name, stream): &Named<'a>| (stream.seen.map(|seen| seen.last), name.as_str());
    let mut streams: Vec<Named<'a>> =
        group.streams.iter().filter(|(name, _)| name.as_str().starts_with(prefix)).collect();
    streams.sort_by_key(key);
    if query.descending {
        streams.reverse();
    }
    let rank = after.map(|rank| (rank.last, rank.name.as_str()));
    let passed = |named: &Named<'a>| {
        rank.is_some_and(|rank| if query.descending { key(named) >= rank } else { key(named) <= rank })
    };
    let from = streams.partition_point(passed);
    Box::new(streams.into_iter().skip(from))
}
