//! Ways of writing an event that say the same.

use proptest::prelude::*;

use super::values::Choice;
use super::vocabulary::scalar;
use crate::pattern::event_of;

/// A path, its value, and whether further values may stand beside it.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) path: String,
    pub(super) value: Choice,
    pub(super) may_have_more: bool,
}

/// How the values of an event are written.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    /// For each value in turn.
    leaves: Vec<Leaf>,
    /// For each object in turn, whether it stands in an array, and beside what.
    wraps: Vec<(bool, Vec<String>)>,
    noise: Option<String>,
}

#[derive(Clone, Debug)]
enum Leaf {
    Plain,
    /// Beside these, when that is allowed; else alone.
    Listed(Vec<String>),
    InnerList,
}

/// Layouts for events of some values.
pub(super) fn layout(values: usize) -> impl Strategy<Value = Layout> {
    let leaf = prop_oneof![
        3 => Just(Leaf::Plain),
        2 => prop::collection::vec(scalar(), 0..3).prop_map(Leaf::Listed),
        1 => Just(Leaf::InnerList),
    ];
    let beside = prop::collection::vec(scalar(), 0..3);
    (
        prop::collection::vec(leaf, values),
        prop::collection::vec((prop::bool::weighted(0.3), beside), 4),
        prop::option::of(scalar()),
    )
        .prop_map(|(leaves, wraps, noise)| Layout { leaves, wraps, noise })
}

/// Writes an event. All objects of one name are one object, so that its values stand in one element of whatever
/// array it is put into.
pub(super) fn write(places: &[Place], layout: &Layout) -> String {
    let noise = unused(places);
    let mut fields: Vec<(String, String)> = Vec::new();
    for (place, leaf) in places.iter().zip(&layout.leaves) {
        if let Some(value) = &place.value {
            fields.push((place.path.clone(), leaf.write(value, place.may_have_more)));
        }
    }
    fields.extend(layout.noise.iter().map(|value| (noise.clone(), value.clone())));
    let mut wraps = layout.wraps.iter().cycle();
    event_of(fields, &mut |object| match wraps.next() {
        Some((true, beside)) => {
            let beside = beside.iter().map(|value| format!("{{\"{noise}\":{value}}}"));
            let items: Vec<String> = beside.chain([object]).collect();
            format!("[{}]", items.join(","))
        }
        _ => object,
    })
}

impl Leaf {
    fn write(&self, value: &str, may_have_more: bool) -> String {
        match self {
            Self::Plain => value.to_owned(),
            Self::InnerList => format!("[[{value}]]"),
            Self::Listed(others) if may_have_more => {
                let all: Vec<&str> = others.iter().map(String::as_str).chain([value]).collect();
                format!("[{}]", all.join(","))
            }
            Self::Listed(_) => format!("[{value}]"),
        }
    }
}

/// A name that is in no path.
fn unused(places: &[Place]) -> String {
    let is_used = |name: &str| places.iter().any(|place| place.path.split('.').any(|word| word == name));
    let names = (0..).map(|number| format!("noise{number}"));
    names.into_iter().find(|name| !is_used(name)).unwrap_or_default()
}
