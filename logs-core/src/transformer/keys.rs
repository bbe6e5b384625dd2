//! Processors that add, move and take away fields. What is not there is passed over.

use super::check::{entries, length, paths};
use super::config::{AddKey, Entries, RenameKey, Transfer, WithKeys};
use super::error::{TransformFailure, TransformerError};
use super::node::Node;
use super::path::Path;
use super::record::{Record, Step};

/// The most entries of a processor of fields.
const MOST: usize = 5;

/// `addKeys`: fields with values of their own.
#[derive(Debug)]
pub(super) struct Add(Vec<(Path, String, bool)>);

impl Add {
    pub(super) fn new(config: &Entries<AddKey>) -> Result<Self, TransformerError> {
        let entry = |entry: &AddKey| {
            length("addKeys", "value", &entry.value, 0, 256)?;
            Ok((Path::parse(&entry.key)?, entry.value.clone(), entry.overwrite_if_exists.unwrap_or(false)))
        };
        Ok(Self(entries("addKeys", &config.entries, MOST)?.iter().map(entry).collect::<Result<_, _>>()?))
    }
}

impl Step for Add {
    fn apply(&self, record: &mut Record<'_>) -> Result<(), TransformFailure> {
        for (path, value, overwrite) in &self.0 {
            path.put(&mut record.fields, Node::text(value), *overwrite);
        }
        Ok(())
    }
}

/// From a field to another, and whether what is there is replaced.
type Route = (Path, Path, bool);

fn routes(processor: &'static str, config: &Entries<Transfer>) -> Result<Vec<Route>, TransformerError> {
    let route = |entry: &Transfer| {
        Ok((Path::parse(&entry.source)?, Path::parse(&entry.target)?, entry.overwrite_if_exists.unwrap_or(false)))
    };
    entries(processor, &config.entries, MOST)?.iter().map(route).collect()
}

/// `copyValue`: a value stands in a second place.
#[derive(Debug)]
pub(super) struct Copy(Vec<Route>);

impl Copy {
    pub(super) fn new(config: &Entries<Transfer>) -> Result<Self, TransformerError> {
        routes("copyValue", config).map(Self)
    }
}

impl Step for Copy {
    fn apply(&self, record: &mut Record<'_>) -> Result<(), TransformFailure> {
        for (source, target, overwrite) in &self.0 {
            if let Some(value) = record.value(source) {
                target.put(&mut record.fields, value, *overwrite);
            }
        }
        Ok(())
    }
}

/// `moveKeys`: a field goes under an object, or to a new place.
#[derive(Debug)]
pub(super) struct Move(Vec<Route>);

impl Move {
    pub(super) fn new(config: &Entries<Transfer>) -> Result<Self, TransformerError> {
        routes("moveKeys", config).map(Self)
    }
}

impl Step for Move {
    fn apply(&self, record: &mut Record<'_>) -> Result<(), TransformFailure> {
        for (source, target, overwrite) in &self.0 {
            let target = match target.get(&record.fields) {
                Some(Node::Object(_)) => Path::known(&format!("{target}.{}", source.last())),
                _ => target.clone(),
            };
            relocate(record, source, &target, *overwrite);
        }
        Ok(())
    }
}

/// `renameKeys`: a field has another name.
#[derive(Debug)]
pub(super) struct Rename(Vec<Route>);

impl Rename {
    pub(super) fn new(config: &Entries<RenameKey>) -> Result<Self, TransformerError> {
        let route = |entry: &RenameKey| {
            Ok((Path::parse(&entry.key)?, Path::parse(&entry.rename_to)?, entry.overwrite_if_exists.unwrap_or(false)))
        };
        Ok(Self(entries("renameKeys", &config.entries, MOST)?.iter().map(route).collect::<Result<_, _>>()?))
    }
}

impl Step for Rename {
    fn apply(&self, record: &mut Record<'_>) -> Result<(), TransformFailure> {
        self.0.iter().for_each(|(source, target, overwrite)| relocate(record, source, target, *overwrite));
        Ok(())
    }
}

/// Moves a field; it stays where it is when something that is to stay is in its new place.
fn relocate(record: &mut Record<'_>, source: &Path, target: &Path, overwrite: bool) {
    if !overwrite && target.get(&record.fields).is_some() {
        return;
    }
    let Some(node) = source.remove(&mut record.fields) else { return };
    let kept = node.clone();
    if !target.set(&mut record.fields, node) {
        source.set(&mut record.fields, kept);
    }
}

/// `deleteKeys`: fields go.
#[derive(Debug)]
pub(super) struct Delete(Vec<Path>);

impl Delete {
    pub(super) fn new(config: &WithKeys) -> Result<Self, TransformerError> {
        Ok(Self(paths(entries("deleteKeys", &config.with_keys, MOST)?)?))
    }
}

impl Step for Delete {
    fn apply(&self, record: &mut Record<'_>) -> Result<(), TransformFailure> {
        for path in &self.0 {
            path.remove(&mut record.fields);
        }
        Ok(())
    }
}
