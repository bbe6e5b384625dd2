//! Why an event calls the targets it calls.

use std::fmt;

use cupola_base::EventEnvelope;
use serde::Serialize;

use crate::{BusName, Engine, Explanation, MatchError, RuleId, RuleState};

/// What one rule makes of an event.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct RuleDecision {
    /// The rule.
    pub rule: RuleId,
    /// Its state.
    pub state: RuleState,
    /// Whether its state lets the event reach its pattern.
    pub admitted: bool,
    /// What its pattern makes of the event; text when it could not be judged.
    pub pattern: Result<Explanation, String>,
}

impl RuleDecision {
    /// Whether the rule calls its targets.
    #[must_use]
    pub fn fires(&self) -> bool {
        self.admitted && self.pattern.as_ref().is_ok_and(|explanation| explanation.matched)
    }
}

impl Engine {
    /// What each rule of the default bus makes of an event, by name. Nothing is called.
    ///
    /// ```
    /// use cupola_base::{EventEnvelope, Place, Timestamp, json::Json};
    /// use cupola_events::{Engine, PutRule, RuleName};
    ///
    /// let place = Place::parse("111122223333", "us-east-1")?;
    /// let mut engine = Engine::new(place.clone(), 0);
    /// engine.put_rule(Timestamp::EPOCH, PutRule::new(RuleName::new("ec2")?, r#"{"source": ["aws.ec2"]}"#))?;
    /// let event = EventEnvelope::new("e", place, Timestamp::EPOCH, "my.shop", "Order", Json::parse("{}")?);
    /// let decision = &engine.explain_event(&event)[0];
    /// assert!(!decision.fires());
    /// assert!(decision.to_string().contains("\"my.shop\" does not match \"aws.ec2\""));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn explain_event(&self, event: &EventEnvelope) -> Vec<RuleDecision> {
        self.explain_event_on(&BusName::default(), event)
    }

    /// As [`explain_event`](Self::explain_event), for the rules of a bus; none when the bus is not there.
    #[must_use]
    pub fn explain_event_on(&self, bus: &BusName, event: &EventEnvelope) -> Vec<RuleDecision> {
        let json = event.to_json();
        let decisions = self.rules_of(bus).filter_map(|rule| {
            let pattern = rule.pattern.as_ref()?.pattern().explain(json.as_str().as_bytes());
            Some(RuleDecision {
                rule: rule.id.clone(),
                state: rule.state,
                admitted: rule.state.admits(event),
                pattern: pattern.map_err(|error: MatchError| error.to_string()),
            })
        });
        decisions.collect()
    }
}

impl fmt::Display for RuleDecision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verdict = if self.fires() { "fires" } else { "does not fire" };
        writeln!(f, "rule {} {verdict}", self.rule)?;
        if !self.admitted {
            writeln!(f, "its state {} keeps the event away", self.state)?;
        }
        match &self.pattern {
            Ok(explanation) => write!(f, "its pattern {explanation}"),
            Err(why) => writeln!(f, "its pattern was not judged: {why}"),
        }
    }
}
