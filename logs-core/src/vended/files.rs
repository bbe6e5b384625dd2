//! Records that wait for a file, and the files.

use std::io::Write;

use cupola_base::Timestamp;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};

use super::VendedFailed;
use super::delivery::KeptDelivery;
use super::destination::bucket;
use super::suffix_path::{SuffixPath, Whereabouts};
use crate::agenda::Due;
use crate::engine::Engine;
use crate::export::ExportedObject;
use crate::output::Output;

/// The files of a delivery that are not written yet.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Files {
    /// By folder and hour.
    open: Vec<OpenFile>,
    /// What they count.
    bytes: usize,
    /// When they are written.
    due: Option<Timestamp>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct OpenFile {
    folders: String,
    /// The hour that the file's name tells; empty when it tells none.
    hour: String,
    lines: String,
    records: u64,
}

impl Files {
    pub(super) const fn due(&self) -> Option<Timestamp> {
        self.due
    }

    /// Takes a line in, and answers how many bytes more there are.
    fn add(&mut self, folders: String, hour: String, line: &str) -> usize {
        let key = |file: &OpenFile| (file.folders.as_str(), file.hour.as_str()).cmp(&(folders.as_str(), hour.as_str()));
        let found = self.open.binary_search_by(key);
        let mut more = line.len() + 1;
        let index = found.unwrap_or_else(|index| {
            more += folders.len() + hour.len();
            self.open.insert(index, OpenFile { folders, hour, lines: String::new(), records: 0 });
            index
        });
        let file = &mut self.open[index];
        file.lines.push_str(line);
        file.lines.push('\n');
        file.records += 1;
        self.bytes += more;
        more
    }
}

/// What names a delivery's files.
#[derive(Debug)]
struct Naming<'a> {
    log_type: &'a str,
    whereabouts: Whereabouts<'a>,
    path: Option<SuffixPath>,
    hive: bool,
    /// Files of distributions tell the hour of their records, others when they were written.
    by_hour: bool,
}

impl<'a> Naming<'a> {
    fn of(engine: &'a Engine, delivery: &KeptDelivery) -> Option<Self> {
        let source = engine.deliveries.sources.get(&delivery.source)?;
        let whereabouts = Whereabouts { place: &engine.place, resource: source.resource_id() };
        let layout = delivery.layout.as_ref()?;
        let path = SuffixPath::in_force(&layout.suffix_path).ok();
        let (log_type, by_hour) = (source.log_type.as_str(), source.kind().is_cloudfront());
        Some(Self { log_type, whereabouts, path, hive: layout.hive_compatible, by_hour })
    }

    fn folders(&self, at: Timestamp) -> String {
        let path = self.path.as_ref();
        path.map(|path| path.folders(at, self.hive, &self.whereabouts)).unwrap_or_default()
    }

    fn hour(&self, at: Timestamp) -> String {
        if self.by_hour { at.format("%Y-%m-%d-%H") } else { String::new() }
    }

    fn file_name(&self, at: Timestamp, hour: &str, unique: u32) -> String {
        let (id, place) = (self.whereabouts.resource, self.whereabouts.place);
        if !hour.is_empty() {
            return format!("{id}.{hour}.{unique:08x}.gz");
        }
        let (account, region, log_type) = (&place.account, &place.region, self.log_type);
        format!("{account}_{log_type}_{region}_{id}_{}_{unique:08x}.log.gz", at.format("%Y%m%dT%H%MZ"))
    }
}

impl Engine {
    /// Keeps lines until their file is written, and answers when that is. Files that grow too large are written at once.
    pub(super) fn collect(&mut self, number: u64, lines: &[(Timestamp, String)]) -> Option<Timestamp> {
        let step = i64::from(self.policies.delivery_file_minutes.max(1)) * 60_000;
        let soon = self.now.plus_millis(1).ceil_to(step);
        let naming = Naming::of(self, self.deliveries.joined.get(&number)?)?;
        let places: Vec<_> = lines.iter().map(|(at, _)| (naming.folders(*at), naming.hour(*at))).collect();
        for ((_, line), (folders, hour)) in lines.iter().zip(places) {
            let files = &mut self.deliveries.joined.get_mut(&number)?.files;
            self.deliveries.waiting += files.add(folders, hour, line);
            if files.due.is_none() {
                files.due = Some(soon);
                self.agenda.set(soon, Due::VendedFiles(number));
            }
            let (bytes, waiting) = (files.bytes, self.deliveries.waiting);
            if bytes >= self.limits.delivery_file_bytes || waiting >= self.limits.delivery_waiting_bytes {
                self.write_files(self.now, number);
            }
        }
        self.deliveries.joined.get(&number)?.files.due
    }

    /// Writes the files of a delivery that wait.
    pub(crate) fn write_files(&mut self, at: Timestamp, number: u64) {
        let Some(found) = self.deliveries.joined.get_mut(&number) else { return };
        let files = std::mem::take(&mut found.files);
        self.deliveries.waiting = self.deliveries.waiting.saturating_sub(files.bytes);
        files.due.into_iter().for_each(|due| self.agenda.unset(due, Due::VendedFiles(number)));
        let Some(found) = self.deliveries.joined.get(&number) else { return };
        let outputs = self.written(at, found, &files.open).unwrap_or_default();
        outputs.into_iter().for_each(|output| self.emit(output));
    }

    /// What becomes of files: they are objects of their bucket, or are told as failed.
    fn written(&self, at: Timestamp, delivery: &KeptDelivery, files: &[OpenFile]) -> Option<Vec<Output>> {
        let (way, naming) = (self.way(delivery)?, Naming::of(self, delivery)?);
        if let Err(refusal) = self.check_delivery(delivery, &way) {
            let failed = |file: &OpenFile| {
                let (delivery, records, why) = (delivery.id.clone(), file.records, refusal.to_string());
                Output::VendedFailed(VendedFailed { at, delivery, records, why })
            };
            return Some(files.iter().map(failed).collect());
        }
        let ((bucket, prefix), head) = (bucket(way.resource.as_ref()?), way.writer.head());
        let object = |file: &OpenFile| {
            let unique = u32::try_from(self.deliveries.rng.below(1 << 32)).unwrap_or_default();
            let key = key(prefix, &file.folders, &naming.file_name(at, &file.hour, unique));
            let (task, bucket, bytes) = (delivery.id.clone(), bucket.to_owned(), compressed(&head, &file.lines));
            Output::Object(ExportedObject { at, task, bucket, key, bytes, role: None, owner: None, kms_key: None })
        };
        Some(files.iter().map(object).collect())
    }

    /// Puts the files that wait into the agenda.
    pub(crate) fn plan_vended_files(&mut self) {
        for (number, delivery) in &self.deliveries.joined {
            delivery.files.due.into_iter().for_each(|due| self.agenda.set(due, Due::VendedFiles(*number)));
        }
    }
}

/// The key of a file: the destination's prefix, the folders and the name.
fn key(prefix: &str, folders: &str, name: &str) -> String {
    let parts = [prefix.trim_matches('/'), folders, name];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/")
}

fn compressed(head: &str, lines: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(6));
    let written = encoder.write_all(head.as_bytes()).and_then(|()| encoder.write_all(lines.as_bytes()));
    let written = written.and_then(|()| encoder.finish());
    written.expect("a list of bytes takes all that is written")
}
