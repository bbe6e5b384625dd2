//! The flow log itself.

use std::collections::BTreeMap;

use cupola_base::outputs::Outputs;
use cupola_base::{Deadline, Timestamp};
use serde::{Deserialize, Serialize};

use super::entry::FlowLogEntry;
use super::error::FlowLogError;
use super::flow::Flow;
use super::format::FlowLogFormat;
use super::interface::FlowInterface;
use super::never::NeverRecorded;
use super::output::{FlowLogLost, FlowLogOutput, FlowLogRecords};
use super::settings::FlowLogSettings;
use super::window::Window;

/// A flow log: flows that are reported to it come out as records, interval by interval, on virtual time.
///
/// Intervals begin at whole multiples of their length. A record's times are the seconds of the first and the last
/// packet; an interval without traffic gives one `NODATA` record, and one in which flows were lost a `SKIPDATA`
/// record besides those that were kept. An interface gives nothing before its first traffic, as the service's
/// documents say. The rules of time are those of the [`Engine`](crate::Engine): one long advance does the same as
/// many short ones, and a snapshot (`serde`) changes no later output.
///
/// ```
/// use cupola_logs::flow_log::{
///     AggregationInterval, Flow, FlowInterface, FlowLog, FlowLogOutput, FlowLogScope, FlowLogSettings, Observed,
/// };
/// use cupola_logs::{Engine, GetLogEvents, Place, Timestamp};
///
/// let place = Place::parse("111122223333", "us-east-1")?;
/// let settings = FlowLogSettings::new(place.clone(), FlowLogScope::Subnet("subnet-1".into()));
/// let mut flow_log = FlowLog::new(FlowLogSettings { interval: AggregationInterval::OneMinute, ..settings });
/// let t0 = Timestamp::parse("2026-05-04T06:00:00Z")?;
/// flow_log.attach(t0, FlowInterface::new("eni-1", "subnet-1", "vpc-1"))?;
///
/// let knock = Flow::ingress("203.0.113.9".parse()?, "10.0.1.5".parse()?).ports(51_000, 22).rejected();
/// assert_eq!(flow_log.observe(t0.plus_secs(7), "eni-1", knock.clone())?, Observed::Recorded);
/// flow_log.observe(t0.plus_secs(9), "eni-1", knock)?;
/// flow_log.advance(t0.plus_secs(60));
///
/// let mut engine = Engine::new(place, 0);
/// engine.create_log_group(t0, "flows")?;
/// for output in flow_log.drain() {
///     let FlowLogOutput::Records(records) = output else { continue };
///     engine.create_log_stream(records.at, "flows", &records.stream)?;
///     engine.put_log_events(records.at, "flows", &records.stream, records.events)?;
/// }
/// let page = engine.get_log_events(t0, &GetLogEvents::of("flows", "eni-1-all"))?;
/// let line = "2 111122223333 eni-1 203.0.113.9 10.0.1.5 51000 22 6 2 80 1777874407 1777874409 REJECT OK";
/// assert_eq!(page.events[0].message, line);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// Amazon VPC User Guide, "Logging IP traffic using VPC Flow Logs".
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FlowLog {
    settings: FlowLogSettings,
    now: Timestamp,
    interfaces: BTreeMap<String, Watched>,
    waiting: Outputs<FlowLogOutput>,
}

/// An interface that is watched.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Watched {
    interface: FlowInterface,
    window: Window,
    /// Whether it ever had traffic: before, it gives no records.
    awake: bool,
}

/// What became of a flow that was reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Observed {
    /// It will be in a record.
    Recorded,
    /// The flow log records the other type of traffic.
    OtherTraffic,
    /// Such traffic is never recorded.
    Never(NeverRecorded),
    /// The flow log does not watch the interface.
    NotWatched,
    /// The interval has too many flows: a `SKIPDATA` record will tell.
    Skipped,
}

impl FlowLog {
    /// A flow log that watches no interface yet.
    #[must_use]
    pub fn new(settings: FlowLogSettings) -> Self {
        Self { settings, now: Timestamp::MIN, interfaces: BTreeMap::new(), waiting: Outputs::default() }
    }

    /// What it records.
    #[must_use]
    pub const fn settings(&self) -> &FlowLogSettings {
        &self.settings
    }

    /// Takes an interface in, if it is in the scope: whether it is. One of the same id is replaced, and what it saw
    /// in its interval stays.
    ///
    /// # Errors
    /// [`FlowLogError`] when an id has blanks or is empty.
    pub fn attach(&mut self, now: Timestamp, interface: FlowInterface) -> Result<bool, FlowLogError> {
        self.advance(now);
        check(&interface)?;
        if !self.settings.scope.holds(&interface) {
            return Ok(false);
        }
        match self.interfaces.get_mut(&interface.id) {
            Some(watched) => watched.interface = interface,
            None => {
                let watched = Watched { interface, window: Window::default(), awake: false };
                self.interfaces.insert(watched.interface.id.clone(), watched);
            }
        }
        Ok(true)
    }

    /// Lets an interface go: whether it was there. What it saw in its interval comes out at once.
    pub fn detach(&mut self, now: Timestamp, interface: &str) -> bool {
        self.advance(now);
        let Some(mut watched) = self.interfaces.remove(interface) else { return false };
        if !watched.window.is_quiet() {
            let start = self.now.floor_to(self.settings.step(&watched.interface));
            let output = watched.close(&self.settings, start, self.now);
            self.emit(output);
        }
        true
    }

    /// Takes packets in that an interface saw now.
    ///
    /// # Errors
    /// [`FlowLogError`] when one of the flow's [further values](Flow::more) cannot be written.
    pub fn observe(&mut self, now: Timestamp, interface: &str, flow: Flow) -> Result<Observed, FlowLogError> {
        self.advance(now);
        let entry = flow.more.iter().fold(FlowLogEntry::new(), |entry, (field, value)| entry.with(*field, value));
        entry.to_line(&self.settings.format)?;
        let Some(watched) = self.interfaces.get_mut(interface) else { return Ok(Observed::NotWatched) };
        if let Some(why) = NeverRecorded::of(&flow, &watched.interface) {
            return Ok(Observed::Never(why));
        }
        watched.awake = true;
        watched.window.saw_traffic();
        if !self.settings.traffic.holds(flow.action) {
            return Ok(Observed::OtherTraffic);
        }
        match watched.window.add(self.now, flow, self.settings.flows_per_interval) {
            true => Ok(Observed::Recorded),
            false => Ok(Observed::Skipped),
        }
    }

    /// Says that flows of the interface were lost in this interval: whether it is watched.
    pub fn skip(&mut self, now: Timestamp, interface: &str) -> bool {
        self.advance(now);
        let Some(watched) = self.interfaces.get_mut(interface) else { return false };
        watched.awake = true;
        watched.window.skip();
        true
    }

    /// Ends every interval that ends at or before `now`, in order of time, those of one instant by interface.
    pub fn advance(&mut self, now: Timestamp) {
        while let Some(at) = self.next_end().filter(|at| *at <= now) {
            if !(self.is_quiet() && self.leap(now)) {
                self.end(at);
            }
        }
        self.now = self.now.max(now);
    }

    /// When an interval ends next.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Deadline> {
        self.next_end().map(|at| Deadline { at, why: "interval of a flow log ends" })
    }

    /// Everything that came out since the last drain, oldest first. What was lost is told first.
    #[must_use]
    pub fn drain(&mut self) -> Vec<FlowLogOutput> {
        self.waiting.drain()
    }

    fn awake(&self) -> impl Iterator<Item = &Watched> {
        self.interfaces.values().filter(|watched| watched.awake)
    }

    fn next_end(&self) -> Option<Timestamp> {
        let step = self.awake().map(|watched| self.settings.step(&watched.interface)).min()?;
        let at = self.now.plus_millis(1).ceil_to(step);
        (at > self.now).then_some(at)
    }

    fn end(&mut self, at: Timestamp) {
        self.now = at;
        let settings = &self.settings;
        let mut outputs = Vec::new();
        for watched in self.interfaces.values_mut().filter(|watched| watched.awake) {
            let step = settings.step(&watched.interface);
            if at.floor_to(step) == at {
                outputs.push(watched.close(settings, at.plus_millis(-step), at));
            }
        }
        outputs.into_iter().for_each(|output| self.emit(output));
    }

    fn is_quiet(&self) -> bool {
        self.awake().all(|watched| watched.window.is_quiet())
    }

    /// Passes over silent intervals whose outputs would be lost for want of room, and counts them as
    /// lost: whether there are any.
    fn leap(&mut self, now: Timestamp) -> bool {
        const LONG: i64 = 600_000;
        let per_long = self.awake().map(|watched| LONG / self.settings.step(&watched.interface)).sum::<i64>().max(1);
        let most = i64::try_from(self.settings.outputs).unwrap_or(i64::MAX);
        let kept = (most / per_long).saturating_add(2).saturating_mul(LONG);
        let target = now.plus_millis(kept.saturating_neg()).floor_to(LONG);
        if target <= self.now.ceil_to(LONG) {
            return false;
        }
        let ends = |step: i64| (target.floor_to(step).as_millis() - self.now.floor_to(step).as_millis()) / step;
        let lost: i64 = self.awake().map(|watched| ends(self.settings.step(&watched.interface))).sum();
        self.waiting.lose(target, FlowLogLost::Outputs, lost.unsigned_abs());
        self.now = target;
        true
    }

    fn emit(&mut self, records: FlowLogRecords) {
        if !records.events.is_empty() {
            self.waiting.push(FlowLogOutput::Records(records), self.settings.outputs);
        }
    }
}

impl Watched {
    fn close(&mut self, settings: &FlowLogSettings, start: Timestamp, end: Timestamp) -> FlowLogRecords {
        let events = self.window.close(settings, &self.interface, (start, end));
        let interface = self.interface.id.clone();
        FlowLogRecords { at: end, stream: settings.stream_name(&interface), interface, events }
    }
}

/// Whether the ids of an interface can be written.
fn check(interface: &FlowInterface) -> Result<(), FlowLogError> {
    use super::field::FlowLogField as Field;
    let ids =
        [(Field::InterfaceId, &interface.id), (Field::SubnetId, &interface.subnet), (Field::VpcId, &interface.vpc)];
    let entry = ids.into_iter().fold(FlowLogEntry::new(), |entry, (field, id)| entry.with(field, id));
    let entry = interface.instance.iter().fold(entry, |entry, id| entry.with(Field::InstanceId, id));
    let entry = interface.zone.iter().fold(entry, |entry, id| entry.with(Field::AzId, id));
    let all = [Field::InterfaceId, Field::SubnetId, Field::VpcId, Field::InstanceId, Field::AzId];
    let names: Vec<_> = all.iter().map(|field| field.as_str()).collect();
    FlowLogFormat::parse(&names.join(" ")).map_or(Ok(()), |format| entry.to_line(&format).map(|_| ()))
}
