//! What a rule asks for, made ready for very many requests.

use super::SamplingRequest;
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

    /// Whether all hold.
    #[inline]
    pub(super) fn hold(&self, matching: Matching, told: &Told<'_>) -> bool {
        self.0.iter().all(|check| check.holds(matching, told))
    }
}

impl Check {
    #[inline]
    fn holds(&self, Matching { missing, case, .. }: Matching, told: &Told<'_>) -> bool {
        match told.0[self.part as usize] {
            Some(text) => self.pattern.matches(case, text),
            None => missing.matches(case, self.pattern.as_str(), None),
        }
    }
}

/// What a request tells, by part.
pub(super) struct Told<'a>([Option<&'a str>; 6]);

impl<'a> Told<'a> {
    /// `origin` is that of requests that tell none.
    pub(super) fn of(request: &SamplingRequest<'a>, origin: Option<&'a str>) -> Self {
        let SamplingRequest { service_name, host, method, path, resource_arn, .. } = *request;
        let service_type = request.service_type.or(origin);
        Self([service_name, service_type, host, method, path, resource_arn])
    }
}
