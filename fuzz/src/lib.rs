//! What the fuzz targets run, by name. The ordinary tests run the same over `corpus/`.

mod door;
mod targets;

pub use targets::TARGETS;

/// Runs the target of that name.
///
/// # Panics
/// When a law is broken, or there is no such target.
pub fn run(name: &str, bytes: &[u8]) {
    let target = TARGETS.iter().find(|(known, _)| *known == name);
    let (_, law) = target.expect("the target is in the table");
    law(bytes);
}
