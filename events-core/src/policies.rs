//! Decisions where the service is silent.

use serde::{Deserialize, Serialize};

use crate::ReplayPace;
use crate::scheduler::WindowStart;

/// Every decision of the events area that the service's texts leave open, to be flipped when the
/// service proves otherwise.
///
/// ```
/// use cupola_events::Policies;
///
/// assert!(Policies::default().exact_size_is_too_large);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Policies {
    /// Entries whose sizes sum up to exactly the limit are refused: the service's text says "less
    /// than". Default true.
    pub exact_size_is_too_large: bool,
    /// Enabling a rule that also gets read-only management events leaves it so; otherwise it becomes
    /// a plain enabled rule. Default true.
    pub enabling_keeps_management_events: bool,
    /// Putting a rule whose rate is the same as before lets the rate begin anew, one period from then; otherwise it
    /// counts on. Default true: putting a rule replaces everything.
    pub putting_restarts_rates: bool,
    /// A target that is a bus of the same account is sent its input, path or template as the event's detail; otherwise
    /// it is sent the event as it is. Default true.
    pub bus_input_is_detail: bool,
    /// What a change of a bus's settings leaves out stays; otherwise it is unset. Default true.
    pub bus_update_keeps_the_rest: bool,
    /// Deliveries that wait for another try end when their target is removed; otherwise they go on. Default true.
    pub removing_targets_ends_retries: bool,
    /// Rules that services manage see replays also where no list of rules names them. Default false.
    pub managed_rules_see_replays: bool,
    /// Where in its flexible window a schedule's run starts: the service says only that it is within. Default: at the
    /// window's beginning.
    pub window_start: WindowStart,
    /// How fast replays go.
    pub replay_pace: ReplayPace,
    /// Seconds that a pipe is on its way from one state to another, e.g. `CREATING` before it is `RUNNING`: minutes, says
    /// the service. At 0, the default, the way is told, and what is asked next finds the end of it.
    pub pipe_transition_seconds: u32,
    /// A call of a pipe's target whose outcome nobody has told within five minutes counts as made, as all deliveries do
    /// that are never told of; otherwise the execution has timed out. Default true.
    pub untold_pipe_calls_succeed: bool,
    /// An input template of a pipe that is one path gives objects and lists as JSON; otherwise it gives them without all
    /// quotes, as the service's guide has it. Default false.
    pub pipe_paths_keep_quotes: bool,
}

impl Default for Policies {
    fn default() -> Self {
        Self {
            exact_size_is_too_large: true,
            enabling_keeps_management_events: true,
            putting_restarts_rates: true,
            bus_input_is_detail: true,
            bus_update_keeps_the_rest: true,
            removing_targets_ends_retries: true,
            managed_rules_see_replays: false,
            window_start: WindowStart::AtOnce,
            replay_pace: ReplayPace::new(1000, 100),
            pipe_transition_seconds: 0,
            untold_pipe_calls_succeed: true,
            pipe_paths_keep_quotes: false,
        }
    }
}

impl Policies {
    /// Sets whether entries of exactly the greatest size are refused.
    #[must_use]
    pub const fn with_exact_size_is_too_large(self, exact_size_is_too_large: bool) -> Self {
        Self { exact_size_is_too_large, ..self }
    }

    /// Sets whether enabling a rule leaves its wish for read-only management events as it is.
    #[must_use]
    pub const fn with_enabling_keeps_management_events(self, enabling_keeps_management_events: bool) -> Self {
        Self { enabling_keeps_management_events, ..self }
    }

    /// Sets whether putting a rule with the same rate lets it begin anew.
    #[must_use]
    pub const fn with_putting_restarts_rates(self, putting_restarts_rates: bool) -> Self {
        Self { putting_restarts_rates, ..self }
    }

    /// Sets whether what a target makes of an event becomes its detail on another bus.
    #[must_use]
    pub const fn with_bus_input_is_detail(self, bus_input_is_detail: bool) -> Self {
        Self { bus_input_is_detail, ..self }
    }

    /// Sets whether settings of a bus stay that a change leaves out.
    #[must_use]
    pub const fn with_bus_update_keeps_the_rest(self, bus_update_keeps_the_rest: bool) -> Self {
        Self { bus_update_keeps_the_rest, ..self }
    }

    /// Sets whether deliveries end that wait for another try when their target is removed.
    #[must_use]
    pub const fn with_removing_targets_ends_retries(self, removing_targets_ends_retries: bool) -> Self {
        Self { removing_targets_ends_retries, ..self }
    }

    /// Sets whether managed rules see replays that name no rules.
    #[must_use]
    pub const fn with_managed_rules_see_replays(self, managed_rules_see_replays: bool) -> Self {
        Self { managed_rules_see_replays, ..self }
    }

    /// Sets where in its window a schedule's run starts.
    #[must_use]
    pub const fn with_window_start(self, window_start: WindowStart) -> Self {
        Self { window_start, ..self }
    }

    /// Sets how long a pipe is on its way from one state to another.
    #[must_use]
    pub const fn with_pipe_transition_seconds(self, pipe_transition_seconds: u32) -> Self {
        Self { pipe_transition_seconds, ..self }
    }

    /// Sets whether calls of pipes count as made whose outcome nobody tells.
    #[must_use]
    pub const fn with_untold_pipe_calls_succeed(self, untold_pipe_calls_succeed: bool) -> Self {
        Self { untold_pipe_calls_succeed, ..self }
    }

    /// Sets whether a template of a pipe that is one path gives JSON.
    #[must_use]
    pub const fn with_pipe_paths_keep_quotes(self, pipe_paths_keep_quotes: bool) -> Self {
        Self { pipe_paths_keep_quotes, ..self }
    }

    /// Sets how fast replays go.
    #[must_use]
    pub const fn with_replay_pace(self, replay_pace: ReplayPace) -> Self {
        Self { replay_pace, ..self }
    }
}
