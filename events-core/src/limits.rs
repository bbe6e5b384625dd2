//! Quotas and memory budgets.

use serde::{Deserialize, Serialize};

use crate::PatternOptions;
use crate::pattern::MATCH_STEPS;

/// Every quota and memory budget of the events area. The default is the documented service.
///
/// ```
/// use cupola_events::Limits;
///
/// let limits = Limits::default();
/// assert_eq!((limits.rules_per_bus, limits.targets_per_rule), (300, 5));
/// ```
///
/// # Source
/// EventBridge User Guide, "Amazon EventBridge quotas"; where it names none, the field says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Limits {
    /// Bounds of the pattern language: length and wildcard complexity.
    pub pattern: PatternOptions,
    /// Buses a place may have beside the default bus. Default 100.
    pub buses: usize,
    /// Event sources that a partner may have made. Default 10,000; our decision.
    pub partner_event_sources: usize,
    /// Entries in one request to put a partner's events. Default 20.
    pub partner_entries_per_request: usize,
    /// Connections of a place. Default 3,000.
    pub connections: usize,
    /// API destinations of a place. Default 3,000.
    pub api_destinations: usize,
    /// Global endpoints of a place. Default 100.
    pub endpoints: usize,
    /// Characters of a bus's policy. Default 10,240.
    pub policy_length: usize,
    /// Rules a bus may have. Default 300.
    pub rules_per_bus: usize,
    /// Targets a rule may have. Default 5.
    pub targets_per_rule: usize,
    /// Targets in one request to put or remove some. Default 10.
    pub targets_per_request: usize,
    /// Entries in one request to put events. Default 10.
    pub entries_per_request: usize,
    /// Bytes of the entries of one request; fewer are accepted. Default
    /// [`ENTRY_BYTES`](Self::ENTRY_BYTES).
    pub entry_bytes: usize,
    /// Characters of an entry's detail type. Default 128.
    pub detail_type_length: usize,
    /// Characters of a rule's description. Default 512.
    pub description_length: usize,
    /// Characters of a target's constant input or template. Default 8192.
    pub input_length: usize,
    /// Characters of a path into an event. Default 256.
    pub input_path_length: usize,
    /// Paths that a template may name. Default 100.
    pub template_variables: usize,
    /// Schedules of EventBridge Scheduler. Default 1,000,000.
    pub schedules: usize,
    /// Groups of schedules, the default group counted. Default 500.
    pub schedule_groups: usize,
    /// Bytes of a schedule's input. Default 262,144; our decision, the service's depends on the target.
    pub schedule_input_bytes: usize,
    /// Client tokens of requests about schedules that are remembered; past it the oldest are forgotten. Default
    /// 10,000; our decision.
    pub client_tokens: usize,
    /// Runs of rules and schedules in one step of time; past it each goes on with its first run after the step, and
    /// that is told. Default 1,000,000; our decision.
    pub runs_per_step: usize,
    /// Steps of judging one event by one rule, whose arrays may be entangled. Default 1,000,000; our
    /// decision.
    pub match_steps: u64,
    /// Steps of judging one event by all rules of a bus. Default 10,000,000; our decision.
    pub event_steps: u64,
    /// Archives a place may have. Default 100; our decision.
    pub archives: usize,
    /// Events that all archives keep; past it the oldest go and are counted. Default 100,000; our decision.
    pub archived_events: u64,
    /// Bytes of the JSON of events that all archives keep; past it the oldest go and are counted. Default 256 MiB;
    /// our decision.
    pub archived_bytes: u64,
    /// Replays that run at once. Default 10.
    pub active_replays: usize,
    /// Replays that are known, those that have ended included: the first that ended are forgotten. Default 1000;
    /// our decision.
    pub replays: usize,
    /// Deliveries that are remembered until their outcome is told; past it the oldest are let go: those that
    /// wait for another try are lost and counted, the others count as delivered. Default 10,000; our decision.
    pub deliveries: usize,
    /// Registries beside `aws.events`. Default 10.
    pub registries: usize,
    /// Discoverers. Default 10.
    pub discoverers: usize,
    /// Schemas a registry may have. Default 100.
    pub schemas_per_registry: usize,
    /// Versions a schema may have. Default 100.
    pub versions_per_schema: usize,
    /// Characters of a schema's content. Default 100,000.
    pub schema_content_length: usize,
    /// Characters of the description of a registry, a schema or a discoverer. Default 256.
    pub schemas_description_length: usize,
    /// Members of all components of a discovered schema; an event that brings more is not taken in. Default 5,000; our
    /// decision.
    pub discovered_members: usize,
    /// Pipes of a place. Default 1,000.
    pub pipes: usize,
    /// Filters of a pipe. Default 5.
    pub pipe_filters: usize,
    /// Batches of all pipes that are under way at once; past it batches wait. Default 1,000.
    pub pipe_executions: usize,
    /// Messages that wait in the pipes of all queues, records that wait in each pipe of a stream, and besides them records
    /// of all streams that are kept for pipes. Past it messages are left in their queue, a pipe reads its stream no
    /// further, and the oldest records of streams go and are counted. Default 100,000; our decision.
    pub pipe_records: usize,
    /// Bytes of the records of streams that are kept for pipes; past it the oldest go and are counted. Default 256 MiB;
    /// our decision.
    pub pipe_record_bytes: u64,
    /// Outputs that wait to be drained; past it the oldest are dropped. Default 100,000; our
    /// decision.
    pub outputs: usize,
}

impl Limits {
    /// Bytes of one request's entries since January 2026: 1 MiB.
    pub const ENTRY_BYTES: usize = 1_048_576;
    /// Bytes of one request's entries before January 2026: 256 KiB, still printed in several texts.
    pub const ENTRY_BYTES_BEFORE_2026: usize = 262_144;

    /// Sets the bounds of the pattern language.
    #[must_use]
    pub fn with_pattern(self, pattern: PatternOptions) -> Self {
        Self { pattern, ..self }
    }

    /// Sets how many bytes one request's entries may have.
    #[must_use]
    pub fn with_entry_bytes(self, entry_bytes: usize) -> Self {
        Self { entry_bytes, ..self }
    }

    /// Sets how many buses a place may have beside the default bus.
    #[must_use]
    pub fn with_buses(self, buses: usize) -> Self {
        Self { buses, ..self }
    }

    /// Sets how many rules a bus may have.
    #[must_use]
    pub fn with_rules_per_bus(self, rules_per_bus: usize) -> Self {
        Self { rules_per_bus, ..self }
    }

    /// Sets how many targets a rule may have.
    #[must_use]
    pub fn with_targets_per_rule(self, targets_per_rule: usize) -> Self {
        Self { targets_per_rule, ..self }
    }

    /// Sets how many steps judging one event may take: by one rule, and by all rules together.
    #[must_use]
    pub fn with_steps(self, by_one_rule: u64, by_all_rules: u64) -> Self {
        Self { match_steps: by_one_rule, event_steps: by_all_rules, ..self }
    }

    /// Sets how many events and how many bytes of them all archives keep.
    #[must_use]
    pub fn with_archived(self, events: u64, bytes: u64) -> Self {
        Self { archived_events: events, archived_bytes: bytes, ..self }
    }

    /// Sets how many deliveries are remembered until their outcome is told.
    #[must_use]
    pub fn with_deliveries(self, deliveries: usize) -> Self {
        Self { deliveries, ..self }
    }

    /// Sets how many schedules and groups of schedules there may be.
    #[must_use]
    pub fn with_schedules(self, schedules: usize, groups: usize) -> Self {
        Self { schedules, schedule_groups: groups, ..self }
    }

    /// Sets how many runs of schedules one step of time has room for.
    #[must_use]
    pub fn with_runs_per_step(self, runs_per_step: usize) -> Self {
        Self { runs_per_step, ..self }
    }

    /// Sets how many schemas a registry and how many versions a schema may have.
    #[must_use]
    pub fn with_schemas(self, per_registry: usize, versions: usize) -> Self {
        Self { schemas_per_registry: per_registry, versions_per_schema: versions, ..self }
    }

    /// Sets how many pipes there may be, and how many of their batches are under way at once.
    #[must_use]
    pub fn with_pipes(self, pipes: usize, executions: usize) -> Self {
        Self { pipes, pipe_executions: executions, ..self }
    }

    /// Sets how many records wait in pipes or are kept for them, and how many bytes of those that are kept.
    #[must_use]
    pub fn with_pipe_records(self, records: usize, bytes: u64) -> Self {
        Self { pipe_records: records, pipe_record_bytes: bytes, ..self }
    }

    /// Sets how many outputs wait at most.
    #[must_use]
    pub fn with_outputs(self, outputs: usize) -> Self {
        Self { outputs, ..self }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            pattern: PatternOptions::default(),
            buses: 100,
            partner_event_sources: 10_000,
            partner_entries_per_request: 20,
            connections: 3_000,
            api_destinations: 3_000,
            endpoints: 100,
            policy_length: 10_240,
            rules_per_bus: 300,
            targets_per_rule: 5,
            targets_per_request: 10,
            entries_per_request: 10,
            entry_bytes: Self::ENTRY_BYTES,
            detail_type_length: 128,
            description_length: 512,
            input_length: 8192,
            input_path_length: 256,
            template_variables: 100,
            schedules: 1_000_000,
            schedule_groups: 500,
            schedule_input_bytes: 262_144,
            client_tokens: 10_000,
            runs_per_step: 1_000_000,
            match_steps: MATCH_STEPS,
            event_steps: 10 * MATCH_STEPS,
            archives: 100,
            archived_events: 100_000,
            archived_bytes: 256 << 20,
            active_replays: 10,
            replays: 1000,
            deliveries: 10_000,
            registries: 10,
            discoverers: 10,
            schemas_per_registry: 100,
            versions_per_schema: 100,
            schema_content_length: 100_000,
            schemas_description_length: 256,
            discovered_members: 5000,
            pipes: 1000,
            pipe_filters: 5,
            pipe_executions: 1000,
            pipe_records: 100_000,
            pipe_record_bytes: 256 << 20,
            outputs: 100_000,
        }
    }
}
