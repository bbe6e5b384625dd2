//! "My service is instrumented with tracing and metrics, and stands behind tower. What would CloudWatch and X-Ray see?"
//!
//! Requests go through an `HttpLayer` to a handler that opens spans, counts orders and logs. All of it comes by one inbox into an
//! observatory, whose alarm rings when the bank fails. Time is a number that the example sets.
//!
//! ```text
//! cargo run -p cupola-bridges --example traced_service
//! ```

#![expect(clippy::print_stdout, reason = "an example tells what it sees")]

use std::convert::Infallible;
use std::error::Error;
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::task::{Context, Poll, Waker};

use cupola::logs::GetLogEvents;
use cupola::metrics::{Alarm, Period};
use cupola::traces::{CentralSampler, LocalSampler, Recorder, SegmentName, Within};
use cupola::{Observatory, Output, Place, Timestamp};
use cupola_bridges::{Clock, Destination, EventLayer, HttpLayer, Inbox, MetricsRecorder, Sampling, SpanLayer, Tracer};
use http::{Request, Response, StatusCode};
use http_body_util::Empty;
use tower::{Layer, ServiceExt};
use tracing_subscriber::layer::SubscriberExt;

fn main() -> Result<(), Box<dyn Error>> {
    let start = Timestamp::parse("2026-05-04T06:00:00Z")?;
    let millis = Arc::new(AtomicI64::new(start.as_millis()));
    let clock = Clock::new({
        let millis = Arc::clone(&millis);
        move || Timestamp::from_millis(millis.load(Ordering::Relaxed))
    });
    let mut sky = Observatory::new(Place::parse("111122223333", "us-east-1")?, 7);
    let alarm = Alarm::on("Shop", "5XXError").named("failing").sum(Period::MINUTE).at_least(3.0).for_periods(1);
    let alarm = alarm.with_dimension("Service", "shop");
    sky.metrics(start).put_metric_alarm(start, alarm.on_alarm("arn:aws:sns:us-east-1:111122223333:ops"))?;

    let inbox = Inbox::default();
    let sampling = Sampling::central(CentralSampler::new(LocalSampler::standard(7), 7));
    let tracer =
        Tracer::new(Recorder::new(SegmentName::parse("shop")?, 7), sampling.clone(), clock.clone(), inbox.clone());
    let meters = MetricsRecorder::new("Shop", clock.clone(), inbox.clone());
    let events = EventLayer::new(Destination::new("/shop/app", "web-1"), clock.clone(), inbox.clone());
    let subscriber = tracing_subscriber::registry().with(SpanLayer::new(tracer.clone())).with(events);
    let layer = HttpLayer::new(tracer).with_metrics("Shop");

    tracing::subscriber::with_default(subscriber, || {
        metrics::with_local_recorder(&meters, || {
            for number in 0..120 {
                millis.fetch_add(1000, Ordering::Relaxed);
                serve(&layer, number)?;
                if number % 10 == 9 {
                    meters.flush();
                    let now = clock.now();
                    let poured = inbox.pour(now, &mut sky);
                    assert!(poured.refused.is_empty() && poured.dropped == 0, "{poured:?}");
                    sampling.refresh(now, &mut sky)?;
                }
            }
            Ok::<_, Box<dyn Error>>(())
        })
    })?;
    sky.advance(clock.now().plus_secs(120));
    tell(&mut sky, start)
}

/// One request through the layer. In the second minute the bank fails.
fn serve(layer: &HttpLayer, number: u32) -> Result<(), Box<dyn Error>> {
    let handler = tower::service_fn(|_: Request<Empty<&[u8]>>| std::future::ready(handle(number)));
    let request = Request::post("/orders").header("host", "shop.example").body(Empty::new())?;
    let answer = run(layer.layer(handler).oneshot(request)).ok_or("it waits for nothing")??;
    assert!(answer.headers().contains_key("x-amzn-trace-id"), "the answer tells its trace");
    Ok(())
}

fn handle(number: u32) -> Result<Response<Empty<&'static [u8]>>, Infallible> {
    metrics::counter!("orders", "region" => "north").increment(1);
    let bank = tracing::info_span!("bank.example", otel.kind = "client", order = number);
    let is_down = (60..90).contains(&number);
    bank.in_scope(|| {
        if is_down {
            tracing::error!(order = number, "the bank does not answer");
        }
    });
    let status = if is_down { StatusCode::BAD_GATEWAY } else { StatusCode::OK };
    let mut answer = Response::new(Empty::new());
    *answer.status_mut() = status;
    Ok(answer)
}

fn run<F: Future>(future: F) -> Option<F::Output> {
    let polled = pin!(future).poll(&mut Context::from_waker(Waker::noop()));
    if let Poll::Ready(output) = polled { Some(output) } else { None }
}

fn tell(sky: &mut Observatory, start: Timestamp) -> Result<(), Box<dyn Error>> {
    let now = sky.now();
    let traces = sky.traces(now).trace_ids().count();
    println!("{traces} of 120 requests were recorded: one a second, by the default rule");
    let graph = sky.traces(now).graph_builder(Within::new(start, now)).finish();
    println!("services: {}", graph.services.iter().map(|service| service.name.as_str()).collect::<Vec<_>>().join(", "));
    let lines = sky.logs(now).get_log_events(now, &GetLogEvents::of("/shop/app", "web-1").from_head())?;
    println!("{} lines, the first: {}", lines.events.len(), lines.events[0].message);
    let outputs = sky.drain();
    let rung = outputs.iter().filter(|output| matches!(output, Output::Delivery(_))).count();
    for output in &outputs {
        if let Output::StateChange(change) = output {
            println!("{} {}: {}", change.at, change.alarm, change.reason);
        }
    }
    assert!(traces > 100 && lines.events.len() == 30 && rung == 1, "{traces} {} {rung}", lines.events.len());
    Ok(())
}
