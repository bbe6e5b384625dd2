//! Verbs on mute rules.

use cupola_base::Timestamp;

use super::Engine;
use crate::message::MuteDetail;
use crate::mute::{AlarmMuteRule, MuteRule, MuteRuleFilter, PutMuteRuleError, UnknownMuteRule, checked};

impl Engine {
    /// Creates a mute rule, or replaces the one of this name, which keeps its tags. Answers its ARN.
    ///
    /// While a rule is active its alarms are evaluated and change their states as ever, but their actions wait. When
    /// the window ends, or the rule no longer mutes the alarm, the actions of the state that it came to in the
    /// meantime run. Scaling actions are not repeated while they are muted.
    ///
    /// ```
    /// use cupola_metrics::{Alarm, Engine, MuteRule, MuteSchedule, Output, Period, Place, StateValue, Timestamp};
    /// use cupola_metrics::TreatMissingData;
    ///
    /// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
    /// let t0 = Timestamp::parse("2026-05-04T06:00:00Z")?;
    /// let slow = Alarm::on("App", "Latency").named("slow").average(Period::MINUTE).above(250.0);
    /// let slow = slow.treat_missing_data(TreatMissingData::Ignore);
    /// engine.put_metric_alarm(t0, slow.on_alarm("arn:aws:sns:us-east-1:111122223333:ops"))?;
    /// let schedule = MuteSchedule::parse("at(2026-05-04T06:00)", "PT2H", None)?;
    /// engine.put_alarm_mute_rule(t0, MuteRule::new("works", schedule).for_alarm("slow"))?;
    ///
    /// engine.set_alarm_state(t0, "slow", StateValue::Alarm, "by hand", None)?;
    /// let ran = |engine: &mut Engine| {
    ///     let actions = engine.drain().into_iter().filter(|output| matches!(output, Output::Action(_)));
    ///     actions.map(|action| action.at().to_string()).collect::<Vec<_>>()
    /// };
    /// assert!(ran(&mut engine).is_empty());
    /// engine.advance(t0.plus_secs(3 * 3600));
    /// assert_eq!(ran(&mut engine), ["2026-05-04T08:00:00Z"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`PutMuteRuleError`] with what is not acceptable.
    ///
    /// # Source
    /// CloudWatch API Reference, PutAlarmMuteRule; CloudWatch User Guide, "Alarm mute rules". That scaling actions are
    /// not repeated, and that a rule may mute alarms that are still to come, are our decisions.
    #[doc(alias = "PutAlarmMuteRule")]
    pub fn put_alarm_mute_rule(&mut self, now: Timestamp, rule: MuteRule) -> Result<&AlarmMuteRule, PutMuteRuleError> {
        let now = self.at(now);
        let arn = self.place.arn("cloudwatch", format_args!("alarm-mute-rule:{}", rule.name)).to_string();
        let tags = self.mutes.rule(&rule.name).map(|rule| rule.tags.clone());
        if tags.is_none() && self.mutes.len() >= self.limits.mute_rules {
            return Err(PutMuteRuleError::TooManyRules(self.limits.mute_rules));
        }
        let rule = checked(now, arn, rule, tags, &self.limits)?;
        let name = rule.name.clone();
        let before = self.mutes.put(rule);
        self.look_again(now, before.as_ref());
        Ok(self.mutes.rule(name.as_str()).expect("it was put just now"))
    }

    /// A mute rule.
    ///
    /// # Errors
    /// [`UnknownMuteRule`] when there is none of this name.
    ///
    /// # Source
    /// CloudWatch API Reference, GetAlarmMuteRule.
    #[doc(alias = "GetAlarmMuteRule")]
    pub fn alarm_mute_rule(&mut self, now: Timestamp, name: &str) -> Result<&AlarmMuteRule, UnknownMuteRule> {
        self.advance(now);
        self.mutes.rule(name).ok_or_else(|| UnknownMuteRule(name.into()))
    }

    /// The mute rules that the filter accepts, by name.
    ///
    /// # Source
    /// CloudWatch API Reference, ListAlarmMuteRules.
    #[doc(alias = "ListAlarmMuteRules")]
    pub fn alarm_mute_rules<'a>(
        &'a mut self,
        now: Timestamp,
        filter: &'a MuteRuleFilter,
    ) -> impl Iterator<Item = &'a AlarmMuteRule> {
        self.advance(now);
        self.mutes.list(self.now, filter, None)
    }

    /// Deletes a mute rule; actions that it withheld, and no other rule mutes, run. A rule that does not exist does
    /// not matter.
    ///
    /// # Source
    /// CloudWatch API Reference, DeleteAlarmMuteRule.
    #[doc(alias = "DeleteAlarmMuteRule")]
    pub fn delete_alarm_mute_rule(&mut self, now: Timestamp, name: &str) {
        let now = self.at(now);
        let before = self.mutes.remove(name);
        self.look_again(now, before.as_ref());
    }

    /// A rule is not what it was: what it withheld may run.
    fn look_again(&mut self, now: Timestamp, before: Option<&AlarmMuteRule>) {
        for alarm in before.and_then(|rule| rule.alarms.as_ref()).into_iter().flatten() {
            self.unmute(now, alarm);
        }
    }

    /// Which rule mutes an alarm, as events tell it.
    pub(super) fn mute_detail(&self, at: Timestamp, alarm: &str) -> Option<MuteDetail> {
        let muting = self.mutes.muting(at, alarm)?;
        Some(MuteDetail { by: muting.arn.to_owned(), start: muting.window.start, end: muting.window.end })
    }
}
