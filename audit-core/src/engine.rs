//! Records in, events out.

use std::collections::{BTreeMap, VecDeque};

use cupola_base::json::Json;
use cupola_base::{AccountId, Deadline, EventEnvelope, Place, Region, Rng, Timestamp};
use serde::{Deserialize, Serialize};

use crate::aggregate::Aggregates;
use crate::bus::{BusEvent, NoBusEvent, Reach};
use crate::channel::Channels;
use crate::delivery::{Batches, Chains};
use crate::history::{Store, oldest_visible};
use crate::insight::InsightDetector;
use crate::insight_data::DataInsights;
use crate::lake::{Lake, Queries};
use crate::output::{Unsent, Waiting};
use crate::trail::Trails;
use crate::{
    BuildError, Field, FoundEvent, InsightModel, InsightSelector, Limits, Output, Policies, PublicKey, Record,
    RecordBuilder, RecordError,
};

/// The API records of one account in one region.
///
/// Verbs take `now` first; [`advance`](Self::advance) and [`next_deadline`](Self::next_deadline)
/// are for time;
/// [`drain`](Self::drain) for what came out. A `now` behind the newest seen counts as the newest.
/// Same inputs and same seed give the same outputs, byte by byte.
///
/// What a [trail](crate::Trail) logs becomes an event for the default bus, goes to the trail's log group, and into
/// its next log file. Event history keeps management events whether or not a trail logs them.
///
/// ```
/// use cupola_audit::{Engine, Output, RecordBuilder, TrailRequest};
/// use cupola_base::{Place, Timestamp};
///
/// let place = Place::parse("111122223333", "us-east-1")?;
/// let mut engine = Engine::new(place.clone(), 0);
/// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
/// engine.create_trail(now, TrailRequest::new("quay", "quay-logs"))?;
/// engine.start_logging(now, "quay")?;
/// engine.record_call(now, RecordBuilder::new(now, &place, "orders.amazonaws.com", "CancelOrder"))?;
///
/// let outputs = engine.drain();
/// let [Output::Event { event, .. }] = &outputs[..] else { panic!() };
/// assert_eq!((&*event.source, &*event.detail_type), ("aws.orders", "AWS API Call via CloudTrail"));
/// assert!(event.detail.as_str().contains(r#""eventName":"CancelOrder""#));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Engine {
    pub(crate) state: State,
}

/// All that a snapshot holds.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct State {
    pub(crate) place: Place,
    pub(crate) now: Timestamp,
    pub(crate) limits: Limits,
    pub(crate) policies: Policies,
    pub(crate) history: Store,
    pub(crate) trails: Trails,
    pub(crate) batches: Batches,
    pub(crate) chains: Chains,
    pub(crate) aggregates: Aggregates,
    pub(crate) insights: InsightDetector,
    /// What is looked for besides what trails look for.
    pub(crate) watched: Vec<InsightSelector>,
    pub(crate) public_keys: BTreeMap<String, PublicKey>,
    #[serde(default)]
    pub(crate) data_insights: DataInsights,
    #[serde(default)]
    pub(crate) lake: Lake,
    #[serde(default)]
    pub(crate) lake_queries: Queries,
    #[serde(default)]
    pub(crate) channels: Channels,
    /// When the last questions to the history were asked; empty where no limit is set.
    pub(crate) lookups: VecDeque<Timestamp>,
    pub(crate) rng: Rng,
    outputs: Waiting,
}

impl Engine {
    /// A place without records. The seed is that of the events' and records' ids.
    #[must_use]
    pub fn new(place: Place, seed: u64) -> Self {
        Self::of(State {
            place,
            now: Timestamp::MIN,
            limits: Limits::default(),
            policies: Policies::default(),
            history: Store::default(),
            trails: Trails::default(),
            batches: Batches::default(),
            chains: Chains::default(),
            aggregates: Aggregates::default(),
            insights: InsightDetector::new(InsightModel::default()),
            watched: Vec::new(),
            public_keys: BTreeMap::new(),
            data_insights: DataInsights::default(),
            lake: Lake::default(),
            lake_queries: Queries::default(),
            channels: Channels::default(),
            lookups: VecDeque::new(),
            rng: Rng::for_part(seed, "audit"),
            outputs: Waiting::default(),
        })
    }

    pub(crate) const fn of(state: State) -> Self {
        Self { state }
    }

    /// Sets quotas and budgets.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.state.insights.set_budget(limits.insights);
        self.state.limits = limits;
        self
    }

    /// Sets what is decided where the service is silent.
    #[must_use]
    pub fn with_policies(mut self, policies: Policies) -> Self {
        self.state.history.reindex(&policies);
        self.state.insights.set_model(policies.insights.clone());
        self.state.policies = policies;
        self
    }

    /// The account and region.
    #[must_use]
    pub const fn place(&self) -> &Place {
        &self.state.place
    }

    /// The newest instant seen.
    #[must_use]
    pub const fn now(&self) -> Timestamp {
        self.state.now
    }

    /// Does everything due at or before `now`: delivers log files, tells digests, insights start and end, event data
    /// stores change.
    pub fn advance(&mut self, now: Timestamp) {
        self.see(now);
    }

    /// When the engine wants to be woken: when the next log file or digest is due, an insight may start or end, or an
    /// event data store changes.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Deadline> {
        self.next_file().into_iter().chain(self.state.insight_deadline()).chain(self.next_store_change()).min()
    }

    /// Everything that came out since the last drain, oldest first. What was lost is told first.
    #[must_use]
    pub fn drain(&mut self) -> Vec<Output> {
        self.state.outputs.drain()
    }

    /// How many events the history keeps.
    #[must_use]
    pub fn history_len(&self) -> usize {
        self.state.history.len()
    }

    /// Takes one record in, e.g. from a log file: keeps it in the history and in the event data stores that choose it, and
    /// has trails log it; when one does, hands out the event that it becomes.
    ///
    /// What is handed in belongs to this engine's history, whatever account and region it names.
    /// The event has the record's time, account and region, whatever the engine's; a record larger
    /// than 256 KiB becomes none, which an output tells. Insights come from `aws.cloudtrail`; types that
    /// the service sends to no bus (aggregates) become no event.
    ///
    /// # Errors
    /// [`RecordError`]: not a record, no time, no event source; nothing is taken in.
    pub fn record(&mut self, now: Timestamp, json: Json) -> Result<(), RecordError> {
        let now = self.see(now);
        let record = Record::parse(json.as_str())?;
        let taken = self.state.take(&record)?;
        self.state.count_for_insights(&record);
        self.state.remember(now, &record, &json, &taken);
        self.state.keep(now, &record, &json, taken.at, &taken.place);
        let trails = self.state.log(now, &record, &json, taken.at, &taken.place);
        if trails > 0 || self.state.policies.every_record_is_logged {
            self.state.send(now, taken, json);
        }
        Ok(())
    }

    /// Takes a record of one's own call in, under an id that is drawn and given back.
    ///
    /// # Errors
    /// [`BuildError`] when the record cannot be built; nothing is taken in.
    pub fn record_call(&mut self, now: Timestamp, call: RecordBuilder) -> Result<String, BuildError> {
        let id = self.state.rng.uuid();
        let record = call.build(&id)?;
        self.record(now, record.to_json())?;
        Ok(id)
    }

    /// Remembers the newest time seen, and says which it is.
    pub(crate) fn see(&mut self, now: Timestamp) -> Timestamp {
        while let Some(due) = self.next_deadline().filter(|due| due.at <= now) {
            self.settle_lake(due.at);
            self.state.find_insights(due.at);
            self.deliver_due(due.at);
        }
        self.state.now = self.state.now.max(now);
        self.state.find_insights(self.state.now);
        self.state.history.forget(self.state.now, &self.state.policies);
        self.state.data_insights.forget_before(oldest_visible(self.state.now));
        self.state.lake.forget(self.state.now);
        self.state.lake_queries.forget(self.state.now);
        self.state.now
    }
}

/// What is needed of a record to send it.
pub(crate) struct Taken {
    pub(crate) at: Timestamp,
    pub(crate) place: Place,
    id: String,
    event: Option<BusEvent>,
}

impl State {
    pub(crate) fn take(&self, record: &Record<'_>) -> Result<Taken, RecordError> {
        if self.policies.faults_refuse
            && let Some(fault) = record.check().into_iter().next()
        {
            return Err(fault.into());
        }
        Ok(Taken {
            at: record.event_time()?,
            place: self.place_of(record)?,
            id: record.event_id().unwrap_or_default().into_owned(),
            event: match record.bus_event() {
                Ok(event) => Some(event),
                Err(NoBusEvent::Type(_)) => None,
                Err(NoBusEvent::Source) => return Err(RecordError::Missing(Field::EventSource)),
            },
        })
    }

    pub(crate) fn place_of(&self, record: &Record<'_>) -> Result<Place, RecordError> {
        let account = record.recipient_account().map(|text| AccountId::new(&text).map_err(|_| text));
        let region = record.aws_region().map(|text| Region::new(&text).map_err(|_| text));
        let odd = |field, text: &str| RecordError::Place { field, text: text.into() };
        let account = match account {
            Some(Ok(account)) => account,
            Some(Err(text)) if !self.policies.odd_places_are_ours => return Err(odd(Field::RecipientAccountId, &text)),
            _ => self.place.account,
        };
        let region = match region {
            Some(Ok(region)) => region,
            Some(Err(text)) if !self.policies.odd_places_are_ours => return Err(odd(Field::AwsRegion, &text)),
            _ => self.place.region.clone(),
        };
        Ok(Place::new(account, region))
    }

    pub(crate) fn remember(&mut self, now: Timestamp, record: &Record<'_>, json: &Json, taken: &Taken) {
        let event = FoundEvent::of(record, json, taken.at, &self.policies);
        let (most, policies) = (self.limits.history_bytes, &self.policies);
        let evicted = event.and_then(|event| self.history.push(now, &event, most, policies));
        if let Some(evicted) = evicted {
            self.outputs.evict(evicted);
        }
    }

    pub(crate) fn send(&mut self, now: Timestamp, taken: Taken, json: Json) {
        let Some(event) = taken.event else { return };
        let output = if event.reach == Reach::NoRule {
            Output::Unsent(Unsent { at: now, event_id: taken.id, bytes: json.as_str().len() })
        } else {
            let BusEvent { source, detail_type, .. } = event;
            let event = EventEnvelope::new(self.rng.uuid(), taken.place, taken.at, source, detail_type, json);
            Output::Event { at: now, event }
        };
        self.emit(output);
    }

    pub(crate) const fn outputs_mut(&mut self) -> &mut Waiting {
        &mut self.outputs
    }

    pub(crate) fn emit(&mut self, output: Output) {
        self.outputs.push(output, self.limits.outputs);
    }
}
