//! The services' own API, in their own JSON, without I/O.

use cupola_base::{ApiError, Caller, Timestamp};

use crate::access::Attempt;
use crate::universe::linked_traces::READS;
use crate::{Authorizer, Observatory, Service, events, logs, traces};

impl Observatory {
    /// Answers one call of a service's API: the action's request in, its response out, both as the
    /// JSON that the service itself speaks.
    ///
    /// Everything due at or before `now` is done first. An empty `input` counts as `{}`; an action
    /// without output answers `{}`. This adds no behaviour to the typed methods of the areas.
    ///
    /// # Errors
    /// The service's own refusal. `UnknownOperationException` for actions that are not answered,
    /// `SerializationException` for what is not JSON, `UnrecognizedClientException` when the
    /// caller's account or region is not this observatory's; the service's own refusal of access where an
    /// [`Authorizer`](crate::Authorizer) is set.
    ///
    /// # Example
    /// ```
    /// use cupola::{Caller, Observatory, Place, Service, Timestamp};
    ///
    /// let place = Place::parse("111122223333", "us-east-1")?;
    /// let caller = Caller::root(place.clone());
    /// let mut sky = Observatory::new(place, 0);
    /// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
    ///
    /// let answer = sky.call(now, &caller, Service::Logs, "CreateLogGroup", r#"{"logGroupName":"app"}"#)?;
    /// assert_eq!(answer, "{}");
    /// let refusal = sky.call(now, &caller, Service::Logs, "CreateLogGroup", r#"{"logGroupName":"app"}"#).unwrap_err();
    /// assert_eq!(refusal.code, "ResourceAlreadyExistsException");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn call(
        &mut self,
        now: Timestamp,
        caller: &Caller,
        service: Service,
        action: &str,
        input: &str,
    ) -> Result<String, ApiError> {
        let access = self.access.clone();
        self.call_among(
            now,
            caller,
            service,
            action,
            input,
            &Neighbours {
                buses: &|_| Ok(()),
                destinations: &|_| Ok(()),
                traces: None,
                access: access.as_deref(),
                organization: None,
            },
        )
    }

    /// As [`call`](Self::call), among places that can be asked.
    pub(crate) fn call_among(
        &mut self,
        now: Timestamp,
        caller: &Caller,
        service: Service,
        action: &str,
        input: &str,
        neighbours: &Neighbours<'_>,
    ) -> Result<String, ApiError> {
        if caller.place != self.place {
            return Err(wrong_place(self, caller));
        }
        self.advance(now);
        let now = self.now;
        let witness = self.witness();
        let attempt = Attempt { now, caller, service, action, input, organization: neighbours.organization };
        let refusal = neighbours.access.and_then(|access| access.refusal(&self.engines, attempt));
        let answer = refusal.map_or_else(|| self.act(attempt, neighbours), Err);
        self.testify(witness, now, caller, (service, action, input), &answer);
        self.settle();
        answer
    }

    fn act(&mut self, attempt: Attempt<'_>, neighbours: &Neighbours<'_>) -> Result<String, ApiError> {
        let Attempt { now, caller, service, action, input, .. } = attempt;
        let engines = &mut self.engines;
        match service {
            Service::CloudWatch => engines.metrics.call(now, caller, action, input),
            Service::Logs => engines.logs.call_among(now, caller, action, input, neighbours.destinations),
            Service::Events => engines.events.call_among(now, caller, action, input, neighbours.buses),
            Service::Scheduler => engines.events.call_scheduler(now, caller, action, input),
            Service::Synthetics => engines.metrics.call_synthetics(now, caller, action, input),
            Service::Schemas => engines.events.call_schemas(now, caller, action, input),
            Service::XRay => match neighbours.traces.filter(|_| READS.contains(&action)) {
                Some(seen) => seen(&engines.traces).call(now, caller, action, input),
                None => engines.traces.call(now, caller, action, input),
            },
            Service::CloudTrail => engines.audit.call(now, caller, action, input),
            Service::CloudTrailData => engines.audit.call_data(now, caller, action, input),
        }
    }
}

/// Other places that can be asked.
pub(crate) struct Neighbours<'a> {
    /// Whether a bus would take a message.
    pub(crate) buses: events::Ask<'a>,
    /// Whether a log destination lets somebody in.
    pub(crate) destinations: logs::Ask<'a>,
    /// The traces that are seen from here; none: those that are here.
    pub(crate) traces: Option<&'a dyn Fn(&traces::Engine) -> traces::Engine>,
    /// Who may call what; none: everybody everything.
    pub(crate) access: Option<&'a Authorizer>,
    /// The organization of the caller's account, where it is known.
    pub(crate) organization: Option<&'a str>,
}

fn wrong_place(observatory: &Observatory, caller: &Caller) -> ApiError {
    let message = format!("the call is for {}, this observatory is {}", caller.place, observatory.place);
    ApiError::caller("UnrecognizedClientException", message)
}
