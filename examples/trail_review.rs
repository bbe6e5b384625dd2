//! "What happened in this account, and can I believe the files?"
//!
//! A folder of CloudTrail's log files becomes a review: who did what, which rates were unusual, which detection
//! rules hold, and whether the chain of digests is whole. Without a folder the example makes one: three days of
//! a small shop in which somebody makes sixty access keys, stops the trail, and deletes a log file.
//!
//! ```text
//! cargo run --release --example trail_review -- [FOLDER] [--html review.html]
//! ```

#![expect(clippy::print_stdout, reason = "an example tells what it sees")]

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Parser;
use cupola::audit::{
    Access, DigestCheck, DigestKeys, DigestReport, DigestTrail, DigestWriter, DigestedLog, Insight, InsightCall,
    InsightDetector, InsightModel, InsightSelector, InsightState, InsightType, LogFile, ObjectKey, Objects, Principal,
    ReadActions, Record, RecordBuilder, StoredObject, Unsigned,
};
use cupola::base::Rng;
use cupola::{Place, Timestamp};
use cupola_report::{Page, Table};
use cupola_sigma::{Detection, Rules};
use flate2::Compression;
use flate2::write::GzEncoder;
use indicatif::{ProgressBar, ProgressStyle};

/// Reviews a folder of CloudTrail's log files.
#[derive(Parser)]
struct Arguments {
    /// The folder, e.g. a copy of the bucket; without it one is made.
    folder: Option<PathBuf>,
    /// Where the review goes as a page.
    #[arg(long)]
    html: Option<PathBuf>,
}

const RULES: &str = "
title: The root user signed in
level: high
logsource: {product: aws, service: cloudtrail}
detection:
  login: {eventName: ConsoleLogin, userIdentity.type: Root}
  condition: login
---
title: A trail was stopped or deleted
level: critical
detection:
  stop: {eventSource: cloudtrail.amazonaws.com, eventName: [StopLogging, DeleteTrail]}
  condition: stop
---
title: An access key was made
name: key_made
detection: {key: {eventName: CreateAccessKey}, condition: key}
---
title: Many access keys were made by one caller
level: high
correlation:
  type: event_count
  rules: key_made
  group-by: userIdentity.arn
  timespan: 10m
  condition: {gte: 50}
";

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let made = arguments.folder.is_none();
    let folder = arguments.folder.map_or_else(make_folder, Ok)?;
    let review = Review::of(&folder)?;
    println!("{review}");
    if let Some(file) = &arguments.html {
        fs::write(file, review.page().to_html())?;
        println!("{} shows it", file.display());
    }
    if made {
        review.check_the_story();
        fs::remove_dir_all(folder)?;
    }
    Ok(())
}

/// What one caller did.
#[derive(Default)]
struct Deeds {
    calls: usize,
    writes: usize,
    errors: usize,
    actions: BTreeMap<String, usize>,
}

struct Review {
    records: usize,
    unreadable: usize,
    callers: BTreeMap<String, Deeds>,
    insights: Vec<Insight>,
    detections: BTreeMap<String, (Detection, usize)>,
    digests: Option<DigestReport>,
}

impl Review {
    fn of(folder: &Path) -> Result<Self, Box<dyn Error>> {
        let mut files = Vec::new();
        find(folder, &mut files)?;
        files.sort();
        let bar = ProgressBar::new(files.len() as u64);
        bar.set_style(ProgressStyle::with_template("{bar:40} {pos}/{len} files {msg}")?);
        let (mut records, mut unreadable, mut objects) = (Vec::new(), 0, Objects::default());
        for file in &files {
            bar.inc(1);
            let (key, bytes) = (key_of(folder, file), fs::read(file)?);
            if !matches!(key.parse(), Ok(ObjectKey::Digest(_))) {
                let log = LogFile::read(&bytes)?;
                records
                    .extend(log.records().filter_map(|r| r.map(Record::into_owned).map_err(|_| unreadable += 1).ok()));
            }
            objects.put(BUCKET, key, StoredObject { bytes, ..StoredObject::default() });
        }
        bar.finish_with_message("read");
        records.sort_by_key(|record| record.event_time().unwrap_or(Timestamp::MIN));
        Ok(Self::ask(&records, unreadable, check_digests(&objects)))
    }

    fn ask(records: &[Record<'_>], unreadable: usize, digests: Option<DigestReport>) -> Self {
        let mut callers: BTreeMap<String, Deeds> = BTreeMap::new();
        let mut rules = Rules::parse(RULES).unwrap_or_default();
        let mut detections: BTreeMap<String, (Detection, usize)> = BTreeMap::new();
        for record in records {
            let who = record.user_identity().and_then(|who| who.principal_key()).unwrap_or_default().into_owned();
            callers.entry(who).or_default().add(record);
            for detection in rules.observe(record) {
                detections.entry(detection.title.clone()).or_insert((detection, 0)).1 += 1;
            }
        }
        Self { records: records.len(), unreadable, callers, insights: insights(records), detections, digests }
    }

    fn page(&self) -> Page {
        let mut callers = Table::new(["Caller", "Calls", "Writes", "Errors", "Mostly"]);
        for (who, deeds) in &self.callers {
            callers = callers.with_row([
                who.clone(),
                deeds.calls.to_string(),
                deeds.writes.to_string(),
                deeds.errors.to_string(),
                deeds.mostly(),
            ]);
        }
        let mut found = Table::new(["Detection", "Level", "First", "Times"]);
        for (title, (first, times)) in &self.detections {
            found = found.with_row([
                title.clone(),
                first.level.clone().unwrap_or_default(),
                first.at.to_seconds_text(),
                times.to_string(),
            ]);
        }
        let mut unusual = Table::new(["When", "", "API", "Calls a minute", "Usual"]);
        for insight in &self.insights {
            let (state, statistics) = (format!("{:?}", insight.state), &insight.statistics);
            let api = format!("{} {}", insight.event_source, insight.event_name);
            unusual = unusual.with_row([
                insight.at.to_seconds_text(),
                state,
                api,
                statistics.insight.average.to_string(),
                statistics.baseline.average.to_string(),
            ]);
        }
        let verdict =
            self.digests.as_ref().map_or_else(|| "There are no digests.".into(), |report| report.to_cli_text(false));
        Page::new("Review of a trail")
            .paragraph(format!("{} records, {} that cannot be read.", self.records, self.unreadable))
            .heading("Who did what")
            .table(callers)
            .heading("Unusual rates")
            .table(unusual)
            .heading("Detections")
            .table(found)
            .heading("Digests")
            .preformatted(verdict)
    }

    fn check_the_story(&self) {
        assert_eq!(
            self.insights.iter().map(|i| (i.event_name.as_str(), i.state)).collect::<Vec<_>>(),
            [("CreateAccessKey", InsightState::Start), ("CreateAccessKey", InsightState::End),]
        );
        let titles: Vec<&str> = self.detections.keys().map(String::as_str).collect();
        assert_eq!(
            titles,
            ["A trail was stopped or deleted", "Many access keys were made by one caller", "The root user signed in"]
        );
        let Some(digests) = &self.digests else { panic!("there are digests") };
        assert_eq!((digests.counts().invalid_logs, digests.counts().valid_digests), (1, 71), "one file was deleted");
        assert!(self.page().to_html().contains("INVALID: not found"));
    }
}

impl std::fmt::Display for Review {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "{} records, {} unreadable", self.records, self.unreadable)?;
        for (who, deeds) in &self.callers {
            writeln!(
                f,
                "  {:6} calls, {:5} writes, {:4} errors  {who}: {}",
                deeds.calls,
                deeds.writes,
                deeds.errors,
                deeds.mostly()
            )?;
        }
        for insight in &self.insights {
            let (at, average) = (insight.at.to_seconds_text(), insight.statistics.insight.average);
            writeln!(f, "  insight {:?} {at} {} {average} calls a minute", insight.state, insight.event_name)?;
        }
        for (title, (first, times)) in &self.detections {
            writeln!(f, "  {title}: {times} times, first at {}", first.at.to_seconds_text())?;
        }
        self.digests.iter().try_for_each(|report| write!(f, "{}", report.to_cli_text(false)))
    }
}

impl Deeds {
    fn add(&mut self, record: &Record<'_>) {
        self.calls += 1;
        self.writes += usize::from(record.classify().access == Access::Write);
        self.errors += usize::from(record.text(cupola::audit::Field::ErrorCode).is_some());
        *self.actions.entry(record.event_name().unwrap_or_default().into_owned()).or_default() += 1;
    }

    /// The three most frequent actions.
    fn mostly(&self) -> String {
        let mut actions: Vec<(&String, &usize)> = self.actions.iter().collect();
        actions.sort_by_key(|(_, times)| std::cmp::Reverse(**times));
        actions.iter().take(3).map(|(name, times)| format!("{name} ({times})")).collect::<Vec<_>>().join(", ")
    }
}

fn insights(records: &[Record<'_>]) -> Vec<Insight> {
    let mut detector = InsightDetector::new(InsightModel::default());
    let times = || records.iter().filter_map(|record| record.event_time().ok());
    let (Some(first), Some(last)) = (times().min(), times().max()) else { return Vec::new() };
    detector.watch(first, &InsightType::ALL.map(InsightSelector::new));
    let calls = records.iter().filter_map(|record| InsightCall::of(record, &ReadActions::default()).ok().flatten());
    calls.for_each(|call| detector.count(&call));
    detector.advance(last.plus_secs(3600), &Rng::new(0))
}

/// The chain of the first trail that has digests. A copy of a bucket has no metadata: each signature is that
/// which the next digest tells, and whether it is the key's is not asked.
fn check_digests(objects: &Objects) -> Option<DigestReport> {
    let digests = objects.iter().filter_map(|(_, key, object)| match key.parse() {
        Ok(ObjectKey::Digest(digest)) => Some((digest, object)),
        _ => None,
    });
    let digests: Vec<_> = digests.collect();
    let (first, object) = digests.first()?;
    let text = LogFile::read(&object.bytes).ok()?;
    let file = cupola::audit::DigestFile::parse(text.text().as_bytes()).ok()?;
    let bucket = file.bucket?;
    let mut in_bucket = Objects::default();
    for (_, key, object) in objects.iter() {
        in_bucket.put(bucket.clone(), key, object.clone());
    }
    let trail =
        DigestTrail::new(bucket, first.root.clone(), first.trail.clone()).with_home_region(first.home_region.clone());
    let end = digests.iter().filter(|(digest, _)| digest.trail == first.trail).map(|(digest, _)| digest.end).max()?;
    let keys = DigestKeys::new().with(file.fingerprint.unwrap_or_default(), "");
    Some(DigestCheck::new(trail, file.start, end).offline().run(&in_bucket, &keys, &Unsigned))
}

fn find(folder: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            find(&path, files)?;
        } else if path.to_string_lossy().contains(".json") {
            files.push(path);
        }
    }
    Ok(())
}

fn key_of(folder: &Path, file: &Path) -> String {
    let parts = file.strip_prefix(folder).unwrap_or(file).iter().map(|part| part.to_string_lossy());
    parts.collect::<Vec<_>>().join("/")
}

const BUCKET: &str = "quay-logs";

/// Three days, a log file and a digest an hour.
fn make_folder() -> Result<PathBuf, Box<dyn Error>> {
    let folder = std::env::temp_dir().join(format!("trail-review-{}", std::process::id()));
    let place = Place::parse("111122223333", "us-east-1")?;
    let start = Timestamp::parse("2026-05-04T00:00:00Z")?;
    let mut writer = DigestWriter::new(DigestTrail::new(BUCKET, place.clone(), "watch"), "67b9fa73", start);
    let rng = Rng::new(7);
    for hour in 1..=72 {
        let end = start.plus_secs(hour * 3600);
        let key = log_key(end);
        let text = format!("{{\"Records\":[{}]}}", story(&place, end, hour, &rng)?.join(","));
        if hour != 63 {
            write(&folder, &key, &gzip(text.as_bytes())?)?;
        }
        let sign = |_: &[u8]| rng.next_u64().to_be_bytes().to_vec();
        let (digest, object) = writer.write(end, vec![DigestedLog::of(BUCKET, key, &text)], sign);
        write(&folder, &digest, &object.bytes)?;
    }
    Ok(folder)
}

fn log_key(end: Timestamp) -> String {
    let (day, minute) = (end.format("%Y/%m/%d"), end.format("%Y%m%dT%H%MZ"));
    format!(
        "AWSLogs/111122223333/CloudTrail/us-east-1/{day}/111122223333_CloudTrail_us-east-1_{minute}_AbCdEfGhIjKlMnOp.json.gz"
    )
}

/// What happens in the hour before `end`.
fn story(place: &Place, end: Timestamp, hour: i64, rng: &Rng) -> Result<Vec<String>, Box<dyn Error>> {
    let at = |second: i64| end.plus_secs(second - 3600);
    let (ana, eve) = (Principal::user(place, "ana"), Principal::role(place, "Deploy", "eve"));
    let mut calls: Vec<RecordBuilder> = Vec::new();
    for _ in 0..20 + rng.below(20) {
        let second = i64::try_from(rng.below(3600))?;
        calls.push(
            RecordBuilder::new(at(second), place, "ec2.amazonaws.com", "DescribeInstances").by(ana.clone()).read_only(),
        );
    }
    if hour == 60 {
        calls.extend((0..60).map(|n| {
            RecordBuilder::new(at(600 + n * 3), place, "iam.amazonaws.com", "CreateAccessKey").by(eve.clone())
        }));
        calls.push(RecordBuilder::new(at(900), place, "cloudtrail.amazonaws.com", "StopLogging").by(eve));
    }
    if hour == 62 {
        let login =
            RecordBuilder::new(at(60), place, "signin.amazonaws.com", "ConsoleLogin").by(Principal::root(place));
        calls.push(login.of_type(cupola::audit::EventType::ConsoleSignIn));
    }
    calls.into_iter().map(|call| Ok(call.build(&rng.uuid())?.to_string())).collect()
}

fn gzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes)?;
    encoder.finish()
}

fn write(folder: &Path, key: &str, bytes: &[u8]) -> std::io::Result<()> {
    let path = folder.join(key);
    path.parent().map_or(Ok(()), fs::create_dir_all)?;
    fs::write(path, bytes)
}
