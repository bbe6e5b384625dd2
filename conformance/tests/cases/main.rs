//! One test for each of our own cases. Those of a kind that nothing answers yet, and those that
//! `cases/not-yet.txt` lists, are ignored, so that the closing line counts them.

mod not_yet;

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{fs, io};

use cupola_conformance::{Case, CaseError, Origin, judge};
use libtest_mimic::{Arguments, Failed, Trial};
use not_yet::NotYet;

fn main() -> io::Result<ExitCode> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let not_yet = NotYet::read(&root.join("not-yet.txt"))?;
    let origin = Origin::folder(&root);
    let (mut all, mut listed) = (Vec::new(), Vec::new());
    for file in files(&root)? {
        let origin = origin.with_folder(file.parent().unwrap_or(&file));
        for (place, case) in cases(&file)? {
            all.push(trial(&place, &case, &origin, &not_yet));
            listed.extend(case.map(|case| (case, origin.clone())));
        }
    }
    all.push(not_yet.trial(listed));
    Ok(libtest_mimic::run(&Arguments::from_args(), all).exit_code())
}

/// The cases of a file, and where they stand.
fn cases(file: &Path) -> io::Result<Vec<(String, Result<Case, CaseError>)>> {
    let text = fs::read_to_string(file)?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.is_empty());
    let place = |number: usize| format!("{}:{}", file.display(), number + 1);
    Ok(lines.map(|(number, line)| (place(number), Case::parse(line))).collect())
}

fn trial(place: &str, case: &Result<Case, CaseError>, origin: &Origin, not_yet: &NotYet) -> Trial {
    let (case, origin) = (case.clone(), origin.clone());
    match case {
        Ok(case) => {
            let name = format!("{} ({})", case.id, case.kind);
            let ignored = !case.kind.is_served() || not_yet.lists(&case);
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
