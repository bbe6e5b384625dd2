//! What must hold whatever a query says.

use std::collections::BTreeMap;

use cupola_base::Timestamp;
use cupola_base::json::Json;

use super::{LakeBounds, LakeQuery};

/// A query is refused at a place within it, or explained and asked within bounds; asking again gives the same.
pub fn lake_sql_law(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let query = match LakeQuery::parse(text) {
        Ok(query) => query,
        Err(error) => {
            let span = error.diagnostic().span();
            assert!(span.start <= span.end && span.end <= text.len(), "{error}");
            assert!(!error.to_string().is_empty());
            return;
        }
    };
    assert!(!query.explain().is_empty());
    let stores = query.stores().into_iter().map(|store| (store.to_owned(), records())).collect::<BTreeMap<_, _>>();
    let bounds = LakeBounds::default().with_steps(20_000).with_bytes(1 << 20).with_rows(100);
    let parameters = vec![String::new(); query.parameters()];
    let ask = || query.run(Timestamp::EPOCH, &stores, bounds, &parameters);
    let answer = ask();
    assert_eq!(answer, ask());
    if let Ok(answer) = answer {
        let width = query.columns().len();
        assert!(answer.rows.iter().all(|row| row.len() == width));
        assert!(answer.events_matched <= answer.events_scanned);
    }
}

fn records() -> Vec<Json> {
    let texts = [
        r#"{"eventVersion":"1.11","eventTime":"2026-05-04T06:00:00Z","eventName":"CreateRole","eventID":"a","readOnly":false,
            "userIdentity":{"type":"IAMUser","userName":"ana"},"requestParameters":{"roleName":"App","tags":[1]}}"#,
        r#"{"eventVersion":"1.11","eventTime":"2026-05-04T07:00:00Z","eventName":"GetRole","eventID":"b","readOnly":true,
            "errorCode":"AccessDenied","resources":[{"ARN":"arn:1"},{"ARN":"arn:2"}]}"#,
    ];
    texts.iter().filter_map(|text| Json::parse(text).ok()).collect()
}
