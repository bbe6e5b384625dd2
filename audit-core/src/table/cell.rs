//! The cells.

use std::fmt::Write as _;

use cupola_base::Timestamp;
use sha2::{Digest, Sha256};

use super::{Column, ColumnType, Partition};
use crate::{JsonKind, Raw, Record};

/// The value of a record in a column.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cell {
    /// The record has no such member, or a null one, or one of another kind.
    Null,
    /// A text; structures, lists and bodies as JSON.
    Text(String),
    /// An instant.
    Timestamp(Timestamp),
    /// True or false.
    Truth(bool),
    /// Texts by name, in the record's order; values that are no texts are JSON, nulls are left out.
    Map(Vec<(String, String)>),
}

impl Cell {
    fn of<T>(value: Option<T>, cell: impl FnOnce(T) -> Self) -> Self {
        value.map_or(Self::Null, cell)
    }
}

pub(crate) fn cell(record: &Record<'_>, column: &Column) -> Cell {
    if column.member.is_empty() {
        return made(record, column);
    }
    let Some(value) = record.member(column.member).value() else { return Cell::Null };
    match column.kind {
        ColumnType::Text | ColumnType::Partition => Cell::of(scalar(value), Cell::Text),
        ColumnType::Timestamp => {
            let at = value.text().and_then(|text| Timestamp::parse(&text).ok());
            Cell::of(at, Cell::Timestamp)
        }
        ColumnType::Truth => Cell::of(value.truth(), Cell::Truth),
        ColumnType::Map => match value.kind() {
            JsonKind::Object => Cell::Map(entries(value)),
            _ => Cell::Null,
        },
        ColumnType::Json | ColumnType::Struct | ColumnType::List => Cell::Text(value.as_str().to_owned()),
    }
}

/// What is made of the whole record.
fn made(record: &Record<'_>, column: &Column) -> Cell {
    let part = |part: fn(Partition) -> String| Cell::of(Partition::of(record).map(part), Cell::Text);
    match column.name {
        "eventjson" => Cell::Text(record.as_str().to_owned()),
        "eventjsonchecksum" => Cell::Text(checksum(record.as_str())),
        "account" => part(|partition| partition.account),
        "region" => part(|partition| partition.region),
        "date" => part(|partition| partition.day),
        _ => Cell::Null,
    }
}

fn entries(object: Raw<'_>) -> Vec<(String, String)> {
    let entry =
        |(key, value): (cupola_base::json::Str<'_>, Raw<'_>)| Some((key.unescape().into_owned(), shown(value)?));
    object.members().filter_map(entry).collect()
}

/// Null is none; a structure is its JSON.
fn shown(value: Raw<'_>) -> Option<String> {
    match value.kind() {
        JsonKind::Null => None,
        JsonKind::Text => value.text().map(Into::into),
        _ => Some(value.as_str().to_owned()),
    }
}

fn scalar(value: Raw<'_>) -> Option<String> {
    match value.kind() {
        JsonKind::Object | JsonKind::Array => None,
        _ => shown(value),
    }
}

fn checksum(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
