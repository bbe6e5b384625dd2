//! What expressions come to. Expectations are those of Trino's documentation.

use super::{ask, rows, value};
use crate::lake::sql::LakeFault;

fn each(cases: &[(&str, &str)]) {
    for (expr, expected) in cases {
        assert_eq!(value(expr), *expected, "{expr}");
    }
}

#[test]
fn truth_has_three_values() {
    each(&[
        ("true AND NULL", "-"),
        ("false AND NULL", "false"),
        ("true OR NULL", "true"),
        ("NOT NULL", "-"),
        ("1 = NULL", "-"),
        ("NULL IS NULL", "true"),
        ("1 IS DISTINCT FROM NULL", "true"),
        ("NULL IS NOT DISTINCT FROM NULL", "true"),
        ("1 IN (2, NULL)", "-"),
        ("1 IN (1, NULL)", "true"),
        ("1 NOT IN (2, 3)", "true"),
        ("2 BETWEEN 1 AND NULL", "-"),
        ("0 BETWEEN 1 AND NULL", "false"),
        ("2 NOT BETWEEN 3 AND 4", "true"),
        ("(1 = NULL) IS TRUE", "false"),
        ("(1 = 1) IS NOT FALSE", "true"),
        ("'a' LIKE NULL", "-"),
    ]);
}

#[test]
fn numbers_are_whole_or_not() {
    each(&[
        ("7 / 2", "3"),
        ("-7 / 2", "-3"),
        ("7 % 3", "1"),
        ("7 / 2.0", "3.5"),
        ("1 + 2 * 3", "7"),
        ("-(1 + 2)", "-3"),
        ("round(2.5)", "3.0"),
        ("round(-1.25, 1)", "-1.3"),
        ("round(15, -1)", "20"),
        ("abs(-3)", "3"),
        ("ceil(1.2)", "2.0"),
        ("floor(-1.2)", "-2.0"),
        ("greatest(1, 3, 2)", "3"),
        ("least('b', 'a')", "a"),
        ("greatest(1, NULL)", "-"),
        ("mod(-7, 3)", "-1"),
        ("power(2, 10)", "1024.0"),
        ("CAST(1.5 AS bigint)", "2"),
        ("CAST('12' AS bigint) + 1", "13"),
        ("TRY_CAST('x' AS bigint)", "-"),
        ("typeof(1.0)", "double"),
        ("CAST(CAST(9 AS double) AS varchar)", "9.0"),
    ]);
}

#[test]
fn faults_of_values_are_told_and_tried() {
    assert_eq!(ask("SELECT 1 / 0"), Err(LakeFault::DivisionByZero));
    assert_eq!(value("try(1 / 0)"), "-");
    assert_eq!(value("1.0 / 0"), "Infinity");
    assert!(matches!(ask("SELECT 9223372036854775807 + 1"), Err(LakeFault::Overflow("+"))));
    let cast = ask("SELECT CAST(eventName AS bigint) FROM $S").unwrap_err();
    assert_eq!(cast.to_string(), "Cannot cast 'CreateRole' to bigint");
    assert!(matches!(ask("SELECT ARRAY[1][2]"), Err(LakeFault::Argument { .. })));
    assert!(matches!(ask("SELECT regexp_like('a', '(')"), Err(LakeFault::Argument { function: "regexp_like", .. })));
}

#[test]
fn texts_are_cut_and_joined() {
    each(&[
        ("'a' || 'b' || 'c'", "abc"),
        ("concat('a', NULL)", "-"),
        ("concat_ws(',', 'a', NULL, 'b')", "a,b"),
        ("length('héllo')", "5"),
        ("upper('aé')", "AÉ"),
        ("substr('hello', 2, 3)", "ell"),
        ("substring('hello' FROM 2 FOR 3)", "ell"),
        ("substr('hello', -3)", "llo"),
        ("substr('hello', -9)", ""),
        ("replace('TLSv1.2', 'TLSv', '')", "1.2"),
        ("replace('AWS::a', 'AWS::')", "a"),
        ("trim('  a ')", "a"),
        ("trim(BOTH 'x' FROM 'xax')", "a"),
        ("split_part('a:b:c', ':', 2)", "b"),
        ("split_part('a', ':', 2)", "-"),
        ("split('a,b,c', ',', 2)", "[a, b,c]"),
        ("strpos('abc', 'c')", "3"),
        ("position('z' IN 'abc')", "0"),
        ("lpad('7', 3, '0')", "007"),
        ("rpad('abc', 2, '.')", "ab"),
        ("starts_with('abc', 'ab')", "true"),
        ("reverse('abc')", "cba"),
        ("chr(65)", "A"),
        ("codepoint('A')", "65"),
        ("translate('abcd', 'ad', 'z')", "zbc"),
        ("translate('aa', 'aa', 'xy')", "xx"),
        ("'100%' LIKE '100!%' ESCAPE '!'", "true"),
        ("'abc' LIKE 'a_c'", "true"),
        ("'abc' NOT LIKE 'b%'", "true"),
        ("'it''s'", "it's"),
    ]);
}

#[test]
fn regular_expressions_are_found_and_replaced() {
    each(&[
        ("regexp_like('1a 2b 14m', '\\d+b')", "true"),
        ("regexp_extract('1a 2b 14m', '(\\d+)([a-z]+)', 2)", "a"),
        ("regexp_extract('abc', '\\d')", "-"),
        ("regexp_extract_all('1a 2b 14m', '\\d+')", "[1, 2, 14]"),
        ("regexp_replace('1a 2b 14m', '\\d+[ab] ')", "14m"),
        ("regexp_replace('1a 2b 14m', '(\\d+)([ab]) ', '3c$2 ')", "3ca 3cb 14m"),
        ("regexp_replace('a', 'a', '\\$1')", "$1"),
        ("regexp_count('1a 2b 14m', '\\s*[a-z]+\\s*')", "3"),
        ("regexp_split('1a 2b 14m', '\\s*[a-z]+\\s*')", "[1, 2, 14, ]"),
    ]);
}

#[test]
fn conditions_choose() {
    each(&[
        ("CASE 2 WHEN 1 THEN 'a' WHEN 2 THEN 'b' ELSE 'c' END", "b"),
        ("CASE WHEN NULL THEN 1 END", "-"),
        ("CASE WHEN true THEN 1 ELSE 2.5 END", "1.0"),
        ("if(1 > 2, 'a')", "-"),
        ("if(NULL, 'a', 'b')", "b"),
        ("coalesce(NULL, 'x', 'y')", "x"),
        ("nullif(1, 1)", "-"),
        ("nullif('a', 'b')", "a"),
    ]);
}

#[test]
fn instants_are_read_and_moved() {
    each(&[
        ("TIMESTAMP '2001-08-22 03:04:05.321'", "2001-08-22 03:04:05.321"),
        ("date_trunc('hour', TIMESTAMP '2001-08-22 03:04:05.321')", "2001-08-22 03:00:00.000"),
        ("date_trunc('quarter', DATE '2001-08-22')", "2001-07-01"),
        ("date_add('month', -1, TIMESTAMP '2020-03-31 00:00:00')", "2020-02-29 00:00:00.000"),
        ("date_add('hour', 9, DATE '2020-03-01')", "2020-03-01"),
        ("date_diff('second', TIMESTAMP '2020-03-01 00:00:00', TIMESTAMP '2020-03-02 00:00:00')", "86400"),
        ("date_diff('day', DATE '2020-03-01', DATE '2020-03-02')", "1"),
        ("TIMESTAMP '2012-08-08 01:00:00' + INTERVAL '29' HOUR", "2012-08-09 06:00:00.000"),
        ("DATE '2012-10-31' + INTERVAL '1' MONTH", "2012-11-30"),
        ("DATE '2012-08-08' - INTERVAL '2' DAY", "2012-08-06"),
        ("INTERVAL '2' DAY", "2 00:00:00.000"),
        ("INTERVAL '-9223372036854775808' MONTH", "-768614336404564650-8"),
        ("from_iso8601_timestamp('2020-05-11T11:15:05+02:00')", "2020-05-11 09:15:05.000 UTC"),
        ("to_iso8601(from_iso8601_timestamp('2020-05-11T11:15:05Z'))", "2020-05-11T11:15:05.000Z"),
        ("from_unixtime(1.5)", "1970-01-01 00:00:01.500 UTC"),
        ("to_unixtime(TIMESTAMP '1970-01-02 00:00:00')", "86400.0"),
        (
            "TIMESTAMP '2012-10-31 01:00:00 UTC' AT TIME ZONE 'America/Los_Angeles'",
            "2012-10-30 18:00:00.000 America/Los_Angeles",
        ),
        ("date_format(TIMESTAMP '2022-10-20 05:10:00', '%m-%d-%Y %H')", "10-20-2022 05"),
        ("date_parse('2022/10/20/05', '%Y/%m/%d/%H')", "2022-10-20 05:00:00.000"),
        ("day_of_week(DATE '2026-05-04')", "1"),
        ("extract(YEAR FROM DATE '2026-05-04')", "2026"),
        ("week(DATE '2026-01-01')", "1"),
        ("date('2026-05-04')", "2026-05-04"),
        ("now()", "2026-05-04 12:00:00.000 UTC"),
        ("current_date", "2026-05-04"),
        ("DATE '2026-05-04' = '2026-05-04'", "true"),
        ("now() > TIMESTAMP '2026-05-04 11:00:00'", "true"),
    ]);
}

#[test]
fn json_is_read_by_path() {
    each(&[
        ("json_extract('{\"a\": [1, {\"b\": null}]}', '$.a[1]')", "{\"b\": null}"),
        ("json_extract_scalar('{\"a\": [1]}', '$.a[0]')", "1"),
        ("json_extract_scalar('{\"a\": [1]}', '$.a')", "-"),
        ("json_extract_scalar('no json', '$.a')", "-"),
        ("json_array_length('[1, 2, 3]')", "3"),
        ("json_array_contains('[1, 2, 3]', 2)", "true"),
        ("json_array_get('[\"a\", [3, 9]]', -1)", "[3, 9]"),
        ("json_size('{\"x\": {\"a\": 1, \"b\": 2}}', '$.x')", "2"),
        ("json_format(JSON '[1, 2]')", "[1, 2]"),
        ("CAST(JSON '{\"a\": 1}' AS map(varchar, bigint))", "{a=1}"),
        ("CAST(json_parse('[1, \"2\"]') AS array(varchar))", "[1, 2]"),
        ("CAST(ARRAY[1, 2] AS json)", "[1,2]"),
        ("CAST(json_extract('{\"n\": \"x\"}', '$.n') AS varchar)", "x"),
        ("is_json_scalar('[1]')", "false"),
    ]);
}

#[test]
fn arrays_and_maps_are_taken_apart() {
    each(&[
        ("element_at(ARRAY[1, 2], -1)", "2"),
        ("element_at(ARRAY[1, 2], 3)", "-"),
        ("ARRAY['a', 'b'][2]", "b"),
        ("cardinality(ARRAY[1, 2, NULL])", "3"),
        ("contains(ARRAY[1, NULL], 2)", "-"),
        ("array_distinct(ARRAY[1, 2, 1])", "[1, 2]"),
        ("array_sort(ARRAY[3, NULL, 1])", "[1, 3, null]"),
        ("array_max(ARRAY[1, 3, 2])", "3"),
        ("array_join(ARRAY[1, NULL, 3], '-', '?')", "1-?-3"),
        ("array_position(ARRAY['a', 'b'], 'b')", "2"),
        ("array_union(ARRAY[1, 2], ARRAY[2, 3])", "[1, 2, 3]"),
        ("array_except(ARRAY[1, 2], ARRAY[2])", "[1]"),
        ("arrays_overlap(ARRAY[1, 2], ARRAY[3])", "false"),
        ("flatten(ARRAY[ARRAY[1], ARRAY[2, 3]])", "[1, 2, 3]"),
        ("slice(ARRAY[1, 2, 3], -2, 2)", "[2, 3]"),
        ("sequence(1, 7, 3)", "[1, 4, 7]"),
        ("concat(ARRAY[1], ARRAY[2.5])", "[1.0, 2.5]"),
        ("map(ARRAY['a', 'b'], ARRAY[1, 2])['b']", "2"),
        ("map_keys(map(ARRAY['a'], ARRAY[1]))", "[a]"),
        ("map_concat(map(ARRAY['a'], ARRAY[1]), map(ARRAY['a'], ARRAY[2]))", "{a=2}"),
        ("cardinality(map_concat(map(ARRAY['a', 'b'], ARRAY[1, 2]), map(ARRAY['c', 'a'], ARRAY[3, 4])))", "3"),
        ("any_match(ARRAY[1, 2], x -> x > 1)", "true"),
        ("all_match(ARRAY[1, NULL], x -> x > 0)", "-"),
        ("none_match(ARRAY[1, 2], x -> x > 2)", "true"),
        ("filter(ARRAY[5, -6, NULL, 7], x -> x > 0)", "[5, 7]"),
        ("transform(ARRAY[1, 2], x -> transform(ARRAY[10], y -> x + y))", "[[11], [12]]"),
        ("reduce(ARRAY[5, 20, 50], 0, (s, x) -> s + x, s -> s)", "75"),
        ("reduce(ARRAY[5, 6], 0, (s, x) -> s + x / 2.0, s -> s * 2)", "11.0"),
        ("map_filter(map(ARRAY['a', 'b'], ARRAY[1, 2]), (k, v) -> v > 1)", "{b=2}"),
        ("transform_values(map(ARRAY['a'], ARRAY[1]), (k, v) -> k || CAST(v AS varchar))", "{a=a1}"),
        ("CAST(ROW(1, 'x') AS ROW(a bigint, b varchar)).b", "x"),
    ]);
}

#[test]
fn columns_fields_and_entries_are_found_in_any_letter_case() {
    let query = "SELECT eventname, USERIDENTITY.UserName, element_at(requestParameters, 'roleName'),
        element_at(resources, 1).arn, requestparameters FROM $S WHERE eventTime < '2026-05-04 06:05:00' AND readOnly";
    assert_eq!(rows(query), ["ListRoles|ana|-|-|-", "GetRole|-|-|arn:1|-"]);
    let maps = "SELECT requestParameters FROM $S WHERE requestParameters IS NOT NULL";
    assert_eq!(rows(maps), ["{roleName=App, tags=[1,2]}", "{roleName=Old}"]);
    assert_eq!(rows("SELECT readOnly = 'true' FROM $S LIMIT 1"), ["false"]);
}
