//! A rule with what the service remembers of its clients.

use std::collections::BTreeMap;

use cupola_base::{Tags, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{Rate, SamplingRule, SamplingRuleRecord};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Held {
    pub(crate) record: SamplingRuleRecord,
    pub(crate) tags: Tags,
    /// When each client last reported requests.
    pub(super) clients: BTreeMap<String, Timestamp>,
    pub(super) boost: Option<Granted>,
}

/// A boost that was granted.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Granted {
    pub(super) at: Timestamp,
    pub(super) rate: Rate,
    pub(super) until: Timestamp,
}

impl Held {
    pub(super) fn new(rule: SamplingRule, now: Timestamp, tags: Tags) -> Self {
        let record = SamplingRuleRecord { rule, created_at: now, modified_at: now };
        Self { record, tags, clients: BTreeMap::new(), boost: None }
    }

    pub(crate) fn default_rule() -> Self {
        Self::new(SamplingRule::default_rule(), Timestamp::EPOCH, Tags::default())
    }
}
