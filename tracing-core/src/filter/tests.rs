use super::*;
use crate::{SegmentDocument, TraceId};

fn parsed(text: &str) -> String {
    FilterExpression::parse(text).unwrap_or_else(|error| panic!("{error}")).to_string()
}

fn refused(text: &str) -> (FilterErrorKind, usize) {
    let error = FilterExpression::parse(text).expect_err(text);
    (error.kind(), error.at())
}

#[test]
fn terms_side_by_side_must_all_hold_and_and_binds_tighter() {
    for (text, printed) in [
        ("ok !partial duration <3", "ok AND !partial AND duration < 3"),
        ("ok OR fault AND duration > 5", "ok OR fault AND duration > 5"),
        ("(ok OR fault) duration > 5", "(ok OR fault) AND duration > 5"),
        ("!ok fault", "!ok AND fault"),
        ("!responseTime = 2", "!responsetime = 2"),
        ("!(a.b OR ok)", "!(a.b OR ok)"),
        ("OK = TRUE and Fault != false", "ok = true AND fault != false"),
        ("", ""),
        (" 1-5759e988-bd862e3fe1be46a994272793 ", "1-5759e988-bd862e3fe1be46a994272793"),
        ("annotation[a.b] = 1", "annotation[\"a.b\"] = 1"),
        ("Annotation.Gold", "annotation.Gold"),
        ("service() service(\"a\") { fault }", "service() AND service(\"a\") { fault }"),
        ("service(id(type: \"x\", Account.Id: \"1\"))", "service(id(type: \"x\", account.id: \"1\"))"),
        ("edge(\"a\", id(name: \"b\")) {ok}", "edge(\"a\", id(name: \"b\")) { ok }"),
        ("rootcause.fault.exception {name = traces}", "rootcause.fault.exception { name = \"traces\" }"),
        (
            "rootcause.json = #[{\"Services\":[{\"Name\":\"a]\"}]}]",
            "rootcause.json = #[{\"Services\":[{\"Name\":\"a]\"}]}]",
        ),
        ("group.name != \"slow\"", "group.name != \"slow\""),
    ] {
        if text.contains("a.b OR") {
            assert_eq!(refused(text).0, FilterErrorKind::Semantic);
            continue;
        }
        assert_eq!(parsed(text), printed);
        let first = FilterExpression::parse(text).unwrap();
        assert_eq!(FilterExpression::parse(&first.to_string()).unwrap(), first, "{text}");
    }
}

#[test]
fn what_is_no_expression_is_refused_where_it_stands() {
    use FilterErrorKind::{Lex, Semantic, Syntax};
    for (text, kind, at) in [
        ("user = \"alice", Lex, 7),
        ("fault & ok", Lex, 6),
        ("AND ok", Syntax, 0),
        ("ok AND AND fault", Syntax, 7),
        ("ok OR", Syntax, 5),
        ("OR ok", Syntax, 0),
        ("responsetime > > 3", Syntax, 15),
        ("responsetime >", Syntax, 14),
        ("service(\"a\") { fault", Syntax, 20),
        ("service(\"a\" { fault }", Syntax, 12),
        ("(ok", Syntax, 3),
        ("ok)", Syntax, 2),
        ("service(id())", Syntax, 11),
        ("edge(\"a\")", Syntax, 8),
        ("fault { ok }", Syntax, 0),
        ("1-5759e988-bd862e3fe1be46a994272793 OR ok", Lex, 0),
        ("speed > 3", Semantic, 0),
        ("ok = 3", Semantic, 5),
        ("ok > true", Semantic, 3),
        ("responsetime CONTAINS 3", Semantic, 13),
        ("responsetime = \"3\"", Semantic, 15),
        ("http.status = true", Semantic, 14),
        ("user > \"a\"", Semantic, 5),
        ("user = 3", Semantic, 7),
        ("annotation.k > \"a\"", Semantic, 13),
        ("annotation.k > true", Semantic, 13),
        ("annotation.k CONTAINS 3", Semantic, 13),
        ("annotation.a.b = 1", Semantic, 0),
        ("name = \"a\"", Semantic, 0),
        ("root", Semantic, 0),
        ("service() { service(\"b\") }", Semantic, 12),
        ("service() { group.name = \"g\" }", Semantic, 12),
        ("edge(\"\", \"b\")", Semantic, 5),
        ("rootcause.fault.service { user = \"a\" }", Semantic, 26),
        ("rootcause.fault.entity { coverage > 0.5 }", Semantic, 25),
        ("group.name", Semantic, 0),
        ("group.name CONTAINS \"a\"", Semantic, 11),
        ("rootcause.json = \"a\"", Semantic, 17),
        ("rootcause.json = #[{]", Semantic, 17),
    ] {
        assert_eq!(refused(text), (kind, at), "{text}");
    }
}

#[test]
fn nesting_has_a_bound_and_so_has_length() {
    let nested = |n: usize| format!("{}ok{}", "(".repeat(n), ")".repeat(n));
    assert!(FilterExpression::parse(&nested(64)).is_ok());
    assert_eq!(refused(&nested(65)).0, FilterErrorKind::Syntax);
    assert_eq!(refused(&format!("{}ok", "!".repeat(5_000))).0, FilterErrorKind::Syntax);
    assert!(FilterExpression::parse(&format!("ok{}", " ".repeat(9_998))).is_ok());
    assert_eq!(refused(&format!("ok{}", " ".repeat(9_999))).0, FilterErrorKind::Syntax);
}

/// The reference's worked example E, with annotations.
fn example() -> Vec<SegmentDocument> {
    [
        r#"{"trace_id": "1-69f839a0-00112233445566778899aabb", "id": "00000000000000a0", "name": "web", "start_time": 0,
            "end_time": 0.3, "http": {"request": {"url": "https://quay.example/cart", "method": "GET"}, "response": {"status": 200}},
            "user": "alice", "annotations": {"gold": true, "dock": 7, "crane": "north"}, "subsegments": [{"id": "00000000000000a1",
            "name": "api", "namespace": "remote", "start_time": 0.01, "end_time": 0.25, "http": {"response": {"status": 500}}}]}"#,
        r#"{"trace_id": "1-69f839a0-00112233445566778899aabb", "id": "00000000000000b0", "parent_id": "00000000000000a1",
            "name": "api", "start_time": 0.02, "end_time": 0.24, "fault": true, "aws": {"account_id": "111122223333"}, "user": "bob",
            "cause": {"exceptions": [{"id": "00000000000000b9", "type": "Full", "message": "no room"}]}, "subsegments": [
            {"id": "00000000000000b1", "name": "DynamoDB", "namespace": "aws", "aws": {"table_name": "t"}, "start_time": 0.03,
            "end_time": 0.1, "http": {"response": {"status": 400}}}]}"#,
    ]
    .iter()
    .map(|text| SegmentDocument::parse(text).unwrap())
    .collect()
}

#[test]
fn terms_hold_as_the_reference_tells() {
    let documents = example();
    let trace = Trace::assemble(TraceId::parse("1-69f839a0-00112233445566778899aabb").unwrap(), &documents);
    for (text, expected) in [
        ("", true),
        ("1-69f839a0-00112233445566778899aabb", true),
        ("1-69f839a1-00112233445566778899aabb", false),
        // Example E.
        ("fault", false),
        ("error", false),
        ("service(\"api\") { fault }", true),
        ("service() { error }", true),
        ("edge(\"web\",\"api\") { fault and responsetime > 0.23 }", true),
        ("service(\"api\") { responsetime > 0.23 }", false),
        // A call is judged as the caller saw it.
        ("edge(\"web\",\"api\") { http.status = 500 }", true),
        ("edge(\"api\", id(type: \"AWS::DynamoDB::Table\")) { error inferred }", true),
        ("edge(id(type: \"client\"), \"web\") { ok root }", true),
        ("edge(\"web\", \"web\")", true),
        ("edge(\"api\", \"web\")", false),
        // Nodes.
        ("service(\"DynamoDB\")", false),
        ("service(\"t\")", true),
        ("service(\"t\") { inferred !root }", true),
        ("service(id(name: \"api\", account.id: \"111122223333\"))", true),
        ("service(id(name: \"api\", account.id: \"9\"))", false),
        // One segment must satisfy the whole block.
        ("service() { root AND fault }", false),
        ("service(\"web\") { annotation.dock = 7 }", true),
        ("service(\"api\") { annotation.dock = 7 }", false),
        // Texts.
        ("http.url BEGINSWITH \"https\" AND http.method = \"GET\"", true),
        ("http.url CONTAINS \"\"", true),
        ("http.clientip CONTAINS \"\"", false),
        ("http.clientip != \"1.2.3.4\"", false),
        ("!(http.clientip = \"1.2.3.4\")", true),
        ("user = \"bob\"", true),
        ("user != \"bob\"", true),
        ("user = \"Bob\"", false),
        ("user", true),
        ("instance.id", false),
        ("account.id = \"111122223333\"", true),
        // Annotations.
        ("annotation.gold", true),
        ("annotation.gold = false", false),
        ("annotation.dock = 7", true),
        ("annotation.dock = \"7\"", false),
        ("annotation.dock != \"7\"", false),
        ("annotation.crane ENDSWITH \"rth\"", true),
        ("annotation.crane > 3", false),
        ("annotation.none", false),
        ("!annotation.none", true),
        ("annotation.none != 3", false),
        // Numbers.
        ("responsetime = 0.3 AND duration >= 0.3", true),
        ("http.status != 500", true),
        ("throttle OR partial", false),
        ("inferred", true),
        // Root causes: the root is well, so that the outermost that failed is where it begins.
        ("rootcause.fault.service { name = \"api\" first last }", true),
        ("rootcause.fault.service { name = \"web\" }", false),
        ("rootcause.fault.exception { name = \"Full\" message CONTAINS \"room\" }", true),
        ("rootcause.fault.entity { index = 0 !remote }", true),
        ("rootcause.error.service { type = \"AWS::DynamoDB::Table\" inferred }", true),
        ("rootcause.responsetime.entity { coverage >= 0.8 remote name = \"api\" }", true),
        ("rootcause.responsetime.entity { coverage = 1 first name = \"web\" }", true),
        ("rootcause.json = #[{\"ClientImpacting\": false, \"Services\": [{\"Name\": \"api\"}]}]", true),
        ("rootcause.json = #[{\"Services\": [{\"Name\": \"api\"}, {}]}]", false),
        ("rootcause.error.json = #[{\"Services\": [{\"Name\": \"api\"}]}]", false),
        ("rootcause.json = #[]", true),
    ] {
        let expression = FilterExpression::parse(text).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(expression.matches(&trace), expected, "{text}");
    }
}

#[test]
fn lints_tell_what_is_probably_not_meant() {
    for (text, expected) in [
        ("http.url = \"*/cart\"", "* and ? stand for themselves: CONTAINS and BEGINSWITH find parts"),
        ("http.status = 700", "no trace has such a number"),
        ("responsetime < 0", "no trace has such a number"),
        ("annotation.my-key", "no annotation of the key my-key is indexed"),
        ("rootcause.responsetime.exception { first }", "root causes of the response time have no exceptions"),
    ] {
        let expression = FilterExpression::parse(text).unwrap();
        assert_eq!(expression.lints().iter().map(ToString::to_string).collect::<Vec<_>>(), [expected], "{text}");
    }
    assert!(FilterExpression::parse("(ok fault) OR user = \"a\"").unwrap().lints().is_empty());
}
