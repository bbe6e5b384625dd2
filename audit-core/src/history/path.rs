//! Texts at a path into a value.

use std::borrow::Cow;

use cupola_base::json::{Kind, NotJson, Runner};

use crate::{JsonKind, Raw};

/// The texts at a path of member names, joined by points, in one pass. Of members of one name the last counts; of
/// arrays every item is looked at, but not arrays in arrays.
pub(super) fn texts_at<'r>(value: Raw<'r>, path: Option<&str>) -> Vec<Cow<'r, str>> {
    let mut walk = Walk { runner: Runner::of_text(value.as_str()), texts: Vec::new() };
    match (value.kind(), path) {
        (JsonKind::Text, None) => walk.texts.extend(value.text()),
        (JsonKind::Object | JsonKind::Array, _) => {
            let walked = walk.whole(value.kind(), path);
            debug_assert!(walked.is_ok(), "the value was scanned before");
        }
        _ => {}
    }
    walk.texts
}

/// The first name of a path, and those behind it.
pub(super) fn first_of(path: &str) -> (&str, Option<&str>) {
    path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)))
}

struct Walk<'r> {
    runner: Runner<'r>,
    texts: Vec<Cow<'r, str>>,
}

impl Walk<'_> {
    fn whole(&mut self, kind: JsonKind, path: Option<&str>) -> Result<(), NotJson> {
        self.runner.value()?;
        match (kind, path) {
            (JsonKind::Object, Some(path)) => self.object(path),
            (JsonKind::Array, _) => self.array(path),
            _ => Ok(()),
        }
    }

    /// A value at whose beginning the runner stands, if it has parts behind it.
    fn value(&mut self, kind: Kind, path: Option<&str>) -> Result<(), NotJson> {
        match (kind, path) {
            (Kind::Object, Some(path)) => self.object(path),
            (Kind::Array, _) => self.array(path),
            (Kind::String { .. }, None) => {
                self.texts.extend(Raw::scanned(self.runner.text()).text());
                Ok(())
            }
            _ => self.runner.pass(kind),
        }
    }

    fn object(&mut self, path: &str) -> Result<(), NotJson> {
        let (name, rest) = first_of(path);
        let before = self.texts.len();
        while let Some(kind) = self.runner.next_member()? {
            if self.runner.key() == *name {
                self.texts.truncate(before);
                self.value(kind, rest)?;
            } else {
                self.runner.pass(kind)?;
            }
        }
        Ok(())
    }

    fn array(&mut self, path: Option<&str>) -> Result<(), NotJson> {
        while let Some(kind) = self.runner.next_item()? {
            match kind {
                Kind::Array => self.runner.pass(kind)?,
                _ => self.value(kind, path)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn texts(value: &str, path: Option<&str>) -> Vec<String> {
        texts_at(Raw::parse(value).unwrap(), path).into_iter().map(Cow::into_owned).collect()
    }

    #[test]
    fn texts_are_found_through_objects_and_arrays() {
        for (value, path, found) in [
            (r#"{"a": {"b": "x\n", "c": "y"}, "b": "z"}"#, Some("a.b"), &["x\n"][..]),
            (r#"{"a": [{"b": "x"}, {"b": ["y", 1, ["no"]]}, "no", [{"b": "no"}]]}"#, Some("a.b"), &["x", "y"]),
            (r#"{"a": {"b": "x"}, "a": {"b": "y"}}"#, Some("a.b"), &["y"]),
            (r#"{"a": ["x"], "a": null}"#, Some("a"), &[]),
            (r#"["x", {"a": "no"}]"#, None, &["x"]),
            (r#""x""#, None, &["x"]),
            (r#""no""#, Some("a"), &[]),
            (r#"{"a": "no"}"#, None, &[]),
        ] {
            assert_eq!(texts(value, path), found, "{value} {path:?}");
        }
    }

    /// One name after the other, as the rules say it.
    fn twin<'r>(value: Raw<'r>, path: Option<&str>, found: &mut Vec<Cow<'r, str>>) {
        match (value.kind(), path) {
            (JsonKind::Array, _) => {
                value.items().filter(|item| item.kind() != JsonKind::Array).for_each(|item| twin(item, path, found));
            }
            (JsonKind::Object, Some(path)) => {
                let (name, rest) = first_of(path);
                value.get(name).value().into_iter().for_each(|inner| twin(inner, rest, found));
            }
            (JsonKind::Text, None) => found.extend(value.text()),
            _ => {}
        }
    }

    fn value() -> impl Strategy<Value = String> {
        let leaf = prop::sample::select(vec!["1", "null", "\"x\"", "\"y\"", "{}", "[]"]).prop_map(str::to_owned);
        leaf.prop_recursive(4, 40, 4, |inner| {
            let member = (prop::sample::select(vec!["a", "b"]), inner.clone());
            let member = member.prop_map(|(name, value)| format!("\"{name}\":{value}"));
            prop_oneof![
                3 => prop::collection::vec(member, 0..4).prop_map(|members| format!("{{{}}}", members.join(","))),
                2 => prop::collection::vec(inner, 0..4).prop_map(|items| format!("[{}]", items.join(","))),
            ]
        })
    }

    proptest! {
        #[test]
        fn one_pass_finds_what_many_find(
            text in value(),
            path in prop::sample::select(vec![None, Some("a"), Some("a.b"), Some("a.a.b")]),
        ) {
            let value = Raw::parse(&text).unwrap();
            let mut found = Vec::new();
            twin(value, path, &mut found);
            prop_assert_eq!(texts_at(value, path), found, "{} {:?}", text, path);
        }
    }
}
