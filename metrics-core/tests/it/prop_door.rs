//! Laws of the door.

use std::collections::BTreeSet;

use cupola_base::Rng;
use cupola_metrics::OPERATIONS;
use cupola_metrics::testing::laws;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_answered_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        laws::call_law(&bytes);
    }

    #[test]
    fn answers_have_their_shapes(bytes in proptest::collection::vec(any::<u8>(), 0..3000)) {
        laws::answers_have_their_shapes(&bytes);
    }
}

/// The law above says something about every action.
#[test]
fn generated_requests_reach_every_action() {
    let rng = Rng::new(1);
    let mut answered = BTreeSet::new();
    for _ in 0..1500 {
        let bytes: Vec<u8> = (0..400).flat_map(|_| rng.next_u64().to_le_bytes()).collect();
        answered.extend(laws::answers_have_their_shapes(&bytes));
    }
    assert_eq!(answered, OPERATIONS.iter().map(|operation| operation.name).collect());
}
