//! Which fields a JSON event has.

use super::node::Node;
use super::path::Path;

/// Whether each of these fields, named by a path, is in a JSON object; none is in any other text.
pub(crate) fn present<'n>(text: &str, names: impl Iterator<Item = &'n str>) -> Vec<bool> {
    let Ok(Node::Object(root)) = serde_json::from_str(text) else { return names.map(|_| false).collect() };
    names.map(|name| root.get(name).is_some() || Path::known(name).get(&root).is_some()).collect()
}
