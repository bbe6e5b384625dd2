//! Processors that change texts. A field that is missing or no text stays as it is.

use regex::Regex;

use super::MAX_BYTES;
use super::check::{entries, length, paths};
use super::config::{Entries, Split, Substitute, WithKeys};
use super::error::{TransformFailure, TransformerError};
use super::node::Node;
use super::path::Path;
use super::record::{Record, Step};

/// The most entries of a processor of texts.
const MOST: usize = 10;

/// `lowerCaseString`, `upperCaseString`, `trimString`.
#[derive(Debug)]
pub(super) struct Change {
    keys: Vec<Path>,
    change: fn(&str) -> String,
}

impl Change {
    pub(super) fn new(
        processor: &'static str,
        config: &WithKeys,
        change: fn(&str) -> String,
    ) -> Result<Self, TransformerError> {
        Ok(Self { keys: paths(entries(processor, &config.with_keys, MOST)?)?, change })
    }
}

impl Step for Change {
    fn apply(&self, record: &mut Record<'_>) -> Result<(), TransformFailure> {
        for key in &self.keys {
            if let Some(Node::Text(text)) = key.get_mut(&mut record.fields) {
                *text = (self.change)(text);
            }
        }
        Ok(())
    }
}

/// `splitString`: a text becomes a list.
#[derive(Debug)]
pub(super) struct Splitter(Vec<(Path, String)>);

impl Splitter {
    pub(super) fn new(config: &Entries<Split>) -> Result<Self, TransformerError> {
        let entry = |entry: &Split| {
            length("splitString", "delimiter", &entry.delimiter, 1, 128)?;
            Ok((Path::parse(&entry.source)?, entry.delimiter.clone()))
        };
        Ok(Self(entries("splitString", &config.entries, MOST)?.iter().map(entry).collect::<Result<_, _>>()?))
    }
}

impl Step for Splitter {
    fn apply(&self, record: &mut Record<'_>) -> Result<(), TransformFailure> {
        for (path, delimiter) in &self.0 {
            if let Some(node) = path.get_mut(&mut record.fields)
                && let Node::Text(text) = node
            {
                *node = Node::List(text.split(delimiter.as_str()).map(Node::text).collect());
            }
        }
        Ok(())
    }
}

/// `substituteString`: what a regular expression matches is replaced.
#[derive(Debug)]
pub(super) struct Substitution(Vec<(Path, Regex, String)>);

/// References to groups in all, and to the same one.
const MOST_REFERENCES: usize = 10;
const MOST_OF_ONE: usize = 2;

impl Substitution {
    pub(super) fn new(config: &Entries<Substitute>) -> Result<Self, TransformerError> {
        let entry = |Substitute { source, from, to }: &Substitute| {
            length("substituteString", "from", from, 1, 128)?;
            length("substituteString", "to", to, 0, 128)?;
            check_references(to)?;
            Ok((Path::parse(source)?, compile(from, 1 << 20)?, in_braces(to)))
        };
        Ok(Self(entries("substituteString", &config.entries, MOST)?.iter().map(entry).collect::<Result<_, _>>()?))
    }
}

impl Step for Substitution {
    fn apply(&self, record: &mut Record<'_>) -> Result<(), TransformFailure> {
        for (path, from, to) in &self.0 {
            if let Some(Node::Text(text)) = path.get_mut(&mut record.fields) {
                *text = replaced(text, from, to)?;
            }
        }
        Ok(())
    }
}

fn replaced(text: &str, from: &Regex, to: &str) -> Result<String, TransformFailure> {
    let (mut out, mut at) = (String::new(), 0);
    for found in from.captures_iter(text) {
        let Some(whole) = found.get(0) else { continue };
        out.push_str(&text[at..whole.start()]);
        found.expand(to, &mut out);
        at = whole.end();
        if out.len() > MAX_BYTES {
            return Err(TransformFailure::TooLarge(MAX_BYTES));
        }
    }
    out.push_str(&text[at..]);
    Ok(out)
}

/// Compiles a regular expression of a user, within a bound on memory.
pub(super) fn compile(pattern: &str, bytes: usize) -> Result<Regex, TransformerError> {
    let built = regex::RegexBuilder::new(pattern).size_limit(bytes).dfa_size_limit(bytes).build();
    built.map_err(|error| {
        let reason = error.to_string();
        TransformerError::Regex(pattern.into(), reason.lines().last().unwrap_or_default().into())
    })
}

/// `$1x` refers to the group 1, as in Java, not to one called `1x`.
fn in_braces(to: &str) -> String {
    let (mut out, mut rest) = (String::new(), to);
    while let Some(at) = rest.find('$') {
        out.push_str(&rest[..=at]);
        rest = &rest[at + 1..];
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if digits > 0 {
            out.push_str(&format!("{{{}}}", &rest[..digits]));
        }
        rest = &rest[digits..];
    }
    out + rest
}

fn check_references(to: &str) -> Result<(), TransformerError> {
    let braced = in_braces(to);
    let names: Vec<&str> = braced.split("${").skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)).collect();
    let of_one = |name: &str| names.iter().filter(|other| **other == name).count();
    let fits = names.len() <= MOST_REFERENCES && names.iter().all(|name| of_one(name) <= MOST_OF_ONE);
    if fits { Ok(()) } else { Err(TransformerError::References(to.into())) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_referred_to_as_in_java() {
        let replace =
            |from: &str, to: &str, text: &str| replaced(text, &Regex::new(from).unwrap(), &in_braces(to)).unwrap();
        assert_eq!(replace(r"(\w+), (\w+), and (\w+)", "$1 and $3", "Tom, Dick, and Harry"), "Tom and Harry");
        assert_eq!(replace("(a)", "$1b", "aXa"), "abXab");
        assert_eq!(replace("(?P<n>a)", "${n}$", "a"), "a$");
        assert!(check_references("$1$1$1").is_err());
        let long = "a".repeat(1 << 14);
        assert!(replaced(&long, &Regex::new("a").unwrap(), &"x".repeat(128)).is_err());
    }
}
