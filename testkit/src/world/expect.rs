//! What is expected of a world.

use cupola::Service;
use cupola::metrics::StateValue;
use cupola::traces::{FilterExpression, SummaryQuery};
use serde_json::{Value, json};

use super::{Unmet, World, WorldError, told};

impl World {
    /// An alarm is in a state now: by its name, or by its name in the template.
    ///
    /// ```
    /// use cupola::metrics::{Alarm, Period, StateValue};
    /// use cupola_test::World;
    ///
    /// let mut world = World::new();
    /// let now = world.now();
    /// let alarm = Alarm::on("Shop", "Load").named("busy").maximum(Period::MINUTE).above(10.0).for_periods(1);
    /// world.metrics().put_metric_alarm(now, alarm)?;
    /// world.datum("Shop", "Load", 71.0).at("+1m").expect_alarm("busy", StateValue::Alarm);
    ///
    /// let unmet = world.try_expect_alarm("busy", StateValue::Ok).unwrap_err().to_string();
    /// assert!(unmet.contains("expected alarm busy in OK by 2026-01-05T00:01:00Z; it is in ALARM"), "{unmet}");
    /// assert!(unmet.contains("datum Shop/Load"), "the timeline: {unmet}");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Panics
    /// When it is not, or there is no such alarm; the message explains the state and draws what happened.
    #[track_caller]
    pub fn expect_alarm(&mut self, alarm: &str, state: StateValue) -> &mut Self {
        told(self.try_expect_alarm(alarm, state))
    }

    /// As [`expect_alarm`](Self::expect_alarm).
    ///
    /// # Errors
    /// [`WorldError::Unmet`].
    pub fn try_expect_alarm(&mut self, alarm: &str, state: StateValue) -> Result<&mut Self, WorldError> {
        let name = self.name(alarm);
        let expected = format!("alarm {name} in {state}");
        match self.state_of(&name) {
            Some(found) if found == state.as_str() => Ok(self),
            Some(found) => {
                let why = self.explain(&name).unwrap_or_default();
                Err(self.unmet(expected, format!("it is in {found}"), why))
            }
            None => {
                let known = self.alarm_names();
                Err(self.unmet(
                    expected,
                    format!("there is no such alarm; there are [{}]", known.join(", ")),
                    String::new(),
                ))
            }
        }
    }

    /// An alarm did not go to `ALARM` so far, or since [`forget`](Self::forget).
    ///
    /// # Panics
    /// When it did; the message says why, and draws what happened.
    #[track_caller]
    pub fn expect_no_alarm(&mut self, alarm: &str) -> &mut Self {
        told(self.try_expect_no_alarm(alarm))
    }

    /// As [`expect_no_alarm`](Self::expect_no_alarm).
    ///
    /// # Errors
    /// [`WorldError::Unmet`]; for an unknown alarm, too.
    pub fn try_expect_no_alarm(&mut self, alarm: &str) -> Result<&mut Self, WorldError> {
        self.collect();
        let name = self.name(alarm);
        let expected = format!("alarm {name} never in ALARM");
        if self.state_of(&name).is_none() {
            return Err(self.unmet(expected, "there is no such alarm".into(), String::new()));
        }
        let rang = self.seen.changes.iter().find(|change| change.alarm == name && change.to == StateValue::Alarm);
        match rang.map(|change| (change.at, change.reason.clone())) {
            None => Ok(self),
            Some((at, reason)) => Err(self.unmet(expected, format!("it was at {at}"), reason)),
        }
    }

    /// The newest request was sampled, or not, by a rule.
    ///
    /// # Panics
    /// When another rule decided, or otherwise; the message says what each rule made of the request.
    #[track_caller]
    pub fn expect_sampled(&mut self, rule: &str, is_sampled: bool) -> &mut Self {
        told(self.try_expect_sampled(rule, is_sampled))
    }

    /// As [`expect_sampled`](Self::expect_sampled).
    ///
    /// # Errors
    /// [`WorldError::Unmet`].
    pub fn try_expect_sampled(&mut self, rule: &str, is_sampled: bool) -> Result<&mut Self, WorldError> {
        let word = if is_sampled { "" } else { "not " };
        let expected = format!("the request {word}to be sampled by {rule}");
        match self.sampled.clone() {
            Some(found) if found.is_sampled == is_sampled && found.rule.as_deref() == Some(rule) => Ok(self),
            Some(found) => Err(self.unmet(expected, format!("it was {}", found.decision), found.explanation)),
            None => Err(self.unmet(expected, "there was no request".into(), String::new())),
        }
    }

    /// A number of traces of the last hour matches a filter expression.
    ///
    /// # Panics
    /// When it is another number.
    #[track_caller]
    pub fn expect_traces(&mut self, filter: &str, number: usize) -> &mut Self {
        told(self.try_expect_traces(filter, number))
    }

    /// As [`expect_traces`](Self::expect_traces).
    ///
    /// # Errors
    /// [`WorldError::Refused`] for what is no filter expression, [`WorldError::Unmet`].
    pub fn try_expect_traces(&mut self, filter: &str, number: usize) -> Result<&mut Self, WorldError> {
        let now = self.now();
        let refused = |why: String| WorldError::refused(format!("the filter {filter}"), why);
        let expression = FilterExpression::parse(filter).map_err(|error| refused(error.to_string()))?;
        let mut query = SummaryQuery::new(now.plus_secs(-3_600), now.plus_secs(1)).filter(expression);
        let mut found = 0;
        loop {
            let page = self.traces().trace_summaries(now, &query).map_err(|error| refused(error.to_string()))?;
            found += page.summaries.len();
            if page.next_token.is_none() {
                break;
            }
            query = query.after(page.next_token);
        }
        if found == number {
            return Ok(self);
        }
        Err(self.unmet(format!("{number} traces that match {filter}"), format!("there are {found}"), String::new()))
    }

    /// A log group has an event with this text in it.
    ///
    /// # Panics
    /// When it has none.
    #[track_caller]
    pub fn expect_logged(&mut self, group: &str, text: &str) -> &mut Self {
        told(self.try_expect_logged(group, text))
    }

    /// As [`expect_logged`](Self::expect_logged).
    ///
    /// # Errors
    /// [`WorldError::Unmet`].
    pub fn try_expect_logged(&mut self, group: &str, text: &str) -> Result<&mut Self, WorldError> {
        let group = self.name(group);
        let mut token = Value::Null;
        loop {
            let input = json!({"logGroupName": group, "nextToken": token});
            let input = if token.is_null() { json!({"logGroupName": group}) } else { input };
            let page = self.asked(Service::Logs, "FilterLogEvents", &input)?;
            let events = page["events"].as_array().map_or(&[][..], Vec::as_slice);
            if events.iter().any(|event| event["message"].as_str().is_some_and(|message| message.contains(text))) {
                return Ok(self);
            }
            token = page["nextToken"].clone();
            if token.is_null() {
                let expected = format!("\"{text}\" in the log group {group}");
                return Err(self.unmet(expected, "no event has it".into(), String::new()));
            }
        }
    }

    /// Why an alarm, by its name or by that in the template, is in its state; `None` where there is none.
    pub fn explain(&mut self, alarm: &str) -> Option<String> {
        let (name, now) = (self.name(alarm), self.now());
        let mut metrics = self.metrics();
        let metric = metrics.explain_alarm(now, &name).ok().map(|explanation| explanation.to_string());
        metric.or_else(|| metrics.explain_composite(now, &name).ok().map(|explanation| explanation.to_string()))
    }

    /// What happened so far, drawn line by line: what the world's own methods put in, and what came out.
    pub fn timeline(&mut self) -> String {
        self.collect();
        self.timeline.to_string()
    }

    fn state_of(&mut self, name: &str) -> Option<String> {
        let input = json!({"AlarmNames": [name], "AlarmTypes": ["MetricAlarm", "CompositeAlarm"]});
        let answer = self.asked(Service::CloudWatch, "DescribeAlarms", &input).ok()?;
        let of = |list: &str| answer[list][0]["StateValue"].as_str().map(str::to_owned);
        of("MetricAlarms").or_else(|| of("CompositeAlarms"))
    }

    fn alarm_names(&mut self) -> Vec<String> {
        let input = json!({"AlarmTypes": ["MetricAlarm", "CompositeAlarm"]});
        let answer = self.asked(Service::CloudWatch, "DescribeAlarms", &input).unwrap_or_default();
        let lists = ["MetricAlarms", "CompositeAlarms"].iter().filter_map(|list| answer[*list].as_array());
        lists.flatten().filter_map(|alarm| alarm["AlarmName"].as_str().map(str::to_owned)).collect()
    }

    /// Asks the door without a line in the timeline.
    pub(super) fn asked(&mut self, service: Service, action: &str, input: &Value) -> Result<Value, WorldError> {
        let caller = cupola::Caller::root(self.observatory.place().clone());
        let answer = self.observatory.call(self.observatory.now(), &caller, service, action, &input.to_string());
        let answer = answer.map_err(|error| WorldError::refused(action, error))?;
        serde_json::from_str(&answer).map_err(|error| WorldError::refused(action, error))
    }

    pub(super) fn unmet(&mut self, expected: String, found: String, explanation: String) -> WorldError {
        let (at, timeline) = (self.now(), self.timeline());
        WorldError::Unmet(Box::new(Unmet { at, expected, found, explanation, timeline }))
    }
}
