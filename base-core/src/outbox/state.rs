//! What becomes of one delivery: retries, dead letter, end.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{DeadLetter, Draft, Outcome, RetryPolicy};
use crate::{Rng, Timestamp};

/// Where one delivery stands, apart from what is delivered. Pure: time and outcome go in, what is to be
/// done comes out.
///
/// ```
/// use cupola_base::{Outcome, RetryPolicy, Timestamp};
/// use cupola_base::outbox::{DeadLetter, DeliveryState, ErrorCode, Next};
///
/// let t0 = Timestamp::from_secs(100);
/// let letter = DeadLetter::to("arn:aws:sqs:us-east-1:111122223333:dead").with("RULE_ARN", "rule/r");
/// let mut state = DeliveryState::new(t0, "arn:aws:sqs:us-east-1:111122223333:q")
///     .with_retry(RetryPolicy::new(1, 60))
///     .with_dead_letter(Some(letter));
/// let busy = Outcome::error(ErrorCode::Throttling, "slow down");
///
/// let Next::Retry { at } = state.next(&busy, t0) else { panic!() };
/// let Next::DeadLetter(letter) = state.next(&busy, at) else { panic!() };
/// let attribute = |name: &str| letter.attributes.get(name).map(String::as_str);
/// assert_eq!(attribute("ERROR_CODE"), Some("THROTTLING"));
/// assert_eq!(attribute("EXHAUSTED_RETRY_CONDITION"), Some("MaximumRetryAttempts"));
/// assert_eq!(attribute("RETRY_ATTEMPTS"), Some("1"));
/// assert_eq!(state.next(&Outcome::Delivered, at), Next::Done);
/// ```
///
/// # Source
/// EventBridge User Guide, "How EventBridge retries delivering events", "Using dead-letter queues to process
/// undelivered events".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeliveryState {
    first: Timestamp,
    attempt: u32,
    target: String,
    retry: RetryPolicy,
    dead_letter: Option<DeadLetter>,
    is_letter: bool,
    seed: u64,
}

/// What is to be done after an outcome.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::exhaustive_enums, reason = "a delivery goes on, elsewhere, or ends in one of two ways")]
pub enum Next {
    /// Nothing: it has arrived.
    Done,
    /// Try again.
    Retry {
        /// When.
        at: Timestamp,
    },
    /// Send this letter, with all its attributes. The state is that of the letter from now on.
    DeadLetter(DeadLetter),
    /// Nothing: it is lost.
    Drop,
}

/// Why it is not tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_enums, reason = "a policy has two members")]
pub enum Exhausted {
    /// As often as allowed.
    MaximumRetryAttempts,
    /// It is too old.
    MaximumEventAgeInSeconds,
}

impl fmt::Display for Exhausted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

impl DeliveryState {
    /// A delivery that became due at `first`, before its first try, with the default retry policy and no
    /// dead-letter queue.
    #[must_use]
    pub fn new(first: Timestamp, target: impl Into<String>) -> Self {
        let (target, retry) = (target.into(), RetryPolicy::default());
        Self { first, attempt: 1, target, retry, dead_letter: None, is_letter: false, seed: 0 }
    }

    /// Sets how often and how long it is tried again.
    #[must_use]
    pub fn with_retry(self, retry: RetryPolicy) -> Self {
        Self { retry, ..self }
    }

    /// Sets where it goes when all tries have failed.
    #[must_use]
    pub fn with_dead_letter(self, dead_letter: Option<DeadLetter>) -> Self {
        Self { dead_letter, ..self }
    }

    /// Sets the seed of the waiting times' jitter.
    #[must_use]
    pub fn with_seed(self, seed: u64) -> Self {
        Self { seed, ..self }
    }

    /// Takes from a draft what matters here.
    pub(super) fn of(draft: &mut Draft, seed: u64) -> Self {
        Self::new(draft.at, draft.target.clone())
            .with_retry(draft.retry)
            .with_dead_letter(draft.dead_letter.take())
            .with_seed(seed)
    }

    /// Which try is under way or comes next, from 1.
    #[must_use]
    pub const fn attempt(&self) -> u32 {
        self.attempt
    }

    /// Whether it is the dead letter that is under way.
    #[must_use]
    pub const fn is_letter(&self) -> bool {
        self.is_letter
    }

    /// What is to be done after the try that was under way.
    ///
    /// A dead letter that fails is tried again by the same policy, its age counted from its own beginning.
    pub fn next(&mut self, outcome: &Outcome, now: Timestamp) -> Next {
        match outcome {
            Outcome::Delivered => Next::Done,
            Outcome::Failed { .. } => self.give_up(outcome, now, None),
            Outcome::Retry { .. } => match self.next_try(now) {
                Ok(at) => Next::Retry { at },
                Err(exhausted) => self.give_up(outcome, now, Some(exhausted)),
            },
        }
    }

    /// Lets it end with the try that is under way.
    pub(super) fn end(&mut self) {
        self.retry.attempts = 0;
        self.dead_letter = None;
    }

    fn next_try(&mut self, now: Timestamp) -> Result<Timestamp, Exhausted> {
        let rng = Rng::new(self.seed);
        let at = self.retry.next_try(now, self.first, self.attempt, &rng)?;
        self.seed = rng.next_u64();
        self.attempt += 1;
        Ok(at)
    }

    fn give_up(&mut self, outcome: &Outcome, now: Timestamp, exhausted: Option<Exhausted>) -> Next {
        let Some(mut letter) = self.dead_letter.take() else { return Next::Drop };
        let mut put = |name: &str, value: &str| letter.attributes.insert(name.to_owned(), value.to_owned());
        put("TARGET_ARN", &self.target);
        put("RETRY_ATTEMPTS", &(self.attempt - 1).to_string());
        if let Some((code, message)) = outcome.failure() {
            put("ERROR_CODE", code.as_str());
            put("ERROR_MESSAGE", message);
        }
        if let Some(exhausted) = exhausted {
            put("EXHAUSTED_RETRY_CONDITION", &exhausted.to_string());
        }
        self.target.clone_from(&letter.queue);
        (self.first, self.attempt, self.is_letter) = (now, 1, true);
        Next::DeadLetter(letter)
    }
}
