//! The files of an export.

use std::collections::BTreeMap;
use std::io::Write;

use cupola_base::Timestamp;
use flate2::Compression;
use flate2::write::GzEncoder;

use super::ExportTask;
use crate::group::{Group, Stream};
use crate::kms::{Seals, UnusableKmsKey};
use crate::store::{Cursor, Gap};

/// Key and content of each file: the events of each stream, one in each line, in order.
///
/// Streams whose names differ only in `/` and `-` share a folder, and number their files one after the other.
///
/// # Errors
/// [`UnusableKmsKey`] when an event is under a key that cannot be used.
pub(super) fn files(
    task: &ExportTask,
    group: &Group,
    seals: &Seals,
    now: Timestamp,
    most: usize,
) -> Result<Vec<(String, Vec<u8>)>, UnusableKmsKey> {
    let from = Gap::at(task.from.max(group.cutoff(now)));
    let wanted = |name: &str| task.stream_prefix.as_ref().is_none_or(|prefix| name.starts_with(prefix.as_str()));
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    let mut files = Vec::new();
    for (name, stream) in group.streams.iter().filter(|(name, _)| wanted(name.as_str())) {
        let folder = name.as_str().replace('/', "-");
        let number = numbers.entry(folder.clone()).or_default();
        for bytes in parts(stream, seals, (from, task.to), most)? {
            files.push((format!("{}/{}/{folder}/{number:06}.gz", task.prefix, task.id), bytes));
            *number += 1;
        }
    }
    Ok(files)
}

/// The events of a stream in files of so many bytes, before they are compressed; one event at least in each. What is
/// masked stays so.
fn parts(
    stream: &Stream,
    seals: &Seals,
    (from, to): (Gap, Timestamp),
    most: usize,
) -> Result<Vec<Vec<u8>>, UnusableKmsKey> {
    let mut cursor = Cursor::forward(&stream.strand, from);
    let (mut parts, mut text) = (Vec::new(), String::new());
    while let Some((mark, message)) = cursor.next().filter(|(mark, _)| mark.at <= to) {
        seals.check(mark.sequence)?;
        let line = format!("{} {}\n", Stamp(mark.at), stream.margin.shown(mark, message, false));
        if !text.is_empty() && text.len().saturating_add(line.len()) > most {
            parts.push(compressed(&std::mem::take(&mut text)));
        }
        text.push_str(&line);
    }
    if !text.is_empty() {
        parts.push(compressed(&text));
    }
    Ok(parts)
}

fn compressed(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(6));
    let written = encoder.write_all(text.as_bytes()).and_then(|()| encoder.finish());
    written.expect("a list of bytes takes all that is written")
}

/// An instant with its milliseconds, also where there are none.
struct Stamp(Timestamp);

impl std::fmt::Display for Stamp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let second = self.0.floor_to(1000);
        let millis = self.0.millis_since(second);
        write!(f, "{}.{millis:03}Z", second.to_string().trim_end_matches('Z'))
    }
}
