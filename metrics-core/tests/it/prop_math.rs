//! Laws of metric math, searches and Metrics Insights queries.

use cupola_base::Rng;
use cupola_metrics::testing::math_laws as laws;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_an_expression_or_refused(
        text in "([abcems1 ]|[-+*/^<>()\\[\\],.'\"]|AVG\\(|SUM\\(|FILL\\(|IF\\(|METRICS\\(|==|AND|REPEAT|[0-9]){0,14}",
    ) {
        laws::math_law(text.as_bytes());
    }

    #[test]
    fn generated_expressions_come_to_what_the_twin_says(bytes in proptest::collection::vec(any::<u8>(), 20..300)) {
        laws::generated_math_law(&bytes);
    }

    #[test]
    fn any_text_is_a_search_or_refused(
        search in "([aB1{},()\"'=\\\\ ]|AND |OR |NOT |Dock|MetricName|Namespace|LoadTime9|-){0,14}",
        names in "[aBc1-]{1,6}(\n[A-Za-z0-9 ._]{1,12}){0,2}",
    ) {
        laws::search_law(format!("{search}\n{names}").as_bytes());
    }

    #[test]
    fn tokens_are_those_of_the_twin(text in "[a-cA-C1-2_. é]{0,12}", wanted in "[a-bA-B1._-]{1,5}") {
        laws::tokens_law(&text, &wanted);
    }

    #[test]
    fn any_text_is_a_query_or_refused(
        clauses in "( WHERE| GROUP BY| ORDER BY| LIMIT| AND| OR| NOT| IN|=|!=| a| b| \"x y\"| 'v'| SUM\\(\\)| DESC| [0-9]|[(),]){0,10}",
        source in "Bay|\"AWS/EC2\"|SCHEMA\\(Bay, b, a\\)|a b|",
    ) {
        laws::insights_law(format!("SELECT AVG(a) FROM {source}{clauses}").as_bytes());
    }
}

/// The law of generated expressions says something about most of them.
#[test]
fn most_generated_expressions_come_to_something() {
    let rng = Rng::new(1);
    let bytes = || (0..40).flat_map(|_| rng.next_u64().to_le_bytes()).collect::<Vec<u8>>();
    let full = (0..1000).filter(|_| laws::generated_math_law(&bytes())).count();
    assert!(full > 600, "{full} of 1000");
}
