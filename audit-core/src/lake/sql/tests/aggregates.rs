//! Groups, order, limits.

use super::rows;

#[test]
fn groups_stand_in_the_order_of_their_first_rows() {
    assert_eq!(
        rows("SELECT eventName, count(*) FROM $S GROUP BY eventName"),
        ["CreateRole|2", "DeleteRole|1", "ListRoles|1", "GetRole|1"]
    );
    assert_eq!(rows("SELECT count(*), count(errorCode) FROM $S WHERE eventName = 'Nothing'"), ["0|0"]);
    assert!(rows("SELECT count(*) FROM $S WHERE eventName = 'Nothing' GROUP BY eventName").is_empty());
}

#[test]
fn what_is_grouped_by_is_found_again() {
    assert_eq!(
        rows(
            "SELECT day_of_week(eventTime) AS weekday, COUNT(*) AS n FROM $S GROUP BY day_of_week(eventTime) ORDER BY day_of_week(eventTime)"
        ),
        ["1|5"]
    );
    assert_eq!(
        rows(
            "SELECT element_at(requestParameters, 'roleName') AS role, count(*) AS n FROM $S GROUP BY requestParameters ORDER BY N DESC, 1 LIMIT 2"
        ),
        ["-|3", "App|1"]
    );
    assert_eq!(
        rows(
            "SELECT userIdentity.userName, lower(userIdentity.type) FROM $S GROUP BY userIdentity HAVING count(*) > 1"
        ),
        ["ana|iamuser"]
    );
    assert_eq!(
        rows(
            "SELECT s.eventName, count(*) * 10 + 1 FROM $S s GROUP BY 1 HAVING max(eventTime) > '2026-05-04 06:04:30'"
        ),
        ["CreateRole|21"]
    );
}

#[test]
fn aggregates_are_those_of_trino() {
    let one = |call: &str| {
        rows(&format!("SELECT {call} FROM UNNEST(ARRAY[1, 2, 2, NULL, 5], ARRAY['a', 'b', 'c', 'd', 'e']) AS t(n, s)"))
            .remove(0)
    };
    for (call, expected) in [
        ("count(*)", "5"),
        ("count(n)", "4"),
        ("count(DISTINCT n)", "3"),
        ("sum(n)", "10"),
        ("sum(DISTINCT n)", "8"),
        ("avg(n)", "2.5"),
        ("min(n)", "1"),
        ("max(s)", "e"),
        ("max_by(s, n)", "e"),
        ("min_by(s, n)", "a"),
        ("arbitrary(s)", "a"),
        ("bool_and(n > 0)", "true"),
        ("bool_or(n > 5)", "false"),
        ("count_if(n = 2)", "2"),
        ("array_agg(n)", "[1, 2, 2, null, 5]"),
        ("array_agg(s ORDER BY n DESC)", "[e, b, c, a, d]"),
        ("array_agg(s) FILTER (WHERE n = 2)", "[b, c]"),
        ("map_agg(s, n)", "{a=1, b=2, c=2, d=null, e=5}"),
        ("histogram(n)", "{1=1, 2=2, 5=1}"),
        ("approx_distinct(n)", "3"),
        ("approx_percentile(n, 1.0)", "5"),
        ("round(var_pop(n), 9)", "2.25"),
        ("round(variance(n), 9)", "3.0"),
        ("round(stddev_pop(n), 9)", "1.5"),
        ("sum(n) FILTER (WHERE n > 9)", "-"),
        ("array_agg(DISTINCT n)", "[1, 2, null, 5]"),
    ] {
        assert_eq!(one(call), expected, "{call}");
    }
}

#[test]
fn rows_are_sorted_with_nulls_last_unless_said() {
    let names = |order: &str| {
        let query = format!("SELECT userIdentity.userName FROM $S ORDER BY userIdentity.userName {order}, eventTime");
        rows(&query).join(" ")
    };
    assert_eq!(names(""), "ana ana bo cy -");
    assert_eq!(names("DESC"), "cy bo ana ana -");
    assert_eq!(names("DESC NULLS FIRST"), "- cy bo ana ana");
    assert_eq!(rows("SELECT eventName FROM $S ORDER BY eventTime DESC OFFSET 1 LIMIT 2"), ["GetRole", "ListRoles"]);
    assert_eq!(rows("SELECT eventName FROM $S ORDER BY eventTime FETCH FIRST 1 ROW ONLY"), ["CreateRole"]);
    assert!(rows("SELECT eventName FROM $S LIMIT 0").is_empty());
}

#[test]
fn distinct_rows_are_shown_once() {
    assert_eq!(
        rows("SELECT DISTINCT userIdentity.userName AS who, awsRegion FROM $S ORDER BY userIdentity.userName"),
        ["ana|us-east-1", "bo|us-east-1", "cy|us-east-1", "-|us-east-1"]
    );
}
