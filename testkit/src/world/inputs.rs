//! What happens in a world.

use cupola::base::json::Json;
use cupola::base::{Datum, Dimension, Rng};
use cupola::events::{BusName, Entry, RuleDecision};
use cupola::{Caller, EventEnvelope, Service};
use serde_json::json;

use super::{World, WorldError, told};

/// The log stream that [`World::log`] writes to.
const STREAM: &str = "world";

impl World {
    /// Writes a log event now: to a group by its name, or by its name in the template.
    ///
    /// ```
    /// use cupola_test::World;
    ///
    /// let mut world = World::new();
    /// let now = world.now();
    /// world.logs().create_log_group(now, "app")?;
    /// world.log("app", "ERROR disk full").log("app", "ok");
    /// assert!(world.try_log("other", "?").unwrap_err().to_string().contains("other"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Panics
    /// When there is no such group, or the line is refused.
    #[track_caller]
    pub fn log(&mut self, group: &str, line: &str) -> &mut Self {
        told(self.try_log(group, line))
    }

    /// As [`log`](Self::log).
    ///
    /// # Errors
    /// [`WorldError::Refused`].
    pub fn try_log(&mut self, group: &str, line: &str) -> Result<&mut Self, WorldError> {
        let (group, now) = (self.name(group), self.now());
        let mut logs = self.logs();
        // It is there from the second line on; what else is wrong, the line itself meets, too.
        let _ = logs.create_log_stream(now, &group, STREAM);
        let put = logs.put_log_events(now, &group, STREAM, [(now, line)]);
        put.map_err(|error| WorldError::refused(format!("a line for the log group {group}"), error))?;
        let verdicts = logs.explain_filters(&group, line).unwrap_or_default();
        drop(logs);
        let matching: Vec<String> = verdicts
            .iter()
            .filter(|verdict| verdict.explanation.matched)
            .map(|verdict| verdict.filter.to_string())
            .collect();
        let note = if matching.is_empty() { String::new() } else { format!("  -> {}", matching.join(", ")) };
        self.happened(format!("log {group}: {}{note}", short(line)));
        Ok(self)
    }

    /// Puts a value of a metric without dimensions now.
    ///
    /// # Panics
    /// When it is refused.
    #[track_caller]
    pub fn datum(&mut self, namespace: &str, name: &str, value: f64) -> &mut Self {
        told(self.try_put(Datum::new(namespace, name, self.now(), value)))
    }

    /// Puts a value of a metric with dimensions now.
    ///
    /// ```
    /// use cupola_test::World;
    ///
    /// let mut world = World::new();
    /// world.datum("Shop", "Orders", 3.0).datum_of("Shop", "Orders", &[("Shop", "north")], 2.0);
    /// assert!(world.try_put(cupola::Datum::new("AWS/EC2", "CPU", world.now(), f64::NAN)).is_err());
    /// ```
    ///
    /// # Panics
    /// When it is refused.
    #[track_caller]
    pub fn datum_of(&mut self, namespace: &str, name: &str, dimensions: &[(&str, &str)], value: f64) -> &mut Self {
        let dimensions: Vec<Dimension> = dimensions.iter().map(|(name, value)| Dimension::new(*name, *value)).collect();
        told(self.try_put(Datum::new(namespace, name, self.now(), value).with_dimensions(dimensions)))
    }

    /// Puts a measurement, whatever its time, unit and resolution.
    ///
    /// # Errors
    /// [`WorldError::Refused`].
    pub fn try_put(&mut self, datum: Datum) -> Result<&mut Self, WorldError> {
        let now = self.now();
        let what = format!("datum {}/{} {:?}", datum.namespace, datum.name, datum.sample);
        self.metrics().put(now, &datum).map_err(|error| WorldError::refused(&what, error))?;
        self.happened(what);
        Ok(self)
    }

    /// Puts an event on the default bus now: source, detail type, and the detail as JSON. Sources of services
    /// (`aws.ec2`) are put as the service does it.
    ///
    /// ```
    /// use cupola_test::World;
    ///
    /// let template = "
    /// Resources:
    ///   Jobs: {Type: 'AWS::SQS::Queue'}
    ///   Placed:
    ///     Type: AWS::Events::Rule
    ///     Properties: {EventPattern: {source: [shop]}, Targets: [{Id: jobs, Arn: !GetAtt Jobs.Arn}]}
    /// ";
    /// World::new().template(template)?.event("shop", "Order placed", r#"{"total": 7}"#).expect_target("Jobs");
    /// # Ok::<(), cupola_test::TemplateError>(())
    /// ```
    ///
    /// # Panics
    /// When it is refused.
    #[track_caller]
    pub fn event(&mut self, source: &str, detail_type: &str, detail: &str) -> &mut Self {
        told(self.try_event("default", source, detail_type, detail))
    }

    /// Puts an event on a bus by its name, or by its name in the template.
    ///
    /// # Panics
    /// When it is refused, or there is no such bus.
    #[track_caller]
    pub fn event_on(&mut self, bus: &str, source: &str, detail_type: &str, detail: &str) -> &mut Self {
        told(self.try_event(bus, source, detail_type, detail))
    }

    /// As [`event_on`](Self::event_on).
    ///
    /// # Errors
    /// [`WorldError::Refused`].
    pub fn try_event(
        &mut self,
        bus: &str,
        source: &str,
        detail_type: &str,
        detail: &str,
    ) -> Result<&mut Self, WorldError> {
        let bus = self.name(bus);
        let what = format!("event {source} \"{detail_type}\" on {bus}: {}", short(detail));
        let refused = |why: String| WorldError::refused(&what, why);
        let json = Json::parse(detail).map_err(|error| refused(error.to_string()))?;
        let name = BusName::new(bus.as_str()).map_err(|error| refused(error.to_string()))?;
        self.asked(Service::Events, "DescribeEventBus", &json!({"Name": bus}))?;
        let (place, now) = (self.observatory.place().clone(), self.now());
        self.told_events += 1;
        let id = Rng::for_part(self.told_events, "world").uuid();
        let event = EventEnvelope::new(id, place, now, source, detail_type, json);
        let decisions = self.events().explain_event_on(&name, &event);
        self.decisions = decisions;
        let firing: Vec<String> = self
            .decisions
            .iter()
            .filter(|decision| decision.fires())
            .map(|decision| decision.rule.to_string())
            .collect();
        if source.starts_with("aws.") && name == BusName::default() {
            self.events().publish(now, event);
        } else {
            let entry = Entry::new(source, detail_type, detail).with_bus(&bus);
            let answers = self.events().put_events(now, vec![entry]).map_err(|error| refused(error.to_string()))?;
            answers.into_iter().try_for_each(|answer| answer.map(drop)).map_err(|error| refused(error.to_string()))?;
        }
        let note = if firing.is_empty() { "  -> no rule".to_owned() } else { format!("  -> {}", firing.join(", ")) };
        self.happened(format!("{what}{note}"));
        Ok(self)
    }

    /// Sends a segment document.
    ///
    /// # Panics
    /// When it is refused.
    #[track_caller]
    pub fn segment(&mut self, document: &str) -> &mut Self {
        told(self.try_segment(document))
    }

    /// As [`segment`](Self::segment).
    ///
    /// # Errors
    /// [`WorldError::Refused`].
    pub fn try_segment(&mut self, document: &str) -> Result<&mut Self, WorldError> {
        let now = self.now();
        let what = format!("segment {}", short(document));
        let refused = self.traces().put_trace_segments(now, &[document]).into_iter().next();
        match refused {
            Some(refusal) => Err(WorldError::refused(what, refusal)),
            None => {
                self.happened(what);
                Ok(self)
            }
        }
    }

    /// Takes an audit record in, as JSON.
    ///
    /// # Panics
    /// When it is refused.
    #[track_caller]
    pub fn record(&mut self, record: &str) -> &mut Self {
        told(self.try_record(record))
    }

    /// As [`record`](Self::record).
    ///
    /// # Errors
    /// [`WorldError::Refused`].
    pub fn try_record(&mut self, record: &str) -> Result<&mut Self, WorldError> {
        let now = self.now();
        let what = format!("record {}", short(record));
        let json = Json::parse(record).map_err(|error| WorldError::refused(&what, error))?;
        self.audit().record(now, json).map_err(|error| WorldError::refused(&what, error))?;
        self.happened(what);
        Ok(self)
    }

    /// Calls the services' own API as the account's root: the action's request in, its response out, as JSON.
    ///
    /// # Errors
    /// [`WorldError::Refused`] with the service's words.
    pub fn call(&mut self, service: Service, action: &str, input: &str) -> Result<String, WorldError> {
        let (now, caller) = (self.now(), Caller::root(self.observatory.place().clone()));
        let answer = self.observatory.call(now, &caller, service, action, input);
        let answer = answer.map_err(|error| WorldError::refused(action, error))?;
        self.happened(format!("call {action}"));
        Ok(answer)
    }

    /// What the rules of the bus made of the newest event that was put by the world itself.
    #[must_use]
    pub fn decisions(&self) -> &[RuleDecision] {
        &self.decisions
    }

    /// Notes what happened, and takes in what came out of it.
    pub(super) fn happened(&mut self, what: String) {
        self.timeline.add(self.now(), what);
        self.collect();
    }
}

/// A text's first line, cut after 80 characters.
fn short(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    let cut: String = line.chars().take(80).collect();
    if cut.len() < text.len() { cut + "..." } else { cut }
}
