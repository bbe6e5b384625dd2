//! Verbs on data sources.

use std::collections::BTreeMap;

use cupola_base::{ApiError, Timestamp};

use super::field::Schema;
use super::{DataSource, DataSourceField, LogGroupSummary};
use crate::engine::{Engine, LogGroupQuery};
use crate::error::UnknownLog;
use crate::group::{Group, Stream};
use crate::kms::Seals;
use crate::store::{Cursor, Gap};
use crate::transformer::Outcome;

impl Engine {
    /// Tells what a log group holds, as the service that writes it knows; `None`: what its tags say.
    ///
    /// # Errors
    /// [`UnknownLog`] when there is no such group.
    pub fn tell_data_source(
        &mut self,
        now: Timestamp,
        group: &str,
        source: Option<DataSource>,
    ) -> Result<(), UnknownLog> {
        self.at(now);
        self.group_mut(group)?.source = source;
        Ok(())
    }

    /// What a log group holds, when somebody told or its tags say so.
    ///
    /// # Errors
    /// [`UnknownLog`] when there is no such group.
    pub fn data_source(&self, group: &str) -> Result<Option<DataSource>, UnknownLog> {
        Ok(self.group(group)?.data_source())
    }

    /// The fields of the events of a data source, by name, as transformers made them.
    ///
    /// They are found in the newest thousand events of each stream, ten thousand in all, of the groups that hold the
    /// source, one group after the other.
    ///
    /// # Errors
    /// [`UnknownDataSource`] when no log group holds it.
    ///
    /// # Source
    /// CloudWatch Logs API Reference, GetLogFields. Where fields are found is ours.
    #[doc(alias = "GetLogFields")]
    pub fn log_fields(
        &mut self,
        now: Timestamp,
        name: &str,
        kind: &str,
    ) -> Result<Vec<DataSourceField>, UnknownDataSource> {
        let now = self.at(now);
        let holds =
            |group: &&Group| group.data_source().is_some_and(|source| source.name == name && source.kind == kind);
        let mut groups = self.groups.values().filter(holds).peekable();
        if groups.peek().is_none() {
            return Err(UnknownDataSource { name: name.into(), kind: kind.into() });
        }
        let mut sample = Sample { schema: Schema::new(self.limits.discovered_fields_per_group), room: IN_ALL };
        let most = self.limits.discovered_fields_per_event;
        for group in groups {
            let (seals, from) = (self.seals(group), group.cutoff(now));
            group.streams.values().for_each(|stream| sample.look(stream, &seals, from, most));
        }
        Ok(sample.schema.fields())
    }

    /// How many of the log groups that the query accepts hold which source, by name, type and, if asked for, format;
    /// last those of which nobody told.
    ///
    /// # Source
    /// CloudWatch Logs API Reference, ListAggregateLogGroupSummaries. The order is ours.
    #[doc(alias = "ListAggregateLogGroupSummaries")]
    pub fn log_group_summaries(
        &mut self,
        now: Timestamp,
        query: &LogGroupQuery,
        by_format: bool,
    ) -> Vec<LogGroupSummary> {
        self.at(now);
        self.summaries(query, by_format)
    }

    pub(crate) fn summaries(&self, query: &LogGroupQuery, by_format: bool) -> Vec<LogGroupSummary> {
        let mut counts: BTreeMap<(bool, Option<DataSource>), usize> = BTreeMap::new();
        let accepted = self.groups.iter().filter(|(name, group)| query.accepts(name.as_str(), group));
        for (_, group) in accepted {
            let source = group
                .data_source()
                .map(|source| if by_format { source } else { DataSource { format: None, ..source } });
            *counts.entry((source.is_none(), source)).or_default() += 1;
        }
        let summary = |((_, source), log_groups)| LogGroupSummary { source, log_groups };
        counts.into_iter().map(summary).collect()
    }
}

/// How many events are looked at.
const OF_A_STREAM: usize = 1000;
const IN_ALL: usize = 10_000;

/// The fields found so far, and how many events may still be looked at.
struct Sample {
    schema: Schema,
    room: usize,
}

impl Sample {
    fn look(&mut self, stream: &Stream, seals: &Seals, from: Timestamp, most: usize) {
        let mut cursor = Cursor::forward(&stream.strand, Gap { at: Timestamp::MAX, sequence: u64::MAX });
        for _ in 0..OF_A_STREAM.min(self.room) {
            let Some((mark, message)) = cursor.previous().filter(|(mark, _)| mark.at >= from) else { return };
            self.room -= 1;
            if seals.check(mark.sequence).is_err() {
                continue;
            }
            match stream.margin.outcome(mark) {
                Some(Outcome::Text(text)) => self.schema.look(text, most),
                _ => self.schema.look(&stream.margin.shown(mark, message, false), most),
            }
        }
    }
}

/// No log group holds such a source.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no log group holds the data source `{name}` of type `{kind}`")]
#[non_exhaustive]
pub struct UnknownDataSource {
    /// The name.
    pub name: String,
    /// The type.
    pub kind: String,
}

impl From<UnknownDataSource> for ApiError {
    fn from(_: UnknownDataSource) -> Self {
        Self::caller("ResourceNotFoundException", "The specified data source does not exist.")
    }
}
