//! Trails and event data stores that span regions and accounts: each place is told which of the others' log there.

use cupola_base::{Place, Timestamp};

use crate::audit::{EventDataStore, Organization, Trail};
use crate::{Observatory, Universe};

/// What was last shared: how many places there were, how often their trails and event data stores had changed, and of which
/// organization.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Shared {
    places: usize,
    changes: u64,
    organization: Option<Organization>,
}

impl Universe {
    /// Sets the organization that accounts belong to: its trails log in all of them.
    ///
    /// ```
    /// use cupola::audit::{Organization, RecordBuilder, TrailRequest};
    /// use cupola::{Output, Place, Timestamp, Universe};
    ///
    /// let [manager, member] = ["111122223333", "444455556666"].map(|account| Place::parse(account, "eu-west-1").unwrap());
    /// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
    /// let mut universe = Universe::new(0);
    /// universe.set_organization(now, Organization::new("o-quay123456", manager.account).with(member.account));
    /// universe.observatory(now, &manager)?.audit(now).create_trail(now, TrailRequest::new("all", "quay-logs").of_organization())?;
    /// universe.observatory(now, &manager)?.audit(now).start_logging(now, "all")?;
    ///
    /// let call = RecordBuilder::new(now, &member, "orders.amazonaws.com", "CancelOrder");
    /// universe.observatory(now, &member)?.audit(now).record_call(now, call)?;
    /// universe.advance(now.plus_secs(300));
    /// let outputs = universe.drain();
    /// let Some((_, Output::TrailFile(file))) = outputs.first() else { panic!("{outputs:?}") };
    /// assert!(file.key.starts_with("AWSLogs/o-quay123456/444455556666/CloudTrail/eu-west-1/"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn set_organization(&mut self, now: Timestamp, organization: Organization) {
        self.organization = Some(organization);
        self.advance(now);
    }

    /// Tells every place what changed since the last look. Costs a sum over the places when nothing did.
    pub(crate) fn share_trails(&mut self) {
        let revision = |sky: &Observatory| {
            let audit = &sky.engines.audit;
            audit.trails_revision() + audit.event_data_stores_revision()
        };
        let changes = self.observatories.values().map(revision).sum();
        let seen = Shared { places: self.observatories.len(), changes, organization: self.organization.clone() };
        if self.shared == seen {
            return;
        }
        let spanning = |sky: &Observatory| sky.engines.audit.spanning_trails().cloned().collect::<Vec<_>>();
        let trails: Vec<Trail> = self.observatories.values().flat_map(spanning).collect();
        let stores: Vec<EventDataStore> =
            self.observatories.values().flat_map(|sky| sky.engines.audit.spanning_event_data_stores()).collect();
        for (place, sky) in &mut self.observatories {
            let organization = self.organization.clone().filter(|organization| organization.has(place.account));
            let there = trails.iter().filter(|trail| logs_there(trail, place, organization.as_ref()));
            let there = there.cloned().collect();
            let kept_there = stores.iter().filter(|store| keeps_there(store, place, organization.as_ref()));
            sky.engines.audit.set_shadow_event_data_stores(self.now, kept_there.cloned().collect());
            sky.engines.audit.set_organization(self.now, organization);
            tell_accounts(sky, self.now, self.shared.organization.as_ref(), self.organization.as_ref());
            sky.engines.audit.set_shadow_trails(self.now, there);
            sky.settle();
        }
        self.shared = seen;
    }
}

/// Tells to which organization accounts belong, for conditions on `aws:PrincipalOrgID`; who has left it is in none.
fn tell_accounts(sky: &mut Observatory, now: Timestamp, before: Option<&Organization>, after: Option<&Organization>) {
    let accounts = |of: Option<&Organization>| {
        of.into_iter().flat_map(|one| one.members.iter().chain([&one.management])).copied().collect::<Vec<_>>()
    };
    let members = accounts(after);
    let gone = accounts(before).into_iter().filter(|account| !members.contains(account)).map(|account| (account, None));
    let here = members.iter().map(|account| (*account, after.map(|one| one.id.clone())));
    for (account, id) in gone.chain(here) {
        sky.engines.events.tell_organization(now, account, id.clone());
        sky.engines.logs.tell_organization(now, account, id);
    }
}

/// Whether an event data store of another place keeps records of this one.
fn keeps_there(store: &EventDataStore, place: &Place, organization: Option<&Organization>) -> bool {
    let in_region = store.settings.multi_region || store.home_region == place.region;
    let in_account = store.account == place.account
        || (store.settings.organization && store.organization.as_ref() == organization.map(|one| &one.id));
    store.home() != *place && in_region && in_account
}

/// Whether a trail of another place logs in this one.
fn logs_there(trail: &Trail, place: &Place, organization: Option<&Organization>) -> bool {
    let in_region = trail.settings.multi_region || trail.home_region == place.region;
    let in_account = trail.account == place.account
        || (trail.settings.organization && trail.organization.as_ref() == organization.map(|one| &one.id));
    trail.home() != *place && in_region && in_account
}
