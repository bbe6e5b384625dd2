//! The layer and the service that it makes.

use std::fmt::Display;
use std::sync::Arc;
use std::task::{Context, Poll};

use cupola::audit::Recorder;
use http::request::Parts;
use http::{Request, Response};
use tower_layer::Layer;
use tower_service::Service;

use super::audited::{AuditedCall, Auditing};
use super::body::Watched;
use super::exchange::Exchange;
use super::future::Carried;
use crate::Tracer;

/// A layer of `tower` that makes each HTTP request a segment.
///
/// - `x-amzn-trace-id` of the request says which trace it belongs to; where it leaves the decision open, the sampling
///   rules are asked with host, method and path. The answer has the header, too.
/// - The segment lasts until the answer's body was sent or dropped; parts that nobody ended end with it, once nobody holds
///   the request any more.
/// - Method, address without query, agent, forwarded client, status and length are told. The address begins with `http`
///   unless the request's own or `x-forwarded-proto` (`http` or `https`, the first of a list) says otherwise. A status sets error,
///   throttle or fault; an error of the service or of the body is a fault with its words; a request that is given up before it
///   is answered is an error.
/// - While the request is worked on, its segment is the thread's [`TracePart::current`](crate::TracePart::current), and the
///   request has it among its extensions: subsegments, annotations and headers of further calls come from there.
/// - [`with_metrics`](Self::with_metrics) and [`with_audit`](Self::with_audit) add a latency and an audit record.
///
/// ```
/// use cupola::Timestamp;
/// use cupola::traces::{LocalSampler, Recorder, SegmentName};
/// use cupola_bridges::{Clock, HttpLayer, Inbox, Sampling, Tracer};
/// use http::{Request, Response};
/// use tower::{Layer, ServiceExt};
///
/// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
/// let inbox = Inbox::default();
/// let (recorder, sampling) = (Recorder::new(SegmentName::parse("shop")?, 7), Sampling::local(LocalSampler::standard(7)));
/// let tracer = Tracer::new(recorder, sampling, Clock::new(move || now), inbox.clone());
///
/// let handler = tower::service_fn(async |_: Request<String>| Ok::<_, std::convert::Infallible>(Response::new("hi".to_owned())));
/// let service = HttpLayer::new(tracer).layer(handler);
/// let request = Request::get("/cart").header("x-amzn-trace-id", "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=?");
/// # let example = async {
/// let answer = service.oneshot(request.body(String::new())?).await?;
/// assert_eq!(answer.headers()["x-amzn-trace-id"], "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1");
/// drop(answer);
/// assert_eq!(inbox.len(), 1, "the segment");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # };
/// # let mut context = std::task::Context::from_waker(std::task::Waker::noop());
/// # let done = std::future::Future::poll(std::pin::pin!(example), &mut context);
/// # assert!(matches!(done, std::task::Poll::Ready(Ok(()))), "it waits for nothing");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct HttpLayer(Arc<Settings>);

#[derive(Clone, Debug)]
pub(super) struct Settings {
    pub(super) tracer: Tracer,
    pub(super) namespace: Option<Arc<str>>,
    pub(super) auditing: Option<Auditing>,
}

impl HttpLayer {
    /// A layer that records by this tracer.
    #[must_use]
    pub fn new(tracer: Tracer) -> Self {
        Self(Arc::new(Settings { tracer, namespace: None, auditing: None }))
    }

    /// Measures each request in this namespace, whether it is recorded or not: `Latency` in milliseconds, `4XXError` and
    /// `5XXError` as 0 or 1, with the service's name as the dimension `Service`. Requests without an answer have a
    /// latency only, save that those whose service failed count as `5XXError`.
    #[must_use]
    pub fn with_metrics(self, namespace: impl Into<Arc<str>>) -> Self {
        self.with(|settings| settings.namespace = Some(namespace.into()))
    }

    /// Records calls in the audit trail: those for which the closure says who called what.
    #[must_use]
    pub fn with_audit(
        self,
        recorder: Recorder,
        call_of: impl Fn(&Parts) -> Option<AuditedCall> + Send + Sync + 'static,
    ) -> Self {
        self.with(|settings| settings.auditing = Some(Auditing::new(recorder, call_of)))
    }

    fn with(mut self, change: impl FnOnce(&mut Settings)) -> Self {
        change(Arc::make_mut(&mut self.0));
        self
    }
}

impl<S> Layer<S> for HttpLayer {
    type Service = HttpService<S>;

    fn layer(&self, inner: S) -> HttpService<S> {
        HttpService { inner, settings: Arc::clone(&self.0) }
    }
}

/// A service around which an [`HttpLayer`] lies.
#[derive(Clone, Debug)]
pub struct HttpService<S> {
    inner: S,
    settings: Arc<Settings>,
}

impl<S, B, R> Service<Request<B>> for HttpService<S>
where
    S: Service<Request<B>, Response = Response<R>>,
    S::Error: Display,
{
    type Response = Response<Watched<R>>;
    type Error = S::Error;
    type Future = Carried<S::Future>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let (mut parts, body) = request.into_parts();
        let exchange = Exchange::begin(&self.settings, &parts);
        parts.extensions.insert(exchange.part().clone());
        let call = || self.inner.call(Request::from_parts(parts, body));
        let inner = exchange.part().clone().enter(call);
        Carried::new(inner, exchange)
    }
}
