//! How large records of an event data store may be, and which context they are to have.

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

use super::{EventDataStore, LakeError};
use crate::{Engine, SizeClass};

/// Keys of context that records of an event data store are to have.
///
/// The engine knows neither tags nor requests: records that come with an `eventContext` keep it, others get none.
///
/// # Source
/// CloudTrail API Reference, ContextKeySelector.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(clippy::exhaustive_structs, reason = "a type and keys are all there is")]
pub struct ContextKeySelector {
    /// Of what the keys are.
    #[serde(rename = "Type")]
    pub kind: ContextKeyType,
    /// The keys: 1 to 50, each of 1 to 128 characters.
    pub equals: Vec<String>,
}

/// Of what keys of context are.
///
/// # Source
/// CloudTrail API Reference, ContextKeySelector, `Type`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum ContextKeyType {
    /// Tags of resources and principals.
    TagContext,
    /// Conditions of the request.
    RequestContext,
}

impl Engine {
    /// Sets how large the records of an event data store may be, and which keys of context they are to have. What is
    /// `None` stays as it is. Keys of context need large records.
    ///
    /// ```
    /// use cupola_audit::{Engine, EventDataStoreRequest, SizeClass};
    /// use cupola_base::{Place, Timestamp};
    ///
    /// let mut engine = Engine::new(Place::parse("111122223333", "eu-west-1")?, 0);
    /// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
    /// engine.create_event_data_store(now, EventDataStoreRequest::new("years"))?;
    /// let id = engine.event_data_stores().next().unwrap().id().to_owned();
    /// let store = engine.put_event_configuration(now, &id, Some(SizeClass::Large), None)?;
    /// assert_eq!(store.settings.max_event_size.bytes(), 1_048_576);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`LakeError`].
    ///
    /// # Source
    /// CloudTrail API Reference, PutEventConfiguration.
    #[doc(alias = "PutEventConfiguration")]
    pub fn put_event_configuration(
        &mut self,
        now: Timestamp,
        store: &str,
        max_event_size: Option<SizeClass>,
        context_keys: Option<Vec<ContextKeySelector>>,
    ) -> Result<&EventDataStore, LakeError> {
        let now = self.see(now);
        let settings = &self.active_store(store)?.settings;
        if settings.sole_category().is_some() {
            return Err(LakeError::Category(store.into()));
        }
        let size = max_event_size.unwrap_or(settings.max_event_size);
        let keys = context_keys.unwrap_or_else(|| settings.context_keys.clone());
        check_keys(&keys)?;
        if !keys.is_empty() && size != SizeClass::Large {
            return Err(LakeError::ContextOfSmall);
        }
        self.change_store(store, |store| {
            (store.settings.max_event_size, store.settings.context_keys, store.updated) = (size, keys, now);
        })
    }
}

fn check_keys(selectors: &[ContextKeySelector]) -> Result<(), LakeError> {
    for (at, ContextKeySelector { kind, equals }) in selectors.iter().enumerate() {
        if selectors[..at].iter().any(|before| before.kind == *kind) {
            return Err(LakeError::ContextTwice(*kind));
        }
        let is_good = |key: &String| (1..=128).contains(&key.chars().count());
        if !(1..=50).contains(&equals.len()) || !equals.iter().all(is_good) {
            return Err(LakeError::ContextKeys(*kind));
        }
    }
    Ok(())
}
