//! `log`: records as log events.

use log::kv::{Error, Key, Value, VisitSource, VisitValue};
use log::{LevelFilter, Log, Metadata, Record, SetLoggerError};

use crate::json_line::{JsonLine, number};
use crate::{Clock, Destination, Inbox, Input, TracePart};

/// A logger of the crate `log` that makes records log events: one line of JSON each.
///
/// The line has `level`, `target`, `message`, `fields` (the record's key-value pairs), `module`, `file` and `line`, and
/// `trace_id` and `segment_id` where the thread is in a [`TracePart`].
///
/// ```
/// use cupola::Timestamp;
/// use cupola_bridges::{Clock, Destination, Inbox, LineLogger};
/// use log::{Level, LevelFilter, Log, Record};
///
/// let (now, inbox) = (Timestamp::parse("2026-05-04T06:00:00Z")?, Inbox::default());
/// let logger = LineLogger::new(Destination::new("shop", "web-1"), Clock::new(move || now), inbox.clone())
///     .with_max_level(LevelFilter::Info);
/// logger.log(&Record::builder().level(Level::Warn).target("cart").args(format_args!("slow")).build());
/// logger.log(&Record::builder().level(Level::Debug).target("cart").args(format_args!("left out")).build());
///
/// let mut sky = cupola::Observatory::new(cupola::Place::parse("111122223333", "us-east-1")?, 0);
/// inbox.pour(now, &mut sky);
/// let page = sky.logs(now).get_log_events(now, &cupola::logs::GetLogEvents::of("shop", "web-1"))?;
/// let lines: Vec<&str> = page.events.iter().map(|event| event.message.as_str()).collect();
/// assert_eq!(lines, [r#"{"level":"WARN","target":"cart","message":"slow"}"#]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct LineLogger {
    to: Destination,
    clock: Clock,
    inbox: Inbox,
    most: LevelFilter,
}

impl LineLogger {
    /// A logger that sends records of all levels to a stream by way of an inbox.
    #[must_use]
    pub const fn new(to: Destination, clock: Clock, inbox: Inbox) -> Self {
        Self { to, clock, inbox, most: LevelFilter::Trace }
    }

    /// Leaves out records below a level.
    #[must_use]
    pub fn with_max_level(self, most: LevelFilter) -> Self {
        Self { most, ..self }
    }

    /// Makes it the program's logger, and its level the most that the macros let through.
    ///
    /// # Errors
    /// `SetLoggerError` when the program has one.
    pub fn install(self) -> Result<(), SetLoggerError> {
        let most = self.most;
        log::set_boxed_logger(Box::new(self))?;
        log::set_max_level(most);
        Ok(())
    }
}

impl Log for LineLogger {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.level() <= self.most
    }

    fn log(&self, record: &Record<'_>) {
        if self.enabled(record.metadata()) {
            self.inbox.send(Input::log_event(&self.to, self.clock.now(), line(record)));
        }
    }

    /// Nothing is held back here; the owner of the inbox pours.
    fn flush(&self) {}
}

fn line(record: &Record<'_>) -> String {
    let mut line = JsonLine::default();
    line.text("level", record.level().as_str());
    line.text("target", record.target());
    line.text("message", &record.args().to_string());
    let mut fields = Fields::default();
    // A source that fails has told what it has.
    let _ = record.key_values().visit(&mut fields);
    if !fields.0.is_empty() {
        line.object("fields", fields.0);
    }
    record.module_path().into_iter().for_each(|module| line.text("module", module));
    record.file().into_iter().for_each(|file| line.text("file", file));
    record.line().into_iter().for_each(|number| line.member("line", &number.into()));
    if let Some(part) = TracePart::current() {
        line.text("trace_id", &part.trace_id().to_string());
        line.text("segment_id", &part.id().to_string());
    }
    line.finish()
}

#[derive(Default)]
struct Fields(JsonLine);

impl<'kvs> VisitSource<'kvs> for Fields {
    fn visit_pair(&mut self, key: Key<'kvs>, value: Value<'kvs>) -> Result<(), Error> {
        let mut scalar = Scalar(serde_json::Value::Null);
        value.visit(&mut scalar)?;
        self.0.member(key.as_str(), &scalar.0);
        Ok(())
    }
}

/// A value as JSON; what is no boolean, number or text is what it displays.
struct Scalar(serde_json::Value);

impl<'v> VisitValue<'v> for Scalar {
    fn visit_any(&mut self, value: Value<'_>) -> Result<(), Error> {
        self.0 = value.to_string().into();
        Ok(())
    }

    fn visit_null(&mut self) -> Result<(), Error> {
        Ok(())
    }

    fn visit_u64(&mut self, value: u64) -> Result<(), Error> {
        self.0 = value.into();
        Ok(())
    }

    fn visit_i64(&mut self, value: i64) -> Result<(), Error> {
        self.0 = value.into();
        Ok(())
    }

    fn visit_f64(&mut self, value: f64) -> Result<(), Error> {
        self.0 = number(value);
        Ok(())
    }

    fn visit_bool(&mut self, value: bool) -> Result<(), Error> {
        self.0 = value.into();
        Ok(())
    }
}
