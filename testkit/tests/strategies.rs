//! The strategies give what they promise.

use cupola::logs::FilterPattern;
use cupola::{Place, Timestamp};
use cupola_test::strategies;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn filters_match_their_hits_and_no_misses(case in strategies::logs::filter_case()) {
        let pattern = FilterPattern::parse(&case.pattern).unwrap();
        prop_assert!(pattern.matches(&case.hit), "{case:?}: {}", pattern.explain(&case.hit));
        prop_assert!(!pattern.matches(&case.miss), "{case:?}: {}", pattern.explain(&case.miss));
    }

    #[test]
    fn every_area_is_there(
        line in strategies::logs::line(),
        values in strategies::metrics::history(20),
        pattern in strategies::events::pattern(),
        event in strategies::events::event(),
        rules in strategies::traces::rules(),
        record in strategies::record(Timestamp::EPOCH, Place::parse("111122223333", "us-east-1").unwrap()),
    ) {
        prop_assert!(line.len() < 1_000 && values.len() <= 20 && rules.len() < 8);
        prop_assert!(pattern.matches(event.as_bytes()).is_ok());
        prop_assert!(record.build("11111111-2222-4333-8444-555555555555").is_ok());
    }
}
