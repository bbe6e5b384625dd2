//! Requests, and what the sampling rules make of them.

use cupola::Timestamp;
use cupola::traces::{CentralSampler, LocalSampler, SamplingRequest};

use super::{World, WorldError, told};

/// What was decided about a request.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Sampled {
    /// When.
    pub at: Timestamp,
    /// The rule that decided; `Default` for the service's own.
    pub rule: Option<String>,
    /// Whether the request is traced.
    pub is_sampled: bool,
    /// The decision in words.
    pub decision: String,
    /// What each rule made of the request.
    pub explanation: String,
}

impl World {
    /// Lets a request come in now, and decides by the sampling rules whether it is traced, as the sampler of one host
    /// without a quota does.
    ///
    /// ```
    /// use cupola_test::{Template, World};
    ///
    /// let template = "Resources: {Orders: {Type: 'AWS::XRay::SamplingRule', Properties: {SamplingRule: {
    ///     RuleName: orders, Priority: 1, FixedRate: 0, ReservoirSize: 1, ServiceName: shop, ServiceType: '*', Host: '*',
    ///     HTTPMethod: POST, URLPath: /orders/*, ResourceARN: '*', Version: 1}}}}";
    /// World::new()
    ///     .template(template)?
    ///     .request("shop", "POST", "/orders/7")
    ///     .expect_sampled("orders", true)
    ///     .request("shop", "POST", "/orders/8")
    ///     .expect_sampled("orders", false);
    /// # Ok::<(), cupola_test::TemplateError>(())
    /// ```
    ///
    /// # Panics
    /// When the account has no sampling rules.
    #[track_caller]
    pub fn request(&mut self, service: &str, method: &str, path: &str) -> &mut Self {
        told(self.sample(&SamplingRequest::new(service, "", method, path)));
        self
    }

    /// As [`request`](Self::request), of any request; gives the decision.
    ///
    /// # Errors
    /// [`WorldError::Refused`] when the account has no sampling rules.
    pub fn sample(&mut self, request: &SamplingRequest<'_>) -> Result<Sampled, WorldError> {
        let now = self.now();
        let rules: Vec<_> = self.traces().sampling_rules().map(|record| record.rule.clone()).collect();
        let known = self.sampler.take().filter(|(asked, sampler)| *asked == rules && sampler.rules_hold(now));
        let sampler = match known {
            Some((_, sampler)) => sampler,
            None => {
                let refreshed = CentralSampler::new(LocalSampler::standard(0), 0).refreshed(now, rules.clone());
                refreshed.map_err(|error| WorldError::refused("the sampling rules", error))?
            }
        };
        let decision = sampler.decide(now, request);
        let sampled = Sampled {
            at: now,
            rule: sampler.rule_for(request).map(|rule| rule.name.to_string()),
            is_sampled: decision.is_sampled(),
            decision: decision.to_string(),
            explanation: sampler.explain(request).to_string(),
        };
        self.sampler = Some((rules, sampler));
        self.happened(format!("request {}", sampled.decision));
        self.sampled = Some(sampled.clone());
        Ok(sampled)
    }
}
