//! Checking a log file against its digest.

use std::io::{ErrorKind, Read};

use cupola_base::Timestamp;
use flate2::bufread::GzDecoder;
use sha2::{Digest, Sha256};

use super::report::LogStatus;
use super::{DigestedLog, hex};
use crate::LogFile;

/// What gzip begins with.
const MAGIC: [u8; 2] = [0x1f, 0x8b];

/// Whether the stored bytes are those that the digest names. A stream that is cut short is hashed as far as
/// it goes.
pub(super) fn check(bytes: &[u8], log: &DigestedLog) -> LogStatus {
    if bytes.iter().zip(MAGIC).any(|(byte, expected)| *byte != expected) {
        return LogStatus::InvalidFormat;
    }
    let mut stream = GzDecoder::new(bytes);
    let mut sha256 = Sha256::new();
    let mut part = [0; 16 * 1024];
    loop {
        match stream.read(&mut part) {
            Ok(0) => break,
            Ok(length) => sha256.update(&part[..length]),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => return compare(sha256, log),
            Err(_) => return LogStatus::InvalidFormat,
        }
    }
    if stream.into_inner().is_empty() { compare(sha256, log) } else { LogStatus::TrailingData }
}

fn compare(sha256: Sha256, log: &DigestedLog) -> LogStatus {
    let is_same = hex(&sha256.finalize()).eq_ignore_ascii_case(&log.hash_value);
    if is_same { LogStatus::Valid } else { LogStatus::HashMismatch }
}

/// Whether a log file's records all lie between the times that its digest tells; true where it cannot be told.
pub(super) fn is_within(bytes: &[u8], log: &DigestedLog) -> bool {
    let time = |text: &Option<String>| Timestamp::parse(text.as_deref()?).ok();
    let (Some(oldest), Some(newest)) = (time(&log.oldest_event_time), time(&log.newest_event_time)) else {
        return true;
    };
    let Ok(file) = LogFile::read(bytes) else { return true };
    let mut times = file.records().filter_map(|record| record.ok()?.event_time().ok());
    times.all(|at| (oldest..=newest).contains(&at.floor_to(1000)))
}
