//! Strategies for property tests (feature `proptest`): sampling rules, and requests that they may match.

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;

use crate::{Rate, RuleName, SamplingRequest, SamplingRule};

/// Texts for patterns and for what is laid against them: few, so that they meet.
const WORDS: [&str; 6] = ["shop", "Shop", "/cart", "/cart/7", "a.example", "GET"];

fn pattern() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => Just("*".to_owned()),
        2 => prop::sample::select(&WORDS[..]).prop_map(str::to_owned),
        2 => prop::sample::select(&WORDS[..]).prop_map(|word| format!("{}*", &word[..1])),
        1 => "[a-c?*/.]{1,6}",
    ]
}

/// Rules that keep all bounds. Several of one list may have one name or one priority.
pub fn rules() -> impl Strategy<Value = Vec<SamplingRule>> {
    vec(rule(), 0..8)
}

/// A rule that keeps all bounds.
pub fn rule() -> impl Strategy<Value = SamplingRule> {
    let patterns = vec(pattern(), 5);
    let attributes = btree_map("[a-c]", "[a-c*?]{1,3}", 0..3);
    let method = prop_oneof![Just("*".to_owned()), Just("GET".to_owned()), Just("P*".to_owned())];
    ("[a-f]", 1u16..=5, 0u32..5, 0.0..=1.0f64, patterns, method, attributes).prop_filter_map(
        "rates and names of the strategy are right",
        |(name, priority, size, rate, patterns, method, attributes)| {
            let [service, kind, host, path, arn] = <[String; 5]>::try_from(patterns).ok()?;
            let rule = SamplingRule::new(RuleName::new(name).ok()?, priority)
                .reservoir_size(size)
                .rate(Rate::new(rate).ok()?)
                .service_name(service)
                .service_type(kind)
                .host(host)
                .http_method(method)
                .url_path(path)
                .resource_arn(arn);
            Some(attributes.into_iter().fold(rule, |rule, (key, value)| rule.attribute(key, value)))
        },
    )
}

/// What a request tells, some of it perhaps not.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct OwnedRequest {
    parts: Vec<Option<String>>,
    attributes: Vec<(String, String)>,
}

impl OwnedRequest {
    /// Gives the request to a function.
    pub fn with<R>(&self, run: impl FnOnce(&SamplingRequest<'_>) -> R) -> R {
        let part = |index: usize| self.parts.get(index).and_then(Option::as_deref);
        let attributes: Vec<(&str, &str)> = self.attributes.iter().map(|(key, value)| (&**key, &**value)).collect();
        let mut request = SamplingRequest::default().with_attributes(&attributes);
        (request.service_name, request.host, request.method) = (part(0), part(1), part(2));
        (request.path, request.service_type, request.resource_arn) = (part(3), part(4), part(5));
        run(&request)
    }
}

/// A request.
pub fn request() -> impl Strategy<Value = OwnedRequest> {
    let text = prop_oneof![prop::sample::select(&WORDS[..]).prop_map(str::to_owned), "[a-c/.]{0,5}"];
    let parts = vec(prop::option::weighted(0.8, text), 6);
    (parts, vec(("[a-c]".prop_map(String::from), "[a-c]{1,3}".prop_map(String::from)), 0..3))
        .prop_map(|(parts, attributes)| OwnedRequest { parts, attributes })
}
