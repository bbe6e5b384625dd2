use super::*;

fn parsed(text: &str) -> InsightsQuery {
    InsightsQuery::parse(text).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn queries_print_in_their_plain_form() {
    for (text, printed) in [
        ("SELECT AVG(Load) FROM Bay", "SELECT AVG(Load) FROM Bay"),
        (
            "select count ( \"CPU Use\" ) from \"AWS/EC2\" order by sum() limit 500",
            "SELECT COUNT(\"CPU Use\") FROM \"AWS/EC2\" ORDER BY SUM() ASC LIMIT 500",
        ),
        (
            "SELECT MIN(m) FROM SCHEMA(n, b, a) WHERE a='x' AND b != 'it\\'s' OR (a IN ('p','q') AND b NOT IN ('r'))",
            "SELECT MIN(m) FROM SCHEMA(n, a, b) WHERE (a = 'x' AND b != 'it\\'s') OR (a IN ('p', 'q') AND b NOT IN ('r'))",
        ),
        (
            "SELECT MAX(\"Max\") FROM n GROUP BY \"tag\", b ORDER BY MAX() DESC",
            "SELECT MAX(\"Max\") FROM n GROUP BY \"tag\", b ORDER BY MAX() DESC",
        ),
        ("SELECT SUM(a) FROM SCHEMA(n)", "SELECT SUM(a) FROM SCHEMA(n)"),
    ] {
        let query = parsed(text);
        let again = parsed(&query.to_string());
        assert_eq!(again, query);
        assert_eq!(again.to_string(), query.to_string());
        assert_eq!(query.to_string().replace(['(', ')'], ""), printed.replace(['(', ')'], ""), "{text}");
    }
}

#[test]
fn refusals_say_what_is_needed_and_where() {
    use InsightsErrorKind::{Limit, Size, Syntax, Tags};
    let deep = format!("SELECT SUM(a) FROM n WHERE {}", "(".repeat(70));
    let long = format!("SELECT SUM(a) FROM n {}", " ".repeat(10_000));
    for (text, kind, marked, message) in [
        ("", Syntax, "", "SELECT is needed, not the end"),
        ("SELECT MEAN(a) FROM n", Syntax, "MEAN", "AVG, COUNT, MAX, MIN, SUM is needed, not MEAN"),
        ("SELECT SUM(a.b) FROM n", Syntax, ".", "`)` is needed, not ."),
        ("SELECT SUM(1a) FROM n", Syntax, "1a", "the name of a metric is needed, not 1a"),
        ("SELECT SUM(a) FROM AWS/EC2", Syntax, "/", "the name holds a character that needs double quotes around it"),
        ("SELECT SUM(a) FROM limit", Syntax, "limit", "a namespace or SCHEMA is needed, not limit"),
        ("SELECT SUM(a) FROM n WHERE b = v", Syntax, "v", "a value in single quotes is needed, not v"),
        ("SELECT SUM(a) FROM n WHERE b > 'v'", Syntax, ">", "=, !=, IN or NOT IN is needed, not >"),
        ("SELECT SUM(a) FROM n GROUP b", Syntax, "b", "BY is needed, not b"),
        ("SELECT SUM(a) FROM n LIMIT 501", Limit, "501", "LIMIT takes a number from 1 to 500"),
        ("SELECT SUM(a) FROM n LIMIT 0", Limit, "0", "LIMIT takes a number from 1 to 500"),
        ("SELECT SUM(a) FROM n LIMIT 5 GROUP BY b", Syntax, "GROUP", "the end is needed, not GROUP"),
        ("SELECT SUM(a) FROM n x", Syntax, "x", "WHERE, GROUP BY, ORDER BY, LIMIT, the end is needed, not x"),
        (
            "SELECT SUM(a) FROM n GROUP BY tag.\"team\"",
            Tags,
            "tag.\"team\"",
            "tags of metrics are not kept, so that they cannot be asked for",
        ),
        (&deep, Size, "(", "a condition may be nested 64 deep"),
        (&long, Size, "", "a query may have 10000 characters, this has 10021"),
    ] {
        let error = InsightsQuery::parse(text).unwrap_err();
        assert_eq!((error.kind(), &text[error.span().range()], error.message()), (kind, marked, message), "{error}");
    }
}

#[test]
fn a_query_begins_with_select() {
    assert!(InsightsQuery::is_one("  select x") && InsightsQuery::is_one("SELECT\n"));
    assert!(
        !InsightsQuery::is_one("SELECTED + 1") && !InsightsQuery::is_one("a + SELECT b") && !InsightsQuery::is_one("")
    );
}
