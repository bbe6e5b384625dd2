//! Calls in, insights out.

use std::collections::BTreeSet;

use cupola_base::{Rng, Timestamp};
use hashbrown::{DefaultHashBuilder, HashTable};
use serde::{Deserialize, Serialize};

use super::budget::{InsightBudget, InsightLosses};
use super::call::InsightCall;
use super::kind::{InsightSelector, InsightType, SourceCategory};
use super::math::{DAY, Minute, baseline_start, instant, minute_of};
use super::model::InsightModel;
use super::names::Names;
use super::reading::InsightReading;
use super::record::Insight;
use super::series::{Change, Rules, Series};
use super::series_key::{InsightSeries, hash_of};
use super::values::{Values, Written};
use crate::Access;

/// Looks for unusual rates of calls and errors, minute by minute.
///
/// Calls may come in any order within the model's grace: what comes out depends on the calls and on the
/// watermark alone. One long [`advance`](Self::advance) gives what many short ones give. A call of a minute that
/// was closed counts for what comes later and changes nothing that was decided; [`losses`](Self::losses)
/// tells how many there were.
///
/// ```
/// use cupola_audit::{InsightCall, InsightDetector, InsightModel, InsightSelector, InsightState, InsightType};
/// use cupola_base::{Rng, Timestamp};
///
/// let mut detector = InsightDetector::new(InsightModel::default());
/// let t0 = Timestamp::parse("2026-05-01T00:00:00Z")?;
/// detector.watch(t0, &[InsightSelector::new(InsightType::ApiCallRate)]);
/// let burst = t0.plus_secs(48 * 3600);
/// for second in 0..20 {
///     let call = InsightCall::new(burst.plus_secs(second), "iam.amazonaws.com", "CreateAccessKey");
///     detector.count(&call.by("arn:aws:sts::111122223333:assumed-role/Deploy"));
/// }
/// let insights = detector.advance(burst.plus_secs(3600), &Rng::new(0));
/// assert_eq!(insights.iter().map(|insight| insight.state).collect::<Vec<_>>(), [InsightState::Start, InsightState::End]);
/// assert_eq!(insights[1].statistics.insight.average, 20.0);
/// # Ok::<(), cupola_base::TimestampError>(())
/// ```
///
/// # Source
/// CloudTrail User Guide, "Working with CloudTrail Insights", for what is watched; the rule is ours, see
/// [`InsightModel`].
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(from = "Kept<Written>", into = "Kept")]
pub struct InsightDetector {
    kept: Kept,
    table: HashTable<u32>,
    hasher: DefaultHashBuilder,
    /// Series by the minute that is due.
    due: BTreeSet<(Minute, u32)>,
}

/// What a snapshot holds.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Kept<V = Values> {
    model: InsightModel,
    budget: InsightBudget,
    /// Since when each type is watched in each category.
    watched: [[Option<Minute>; 2]; 2],
    /// The newest minute that is closed.
    closed: Minute,
    /// Minutes that wait to be closed, over all series.
    waiting: usize,
    counts: InsightLosses,
    #[serde(default)]
    names: Names,
    series: Vec<Slot<V>>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Slot<V = Values> {
    key: InsightSeries,
    series: Series<V>,
    /// Whether its calls write.
    writes: bool,
    /// The next minute that is due, as it stands in the detector's list.
    due: Option<Minute>,
    /// The id that joins the records of the insight that goes on.
    shared: Option<String>,
}

impl InsightDetector {
    /// Watches nothing yet.
    #[must_use]
    pub fn new(model: InsightModel) -> Self {
        Self::from(Kept::<Values> {
            model,
            budget: InsightBudget::default(),
            watched: [[None; 2]; 2],
            closed: Minute::MIN / 4,
            waiting: 0,
            counts: InsightLosses::default(),
            names: Names::default(),
            series: Vec::new(),
        })
    }

    /// Sets how much is kept.
    #[must_use]
    pub fn with_budget(mut self, budget: InsightBudget) -> Self {
        self.kept.budget = budget;
        self
    }

    /// Sets the rule's numbers.
    pub(crate) fn set_model(&mut self, model: InsightModel) {
        self.kept.model = model;
    }

    pub(crate) fn set_budget(&mut self, budget: InsightBudget) {
        self.kept.budget = budget;
    }

    /// The rule's numbers.
    #[must_use]
    pub const fn model(&self) -> &InsightModel {
        &self.kept.model
    }

    /// Watches what these selectors say, and nothing else; what was watched before goes on as it was. Calls
    /// before `since` are not counted.
    pub fn watch(&mut self, since: Timestamp, selectors: &[InsightSelector]) {
        let mut wanted = [[false; 2]; 2];
        for selector in selectors {
            selector.categories().for_each(|category| wanted[selector.kind as usize][category as usize] = true);
        }
        for (watched, wanted) in self.kept.watched.iter_mut().flatten().zip(wanted.iter().flatten()) {
            *watched = wanted.then(|| watched.unwrap_or_else(|| minute_of(since)));
        }
        let watched = self.kept.watched;
        self.drop_series(|slot| watched[slot.key.kind as usize][slot.key.category as usize].is_some());
    }

    /// Whether anything is watched.
    #[must_use]
    pub fn is_watching(&self) -> bool {
        self.kept.watched.iter().flatten().any(Option::is_some)
    }

    /// Calls that did not count as they would have.
    #[must_use]
    pub const fn losses(&self) -> InsightLosses {
        self.kept.counts
    }

    /// The series that are counted, in order.
    #[must_use]
    pub fn series(&self) -> Vec<&InsightSeries> {
        let mut series: Vec<&InsightSeries> = self.kept.series.iter().map(|slot| &slot.key).collect();
        series.sort_unstable();
        series
    }

    /// What the rule made of the last minute that it looked at in a series; `None` before the first.
    #[must_use]
    pub fn reading(&self, series: &InsightSeries) -> Option<InsightReading> {
        let slot = self.find(series.hash_of(&self.hasher), |slot| slot.key == *series)?;
        Some(self.kept.series[slot as usize].series.looked?.read(&self.kept.model))
    }

    /// The minutes of a series that had calls, oldest first, with their calls; those that are not closed too. They reach
    /// back to midnight UTC, seven days before `now`.
    pub fn minutes(&self, series: &InsightSeries, now: Timestamp) -> impl Iterator<Item = (Timestamp, u32)> {
        let found = self.find(series.hash_of(&self.hasher), |slot| slot.key == *series);
        let minutes = found.map(|slot| self.kept.series[slot as usize].series.minutes(baseline_start(minute_of(now))));
        minutes.into_iter().flatten().map(|(minute, calls)| (instant(minute), calls))
    }

    /// Counts a call.
    pub fn count(&mut self, call: &InsightCall<'_>) {
        let minute = minute_of(call.at);
        if call.category == SourceCategory::Data || call.access == Access::Write {
            self.count_as(call, minute, InsightType::ApiCallRate);
        }
        if call.error.is_some() {
            self.count_as(call, minute, InsightType::ApiErrorRate);
        }
    }

    fn count_as(&mut self, call: &InsightCall<'_>, minute: Minute, kind: InsightType) {
        let since = self.kept.watched[kind as usize][call.category as usize];
        if since.is_none_or(|since| minute < since) {
            return;
        }
        let Some(slot) = self.slot(call, kind) else {
            self.kept.counts.over_budget += 1;
            return;
        };
        self.count_in(slot, call, minute);
    }

    fn count_in(&mut self, slot: u32, call: &InsightCall<'_>, minute: Minute) {
        let kept = &mut self.kept;
        let place = &mut kept.series[slot as usize];
        let error = (place.key.kind == InsightType::ApiCallRate).then(|| call.error.as_deref().unwrap_or("null"));
        let values = [call.identity.as_deref(), call.agent.as_deref(), error];
        let ids = place.series.values.ids(&mut kept.names, values, kept.budget.values);
        if minute <= kept.closed {
            kept.counts.late += 1;
            if minute >= baseline_start(kept.closed) {
                place.series.count_late(
                    minute,
                    ids,
                    kept.closed,
                    rules(&kept.model, &kept.watched, kept.budget, place),
                );
                self.set_due(slot);
            }
            return;
        }
        if kept.waiting >= kept.budget.open_minutes && !place.series.is_open(minute) {
            kept.counts.over_budget += 1;
        } else if place.series.count(minute, ids) {
            kept.waiting += 1;
            self.set_due(slot);
        }
    }

    /// The place of a call's series, which is made where there is none.
    fn slot(&mut self, call: &InsightCall<'_>, kind: InsightType) -> Option<u32> {
        let hash = hash_of(call, kind, &self.hasher);
        if let Some(slot) = self.find(hash, |slot| slot.key.is_of(call, kind)) {
            return Some(slot);
        }
        let slot =
            u32::try_from(self.kept.series.len()).ok().filter(|slot| (*slot as usize) < self.kept.budget.series)?;
        let (key, writes) = (InsightSeries::of(call, kind), call.access == Access::Write);
        self.kept.series.push(Slot { key, series: Series::default(), writes, due: None, shared: None });
        self.enlist(slot);
        Some(slot)
    }

    fn find(&self, hash: u64, is: impl Fn(&Slot) -> bool) -> Option<u32> {
        self.table.find(hash, |slot| is(&self.kept.series[*slot as usize])).copied()
    }

    fn enlist(&mut self, slot: u32) {
        let (series, hasher) = (&self.kept.series, &self.hasher);
        let hash = |slot: u32| series[slot as usize].key.hash_of(hasher);
        self.table.insert_unique(hash(slot), slot, |slot| hash(*slot));
    }

    fn set_due(&mut self, slot: u32) {
        let place = &mut self.kept.series[slot as usize];
        let due = place.series.due(&self.kept.model);
        if due != place.due {
            place.due.map(|due| self.due.remove(&(due, slot)));
            due.map(|due| self.due.insert((due, slot)));
            place.due = due;
        }
    }

    /// When the next minute closes that may change something.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Timestamp> {
        let (minute, _) = self.due.first()?;
        let end = minute + 1 + Minute::from(self.kept.model.grace_minutes);
        // What ends with time itself is never due.
        (end <= minute_of(Timestamp::MAX)).then(|| instant(end))
    }

    /// Closes every minute that ended the model's grace before the watermark, and tells what started and
    /// ended, oldest first, of one minute in the order of the series. Ids are drawn from `rng` in that order.
    #[must_use]
    pub fn advance(&mut self, watermark: Timestamp, rng: &Rng) -> Vec<Insight> {
        let closed = minute_of(watermark) - 1 - Minute::from(self.kept.model.grace_minutes);
        let mut insights = Vec::new();
        while let Some((minute, _)) = self.due.first().copied().filter(|(minute, _)| *minute <= closed) {
            self.close(minute, rng, &mut insights);
        }
        let is_new_day = closed.div_euclid(DAY) > self.kept.closed.div_euclid(DAY);
        self.kept.closed = self.kept.closed.max(closed);
        if is_new_day {
            self.drop_series(|slot| !slot.series.is_idle(closed));
            self.forget_names();
        }
        insights
    }

    /// Closes one minute of all series that have something due in it.
    fn close(&mut self, minute: Minute, rng: &Rng, insights: &mut Vec<Insight>) {
        let slots: Vec<u32> = self.due.range((minute, 0)..=(minute, u32::MAX)).map(|(_, slot)| *slot).collect();
        let mut found: Vec<(u32, Change)> = Vec::new();
        for slot in slots {
            let kept = &mut self.kept;
            let place = &mut kept.series[slot as usize];
            let (rules, mut changes) = (rules(&kept.model, &kept.watched, kept.budget, place), Vec::new());
            kept.waiting -= usize::from(place.series.is_open(minute));
            place.series.close(minute, rules, &mut changes);
            found.extend(changes.into_iter().map(|change| (slot, change)));
            self.set_due(slot);
        }
        found.sort_by(|(a, _), (b, _)| self.kept.series[*a as usize].key.cmp(&self.kept.series[*b as usize].key));
        insights.extend(found.into_iter().map(|(slot, change)| self.tell(slot, &change, rng)));
    }

    fn tell(&mut self, slot: u32, change: &Change, rng: &Rng) -> Insight {
        let Slot { key, shared, .. } = &mut self.kept.series[slot as usize];
        let event_id = rng.uuid();
        let shared_id = shared.take().unwrap_or_else(|| rng.uuid());
        if change.is_start {
            *shared = Some(shared_id.clone());
        }
        Insight::of(key, change, &self.kept.names, event_id, shared_id)
    }

    fn forget_names(&mut self) {
        let Kept { names, series, .. } = &mut self.kept;
        if let Some(new) = names.keep(series.iter().flat_map(|slot| slot.series.values.all())) {
            series.iter_mut().for_each(|slot| slot.series.renumber(&new));
        }
    }

    fn drop_series(&mut self, keep: impl Fn(&Slot) -> bool) {
        let before = self.kept.series.len();
        let waiting = &mut self.kept.waiting;
        self.kept.series.retain(|slot| {
            let keep = keep(slot);
            *waiting -= if keep { 0 } else { slot.series.open_minutes() };
            keep
        });
        if self.kept.series.len() < before {
            self.index();
        }
    }

    #[expect(clippy::cast_possible_truncation, reason = "the budget's series have ids of 32 bits")]
    fn index(&mut self) {
        self.table.clear();
        self.due.clear();
        for slot in 0..self.kept.series.len() as u32 {
            self.enlist(slot);
            self.due.extend(self.kept.series[slot as usize].due.map(|due| (due, slot)));
        }
    }
}

fn rules<'m>(
    model: &'m InsightModel,
    watched: &[[Option<Minute>; 2]; 2],
    budget: InsightBudget,
    slot: &Slot,
) -> Rules<'m> {
    let since = watched[slot.key.kind as usize][slot.key.category as usize].unwrap_or(Minute::MAX / 4);
    let gaps = slot.writes && slot.key.kind == InsightType::ApiCallRate && model.gaps.is_some();
    Rules { model, warm: since + Minute::from(model.warmup_minutes), gaps, values: budget.values }
}

impl From<Kept<Written>> for InsightDetector {
    fn from(written: Kept<Written>) -> Self {
        let Kept { model, budget, watched, closed, waiting, counts, mut names, series } = written;
        let series = series.into_iter().map(|slot| slot.taken_in(&mut names)).collect();
        Kept { model, budget, watched, closed, waiting, counts, names, series }.into()
    }
}

impl Slot<Written> {
    fn taken_in(self, names: &mut Names) -> Slot {
        let Self { key, series, writes, due, shared } = self;
        Slot { key, series: series.taken_in(names), writes, due, shared }
    }
}

impl From<Kept> for InsightDetector {
    fn from(kept: Kept) -> Self {
        let mut detector =
            Self { kept, table: HashTable::new(), hasher: DefaultHashBuilder::default(), due: BTreeSet::new() };
        detector.index();
        detector
    }
}

impl From<InsightDetector> for Kept {
    fn from(detector: InsightDetector) -> Self {
        detector.kept
    }
}
