//! Many accounts and regions.

mod homes;
pub(crate) mod linked_traces;

use std::collections::BTreeMap;
use std::sync::Arc;

use cupola_base::outbox::Reported;
use cupola_base::{ApiError, Caller, Deadline, DeliveryId, Outcome, Place, Timestamp};

use crate::audit::Organization;
use crate::door::{Neighbours, unknown_delivery_destination};
use crate::events::Message;
use crate::logs::{DeliveryRequest, DestinationRequest, Elsewhere};
use crate::traces::MonitoringLinks;
use crate::trail_share::Shared;
use crate::{Authorizer, Observatory, Output, Routes, Service, traces};

/// Many accounts and regions on one clock and in one order.
///
/// An observatory comes into being when its place is first used. What is due at one instant in
/// several places is done in order of account and region.
///
/// ```
/// use cupola::{Place, Timestamp, Universe};
///
/// let mut universe = Universe::new(0);
/// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
/// let (here, there) = (Place::parse("111122223333", "us-east-1")?, Place::parse("111122223333", "eu-west-1")?);
/// universe.observatory(now, &here)?.logs(now).create_log_group(now, "app")?;
/// universe.observatory(now, &there)?.logs(now).create_log_group(now, "app")?;
/// assert_eq!(universe.places().count(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Universe {
    pub(crate) seed: u64,
    pub(crate) now: Timestamp,
    pub(crate) most_places: usize,
    pub(crate) routes: Routes,
    pub(crate) observatories: BTreeMap<Place, Observatory>,
    pub(crate) organization: Option<Organization>,
    pub(crate) audits_itself: bool,
    /// Who may call what, anywhere.
    pub(crate) access: Option<Arc<Authorizer>>,
    /// Who sees whose traces.
    pub(crate) trace_links: MonitoringLinks,
    /// What was last shared among places.
    pub(crate) shared: Shared,
}

impl Universe {
    /// An empty universe; each place draws its own randomness from the seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self {
            seed,
            now: Timestamp::MIN,
            most_places: 10_000,
            routes: Routes::standard(),
            observatories: BTreeMap::new(),
            organization: None,
            audits_itself: false,
            access: None,
            trace_links: MonitoringLinks::default(),
            shared: Shared::default(),
        }
    }

    /// Sets the routes of the observatories that come into being from now on.
    #[must_use]
    pub fn with_routes(self, routes: Routes) -> Self {
        Self { routes, ..self }
    }

    /// Has the observatories that come into being from now on record the door's calls, as
    /// [`Observatory::with_self_audit`].
    #[must_use]
    pub fn with_self_audit(self) -> Self {
        Self { audits_itself: true, ..self }
    }

    /// Sets how many places there may be; default 10,000.
    #[must_use]
    pub fn with_most_places(self, most_places: usize) -> Self {
        Self { most_places, ..self }
    }

    /// The observatory of a place, after everything due anywhere at or before `now` was done.
    ///
    /// # Errors
    /// [`TooManyPlaces`] when the place is new and the bound is reached.
    pub fn observatory(&mut self, now: Timestamp, place: &Place) -> Result<&mut Observatory, TooManyPlaces> {
        self.advance(now);
        if !self.observatories.contains_key(place) && self.observatories.len() >= self.most_places {
            return Err(TooManyPlaces { most: self.most_places });
        }
        if !self.observatories.contains_key(place) {
            self.open(place);
        }
        Ok(self.observatories.get_mut(place).expect("it was made just now"))
    }

    /// Makes the observatory of a place, and tells it what others share with it.
    fn open(&mut self, place: &Place) {
        let mut observatory = Observatory::new(place.clone(), self.seed).with_routes(self.routes.clone());
        observatory.mail.posted = true;
        observatory.audits_itself = self.audits_itself;
        observatory.access.clone_from(&self.access);
        observatory.advance(self.now);
        self.observatories.insert(place.clone(), observatory);
        self.share_trails();
    }

    /// Does everything due anywhere at or before `now`, in order of due time, then place.
    pub fn advance(&mut self, now: Timestamp) {
        self.now = self.now.max(now);
        self.post();
        while let Some((at, place)) = self.next_turn().filter(|(at, _)| *at <= self.now) {
            if let Some(observatory) = self.observatories.get_mut(&place) {
                observatory.advance(at);
            }
            self.post();
        }
        self.observatories.values_mut().for_each(|observatory| observatory.advance(self.now));
        self.post();
    }

    /// When there will be something to do anywhere, and what.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Deadline> {
        self.observatories.values().filter_map(Observatory::next_deadline).min()
    }

    /// Everything that came out anywhere since the last drain: place by place, each oldest first.
    pub fn drain(&mut self) -> Vec<(Place, Output)> {
        self.post();
        let of = |(place, observatory): (&Place, &mut Observatory)| {
            let place = place.clone();
            observatory.drain().into_iter().map(move |output| (place.clone(), output)).collect::<Vec<_>>()
        };
        self.observatories.iter_mut().flat_map(of).collect()
    }

    /// Tells how a delivery of a place went, as [`Observatory::report`].
    pub fn report(&mut self, now: Timestamp, place: &Place, id: DeliveryId, outcome: Outcome) -> Option<Reported> {
        self.advance(now);
        let now = self.now;
        self.observatories.get_mut(place)?.report(now, id, outcome)
    }

    /// Tells that a delivery of a place arrived, and what was answered, as [`Observatory::answer`].
    pub fn answer(&mut self, now: Timestamp, place: &Place, id: DeliveryId, answer: &str) -> Option<Reported> {
        self.advance(now);
        let now = self.now;
        self.observatories.get_mut(place)?.answer(now, id, answer)
    }

    /// Answers one call in the caller's account and region, as [`Observatory::call`]. What an entry of PutEvents is
    /// told by the policy of a bus elsewhere stands in its result.
    ///
    /// # Errors
    /// As [`Observatory::call`]; `LimitExceededException` when the place is new and there are too
    /// many.
    pub fn call(
        &mut self,
        now: Timestamp,
        caller: &Caller,
        service: Service,
        action: &str,
        input: &str,
    ) -> Result<String, ApiError> {
        self.observatory(now, &caller.place)
            .map_err(|error| ApiError::caller("LimitExceededException", error.to_string()))?;
        let mut own = self.observatories.remove(&caller.place).expect("it was made just now");
        let others = &self.observatories;
        let buses =
            |message: &Message| others.get(&message.to).map_or(Ok(()), |sky| sky.engines.events.would_receive(message));
        let destinations = |request: &DestinationRequest| {
            others.get(&request.to).map_or(Ok(()), |sky| sky.engines.logs.may_subscribe(request))
        };
        let sinks = |request: &DeliveryRequest| match others.get(&request.to) {
            Some(sky) => sky.engines.logs.may_deliver(request),
            None => unknown_delivery_destination(request),
        };
        let (now, place, links) = (self.now, &caller.place, &self.trace_links);
        let traces = |own: &traces::Engine| {
            let shared = links.sources_of(&place.account).map(|account| Place::new(*account, place.region.clone()));
            let shared = shared.filter_map(|place| others.get(&place)).map(|sky| &sky.engines.traces);
            linked_traces::union(own, place, now, shared)
        };
        let neighbours = Neighbours {
            buses: &buses,
            logs: Elsewhere { destinations: &destinations, deliveries: &sinks },
            traces: links.sources_of(&place.account).next().is_some().then_some(&traces),
            access: self.access.as_deref(),
            organization: self.organization_of(caller),
        };
        let answer = own.call_among(now, caller, service, action, input, &neighbours);
        self.observatories.insert(caller.place.clone(), own);
        self.post();
        answer
    }

    /// The newest instant seen.
    #[must_use]
    pub const fn now(&self) -> Timestamp {
        self.now
    }

    /// The places in use, in order.
    pub fn places(&self) -> impl Iterator<Item = &Place> {
        self.observatories.keys()
    }

    fn next_turn(&self) -> Option<(Timestamp, Place)> {
        let turns = self.observatories.iter().filter_map(|(place, sky)| Some((sky.next_deadline()?.at, place)));
        turns.min().map(|(at, place)| (at, place.clone()))
    }
}

/// The bound on places is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there are {most} accounts and regions already, and no more are allowed")]
#[non_exhaustive]
pub struct TooManyPlaces {
    /// The bound.
    pub most: usize,
}
