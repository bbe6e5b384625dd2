//! Quotas and memory budgets.

use serde::{Deserialize, Serialize};

use crate::{InsightBudget, LakeBounds};

/// Every quota and memory budget of the audit area.
///
/// ```
/// use cupola_audit::Limits;
///
/// assert_eq!(Limits::default().outputs, 100_000);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Limits {
    /// Outputs that wait to be drained; past it the oldest are dropped and counted. Default 100,000;
    /// our decision.
    pub outputs: usize,
    /// Bytes of the event history, about: an event counts its text and 384 bytes. Past it the oldest leave
    /// before their 90 days, which an output tells. Default 256 MiB; our decision.
    pub history_bytes: usize,
    /// Questions to event history in any second; past it they are refused with
    /// `ThrottlingException`. The service allows 2. Default none: no question is refused.
    pub lookups_per_second: Option<usize>,
    /// Trails that are seen in a region, those of the account's other regions that log here too. Default 5, the
    /// service's.
    pub trails: usize,
    /// Bytes of a log file before it is compressed; a file that would grow past it is delivered at once. Default
    /// 50,000,000: the service's bound is one of 50 MB after compression.
    pub log_file_bytes: usize,
    /// Bytes of records that wait for their files; past it all files are delivered at once. Default 64 MiB; our
    /// decision.
    pub pending_bytes: usize,
    /// Log files that wait for their digests; past it digests tell how many they do not name. Default 100,000; our
    /// decision.
    pub digest_files: usize,
    /// Chains of digests, one for each place of a trail; log files of further places are in none, which a digest tells.
    /// Those of the engine's own place do not count against it. Default 1,000; our decision.
    pub digest_chains: usize,
    /// Distinct values that a count of data events tells apart in a window; further ones are counted together as
    /// `(others)`. Default 1,000; our decision.
    pub aggregate_values: usize,
    /// Event data stores of a region, those that wait to be deleted included. Default 10, the service's.
    pub event_data_stores: usize,
    /// Channels of a region. Default 25, the service's for an account.
    pub channels: usize,
    /// Bytes of the records of all event data stores, about: a record counts its text and 128 bytes. Past it the oldest
    /// leave before their time, which an output tells. Default 256 MiB; our decision.
    pub event_data_store_bytes: usize,
    /// Insights of data events that are kept to be listed. Past it the oldest leave before their 90 days, which an output
    /// tells. Default 10,000; our decision.
    pub data_insights: usize,
    /// Queries of event data stores that are not over at a time. Default 10, the service's.
    pub concurrent_lake_queries: usize,
    /// Queries of event data stores that are known; past it the oldest leave before their seven days. Default 1,000; our
    /// decision.
    pub lake_queries: usize,
    /// Bytes of the results of all known queries, about; past it the oldest leave before their seven days. Default 64 MiB;
    /// our decision.
    pub lake_result_bytes: usize,
    /// How much one query may take.
    pub lake_query: LakeBounds,
    /// How much is kept to detect insights.
    pub insights: InsightBudget,
}

impl Limits {
    /// Sets how many outputs wait at most.
    #[must_use]
    pub const fn with_outputs(self, outputs: usize) -> Self {
        Self { outputs, ..self }
    }

    /// Sets how many bytes the event history has.
    #[must_use]
    pub const fn with_history_bytes(self, history_bytes: usize) -> Self {
        Self { history_bytes, ..self }
    }

    /// Sets how many questions to event history a second allows.
    #[must_use]
    pub const fn with_lookups_per_second(self, lookups_per_second: Option<usize>) -> Self {
        Self { lookups_per_second, ..self }
    }

    /// Sets how many trails a region has.
    #[must_use]
    pub const fn with_trails(self, trails: usize) -> Self {
        Self { trails, ..self }
    }

    /// Sets how large a log file is before it is compressed.
    #[must_use]
    pub const fn with_log_file_bytes(self, log_file_bytes: usize) -> Self {
        Self { log_file_bytes, ..self }
    }

    /// Sets how many log files wait for their digests.
    #[must_use]
    pub const fn with_digest_files(self, digest_files: usize) -> Self {
        Self { digest_files, ..self }
    }

    /// Sets how many chains of digests there are.
    #[must_use]
    pub const fn with_digest_chains(self, digest_chains: usize) -> Self {
        Self { digest_chains, ..self }
    }

    /// Sets how many values a count of data events tells apart.
    #[must_use]
    pub const fn with_aggregate_values(self, aggregate_values: usize) -> Self {
        Self { aggregate_values, ..self }
    }

    /// Sets how many bytes of records wait for their files.
    #[must_use]
    pub const fn with_pending_bytes(self, pending_bytes: usize) -> Self {
        Self { pending_bytes, ..self }
    }

    /// Sets how many event data stores a region has.
    #[must_use]
    pub const fn with_event_data_stores(self, event_data_stores: usize) -> Self {
        Self { event_data_stores, ..self }
    }

    /// Sets how many channels a region has.
    #[must_use]
    pub const fn with_channels(self, channels: usize) -> Self {
        Self { channels, ..self }
    }

    /// Sets how many bytes the records of all event data stores have.
    #[must_use]
    pub const fn with_event_data_store_bytes(self, event_data_store_bytes: usize) -> Self {
        Self { event_data_store_bytes, ..self }
    }

    /// Sets how many insights of data events are kept.
    #[must_use]
    pub const fn with_data_insights(self, data_insights: usize) -> Self {
        Self { data_insights, ..self }
    }

    /// Sets how many queries of event data stores run at a time.
    #[must_use]
    pub const fn with_concurrent_lake_queries(self, concurrent_lake_queries: usize) -> Self {
        Self { concurrent_lake_queries, ..self }
    }

    /// Sets how many queries of event data stores are known.
    #[must_use]
    pub const fn with_lake_queries(self, lake_queries: usize) -> Self {
        Self { lake_queries, ..self }
    }

    /// Sets how many bytes the results of all queries have.
    #[must_use]
    pub const fn with_lake_result_bytes(self, lake_result_bytes: usize) -> Self {
        Self { lake_result_bytes, ..self }
    }

    /// Sets how much one query may take.
    #[must_use]
    pub const fn with_lake_query(self, lake_query: LakeBounds) -> Self {
        Self { lake_query, ..self }
    }

    /// Sets how much is kept to detect insights.
    #[must_use]
    pub const fn with_insights(self, insights: InsightBudget) -> Self {
        Self { insights, ..self }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            outputs: 100_000,
            history_bytes: 256 << 20,
            lookups_per_second: None,
            trails: 5,
            log_file_bytes: 50_000_000,
            pending_bytes: 64 << 20,
            digest_files: 100_000,
            digest_chains: 1000,
            aggregate_values: 1000,
            event_data_stores: 10,
            channels: 25,
            event_data_store_bytes: 256 << 20,
            data_insights: 10_000,
            concurrent_lake_queries: 10,
            lake_queries: 1000,
            lake_result_bytes: 64 << 20,
            lake_query: LakeBounds::default(),
            insights: InsightBudget::default(),
        }
    }
}
