//! Our own cases can be read, say where they come from, and have names of their own.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::{fs, io};

use cupola_conformance::{Case, Files, Kind, Matcher, Templates, Value};

#[test]
fn every_case_is_one() {
    let mut ids = BTreeSet::new();
    for (place, line) in lines(&Path::new(env!("CARGO_MANIFEST_DIR")).join("cases")).unwrap() {
        let case = Case::parse(&line).unwrap_or_else(|error| panic!("{place}: {error}"));
        assert!(ids.insert(case.id.clone()), "{place}: `{}` is taken", case.id);
        assert!(case.source.is_some() && case.certainty.is_some(), "{place}: `{}` has no source", case.id);
        Matcher::compile(&case.expect).unwrap_or_else(|error| panic!("{place}: {error}"));
        if case.kind == Kind::ApiScript {
            check_steps(&place, &case.input);
        }
    }
}

fn check_steps(place: &str, input: &Value) {
    let files = Files::default();
    let folder = Path::new(place).parent().unwrap_or_else(|| Path::new("."));
    let mut templates = Templates::new(&files, folder);
    for step in input.member("steps").and_then(Value::as_list).unwrap_or_default() {
        for name in saved(step) {
            templates.save(name, Value::from("saved"));
        }
        let filled = templates.fill_list(std::slice::from_ref(step)).unwrap_or_else(|error| panic!("{place}: {error}"));
        for expect in filled.iter().filter_map(|step| step.member("expect")) {
            Matcher::compile(expect).unwrap_or_else(|error| panic!("{place}: {error}"));
        }
    }
}

fn saved(step: &Value) -> Vec<&str> {
    let save = step.member("save").and_then(Value::as_object);
    save.map(|save| save.members().iter().map(|(name, _)| name.as_str()).collect()).unwrap_or_default()
}

fn lines(folder: &Path) -> io::Result<Vec<(String, String)>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(lines(&path)?);
        } else if path.extension() == Some(OsStr::new("jsonl")) {
            found.extend(of_file(&path)?);
        }
    }
    Ok(found)
}

fn of_file(path: &PathBuf) -> io::Result<Vec<(String, String)>> {
    let text = fs::read_to_string(path)?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.is_empty());
    Ok(lines.map(|(number, line)| (format!("{}:{}", path.display(), number + 1), line.to_owned())).collect())
}
