//! The order of an object's members.

use cupola::base::shape::Shape;
use serde_json::{Map, Value};

/// One member that is there: its name, its shape, its value.
pub(crate) type Present<'a> = (&'a str, &'static Shape, &'a Value);

/// The members of an object in the order of its shape; after them those that the shape does not
/// know, as any JSON. What is null counts as absent.
pub(crate) fn present<'a>(shape: &Shape, object: &'a Map<String, Value>) -> Vec<Present<'a>> {
    let known = shape.members().iter().filter_map(|member| {
        let value = object.get(member.name)?;
        Some((member.name, member.shape, value))
    });
    let unknown = object.iter().filter(|(name, _)| shape.member(name).is_none());
    let unknown = unknown.map(|(name, value)| (name.as_str(), &Shape::Document, value));
    known.chain(unknown).filter(|(_, _, value)| !value.is_null()).collect()
}

#[cfg(test)]
mod tests {
    use cupola::base::shape::{Member, TEXT};
    use serde_json::json;

    use super::*;

    #[test]
    fn known_members_come_first_and_nulls_never() {
        static SHAPE: Shape = Shape::Structure(&[Member::optional("b", &TEXT), Member::optional("a", &TEXT)]);
        let value = json!({"0": 1, "a": "x", "b": "y", "c": null});
        let names: Vec<&str> = present(&SHAPE, value.as_object().unwrap()).into_iter().map(|(name, ..)| name).collect();
        assert_eq!(names, ["b", "a", "0"]);
    }
}
