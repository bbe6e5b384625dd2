//! The door's own calls, as audit records.

use std::borrow::Cow;

use cupola_base::{ApiError, Caller, Timestamp};

use crate::audit::{Principal, Recorder, TrailsBefore};
use crate::base::json::Json;
use crate::{Observatory, Service};

/// Actions that CloudTrail does not know as management events: what they carry is data.
const DATA: [(Service, &[&str]); 5] = [
    (Service::CloudWatch, &["PutMetricData", "GetMetricData", "GetMetricStatistics", "ListMetrics"]),
    (Service::Logs, &["PutLogEvents", "GetLogEvents", "FilterLogEvents"]),
    (Service::Events, &["PutEvents", "PutPartnerEvents"]),
    (Service::CloudTrailData, &["PutAuditEvents"]),
    (Service::XRay, &["PutTraceSegments", "PutTelemetryRecords", "GetSamplingTargets"]),
];

/// A refusal of access has one name in records, whatever the service calls it.
fn recorded(error: &ApiError) -> ApiError {
    let mut recorded = error.clone();
    if matches!(&*error.code, "AccessDeniedException" | "ForbiddenException") {
        recorded.code = Cow::Borrowed("AccessDenied");
    }
    recorded
}

/// What is kept of a call before it is answered.
pub(crate) struct Witness(TrailsBefore);

impl Observatory {
    /// Records the door's own calls as CloudTrail records: management events, and those that carry data as data
    /// events. Off unless asked for.
    ///
    /// Records go where all others go: into event history, to trails, and over them to the bus. Which calls carry
    /// data is our decision where the service has no word for it.
    ///
    /// ```
    /// use cupola::audit::Lookup;
    /// use cupola::{Caller, Observatory, Place, Service, Timestamp};
    ///
    /// let place = Place::parse("111122223333", "us-east-1")?;
    /// let (caller, mut sky) = (Caller::root(place.clone()), Observatory::new(place, 0).with_self_audit());
    /// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
    /// sky.call(now, &caller, Service::Logs, "CreateLogGroup", r#"{"logGroupName":"app"}"#)?;
    /// let mut audit = sky.audit(now);
    /// let page = audit.lookup_events(now, &Lookup::new(), None)?;
    /// assert_eq!(page.events[0].event_name.as_deref(), Some("CreateLogGroup"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn with_self_audit(self) -> Self {
        Self { audits_itself: true, ..self }
    }

    /// Looks at the trails before a call is answered: the call that stops a trail is still logged by it.
    pub(crate) fn witness(&self) -> Option<Witness> {
        self.audits_itself.then(|| Witness(self.engines.audit.trails_before()))
    }

    /// Records the call. One that cannot be a record (the action is no name, the request no object) leaves none.
    pub(crate) fn testify(
        &mut self,
        witness: Option<Witness>,
        now: Timestamp,
        caller: &Caller,
        (service, action, input): (Service, &str, &str),
        answer: &Result<String, ApiError>,
    ) {
        let Some(Witness(before)) = witness else { return };
        let recorder = Recorder::new(self.place.clone(), format!("{}.amazonaws.com", service.signing_name()));
        let body = |text: &str| Json::parse(text).ok().filter(|json| json.as_str() != "{}");
        let outcome = answer.as_ref().map(|answer| body(answer)).map_err(recorded);
        let recorder = recorder.lowering_members().with_agent("cupola");
        let call = recorder.call(now, &Principal::caller(caller), action, &body(input), &outcome);
        let is_data = DATA.iter().any(|(of, actions)| *of == service && actions.contains(&action));
        let call = if is_data { call.on_data() } else { call };
        // A call that is no record is refused by the service itself, too.
        let _ = self.engines.audit.record_call_before(now, before, call);
    }
}
