//! Sampling by X-Ray rules.

use std::sync::Arc;

use cupola::traces::{IncomingDecision, SamplingRequest};
use cupola_bridges::{Clock, Sampling};
use opentelemetry::trace::{Link, SpanKind, TraceContextExt, TraceId};
use opentelemetry::{Context, KeyValue};
use opentelemetry_sdk::trace::{SamplingDecision, SamplingResult, ShouldSample};

use crate::propagator::Came;

/// Decides by X-Ray rules which traces are recorded.
///
/// Spans with a parent are as their parent is. The rules are asked about spans without one, and where the caller left the
/// decision open. They see the service's name, and of the span's attributes host, method, path or address without query, by the
/// names that OpenTelemetry gave them, old and new; and all attributes, as texts.
#[derive(Clone, Debug)]
pub struct XraySampler {
    service: Arc<str>,
    sampling: Sampling,
    clock: Clock,
}

impl XraySampler {
    /// A sampler for a service of that name.
    #[must_use]
    pub fn new(service: impl Into<Arc<str>>, sampling: Sampling, clock: Clock) -> Self {
        Self { service: service.into(), sampling, clock }
    }

    fn ask(&self, attributes: &[KeyValue]) -> bool {
        let texts: Vec<(&str, String)> =
            attributes.iter().map(|pair| (pair.key.as_str(), pair.value.to_string())).collect();
        let pairs: Vec<(&str, &str)> = texts.iter().map(|(key, text)| (*key, text.as_str())).collect();
        let request = asked(&pairs).with_service_name(&self.service).with_attributes(&pairs);
        self.sampling.current().decide(self.clock.now(), &request).is_sampled()
    }
}

impl ShouldSample for XraySampler {
    fn should_sample(
        &self,
        parent: Option<&Context>,
        _: TraceId,
        _: &str,
        _: &SpanKind,
        attributes: &[KeyValue],
        _: &[Link],
    ) -> SamplingResult {
        let span = parent.map(|parent| parent.span());
        let above = span.as_ref().map(|span| span.span_context()).filter(|above| above.is_valid());
        let is_sampled = match above {
            Some(above) if !(above.is_remote() && is_open(parent)) => above.is_sampled(),
            _ => self.ask(attributes),
        };
        let decision = if is_sampled { SamplingDecision::RecordAndSample } else { SamplingDecision::Drop };
        let trace_state = above.map(|above| above.trace_state().clone()).unwrap_or_default();
        SamplingResult { decision, attributes: Vec::new(), trace_state }
    }
}

/// Whether the caller left the decision to us. Other propagators know no such thing.
fn is_open(parent: Option<&Context>) -> bool {
    let came = parent.and_then(|parent| parent.get::<Came>());
    came.is_some_and(|came| came.0.incoming().decision == IncomingDecision::AskSampler)
}

fn asked<'a>(attributes: &[(&'a str, &'a str)]) -> SamplingRequest<'a> {
    let text = |names: &[&str]| attributes.iter().find(|(key, _)| names.contains(key)).map(|(_, text)| *text);
    let request = SamplingRequest::default();
    let request = text(&["http.request.method", "http.method"]).into_iter().fold(request, SamplingRequest::with_method);
    let host = text(&["server.address", "http.host", "net.host.name"]);
    let request = host.into_iter().fold(request, SamplingRequest::with_host);
    let path = text(&["url.path", "http.target", "http.path"]).map(without_query);
    match (path, text(&["url.full", "http.url"]).map(without_query)) {
        (Some(path), _) => request.with_path(path),
        (None, Some(url)) => request.with_url(url),
        (None, None) => request,
    }
}

/// Rules are about paths.
fn without_query(address: &str) -> &str {
    address.split('?').next().unwrap_or(address)
}
