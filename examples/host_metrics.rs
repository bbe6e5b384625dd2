//! "What does the CloudWatch agent make of my machine, and what do its metrics look like?"
//!
//! Reads `/proc` of the machine that it runs on, publishes through the agent's converters for some rounds, and shows
//! what came of it: as comma-separated values here, as charts in an HTML page. Where there is no `/proc`, a small
//! machine is made up. The agent's own configuration file says what is collected.
//!
//! ```text
//! cargo run --example host_metrics
//! cargo run --example host_metrics -- --rounds 30 --seconds 1 --configuration amazon-cloudwatch-agent.json
//! ```

#![expect(clippy::print_stdout, reason = "an example tells what it sees")]

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Parser;
use cupola::metrics::{
    Agent, AgentConfiguration, AgentHost, AgentSnapshot, CpuReading, MemoryReading, Metric, MetricDataPage,
    MetricDataQuery, MetricDataRequest, MetricFilter, MetricSource, Origin, Period, Statistic, proc,
};
use cupola::{Observatory, Place, Timestamp};
use cupola_report::{LineChart, Page, Series};

/// Publishes metrics of this machine as the CloudWatch agent does.
#[derive(Debug, Parser)]
struct Arguments {
    /// How often the machine is read.
    #[arg(long, default_value_t = 4)]
    rounds: u32,
    /// Seconds from one reading to the next.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..=30))]
    seconds: u64,
    /// The agent's configuration file; without it, processors, memory, disks and network are collected.
    #[arg(long, value_name = "FILE")]
    configuration: Option<PathBuf>,
    /// Where the page goes.
    #[arg(long, value_name = "FILE", default_value = "target/host_metrics.html")]
    out: PathBuf,
}

/// Every second, so that a few rounds show something.
const CONFIGURATION: &str = r#"{
    "agent": {"metrics_collection_interval": 1},
    "metrics": {
        "namespace": "Host",
        "force_flush_interval": 1,
        "metrics_collected": {
            "cpu": {"measurement": ["usage_active", "usage_iowait"], "resources": ["*"]},
            "mem": {"measurement": ["used_percent", {"name": "available", "unit": "Bytes"}]},
            "swap": {"measurement": ["used"]},
            "diskio": {"measurement": ["read_bytes", "write_bytes"]},
            "net": {"measurement": ["bytes_recv", "bytes_sent"]},
            "netstat": {"measurement": ["tcp_established", "tcp_listen"]},
            "processes": {"measurement": ["total", "running"]}
        }
    }
}"#;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let text = arguments.configuration.as_ref().map(fs::read_to_string).transpose()?;
    let configuration = AgentConfiguration::parse(text.as_deref().unwrap_or(CONFIGURATION))?;
    configuration.warnings.iter().for_each(|warning| println!("warning: {warning}"));
    let mut sky = Observatory::new(Place::parse("111122223333", "us-east-1")?, 0);
    let host = AgentHost { name: host_name(), ..AgentHost::default() };
    let mut agent = Agent::new(configuration, host);
    let start = now();
    for round in 0..arguments.rounds {
        if round > 0 {
            pause(arguments.seconds);
        }
        let snapshot = read_machine(round)?;
        agent.observe(&snapshot);
        publish(&mut sky, snapshot.at, agent.flush(snapshot.at))?;
    }
    let end = now();
    publish(&mut sky, end, agent.flush_now())?;
    let (pages, count) = ask(&mut sky, start, end)?;
    tell(&pages, count, &arguments.out)
}

fn publish(sky: &mut Observatory, now: Timestamp, data: Vec<cupola::Datum>) -> Result<(), Box<dyn Error>> {
    for part in data.chunks(1000) {
        sky.metrics(now).put_metric_data(now, Origin::User, part.to_vec())?;
    }
    Ok(())
}

/// All series, one page for each name of a metric.
fn ask(
    sky: &mut Observatory,
    start: Timestamp,
    end: Timestamp,
) -> Result<(Vec<MetricDataPage>, usize), Box<dyn Error>> {
    let mut engine = sky.metrics(end);
    let metrics: Vec<Metric> = engine.list_metrics(end, &MetricFilter::default()).cloned().collect();
    let mut pages = Vec::new();
    for of_one_name in metrics.chunk_by(|a, b| a.name == b.name) {
        let start = start.floor_to(60_000);
        let request = of_one_name.iter().take(100).enumerate().try_fold(
            MetricDataRequest::new(start, end.plus_secs(1)),
            |request, (place, metric)| -> Result<_, Box<dyn Error>> {
                let source = MetricSource::new(metric.clone(), Statistic::Average, Period::new(1)?);
                let query = MetricDataQuery::new(format!("m{place}"), source);
                Ok(request.with(query.labelled(metric.to_string())))
            },
        )?;
        pages.push(engine.metric_data(end, &request)?);
    }
    Ok((pages, metrics.len()))
}

fn tell(pages: &[MetricDataPage], metrics: usize, out: &Path) -> Result<(), Box<dyn Error>> {
    let mut page =
        Page::new("This machine").paragraph(format!("{metrics} metrics, as the CloudWatch agent publishes them."));
    let mut points = 0;
    for data in pages {
        points += data.results.iter().map(|result| result.points.len()).sum::<usize>();
        print!("{}", data.to_csv_table());
        page = page.figure(chart(data).draw());
    }
    assert!(points > 0, "the machine said nothing");
    if let Some(folder) = out.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(out, page.to_html())?;
    println!("{metrics} metrics with {points} points; charts in {}", out.display());
    Ok(())
}

fn chart(data: &MetricDataPage) -> LineChart {
    let title = data.results.first().and_then(|result| result.label.split(['/', '{']).nth(1)).unwrap_or("nothing");
    data.results.iter().filter(|result| !result.points.is_empty()).fold(LineChart::new(title), |chart, result| {
        let name = result.label.split_once('{').map_or("", |(_, dimensions)| dimensions.trim_end_matches('}'));
        let oldest_first = result.points.iter().rev().copied();
        chart.with_series(Series::new(name, oldest_first))
    })
}

/// Everything that `/proc` tells; what is not there is not read.
fn read_machine(round: u32) -> Result<AgentSnapshot, Box<dyn Error>> {
    let Ok(stat) = fs::read_to_string("/proc/stat") else { return Ok(made_up(round)) };
    let text = |name: &str| fs::read_to_string(Path::new("/proc").join(name)).unwrap_or_default();
    let (memory, swap) = proc::memory(&text("meminfo"))?;
    let (tcp, tcp6, udp, udp6) = (text("net/tcp"), text("net/tcp6"), text("net/udp"), text("net/udp6"));
    Ok(AgentSnapshot {
        cpus: proc::cpus(&stat)?,
        memory: Some(memory),
        swap: Some(swap),
        disk_io: proc::disk_io(&text("diskstats"))?,
        networks: proc::networks(&text("net/dev"))?,
        netstat: Some(proc::netstat(&[&tcp, &tcp6], &[&udp, &udp6])?),
        processes: Some(proc::processes(processes()?)?),
        ..AgentSnapshot::at(now())
    })
}

/// The status of every process; one that ends meanwhile is left out.
fn processes() -> Result<Vec<String>, Box<dyn Error>> {
    let is_process = |name: &str| name.bytes().all(|b| b.is_ascii_digit());
    let entries: Vec<PathBuf> =
        fs::read_dir("/proc")?.map(|entry| entry.map(|e| e.path())).collect::<Result<_, _>>()?;
    let processes = entries.iter().filter(|path| path.file_name().and_then(|n| n.to_str()).is_some_and(is_process));
    Ok(processes.filter_map(|path| fs::read_to_string(path.join("stat")).ok()).collect())
}

/// A machine that is a little busier each time.
fn made_up(round: u32) -> AgentSnapshot {
    let round = u64::from(round);
    let cpu =
        CpuReading { name: "cpu-total".into(), user: 10 * round * round, idle: 900 * round, ..CpuReading::default() };
    let memory = MemoryReading { total: 8 << 30, used: (1 << 30) + (round << 20), ..MemoryReading::default() };
    AgentSnapshot { cpus: vec![cpu], memory: Some(memory), ..AgentSnapshot::at(now()) }
}

fn host_name() -> String {
    let name = fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    let name = name.trim();
    if name.is_empty() { "localhost".into() } else { name.into() }
}

#[expect(clippy::disallowed_methods, reason = "the library reads no clock; this program does")]
fn now() -> Timestamp {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    Timestamp::EPOCH.plus(since)
}

#[expect(clippy::disallowed_methods, reason = "between two readings the machine must do something")]
fn pause(seconds: u64) {
    std::thread::sleep(Duration::from_secs(seconds));
}
