//! The language: what reads, what it prints as, and where the faults are.

use super::*;
use proptest::prelude::*;

/// One or more queries for every command, as they are printed.
pub(super) const CANONICAL: &[&str] = &[
    "fields @timestamp, latency / 1000 as s, `odd name`",
    "display @message, a.b.0",
    "filter a = 1 and (b != \"x\" or not c like /^\\/v1/) and d not in [1, \"two\", true]",
    "filter @message =~ \"a+\" and @logStream not like \"x\"",
    "filter (a = 1) = (b = 2) and -(a + 1) ^ 2 ^ c % 3 > (1 + 2) * 3",
    "filter ispresent(a) and user in (SOURCE \"g\" | stats count(*) by user)",
    "filterIndex traceId = \"x\" | filterIndex traceId in [\"a\", \"b\"]",
    "stats count(*), avg(a) as m, m - 1 by bin(5m), host as h offset 30s",
    "stats count(*) by bin(1m) as @t | stats max(`count(*)`) by datefloor(@t, 1h)",
    "sort a asc, b desc | limit 10",
    "limit any 10000",
    "parse @message \"job=* took=*ms\" as job, took",
    "parse \"x *\" as x",
    "parse a /(?<n>\\d+) (?<m>.)/ multi",
    "parse /(a)(b)/ as x, y multi",
    "parse logfmt as lf | parse f csv as a, b",
    "json field=@message \"a.b\" as x",
    "dedup a, b | limit 1",
    "pattern @message | anomaly",
    "diff",
    "pattern @message | diff previousWeek",
    "unmask a, b",
    "fields jsonParse(@message) as j | unnest j.items into it | stats sum(it.qty) by it.sku",
    "expand items",
    "join type=inner left=a right=b where a.k = b.k and a.x = b.y (SOURCE \"other\" | fields k, y)",
    "join type=left left=a right=b where a.k = b.k (stats count(*) by k)",
    "lookup t c as f, d OUTPUT x, y",
    "cidrlookup nets ip as cidr OUTPUTNEW name as n, zone",
    "cidrlookup nets ip OUTPUT name",
    "appendcols override=true max=5 (stats count(*))",
    "addtotals fieldname=\"All\" row=true col=true a, b",
    "addtotals row=true col=false",
    "accum bytes as total | accum n",
    "autoregress n as x p=1 | autoregress n p=2-4",
    "filldown | filldown a, `lat*`",
    "stats count(*) by bin(5m), h | fillmissing with 0 for `count(*)`",
    "stats count(*) by bin(5m) | fillmissing",
    "outlier action=remove param=1.5 uselower=true mark=false a, b",
    "sessionize user, host maxspan 10m as s",
    "countFrequent user, route",
    "logcompare timeshift 7d",
    "relevantfields where status >= 500",
    "relevantfields a, `where` where b = 1",
    "SOURCE logGroups(namePrefix: [\"a\", \"b\"], class: \"STANDARD\", accountIdentifiers: [\"111122223333\"]) | limit 1",
    "SOURCE \"a\", \"b\" | limit 1",
];

#[test]
fn what_is_printed_reads_back() {
    for text in CANONICAL {
        let query = Query::parse(text).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(query.to_string(), *text);
    }
}

#[test]
fn every_command_is_tried() {
    let tried: Vec<&str> =
        CANONICAL.iter().flat_map(|text| Query::parse(text).unwrap().commands().collect::<Vec<_>>()).collect();
    for verb in command::Verb::ALL {
        assert!(verb.name() == "where" || tried.contains(&verb.name()), "{}", verb.name());
    }
}

#[test]
fn spellings_that_mean_the_same() {
    for (text, printed) in [
        ("| FIELDS a,b # first\n# all of it\n | WHERE a>1", "fields a, b | filter a > 1"),
        ("stats COUNT( * ),count() by  bin( 1h )", "stats COUNT( * ), count() by bin( 1h )"),
        ("sort a desc,b", "sort a desc, b asc"),
        ("fields a as `b c`", "fields a as `b c`"),
        ("filter x in['a','b\\'c']", "filter x in [\"a\", \"b'c\"]"),
        ("filter x like 'a\\\\d\"'", "filter x like \"a\\\\d\\\"\""),
        ("fields j.`odd key`, l[0], f(a)[1].b", ""),
        ("autoregress n p=3-3", "autoregress n p=3"),
        ("sessionize u", "sessionize u maxspan 30m"),
        ("outlier a b", "outlier action=transform param=2.5 uselower=false mark=false a, b"),
        ("join left=a right=b where b.k=a.k (limit 1)", "join type=inner left=a right=b where a.k = b.k (limit 1)"),
        (
            "source logGroups(class: InfrequentAccess) | limit 2",
            "SOURCE logGroups(class: \"INFREQUENT_ACCESS\") | limit 2",
        ),
        ("filter a#b = 1", ""),
        ("count_frequent a", "countFrequent a"),
    ] {
        match Query::parse(text) {
            Ok(query) => assert_eq!(query.to_string(), printed),
            Err(error) => assert_eq!(printed, "", "{error}"),
        }
    }
    assert_eq!(Query::parse("fields l[0].x.`y z`").unwrap().to_string(), "fields l[0].x.`y z`");
}

/// A query, the kind of its fault, and the text under the carets; a second text is what is meant.
const FAULTS: &[(&str, QueryErrorKind, &str, &str)] = &[
    ("", QueryErrorKind::Syntax, "", ""),
    ("fields", QueryErrorKind::Syntax, "", ""),
    ("fields a |", QueryErrorKind::Syntax, "", ""),
    ("fields a b", QueryErrorKind::Syntax, "b", ""),
    ("fieds a", QueryErrorKind::Command, "fieds", "did you mean fields?"),
    ("filter levle(a)", QueryErrorKind::Function, "levle", ""),
    ("filter isprsent(a)", QueryErrorKind::Function, "isprsent", "did you mean ispresent?"),
    ("filter a = ", QueryErrorKind::Syntax, "", ""),
    ("filter a = b = c", QueryErrorKind::Syntax, "=", ""),
    ("filter a like b", QueryErrorKind::Syntax, "b", ""),
    ("filter a like /(/", QueryErrorKind::Pattern, "/(/", ""),
    ("filter a like /x", QueryErrorKind::Syntax, "/x", ""),
    ("filter a in b", QueryErrorKind::Syntax, "b", ""),
    ("filter a not b", QueryErrorKind::Syntax, "b", ""),
    ("filter \"open", QueryErrorKind::Syntax, "\"open", ""),
    ("fields `open", QueryErrorKind::Syntax, "`open", ""),
    ("filter abs(a, b) > 1", QueryErrorKind::Arguments, "abs(a, b)", ""),
    ("filter abs(\"x\") > 1", QueryErrorKind::Type, "\"x\"", ""),
    ("filter a + \"x\" > 1", QueryErrorKind::Type, "\"x\"", ""),
    ("filter bin(5) > 1", QueryErrorKind::Type, "5", ""),
    ("filter a > 5m", QueryErrorKind::Type, "5m", ""),
    ("stats count(*) by bin(5x)", QueryErrorKind::Period, "5x", ""),
    ("stats count(*) by bin(0m)", QueryErrorKind::Period, "0m", ""),
    ("filter avg(a) > 1", QueryErrorKind::Order, "avg(a)", ""),
    ("stats sum(avg(a))", QueryErrorKind::Type, "avg(a)", ""),
    ("stats a by b", QueryErrorKind::Name, "a", ""),
    ("stats pct(a, 101)", QueryErrorKind::Type, "101", ""),
    ("stats count(*) by", QueryErrorKind::Syntax, "", ""),
    ("stats count(*) | stats count(*) | stats count(*)", QueryErrorKind::Order, "stats count(*)", ""),
    ("stats count(*) by a | sort a | stats count(*)", QueryErrorKind::Order, "sort a", ""),
    ("stats count(*) as n by a | stats max(n) by bin(1h)", QueryErrorKind::Order, "bin(1h)", ""),
    ("stats count(*) as n | sort count(*)", QueryErrorKind::Order, "count(*)", ""),
    ("limit 0", QueryErrorKind::Number, "0", ""),
    ("limit 100001", QueryErrorKind::Number, "100001", ""),
    ("parse @message \"a * b *\" as x", QueryErrorKind::Pattern, "\"a * b *\"", ""),
    ("parse @message /a(b)/", QueryErrorKind::Pattern, "/a(b)/", ""),
    ("parse @message /a(b)/ as x, y", QueryErrorKind::Pattern, "/a(b)/", ""),
    ("parse @message as x", QueryErrorKind::Syntax, "as", ""),
    ("json @message \"a\" as x", QueryErrorKind::Syntax, "@message", ""),
    ("dedup a | fields b", QueryErrorKind::Order, "fields b", ""),
    ("anomaly", QueryErrorKind::Order, "anomaly", ""),
    ("fillmissing", QueryErrorKind::Order, "fillmissing", ""),
    ("diff previosDay", QueryErrorKind::Syntax, "previosDay", ""),
    ("unnest a as b", QueryErrorKind::Syntax, "as", ""),
    ("join left=a right=b where a.k = c.k (limit 1)", QueryErrorKind::Name, "a.k = c.k", ""),
    ("join left=a where a.k = b.k (limit 1)", QueryErrorKind::Syntax, "where", ""),
    ("join type=outer left=a right=b where a.k=b.k (limit 1)", QueryErrorKind::Syntax, "outer", ""),
    ("filter a in (filter b in (fields b))", QueryErrorKind::Order, "b in (fields b)", ""),
    ("filter a in (fields b)", QueryErrorKind::Name, "a", ""),
    ("lookup t a", QueryErrorKind::Syntax, "", ""),
    ("lookup t a OUTPTU b", QueryErrorKind::Syntax, "OUTPTU", "did you mean OUTPUT?"),
    ("cidrlookup t a b", QueryErrorKind::Syntax, "b", ""),
    ("appendcols max=0 (limit 1)", QueryErrorKind::Number, "0", ""),
    ("addtotals row=maybe", QueryErrorKind::Syntax, "maybe", ""),
    ("autoregress a p=3-2", QueryErrorKind::Number, "2", ""),
    ("outlier action=drop a", QueryErrorKind::Syntax, "drop", ""),
    ("outlier", QueryErrorKind::Syntax, "", ""),
    ("sessionize a maxspan b", QueryErrorKind::Syntax, "b", ""),
    ("logcompare 7d", QueryErrorKind::Syntax, "7d", ""),
    ("relevantfields a", QueryErrorKind::Syntax, "", ""),
    ("countFrequent", QueryErrorKind::Syntax, "", ""),
    ("accum a b", QueryErrorKind::Syntax, "b", ""),
    ("filldown a;", QueryErrorKind::Syntax, ";", ""),
    ("expand a, b", QueryErrorKind::Syntax, ",", ""),
    ("unmask", QueryErrorKind::Syntax, "", ""),
    ("display a as b", QueryErrorKind::Syntax, "as", ""),
    ("filterIndex a > 1", QueryErrorKind::Syntax, ">", ""),
    ("pattern", QueryErrorKind::Syntax, "", ""),
    ("sort a down", QueryErrorKind::Syntax, "down", ""),
    ("SOURCE logGroups(prefix: ['a']) | limit 1", QueryErrorKind::Syntax, "prefix", ""),
    ("SOURCE \"a\" limit 1", QueryErrorKind::Syntax, "limit", ""),
    ("fields parseDate(a, 'QQ')", QueryErrorKind::Pattern, "'QQ'", ""),
    ("fields formatDate(a, '%Y', 'Mars/Base')", QueryErrorKind::Pattern, "'Mars/Base'", ""),
    ("fields regexReplace(a, '(', '')", QueryErrorKind::Pattern, "'('", ""),
    ("fields 1e999", QueryErrorKind::Number, "1e999", ""),
];

#[test]
fn faults_are_told_with_their_places() {
    for (text, kind, under, label) in FAULTS {
        let error = Query::parse(text).expect_err(text);
        assert_eq!((error.kind(), &text[error.span().range()]), (*kind, *under), "{error}");
        if !label.is_empty() {
            assert_eq!(error.label(), Some(*label), "{error}");
        }
    }
}

#[test]
fn faults_tell_the_service_characters_and_not_bytes() {
    let error = Query::parse("filter grüße = 1 | nope").unwrap_err().to_api_error();
    let text = format!("{error:?}");
    assert!(text.contains("startCharOffset") && text.contains("19"), "{text}");
}

#[test]
fn nothing_nests_without_end() {
    for text in [
        "(".repeat(5000),
        "not ".repeat(2000),
        "-".repeat(9000),
        "abs(".repeat(2000),
        "a^".repeat(4000),
        "[".repeat(50),
    ] {
        let query = format!("filter {text}");
        assert!(Query::parse(&query).is_err());
    }
    let long = format!("filter a{}", " + a".repeat(2000));
    assert!(Query::parse(&long).is_ok());
    assert_eq!(Query::parse(&"x".repeat(10_001)).unwrap_err().kind(), QueryErrorKind::Size);
    assert!(Query::parse(&format!("filter a{}", "[0]".repeat(1000))).is_err());
}

fn words() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "fields", "filter", "stats", "sort", "limit", "parse", "dedup", "by", "as", "and", "or", "not", "like", "in",
        "count(*)", "avg(", "bin(", "5m", ")", "(", "[", "]", ",", "|", "=", "=~", "!=", "<", "+", "-", "*", "/", "^",
        "%", "a", "b.c", "@message", "`x y`", "\"text\"", "'t*'", "/re(g)/", "7", "0.5", "desc", "asc", "join",
        "left=", "right=", "where", "pattern", "diff", "unnest", "into", "expand", "lookup", "OUTPUT", "accum", "if(",
        "#c\n", ".", "é",
    ]);
    prop::collection::vec(word, 0..14).prop_map(|words| words.join(" "))
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused_in_place(text in "\\PC{0,60}") {
        if let Err(error) = Query::parse(&text) {
            prop_assert!(text.get(error.span().range()).is_some());
        }
    }

    #[test]
    fn printing_and_reading_end_in_the_same_text(text in words()) {
        if let Ok(query) = Query::parse(&text) {
            let printed = query.to_string();
            let again = Query::parse(&printed);
            prop_assert!(again.is_ok(), "{:?}", again);
            prop_assert_eq!(again.unwrap().to_string(), printed);
        }
    }

    #[test]
    fn a_broken_query_is_read_or_refused_in_place(which in 0..CANONICAL.len(), at in 0usize..100, put in "\\PC{0,3}") {
        let mut chars: Vec<char> = CANONICAL[which].chars().collect();
        let at = at % chars.len();
        chars.splice(at..=at, put.chars());
        let text: String = chars.into_iter().collect();
        match Query::parse(&text) {
            Err(error) => prop_assert!(text.get(error.span().range()).is_some()),
            Ok(query) => {
                let printed = query.to_string();
                let again = Query::parse(&printed);
                prop_assert!(again.is_ok(), "{:?}", again);
                prop_assert_eq!(again.unwrap().to_string(), printed);
            }
        }
    }
}
