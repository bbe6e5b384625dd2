//! The trails of a place.

use std::collections::{BTreeMap, BTreeSet};

use cupola_base::{Arn, Place};
use serde::{Deserialize, Serialize};

use super::{Organization, Trail, TrailError, TrailVerdict};
use crate::{Category, GlobalServices, ReadActions, Record, SelectorSet};

/// The trails that are seen in a place: its own, and those of other places that log here, too.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Trails {
    own: BTreeMap<String, Trail>,
    shadows: BTreeMap<Arn, Trail>,
    pub(super) organization: Option<Organization>,
    /// The buckets that there are; each one where none was told of.
    pub(super) buckets: Option<BTreeSet<String>>,
    /// Counts changes of the place's own trails.
    revision: u64,
    /// The selectors of the logging trails; made when they are first asked after a change.
    #[serde(skip)]
    compiled: Option<SelectorSet<Arn>>,
}

/// The trails of a place as they were before something was done.
#[derive(Clone, Debug)]
pub struct TrailsBefore(pub(super) Trails);

impl Trails {
    /// Own trails by name, then those of other places by ARN.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Trail> {
        self.own.values().chain(self.shadows.values())
    }

    pub(crate) fn own(&self) -> impl Iterator<Item = &Trail> {
        self.own.values()
    }

    pub(super) const fn revision(&self) -> u64 {
        self.revision
    }

    pub(crate) fn by_name(&self, name: &str) -> Option<&Trail> {
        self.own.get(name)
    }

    pub(crate) fn by_arn(&self, arn: &str) -> Option<&Trail> {
        self.all().find(|trail| trail.arn.as_str() == arn)
    }

    /// For what a trail does by itself: its status.
    pub(crate) fn status_of(&mut self, arn: &str) -> Option<&mut super::TrailStatus> {
        let mut all = self.own.values_mut().chain(self.shadows.values_mut());
        all.find(|trail| trail.arn.as_str() == arn).map(|trail| &mut trail.status)
    }

    /// A trail of this place, to be changed.
    pub(crate) fn change(&mut self, name: &str) -> Option<&mut Trail> {
        let trail = self.own.get_mut(name)?;
        (self.compiled, self.revision) = (None, self.revision + 1);
        Some(trail)
    }

    pub(super) fn put(&mut self, trail: Trail) -> &Trail {
        let name = trail.name.to_string();
        (self.compiled, self.revision) = (None, self.revision + 1);
        self.own.insert(name.clone(), trail);
        &self.own[&name]
    }

    pub(super) fn remove(&mut self, name: &str) {
        (self.compiled, self.revision) = (None, self.revision + 1);
        self.own.remove(name);
    }

    /// Replaces what other places have; what was delivered from here stays known.
    pub(super) fn set_shadows(&mut self, trails: Vec<Trail>) {
        let mut old = std::mem::take(&mut self.shadows);
        for mut trail in trails {
            if let Some(known) = old.remove(&trail.arn) {
                let (delivered, written, digested) =
                    (known.status.delivered, known.status.written, known.status.digested);
                trail.status = super::TrailStatus { delivered, written, digested, ..trail.status };
            }
            self.shadows.insert(trail.arn.clone(), trail);
        }
        self.compiled = None;
    }

    pub(super) fn set_organization(&mut self, organization: Option<Organization>) {
        self.organization = organization;
    }

    /// The trails that log a record, in order. Insights are logged by those that look for them.
    pub(crate) fn logging(
        &mut self,
        record: &Record<'_>,
        place: &Place,
        read_actions: &ReadActions,
        global: &GlobalServices,
    ) -> Vec<Arn> {
        let (own, shadows) = (&self.own, &self.shadows);
        let all = || own.values().chain(shadows.values());
        let set = self.compiled.get_or_insert_with(|| SelectorSet::of(all().map(|t| (t.arn.clone(), &t.selectors))));
        let is_insight = record.category() == Category::Insight;
        let hits = match is_insight {
            true => all().filter(|trail| trail.looks_for(record)).map(|trail| &trail.arn).collect(),
            false => set.selecting(record, read_actions),
        };
        if hits.is_empty() {
            return Vec::new();
        }
        let source = global.has(record).then(|| record.event_source().unwrap_or_default());
        let concerns = |arn: &&Arn| {
            let trail = all().find(|trail| trail.arn == **arn);
            trail.is_some_and(|t| t.out_of_scope(place, source.as_deref(), self.organization.as_ref()).is_none())
        };
        hits.into_iter().filter(concerns).cloned().collect()
    }

    /// Why a trail logs a record or does not.
    pub(super) fn explain(
        &self,
        trail: &Trail,
        record: &Record<'_>,
        place: &Place,
        read_actions: &ReadActions,
        global: &GlobalServices,
    ) -> TrailVerdict {
        let source = global.has(record).then(|| record.event_source().unwrap_or_default());
        let out = trail.out_of_scope(place, source.as_deref(), self.organization.as_ref());
        out.unwrap_or_else(|| TrailVerdict::Selectors(trail.selectors.explain_with(record, read_actions)))
    }

    /// These trails, and those that logged before and do no more.
    pub(super) fn joined(&self, before: Self) -> Self {
        let mut all = self.clone();
        for (name, trail) in before.own.into_iter().filter(|(_, trail)| trail.is_logging()) {
            if !all.own.get(&name).is_some_and(Trail::is_logging) {
                (all.compiled, _) = (None, all.own.insert(name, trail));
            }
        }
        all
    }

    /// Whether a bucket is there, as far as one was told.
    pub(super) fn has_bucket(&self, name: &str) -> Result<(), TrailError> {
        match &self.buckets {
            Some(buckets) if !buckets.contains(name) => Err(TrailError::NoBucket(name.into())),
            _ => Ok(()),
        }
    }

    /// How many trails count against the quota of the place.
    pub(super) fn counted(&self, place: &Place) -> usize {
        self.all().filter(|trail| trail.account == place.account).count()
    }

    /// The organization that the account belongs to.
    pub(crate) const fn organization(&self) -> Option<&Organization> {
        self.organization.as_ref()
    }

    /// Whether trails and event data stores of an organization may be made here.
    pub(crate) fn may_span(&self, place: &Place) -> Result<String, TrailError> {
        let organization = self.organization.as_ref().ok_or(TrailError::NoOrganization(place.account))?;
        match organization.management == place.account {
            true => Ok(organization.id.clone()),
            false => Err(TrailError::NotManagement(place.account)),
        }
    }
}
