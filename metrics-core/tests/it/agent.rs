//! The agent's converters: configuration, derived values, differences, intervals, dimensions.

#![expect(clippy::unwrap_used, reason = "the inputs are written here")]

use cupola_metrics::{
    Agent, AgentConfiguration, AgentHost, AgentMetric, AgentSnapshot, CounterReading, CpuReading, Datum, DiskReading,
    Engine, MemoryReading, NetworkReading, Origin, Place, Resolution, Sample, Seh1, Timestamp, Unit, proc,
};
use proptest::prelude::*;
use serde_json::{Value, json};

fn at(seconds: i64) -> Timestamp {
    Timestamp::parse("2026-05-04T08:00:00Z").unwrap().plus_secs(seconds)
}

fn configuration(collected: &Value) -> AgentConfiguration {
    AgentConfiguration::parse(&json!({"metrics": {"metrics_collected": collected}}).to_string()).unwrap()
}

fn host() -> AgentHost {
    AgentHost { name: "h1".into(), instance_id: "i-1".into(), image_id: "ami-1".into(), ..AgentHost::default() }
}

/// Name, dimensions and sample of each datum.
fn told(data: &[Datum]) -> Vec<String> {
    let told = |datum: &Datum| {
        let dimensions = datum.dimensions.iter().map(|d| format!("{}={}", d.name, d.value));
        format!("{} {} {:?}", datum.name, dimensions.collect::<Vec<_>>().join(","), datum.sample)
    };
    data.iter().map(told).collect()
}

fn collect(configuration: AgentConfiguration, snapshots: &[AgentSnapshot]) -> Vec<Datum> {
    let mut agent = Agent::new(configuration, host());
    snapshots.iter().for_each(|snapshot| agent.observe(snapshot));
    agent.flush_now()
}

fn cpu(name: &str, user: u64, system: u64, idle: u64, guest: u64) -> CpuReading {
    CpuReading { name: name.into(), user, system, idle, guest, ..CpuReading::default() }
}

#[test]
fn usage_is_the_share_of_the_time_that_passed() {
    let snapshot = |seconds, cpus| AgentSnapshot { cpus, ..AgentSnapshot::at(at(seconds)) };
    let measurement = ["usage_active", "usage_idle", "usage_user", "usage_guest", "cpu_time_user", "time_active"];
    let both = [
        snapshot(0, vec![cpu("cpu-total", 100, 50, 850, 20), cpu("cpu0", 1, 1, 1, 0)]),
        snapshot(60, vec![cpu("cpu-total", 130, 60, 910, 30), cpu("cpu0", 2, 1, 2, 0)]),
    ];
    let data = collect(configuration(&json!({"cpu": {"measurement": measurement}})), &both);
    let second: Vec<String> = told(&data).into_iter().skip(2).collect();
    assert_eq!(
        second,
        [
            "cpu_time_active cpu=cpu-total,host=h1 Value(190.0)",
            "cpu_time_user cpu=cpu-total,host=h1 Value(100.0)",
            "cpu_usage_active cpu=cpu-total,host=h1 Value(40.0)",
            "cpu_usage_guest cpu=cpu-total,host=h1 Value(10.0)",
            "cpu_usage_idle cpu=cpu-total,host=h1 Value(60.0)",
            "cpu_usage_user cpu=cpu-total,host=h1 Value(20.0)",
        ]
    );
    let all = json!({"cpu": {"measurement": ["usage_idle"], "resources": ["*"], "totalcpu": false}});
    assert_eq!(told(&collect(configuration(&all), &both)), ["cpu_usage_idle cpu=cpu0,host=h1 Value(50.0)"]);
}

#[test]
fn disks_are_chosen_and_shaped() {
    let disk = |path: &str, file_system: &str| DiskReading {
        path: path.into(),
        device: "nvme0n1p1".into(),
        file_system: file_system.into(),
        total: 400,
        used: 100,
        free: 300,
        ..DiskReading::default()
    };
    let disks = vec![disk("/", "ext4"), disk("/data", "xfs"), disk("/run", "tmpfs")];
    let snapshot = AgentSnapshot { disks, ..AgentSnapshot::at(at(0)) };
    let how = json!({"disk": {
        "measurement": [{"name": "disk_used_percent", "rename": "DiskUsed", "unit": "Count"}],
        "resources": ["/", "/run"], "ignore_file_system_types": ["tmpfs"], "drop_device": true,
        "append_dimensions": {"stage": "test"}, "metrics_collection_interval": 10,
    }});
    let data = collect(configuration(&how), &[snapshot]);
    assert_eq!(told(&data), ["DiskUsed fstype=ext4,host=h1,path=/,stage=test Value(25.0)"]);
    assert_eq!((data[0].unit, data[0].resolution), (Unit::Count, Resolution::High));
}

#[test]
fn facts_replace_the_host_and_copies_have_fewer_dimensions() {
    let text = json!({
        "agent": {"metrics_collection_interval": 30},
        "metrics": {
            "namespace": "Shop",
            "append_dimensions": {"InstanceId": "${aws:InstanceId}", "ImageId": "${aws:ImageId}", "Team": "till"},
            "aggregation_dimensions": [["ImageId"], ["InstanceId", "interface"], ["path"], []],
            "metrics_collected": {"mem": {"measurement": ["used_percent"]}},
        },
    });
    let configuration = AgentConfiguration::parse(&text.to_string()).unwrap();
    assert_eq!(configuration.warnings.len(), 1);
    let memory = Some(MemoryReading { total: 8, used: 6, ..MemoryReading::default() });
    let data = collect(configuration, &[AgentSnapshot { memory, ..AgentSnapshot::at(at(0)) }]);
    assert_eq!(
        told(&data),
        [
            "mem_used_percent ImageId=ami-1,InstanceId=i-1 Value(75.0)",
            "mem_used_percent ImageId=ami-1 Value(75.0)",
            "mem_used_percent  Value(75.0)",
        ]
    );
    assert_eq!((data[0].namespace.as_ref(), data[0].resolution), ("Shop", Resolution::High));
}

#[test]
fn counters_that_went_back_are_left_out() {
    let net = |seconds, bytes_recv, bytes_sent| {
        let net = NetworkReading { interface: "eth0".into(), bytes_recv, bytes_sent, ..NetworkReading::default() };
        AgentSnapshot { networks: vec![net], ..AgentSnapshot::at(at(seconds)) }
    };
    let how = configuration(&json!({"net": {"measurement": ["bytes_recv", "bytes_sent"], "resources": ["eth0"]}}));
    let data = collect(how.clone(), &[net(0, 100, 100), net(60, 150, 40), net(120, 170, 45)]);
    assert_eq!(
        told(&data),
        [
            "net_bytes_recv host=h1,interface=eth0 Value(50.0)",
            "net_bytes_recv host=h1,interface=eth0 Value(20.0)",
            "net_bytes_sent host=h1,interface=eth0 Value(5.0)",
        ]
    );
    let often: Vec<AgentSnapshot> = (0..=12).map(|n: u64| net(n.cast_signed() * 10, 7 * n, 0)).collect();
    let received = told(&collect(how, &often));
    assert_eq!(
        received[0], "net_bytes_recv host=h1,interface=eth0 Value(35.0)",
        "five differences of the first minute"
    );
}

#[test]
fn samples_of_one_interval_become_a_distribution() {
    let memory = |seconds: i64, used| {
        let memory = Some(MemoryReading { total: 1000, used, ..MemoryReading::default() });
        AgentSnapshot { memory, ..AgentSnapshot::at(at(seconds)) }
    };
    let how = configuration(&json!({"mem": {"measurement": ["used"]}}));
    let data = collect(how, &[memory(0, 0), memory(10, 100), memory(20, 101), memory(30, 900)]);
    let Sample::Values(values) = &data[0].sample else { panic!("{data:?}") };
    let counts: Vec<String> = values.iter().map(|(_, count)| count.to_string()).collect();
    assert_eq!(counts, ["1", "2", "1"]);
    assert!(values[0].0 == 0.0 && (values[1].0 / 100.0 - 1.0).abs() < 0.1 && (values[2].0 / 900.0 - 1.0).abs() < 0.1);
}

#[test]
fn data_wait_for_the_flush_interval() {
    let how = configuration(&json!({"mem": {"measurement": ["used"]}}));
    let mut agent = Agent::new(how, host());
    assert_eq!(agent.next_flush(), None);
    let memory = Some(MemoryReading::default());
    agent.observe(&AgentSnapshot { memory, ..AgentSnapshot::at(at(5)) });
    assert_eq!((agent.next_flush(), agent.flush(at(64)).len()), (Some(at(65)), 0));
    assert_eq!((agent.flush(at(65)).len(), agent.next_flush()), (1, Some(at(125))));
}

#[test]
fn what_nobody_flushes_is_bounded() {
    let mut agent = Agent::new(configuration(&json!({"net": {"measurement": ["bytes_recv"]}})), host());
    let snapshot = |minute: i64| {
        let network = |n| NetworkReading { interface: format!("eth{n}"), ..NetworkReading::default() };
        AgentSnapshot { networks: (0..100).map(network).collect(), ..AgentSnapshot::at(at(60 * minute)) }
    };
    let minutes = i64::try_from(Agent::MOST_WAITING / 100).unwrap() + 5;
    (0..minutes).for_each(|minute| agent.observe(&snapshot(minute)));
    let data = agent.flush_now();
    let made = data.len() as u64 + agent.lost();
    assert!(data.len() == Agent::MOST_WAITING && agent.lost() > 0, "{} {made}", data.len());
    assert!(data.last().is_some_and(|datum| datum.at == at(60 * (minutes - 1))), "the oldest go first");
    agent.observe(&snapshot(minutes));
    assert_eq!((agent.flush_now().len(), agent.lost() + Agent::MOST_WAITING as u64), (100, made));
}

#[test]
fn windows_counters_have_their_own_names() {
    let counter = |instance: Option<&str>, value| CounterReading {
        object: "LogicalDisk".into(),
        counter: "% Free Space".into(),
        instance: instance.map(str::to_owned),
        value,
    };
    let counters = vec![counter(Some("C:"), 31.5), counter(Some("D:"), 90.0)];
    let how = json!({"LogicalDisk": {"measurement": ["% Free Space"], "resources": ["C:"]}});
    let data = collect(configuration(&how), &[AgentSnapshot { counters, ..AgentSnapshot::at(at(0)) }]);
    assert_eq!(told(&data), ["LogicalDisk % Free Space host=h1,instance=C:,objectname=LogicalDisk Value(31.5)"]);
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    let collected = |section: Value| json!({"metrics": {"metrics_collected": section}}).to_string();
    for (text, path, cause) in [
        ("{".to_owned(), "", "is not JSON"),
        ("{}".to_owned(), "", "must have metrics"),
        (json!({"metric": {}}).to_string(), "/metric", "did you mean metrics?"),
        (json!({"metrics": {}}).to_string(), "/metrics", "must have metrics_collected"),
        (collected(json!({"statsd": {}})), "/metrics/metrics_collected/statsd", "is not supported"),
        (collected(json!({"disc": {}})), "/metrics/metrics_collected/disc", "no section"),
        (collected(json!({"mem": {}})), "/metrics/metrics_collected/mem", "must have measurement"),
        (
            collected(json!({"mem": {"measurement": ["usd"]}})),
            "/metrics/metrics_collected/mem/measurement/0",
            "did you mean used?",
        ),
        (
            collected(json!({"mem": {"measurement": [], "drop_device": true}})),
            "/metrics/metrics_collected/mem/drop_device",
            "no member",
        ),
        (
            collected(json!({"mem": {"measurement": [], "metrics_collection_interval": 0}})),
            "/metrics/metrics_collected/mem/metrics_collection_interval",
            "whole seconds",
        ),
        (
            collected(json!({"cpu": {"measurement": [], "resources": ["cpu0"]}})),
            "/metrics/metrics_collected/cpu/resources",
            "must be [\"*\"]",
        ),
        (
            collected(json!({"mem": {"measurement": [{"name": "used", "unit": "bytes"}]}})),
            "/metrics/metrics_collected/mem/measurement/0/unit",
            "not a unit",
        ),
    ] {
        let error = AgentConfiguration::parse(&text).unwrap_err();
        assert_eq!(error.path, path, "{error}");
        assert!(error.cause.contains(cause), "{error}");
    }
}

#[test]
fn everything_that_the_agent_makes_can_be_put() {
    let sections = ["cpu", "mem", "swap", "net", "diskio", "netstat", "processes"];
    let all = |section: &str| {
        let metrics = AgentMetric::ALL.iter().filter(|metric| metric.section.as_str() == section);
        json!({"measurement": metrics.map(|metric| metric.name).collect::<Vec<_>>(), "resources": ["*"]})
    };
    let collected: serde_json::Map<String, Value> =
        sections.map(|section| (section.to_owned(), all(section))).into_iter().collect();
    let snapshot = |seconds, busy: u64| {
        let stat = format!("cpu  {busy} 0 5 85 0 0 0 0 0 0\ncpu0 {busy} 0 5 85 0 0 0 0 0 0\n");
        let (memory, swap) = proc::memory("MemTotal: 1000 kB\nMemFree: 100 kB\n").unwrap();
        AgentSnapshot {
            cpus: proc::cpus(&stat).unwrap(),
            memory: Some(memory),
            swap: Some(swap),
            networks: proc::networks(&format!("eth0: {busy} 6 0 1 0 0 0 0 7 8 2 3 0 0 0 0\n")).unwrap(),
            disk_io: proc::disk_io("259 0 nvme0n1 100 2 4000 50 200 3 8000 70 1 90 120\n").unwrap(),
            netstat: Some(proc::netstat(&[], &[]).unwrap()),
            processes: Some(proc::processes(["1 (a) S 0 0 0 0 0 0 0 0 0 0 0 0 0 0 20 0 3"]).unwrap()),
            ..AgentSnapshot::at(at(seconds))
        }
    };
    let data = collect(configuration(&Value::Object(collected)), &[snapshot(0, 10), snapshot(60, 60)]);
    let names: std::collections::BTreeSet<&str> = data.iter().map(|datum| datum.name.as_ref()).collect();
    let wanted = AgentMetric::ALL.iter().filter(|metric| sections.contains(&metric.section.as_str()));
    assert_eq!(names, wanted.map(|metric| metric.name).collect());
    let mut engine = Engine::new(Place::parse("111122223333", "us-east-1").unwrap(), 0);
    engine.put_metric_data(at(60), Origin::User, data).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_distribution_keeps_every_sample_within_five_percent(values in proptest::collection::vec(0.0..1e12f64, 1..60)) {
        let mut distribution = Seh1::default();
        values.iter().for_each(|value| distribution.add(*value, 1.0).unwrap());
        let mut sorted = values;
        sorted.sort_by(f64::total_cmp);
        let told = distribution.values_and_counts();
        let mut rest = sorted.iter();
        for (middle, count) in &told {
            let mut seen = 0.0;
            while seen < *count {
                let value = rest.next().unwrap();
                prop_assert!((middle - value).abs() <= 0.0489 * value, "{middle} {value}");
                seen += 1.0;
            }
        }
        prop_assert!(rest.next().is_none());
        prop_assert_eq!(distribution.range(), Some((sorted[0], sorted[sorted.len() - 1])));
    }

    #[test]
    fn no_text_breaks_the_readers(text in "[cpu0-9 :()kBA-Z\\n]{0,80}") {
        let _ = (proc::cpus(&text), proc::memory(&text), proc::networks(&text), proc::disk_io(&text));
        let _ = (proc::netstat(&[&text], &[&text]), proc::processes([&text]), proc::mounts(&text));
        let _ = AgentConfiguration::parse(&text);
    }
}
