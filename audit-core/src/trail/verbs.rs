//! What can be done with trails.

use std::collections::BTreeSet;

use cupola_base::{Arn, Tags, Timestamp};

use super::{
    Organization, Trail, TrailChanges, TrailError, TrailName, TrailRequest, TrailStatus, TrailVerdict, TrailsBefore,
};
use crate::{BuildError, Engine, Record, RecordBuilder, RecordError, Selectors, Target};

impl Engine {
    /// Makes a trail. It logs nothing until [`start_logging`](Self::start_logging).
    ///
    /// # Errors
    /// [`TrailError`].
    ///
    /// # Source
    /// CloudTrail API Reference, CreateTrail.
    #[doc(alias = "CreateTrail")]
    pub fn create_trail(&mut self, now: Timestamp, request: TrailRequest) -> Result<&Trail, TrailError> {
        self.see(now);
        let place = self.state.place.clone();
        let name = TrailName::new(&request.name)?;
        if self.state.trails.by_name(name.as_str()).is_some() {
            return Err(TrailError::Exists { name: request.name, account: place.account });
        }
        let settings = request.settings.settings(&place)?;
        self.state.trails.has_bucket(&settings.bucket)?;
        let organization = self.organization_of(settings.organization)?;
        let count = self.state.trails.counted(&place);
        if count >= self.state.limits.trails {
            return Err(TrailError::TooMany { account: place.account, region: place.region, count });
        }
        let mut tags = Tags::default();
        tags.set(request.tags)?;
        let arn = place.arn("cloudtrail", format_args!("trail/{name}"));
        let (account, home_region) = (place.account, place.region);
        let (selectors, status) = (Selectors::default(), TrailStatus::default());
        Ok(self.state.trails.put(Trail {
            name,
            arn,
            account,
            home_region,
            settings,
            selectors,
            organization,
            insights: Vec::new(),
            aggregation: Vec::new(),
            tags,
            status,
        }))
    }

    /// Changes a trail.
    ///
    /// # Errors
    /// [`TrailError`]; nothing is changed then.
    ///
    /// # Source
    /// CloudTrail API Reference, UpdateTrail.
    #[doc(alias = "UpdateTrail")]
    pub fn update_trail(&mut self, now: Timestamp, name: &str, changes: &TrailChanges) -> Result<&Trail, TrailError> {
        self.see(now);
        let name = self.own_name(name)?;
        let old = self.state.trails.by_name(&name).map(|trail| trail.settings.clone());
        let settings = old.map(|old| changes.apply(&old, &self.state.place)).transpose()?;
        changes.bucket.as_deref().map_or(Ok(()), |bucket| self.state.trails.has_bucket(bucket))?;
        let organization = self.organization_of(settings.as_ref().is_some_and(|settings| settings.organization))?;
        self.change(&name, |trail| {
            trail.settings = settings.unwrap_or_else(|| trail.settings.clone());
            trail.organization = organization;
        })?;
        self.rechain();
        self.trail(&name)
    }

    /// Deletes a trail. What it has taken in is still delivered, and the last digest of its chain.
    ///
    /// # Errors
    /// [`TrailError`].
    ///
    /// # Source
    /// CloudTrail API Reference, DeleteTrail.
    #[doc(alias = "DeleteTrail")]
    pub fn delete_trail(&mut self, now: Timestamp, name: &str) -> Result<(), TrailError> {
        self.see(now);
        let name = self.own_name(name)?;
        self.state.trails.remove(&name);
        self.rewatch();
        self.rechain();
        Ok(())
    }

    /// Has a trail log from now on. One that did not begins a chain of digests when it [validates log
    /// files](crate::TrailSettings::validates_files); see [`DigestDue`](crate::DigestDue).
    ///
    /// # Errors
    /// [`TrailError`].
    ///
    /// # Source
    /// CloudTrail API Reference, StartLogging.
    #[doc(alias = "StartLogging")]
    pub fn start_logging(&mut self, now: Timestamp, name: &str) -> Result<(), TrailError> {
        let now = self.see(now);
        let name = self.own_name(name)?;
        self.change(&name, |trail| {
            (trail.status.is_logging, trail.status.started) = (true, Some(now));
        })?;
        self.rewatch();
        self.rechain();
        Ok(())
    }

    /// Has a trail log no more. What it has taken in is still delivered, and the last digest of its chain.
    ///
    /// # Errors
    /// [`TrailError`].
    ///
    /// # Source
    /// CloudTrail API Reference, StopLogging.
    #[doc(alias = "StopLogging")]
    pub fn stop_logging(&mut self, now: Timestamp, name: &str) -> Result<(), TrailError> {
        let now = self.see(now);
        let name = self.own_name(name)?;
        self.change(&name, |trail| {
            (trail.status.is_logging, trail.status.stopped) = (false, Some(now));
        })?;
        self.rewatch();
        self.rechain();
        Ok(())
    }

    /// Replaces the selectors of a trail: one kind removes the other.
    ///
    /// # Errors
    /// [`TrailError`].
    ///
    /// # Source
    /// CloudTrail API Reference, PutEventSelectors.
    #[doc(alias = "PutEventSelectors")]
    pub fn put_event_selectors(
        &mut self,
        now: Timestamp,
        name: &str,
        selectors: Selectors,
    ) -> Result<&Trail, TrailError> {
        self.see(now);
        let name = self.own_name(name)?;
        let target = if self.state.policies.unknown_selector_fields { Target::LenientTrail } else { Target::Trail };
        selectors.check(target)?;
        self.change(&name, |trail| trail.selectors = selectors)
    }

    /// A trail by its name, or by its ARN: then also one of another region that logs here.
    ///
    /// # Errors
    /// [`TrailError`]: not a name, no such trail.
    ///
    /// # Source
    /// CloudTrail API Reference, GetTrail; that names are of this region's trails alone is from DescribeTrails.
    #[doc(alias = "GetTrail")]
    #[doc(alias = "GetTrailStatus")]
    #[doc(alias = "GetEventSelectors")]
    pub fn trail(&self, name: &str) -> Result<&Trail, TrailError> {
        let trails = &self.state.trails;
        let found = match name.starts_with("arn:") {
            true => trails.by_arn(trail_arn(name)?.as_str()),
            false => trails.by_name(TrailName::new(name)?.as_str()),
        };
        found.ok_or_else(|| self.unknown(name))
    }

    /// The trails that are seen here: own ones by name, then those of other regions and accounts that log here
    /// (shadow trails).
    #[doc(alias = "ListTrails")]
    #[doc(alias = "DescribeTrails")]
    pub fn trails(&self) -> impl Iterator<Item = &Trail> {
        self.state.trails.all()
    }

    /// Why a trail logs an event or does not: the check that it fails, or what its selectors say.
    ///
    /// # Errors
    /// [`TrailError`] when there is no such trail.
    pub fn explain_trail(&self, name: &str, record: &Record<'_>) -> Result<TrailVerdict, TrailError> {
        let trail = self.trail(name)?;
        let place = self.state.place_of(record).unwrap_or_else(|_: RecordError| self.state.place.clone());
        let (actions, global) = (&self.state.policies.read_actions, &self.state.policies.global_services);
        Ok(self.state.trails.explain(trail, record, &place, actions, global))
    }

    /// Tells the organization that the account belongs to, or that it belongs to none.
    pub fn set_organization(&mut self, now: Timestamp, organization: Option<Organization>) {
        self.see(now);
        self.state.trails.set_organization(organization);
    }

    /// Tells which buckets there are: others cannot be delivered into. Unless told, each bucket is there.
    pub fn tell_buckets(&mut self, now: Timestamp, buckets: Option<BTreeSet<String>>) {
        self.see(now);
        self.state.trails.buckets = buckets;
    }

    /// Tells which trails of other places log here: the multi-region trails of the account's other regions, and those
    /// of its organization. They replace those told before.
    pub fn set_shadow_trails(&mut self, now: Timestamp, trails: Vec<Trail>) {
        self.see(now);
        self.state.trails.set_shadows(trails);
        self.rewatch();
        self.rechain();
    }

    /// The place's own trails that log elsewhere, too.
    pub fn spanning_trails(&self) -> impl Iterator<Item = &Trail> {
        self.state.trails.own().filter(|trail| trail.settings.multi_region || trail.settings.organization)
    }

    /// Grows whenever a trail of this place changes: a cheap look whether
    /// [`spanning_trails`](Self::spanning_trails) may have changed.
    #[must_use]
    pub const fn trails_revision(&self) -> u64 {
        self.state.trails.revision()
    }

    /// The trails as they stand, for [`record_call_before`](Self::record_call_before).
    #[must_use]
    pub fn trails_before(&self) -> TrailsBefore {
        TrailsBefore(self.state.trails.clone())
    }

    /// As [`record_call`](Self::record_call), asking also the trails that logged before: the call that stops or deletes a
    /// trail is still logged by it.
    ///
    /// # Errors
    /// As [`record_call`](Self::record_call).
    pub fn record_call_before(
        &mut self,
        now: Timestamp,
        before: TrailsBefore,
        call: RecordBuilder,
    ) -> Result<String, BuildError> {
        let now = self.see(now);
        let joined = self.state.trails.joined(before.0);
        let after = std::mem::replace(&mut self.state.trails, joined);
        let recorded = self.record_call(now, call);
        self.state.trails = after;
        recorded
    }

    fn organization_of(&self, wanted: bool) -> Result<Option<String>, TrailError> {
        wanted.then(|| self.state.trails.may_span(&self.state.place)).transpose()
    }

    pub(crate) fn change(&mut self, name: &str, change: impl FnOnce(&mut Trail)) -> Result<&Trail, TrailError> {
        let account = self.state.place.account;
        let trail = self.state.trails.change(name);
        let trail = trail.ok_or_else(|| TrailError::Unknown { name: name.into(), account })?;
        change(trail);
        Ok(trail)
    }

    /// The name of a trail of this place, that can be changed here.
    pub(crate) fn own_name(&self, name: &str) -> Result<String, TrailError> {
        let trails = &self.state.trails;
        let is_arn = name.starts_with("arn:");
        let text = if is_arn { trail_arn(name)?.to_string() } else { TrailName::new(name)?.to_string() };
        let of = |trail: &&Trail| if is_arn { trail.arn.as_str() == text } else { trail.name.as_str() == text };
        if let Some(trail) = trails.own().find(of) {
            return Ok(trail.name.to_string());
        }
        let shadow = trails.all().find(of).ok_or_else(|| self.unknown(name))?;
        Err(match shadow.account == self.state.place.account {
            true => TrailError::HomeRegion { name: name.into(), home: shadow.home_region.clone() },
            false => TrailError::OfOrganization(name.into()),
        })
    }

    fn unknown(&self, name: &str) -> TrailError {
        TrailError::Unknown { name: name.into(), account: self.state.place.account }
    }
}

pub(crate) fn trail_arn(text: &str) -> Result<Arn, TrailError> {
    let is_trail = |arn: &Arn| arn.service() == "cloudtrail" && arn.resource().starts_with("trail/");
    Arn::parse(text).ok().filter(is_trail).ok_or_else(|| TrailError::Arn(text.into()))
}
