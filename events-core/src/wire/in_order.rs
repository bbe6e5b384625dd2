//! Values in the order of their shape.

use cupola_base::shape::{Member, Shape};
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

/// Serialises a value with the members of its structures in the order in which the shape declares them;
/// members that the shape does not know, and those that are null, are left out. Keys of maps are sorted.
pub(crate) struct InOrder<'a>(pub(crate) &'a Shape, pub(crate) &'a Value);

impl Serialize for InOrder<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match (self.0, self.1) {
            (Shape::Structure(members), Value::Object(object)) => serializer.collect_map(present(members, object)),
            (Shape::List(list), Value::Array(items)) => {
                serializer.collect_seq(items.iter().map(|item| InOrder(list.item, item)))
            }
            (_, value) => value.serialize(serializer),
        }
    }
}

fn present<'a>(
    members: &'a [Member],
    object: &'a Map<String, Value>,
) -> impl Iterator<Item = (&'static str, InOrder<'a>)> {
    members.iter().filter_map(|member| {
        let value = object.get(member.name).filter(|value| !value.is_null())?;
        Some((member.name, InOrder(member.shape, value)))
    })
}

#[cfg(test)]
mod tests {
    use cupola_base::json::Json;
    use serde_json::json;

    use super::*;
    use crate::shapes::TARGET;

    #[test]
    fn members_stand_as_the_shape_declares_them() {
        let value = json!([{"expression": "e", "type": "memberOf", "unknown": 1}]);
        let value = json!({"Tags": null, "TaskCount": 2, "PlacementConstraints": value, "TaskDefinitionArn": "a"});
        let ecs = TARGET.member("EcsParameters").unwrap();
        assert_eq!(
            Json::of(&InOrder(ecs, &value)).as_str(),
            r#"{"TaskDefinitionArn":"a","TaskCount":2,"PlacementConstraints":[{"type":"memberOf","expression":"e"}]}"#
        );
    }
}
