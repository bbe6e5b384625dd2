//! What EC2 publishes about an instance.

use std::collections::BTreeMap;

use cupola_base::{Datum, Sample, Timestamp, Unit};

/// How closely an instance is watched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "the service knows two")]
pub enum Ec2Monitoring {
    /// One datum in five minutes.
    #[default]
    Basic,
    /// One datum a minute, and copies for the image, the type and the Auto Scaling group.
    Detailed,
}

/// An instance; what is empty makes no dimension.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "facts are written with a struct update, which needs an open struct")]
pub struct Ec2Instance {
    /// Its id.
    pub id: String,
    /// The image that it was started from.
    pub image: String,
    /// Its type.
    pub instance_type: String,
    /// The Auto Scaling group that it belongs to.
    pub auto_scaling_group: String,
}

/// One minute of an instance; what was not read is `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "readings are written with a struct update, which needs an open struct")]
pub struct Ec2Reading {
    /// When.
    pub at: Timestamp,
    /// Percent of the allotted processors.
    pub cpu_utilization: Option<f64>,
    /// Completed reads of instance-store volumes.
    pub disk_read_ops: Option<f64>,
    /// Completed writes.
    pub disk_write_ops: Option<f64>,
    /// Bytes read.
    pub disk_read_bytes: Option<f64>,
    /// Bytes written.
    pub disk_write_bytes: Option<f64>,
    /// Bytes received.
    pub network_in: Option<f64>,
    /// Bytes sent.
    pub network_out: Option<f64>,
    /// Packets received.
    pub network_packets_in: Option<f64>,
    /// Packets sent.
    pub network_packets_out: Option<f64>,
    /// Credits spent, of burstable types.
    pub cpu_credit_usage: Option<f64>,
    /// Credits left, of burstable types.
    pub cpu_credit_balance: Option<f64>,
    /// Whether the instance's own check failed.
    pub instance_check_failed: Option<bool>,
    /// Whether the check of the machine below failed.
    pub system_check_failed: Option<bool>,
    /// Whether the check of the attached volumes failed.
    pub attached_ebs_check_failed: Option<bool>,
}

/// Turns readings of one minute each into the data that EC2 publishes, in the namespace `AWS/EC2`.
///
/// Basic monitoring publishes the readings of five minutes together, as values of one datum at the
/// start of their five minutes, so that percentiles stay available: with the fifth reading, or with
/// the first one after a gap. Status checks are published every minute, credits every five, however
/// closely the instance is watched. Memory and file systems are not among them: they need the
/// [`Agent`](crate::Agent).
///
/// ```
/// use cupola_metrics::{Ec2Instance, Ec2Monitor, Ec2Monitoring, Ec2Reading, Sample, Timestamp};
///
/// let instance = Ec2Instance { id: "i-1".into(), ..Ec2Instance::default() };
/// let mut monitor = Ec2Monitor::new(Ec2Monitoring::Basic, instance);
/// let t0 = Timestamp::parse("2026-05-04T08:00:00Z")?;
/// let mut data = Vec::new();
/// for minute in 0..5 {
///     let at = t0.plus_secs(60 * minute);
///     data.extend(monitor.observe(&Ec2Reading { at, cpu_utilization: Some(40.0), ..Ec2Reading::default() }));
/// }
/// assert_eq!((data.len(), data[0].at, &data[0].sample), (1, t0, &Sample::Values(vec![(40.0, 1.0); 5])));
/// # Ok::<(), cupola_metrics::TimestampError>(())
/// ```
///
/// # Source
/// EC2 User Guide, "CloudWatch metrics that are available for your instances".
#[derive(Clone, Debug)]
pub struct Ec2Monitor {
    monitoring: Ec2Monitoring,
    instance: Ec2Instance,
    /// Start of the five minutes that are being filled.
    window: Timestamp,
    /// By name: unit, and the values of the window.
    waiting: BTreeMap<&'static str, (Unit, Vec<f64>)>,
    minutes: u32,
}

const MINUTE: i64 = 60_000;
const FIVE_MINUTES: i64 = 5 * MINUTE;

impl Ec2Monitor {
    /// A monitor that has seen nothing yet.
    #[must_use]
    pub const fn new(monitoring: Ec2Monitoring, instance: Ec2Instance) -> Self {
        Self { monitoring, instance, window: Timestamp::MIN, waiting: BTreeMap::new(), minutes: 0 }
    }

    /// Takes the reading of one minute; answers what is to be published. Readings come in the order of their time.
    pub fn observe(&mut self, reading: &Ec2Reading) -> Vec<Datum> {
        let window = reading.at.floor_to(FIVE_MINUTES);
        let mut data = if window == self.window { Vec::new() } else { self.finish() };
        self.window = window;
        self.minutes += 1;
        let at = reading.at.floor_to(MINUTE);
        let checks = status_checks(reading);
        data.extend(checks.into_iter().map(|(name, value)| self.datum(name, at, Unit::Count, Sample::Value(value))));
        for (name, unit, value) in levels(reading) {
            match self.monitoring {
                Ec2Monitoring::Detailed => data.extend(self.with_copies(name, at, unit, value)),
                Ec2Monitoring::Basic => self.waiting.entry(name).or_insert((unit, Vec::new())).1.push(value),
            }
        }
        for (name, value) in credits(reading) {
            let (_, values) = self.waiting.entry(name).or_insert((Unit::Count, Vec::new()));
            let spent = if name == USAGE { values.first().copied().unwrap_or_default() } else { 0.0 };
            *values = vec![spent + value];
        }
        if self.minutes == 5 {
            data.extend(self.finish());
        }
        data
    }

    /// Publishes what waits for the end of its five minutes.
    pub fn finish(&mut self) -> Vec<Datum> {
        self.minutes = 0;
        let waiting = std::mem::take(&mut self.waiting);
        let sample = |values: Vec<f64>| match values.as_slice() {
            [one] => Sample::Value(*one),
            _ => Sample::Values(values.into_iter().map(|value| (value, 1.0)).collect()),
        };
        waiting.into_iter().map(|(name, (unit, values))| self.datum(name, self.window, unit, sample(values))).collect()
    }

    fn datum(&self, name: &str, at: Timestamp, unit: Unit, sample: Sample) -> Datum {
        plain(name, at, unit, sample).with_dimension("InstanceId", self.instance.id.as_str())
    }

    /// Detailed data stand for the instance, and for each group that it belongs to.
    fn with_copies(&self, name: &str, at: Timestamp, unit: Unit, value: f64) -> Vec<Datum> {
        let Ec2Instance { id, image, instance_type, auto_scaling_group } = &self.instance;
        [
            ("InstanceId", id),
            ("ImageId", image),
            ("InstanceType", instance_type),
            ("AutoScalingGroupName", auto_scaling_group),
        ]
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(dimension, of)| plain(name, at, unit, Sample::Value(value)).with_dimension(dimension, of.as_str()))
        .collect()
    }
}

/// Credits spent add up over five minutes; those left are what they were last.
const USAGE: &str = "CPUCreditUsage";

fn plain(name: &str, at: Timestamp, unit: Unit, sample: Sample) -> Datum {
    Datum::new("AWS/EC2", name, at, 0.0).with_unit(unit).with_sample(sample)
}

fn levels(reading: &Ec2Reading) -> impl Iterator<Item = (&'static str, Unit, f64)> {
    [
        ("CPUUtilization", Unit::Percent, reading.cpu_utilization),
        ("DiskReadOps", Unit::Count, reading.disk_read_ops),
        ("DiskWriteOps", Unit::Count, reading.disk_write_ops),
        ("DiskReadBytes", Unit::Bytes, reading.disk_read_bytes),
        ("DiskWriteBytes", Unit::Bytes, reading.disk_write_bytes),
        ("NetworkIn", Unit::Bytes, reading.network_in),
        ("NetworkOut", Unit::Bytes, reading.network_out),
        ("NetworkPacketsIn", Unit::Count, reading.network_packets_in),
        ("NetworkPacketsOut", Unit::Count, reading.network_packets_out),
    ]
    .into_iter()
    .filter_map(|(name, unit, value)| Some((name, unit, value?)))
}

fn credits(reading: &Ec2Reading) -> impl Iterator<Item = (&'static str, f64)> {
    [(USAGE, reading.cpu_credit_usage), ("CPUCreditBalance", reading.cpu_credit_balance)]
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
}

/// The checks that were made, and whether any failed.
fn status_checks(reading: &Ec2Reading) -> Vec<(&'static str, f64)> {
    let each = [
        ("StatusCheckFailed_Instance", reading.instance_check_failed),
        ("StatusCheckFailed_System", reading.system_check_failed),
        ("StatusCheckFailed_AttachedEBS", reading.attached_ebs_check_failed),
    ];
    let made: Vec<(&str, bool)> = each.into_iter().filter_map(|(name, failed)| Some((name, failed?))).collect();
    let any = (!made.is_empty()).then(|| ("StatusCheckFailed", made.iter().any(|(_, failed)| *failed)));
    any.into_iter().chain(made).map(|(name, failed)| (name, f64::from(u8::from(failed)))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: i64) -> Timestamp {
        Timestamp::parse("2026-05-04T08:00:00Z").unwrap().plus_secs(60 * minute)
    }

    fn reading(minute: i64, cpu: f64) -> Ec2Reading {
        Ec2Reading {
            at: at(minute).plus_secs(17),
            cpu_utilization: Some(cpu),
            cpu_credit_balance: Some(cpu + 100.0),
            instance_check_failed: Some(cpu > 90.0),
            system_check_failed: Some(false),
            ..Ec2Reading::default()
        }
    }

    fn told(data: &[Datum]) -> Vec<String> {
        let told = |datum: &Datum| {
            let dimension = &datum.dimensions[0];
            let minute = datum.at.millis_since(at(0)) / MINUTE;
            format!("{} {}={} {minute} {:?}", datum.name, dimension.name, dimension.value, datum.sample)
        };
        data.iter().map(told).collect()
    }

    #[test]
    fn basic_waits_for_five_readings_or_a_gap() {
        let mut monitor = Ec2Monitor::new(Ec2Monitoring::Basic, Ec2Instance { id: "i".into(), ..Default::default() });
        let data: Vec<Datum> =
            [(3, 10.0), (4, 20.0), (5, 95.0)].iter().flat_map(|(m, cpu)| monitor.observe(&reading(*m, *cpu))).collect();
        let levels: Vec<String> = told(&data).into_iter().filter(|text| text.starts_with("CPU")).collect();
        let expected = [
            "CPUCreditBalance InstanceId=i 0 Value(120.0)",
            "CPUUtilization InstanceId=i 0 Values([(10.0, 1.0), (20.0, 1.0)])",
        ];
        assert_eq!(levels, expected);
        let checks: Vec<String> = told(&data).into_iter().filter(|text| text.starts_with("Status")).collect();
        assert_eq!(checks.len(), 9);
        assert_eq!(checks[6], "StatusCheckFailed InstanceId=i 5 Value(1.0)");
        assert_eq!(checks[8], "StatusCheckFailed_System InstanceId=i 5 Value(0.0)");
    }

    #[test]
    fn credits_spent_add_up_and_those_left_are_the_last() {
        let mut monitor =
            Ec2Monitor::new(Ec2Monitoring::Detailed, Ec2Instance { id: "i".into(), ..Default::default() });
        let credits = |minute: u32| Ec2Reading {
            at: at(minute.into()),
            cpu_credit_usage: Some(0.5),
            cpu_credit_balance: Some(100.0 - f64::from(minute)),
            ..Default::default()
        };
        let data: Vec<Datum> = (0..5).flat_map(|minute| monitor.observe(&credits(minute))).collect();
        let expected = ["CPUCreditBalance InstanceId=i 0 Value(96.0)", "CPUCreditUsage InstanceId=i 0 Value(2.5)"];
        assert_eq!(told(&data), expected);
    }

    #[test]
    fn detailed_has_copies_for_each_group() {
        let instance = Ec2Instance { id: "i".into(), instance_type: "t3.micro".into(), ..Default::default() };
        let mut monitor = Ec2Monitor::new(Ec2Monitoring::Detailed, instance);
        let plain = Ec2Reading { at: at(1), network_in: Some(5.0), ..Default::default() };
        let expected = ["NetworkIn InstanceId=i 1 Value(5.0)", "NetworkIn InstanceType=t3.micro 1 Value(5.0)"];
        assert_eq!(told(&monitor.observe(&plain)), expected);
    }
}
