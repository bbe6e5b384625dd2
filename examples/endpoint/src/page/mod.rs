//! The page at `/`: what is in the endpoint, for people.
//!
//! One HTML page without script, font or link to elsewhere; its buttons are forms. Asking for it does what is due, as
//! any request; looking itself changes nothing.

mod alarms;
mod counts;
mod html;
mod map;
mod view;

use cupola::{Place, Timestamp, Universe};

use crate::ledger::Ledger;
use alarms::AlarmRow;
use counts::AreaCounts;

pub(crate) use view::{page, refusal};

/// What the page tells.
#[derive(Debug)]
pub(crate) struct Facts<'a> {
    pub(crate) now: Timestamp,
    pub(crate) is_manual: bool,
    /// Where the reader reached the endpoint.
    pub(crate) host: &'a str,
    /// Whether deliveries are sent to another endpoint.
    pub(crate) is_sending: bool,
    pub(crate) places: Vec<PlaceFacts>,
    pub(crate) ledger: &'a Ledger,
}

/// What is in one account and region.
#[derive(Debug)]
pub(crate) struct PlaceFacts {
    place: Place,
    areas: Vec<AreaCounts>,
    alarms: Vec<AlarmRow>,
    /// An SVG, where there are traces.
    map: Option<String>,
}

/// Looks at every place.
pub(crate) fn places(universe: &mut Universe) -> Vec<PlaceFacts> {
    let (now, all): (_, Vec<Place>) = (universe.now(), universe.places().cloned().collect());
    all.into_iter().filter_map(|place| look(universe, now, place)).collect()
}

fn look(universe: &mut Universe, now: Timestamp, place: Place) -> Option<PlaceFacts> {
    let sky = universe.observatory(now, &place).ok()?;
    let alarms = alarms::of(&mut sky.metrics(now), now);
    let map = map::of(&sky.traces(now), now);
    Some(PlaceFacts { areas: counts::of(sky, now, &alarms), place, alarms, map })
}
