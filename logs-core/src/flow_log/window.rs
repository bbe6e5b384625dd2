//! What an interface saw in one interval.

use std::collections::BTreeMap;
use std::net::IpAddr;

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

use super::entry::FlowLogEntry;
use super::field::FlowLogField as Field;
use super::flow::Flow;
use super::interface::FlowInterface;
use super::protocol::Protocol;
use super::settings::{FlowLogSettings, Silence};
use super::tcp_flags::TcpFlags;
use super::words::{FlowDirection, FlowLogAction, FlowLogStatus};

/// What an interface saw in one interval.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Window {
    #[serde(with = "pairs")]
    flows: BTreeMap<Key, Tally>,
    /// Whether there was traffic that could be recorded, of any type.
    traffic: bool,
    /// Whether flows were not recorded.
    skipped: bool,
}

/// What tells one flow from another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Key {
    source: (IpAddr, u16),
    destination: (IpAddr, u16),
    protocol: Protocol,
    direction: FlowDirection,
    action: FlowLogAction,
}

/// What is summed up of a flow.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Tally {
    first: i64,
    last: i64,
    packets: u64,
    bytes: u64,
    flags: TcpFlags,
    more: BTreeMap<Field, String>,
}

impl Window {
    pub(super) const fn saw_traffic(&mut self) {
        self.traffic = true;
    }

    pub(super) const fn skip(&mut self) {
        self.skipped = true;
    }

    pub(super) fn is_quiet(&self) -> bool {
        self.flows.is_empty() && !self.traffic && !self.skipped
    }

    /// Adds a flow; false when there are too many and it is none of those that are known.
    pub(super) fn add(&mut self, now: Timestamp, flow: Flow, most: usize) -> bool {
        let key = Key {
            source: (flow.source, flow.source_port),
            destination: (flow.destination, flow.destination_port),
            protocol: flow.protocol,
            direction: flow.direction,
            action: flow.action,
        };
        let (second, known) = (now.as_secs(), self.flows.len());
        match self.flows.get_mut(&key) {
            Some(tally) => tally.add(second, &flow),
            None if known >= most => {
                self.skipped = true;
                return false;
            }
            None => {
                self.flows.insert(key, Tally::of(second, flow));
            }
        }
        true
    }

    /// The records of the interval, in order of time, and the window of the next one.
    pub(super) fn close(
        &mut self,
        settings: &FlowLogSettings,
        interface: &FlowInterface,
        (start, end): (Timestamp, Timestamp),
    ) -> Vec<(Timestamp, String)> {
        let Self { flows, traffic, skipped } = std::mem::take(self);
        let bounds = (start.as_secs(), end.as_secs());
        let silent = match settings.silence {
            Silence::NoTraffic => !traffic,
            Silence::NothingRecorded => flows.is_empty(),
        };
        let head = match (skipped, silent) {
            (true, _) => Some(FlowLogStatus::SkipData),
            (false, true) => Some(FlowLogStatus::NoData),
            (false, false) => None,
        };
        let head = head.map(|status| (bounds.0, entry(settings, interface, bounds, status)));
        let mut flows: Vec<_> = flows.into_iter().collect();
        flows.sort_by_key(|(_, tally)| tally.first);
        let flows = flows.into_iter().map(|(key, tally)| (tally.first, tally.entry(key, settings, interface)));
        let lines = head.into_iter().chain(flows).filter_map(|(second, entry)| {
            // Values were checked when they came in.
            Some((Timestamp::from_secs(second), entry.to_line(&settings.format).ok()?))
        });
        lines.collect()
    }
}

impl Tally {
    fn of(second: i64, flow: Flow) -> Self {
        let Flow { packets, bytes, tcp_flags: flags, more, .. } = flow;
        Self { first: second, last: second, packets, bytes, flags, more }
    }

    fn add(&mut self, second: i64, flow: &Flow) {
        self.last = second;
        self.packets = self.packets.saturating_add(flow.packets);
        self.bytes = self.bytes.saturating_add(flow.bytes);
        self.flags = self.flags.and(flow.tcp_flags);
    }

    fn entry(self, key: Key, settings: &FlowLogSettings, interface: &FlowInterface) -> FlowLogEntry {
        let ((source, source_port), (destination, destination_port)) = (key.source, key.destination);
        let shown = |end, address| if key.direction == end { interface.primary(address) } else { address };
        let entry = entry(settings, interface, (self.first, self.last), FlowLogStatus::Ok)
            .with(Field::SrcAddr, shown(FlowDirection::Egress, source))
            .with(Field::DstAddr, shown(FlowDirection::Ingress, destination))
            .with(Field::SrcPort, source_port)
            .with(Field::DstPort, destination_port)
            .with(Field::Protocol, key.protocol.0)
            .with(Field::Packets, self.packets)
            .with(Field::Bytes, self.bytes)
            .with(Field::Action, key.action)
            .with(Field::TcpFlags, self.flags.mask())
            .with(Field::Type, if source.is_ipv4() { "IPv4" } else { "IPv6" })
            .with(Field::PktSrcAddr, source)
            .with(Field::PktDstAddr, destination)
            .with(Field::FlowDirection, key.direction);
        self.more.into_iter().fold(entry, |entry, (field, value)| entry.with(field, value))
    }
}

/// What every record of an interface shows.
fn entry(
    settings: &FlowLogSettings,
    interface: &FlowInterface,
    (start, end): (i64, i64),
    status: FlowLogStatus,
) -> FlowLogEntry {
    let entry = FlowLogEntry::new()
        .with(Field::AccountId, settings.place.account)
        .with(Field::InterfaceId, &interface.id)
        .with(Field::VpcId, &interface.vpc)
        .with(Field::SubnetId, &interface.subnet)
        .with(Field::Region, &settings.place.region)
        .with(Field::ResourceId, &interface.id)
        .with(Field::Start, start.max(0))
        .with(Field::End, end.max(0))
        .with(Field::LogStatus, status);
    let entry = interface.instance.iter().fold(entry, |entry, id| entry.with(Field::InstanceId, id));
    interface.zone.iter().fold(entry, |entry, id| entry.with(Field::AzId, id))
}

/// Maps with keys that are no texts, as lists of pairs.
mod pairs {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(super) fn serialize<K: Serialize, V: Serialize, S: Serializer>(
        map: &BTreeMap<K, V>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(map)
    }

    pub(super) fn deserialize<'de, K: Deserialize<'de> + Ord, V: Deserialize<'de>, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<BTreeMap<K, V>, D::Error> {
        Ok(Vec::<(K, V)>::deserialize(deserializer)?.into_iter().collect())
    }
}
