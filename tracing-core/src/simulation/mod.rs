//! What rules would record of a load: several hosts, the service, and time, without any of them.

mod report;
mod run;

pub use report::{HostReport, RuleReport, SimulationReport};

use crate::{Compat, SamplingRequest, SamplingRule};

/// A load on a service whose hosts sample by central rules.
///
/// Each host has a sampler of its own, reads rules and targets as often as samplers do, and gets its part of each
/// rule's traffic; the service's side is an [`Engine`](crate::Engine).
///
/// ```
/// use cupola_traces::{Rate, RuleName, SamplingRule, SamplingSimulation, SimulatedTraffic};
///
/// let rule = SamplingRule::new(RuleName::new("cart")?, 1).url_path("/cart*").reservoir_size(10).rate(Rate::new(0.1)?);
/// let cart = SimulatedTraffic::new("shop", "shop.example", "GET", "/cart", 110.0);
/// let report = SamplingSimulation::new([rule], [cart], 4, 600).run(7);
///
/// let cart = report.rule("cart").unwrap();
/// assert_eq!(cart.requests, 110 * 600);
/// // 10 a second by the reservoir, and a tenth of the other 100.
/// assert_eq!(cart.expected_per_second, 20.0);
/// let per_second = cart.sampled as f64 / 600.0;
/// assert!((19.0..21.0).contains(&per_second), "{per_second}");
/// assert!((report.cost(5.0) - cart.sampled as f64 * 5.0 / 1e6).abs() < 1e-9);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// How samplers and service talk: the X-Ray SDKs, and the X-Ray Developer Guide, "Configuring sampling rules".
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_structs, reason = "written with a struct update, which needs an open struct")]
pub struct SamplingSimulation {
    /// The rules; the default rule is added where it is missing.
    pub rules: Vec<SamplingRule>,
    /// The load.
    pub traffic: Vec<SimulatedTraffic>,
    /// How many hosts share it.
    pub hosts: usize,
    /// How long it lasts.
    pub seconds: u32,
    /// How the hosts sample; none: by this crate's sampler.
    pub sampler: Option<Compat>,
}

/// Requests of one kind.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "written with a struct update, which needs an open struct")]
pub struct SimulatedTraffic {
    /// The service that takes them.
    pub service_name: String,
    /// The host that they ask.
    pub host: String,
    /// Their method.
    pub method: String,
    /// Their path.
    pub path: String,
    /// How many a second, over all hosts, evenly.
    pub per_second: f64,
}

impl SimulatedTraffic {
    /// Requests of one kind.
    #[must_use]
    pub fn new(service_name: &str, host: &str, method: &str, path: &str, per_second: f64) -> Self {
        let [service_name, host, method, path] = [service_name, host, method, path].map(str::to_owned);
        Self { service_name, host, method, path, per_second }
    }

    fn request(&self) -> SamplingRequest<'_> {
        SamplingRequest::new(&self.service_name, &self.host, &self.method, &self.path)
    }

    /// How many came up to the end of a second, counted from 0.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "such casts are cut to what there is")]
    fn until(&self, second: u32) -> u64 {
        (self.per_second.max(0.0) * (f64::from(second) + 1.0)).round() as u64
    }
}

impl SamplingSimulation {
    /// A simulation with this crate's sampler.
    #[must_use]
    pub fn new(
        rules: impl IntoIterator<Item = SamplingRule>,
        traffic: impl IntoIterator<Item = SimulatedTraffic>,
        hosts: usize,
        seconds: u32,
    ) -> Self {
        let (rules, traffic) = (rules.into_iter().collect(), traffic.into_iter().collect());
        Self { rules, traffic, hosts, seconds, sampler: None }
    }

    /// Lets the hosts sample as a published sampler does.
    #[must_use]
    pub fn sampled_as(self, sampler: Compat) -> Self {
        Self { sampler: Some(sampler), ..self }
    }
}
