//! Measurements about rules.

use std::sync::{Arc, LazyLock};

use cupola_base::outbox::{Reported, Told};
use cupola_base::{Datum, Dimension, Timestamp, Unit};

use super::Origin;
use crate::engine::State;
use crate::{Engine, EventSourceName, Output, RuleId};

/// The metrics of the service that can occur here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Metric {
    Invocations,
    TriggeredRules,
    MatchedEvents,
    DeadLetterInvocations,
    FailedInvocations,
    InvocationsSentToDlq,
    InvocationsFailedToBeSentToDlq,
    RetryInvocationAttempts,
    SuccessfulInvocationAttempts,
    IngestionToInvocationStartLatency,
    PutEventsApproximateCallCount,
    PutEventsApproximateFailedCount,
    PutEventsRequestSize,
    Events,
}

impl Engine {
    /// Gives measurements about rules out, as [`Output::Datum`] in the namespace `AWS/Events`: one for each
    /// thing that happens, in standard resolution, which a metric store sums up by the minute. Those about schedules of
    /// EventBridge Scheduler stand in `AWS/Scheduler`, see [`scheduler`](crate::scheduler).
    ///
    /// Off unless asked for: who runs an engine alone may have no metric store. Metrics about a rule have the
    /// dimension `RuleName`, on other buses than the default one `EventBusName` before it; `Events` has
    /// `EventSourceName`; those about PutEvents have none.
    ///
    /// | metric | when |
    /// |---|---|
    /// | `TriggeredRules` | an event matched a rule, or it ran by its schedule |
    /// | `MatchedEvents` | an event matched a rule |
    /// | `Events` | an event of a partner came onto the bus of its source |
    /// | `Invocations`, `IngestionToInvocationStartLatency` | a target is called for the first time: the service counts when the outcome is known, which is the same number of calls |
    /// | `RetryInvocationAttempts` | a target is called again |
    /// | `SuccessfulInvocationAttempts` | a call arrived |
    /// | `DeadLetterInvocations` | a bus was not sent an event that a rule had sent to a bus before |
    /// | `FailedInvocations` | a call failed for good, or its target was removed before the next try |
    /// | `InvocationsSentToDlq`, `InvocationsFailedToBeSentToDlq` | a dead letter arrived, or failed for good |
    /// | `PutEventsApproximateCallCount`, `PutEventsRequestSize`, `PutEventsApproximateFailedCount` | a request to put events came; it was refused as a whole |
    /// | `ThrottledRules` | never: nothing is throttled here |
    ///
    /// ```
    /// use cupola_base::{Place, Timestamp};
    /// use cupola_events::{Engine, Entry, Output};
    ///
    /// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0).with_metrics();
    /// engine.put_events(Timestamp::EPOCH, vec![Entry::new("my.shop", "Order placed", "{}")])?;
    /// let outputs = engine.drain();
    /// let Output::Datum(datum) = &outputs[0] else { panic!() };
    /// assert_eq!((&*datum.namespace, &*datum.name), ("AWS/Events", "PutEventsApproximateCallCount"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Source
    /// EventBridge User Guide, "Monitoring Amazon EventBridge".
    #[must_use]
    pub const fn with_metrics(mut self) -> Self {
        self.state.deliveries.measured = true;
        self
    }

    /// Gives no measurements out.
    #[must_use]
    pub const fn without_metrics(mut self) -> Self {
        self.state.deliveries.measured = false;
        self
    }
}

impl State {
    /// Measures something about a rule.
    pub(crate) fn measure(&mut self, at: Timestamp, rule: &RuleId, metric: Metric, value: f64) {
        if self.deliveries.measured {
            let datum = metric.datum(at, value).with_dimensions(dimensions(rule));
            self.emit(Output::Datum(datum));
        }
    }

    /// Measures an event that a partner's source has brought.
    pub(crate) fn measure_source(&mut self, at: Timestamp, source: &EventSourceName) {
        if self.deliveries.measured {
            let name = Dimension::new("EventSourceName", source.as_str());
            self.emit(Output::Datum(Metric::Events.datum(at, 1.0).with_dimensions(vec![name])));
        }
    }

    /// Measures something about the service.
    pub(crate) fn measure_service(&mut self, at: Timestamp, metric: Metric, value: f64) {
        if self.deliveries.measured {
            self.emit(Output::Datum(metric.datum(at, value)));
        }
    }

    pub(super) fn measure_outcome(&mut self, now: Timestamp, told: &Told<Origin>) {
        let metric = match (told.reported, told.was_letter) {
            (Reported::Done, false) => Metric::SuccessfulInvocationAttempts,
            (Reported::Dropped | Reported::DeadLettered, false) => Metric::FailedInvocations,
            (Reported::Done, true) => Metric::InvocationsSentToDlq,
            (Reported::Dropped, true) => Metric::InvocationsFailedToBeSentToDlq,
            _ => return,
        };
        if let Origin::Rule { rule, .. } = &told.note {
            self.measure(now, rule, metric, 1.0);
        }
    }
}

impl Metric {
    fn datum(self, at: Timestamp, value: f64) -> Datum {
        static NAMESPACE: LazyLock<Arc<str>> = LazyLock::new(|| "AWS/Events".into());
        Datum::new(Arc::clone(&NAMESPACE), self.name(), at, value).with_unit(self.unit())
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Invocations => "Invocations",
            Self::TriggeredRules => "TriggeredRules",
            Self::MatchedEvents => "MatchedEvents",
            Self::DeadLetterInvocations => "DeadLetterInvocations",
            Self::FailedInvocations => "FailedInvocations",
            Self::InvocationsSentToDlq => "InvocationsSentToDlq",
            Self::InvocationsFailedToBeSentToDlq => "InvocationsFailedToBeSentToDlq",
            Self::RetryInvocationAttempts => "RetryInvocationAttempts",
            Self::SuccessfulInvocationAttempts => "SuccessfulInvocationAttempts",
            Self::IngestionToInvocationStartLatency => "IngestionToInvocationStartLatency",
            Self::PutEventsApproximateCallCount => "PutEventsApproximateCallCount",
            Self::PutEventsApproximateFailedCount => "PutEventsApproximateFailedCount",
            Self::PutEventsRequestSize => "PutEventsRequestSize",
            Self::Events => "Events",
        }
    }

    const fn unit(self) -> Unit {
        match self {
            Self::IngestionToInvocationStartLatency => Unit::Milliseconds,
            Self::PutEventsRequestSize => Unit::Bytes,
            _ => Unit::Count,
        }
    }
}

fn dimensions(rule: &RuleId) -> Vec<Dimension> {
    let name = Dimension::new("RuleName", rule.name.as_str());
    match rule.bus.is_default() {
        true => vec![name],
        false => vec![Dimension::new("EventBusName", rule.bus.as_str()), name],
    }
}
