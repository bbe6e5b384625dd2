//! One test for each of our own cases. Those of a kind that nothing answers yet are ignored, so that
//! the closing line counts them.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{fs, io};

use cupola_conformance::{Case, Origin, judge};
use libtest_mimic::{Arguments, Failed, Trial};

fn main() -> io::Result<ExitCode> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let origin = Origin::folder(&root);
    let mut all = Vec::new();
    for file in files(&root)? {
        all.extend(trials(&file, &origin)?);
    }
    Ok(libtest_mimic::run(&Arguments::from_args(), all).exit_code())
}

fn trials(file: &Path, origin: &Origin) -> io::Result<Vec<Trial>> {
    let origin = origin.with_folder(file.parent().unwrap_or(file));
    let text = fs::read_to_string(file)?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.is_empty());
    Ok(lines.map(|(number, line)| trial(&format!("{}:{}", file.display(), number + 1), line, &origin)).collect())
}

fn trial(place: &str, line: &str, origin: &Origin) -> Trial {
    let (origin, place) = (origin.clone(), place.to_owned());
    match Case::parse(line) {
        Ok(case) => {
            let name = format!("{} ({})", case.id, case.kind);
            let ignored = !case.kind.is_served();
            let run = move || judge(&case, &origin).map_err(|failure| Failed::from(format!("\n{failure}")));
            Trial::test(name, run).with_ignored_flag(ignored)
        }
        Err(error) => Trial::test(place, move || Err(Failed::from(error))),
    }
}

/// All case files below a folder, in order of their paths.
fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    paths.sort_unstable();
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            found.extend(files(&path)?);
        } else if path.extension() == Some(OsStr::new("jsonl")) {
            found.push(path);
        }
    }
    Ok(found)
}
