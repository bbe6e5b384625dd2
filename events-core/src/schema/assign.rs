//! Gives every object a component of its own, with a name.

use std::collections::BTreeMap;

use super::fields::{Component, Field, Fields, Inline};
use super::inference::{Called, Inference};
use super::kinds::Kinds;
use super::name::{Unique, camel_or};
use super::schema::{EventNames, Schema};

/// The component that describes the envelope.
pub(super) const ENVELOPE: &str = "AWSEvent";

/// Writes down what events have shown. Names are given from the outside in, in the order of the members' names.
pub(super) fn schema(seen: &Inference) -> Schema {
    let (title, root, names) = match &seen.called {
        Called::One { source, detail_type } => {
            let names = EventNames { source: source.clone(), detail_type: detail_type.clone() };
            (camel_or(detail_type, "Detail"), ENVELOPE, Some(names))
        }
        Called::Several => ("Detail".to_owned(), ENVELOPE, None),
        Called::Plain => ("Event".to_owned(), "Event", None),
    };
    let mut naming = Naming::default();
    // Whether it is there or not: readers take a component of this name for the envelope.
    naming.unique.name(ENVELOPE);
    let root = if root == ENVELOPE { root.to_owned() } else { naming.unique.name(root) };
    let detail = (seen.called != Called::Plain).then_some(title.as_str());
    naming.component(root.clone(), &seen.fields.0, detail);
    Schema { title, names, root: Some(root), components: naming.components }
}

#[derive(Default)]
struct Naming {
    unique: Unique,
    components: BTreeMap<String, Fields<Component>>,
}

impl Naming {
    /// One object. In an envelope the component of `detail` is called as the events are, and comes first.
    fn component(&mut self, name: String, fields: &Fields<Inline>, detail: Option<&str>) {
        let mut named = BTreeMap::new();
        let first = detail.and_then(|title| Some((title, fields.0.get("detail")?)));
        if let Some((title, field)) = first {
            self.field("detail", field, title, &mut named);
        }
        // A loop and no chain of iterators: events may be 255 levels deep, and each level stands on the stack.
        for (name, field) in &fields.0 {
            if first.is_none() || name != "detail" {
                self.field(name, field, &camel_or(name, "Object"), &mut named);
            }
        }
        self.components.insert(name, Fields(named));
    }

    fn field(&mut self, name: &str, field: &Field<Inline>, wish: &str, named: &mut BTreeMap<String, Field<Component>>) {
        let kinds = self.kinds(&field.kinds, wish);
        named.insert(name.to_owned(), Field { kinds, required: field.required });
    }

    fn kinds(&mut self, kinds: &Kinds<Inline>, wish: &str) -> Kinds<Component> {
        let Kinds { any, null, boolean, number, text, ref list, ref object } = *kinds;
        let object = object.as_ref().map(|object| self.object(object, wish));
        let list = list.as_ref().map(|elements| Box::new(self.kinds(elements, &item(wish))));
        Kinds { any, null, boolean, number, text, list, object }
    }

    fn object(&mut self, object: &Inline, wish: &str) -> Component {
        let name = self.unique.name(wish);
        self.component(name.clone(), &object.0, None);
        Component(name)
    }
}

/// An element is called after its list; one of a list in a list no otherwise.
fn item(wish: &str) -> String {
    wish.strip_suffix("Item").map_or_else(|| format!("{wish}Item"), |_| wish.to_owned())
}
