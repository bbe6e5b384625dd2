//! Why a journal cannot be used.

use std::path::PathBuf;

/// Why a folder for data cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum JournalError {
    /// The folder or a file in it cannot be reached.
    #[error("{path}: {why}", path = path.display())]
    Folder {
        /// Folder or file.
        path: PathBuf,
        /// What the system says.
        why: String,
    },
    /// Another process has it.
    #[error("{path} is in use by another cupola-endpoint: stop that one, or take another folder", path = path.display())]
    InUse {
        /// The folder.
        path: PathBuf,
    },
    /// The file is none of ours.
    #[error("{path} is no journal of cupola-endpoint: {why}", path = path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
        /// How it is known.
        why: String,
    },
    /// The file is written in another form.
    #[error("the journal has form {found}, this release reads {read}: start the release that wrote it")]
    Form {
        /// The form of the file.
        found: u32,
        /// The form that is read.
        read: u32,
    },
    /// What was written is not what is read.
    #[error("the journal is damaged: {what}. Restore the folder from a copy of it, or take another folder")]
    Damaged {
        /// Where, and how it is known.
        what: String,
    },
    /// Another engine took the inputs in; replayed by this one they might lead elsewhere.
    #[error(
        "the journal holds {inputs} inputs that cupola {wrote} took in, and this is {runs}: start {wrote} on the folder \
         once and stop it (Ctrl-C or SIGTERM), which leaves a snapshot alone; or take another folder"
    )]
    Engine {
        /// The version that took them in.
        wrote: String,
        /// This version.
        runs: String,
        /// How many there are.
        inputs: usize,
    },
    /// The snapshot cannot be read by this engine.
    #[error(
        "the snapshot that cupola {wrote} wrote cannot be read by {runs} ({why}): start {wrote} on it, or take another folder"
    )]
    Snapshot {
        /// The version that wrote it.
        wrote: String,
        /// This version.
        runs: String,
        /// What is wrong.
        why: String,
    },
    /// The folder was made with another seed.
    #[error("the folder was made with --seed {kept}, not {asked}: say so, or take another folder")]
    Seed {
        /// The folder's.
        kept: u64,
        /// That of the settings.
        asked: u64,
    },
    /// The folder was made with another clock.
    #[error("the folder was made with --clock {kept}, not {asked}: say so, or take another folder")]
    Clock {
        /// The folder's.
        kept: &'static str,
        /// That of the settings.
        asked: &'static str,
    },
    /// It cannot be written any more.
    #[error("the journal cannot be written: {0}")]
    Write(String),
}
