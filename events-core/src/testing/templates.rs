//! Paths into events and templates.

use std::collections::BTreeMap;

use cupola_base::json::Json;
use cupola_base::{EventEnvelope, Place, Timestamp};

use crate::{InputPath, InputTransformer, Rendered, Rendering};

/// Paths and templates are refused or read, survive being kept, and give what they promise.
///
/// The input is three parts: a line of `name=path` with blanks between, a line with an event's detail, and the template.
pub fn template_law(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let mut parts = text.splitn(3, '\n');
    let (Some(named), Some(detail), Some(template)) = (parts.next(), parts.next(), parts.next()) else { return };
    let mut paths = BTreeMap::new();
    for (name, path) in named.split(' ').filter_map(|pair| pair.split_once('=')) {
        path_law(path).map(|path| paths.insert(name.to_owned(), path));
    }
    let transformer = match InputTransformer::new(paths, template) {
        Ok(transformer) => transformer,
        Err(error) => return assert!(!error.to_string().is_empty()),
    };
    let kept = serde_json::to_string(&transformer).expect("texts alone");
    assert_eq!(serde_json::from_str::<InputTransformer>(&kept).expect("as written"), transformer, "{text:?}");
    assert_eq!(transformer.template(), template);
    let detail = Json::parse(detail).ok().filter(|detail| detail.as_str().trim_start().starts_with('{'));
    let empty = Json::of(&BTreeMap::<String, String>::new());
    let without = render(&transformer, empty.clone());
    let with = render(&transformer, detail.unwrap_or(empty));
    for rendered in [&without, &with] {
        let is_json = Json::parse(&rendered.text).is_ok();
        let is_text = template.trim().starts_with('"');
        assert_eq!(rendered.valid_json, is_json || is_text, "{text:?}: {rendered:?}");
    }
    // Where no quotes are, every value stands as JSON: what is valid for one event is so for all.
    assert!(template.contains('"') || with.valid_json == without.valid_json, "{text:?}: {with:?}");
    if !template.contains('<') {
        assert_eq!((with.text.as_str(), without.text.as_str()), (template, template));
    }
}

fn path_law(text: &str) -> Option<InputPath> {
    match InputPath::parse(text) {
        Ok(path) => {
            assert_eq!((InputPath::parse(path.as_str()).as_ref(), path.as_str()), (Ok(&path), text));
            Some(path)
        }
        Err(error) => {
            assert!(text.is_char_boundary(error.at) && error.text == text, "{error:?}");
            None
        }
    }
}

fn render(transformer: &InputTransformer, detail: Json) -> Rendered {
    let place = Place::parse("111122223333", "us-east-1").expect("a place");
    let event = EventEnvelope::new("e", place.clone(), Timestamp::EPOCH, "quay", "Crane moved", detail);
    transformer.render(&Rendering::new(&event, place.arn("events", "rule/r"), "r", Timestamp::EPOCH))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;

    /// Pieces that templates are made of, and some that break them.
    fn template() -> impl Strategy<Value = String> {
        let piece = select(
            &[
                "{",
                "}",
                "[",
                "]",
                "\"",
                "<k>",
                "<m>",
                "<aws.events.rule-name>",
                "<aws.events.event.json>",
                ":",
                ",",
                "\"a\":",
                "1",
                "x",
                "\\",
                "\n",
                "<",
                ">",
                " ",
                "\"<k>\"",
            ][..],
        );
        prop_oneof![
            1 => prop::collection::vec(piece.clone(), 0..12).prop_map(|pieces| pieces.concat()),
            1 => prop::collection::vec(piece.clone(), 0..6).prop_map(|pieces| format!("{{\"a\":{}}}", pieces.concat())),
            1 => prop::collection::vec(piece, 0..6).prop_map(|pieces| format!("\"{}\"", pieces.concat())),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn templates_keep_their_promises(
            template in template(),
            detail in select(&["{}", r#"{"k":"v","m":[1,{"x":"y"}]}"#, r#"{"k":"a\"b","m":null}"#, "[]"][..]),
            path in select(&["$.detail.k", "$", "$.detail['k']", "$.detail.m[*].x", "$.detail.*", "$..", "k", ""][..]),
        ) {
            template_law(format!("k={path} m=$.detail.m\n{detail}\n{template}").as_bytes());
        }

        #[test]
        fn noise_is_refused(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            template_law(&bytes);
            template_law(&[b"k=$.detail.k\n{}\n", &bytes[..]].concat());
        }
    }
}
