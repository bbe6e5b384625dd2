//! What a sampler says about one request.

use std::fmt;

use serde::Serialize;

use super::Rate;

/// How a rule decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[expect(clippy::exhaustive_enums, reason = "a decision has these ways")]
pub enum Verdict {
    /// Recorded: the reservoir, or the quota of it, had room in this second.
    Take,
    /// Recorded: without a fresh quota one request a second may be borrowed.
    Borrow,
    /// Recorded: the random number is below the rate.
    FixedRate,
    /// Not recorded.
    NotSampled,
}

impl Verdict {
    /// Whether the request is recorded.
    #[must_use]
    pub const fn is_sampled(self) -> bool {
        !matches!(self, Self::NotSampled)
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Take => "Take",
            Self::Borrow => "Borrow",
            Self::FixedRate => "FixedRate",
            Self::NotSampled => "NotSampled",
        })
    }
}

/// A decision about one request: whether it is recorded, by which rule, and why. `Display` says it in words.
///
/// ```
/// use cupola_traces::{LocalSampler, SamplingRequest, Timestamp, Verdict};
///
/// let sampler = LocalSampler::standard(0);
/// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
/// let decision = sampler.decide(now, &SamplingRequest::new("shop", "shop.example", "GET", "/"));
/// assert!(decision.is_sampled());
/// assert_eq!(decision.verdict(), Verdict::Take);
/// assert_eq!(decision.to_string(), "sampled by the default rule: its reservoir takes 1 per second");
/// # Ok::<(), cupola_traces::TimestampError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SamplingDecision<'a> {
    pub(super) verdict: Verdict,
    pub(super) rule: DecidingRule<'a>,
    pub(super) per_second: u32,
    pub(super) rate: Rate,
}

impl<'a> SamplingDecision<'a> {
    /// Whether the request is recorded.
    #[must_use]
    pub const fn is_sampled(&self) -> bool {
        self.verdict.is_sampled()
    }

    /// How the rule decided.
    #[must_use]
    pub const fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// The rule that decided.
    #[must_use]
    pub const fn rule(&self) -> DecidingRule<'a> {
        self.rule
    }
}

impl fmt::Display for SamplingDecision<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { rule, per_second, rate, .. } = self;
        let central = matches!(rule, DecidingRule::Central { .. });
        match self.verdict {
            Verdict::Take if central => write!(f, "sampled by {rule}: this second's quota had room"),
            Verdict::NotSampled if central => {
                write!(f, "not sampled by {rule}: neither quota nor credit is left, the rate of {rate} is not met")
            }
            Verdict::Take => write!(f, "sampled by {rule}: its reservoir takes {per_second} per second"),
            Verdict::Borrow => write!(f, "sampled by {rule}: without a quota, one per second is borrowed"),
            Verdict::FixedRate => write!(f, "sampled by {rule}: the random number is below the rate of {rate}"),
            Verdict::NotSampled => {
                write!(f, "not sampled by {rule}: its {per_second} per second are taken, the rate of {rate} is not met")
            }
        }
    }
}

/// The rule that decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DecidingRule<'a> {
    /// A rule of a local file.
    Local {
        /// Its place in the file, from 0.
        index: usize,
        /// Its description, if it has one.
        description: Option<&'a str>,
    },
    /// The default of a local file.
    Default,
    /// A rule that the service holds.
    Central {
        /// Its name.
        name: &'a str,
    },
}

impl fmt::Display for DecidingRule<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Local { index, description: Some(description) } => write!(f, "rule {index} ({description})"),
            Self::Local { index, description: None } => write!(f, "rule {index}"),
            Self::Default => f.write_str("the default rule"),
            Self::Central { name } => write!(f, "central rule {name}"),
        }
    }
}
