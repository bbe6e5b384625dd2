use super::*;
use crate::Dimension;

fn finds(search: &str, text: &str) -> bool {
    let metric = Metric::new("Bay", text).unwrap();
    Search::parse(&format!("MetricName={search}")).unwrap().matches(&metric)
}

#[test]
fn tokens_are_cut_at_case_digits_and_separators() {
    for (text, expected) in [
        ("FooBarBaz9", vec!["9", "bar", "baz", "foo", "foobarbaz9"]),
        ("HTTPHits-5min", vec!["5", "hits", "http", "httphits5min", "min"]),
        ("load", vec!["load"]),
        ("ABC", vec!["abc"]),
        ("aB", vec!["a", "ab", "b"]),
        ("i-0ab1", vec!["0", "1", "ab", "i", "i0ab1"]),
        ("--", vec![]),
        ("", vec![]),
    ] {
        assert_eq!(tokens(text), expected, "{text}");
    }
}

#[test]
fn partial_words_find_tokens_beside_each_other() {
    for (search, found) in [
        ("foo", true),
        ("BAR", true),
        ("FooBar", true),
        ("Baz9", true),
        ("foo-bar", true),
        ("foobar", false),
        ("baz9", false),
        ("fooBAR", false),
        ("foo-baz", false),
        ("Bar-9", false),
        ("o", false),
    ] {
        assert_eq!(finds(search, "FooBarBaz9"), found, "{search}");
    }
    assert!(finds("foobar", "FooBar") && finds("foobar", "foo.bar") && finds("FooBar", "Foo-Bar"));
}

#[test]
fn properties_schemas_and_operators() {
    let dimensions = [Dimension::new("Dock", "NorthDock7"), Dimension::new("Stage Name", "test(1)")];
    let metric = Metric::new("Bay/Ops", "LoadTime").unwrap().with_dimensions(dimensions).unwrap();
    for (search, found) in [
        (r#"{Bay/Ops, Dock, "Stage Name"}"#, true),
        (r#"{Bay/Ops, "Stage Name", Dock} load"#, true),
        ("{Bay/Ops, Dock}", false),
        ("{Bay, Dock, \"Stage Name\"}", false),
        ("{Bay/Ops,Dock,\"Stage Name\"}, load", true),
        (r#""LoadTime""#, true),
        (r#""loadtime""#, false),
        (r#""Dock""#, true),
        (r#""test\(1\)""#, true),
        (r#""test(1)""#, true),
        (r#"Namespace="Bay/Ops" MetricName=time"#, true),
        ("Dock = north", true),
        ("Dock = load", false),
        ("Dock=(south OR north)", true),
        ("Dock = ( south OR east )", false),
        ("Dock=(north AND NOT south) load", true),
        ("Dock=(north load)", false),
        ("Dock=(\"NorthDock7\" (dock 7))", true),
        ("\"Stage Name\"=(test OR live) MetricName=(load AND time)", true),
        ("NOT Dock=(north OR south)", false),
        (r#""Stage Name"=test"#, true),
        ("Nothing=x", false),
        ("NOT Nothing=x", true),
        (":aws.AccountId = 'LOCAL'", true),
        (":aws.AccountId = '999999999999'", false),
        ("none OR load AND time", true),
        ("load AND NOT time OR dock", true),
        ("NOT load OR time", true),
        ("NOT (load OR time)", false),
        ("(load none) OR (none time)", false),
    ] {
        let parsed = Search::parse(search).unwrap();
        assert_eq!(parsed.matches(&metric), found, "{search}");
        assert_eq!(Search::parse(&parsed.to_string()).as_ref(), Ok(&parsed), "{parsed}");
    }
}

#[test]
fn refusals_say_what_is_needed() {
    use SearchErrorKind::{Nothing, Schema, Size, Syntax};
    let deep = "(".repeat(100);
    let long = "x".repeat(1025);
    for (search, kind, message) in [
        ("", Syntax, "a term is needed, not the end"),
        ("{}", Schema, "a namespace or the name of a dimension is needed"),
        ("{Bay", Syntax, "`,` or `}` is needed, not the end"),
        ("{Bay Ops}", Syntax, "`,` or `}` (names with blanks stand in double quotes) is needed, not Ops}"),
        ("a AND", Syntax, "a term is needed, not the end"),
        ("OR a", Syntax, "a term is needed, not OR"),
        ("a)", Syntax, "AND, OR or the end is needed, not )"),
        ("(a", Syntax, "a term or `)` is needed, not the end"),
        ("Dock=", Syntax, "a term is needed, not the end"),
        ("=x", Syntax, "a name is needed before `=`"),
        ("\"a", Syntax, "the text has no closing quote"),
        ("A=(b OR c", Syntax, "a term or `)` is needed, not the end"),
        ("A=()", Syntax, "a term is needed, not )"),
        ("A=(b C=d)", Syntax, "the terms in these parentheses look at A already"),
        ("a --", Nothing, "a term has letters or digits"),
        (&deep, Size, "a search may be nested 64 deep"),
        (&long, Size, "a search may have 1024 characters, this has 1025"),
    ] {
        let error = Search::parse(search).unwrap_err();
        assert_eq!((error.kind(), error.message()), (kind, message), "{error}");
    }
}
