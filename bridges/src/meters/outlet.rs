//! The way out for what meters hold.

use std::sync::Arc;

use cupola_base::{Sample, Timestamp};

use super::described::Described;
use super::identity::Identity;
use crate::{Clock, Inbox, Input};

/// Makes samples data of one namespace, and sends them.
#[derive(Clone, Debug)]
pub(super) struct Outlet {
    pub(super) namespace: Arc<str>,
    pub(super) described: Described,
    pub(super) clock: Clock,
    pub(super) inbox: Inbox,
}

impl Outlet {
    /// The unit is the one that is known now: a metric may be described after its first sample.
    pub(super) fn send(&self, metric: &Identity, at: Timestamp, sample: Sample) {
        let datum = metric.datum(&self.namespace, at, sample, self.described.unit(metric));
        self.inbox.send(Input::Datum(datum));
    }
}
