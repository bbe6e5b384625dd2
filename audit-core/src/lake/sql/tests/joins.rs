//! More than one table.

use super::{ask, rows};
use crate::lake::sql::LakeFault;

#[test]
fn rows_meet_by_what_is_equal() {
    let pairs = |join: &str| {
        rows(&format!("SELECT a.eventID, b.eventID FROM $S a {join} ORDER BY a.eventTime, b.eventTime")).join(" ")
    };
    assert_eq!(pairs("JOIN $O b ON a.eventName = b.eventName"), "id-1|id-7 id-5|id-7");
    assert_eq!(
        pairs("LEFT JOIN $O b ON a.eventName = b.eventName AND a.readOnly IS NOT NULL"),
        "id-1|id-7 id-2|- id-3|- id-4|- id-5|id-7"
    );
    assert_eq!(pairs("RIGHT JOIN $O b ON b.eventName = a.eventName"), "id-1|id-7 id-5|id-7 -|id-8");
    assert_eq!(
        pairs("FULL OUTER JOIN $O b ON a.eventName = b.eventName"),
        "id-1|id-7 id-2|- id-3|- id-4|- id-5|id-7 -|id-8"
    );
    assert_eq!(pairs("JOIN $O b ON a.eventTime > b.eventTime"), "");
    assert_eq!(pairs(", $O b").split(' ').count(), 10);
    assert_eq!(pairs("JOIN $O b ON a.errorCode = b.errorCode"), "", "null equals nothing");
}

#[test]
fn using_shows_a_column_once() {
    let query = "SELECT eventName, b.eventID FROM $S a JOIN $O b USING (eventName) ORDER BY a.eventTime";
    assert_eq!(rows(query), ["CreateRole|id-7", "CreateRole|id-7"]);
    let full = "SELECT eventName, count(*) FROM $S FULL JOIN $O b USING (eventName) GROUP BY eventName ORDER BY 1";
    assert_eq!(rows(full), ["AssumeRole|1", "CreateRole|2", "DeleteRole|1", "GetRole|1", "ListRoles|1"]);
    let all = ask("SELECT * FROM (SELECT 1 AS a, 2 AS b) x JOIN (SELECT 1 AS a, 3 AS c) y USING (a)").unwrap();
    assert_eq!(all.rows, [["1", "2", "3"].map(|text| Some(text.to_owned()))]);
}

#[test]
fn results_are_united_and_compared() {
    let union = "SELECT eventName FROM $S UNION SELECT eventName FROM $O ORDER BY eventName DESC";
    assert_eq!(rows(union), ["ListRoles", "GetRole", "DeleteRole", "CreateRole", "AssumeRole"]);
    assert_eq!(rows("SELECT eventName FROM $S UNION ALL SELECT eventName FROM $O").len(), 7);
    assert_eq!(rows("SELECT eventName FROM $S INTERSECT SELECT eventName FROM $O"), ["CreateRole"]);
    assert_eq!(rows("SELECT eventName FROM $O EXCEPT SELECT eventName FROM $S"), ["AssumeRole"]);
    assert_eq!(rows("SELECT 1 UNION ALL SELECT 2.5 LIMIT 1"), ["1.0"]);
    assert_eq!(rows("(SELECT 1 AS x LIMIT 1) UNION ALL (SELECT 2) ORDER BY x DESC"), ["2", "1"]);
}

#[test]
fn queries_stand_within_queries() {
    assert_eq!(
        rows("SELECT eventID FROM $O WHERE eventName NOT IN (SELECT eventName FROM $S WHERE eventName LIKE 'Create%')"),
        ["id-8"]
    );
    assert_eq!(rows("SELECT (SELECT max(eventTime) FROM $O) > max(eventTime) FROM $S"), ["true"]);
    assert_eq!(rows("SELECT 1 WHERE EXISTS (SELECT 1 FROM $S WHERE errorCode = 'AccessDenied')"), ["1"]);
    assert!(rows("SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM $S)").is_empty());
    assert_eq!(ask("SELECT (SELECT eventName FROM $S)"), Err(LakeFault::ManyRows));
    assert_eq!(rows("SELECT t.n + 1 FROM (SELECT count(*) AS n FROM $S) AS t WHERE n > 4"), ["6"]);
    assert_eq!(
        rows(
            "WITH a (name) AS (SELECT eventName FROM $S), b AS (SELECT name, count(*) AS n FROM a GROUP BY name)
              SELECT b.name FROM b JOIN a ON a.name = b.name WHERE n = 2"
        ),
        ["CreateRole", "CreateRole"]
    );
}

#[test]
fn arrays_become_rows() {
    assert_eq!(
        rows(
            "SELECT eventID, r.arn, r.accountid FROM $S CROSS JOIN UNNEST(resources) AS r (accountid, type, arn, arnprefix)"
        ),
        ["id-4|arn:1|1", "id-4|arn:2|2"]
    );
    assert_eq!(
        rows("SELECT eventID, key, value FROM $S CROSS JOIN UNNEST(requestParameters) AS p (key, value)"),
        ["id-1|roleName|App", "id-1|tags|[1,2]", "id-2|roleName|Old"]
    );
    assert_eq!(rows("SELECT n, o FROM UNNEST(ARRAY['a', 'b']) WITH ORDINALITY AS t(n, o)"), ["a|1", "b|2"]);
    assert_eq!(rows("SELECT count(*) FROM $S LEFT JOIN UNNEST(resources) AS r (a, b, c, d) ON true"), ["6"]);
}

#[test]
fn a_store_that_is_not_there_is_told() {
    assert_eq!(ask("SELECT 1 FROM nowhere"), Err(LakeFault::Store("nowhere".into())));
}
