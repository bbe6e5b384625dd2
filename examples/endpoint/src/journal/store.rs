//! The file: inputs by number, the newest snapshot in pieces, and what it all is.

use std::fs::{self, File, TryLockError};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use redb::{Database, DatabaseError, ReadOnlyTable, ReadableTable as _, TableDefinition, TableError, WriteTransaction};

use super::JournalError;
use super::record::{Record, checksum};

/// The form in which this release writes the file, and the only one that it reads.
const FORM: u32 = 1;
/// The form, as the only row.
const FORMS: TableDefinition<'_, (), u32> = TableDefinition::new("cupola form");
/// Inputs by number.
const ENTRIES: TableDefinition<'_, u64, &[u8]> = TableDefinition::new("entries");
/// Of the snapshot: number of the last input in it, engine, bytes, checksum.
const SNAPSHOT: TableDefinition<'_, (), Header> = TableDefinition::new("snapshot");
type Header = (u64, &'static str, u64, u32);
/// The snapshot, in pieces.
const PIECES: TableDefinition<'_, u32, &[u8]> = TableDefinition::new("snapshot pieces");
const PIECE: usize = 1 << 20;

/// An open file, and the lock on its folder.
#[derive(Debug)]
pub(crate) struct Store {
    database: Database,
    _lock: File,
}

/// What a file holds.
#[derive(Debug)]
pub(crate) struct Found {
    /// The number of the last input that is in the snapshot.
    pub(super) seq: u64,
    /// The engine that wrote the snapshot.
    pub(super) engine: String,
    pub(super) snapshot: Vec<u8>,
    /// What came after it.
    pub(super) records: Vec<Record>,
}

/// What is written at once.
#[derive(Debug)]
pub(super) struct Batch<'a> {
    pub(super) engine: &'a str,
    pub(super) entries: &'a [(u64, Vec<u8>)],
    /// A snapshot, and the last input that is in it.
    pub(super) snapshot: Option<&'a (u64, Vec<u8>)>,
}

impl Store {
    /// Opens the folder's file, or makes it.
    pub(super) fn open(folder: &Path) -> Result<Self, JournalError> {
        fs::create_dir_all(folder).map_err(|error| at(folder, &error))?;
        let lock = lock(folder)?;
        let path = folder.join("journal.redb");
        let exists = path.try_exists().map_err(|error| at(&path, &error))?;
        if !exists {
            create(folder, &path)?;
        }
        let database = open(&path)?;
        check_form(&database, &path)?;
        Ok(Self { database, _lock: lock })
    }

    /// What there is; nothing in a new file.
    pub(super) fn load(&self) -> Result<Option<Found>, JournalError> {
        unwinding(|| self.read())
    }

    fn read(&self) -> Result<Option<Found>, JournalError> {
        let reading = self.database.begin_read().map_err(damaged)?;
        let Some((seq, engine, length, sum)) = row(reading.open_table(SNAPSHOT))? else { return Ok(None) };
        let mut snapshot = Vec::new();
        for piece in reading.open_table(PIECES).map_err(damaged)?.iter().map_err(damaged)? {
            snapshot.extend_from_slice(piece.map_err(damaged)?.1.value());
        }
        if snapshot.len() as u64 != length || checksum(&snapshot) != sum {
            return Err(JournalError::Damaged { what: "the snapshot's checksum differs".into() });
        }
        let entries = reading.open_table(ENTRIES).map_err(damaged)?;
        let entries = entries.range(seq + 1..).map_err(damaged)?;
        let records = entries.zip(seq + 1..).map(|(entry, seq)| {
            let (number, bytes) = entry.map_err(damaged)?;
            record(seq, number.value(), bytes.value())
        });
        Ok(Some(Found { seq, engine, snapshot, records: records.collect::<Result<_, _>>()? }))
    }

    /// Writes all of it durably, or nothing.
    pub(super) fn commit(&self, batch: &Batch<'_>) -> Result<(), JournalError> {
        let writing = self.database.begin_write().map_err(unwritten)?;
        {
            let mut entries = writing.open_table(ENTRIES).map_err(unwritten)?;
            for (seq, bytes) in batch.entries {
                entries.insert(seq, bytes.as_slice()).map_err(unwritten)?;
            }
        }
        if let Some((seq, bytes)) = batch.snapshot {
            write_snapshot(&writing, *seq, batch.engine, bytes)?;
        }
        writing.commit().map_err(unwritten)
    }
}

/// Puts the snapshot in the place of the one before and of the inputs that are in it.
fn write_snapshot(writing: &WriteTransaction, seq: u64, engine: &str, bytes: &[u8]) -> Result<(), JournalError> {
    let mut entries = writing.open_table(ENTRIES).map_err(unwritten)?;
    entries.retain_in(..=seq, |_, _| false).map_err(unwritten)?;
    writing.delete_table(PIECES).map_err(unwritten)?;
    let mut pieces = writing.open_table(PIECES).map_err(unwritten)?;
    for (number, piece) in (0u32..).zip(bytes.chunks(PIECE)) {
        pieces.insert(number, piece).map_err(unwritten)?;
    }
    let mut header = writing.open_table(SNAPSHOT).map_err(unwritten)?;
    header.insert((), (seq, engine, bytes.len() as u64, checksum(bytes))).map_err(unwritten)?;
    Ok(())
}

fn record(expected: u64, number: u64, bytes: &[u8]) -> Result<Record, JournalError> {
    let damaged = |why: &str| JournalError::Damaged { what: format!("input {expected}: {why}") };
    let record = Record::decode(bytes).map_err(damaged)?;
    if number == expected && record.seq == expected { Ok(record) } else { Err(damaged("it is missing")) }
}

/// The snapshot's row.
fn row(table: Result<ReadOnlyTable<(), Header>, TableError>) -> Result<Option<(u64, String, u64, u32)>, JournalError> {
    let table = match table {
        Err(TableError::TableDoesNotExist(_)) => return Ok(None),
        table => table.map_err(damaged)?,
    };
    let row = table.get(()).map_err(damaged)?;
    Ok(row.map(|row| {
        let (seq, engine, length, sum) = row.value();
        (seq, engine.to_owned(), length, sum)
    }))
}

/// Makes the file aside, so that a file of that name is always whole.
fn create(folder: &Path, path: &Path) -> Result<(), JournalError> {
    let aside = folder.join("journal.new");
    let _ = fs::remove_file(&aside);
    let database = Database::create(&aside).map_err(|error| opening(&aside, error))?;
    let writing = database.begin_write().map_err(unwritten)?;
    writing.open_table(FORMS).and_then(|mut forms| Ok(forms.insert((), FORM).map(drop)?)).map_err(unwritten)?;
    writing.commit().map_err(unwritten)?;
    drop(database);
    fs::rename(&aside, path).map_err(|error| at(path, &error))?;
    sync(folder)
}

/// Makes names of a folder durable, where folders can be opened.
fn sync(folder: &Path) -> Result<(), JournalError> {
    match File::open(folder) {
        Ok(opened) if cfg!(unix) => opened.sync_all().map_err(|error| at(folder, &error)),
        _ => Ok(()),
    }
}

fn lock(folder: &Path) -> Result<File, JournalError> {
    let path = folder.join("lock");
    let file = File::options().create(true).truncate(false).write(true).open(&path);
    let file = file.map_err(|error| at(&path, &error))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(JournalError::InUse { path: folder.into() }),
        Err(TryLockError::Error(error)) => Err(at(&path, &error)),
    }
}

fn open(path: &Path) -> Result<Database, JournalError> {
    unwinding(|| Database::open(path).map_err(|error| opening(path, error)))
}

/// Files that were tampered with may make the store panic.
fn unwinding<T>(read: impl FnOnce() -> Result<T, JournalError>) -> Result<T, JournalError> {
    let panicked = |_| Err(JournalError::Damaged { what: "the store cannot read it".into() });
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(panicked)
}

fn opening(path: &Path, error: DatabaseError) -> JournalError {
    let path = PathBuf::from(path);
    match error {
        DatabaseError::DatabaseAlreadyOpen => JournalError::InUse { path },
        DatabaseError::Storage(redb::StorageError::Io(error)) if error.kind() != std::io::ErrorKind::InvalidData => {
            at(&path, &error)
        }
        DatabaseError::Storage(redb::StorageError::Io(error)) => JournalError::Foreign { path, why: error.to_string() },
        DatabaseError::Storage(redb::StorageError::Corrupted(what)) => JournalError::Damaged { what },
        other => JournalError::Foreign { path, why: other.to_string() },
    }
}

fn check_form(database: &Database, path: &Path) -> Result<(), JournalError> {
    let foreign = |why: &str| JournalError::Foreign { path: path.into(), why: why.into() };
    let reading = database.begin_read().map_err(damaged)?;
    let forms = reading.open_table(FORMS).map_err(|error| foreign(&error.to_string()))?;
    let found = forms.get(()).map_err(damaged)?.ok_or_else(|| foreign("it has no form"))?.value();
    if found == FORM { Ok(()) } else { Err(JournalError::Form { found, read: FORM }) }
}

fn at(path: &Path, error: &std::io::Error) -> JournalError {
    JournalError::Folder { path: path.into(), why: error.to_string() }
}

fn damaged(error: impl Into<redb::Error>) -> JournalError {
    JournalError::Damaged { what: error.into().to_string() }
}

fn unwritten(error: impl Into<redb::Error>) -> JournalError {
    JournalError::Write(error.into().to_string())
}
