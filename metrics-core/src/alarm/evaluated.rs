//! An evaluation that led to another state.

use std::sync::Arc;

use cupola_base::Timestamp;
use cupola_base::json::Json;
use serde::{Deserialize, Serialize};

use super::configuration::AlarmConfiguration;
use super::decision::DecisionRule;
use super::evaluate::Evaluation;
use super::state::StateValue;
use crate::explain::Explanation;

/// What words, data and explanation of a transition are made of. Of very many windows they are made at once, and the
/// windows are not kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Evaluated {
    Whole {
        at: Timestamp,
        from: StateValue,
        to: StateValue,
        alarm: Arc<AlarmConfiguration>,
        rule: DecisionRule,
        evaluation: Evaluation,
    },
    Told {
        text: String,
        data: Json,
        explanation: Explanation,
    },
}

/// Of up to so many windows all are kept.
const MOST_KEPT: usize = 64;

impl Evaluated {
    /// An evaluation at `at` that led from a state to another.
    pub(crate) fn new(
        at: Timestamp,
        (from, to): (StateValue, StateValue),
        alarm: &Arc<AlarmConfiguration>,
        rule: DecisionRule,
        evaluation: Evaluation,
    ) -> Self {
        let is_long = evaluation.range.windows.len() > MOST_KEPT;
        let whole = Self::Whole { at, from, to, alarm: Arc::clone(alarm), rule, evaluation };
        if !is_long {
            return whole;
        }
        Self::Told { text: whole.text(), data: whole.data(), explanation: whole.explain() }
    }

    /// Why, in words.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Whole { from, to, alarm, evaluation, .. } => evaluation.reason(alarm, *from, *to),
            Self::Told { text, .. } => text.clone(),
        }
    }

    /// Why, as data.
    pub(crate) fn data(&self) -> Json {
        match self {
            Self::Whole { at, to, alarm, evaluation, .. } => evaluation.reason_data(*at, alarm, *to),
            Self::Told { data, .. } => data.clone(),
        }
    }

    pub(crate) fn explain(&self) -> Explanation {
        match self {
            Self::Whole { at, from, alarm, rule, evaluation, .. } => {
                Explanation::of(*at, alarm, *rule, *from, evaluation)
            }
            Self::Told { explanation, .. } => explanation.clone(),
        }
    }
}
