//! Why an alarm is in its state: facts, of which words and data are made when somebody asks.

use std::borrow::Cow;
use std::sync::Arc;

use cupola_base::json::Json;
use serde::{Deserialize, Serialize};

use super::evaluated::Evaluated;
use super::reason::CREATION;
use crate::composite::RuleReason;
use crate::explain::Explanation;

/// What led to a state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Why {
    /// The alarm was created.
    Created,
    /// It is told in these words, and with these data.
    Told(String, Option<Json>),
    /// An evaluation of a metric alarm.
    Evaluation(Arc<Evaluated>),
    /// The rule of a composite alarm.
    Rule(Box<RuleReason>),
}

impl Why {
    /// In words.
    pub(crate) fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Created => CREATION.into(),
            Self::Told(text, _) => text.into(),
            Self::Evaluation(evaluated) => evaluated.text().into(),
            Self::Rule(reason) => reason.text().into(),
        }
    }

    /// How an evaluation led to it, where one did.
    pub(crate) fn explain(&self) -> Option<Explanation> {
        match self {
            Self::Evaluation(evaluated) => Some(evaluated.explain()),
            _ => None,
        }
    }

    /// As data; none at creation, and where somebody set the state without.
    pub(crate) fn data(&self) -> Option<Json> {
        match self {
            Self::Created => None,
            Self::Told(_, data) => data.clone(),
            Self::Evaluation(evaluated) => Some(evaluated.data()),
            Self::Rule(reason) => Some(reason.data()),
        }
    }
}
