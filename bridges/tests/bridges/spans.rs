//! Spans of `tracing` as segments, events as log events.

use std::error::Error;
use std::num::ParseIntError;

use crate::world::{World, segments};
use cupola::logs::GetLogEvents;
use cupola::traces::{Namespace, SegmentDocument};
use cupola_bridges::{Destination, EventLayer, SpanLayer, part_of};
use tracing::{error, info, info_span, warn};
use tracing_subscriber::layer::SubscriberExt;

const ROOT: &str = "Root=1-5759e988-bd862e3fe1be46a994272793";

fn traced(world: &World, work: impl FnOnce()) {
    let events = EventLayer::new(Destination::new("shop", "web-1"), world.clock(), world.inbox.clone());
    let subscriber = tracing_subscriber::registry().with(SpanLayer::new(world.tracer())).with(events);
    tracing::subscriber::with_default(subscriber, work);
}

#[test]
fn a_root_span_is_a_segment_and_spans_below_are_its_subsegments() {
    let world = World::new();
    traced(&world, || {
        let header = format!("{ROOT};Parent=53995c3f42cd8ad8;Sampled=1");
        let request = info_span!("request", trace_header = %header, order = 7, vip = true, "enduser.id" = "ana");
        let _in_request = request.enter();
        world.pass(5);
        info_span!("rates.example", otel.kind = "client", currency = "EUR").in_scope(|| world.pass(20));
        world.pass(5);
    });
    let [segment] = &segments(&world)[..] else { panic!("one segment") };
    assert_eq!(segment.trace_id.to_string(), "1-5759e988-bd862e3fe1be46a994272793");
    assert_eq!(segment.parent_id.map(|id| id.to_string()).as_deref(), Some("53995c3f42cd8ad8"));
    assert_eq!((segment.body.name.as_str(), segment.user.as_deref()), ("shop", Some("ana")));
    assert_eq!(segment.body.annotations.get("order").and_then(|value| value.as_f64()), Some(7.0));
    assert_eq!(segment.body.annotations.get("vip").and_then(|value| value.as_bool()), Some(true));
    assert!(segment.body.annotations.get("trace_header").is_none(), "the header is no annotation");
    let call = &segment.body.subsegments[0];
    assert_eq!((call.body.name.as_str(), call.namespace), ("rates.example", Some(Namespace::Remote)));
    assert_eq!(call.body.annotations.get("currency").and_then(|value| value.as_text()), Some("EUR"));
    let length = |body: &cupola::traces::Body| body.duration().map(|seconds| (seconds * 1000.0).round());
    assert_eq!((length(&segment.body), length(&call.body)), (Some(30.0), Some(20.0)));
}

#[test]
fn headers_decide_before_rules_do() {
    let world = World::new();
    traced(&world, || {
        drop(info_span!("no", trace_header = "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=0"));
        drop(info_span!("health", "url.path" = "/health"));
        drop(info_span!("cart", "url.full" = "https://shop.example/cart?id=7"));
    });
    let documents = segments(&world);
    let urls: Vec<_> =
        documents.iter().map(|one| one.body.http.as_ref().unwrap().request.clone().unwrap().url).collect();
    assert_eq!(urls, [Some("https://shop.example/cart?id=7".to_owned())], "the rule for /health takes none");
}

#[test]
fn rules_see_paths_without_queries_and_segments_whole_addresses() {
    let world = World::new();
    traced(&world, || {
        drop(info_span!("health", "url.full" = "https://shop.example/health?full=1"));
        drop(info_span!("health", "http.target" = "/health?full=1"));
        drop(info_span!("cart", "url.full" = "https://shop.example/cart", "url.path" = "/cart"));
        drop(info_span!("cart", "url.path" = "/cart", "url.full" = "https://shop.example/cart"));
    });
    let urls: Vec<_> =
        segments(&world).iter().map(|one| one.body.http.as_ref().unwrap().request.clone().unwrap().url).collect();
    assert_eq!(urls, vec![Some("https://shop.example/cart".to_owned()); 2]);
}

#[test]
fn a_user_that_is_no_text_is_an_annotation() {
    let world = World::new();
    traced(&world, || drop(info_span!("request", trace_header = ROOT, "enduser.id" = 7)));
    let segment = &segments(&world)[0];
    let annotations = &segment.body.annotations;
    let annotation = annotations.get("enduser.id").or_else(|| annotations.get("enduser_id"));
    assert_eq!((segment.user.as_deref(), annotation.and_then(|value| value.as_f64())), (None, Some(7.0)));
}

#[test]
fn of_two_layers_the_first_records() {
    let world = World::new();
    let layer = || SpanLayer::new(world.tracer());
    tracing::subscriber::with_default(tracing_subscriber::registry().with(layer()).with(layer()), || {
        info_span!("request", order = 7).in_scope(|| drop(info_span!("inner")));
    });
    let [segment] = &segments(&world)[..] else { panic!("one segment") };
    assert_eq!((segment.body.annotations.get("order").is_some(), segment.body.subsegments.len()), (true, 1));
}

#[test]
fn errors_are_faults_with_their_causes() {
    #[derive(Debug)]
    struct Outer(ParseIntError);
    impl std::fmt::Display for Outer {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("no price")
        }
    }
    impl Error for Outer {
        fn source(&self) -> Option<&(dyn Error + 'static)> {
            Some(&self.0)
        }
    }
    let world = World::new();
    traced(&world, || {
        let outer = Outer("x".parse::<i32>().unwrap_err());
        let _request = info_span!("request", error = &outer as &(dyn Error + 'static)).entered();
        let _inner = info_span!("inner").entered();
        error!(code = 9, "it broke");
    });
    let [segment] = &segments(&world)[..] else { panic!("one segment") };
    let exceptions = segment.body.cause.as_ref().unwrap().exceptions();
    assert!(segment.body.fault);
    assert_eq!(exceptions[0].r#type.as_deref(), Some("Outer"));
    assert_eq!(exceptions[1].r#type.as_deref(), Some("ParseIntError"));
    assert_eq!((exceptions[0].cause, exceptions[1].cause), (exceptions[1].id, None));
    let inner = &segment.body.subsegments[0].body;
    assert_eq!(inner.cause.as_ref().unwrap().exceptions()[0].message.as_deref(), Some("it broke"));
    assert!(inner.fault);
}

#[test]
fn a_status_sets_the_flags_and_long_texts_are_metadata() {
    let world = World::new();
    traced(&world, || {
        let span = info_span!(
            "request",
            "http.response.status_code" = tracing::field::Empty,
            "odd key!" = 1,
            sql = "x".repeat(1001)
        );
        span.record("http.response.status_code", 429);
    });
    let [segment] = &segments(&world)[..] else { panic!("one segment") };
    let body = &segment.body;
    assert_eq!((body.error, body.throttle, body.fault, body.status()), (true, true, false, Some(429)));
    assert!(body.annotations.get("odd_key_").is_some() && body.annotations.get("sql").is_none());
    assert!(body.metadata.get("default", "sql").is_some());
}

#[test]
fn following_another_trace_is_a_link() {
    let world = World::new();
    traced(&world, || {
        let made = info_span!("produce", trace_header = "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1");
        let taken = info_span!("consume", trace_header = "Root=1-5759e988-000000000000000000000007;Sampled=1");
        taken.follows_from(&made);
    });
    let segments = segments(&world);
    let links: Vec<_> = segments.iter().flat_map(|one| &one.body.links).map(|link| link.trace_id).collect();
    assert_eq!(links, [Some("1-5759e988-bd862e3fe1be46a994272793".parse().unwrap())]);
}

#[test]
fn threads_share_one_request() {
    let world = World::new();
    let events = tracing_subscriber::registry().with(SpanLayer::new(world.tracer()));
    let dispatch = tracing::Dispatch::new(events);
    tracing::dispatcher::with_default(&dispatch, || {
        let request = info_span!("request", trace_header = "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1");
        std::thread::scope(|scope| {
            for thread in 0..4 {
                let (request, dispatch) = (request.clone(), dispatch.clone());
                scope.spawn(move || {
                    tracing::dispatcher::with_default(&dispatch, || {
                        (0..20).for_each(|n| drop(info_span!(parent: &request, "work", thread, n)));
                    });
                });
            }
        });
    });
    let [segment] = &segments(&world)[..] else { panic!("one segment") };
    assert_eq!(segment.body.subsegments.len(), 80);
}

#[test]
fn events_are_lines_that_name_their_trace() {
    let world = World::new();
    let mut id = String::new();
    traced(&world, || {
        let request = info_span!("request", trace_header = "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1");
        id = part_of(&request).unwrap().id().to_string();
        request.in_scope(|| warn!(target: "cart", order = 7, ratio = f64::NAN, "two\nlines"));
        info!(target: "app", "outside");
    });
    let (mut sky, now) = (world.sky(), world.now());
    assert_eq!(world.inbox.pour(now, &mut sky).log_events, 2);
    let page = sky.logs(now).get_log_events(now, &GetLogEvents::of("shop", "web-1").from_head()).unwrap();
    let lines: Vec<&str> = page.events.iter().map(|event| event.message.as_str()).collect();
    let first = format!(
        r#"{{"level":"WARN","target":"cart","message":"two\nlines","fields":{{"order":7,"ratio":"NaN"}},"span":"request","trace_id":"1-5759e988-bd862e3fe1be46a994272793","segment_id":"{id}"}}"#
    );
    assert_eq!(lines, [first.as_str(), r#"{"level":"INFO","target":"app","message":"outside"}"#]);
}

#[test]
fn spans_that_outlive_their_segment_begin_no_new_one() {
    let world = World::new();
    traced(&world, || {
        let part = world.tracer().begin(&"".into_header(), &Default::default());
        part.enter(|| {
            let inside = info_span!("inside");
            part.end();
            drop(info_span!(parent: &inside, "still inside"));
            drop(inside);
            // The segment has ended and everything in it: there is nothing to be part of.
            drop(info_span!("late"));
        });
    });
    let documents = world.documents();
    let [SegmentDocument::Segment(segment)] = &documents[..] else { panic!("one segment: {documents:?}") };
    assert_eq!(segment.body.subsegments[0].body.subsegments[0].body.name, "still inside");
}

trait IntoHeader {
    fn into_header(self) -> cupola::traces::TraceHeader;
}

impl IntoHeader for &str {
    fn into_header(self) -> cupola::traces::TraceHeader {
        cupola::traces::TraceHeader::parse(self)
    }
}
