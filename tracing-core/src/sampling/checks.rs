//! What a rule asks for, made ready for very many requests.

use super::SamplingRequest;
use super::gate::Gate;
use super::pattern::Pattern;
use super::support::Matching;

/// The patterns of a rule, without those that hold for every request.
#[derive(Clone, Debug)]
pub(super) struct Checks(Box<[Check]>);

#[derive(Clone, Debug)]
struct Check {
    part: Part,
    pattern: Pattern,
}

/// A part of a request that rules ask for, in the order of [`Told`].
#[derive(Clone, Copy, Debug)]
pub(super) enum Part {
    ServiceName,
    ServiceType,
    Host,
    Method,
    Path,
    ResourceArn,
}

impl Checks {
    /// A star holds whatever is told and whatever is not.
    pub(super) fn new<const N: usize>(patterns: [(Part, &str); N]) -> Self {
        let asks = patterns.into_iter().filter(|(_, pattern)| *pattern != "*");
        Self(asks.map(|(part, pattern)| Check { part, pattern: Pattern::new(pattern) }).collect())
    }

    /// What the first check that begins with plain characters asks of the first bytes.
    pub(super) fn gate(&self) -> Gate {
        let gates = self.0.iter().map(|check| Gate::new(check.part, check.pattern.plain_start()));
        gates.into_iter().find(|gate| !gate.is_open()).unwrap_or(Gate::OPEN)
    }

    /// Whether all hold.
    #[inline]
    pub(super) fn hold(&self, matching: Matching, told: Told<'_, '_>) -> bool {
        self.0.iter().all(|check| check.holds(matching, told))
    }
}

impl Check {
    #[inline]
    fn holds(&self, Matching { missing, case, .. }: Matching, told: Told<'_, '_>) -> bool {
        match told.part(self.part) {
            Some(text) => self.pattern.matches(case, text),
            None => missing.matches(case, self.pattern.as_str(), None),
        }
    }
}

/// What a request tells, by part.
#[derive(Clone, Copy)]
pub(super) struct Told<'r, 'a> {
    pub(super) request: &'r SamplingRequest<'a>,
    /// That of requests that tell none.
    pub(super) origin: Option<&'r str>,
}

impl<'r> Told<'r, '_> {
    #[inline]
    pub(super) fn part(self, part: Part) -> Option<&'r str> {
        match part {
            Part::ServiceName => self.request.service_name,
            Part::ServiceType => self.request.service_type.or(self.origin),
            Part::Host => self.request.host,
            Part::Method => self.request.method,
            Part::Path => self.request.path,
            Part::ResourceArn => self.request.resource_arn,
        }
    }
}
