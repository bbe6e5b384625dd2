//! Requests that are told apart by their client tokens.

use std::collections::{BTreeMap, VecDeque};

use serde::{Deserialize, Serialize};

use super::SchedulerError;

/// The newest tokens, with what was asked and answered.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Tokens {
    answers: BTreeMap<String, Answer>,
    order: VecDeque<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Answer {
    request: u64,
    answer: String,
}

impl Tokens {
    /// The answer that a token's request got; an error when that was another request.
    pub(super) fn answer(&self, action: &str, token: &str, request: u64) -> Result<Option<String>, SchedulerError> {
        match self.answers.get(&key(action, token)) {
            None => Ok(None),
            Some(known) if known.request == request => Ok(Some(known.answer.clone())),
            Some(_) => Err(SchedulerError::Token(token.into())),
        }
    }

    /// Keeps an answer; past `most` the oldest go.
    pub(super) fn keep(&mut self, action: &str, token: &str, request: u64, answer: &str, most: usize) {
        let key = key(action, token);
        self.answers.insert(key.clone(), Answer { request, answer: answer.into() });
        self.order.push_back(key);
        while self.order.len() > most
            && let Some(oldest) = self.order.pop_front()
        {
            self.answers.remove(&oldest);
        }
    }
}

fn key(action: &str, token: &str) -> String {
    format!("{action} {token}")
}
