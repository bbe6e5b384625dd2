//! Scripts of one alarm's life, run in several ways.

#![expect(clippy::unwrap_used, reason = "the inputs are made well formed")]

use cupola_base::{Caller, Place};
use cupola_metrics::testing::twins;
use cupola_metrics::{
    Alarm, AlarmFilter, Datum, DecisionRule, Engine, HistoryFilter, Origin, Output, Period, Resolution, StateValue,
    Timestamp,
};
use serde_json::{Value, json};

/// What happens to an alarm on the sums of `N/M`.
#[derive(Clone, Debug)]
pub(crate) struct Script {
    pub(crate) rule: DecisionRule,
    pub(crate) period: Period,
    pub(crate) threshold: f64,
    pub(crate) gives_datapoints: bool,
    /// Whether it has a scaling action, which is repeated.
    pub(crate) scales: bool,
    pub(crate) steps: Vec<Step>,
}

#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub(crate) op: Op,
    /// Milliseconds after the step before.
    pub(crate) gap: i64,
    /// Whether the step happens at the next full ten seconds after that.
    pub(crate) to_tick: bool,
    /// Where the way to this step is cut, in thousandths.
    pub(crate) cuts: Vec<u16>,
}

#[derive(Clone, Debug)]
pub(crate) enum Op {
    Put { age: i64, value: f64, high: bool },
    Accept { age: i64, value: f64, high: bool },
    SetState(StateValue),
    Change { threshold: f64 },
    Delete,
    Enable(bool),
    Wait,
}

impl Script {
    /// Alarms on quarters of a day live in slow motion.
    fn scale(&self) -> i64 {
        if self.period.seconds() > 3600 { 100 } else { 1 }
    }

    fn datum(&self, now: Timestamp, age: i64, value: f64, high: bool) -> Datum {
        let resolution = if high { Resolution::High } else { Resolution::Standard };
        let at = now.plus_secs(-(age * self.scale()).max(-7200));
        Datum::new("N", "M", at, value).with_resolution(resolution)
    }
}

/// How a script is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    Jumps,
    Steps,
    /// As `Steps`, through a snapshot at each cut.
    Snapshots,
    /// As `Jumps`, through the API.
    Door,
}

pub(crate) struct Run {
    outputs: Vec<Output>,
    end: String,
}

impl Run {
    /// All outputs and the end, as text.
    pub(crate) fn texts(&self) -> Vec<String> {
        let outputs = self.outputs.iter().map(|output| serde_json::to_string(output).unwrap());
        outputs.chain([self.end.clone()]).collect()
    }

    pub(crate) fn changes(&self) -> Vec<(Timestamp, StateValue, StateValue)> {
        let change = |output: &Output| match output {
            Output::StateChange(change) => Some((change.at, change.from, change.to)),
            _ => None,
        };
        self.outputs.iter().filter_map(change).collect()
    }
}

const START: i64 = 1_777_874_403_000;
const SCALE: &str = "arn:aws:autoscaling:us-east-1:111122223333:scalingPolicy:i:autoScalingGroupName/g:policyName/p";

pub(crate) fn run(script: &Script, way: Way) -> Run {
    let mut world = World::new(script, way);
    world.put_alarm(script.threshold);
    for (step, from, at) in timed(script) {
        if matches!(way, Way::Steps | Way::Snapshots) {
            world.walk(step, from, at);
        }
        world.now = at;
        world.step(&step.op);
        if way == Way::Snapshots {
            world.restore();
        }
    }
    world.engine.advance(world.now.plus_secs(7200 * script.scale()));
    world.done()
}

/// The steps with where they begin and when they happen, strictly one after the other.
fn timed(script: &Script) -> Vec<(&Step, Timestamp, Timestamp)> {
    let mut now = Timestamp::from_millis(START);
    let cadence = twins::Alarm::new(script.period, script.threshold, script.rule).cadence();
    let mut all = Vec::new();
    for step in &script.steps {
        let plain = now.plus_millis(step.gap * script.scale());
        let at = if step.to_tick { plain.ceil_to(cadence) } else { plain };
        all.push((step, now, at));
        now = at;
    }
    all
}

struct World<'a> {
    script: &'a Script,
    way: Way,
    engine: Engine,
    caller: Caller,
    now: Timestamp,
    outputs: Vec<Output>,
}

impl<'a> World<'a> {
    fn new(script: &'a Script, way: Way) -> Self {
        let place = Place::parse("111122223333", "us-east-1").unwrap();
        let (engine, caller) = (Engine::new(place.clone(), 3), Caller::root(place).privileged());
        Self { script, way, engine, caller, now: Timestamp::from_millis(START), outputs: Vec::new() }
    }

    fn walk(&mut self, step: &Step, from: Timestamp, to: Timestamp) {
        let mut cuts = step.cuts.clone();
        cuts.sort_unstable();
        for cut in cuts {
            self.engine.advance(from.plus_millis(to.millis_since(from) * i64::from(cut) / 1000));
            if self.way == Way::Snapshots {
                self.restore();
            } else {
                self.outputs.extend(self.engine.drain());
            }
        }
    }

    fn restore(&mut self) {
        let text = serde_json::to_string(&self.engine.snapshot()).unwrap();
        self.engine = Engine::restore(serde_json::from_str(&text).unwrap()).unwrap();
    }

    fn step(&mut self, op: &Op) {
        match op {
            Op::Put { age, value, high } => self.put(*age, *value, *high),
            Op::Accept { age, value, high } => {
                let _ = self.engine.accept(self.now, self.script.datum(self.now, *age, *value, *high));
            }
            Op::SetState(state) => self.set_state(*state),
            Op::Change { threshold } => self.put_alarm(*threshold),
            Op::Delete => self.names("DeleteAlarms", |engine, now| engine.delete_alarms(now, &["a"]).unwrap()),
            Op::Enable(true) => {
                self.names("EnableAlarmActions", |engine, now| engine.enable_alarm_actions(now, &["a"]).unwrap());
            }
            Op::Enable(false) => {
                self.names("DisableAlarmActions", |engine, now| engine.disable_alarm_actions(now, &["a"]).unwrap());
            }
            Op::Wait => self.engine.advance(self.now),
        }
    }

    fn call(&mut self, action: &str, request: &Value) -> bool {
        self.engine.call(self.now, &self.caller, action, &request.to_string()).is_ok()
    }

    fn names(&mut self, action: &str, typed: impl FnOnce(&mut Engine, Timestamp)) {
        if self.way == Way::Door {
            assert!(self.call(action, &json!({"AlarmNames": ["a"]})));
        } else {
            typed(&mut self.engine, self.now);
        }
    }

    fn put(&mut self, age: i64, value: f64, high: bool) {
        let datum = self.script.datum(self.now, age, value, high);
        if self.way == Way::Door {
            let at = datum.at.as_secs_f64();
            let data = json!([{
                "MetricName": "M", "Timestamp": at, "Value": value, "StorageResolution": datum.resolution.seconds(),
            }]);
            self.call("PutMetricData", &json!({"Namespace": "N", "MetricData": data}));
        } else {
            let _ = self.engine.put_metric_data(self.now, Origin::User, vec![datum]);
        }
    }

    fn set_state(&mut self, state: StateValue) {
        if self.way == Way::Door {
            let request = json!({"AlarmName": "a", "StateValue": state, "StateReason": "r", "StateReasonData": "{}"});
            self.call("SetAlarmState", &request);
        } else {
            let _ = self.engine.set_alarm_state(self.now, "a", state, "r", Some("{}"));
        }
    }

    fn put_alarm(&mut self, threshold: f64) {
        let Script { rule, period, gives_datapoints, scales, .. } = *self.script;
        if self.way == Way::Door {
            let mut request = json!({
                "AlarmName": "a", "Namespace": "N", "MetricName": "M", "Statistic": "Sum", "Period": period.seconds(),
                "EvaluationPeriods": rule.evaluation_periods, "Threshold": threshold,
                "ComparisonOperator": "GreaterThanThreshold", "TreatMissingData": rule.treat_missing_data.as_str(),
                "AlarmActions": if scales { json!([SCALE]) } else { Value::Null },
            });
            if gives_datapoints {
                request["DatapointsToAlarm"] = json!(rule.datapoints_to_alarm);
            }
            assert!(self.call("PutMetricAlarm", &request));
            return;
        }
        let alarm = Alarm::on("N", "M").named("a").sum(period).above(threshold).for_periods(rule.evaluation_periods);
        let alarm = alarm.treat_missing_data(rule.treat_missing_data);
        let alarm = if gives_datapoints { alarm.datapoints_to_alarm(rule.datapoints_to_alarm) } else { alarm };
        let alarm = if scales { alarm.on_alarm(SCALE) } else { alarm };
        self.engine.put_metric_alarm(self.now, alarm).unwrap();
    }

    /// What the API tells of the alarm is what the typed verb tells.
    fn check_described(&mut self, now: Timestamp) {
        let told = self.engine.call(now, &self.caller, "DescribeAlarms", "{}").unwrap();
        let told: Value = serde_json::from_str(&told).unwrap();
        let filter = AlarmFilter::named("a");
        let alarm = self.engine.describe_alarms(now, &filter).next();
        assert_eq!(told["MetricAlarms"].as_array().unwrap().len(), usize::from(alarm.is_some()));
        if let Some(alarm) = alarm {
            let told = &told["MetricAlarms"][0];
            assert_eq!(told["StateValue"], alarm.state.value.as_str());
            assert_eq!(told["StateReason"], *alarm.state.reason());
            assert_eq!(told["StateTransitionedTimestamp"], alarm.state.transitioned.as_secs_f64());
            assert_eq!(told["Threshold"].as_f64(), alarm.configuration.threshold);
            assert_eq!(told["ActionsEnabled"], alarm.configuration.actions_enabled);
        }
    }

    fn done(mut self) -> Run {
        self.outputs.extend(self.engine.drain());
        let now = self.engine.now();
        let deadline = format!("{:?}", self.engine.next_deadline());
        let alarms = format!("{:?}", self.engine.describe_alarms(now, &AlarmFilter::default()).collect::<Vec<_>>());
        self.check_described(now);
        let history = HistoryFilter::default();
        let history = format!("{:?}", self.engine.describe_alarm_history(now, &history).collect::<Vec<_>>());
        Run { outputs: self.outputs, end: format!("{deadline}\n{alarms}\n{history}") }
    }
}

/// The changes of state when the alarm is evaluated at every tick.
pub(crate) fn changes_of_twin(script: &Script) -> Vec<(Timestamp, StateValue, StateValue)> {
    let alarm = twins::Alarm::new(script.period, script.threshold, script.rule);
    let mut twin =
        Twin { alarm, data: twins::Data::default(), state: StateValue::InsufficientData, changes: Vec::new() };
    let mut done = Timestamp::from_millis(START);
    for (step, _, at) in timed(script) {
        // A datum of another part of the world comes before what is due at its instant.
        let until = if matches!(step.op, Op::Accept { .. }) { at.plus_millis(-1) } else { at };
        twin.tick(done, until);
        done = until;
        match step.op {
            Op::Put { age, value, high } | Op::Accept { age, value, high } => {
                twin.data.put(script.datum(at, age, value, high))
            }
            Op::SetState(state) => twin.become_(at, state),
            Op::Wait => {}
            _ => panic!("the twin knows one configuration"),
        }
        done = done.max(until);
    }
    let end = timed(script).last().unwrap().2.plus_secs(7200 * script.scale());
    twin.tick(done, end);
    twin.changes
}

struct Twin {
    alarm: twins::Alarm,
    data: twins::Data,
    state: StateValue,
    changes: Vec<(Timestamp, StateValue, StateValue)>,
}

impl Twin {
    /// Every tick after `done` up to `until`.
    fn tick(&mut self, done: Timestamp, until: Timestamp) {
        let cadence = self.alarm.cadence();
        let mut tick = done.floor_to(cadence).plus_millis(cadence);
        while tick <= until {
            if let Some(state) = self.alarm.look(tick, &self.data) {
                self.become_(tick, state);
            }
            tick = tick.plus_millis(cadence);
        }
    }

    fn become_(&mut self, at: Timestamp, state: StateValue) {
        if state != self.state {
            self.changes.push((at, self.state, state));
            self.state = state;
        }
    }
}
