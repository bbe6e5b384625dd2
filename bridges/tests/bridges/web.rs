//! HTTP requests through tower, as segments, latencies and audit records.

use std::convert::Infallible;
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use crate::world::{World, segments};
use cupola::audit::{Lookup, LookupKey, Principal, Recorder};
use cupola::base::Dimension;
use cupola::base::json::Json;
use cupola::metrics::{Metric, Period, Statistic, StatisticsQuery};
use cupola::{Place, Unit};
use cupola_bridges::{AuditedCall, HttpLayer, TracePart};
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt, Full};
use tower::{Layer, ServiceExt, service_fn};

type Bytes = Full<bytes::Bytes>;

/// Nothing here waits for anything but itself.
fn run<F: Future>(future: F) -> F::Output {
    let (mut future, mut context) = (pin!(future), Context::from_waker(Waker::noop()));
    for _ in 0..1000 {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
    }
    panic!("it never ends");
}

fn request(uri: &str, header: &str) -> Request<Bytes> {
    Request::get(uri).header("Host", "shop.example").header("X-Amzn-Trace-Id", header).body(Bytes::default()).unwrap()
}

fn answer(status: u16, body: &str) -> Response<Bytes> {
    Response::builder().status(status).body(Full::new(bytes::Bytes::copy_from_slice(body.as_bytes()))).unwrap()
}

/// Sends one request through a layer to a handler, and reads the answer.
fn send(
    layer: &HttpLayer,
    request: Request<Bytes>,
    handler: impl Fn(&Request<Bytes>) -> Result<Response<Bytes>, String> + Clone,
) -> Result<(http::response::Parts, String), String> {
    let service = layer.layer(service_fn(move |request| {
        let answer = handler(&request);
        async move { answer }
    }));
    run(async {
        let (parts, body) = service.oneshot(request).await?.into_parts();
        let bytes = body.collect().await.map_err(|error| error.to_string())?.to_bytes();
        Ok((parts, String::from_utf8_lossy(&bytes).into_owned()))
    })
}

const ROOT: &str = "Root=1-5759e988-bd862e3fe1be46a994272793";

#[test]
fn a_request_is_a_segment_from_header_to_header() {
    let world = World::new();
    let layer = HttpLayer::new(world.tracer());
    let asked = request("/cart?card=4000", &format!("{ROOT};Parent=53995c3f42cd8ad8;Sampled=?"));
    let (parts, body) = send(&layer, asked, |request| {
        let part = request.extensions().get::<TracePart>().unwrap();
        let call = TracePart::current().unwrap().call("rates.example").unwrap();
        assert_eq!(call.trace_id(), part.trace_id());
        assert_eq!(call.header().to_string(), format!("{ROOT};Parent={};Sampled=1", call.id()));
        world.pass(40);
        call.end();
        Ok(answer(200, "hello"))
    })
    .unwrap();
    assert_eq!(body, "hello");
    assert_eq!(parts.headers["x-amzn-trace-id"], format!("{ROOT};Parent=53995c3f42cd8ad8;Sampled=1"));
    let [segment] = &segments(&world)[..] else { panic!("one segment") };
    let http = segment.body.http.as_deref().unwrap();
    let (asked, answered) = (http.request.as_ref().unwrap(), http.response.as_ref().unwrap());
    assert_eq!((asked.method.as_deref(), asked.url.as_deref()), (Some("GET"), Some("http://shop.example/cart")));
    assert_eq!((answered.status, answered.content_length.map(|length| length.0)), (Some(200), Some(5)));
    assert_eq!((segment.body.error, segment.body.fault), (false, false));
    assert_eq!(segment.body.subsegments[0].body.name, "rates.example");
}

#[test]
fn the_address_begins_as_the_client_began_it() {
    for (uri, forwarded, begins) in [
        ("/", "https", "https://shop.example/"),
        ("/", "HTTPS, http", "https://shop.example/"),
        ("/", "http", "http://shop.example/"),
        ("/", "javascript", "http://shop.example/"),
        ("http://shop.example/", "https", "http://shop.example/"),
        ("https://shop.example/", "http", "https://shop.example/"),
    ] {
        let world = World::new();
        let mut asked = request(uri, &format!("{ROOT};Sampled=1"));
        asked.headers_mut().insert("x-forwarded-proto", forwarded.parse().unwrap());
        send(&HttpLayer::new(world.tracer()), asked, |_| Ok(answer(200, ""))).unwrap();
        let [segment] = &segments(&world)[..] else { panic!("one segment") };
        let told = segment.body.http.as_deref().unwrap().request.as_ref().unwrap();
        assert_eq!(told.url.as_deref(), Some(begins), "{uri} {forwarded}");
    }
}

#[test]
fn a_status_says_what_went_wrong() {
    for (status, flags) in [(404, (true, false, false)), (429, (true, true, false)), (503, (false, false, true))] {
        let world = World::new();
        let asked = request("/", &format!("{ROOT};Sampled=1"));
        send(&HttpLayer::new(world.tracer()), asked, move |_| Ok(answer(status, ""))).unwrap();
        let body = &segments(&world)[0].body;
        assert_eq!((body.error, body.throttle, body.fault), flags, "{status}");
    }
}

#[test]
fn errors_are_faults_and_requests_given_up_are_errors() {
    let world = World::new();
    let layer = HttpLayer::new(world.tracer());
    let failed = send(&layer, request("/", &format!("{ROOT};Sampled=1")), |_| Err("no database".into()));
    assert_eq!(failed.unwrap_err(), "no database");
    let body = &segments(&world)[0].body;
    assert_eq!(body.cause.as_ref().unwrap().exceptions()[0].message.as_deref(), Some("no database"));
    assert!(body.fault);

    let never =
        layer.layer(service_fn(|_: Request<Bytes>| std::future::pending::<Result<Response<Bytes>, Infallible>>()));
    let mut waiting = Box::pin(never.oneshot(request("/", &format!("{ROOT};Sampled=1"))));
    assert!(waiting.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    assert!(world.inbox.is_empty());
    drop(waiting);
    let body = &segments(&world)[0].body;
    assert_eq!((body.error, body.fault, body.status()), (true, false, None));
}

#[test]
fn the_segment_lasts_as_long_as_the_body() {
    let world = World::new();
    let service = HttpLayer::new(world.tracer())
        .layer(service_fn(async |_: Request<Bytes>| Ok::<_, Infallible>(answer(200, "x"))));
    let answered = run(service.oneshot(request("/", &format!("{ROOT};Sampled=1")))).unwrap();
    world.pass(250);
    assert!(world.inbox.is_empty(), "the body is still to be sent");
    drop(answered);
    assert_eq!(segments(&world)[0].body.duration().map(|seconds| (seconds * 1000.0).round()), Some(250.0));
}

#[test]
fn a_part_that_nobody_ends_costs_no_segment() {
    let world = World::new();
    let layer = HttpLayer::new(world.tracer());
    let failed = send(&layer, request("/", &format!("{ROOT};Sampled=1")), |_| {
        let call = TracePart::current().unwrap().call("rates.example").unwrap();
        world.pass(5);
        let price: Result<f64, _> = "none".parse();
        price.map_err(|error: std::num::ParseFloatError| error.to_string())?;
        call.end();
        Ok(answer(200, ""))
    });
    assert!(failed.is_err());
    let [segment] = &segments(&world)[..] else { panic!("one segment") };
    let call = &segment.body.subsegments[0].body;
    assert_eq!((call.name.as_str(), call.end_time), ("rates.example", segment.body.end_time));
}

#[test]
fn rules_see_path_and_method() {
    let world = World::new();
    let layer = HttpLayer::new(world.tracer()).with_metrics("Shop");
    let (parts, _) = send(&layer, request("/health", &format!("{ROOT};Sampled=?")), |_| Ok(answer(200, ""))).unwrap();
    assert_eq!(parts.headers["x-amzn-trace-id"], format!("{ROOT};Sampled=0"));
    assert_eq!(world.inbox.len(), 3, "no segment, but its measurements");
}

#[test]
fn latencies_and_errors_are_measured() {
    let world = World::new();
    let layer = HttpLayer::new(world.tracer()).with_metrics("Shop");
    for (millis, status) in [(10, 200), (30, 404), (80, 500)] {
        send(&layer, request("/", ""), |_| {
            world.pass(millis);
            Ok(answer(status, ""))
        })
        .unwrap();
    }
    let (mut sky, now) = (world.sky(), world.now());
    world.inbox.pour(now, &mut sky);
    let mut sum_of = |name: &str| {
        let metric = Metric::new("Shop", name).unwrap().with_dimensions([Dimension::new("Service", "shop")]).unwrap();
        let start = now.floor_to(60_000);
        let query = StatisticsQuery::new(metric, start, start.plus_secs(60), Period::MINUTE).with(Statistic::Sum);
        let points = sky.metrics(now).metric_statistics(now, &query).unwrap();
        (points[0].summary.sum, points[0].summary.count, points[0].unit)
    };
    assert_eq!(sum_of("Latency"), (120.0, 3.0, Unit::Milliseconds));
    assert_eq!(sum_of("4XXError"), (1.0, 3.0, Unit::Count));
    assert_eq!(sum_of("5XXError"), (1.0, 3.0, Unit::Count));
}

#[test]
fn calls_are_recorded_for_the_audit_trail() {
    let world = World::new();
    let place = Place::parse("111122223333", "us-east-1").unwrap();
    let recorder = Recorder::new(place.clone(), "orders.example.com");
    let layer = HttpLayer::new(world.tracer()).with_audit(recorder, move |request| {
        let order = request.uri.path().strip_prefix("/orders/")?;
        let who = Principal::user(&place, "ana");
        Some(AuditedCall::new(who, "CancelOrder").with_request(Json::parse(&format!("{{\"order\":{order}}}")).ok()?))
    });
    for path in ["/orders/7", "/elsewhere", "/orders/8"] {
        let status = if path.ends_with('8') { StatusCode::FORBIDDEN } else { StatusCode::OK };
        send(&layer, request(path, ""), move |_| Ok(answer(status.as_u16(), ""))).unwrap();
    }
    let (mut sky, now) = (world.sky(), world.now());
    let poured = world.inbox.pour(now, &mut sky);
    assert_eq!((poured.calls, poured.refused.len()), (2, 0));
    let lookup = Lookup::new().by(LookupKey::EventName, "CancelOrder");
    let found = sky.audit(now).lookup_events(now, &lookup, None).unwrap();
    let records: Vec<&str> = found.events.iter().map(|event| event.record.as_str()).collect();
    let failed = records.iter().find(|record| record.contains("\"order\":8")).unwrap();
    assert!(
        failed.contains("\"errorCode\":\"ClientError\"") && failed.contains("\"errorMessage\":\"Forbidden\""),
        "{failed}"
    );
    assert_eq!(records.iter().filter(|record| record.contains("errorCode")).count(), 1);
}

#[test]
fn spans_in_a_request_are_parts_of_its_segment() {
    use tracing_subscriber::layer::SubscriberExt;
    let world = World::new();
    let spans = tracing_subscriber::registry().with(cupola_bridges::SpanLayer::new(world.tracer()));
    tracing::subscriber::with_default(spans, || {
        send(&HttpLayer::new(world.tracer()), request("/", &format!("{ROOT};Sampled=1")), |_| {
            tracing::info_span!("price", currency = "EUR").in_scope(|| world.pass(3));
            Ok(answer(200, ""))
        })
        .unwrap();
    });
    let [segment] = &segments(&world)[..] else { panic!("one segment") };
    assert_eq!(segment.body.subsegments[0].body.name, "price");
}
