//! VPC flow logs: real lines, records against their twin, and the resource on virtual time.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

use cupola_base::testing::real_text;
use cupola_logs::flow_log::laws::{line_law, record_law};
use cupola_logs::flow_log::{
    AggregationInterval, Flow, FlowInterface, FlowLog, FlowLogField, FlowLogFormat, FlowLogOutput, FlowLogScope,
    FlowLogSettings, FlowLogStatus, NeverRecorded, Observed, Protocol, Silence, TcpFlags, TrafficType,
};
use cupola_logs::{Place, Timestamp};
use proptest::prelude::*;

#[test]
fn real_files_are_read_whole() {
    let expected = [("vpcflow_v2_public.log", 1), ("vpcflow_ecs_public.log", 1), ("vpcflow_v2_synthetic_5k.log", 5000)];
    for (name, count) in expected {
        let Some(text) = real_text(&format!("logs/{name}")) else { continue };
        let mut read = 0;
        FlowLogFormat::default().read_file(&text, |number, record| {
            let record = record.unwrap_or_else(|error| panic!("{name}:{number}: {error}"));
            record.check().unwrap_or_else(|error| panic!("{name}:{number}: {error}"));
            record_law(record.format(), &record.to_string());
            read += 1;
        });
        assert_eq!(read, count, "{name}");
    }
}

fn format() -> impl Strategy<Value = String> {
    let name = prop::sample::select(FlowLogField::ALL.to_vec());
    let names = prop::collection::btree_set(name, 1..6).prop_map(|names| names.into_iter().collect::<Vec<_>>());
    (names, any::<bool>()).prop_map(|(names, declared)| {
        let name = |field: &FlowLogField| if declared { format!("${{{field}}}") } else { field.to_string() };
        names.iter().map(name).collect::<Vec<_>>().join(" ")
    })
}

proptest! {
    #[test]
    fn lines_are_read_as_by_the_twin(format in format(), tokens in prop::collection::vec("-|[0-9]{1,3}|4294967296|\\+1|x|99999999999999999999", 0..7), blanks in " {1,2}") {
        line_law(format!("{format}\n{}", tokens.join(&blanks)).as_bytes());
    }

    #[test]
    fn any_text_is_harmless(text in "[${} a-c\n\t-]{0,24}") {
        line_law(text.as_bytes());
    }
}

fn start() -> Timestamp {
    Timestamp::parse("2026-05-04T06:00:00Z").unwrap()
}

fn settings() -> FlowLogSettings {
    FlowLogSettings::new(Place::parse("111122223333", "us-east-1").unwrap(), FlowLogScope::Vpc("vpc-1".into()))
}

fn log(settings: FlowLogSettings) -> FlowLog {
    let mut log = FlowLog::new(settings);
    let interface = |id: &str| FlowInterface::new(id, "subnet-1", "vpc-1").address("10.0.1.5".parse().unwrap());
    assert!(log.attach(start(), interface("eni-1")).unwrap());
    assert!(log.attach(start(), interface("eni-2").on_nitro()).unwrap());
    assert!(!log.attach(start(), FlowInterface::new("eni-3", "subnet-9", "vpc-9")).unwrap());
    log
}

fn flow(port: u16) -> Flow {
    Flow::ingress("203.0.113.9".parse().unwrap(), "10.0.1.5".parse().unwrap()).ports(50_000, port)
}

fn told(log: &mut FlowLog) -> Vec<(i64, String, String)> {
    let mut told = Vec::new();
    for output in log.drain() {
        let FlowLogOutput::Records(records) = output else { panic!("{output:?}") };
        assert!(records.events.is_sorted_by_key(|(at, _)| *at), "events are in order of time");
        let at = records.at.millis_since(start()) / 1000;
        told.extend(records.events.into_iter().map(|(_, line)| (at, records.stream.clone(), line)));
    }
    told
}

fn line(eni: &str, middle: &str, first: i64, last: i64, end: &str) -> String {
    let second = |second: i64| start().as_secs() + second;
    format!("2 111122223333 {eni} {middle} {} {} {end}", second(first), second(last))
}

#[test]
fn flows_are_summed_up_by_interval_and_silence_is_told() {
    let mut log = log(settings());
    for (second, port, bytes) in [(5, 22, 100), (9, 80, 60), (61, 22, 40)] {
        let seen = log.observe(start().plus_secs(second), "eni-1", flow(port).packets(1, bytes)).unwrap();
        assert_eq!(seen, Observed::Recorded);
    }
    log.observe(start().plus_secs(61), "eni-2", flow(22)).unwrap();
    assert_eq!(log.next_deadline().map(|next| next.at), Some(start().plus_secs(120)));
    log.advance(start().plus_secs(1200));
    let told = told(&mut log);
    let of = |eni: &str| told.iter().filter(|(_, stream, _)| *stream == format!("{eni}-all")).collect::<Vec<_>>();
    let ten = of("eni-1");
    let traffic = |port, counts| format!("203.0.113.9 10.0.1.5 50000 {port} 6 {counts}");
    let silent = "- - - - - - -";
    assert_eq!(ten[0], &(600, "eni-1-all".to_owned(), line("eni-1", &traffic(22, "2 140"), 5, 61, "ACCEPT OK")));
    assert_eq!(ten[1].2, line("eni-1", &traffic(80, "1 60"), 9, 9, "ACCEPT OK"));
    assert_eq!(ten[2], &(1200, "eni-1-all".to_owned(), line("eni-1", silent, 600, 1200, "- NODATA")));
    let minutes = of("eni-2");
    assert_eq!((minutes.len(), minutes[0].0, &*minutes[1].2), (19, 120, &*line("eni-2", silent, 120, 180, "- NODATA")));
}

#[test]
fn an_interface_without_traffic_gives_nothing() {
    let mut log = log(settings());
    assert_eq!((log.next_deadline(), log.observe(start(), "eni-9", flow(1))), (None, Ok(Observed::NotWatched)));
    let metadata = Flow::egress("10.0.1.5".parse().unwrap(), "169.254.169.254".parse().unwrap()).ports(40_000, 80);
    let never = Observed::Never(NeverRecorded::InstanceMetadata);
    assert_eq!(log.observe(start(), "eni-1", metadata), Ok(never));
    log.advance(start().plus_secs(6000));
    assert_eq!(told(&mut log), []);
}

#[test]
fn the_type_of_traffic_decides_and_silence_is_what_the_policy_says() {
    for (silence, silent) in [(Silence::NoTraffic, 0), (Silence::NothingRecorded, 1)] {
        let traffic = TrafficType::Reject;
        let mut log = log(FlowLogSettings { traffic, silence, interval: AggregationInterval::OneMinute, ..settings() });
        assert_eq!(log.observe(start(), "eni-1", flow(22)), Ok(Observed::OtherTraffic));
        log.advance(start().plus_secs(60));
        assert_eq!(told(&mut log).len(), silent);
        assert_eq!(log.observe(start().plus_secs(61), "eni-1", flow(22).rejected()), Ok(Observed::Recorded));
        log.advance(start().plus_secs(120));
        let told = told(&mut log);
        assert!(told.len() == 1 && told[0].1 == "eni-1-reject" && told[0].2.ends_with("REJECT OK"), "{told:?}");
    }
}

#[test]
fn what_is_lost_is_told_as_skipped() {
    let mut log = log(FlowLogSettings { flows_per_interval: 1, ..settings() });
    let seen = [22, 80, 22].map(|port| log.observe(start(), "eni-2", flow(port)).unwrap());
    assert_eq!(seen, [Observed::Recorded, Observed::Skipped, Observed::Recorded]);
    assert!(log.skip(start(), "eni-1") && !log.skip(start(), "eni-9"));
    log.advance(start().plus_secs(600));
    let told = told(&mut log);
    let ends: Vec<_> = told.iter().map(|(_, _, line)| line.rsplit(' ').next().unwrap()).collect();
    assert_eq!(&ends[..2], ["SKIPDATA", "OK"], "both stand in the first minute of eni-2");
    assert_eq!(ends.iter().filter(|end| **end == FlowLogStatus::SkipData.as_str()).count(), 2);
}

#[test]
fn custom_formats_show_the_packets_own_addresses_and_the_flags() {
    let format =
        FlowLogFormat::parse("version dstaddr pkt-dstaddr tcp-flags type flow-direction pkt-src-aws-service az-id");
    let mut log = log(FlowLogSettings { format: format.unwrap(), ..settings() });
    let flow = |flags| {
        let flow = Flow::ingress("203.0.113.9".parse().unwrap(), "10.0.1.77".parse().unwrap());
        flow.flags(TcpFlags::of_packet(flags)).with(FlowLogField::PktSrcAwsService, "S3")
    };
    log.observe(start(), "eni-2", flow(TcpFlags::SYN | TcpFlags::ACK)).unwrap();
    log.observe(start(), "eni-2", flow(TcpFlags::FIN | TcpFlags::ACK)).unwrap();
    assert!(log.observe(start(), "eni-2", flow(0).with(FlowLogField::PktSrcAwsService, "a b")).is_err());
    log.advance(start().plus_secs(60));
    assert_eq!(told(&mut log)[0].2, "5 10.0.1.5 10.0.1.77 19 IPv4 ingress S3 -");
}

#[test]
fn letting_an_interface_go_gives_what_it_saw() {
    let mut log = log(settings());
    log.observe(start(), "eni-1", flow(22)).unwrap();
    assert!(log.detach(start().plus_secs(30), "eni-1") && !log.detach(start(), "eni-1"));
    assert_eq!(told(&mut log).len(), 1);
    assert_eq!(log.next_deadline(), None);
}

#[test]
fn a_leap_over_silent_years_counts_what_no_room_was_for() {
    let run = |leaps: &[i64]| {
        let mut log = log(FlowLogSettings { outputs: 7, ..settings() });
        log.observe(start(), "eni-1", flow(22)).unwrap();
        log.observe(start().plus_secs(61), "eni-2", flow(22)).unwrap();
        leaps.iter().for_each(|second| log.advance(start().plus_secs(*second)));
        log.drain()
    };
    let end = 86_400 * 2 + 17;
    let steps: Vec<i64> = (100..=end).step_by(97).chain([end]).collect();
    assert_eq!(run(&[end]), run(&steps));
    let mut log = log(settings());
    log.observe(start(), "eni-2", flow(22)).unwrap();
    log.advance(Timestamp::MAX);
    assert_eq!(log.drain().len(), 100_001);
}

#[derive(Clone, Debug)]
enum Deed {
    See(usize, u16, bool),
    Skip(usize),
    Wait(i64),
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        4 => (0usize..2, 1u16..4, any::<bool>()).prop_map(|(eni, port, rejected)| Deed::See(eni, port, rejected)),
        1 => (0usize..2).prop_map(Deed::Skip),
        3 => (0i64..900).prop_map(Deed::Wait),
    ]
}

proptest! {
    /// One long advance does what many short ones do, and a snapshot in between changes nothing.
    #[test]
    fn steps_and_snapshots_change_nothing(deeds in prop::collection::vec(deed(), 0..30), step in 1i64..200) {
        let (mut one, mut many) = (log(settings()), log(settings()));
        let mut second = 0;
        for deed in deeds {
            let now = start().plus_secs(second);
            let eni = |number: usize| ["eni-1", "eni-2"][number];
            for log in [&mut one, &mut many] {
                match &deed {
                    Deed::See(number, port, rejected) => {
                        let flow = flow(*port).protocol(Protocol::UDP);
                        log.observe(now, eni(*number), if *rejected { flow.rejected() } else { flow }).unwrap();
                    }
                    Deed::Skip(number) => assert!(log.skip(now, eni(*number))),
                    Deed::Wait(_) => {}
                }
            }
            if let Deed::Wait(seconds) = deed {
                (second..second + seconds).step_by(usize::try_from(step).unwrap()).for_each(|at| many.advance(start().plus_secs(at)));
                second += seconds;
                let text = serde_json::to_string(&many).unwrap();
                many = serde_json::from_str(&text).unwrap();
            }
        }
        let end = start().plus_secs(second + 601);
        [&mut one, &mut many].into_iter().for_each(|log| log.advance(end));
        prop_assert_eq!(one.drain(), many.drain());
    }
}
