//! Every input that the fuzz targets know is run through their laws.

#[expect(dead_code, unreachable_pub, reason = "it is a library of its own, whose entry point is not called here")]
#[path = "../../fuzz/src/lib.rs"]
mod fuzz;

use std::collections::BTreeSet;
use std::panic::catch_unwind;
use std::path::PathBuf;
use std::{fs, io};

use fuzz::TARGETS;

fn corpus() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus")
}

#[test]
fn every_known_input_obeys_its_laws() {
    let mut broken = Vec::new();
    for (name, law) in TARGETS {
        for path in paths(corpus().join(name)).unwrap() {
            let bytes = fs::read(&path).unwrap();
            if catch_unwind(|| law(&bytes)).is_err() {
                broken.push(path);
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn every_target_has_a_file_and_seeds_and_no_seeds_are_without_a_target() {
    let names = |folder: PathBuf| -> BTreeSet<String> {
        let stem = |path: PathBuf| path.file_stem().unwrap().to_string_lossy().into_owned();
        paths(folder).unwrap().into_iter().map(stem).collect()
    };
    let known: BTreeSet<String> = TARGETS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(names(corpus()), known);
    assert_eq!(names(corpus().join("../targets")), known);
    let manifest = fs::read_to_string(corpus().join("../Cargo.toml")).unwrap();
    for name in known {
        assert!(manifest.contains(&format!("path = \"targets/{name}.rs\"")), "{name} is no binary of the package");
        assert!(!paths(corpus().join(&name)).unwrap().is_empty(), "{name} has no seeds");
    }
}

/// What a folder holds, in order.
fn paths(folder: PathBuf) -> io::Result<Vec<PathBuf>> {
    let mut paths = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    paths.sort_unstable();
    Ok(paths)
}
