//! What a part of a root cause tells.

use super::word::{Flag, Property, Quantity};
use crate::trace::{CauseEntity, CauseException, CauseService};

/// A part of a root cause, and which of how many it is.
#[derive(Clone, Copy)]
pub(super) struct Element<'s> {
    pub(super) index: usize,
    pub(super) count: usize,
    pub(super) what: CausePart<'s>,
}

/// What it is.
#[derive(Clone, Copy)]
pub(super) enum CausePart<'s> {
    Service(&'s CauseService),
    /// Whether its service is inferred, too.
    Entity(&'s CauseEntity, bool),
    Exception(&'s CauseException),
}

impl<'s> Element<'s> {
    pub(super) const fn flag(self, flag: Flag) -> Option<bool> {
        match (flag, self.what) {
            (Flag::First, _) => Some(self.index == 0),
            (Flag::Last, _) => Some(self.index + 1 == self.count),
            (Flag::Inferred, CausePart::Service(service)) => Some(service.inferred),
            (Flag::Inferred, CausePart::Entity(_, inferred)) => Some(inferred),
            (Flag::Remote, CausePart::Entity(entity, _)) => Some(entity.remote),
            _ => None,
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "positions are small")]
    pub(super) const fn quantity(self, quantity: Quantity) -> Option<f64> {
        match (quantity, self.what) {
            (Quantity::Index, _) => Some(self.index as f64),
            (Quantity::Coverage, CausePart::Entity(entity, _)) => entity.coverage,
            _ => None,
        }
    }

    pub(super) fn text(self, property: Property) -> Option<&'s str> {
        match (property, self.what) {
            (Property::Name, CausePart::Service(service)) => Some(&service.name),
            (Property::Name, CausePart::Entity(entity, _)) => Some(&entity.name),
            (Property::Name, CausePart::Exception(thrown)) => thrown.name.as_deref(),
            (Property::Type, CausePart::Service(service)) => service.kind.as_deref(),
            (Property::Message, CausePart::Exception(thrown)) => thrown.message.as_deref(),
            _ => None,
        }
    }
}
