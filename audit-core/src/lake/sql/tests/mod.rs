//! Tests of the language.

mod aggregates;
mod bounds;
mod documented;
mod expressions;
mod joins;
mod refusals;
mod times;
mod twin;

use std::collections::BTreeMap;

use cupola_base::Timestamp;
use cupola_base::json::Json;

use super::{LakeAnswer, LakeBounds, LakeFault, LakeQuery};

/// A store's id that begins with digits, as ids do.
const STORE: &str = "0a1b2c3d-0000-4000-8000-00000000000a";
const OTHER: &str = "9e8f7a6b-1111-4111-9111-11111111111e";

fn stores() -> BTreeMap<String, Vec<Json>> {
    let record = |minute: u32, name: &str, more: &str| {
        Json::parse(&format!(
            r#"{{"eventVersion":"1.11","eventTime":"2026-05-04T06:{minute:02}:00Z","eventSource":"iam.amazonaws.com",
                "eventName":"{name}","awsRegion":"us-east-1","eventID":"id-{minute}","eventCategory":"Management",
                "recipientAccountId":"111122223333"{more}}}"#
        ))
        .unwrap()
    };
    let user =
        |name: &str| format!(r#","userIdentity":{{"type":"IAMUser","userName":"{name}","accountId":"111122223333"}}"#);
    let first = vec![
        record(
            1,
            "CreateRole",
            &format!(r#"{},"readOnly":false,"requestParameters":{{"roleName":"App","tags":[1,2]}}"#, user("ana")),
        ),
        record(
            2,
            "DeleteRole",
            &format!(
                r#"{},"readOnly":false,"errorCode":"AccessDenied","requestParameters":{{"roleName":"Old"}}"#,
                user("bo")
            ),
        ),
        record(3, "ListRoles", &format!(r#"{},"readOnly":true"#, user("ana"))),
        record(
            4,
            "GetRole",
            r#","readOnly":true,"userIdentity":{"type":"Root"},"resources":[{"ARN":"arn:1","accountId":"1"},{"ARN":"arn:2","accountId":"2"}]"#,
        ),
        record(
            5,
            "CreateRole",
            &format!(
                r#"{},"readOnly":false,"requestParameters":null,"tlsDetails":{{"tlsVersion":"TLSv1.3"}}"#,
                user("cy")
            ),
        ),
    ];
    let second = vec![record(7, "CreateRole", ""), record(8, "AssumeRole", &user("dee"))];
    BTreeMap::from([(STORE.to_owned(), first), (OTHER.to_owned(), second)])
}

fn now() -> Timestamp {
    Timestamp::parse("2026-05-04T12:00:00Z").unwrap()
}

fn ask(query: &str) -> Result<LakeAnswer, LakeFault> {
    let query = query.replace("$S", STORE).replace("$O", OTHER);
    LakeQuery::parse(&query).unwrap_or_else(|error| panic!("{error}")).run(now(), &stores(), LakeBounds::default(), &[])
}

/// The rows as texts, columns with `|` between, null as `-`.
fn rows(query: &str) -> Vec<String> {
    let answer = ask(query).unwrap_or_else(|fault| panic!("{query}: {fault}"));
    let shown =
        |row: &Vec<Option<String>>| row.iter().map(|cell| cell.as_deref().unwrap_or("-")).collect::<Vec<_>>().join("|");
    answer.rows.iter().map(shown).collect()
}

/// What an expression comes to.
fn value(expr: &str) -> String {
    rows(&format!("SELECT {expr}")).remove(0)
}
