//! Verbs on encryption keys.

use cupola_base::Timestamp;

use super::Engine;
use crate::error::UnknownLog;
use crate::kms::{AssociateKmsKeyError, KmsKey, KmsKeyState, RefusedKmsKey};

impl Engine {
    /// Tells what became of a KMS key. Of keys that nothing was told of,
    /// [`Policies::unknown_kms_keys`](crate::Policies::unknown_kms_keys) says what they are.
    ///
    /// ```
    /// use cupola_logs::{Engine, GetLogEvents, GetLogEventsError, KmsKey, KmsKeyState, Place, Timestamp};
    ///
    /// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
    /// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
    /// engine.create_log_group(now, "app")?;
    /// engine.create_log_stream(now, "app", "s")?;
    /// let key = KmsKey::new("arn:aws:kms:us-east-1:111122223333:key/harbour")?;
    /// engine.associate_kms_key(now, "app", &key)?;
    /// engine.put_log_events(now, "app", "s", [(now, "in the harbour")])?;
    ///
    /// engine.set_kms_key_state(now, &key, KmsKeyState::Disabled);
    /// let read = engine.get_log_events(now, &GetLogEvents::of("app", "s"));
    /// assert!(matches!(read, Err(GetLogEventsError::Key(error)) if error.key == key));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn set_kms_key_state(&mut self, now: Timestamp, key: &KmsKey, state: KmsKeyState) {
        self.at(now);
        self.keys.tell(key.clone(), state);
    }

    /// Encrypts the events of a group that come in from now on with this key.
    ///
    /// Events that are there stay under the key that they came in under; all can be read as long as
    /// their keys can be used.
    ///
    /// # Errors
    /// [`AssociateKmsKeyError`].
    ///
    /// # Source
    /// CloudWatch Logs API Reference, AssociateKmsKey.
    #[doc(alias = "AssociateKmsKey")]
    pub fn associate_kms_key(&mut self, now: Timestamp, group: &str, key: &KmsKey) -> Result<(), AssociateKmsKeyError> {
        self.at(now);
        self.group(group)?;
        self.check_key(key)?;
        Ok(self.change_key(group, Some(key.clone()))?)
    }

    /// Encrypts the events of a group that come in from now on with the service's own key again.
    ///
    /// # Errors
    /// [`UnknownLog`] when there is no such group.
    ///
    /// # Source
    /// CloudWatch Logs API Reference, DisassociateKmsKey.
    #[doc(alias = "DisassociateKmsKey")]
    pub fn disassociate_kms_key(&mut self, now: Timestamp, group: &str) -> Result<(), UnknownLog> {
        self.at(now);
        self.change_key(group, None)
    }

    /// Encrypts the results of queries with this key; with `None`, with the service's own.
    ///
    /// # Errors
    /// [`RefusedKmsKey`] when the key cannot be used.
    pub fn set_query_result_kms_key(&mut self, now: Timestamp, key: Option<&KmsKey>) -> Result<(), RefusedKmsKey> {
        self.at(now);
        key.map_or(Ok(()), |key| self.check_key(key))?;
        self.keys.query_results = key.cloned();
        Ok(())
    }

    /// The key that results of queries are encrypted with; `None` when it is the service's own.
    #[must_use]
    pub const fn query_result_kms_key(&self) -> Option<&KmsKey> {
        self.keys.query_results.as_ref()
    }

    /// That a group can be given this key.
    pub(crate) fn check_key(&self, key: &KmsKey) -> Result<(), RefusedKmsKey> {
        if !key.is_in(self.place.region.as_str()) {
            return Err(RefusedKmsKey::Region(key.clone()));
        }
        match self.keys.state(key, self.policies.unknown_kms_keys) {
            KmsKeyState::Usable => Ok(()),
            state => Err(RefusedKmsKey::State { key: key.clone(), state }),
        }
    }

    fn change_key(&mut self, group: &str, key: Option<KmsKey>) -> Result<(), UnknownLog> {
        let next = self.sequence + 1;
        let group = self.group_mut(group)?;
        group.keys.change(next, key);
        if group.keys.is_long() {
            let least = group.streams.values().filter_map(|stream| stream.strand.least_sequence()).min();
            group.keys.forget_before(least.unwrap_or(next));
        }
        Ok(())
    }
}
