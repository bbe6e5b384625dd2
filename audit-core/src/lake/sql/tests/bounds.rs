//! What a short query could take much of: that is refused, or ends the query.

use super::{STORE, ask, now, stores};
use crate::lake::sql::{LakeAnswer, LakeBounds, LakeFault, LakeQuery, LakeQueryErrorKind};

fn refused(query: &str) -> LakeQueryErrorKind {
    match LakeQuery::parse(&query.replace("$S", STORE)) {
        Err(error) => error.kind(),
        Ok(query) => panic!("this is accepted: {}", query.text()),
    }
}

fn bounded(query: &str, bounds: LakeBounds) -> Result<LakeAnswer, LakeFault> {
    LakeQuery::parse(&query.replace("$S", STORE)).unwrap().run(now(), &stores(), bounds, &[])
}

fn repeated(text: &str, times: usize, between: &str) -> String {
    vec![text; times].join(between)
}

#[test]
fn nothing_grows_without_bound() {
    for query in [
        "SELECT lpad('x', 99999999999, 'ab')",
        "SELECT sequence(1, 99999999999)",
        "SELECT reduce(sequence(1, 100), 'a', (s, x) -> s || s, s -> s)",
        "SELECT transform(sequence(1, 5000), x -> lpad('x', 100000, 'y'))",
        "SELECT replace(lpad('a', 300000, 'a'), 'a', 'bbbbbbbb')",
        "SELECT regexp_replace(lpad('a', 400000, 'a'), 'a', '$0$0$0')",
        "SELECT cardinality(map_concat(map(sequence(1, 60000), sequence(1, 60000)),
            map(sequence(60001, 120000), sequence(1, 60000))))",
    ] {
        assert!(ask(query).is_err(), "{query}");
    }
    let bounds = LakeBounds::default().with_steps(10_000).with_bytes(50_000).with_rows(100);
    let fault = |query: &str| bounded(query, bounds).unwrap_err();
    let crossed = "FROM $S a, $S b, $S c, $S d, $S e, $S f, $S g, $S h";
    assert_eq!(fault(&format!("SELECT count(*) {crossed}")), LakeFault::Steps(10_000));
    assert_eq!(fault(&format!("SELECT array_agg(a.eventJson) {crossed}")), LakeFault::Bytes(50_000));
    assert_eq!(fault(&format!("SELECT 1 {crossed}")), LakeFault::Rows(100));
}

#[test]
fn what_takes_long_takes_steps() {
    let bounds = LakeBounds::default().with_steps(10_000);
    let pattern = repeated("a", 3000, "");
    let fields = format!("row({})", (0..100).map(|at| format!("a{at} bigint")).collect::<Vec<_>>().join(", "));
    for query in [
        "SELECT cardinality(sequence(1, 100000))".to_owned(),
        "SELECT length(rpad('x', 1000000, 'y'))".to_owned(),
        "SELECT regexp_count(rpad('b', 5000, 'b'), '.*[^b-z]|[b-z]')".to_owned(),
        "SELECT length(regexp_replace(rpad('b', 5000, 'b'), '.*[^b-z]|[b-z]', 'c'))".to_owned(),
        "SELECT cardinality(regexp_split(rpad('b', 5000, 'b'), '.*[^b-z]|[b-z]'))".to_owned(),
        "SELECT cardinality(regexp_extract_all(rpad('b', 5000, 'b'), '.*[^b-z]|[b-z]'))".to_owned(),
        "SELECT count_if(regexp_like('a', CAST(x AS varchar))) FROM UNNEST(sequence(1, 200)) AS t (x)".to_owned(),
        "SELECT count(*) FROM $S a, $S b, (SELECT sequence(1, 1000) AS s) c WHERE s = s".to_owned(),
        "SELECT count(DISTINCT s) FROM $S a, $S b, (SELECT sequence(1, 3000) AS s) c".to_owned(),
        format!("SELECT CAST(json_parse(concat('{{\"x\": \"', rpad('y', 10000, 'y'), '\"}}')) AS {fields})"),
        format!("SELECT rpad('a', 20000, 'a') LIKE '%{pattern}b'"),
        format!("SELECT rpad('a', 20000, 'a') LIKE '%' || rpad('a', {}, 'a') || 'b'", pattern.len()),
    ] {
        assert_eq!(bounded(&query, bounds), Err(LakeFault::Steps(10_000)), "{query}");
    }
}

#[test]
fn a_value_counts_what_it_holds_as_often_as_it_does() {
    let bounds = LakeBounds::default().with_bytes(1 << 20);
    for query in [
        "SELECT cardinality(reduce(sequence(1, 6), ARRAY[rpad('x', 100000, 'y')], (s, x) -> s || s, s -> s))",
        "WITH a AS (SELECT ARRAY[1, 2, 3, 4, 5, 6, 7, 8] AS x), b AS (SELECT ARRAY[x, x, x, x, x, x, x, x] AS x FROM a),
            c AS (SELECT ARRAY[x, x, x, x, x, x, x, x] AS x FROM b), d AS (SELECT ARRAY[x, x, x, x, x, x, x, x] AS x FROM c),
            e AS (SELECT ARRAY[x, x, x, x, x, x, x, x] AS x FROM d),
            f AS (SELECT ARRAY[x, x, x, x, x, x, x, x] AS x FROM e) SELECT cardinality(x) FROM f",
        "SELECT json_array_length(CAST(ARRAY[x, x, x, x, x, x, x, x, x, x, x, x] AS json))
            FROM (SELECT rpad('x', 100000, 'y') AS x)",
    ] {
        assert_eq!(bounded(query, bounds), Err(LakeFault::Bytes(1 << 20)), "{query}");
    }
}

#[test]
fn what_doubles_with_each_level_is_refused() {
    let levels = |select: &dyn Fn(&str) -> String, count: usize| {
        let level = |at: usize| format!("q{at} AS (SELECT {} FROM q{})", select(&format!("q{}", at - 1)), at - 1);
        (1..=count).map(level).collect::<Vec<_>>().join(", ")
    };
    let rows = levels(&|_| format!("row({}) AS a", repeated("a", 8, ", ")), 4);
    assert_eq!(refused(&format!("WITH q0 AS (SELECT 1 AS a), {rows} SELECT 1 FROM q4")), LakeQueryErrorKind::Size);
    let stars = levels(&|table| repeated(&format!("{table}.*"), 8, ", "), 3);
    assert_eq!(refused(&format!("WITH q0 AS (SELECT * FROM $S), {stars} SELECT 1 FROM q3")), LakeQueryErrorKind::Size);
    let between = repeated(" BETWEEN false AND true", 16, "");
    assert_eq!(refused(&format!("SELECT true{between}")), LakeQueryErrorKind::Size);
    let nulls = format!("{}1{}", "nullif(".repeat(16), ", 2)".repeat(16));
    assert_eq!(refused(&format!("SELECT {nulls}")), LakeQueryErrorKind::Size);
    let cases = format!("{}1{}", "CASE ".repeat(16), " WHEN 1 THEN 1 WHEN 2 THEN 2 END".repeat(16));
    assert_eq!(refused(&format!("SELECT {cases}")), LakeQueryErrorKind::Size);
}

#[test]
fn a_long_run_of_words_is_looked_at_once() {
    assert_eq!(refused(&format!("SELECT {}", repeated("1", 4990, "-"))), LakeQueryErrorKind::Size);
    let query = format!("SELECT 1 - 1 FROM {STORE} a, \"{STORE}\" b WHERE 1-1 = 0");
    assert_eq!(LakeQuery::parse(&query).unwrap().stores(), [STORE]);
}
