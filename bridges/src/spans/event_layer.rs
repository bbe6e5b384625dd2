//! Events as log events.

use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, Layer};
use tracing_subscriber::registry::LookupSpan;

use super::fields::Fields;
use super::span_layer::part;
use crate::json_line::JsonLine;
use crate::{Clock, Destination, Inbox, Input, TracePart};

/// A layer of `tracing_subscriber` that makes events log events: one line of JSON each.
///
/// The line has `level`, `target`, `message`, `fields` (the others), `span` (the innermost), `trace_id` and
/// `segment_id`, where there is such a thing; the ids stand there when a [`SpanLayer`](crate::SpanLayer) is part of the
/// same subscriber, or an `HttpLayer` carries the request. Which events come here is for the subscriber's filters to say.
///
/// ```
/// use cupola::Timestamp;
/// use cupola_bridges::{Clock, Destination, EventLayer, Inbox, Input};
/// use tracing_subscriber::layer::SubscriberExt;
///
/// let (now, inbox) = (Timestamp::parse("2026-05-04T06:00:00Z")?, Inbox::default());
/// let layer = EventLayer::new(Destination::new("shop", "web-1"), Clock::new(move || now), inbox.clone());
/// tracing::subscriber::with_default(tracing_subscriber::registry().with(layer), || {
///     tracing::warn!(target: "cart", order = 7, "slow");
/// });
///
/// let mut sky = cupola::Observatory::new(cupola::Place::parse("111122223333", "us-east-1")?, 0);
/// inbox.pour(now, &mut sky);
/// let page = sky.logs(now).get_log_events(now, &cupola::logs::GetLogEvents::of("shop", "web-1"))?;
/// assert_eq!(page.events[0].message, r#"{"level":"WARN","target":"cart","message":"slow","fields":{"order":7}}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct EventLayer {
    to: Destination,
    clock: Clock,
    inbox: Inbox,
}

impl EventLayer {
    /// A layer that sends events to a stream by way of an inbox.
    #[must_use]
    pub const fn new(to: Destination, clock: Clock, inbox: Inbox) -> Self {
        Self { to, clock, inbox }
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for EventLayer {
    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let span = context.event_span(event);
        let fields = Fields::of(|fields| event.record(fields));
        let mut line = JsonLine::default();
        line.text("level", event.metadata().level().as_str());
        line.text("target", event.metadata().target());
        tell_fields(&mut line, &fields);
        span.iter().for_each(|span| line.text("span", span.name()));
        if let Some(part) = span.and_then(|span| part(&span)).or_else(TracePart::current) {
            line.text("trace_id", &part.trace_id().to_string());
            line.text("segment_id", &part.id().to_string());
        }
        self.inbox.send(Input::log_event(&self.to, self.clock.now(), line.finish()));
    }
}

fn tell_fields(line: &mut JsonLine, fields: &Fields) {
    let mut others = JsonLine::default();
    for (name, told) in fields.iter() {
        let to = if name == "message" { &mut *line } else { &mut others };
        to.member(name, &told.json());
    }
    if !others.is_empty() {
        line.object("fields", others);
    }
}
