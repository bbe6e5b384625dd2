//! Conditions and groups against a slow twin that looks at whole records as trees of another reader.

use std::collections::BTreeMap;

use cupola_base::json::Json;
use proptest::prelude::*;
use serde_json::Value as Tree;

use super::{LakeBounds, LakeQuery, now};

#[derive(Clone, Debug)]
enum Condition {
    Is(&'static str, Option<String>),
    Less(&'static str, String),
    Like(&'static str, String),
    In(&'static str, Vec<String>),
    Null(&'static str),
    Not(Box<Self>),
    And(Box<Self>, Box<Self>),
    Or(Box<Self>, Box<Self>),
}

/// Names as queries have them, and where records have them.
const FIELDS: [(&str, &str); 4] = [
    ("eventName", "/eventName"),
    ("userIdentity.userName", "/userIdentity/userName"),
    ("errorCode", "/errorCode"),
    ("element_at(requestParameters, 'k')", "/requestParameters/k"),
];

impl Condition {
    fn sql(&self) -> String {
        let quoted = |text: &str| format!("'{}'", text.replace('\'', "''"));
        match self {
            Self::Is(field, None) => format!("{field} = NULL"),
            Self::Is(field, Some(text)) => format!("{field} = {}", quoted(text)),
            Self::Less(field, text) => format!("{field} < {}", quoted(text)),
            Self::Like(field, text) => format!("{field} LIKE {}", quoted(&format!("{text}%"))),
            Self::In(field, texts) => {
                format!("{field} IN ({})", texts.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(", "))
            }
            Self::Null(field) => format!("{field} IS NULL"),
            Self::Not(inner) => format!("NOT ({})", inner.sql()),
            Self::And(one, two) => format!("({} AND {})", one.sql(), two.sql()),
            Self::Or(one, two) => format!("({} OR {})", one.sql(), two.sql()),
        }
    }

    /// By the tables of three-valued logic.
    fn holds(&self, record: &Tree) -> Option<bool> {
        let text = |field: &str| {
            let path = FIELDS.iter().find(|(name, _)| *name == field).map(|(_, path)| *path).unwrap();
            record.pointer(path).and_then(Tree::as_str).map(str::to_owned)
        };
        match self {
            Self::Is(field, other) => Some(text(field)? == *other.as_ref()?),
            Self::Less(field, other) => Some(text(field)? < *other),
            Self::Like(field, start) => Some(text(field)?.starts_with(start.as_str())),
            Self::In(field, others) => text(field).map(|text| others.contains(&text)),
            Self::Null(field) => Some(text(field).is_none()),
            Self::Not(inner) => inner.holds(record).map(|holds| !holds),
            Self::And(one, two) => match (one.holds(record), two.holds(record)) {
                (Some(false), _) | (_, Some(false)) => Some(false),
                (Some(true), Some(true)) => Some(true),
                _ => None,
            },
            Self::Or(one, two) => match (one.holds(record), two.holds(record)) {
                (Some(true), _) | (_, Some(true)) => Some(true),
                (Some(false), Some(false)) => Some(false),
                _ => None,
            },
        }
    }
}

fn word() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["CreateRole", "CreateUser", "it's", "ana", "", "Zoë"]).prop_map(str::to_owned)
}

fn condition() -> impl Strategy<Value = Condition> {
    let field = || prop::sample::select(FIELDS.map(|(name, _)| name).to_vec());
    let leaf = prop_oneof![
        (field(), prop::option::weighted(0.9, word())).prop_map(|(field, text)| Condition::Is(field, text)),
        (field(), word()).prop_map(|(field, text)| Condition::Less(field, text)),
        (field(), word()).prop_map(|(field, text)| Condition::Like(field, text)),
        (field(), prop::collection::vec(word(), 1..3)).prop_map(|(field, texts)| Condition::In(field, texts)),
        field().prop_map(Condition::Null),
    ];
    leaf.prop_recursive(3, 12, 2, |inner| {
        prop_oneof![
            inner.clone().prop_map(|inner| Condition::Not(Box::new(inner))),
            (inner.clone(), inner.clone()).prop_map(|(one, two)| Condition::And(Box::new(one), Box::new(two))),
            (inner.clone(), inner).prop_map(|(one, two)| Condition::Or(Box::new(one), Box::new(two))),
        ]
    })
}

fn record() -> impl Strategy<Value = Tree> {
    let some = || prop::option::weighted(0.7, word());
    (some(), some(), some(), some()).prop_map(|(name, user, error, value)| {
        let mut record = serde_json::json!({"eventVersion": "1.11", "eventTime": "2026-05-04T06:00:00Z"});
        if let Some(name) = name {
            record["eventName"] = name.into();
        }
        if let Some(user) = user {
            record["userIdentity"] = serde_json::json!({"type": "IAMUser", "userName": user});
        }
        if let Some(error) = error {
            record["errorCode"] = error.into();
        }
        if let Some(value) = value {
            record["requestParameters"] = serde_json::json!({"k": value});
        }
        record
    })
}

/// Words of queries in any order, so that some are queries.
fn words() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "SELECT",
        "FROM",
        "s",
        "WHERE",
        "eventName",
        "=",
        "'CreateRole'",
        "(",
        ")",
        ",",
        "count(*)",
        "GROUP BY",
        "1",
        "*",
        "AND",
        "NOT",
        "JOIN",
        "ON",
        "a.",
        "element_at(resources, 1)",
        ".arn",
        "LIKE",
        "'%a_'",
        "NULL",
        "IS",
        "UNION",
        "x ->",
        "[",
        "]",
        "CAST(",
        "AS",
        "map(varchar, json)",
        "-",
        "?",
        "ORDER BY",
        "LIMIT",
        "é",
        "--",
        "'",
        "CASE",
        "WHEN",
        "THEN",
        "END",
    ]);
    prop::collection::vec(word, 0..25).prop_map(|words| format!("SELECT {}", words.join(" ")))
}

proptest! {
    #[test]
    fn any_words_are_refused_or_asked(text in words()) {
        super::super::lake_sql_law(text.as_bytes());
    }

    #[test]
    fn conditions_and_groups_are_those_of_the_twin(condition in condition(), records in prop::collection::vec(record(), 0..12)) {
        let texts: Vec<Json> = records.iter().map(|record| Json::parse(&record.to_string()).unwrap()).collect();
        let stores = BTreeMap::from([("s".to_owned(), texts)]);
        let ask = |query: &str| {
            let query = LakeQuery::parse(query).unwrap_or_else(|error| panic!("{error}"));
            query.run(now(), &stores, LakeBounds::default(), &[]).unwrap()
        };
        let kept: Vec<&Tree> = records.iter().filter(|record| condition.holds(record) == Some(true)).collect();
        let mut groups: BTreeMap<Option<String>, (u64, Option<String>)> = BTreeMap::new();
        for record in &kept {
            let text = |path| record.pointer(path).and_then(Tree::as_str).map(str::to_owned);
            let group = groups.entry(text("/eventName")).or_default();
            group.0 += 1;
            group.1 = group.1.clone().max(text("/errorCode"));
        }
        let answer = ask(&format!(
            "SELECT eventName, count(*), max(errorCode) FROM s WHERE {} GROUP BY eventName ORDER BY eventName NULLS FIRST",
            condition.sql()
        ));
        let expected: Vec<Vec<Option<String>>> =
            groups.into_iter().map(|(name, (count, error))| vec![name, Some(count.to_string()), error]).collect();
        prop_assert_eq!(answer.rows, expected);
        prop_assert_eq!((answer.events_scanned, answer.events_matched), (records.len() as u64, kept.len() as u64));
    }
}
