//! Laws of central rules.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::strategies::{request, rules};
use crate::{CentralSampler, LocalSampler, SamplingRule, Timestamp};

fn sampler(rules: Vec<SamplingRule>) -> CentralSampler {
    let now = Timestamp::from_secs(1_777_874_400);
    CentralSampler::new(LocalSampler::standard(0), 0).refreshed(now, rules).unwrap()
}

proptest! {
    /// Invariant 6: the order in which rules are told never changes a decision.
    #[test]
    fn the_order_of_the_list_does_not_matter(mut rules in rules(), request in request(), turn in 0..8usize) {
        // Of rules of one name the last counts: each name once.
        rules = rules.into_iter().map(|rule| (rule.name.clone(), rule)).collect::<BTreeMap<_, _>>().into_values().collect();
        rules.push(SamplingRule::default_rule());
        let plain = sampler(rules.clone());
        let first = request.with(|request| plain.rule_for(request).map(|rule| rule.name.clone()));
        let places = rules.len();
        rules.rotate_left(turn % places);
        rules.reverse();
        let turned = sampler(rules);
        prop_assert_eq!(first, request.with(|request| turned.rule_for(request).map(|rule| rule.name.clone())));
    }

    /// What explains a decision finds the same rule.
    #[test]
    fn explanations_name_the_rule_that_decides(rules in rules(), request in request()) {
        let sampler = sampler(rules.into_iter().chain([SamplingRule::default_rule()]).collect());
        request.with(|request| {
            let decides = sampler.rule_for(request).map(|rule| rule.name.to_string());
            let told = sampler.explain(request);
            let named = told.decides.and_then(|index| told.rules[index].name.clone());
            assert_eq!(decides, named);
            assert_eq!(told.rules.iter().position(|rule| rule.matched), told.decides);
        });
    }
}
