//! What is refused, where, and what is said.

use super::{OTHER, STORE};
use crate::lake::sql::LakeQueryErrorKind as Kind;
use crate::lake::sql::{LakeQuery, LakeQueryError};

fn refused(query: &str) -> LakeQueryError {
    let query = query.replace("$S", STORE).replace("$O", OTHER);
    match LakeQuery::parse(&query) {
        Err(error) => error,
        Ok(_) => panic!("this is accepted: {query}"),
    }
}

#[test]
fn faults_are_shown_where_they_stand() {
    for (query, kind, marked, says) in [
        ("SELECT userIdentity.usrName FROM $S", Kind::Column, "usrName", "did you mean username?"),
        ("SELECT requestParameters.roleName FROM $S", Kind::Type, "roleName", "element_at(map, 'roleName')"),
        ("SELECT eventName FROM $S WHERE eventTime > 'soon'", Kind::Value, "'soon'", "Cannot cast 'soon' to timestamp"),
        ("SELECT eventName FROM $S WHERE eventName > 5", Kind::Type, "eventName > 5", "cannot be compared"),
        ("SELECT cout(*) FROM $S", Kind::Arguments, "cout", "* is no argument"),
        ("SELECT cuont(eventName) FROM $S", Kind::Function, "cuont", "did you mean count?"),
        ("SELECT length(1)", Kind::Arguments, "length", "accepted: length(varchar)"),
        ("SELECT eventName, count(*) FROM $S", Kind::Grouping, "eventName", "GROUP BY eventName"),
        ("SELECT 1 FROM $S WHERE count(*) > 1", Kind::Grouping, "count", "stands in WHERE"),
        ("SELECT sum(count(*)) FROM $S", Kind::Grouping, "count", "another aggregate"),
        ("SELECT eventName AS n FROM $S GROUP BY n", Kind::Column, "n", "an alias is not known in GROUP BY"),
        ("SELECT eventName FROM $S WHERE eventName", Kind::Type, "eventName", "a condition is needed"),
        ("SELECT a.eventName FROM $S a, $O b WHERE eventID = '1'", Kind::Column, "eventID", "one of several tables"),
        ("SELECT b.eventName FROM $S a", Kind::Column, "b", "there is no column b"),
        ("SELECT CAST(eventName AS text) FROM $S", Kind::Type, "text", "there is no type text"),
        ("SELECT CAST(resources AS bigint) FROM $S", Kind::Type, "resources AS bigint", "cannot be cast"),
        ("SELECT DISTINCT eventName FROM $S ORDER BY eventID", Kind::Column, "eventID", "not selected"),
        ("SELECT eventName FROM $S ORDER BY 2", Kind::Column, "2", "accepted: 1 to 1"),
        ("SELECT eventName FROM $S ORDER BY requestParameters", Kind::Type, "requestParameters", "has no order"),
        ("SELECT 1 UNION SELECT 1, 2", Kind::Type, "SELECT", "one side has 1 columns"),
        ("SELECT eventName FROM $S LIMIT -1", Kind::Value, "1", "accepted: a whole number"),
        ("SELECT rank() OVER (ORDER BY eventTime) FROM $S", Kind::Unsupported, "rank", "window"),
        ("SELECT row_number()", Kind::Unsupported, "row_number", "window"),
        ("SELECT 1 FROM $S NATURAL JOIN $O", Kind::Unsupported, "", "NATURAL JOIN"),
        ("SELECT 1 FROM $S a JOIN $O b", Kind::Syntax, "", "no condition"),
        ("SELECT eventName ILIKE 'a' FROM $S", Kind::Unsupported, "", "lower(x) LIKE"),
        ("SELECT eventName FROM $S GROUP BY ROLLUP (eventName)", Kind::Unsupported, "", "ROLLUP"),
        ("SELECT x -> 1", Kind::Syntax, "", "lambda"),
        ("SELECT $1", Kind::Parameters, "$1", "? as a parameter"),
        ("SELECT", Kind::Syntax, "", "expected"),
        ("SELECT eventName FRM $S x", Kind::Syntax, "", "stands where the query could end"),
        ("DELETE FROM $S", Kind::Syntax, "DELETE", "accepted: SELECT"),
        ("SELECT 'a", Kind::Syntax, "", "Unterminated"),
    ] {
        let error = refused(query);
        let text = error.to_string();
        assert_eq!(error.kind(), kind, "{text}");
        assert!(text.contains(says), "{says} in\n{text}");
        let span = error.diagnostic().span();
        let found = error.diagnostic().source().get(span.range()).unwrap_or_default();
        assert!(
            marked.is_empty() || found == marked || (found.starts_with(marked) && marked == "SELECT"),
            "{found}\n{text}"
        );
    }
}

#[test]
fn no_query_is_too_deep() {
    for (query, kind) in [
        (format!("SELECT {}1{}", "(".repeat(400), ")".repeat(400)), Kind::Size),
        (format!("SELECT 1{}", " + 1".repeat(2400)), Kind::Size),
        (format!("SELECT 1{}", " + 1".repeat(400)), Kind::Size),
        (format!("SELECT {}true", "NOT ".repeat(300)), Kind::Size),
        (format!("SELECT {}1", "- ".repeat(300)), Kind::Size),
        (format!("SELECT {}1{}", "CASE WHEN ".repeat(200), " THEN 1 END".repeat(200)), Kind::Size),
        (format!("SELECT f({}1)", "x -> ".repeat(200)), Kind::Size),
        (format!("SELECT {}1{}", "ARRAY[".repeat(200), "]".repeat(200)), Kind::Size),
        (format!("SELECT {}1{}", "(SELECT ".repeat(200), ")".repeat(200)), Kind::Size),
        (format!("SELECT 1 FROM {}t{}", "(".repeat(200), ")".repeat(200)), Kind::Size),
        (format!("SELECT 1{}", " UNION SELECT 1".repeat(600)), Kind::Size),
        (format!("SELECT '{}'", "x".repeat(10_000)), Kind::Size),
    ] {
        let error = LakeQuery::parse(&query).err();
        assert_eq!(error.map(|error| error.kind()), Some(kind), "{}", &query[..40]);
    }
    let nested = format!("SELECT {}1{}", "abs(".repeat(20), ")".repeat(20));
    assert!(LakeQuery::parse(&nested).is_ok());
    let long = format!("SELECT eventName FROM {STORE} WHERE eventName = 'a'{}", " OR eventName = 'b'".repeat(480));
    assert!(LakeQuery::parse(&long).is_ok());
    let many =
        (0..8).map(|at| format!(", t{} AS (SELECT 1 AS x FROM t{at}, t{at} b, t{at} c)", at + 1)).collect::<String>();
    let error = LakeQuery::parse(&format!("WITH t0 AS (SELECT 1 AS x){many} SELECT 1 FROM t8")).unwrap_err();
    assert_eq!(error.kind(), Kind::Size);
}

#[test]
fn parameters_are_counted() {
    let query = LakeQuery::parse(&format!("SELECT ? || eventName FROM {STORE} WHERE eventTime > ? LIMIT 1")).unwrap();
    assert_eq!(query.parameters(), 2);
    assert!(query.check_parameters(2).is_ok());
    assert_eq!(query.check_parameters(1).unwrap_err().kind(), Kind::Parameters);
    let given = ["x".to_owned(), "2026-05-04 06:03:30".to_owned()];
    let answer = query.run(super::now(), &super::stores(), Default::default(), &given).unwrap();
    assert_eq!(answer.rows, [[Some("xGetRole".to_owned())]]);
}
