//! Which insights event data stores look for.

use cupola_base::{Arn, Timestamp};

use super::{EventDataStore, LakeError};
use crate::trail::twice;
use crate::{Engine, InsightSelector, SourceCategory};

impl Engine {
    /// Sets which insights an event data store looks for, and the store that keeps them, which is one for insights. No
    /// selector ends it. Unlike trails, stores look for insights in management events alone.
    ///
    /// # Errors
    /// [`LakeError`]; of a type that stands there twice, of another category, and of a destination that keeps no insights.
    ///
    /// # Source
    /// CloudTrail API Reference, PutInsightSelectors.
    #[doc(alias = "PutInsightSelectors")]
    pub fn put_event_data_store_insights(
        &mut self,
        now: Timestamp,
        store: &str,
        selectors: Vec<InsightSelector>,
        destination: Option<&str>,
    ) -> Result<&EventDataStore, LakeError> {
        self.see(now);
        self.active_store(store)?;
        if let Some(kind) = twice(&selectors) {
            return Err(LakeError::InsightTwice(kind));
        }
        if selectors.iter().flat_map(InsightSelector::categories).any(|one| one == SourceCategory::Data) {
            return Err(LakeError::DataInsights);
        }
        let destination = destination.map(|text| self.insight_store(text)).transpose()?;
        if destination.is_none() && !selectors.is_empty() {
            return Err(LakeError::InsightsNowhere);
        }
        self.change_store(store, |store| {
            store.insights_destination = destination.filter(|_| !selectors.is_empty());
            store.insights = selectors;
        })?;
        self.rewatch();
        self.event_data_store(store)
    }

    /// The event data store, when it looks for insights.
    ///
    /// # Errors
    /// [`LakeError`]: no such store, or one that looks for none.
    ///
    /// # Source
    /// CloudTrail API Reference, GetInsightSelectors.
    #[doc(alias = "GetInsightSelectors")]
    pub fn event_data_store_insights(&self, store: &str) -> Result<&EventDataStore, LakeError> {
        let found = self.event_data_store(store)?;
        if found.insights.is_empty() { Err(LakeError::NoInsights(store.into())) } else { Ok(found) }
    }

    fn insight_store(&self, text: &str) -> Result<Arn, LakeError> {
        let store = self.active_store(text)?;
        match store.settings.sole_category() {
            Some("Insight") => Ok(store.arn.clone()),
            _ => Err(LakeError::NotOfInsights(text.into())),
        }
    }
}
