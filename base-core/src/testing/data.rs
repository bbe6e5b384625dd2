//! Real logs, traces and records, which are no part of the project.

use std::path::PathBuf;

/// The folder of real data that `CUPOLA_DATA` names; `None` where it is not set, and tests over real data
/// are to be skipped.
///
/// # Panics
/// When the folder is named and is not there: whoever names it wants the tests to run.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "tests may be told where data is")]
pub fn real_data() -> Option<PathBuf> {
    let folder = PathBuf::from(std::env::var_os("CUPOLA_DATA")?);
    assert!(folder.is_dir(), "CUPOLA_DATA names {}, which is no folder", folder.display());
    Some(folder)
}

/// The text of a file of [`real_data`]; `None` where that is not set.
///
/// # Panics
/// When the file is not there or is not UTF-8.
#[must_use]
pub fn real_text(file: &str) -> Option<String> {
    let path = real_data()?.join(file);
    match std::fs::read_to_string(&path) {
        Ok(text) => Some(text),
        Err(error) => panic!("{}: {error}", path.display()),
    }
}
