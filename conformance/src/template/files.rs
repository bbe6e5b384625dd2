//! Files that cases name.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::Value;

/// The files that were read, so that a thousand cases about one file parse it once.
#[derive(Debug, Default)]
pub struct Files {
    parsed: Mutex<HashMap<PathBuf, Arc<Content>>>,
}

#[derive(Debug)]
pub(super) struct Content {
    pub(super) value: Value,
    pub(super) bytes: usize,
}

impl Files {
    /// The content of a JSON or JSON Lines file.
    pub(super) fn parsed(&self, folder: &Path, path: &str) -> Result<Arc<Content>, String> {
        let path = folder.join(path);
        let known = || self.parsed.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(content) = known().get(&path) {
            return Ok(Arc::clone(content));
        }
        let content = Arc::new(parse(&path)?);
        let mut known = known();
        if known.values().map(|content| content.bytes).sum::<usize>() > MOST_BYTES_KEPT {
            known.clear();
        }
        known.insert(path, Arc::clone(&content));
        Ok(content)
    }
}

fn parse(path: &Path) -> Result<Content, String> {
    let text = read(path)?;
    let value = if path.extension().is_some_and(|ext| ext == "jsonl") { lines(&text) } else { text.parse() };
    let value = value.map_err(|cause| format!("{}: {cause}", path.display()))?;
    Ok(Content { value, bytes: text.len() })
}

fn lines(text: &str) -> Result<Value, crate::ParseError> {
    text.lines().filter(|line| !line.trim().is_empty()).map(str::parse).collect::<Result<Vec<_>, _>>().map(Value::List)
}

/// The text of a file.
pub(super) fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|cause| format!("{}: {cause}", path.display()))
}

/// A record of a CloudTrail file: an object with `Records`, a list, or one record.
pub(super) fn record(content: &Value, number: usize) -> Option<&Value> {
    match content.member("Records").unwrap_or(content) {
        Value::List(records) => records.get(number),
        one => Some(one).filter(|_| number == 0),
    }
}

/// The paths below the folder that a pattern matches, ordered as bytes.
pub(super) fn matching(folder: &Path, pattern: &str) -> Result<Vec<String>, String> {
    let mut paths = vec![String::new()];
    for step in pattern.split('/') {
        let mut longer = Vec::new();
        for path in &paths {
            extend(folder, path, step, &mut longer)?;
        }
        paths = longer;
    }
    paths.retain(|path| folder.join(path).is_file());
    paths.sort_unstable();
    Ok(paths)
}

fn extend(folder: &Path, path: &str, step: &str, into: &mut Vec<String>) -> Result<(), String> {
    let join = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}/{name}") };
    if !step.contains('*') {
        into.push(join(step));
        return Ok(());
    }
    let place = folder.join(path);
    if place.is_file() {
        return Ok(());
    }
    let entries = fs::read_dir(&place).map_err(|cause| format!("{}: {cause}", place.display()))?;
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    into.extend(names.filter(|name| is_match(step, name)).map(|name| join(&name)));
    Ok(())
}

/// `*` is any run of characters; everything else is itself.
fn is_match(pattern: &str, name: &str) -> bool {
    let (Some((first, _)), Some((_, last))) = (pattern.split_once('*'), pattern.rsplit_once('*')) else {
        return pattern == name;
    };
    let Some(rest) = name.strip_prefix(first).and_then(|rest| rest.strip_suffix(last)) else { return false };
    let middle = pattern.get(first.len()..pattern.len() - last.len()).unwrap_or_default();
    let found = middle.split('*').try_fold(rest, |rest, part| rest.split_once(part).map(|(_, after)| after));
    found.is_some()
}

const MOST_BYTES_KEPT: usize = 1 << 28;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_star_is_a_wildcard() {
        let rows = [
            ("*.json", "a.json", true),
            ("*.json", "a.jsonl", false),
            ("a*a", "a", false),
            ("a*a", "aa", true),
            ("a*b*c", "a-b-c", true),
            ("a*b*c", "a-c-b", false),
            ("**", "", true),
            ("a?c", "abc", false),
            ("a.c", "abc", false),
        ];
        for (pattern, name, expected) in rows {
            assert_eq!(is_match(pattern, name), expected, "{pattern} {name}");
        }
    }

    #[test]
    fn three_forms_hold_records() {
        for text in [r#"{"Records": [{"n": 0}, {"n": 1}]}"#, r#"[{"n": 0}, {"n": 1}]"#] {
            let content = text.parse().unwrap();
            assert_eq!(record(&content, 1).unwrap().to_string(), r#"{"n":1}"#);
            assert_eq!(record(&content, 2), None);
        }
        let one = r#"{"n": 7}"#.parse().unwrap();
        assert_eq!(record(&one, 0), Some(&one));
        assert_eq!(record(&one, 1), None);
    }
}
