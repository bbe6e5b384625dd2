//! The columns of event data stores as typed values.

use std::sync::{Arc, OnceLock};

use cupola_base::Timestamp;

use super::kind::LakeType;
use super::value::Value;
use crate::table::cell;
use crate::{Cell, Column, ColumnType, JsonKind, Raw, Record, Table};

/// What the table of records does not say itself: the fields of its structures.
///
/// # Source
/// CloudTrail User Guide, "Supported SQL schemas for event data stores".
const STRUCTURES: [(&str, &str); 3] = [
    (
        "useridentity",
        "row(type varchar, principalid varchar, arn varchar, accountid varchar, accesskeyid varchar, username varchar, \
         sessioncontext row(attributes row(creationdate timestamp, mfaauthenticated varchar), \
         sessionissuer row(type varchar, principalid varchar, arn varchar, accountid varchar, username varchar), \
         webidfederationdata row(federatedprovider varchar, attributes map(varchar, varchar)), \
         sourceidentity varchar, ec2roledelivery varchar, ec2issuedinvpc varchar), \
         onbehalfof row(userid varchar, identitystorearn varchar), \
         inscopeof row(sourcearn varchar, sourceaccount varchar, issuertype varchar, credentialsissuedto varchar), \
         invokedby varchar, identityprovider varchar)",
    ),
    ("resources", "array(row(accountid varchar, type varchar, arn varchar, arnprefix varchar))"),
    ("tlsdetails", "row(tlsversion varchar, ciphersuite varchar, clientprovidedhostheader varchar)"),
];

/// The columns, in the table's order.
pub(super) fn columns() -> &'static [(&'static Column, LakeType)] {
    static COLUMNS: OnceLock<Vec<(&'static Column, LakeType)>> = OnceLock::new();
    COLUMNS.get_or_init(|| Table::Lake.columns().iter().map(|column| (column, kind(column))).collect())
}

fn kind(column: &Column) -> LakeType {
    match column.kind {
        ColumnType::Text | ColumnType::Json | ColumnType::Partition => LakeType::Varchar,
        ColumnType::Timestamp => LakeType::Timestamp,
        ColumnType::Truth => LakeType::Boolean,
        ColumnType::Map => LakeType::map(LakeType::Varchar, LakeType::Varchar),
        ColumnType::Struct | ColumnType::List => {
            let known = STRUCTURES.iter().find(|(name, _)| *name == column.name);
            known.and_then(|(_, text)| LakeType::parse(text)).unwrap_or(LakeType::Varchar)
        }
    }
}

/// A record's value in a column.
pub(super) fn value(record: &Record<'_>, column: &Column, kind: &LakeType) -> Value {
    match column.kind {
        ColumnType::Struct | ColumnType::List => {
            record.member(column.member).value().map_or(Value::Null, |raw| typed(raw, kind))
        }
        _ => of_cell(cell(record, column)),
    }
}

fn of_cell(cell: Cell) -> Value {
    match cell {
        Cell::Null => Value::Null,
        Cell::Text(text) => Value::text(text),
        Cell::Timestamp(at) => Value::Instant(at),
        Cell::Truth(truth) => Value::Truth(truth),
        Cell::Map(entries) => {
            Value::Map(entries.into_iter().map(|(key, value)| (Value::text(key), Value::text(value))).collect())
        }
    }
}

/// JSON as a value of a column's type: names of any letter case; what does not fit is null.
fn typed(raw: Raw<'_>, kind: &LakeType) -> Value {
    match kind {
        LakeType::Row(fields) if raw.kind() == JsonKind::Object => {
            let mut row = vec![Value::Null; fields.len()];
            for (name, member) in raw.members() {
                let name = name.unescape();
                if let Some(at) = fields.iter().position(|(field, _)| field.eq_ignore_ascii_case(&name)) {
                    row[at] = typed(member, &fields[at].1);
                }
            }
            Value::Row(row.into())
        }
        LakeType::Array(item) if raw.kind() == JsonKind::Array => {
            Value::List(raw.items().map(|each| typed(each, item)).collect())
        }
        LakeType::Map(..) if raw.kind() == JsonKind::Object => {
            let entries = raw.members().map(|(key, value)| (Value::text(&*key.unescape()), text(value)));
            Value::Map(entries.collect())
        }
        LakeType::Varchar => text(raw),
        LakeType::Timestamp => {
            let at = raw.text().and_then(|text| Timestamp::parse(&text).ok());
            at.map_or(Value::Null, Value::Instant)
        }
        _ => Value::Null,
    }
}

fn text(raw: Raw<'_>) -> Value {
    match raw.kind() {
        JsonKind::Null => Value::Null,
        JsonKind::Text => raw.text().map_or(Value::Null, |text| Value::Text(Arc::from(&*text))),
        _ => Value::text(raw.as_str()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_structure_has_its_fields() {
        let structures = columns().iter().filter(|(column, _)| column.kind != ColumnType::Json);
        for (column, kind) in structures {
            let nested = matches!(column.kind, ColumnType::Struct | ColumnType::List);
            assert_eq!(nested, matches!(kind, LakeType::Row(_) | LakeType::Array(_)), "{}", column.name);
        }
    }

    #[test]
    fn nested_fields_are_read_in_any_letter_case() {
        let record = Record::parse(
            r#"{"eventName": "x", "userIdentity": {"type": "AssumedRole", "sessionContext": {"attributes":
                {"creationDate": "2026-05-04T06:00:00Z", "mfaAuthenticated": false}}}, "resources": [{"ARN": "a"}, 1]}"#,
        )
        .unwrap();
        let shown = |name: &str| {
            let (column, kind) = columns().iter().find(|(column, _)| column.name == name).unwrap();
            value(&record, column, kind).shown(kind)
        };
        assert_eq!(shown("resources").unwrap(), "[{accountid=null, type=null, arn=a, arnprefix=null}, null]");
        assert!(
            shown("useridentity").unwrap().contains("{creationdate=2026-05-04 06:00:00.000, mfaauthenticated=false}")
        );
        assert_eq!(shown("tlsdetails"), None);
    }
}
