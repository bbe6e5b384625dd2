//! Code bindings compile, and the events they are made of go through them and come out the same.

#![expect(clippy::unwrap_used, reason = "what is generated is well formed")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use cupola_events::schema::{Format, Inference, Language, Schema};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

/// A schema, the type of its events, and events.
struct Case {
    schema: Schema,
    root: &'static str,
    events: Vec<String>,
}

fn cases() -> Vec<Case> {
    let fixtures = include_str!("../../src/schemas/fixtures.jsonl").lines().map(|event| inferred(&[event.to_owned()]));
    let mut runner = TestRunner::deterministic();
    let mut made = |_| prop::collection::vec(event(), 1..4).new_tree(&mut runner).unwrap().current();
    let generated: Vec<Case> = (0..60).map(&mut made).map(|events| inferred(&events)).collect();
    fixtures.chain(generated).chain(written()).collect()
}

fn inferred(events: &[String]) -> Case {
    let mut seen = Inference::of(&events[0]).unwrap();
    events.iter().for_each(|event| seen.merge(&Inference::of(event).unwrap()));
    let schema = seen.schema();
    let root = if schema.components().any(|name| name == "AWSEvent") { "AWSEvent" } else { "Event" };
    Case { schema, root, events: events.to_vec() }
}

/// Names that no language likes, and types that hold themselves.
fn written() -> Vec<Case> {
    let names = [
        "self",
        "Self",
        "super",
        "crate",
        "type",
        "fn",
        "async",
        "None",
        "class",
        "def",
        "r#type",
        "a-b",
        "a_b",
        "aB",
        "1",
        "größe",
        "",
        " ",
        "\"",
        "\\",
        "\n",
        "\u{202e}",
        "*/",
        "from_dict",
        "data",
        "str",
        "Option",
        "String",
        "Vec",
        "Box",
        "Value",
        "gen",
        "yield",
        "__init__",
        "$",
        "Record",
        "Array",
        "int",
        "item0",
        "_typing",
    ];
    let object: Value = names.iter().map(|name| ((*name).to_owned(), json!({"n": 1}))).collect();
    let lists: Value = names.iter().map(|name| ((*name).to_owned(), json!([[{"n": 1.5}, null]]))).collect();
    let tree = r##"{"title": "Tree", "type": "object", "required": ["left", "leaf"], "properties": {
        "left": {"anyOf": [{"$ref": "#/definitions/Node"}, {"type": "null"}]},
        "all": {"type": "array", "items": {"$ref": "#/definitions/Node"}},
        "leaf": {"enum": ["a", "b"]}}, "definitions": {
        "Node": {"type": "object", "properties": {"left": {"$ref": "#/definitions/Other"}, "up": {"$ref": "#/definitions/Node"}}},
        "Other": {"type": "object", "properties": {"node": {"$ref": "#/definitions/Node"}}}}}"##;
    let tree = Case {
        schema: Schema::parse(Format::JsonSchemaDraft4, tree).unwrap(),
        root: "Tree",
        events: vec![
            r#"{"left":{"left":{"node":{"up":{}}}},"all":[{},{"up":{}}],"leaf":"a"}"#.into(),
            r#"{"left":null,"leaf":"b"}"#.into(),
        ],
    };
    vec![inferred(&[object.to_string()]), inferred(&[lists.to_string()]), tree]
}

fn event() -> impl Strategy<Value = String> {
    let names = select(&["a", "A", "a-b", "state", "State", "items", "type", "self", "1st", "é", "x y", "data"][..]);
    let scalar = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i32>().prop_map(|n| json!(n)),
        (-9.0..9.0).prop_map(|n: f64| json!(n)),
        select(&["", "x", "2026-05-04T06:00:00Z"][..]).prop_map(|text| json!(text)),
    ];
    let value = scalar.prop_recursive(4, 20, 4, move |value| {
        let member = (names.clone(), value.clone()).prop_map(|(name, value)| (name.to_owned(), value));
        let object = prop::collection::vec(member, 0..4).prop_map(|members| members.into_iter().collect());
        prop_oneof![prop::collection::vec(value, 0..4).prop_map(Value::Array), object]
    });
    let detail =
        value.prop_map(|value| json!({"source": "my.quay", "detail-type": "Crate weighed", "detail": {"of": value}}));
    detail.prop_map(|event| event.to_string())
}

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(folder.join("src")).unwrap();
    folder
}

fn succeeded(what: &str, output: &Output) {
    let text = [&*output.stdout, &*output.stderr].map(String::from_utf8_lossy).concat();
    assert!(output.status.success(), "{what}: {text:.9000}");
}

/// A package of its own, with the workspace's versions of serde: nothing is fetched.
#[test]
fn rust_compiles_and_keeps_events() {
    let folder = folder("rust-bindings");
    let manifest = "[package]\nname = \"bindings\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
        [dependencies]\nserde = { version = \"1\", features = [\"derive\"] }\nserde_json = \"1\"\n";
    fs::write(folder.join("Cargo.toml"), manifest).unwrap();
    fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    let mut main = String::from(MAIN);
    let mut modules = String::new();
    for (number, case) in cases().iter().enumerate() {
        let [file] = &case.schema.bindings(Language::Rust)[..] else { panic!("one file") };
        fs::write(folder.join(format!("src/m{number}.rs")), &file.text).unwrap();
        let _ = writeln!(modules, "mod m{number};");
        for event in &case.events {
            let _ = writeln!(main, "    same::<m{number}::{}>({event:?});", case.root);
        }
    }
    fs::write(folder.join("src/main.rs"), format!("{modules}{main}}}\n")).unwrap();
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["run", "--quiet", "--offline"]).current_dir(&folder).env("CARGO_TARGET_DIR", folder.join("target"));
    succeeded("Rust", &cargo.env("RUSTFLAGS", "-Awarnings").output().unwrap());
}

/// Optional members that were null are left out, and whole numbers may be doubles: neither counts.
const MAIN: &str = r#"
use serde_json::Value;

fn plain(value: Value) -> Value {
    match value {
        Value::Number(number) => Value::from(number.as_f64()),
        Value::Array(items) => items.into_iter().map(plain).collect(),
        Value::Object(members) => {
            members.into_iter().filter(|(_, value)| !value.is_null()).map(|(name, value)| (name, plain(value))).collect()
        }
        other => other,
    }
}

fn same<T: serde::Serialize + serde::de::DeserializeOwned>(event: &str) {
    let value: T = serde_json::from_str(event).unwrap_or_else(|error| panic!("{error}: {event}"));
    let again = plain(serde_json::to_value(value).expect("it is JSON"));
    assert_eq!(again, plain(serde_json::from_str(event).expect("it is JSON")));
}

fn main() {
"#;

#[test]
fn python_compiles_and_keeps_events() {
    if Command::new("python3").arg("--version").output().is_err() {
        eprintln!("skipped: there is no python3");
        return;
    }
    let folder = folder("python-bindings");
    let mut main = String::from(SCRIPT);
    for (number, case) in cases().iter().enumerate() {
        let [file] = &case.schema.bindings(Language::Python36)[..] else { panic!("one file") };
        fs::write(folder.join(format!("m{number}.py")), &file.text).unwrap();
        let _ = writeln!(main, "import m{number}");
        for event in &case.events {
            // A literal of JSON is one of Python.
            let _ = writeln!(main, "same(m{number}.{}, {})", case.root, json!(event));
        }
    }
    fs::write(folder.join("main.py"), main).unwrap();
    succeeded("Python", &Command::new("python3").arg("main.py").current_dir(&folder).output().unwrap());
}

const SCRIPT: &str = r#"
import json

def plain(value):
    if isinstance(value, dict):
        return {name: plain(member) for name, member in value.items() if member is not None}
    return [plain(item) for item in value] if isinstance(value, list) else value

def same(kind, event):
    event = json.loads(event)
    again = kind.from_dict(event).to_dict()
    assert plain(again) == plain(event), (plain(again), plain(event))

"#;

#[test]
fn typescript_keeps_to_its_grammar() {
    for case in cases() {
        let [file] = &case.schema.bindings(Language::TypeScript3)[..] else { panic!("one file") };
        let names = declared(&file.text);
        assert_eq!(names.len(), case.schema.components().count(), "{}", file.text);
        for line in file.text.lines() {
            let is_fine = line.is_empty() || line == "}" || line.starts_with("// ") || line.starts_with("export ");
            assert!(is_fine || is_member(line, &names), "{line}\n{}", file.text);
        }
    }
}

fn declared(text: &str) -> Vec<&str> {
    let names = text.lines().filter_map(|line| {
        let interface = line.strip_prefix("export interface ").and_then(|rest| rest.strip_suffix(" {"));
        let alias = line.strip_prefix("export type ").and_then(|rest| rest.strip_suffix(" = Record<string, unknown>;"));
        interface.or(alias)
    });
    let names: Vec<&str> = names.collect();
    let is_name =
        |name: &&str| name.starts_with(|letter: char| letter.is_ascii_alphabetic()) && name.bytes().all(is_letter);
    assert!(names.iter().all(is_name), "{names:?}");
    names
}

const fn is_letter(letter: u8) -> bool {
    letter.is_ascii_alphanumeric() || letter == b'_'
}

/// `  "name"?: type;`
fn is_member(line: &str, names: &[&str]) -> bool {
    let Some(rest) = line.strip_prefix("  \"").and_then(|rest| rest.strip_suffix(';')) else { return false };
    let mut escaped = false;
    let end = rest.char_indices().find(|(_, letter)| {
        let ends = *letter == '"' && !escaped;
        escaped = *letter == '\\' && !escaped;
        ends
    });
    let Some(rest) = end.map(|(at, _)| rest[at + 1..].trim_start_matches('?')) else { return false };
    rest.strip_prefix(": ").is_some_and(|kind| is_type(kind, names))
}

fn is_type(text: &str, names: &[&str]) -> bool {
    let text = text.strip_suffix(" | null").unwrap_or(text);
    match text.strip_prefix("Array<").and_then(|rest| rest.strip_suffix('>')) {
        Some(element) => is_type(element, names),
        None => ["string", "number", "boolean", "unknown"].contains(&text) || names.contains(&text),
    }
}

#[test]
fn archives_are_read_by_others() {
    let files = cases().remove(0).schema.bindings(Language::Rust);
    let archive = cupola_events::schema::zip(&files);
    if Command::new("python3").arg("--version").output().is_err() {
        eprintln!("skipped: there is no python3");
        return;
    }
    let path = folder("archives").join("bindings.zip");
    fs::write(&path, archive).unwrap();
    let script = "import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; \
        sys.stdout.buffer.write(b''.join(n.encode() + b'\\0' + z.read(n) for n in z.namelist()))";
    let output = Command::new("python3").arg("-c").arg(script).arg(&path).output().unwrap();
    succeeded("zip", &output);
    assert_eq!(output.stdout, format!("{}\0{}", files[0].path, files[0].text).into_bytes());
}
