//! Which rule decides, and what a refresh keeps.

use super::*;
use crate::{Rate, RuleName, Verdict};

const fn at(seconds: i64) -> Timestamp {
    Timestamp::from_secs(1_777_874_400 + seconds)
}

fn rule(name: &str, priority: u16) -> SamplingRule {
    SamplingRule::new(RuleName::new(name).unwrap(), priority)
}

fn sampler(rules: impl IntoIterator<Item = SamplingRule>) -> CentralSampler {
    CentralSampler::new(LocalSampler::standard(0), 0).refreshed(at(0), rules).unwrap()
}

fn decides(rules: &[SamplingRule], request: &SamplingRequest<'_>) -> Option<String> {
    sampler(rules.iter().cloned()).rule_for(request).map(|rule| rule.name.to_string())
}

#[test]
fn priority_then_name_decides_and_the_default_is_last() {
    let rules = [SamplingRule::default_rule(), rule("b", 5), rule("a", 5), rule("z", 1).host("never")];
    let request = SamplingRequest::new("s", "h", "GET", "/");
    for turn in 0..rules.len() {
        let mut turned = rules.clone();
        turned.rotate_left(turn);
        assert_eq!(decides(&turned, &request), Some("a".into()), "{turn}");
    }
    assert_eq!(decides(&rules[..1], &SamplingRequest::default()), Some("Default".into()));
    assert_eq!(decides(&[rule("a", 5).host("never")], &request), None);
}

#[test]
fn attributes_must_be_there_and_match() {
    let wants = || rule("a", 1).attribute("animal", "c*t").attribute("speed", "10");
    for (given, matched) in [
        (&[("animal", "CAT"), ("speed", "10"), ("more", "x")][..], true),
        (&[("animal", "cat")][..], false),
        (&[("Animal", "cat"), ("speed", "10")][..], false),
        (&[("animal", "dog"), ("speed", "10")][..], false),
    ] {
        let request = SamplingRequest::default().with_attributes(given);
        let sampler = CentralSampler::new(LocalSampler::standard(0), 0)
            .with_missing_field(MissingField::ImplicitMatch)
            .refreshed(at(0), [wants()])
            .unwrap();
        assert_eq!(sampler.rule_for(&request).is_some(), matched, "{given:?}");
        assert_eq!(sampler.explain(&request).decides.is_some(), matched);
    }
}

#[test]
fn the_sdks_pass_over_what_they_do_not_know() {
    let rules = [rule("a", 1).attribute("k", "v"), rule("b", 2).resource_arn("arn:*"), rule("c", 3)];
    let request = SamplingRequest::default().with_resource_arn("arn:x").with_attributes(&[("k", "v")]);
    assert_eq!(decides(&rules, &request), Some("a".into()));
    let compat = CentralSampler::new(LocalSampler::standard(0), 0).with_rule_support(RuleSupport::SdkCompat);
    let compat = compat.refreshed(at(0), rules).unwrap();
    assert_eq!(compat.rule_for(&request).map(|rule| rule.name.as_str()), Some("c"));
}

#[test]
fn the_origin_stands_in_for_requests_that_tell_none() {
    let wants = || [rule("ec2", 1).service_type("AWS::EC2::*")];
    let named = sampler(wants()).with_origin("AWS::EC2::Instance");
    assert!(named.rule_for(&SamplingRequest::default()).is_some());
    assert!(named.rule_for(&SamplingRequest::default().with_service_type("AWS::Lambda")).is_none());
    assert!(sampler(wants()).rule_for(&SamplingRequest::default()).is_none());
}

#[test]
fn local_rules_decide_before_and_after_the_hour() {
    let request = SamplingRequest::default();
    let fresh = CentralSampler::new(LocalSampler::standard(0), 0);
    assert_eq!(fresh.decide(at(0), &request).rule(), DecidingRule::Default);
    let sampler = fresh.refreshed(at(0), [SamplingRule::default_rule()]).unwrap();
    assert_eq!(sampler.decide(at(3600), &request).rule(), DecidingRule::Central { name: "Default" });
    assert_eq!(
        sampler.decide(Timestamp::from_millis(at(3600).as_millis() + 1), &request).rule(),
        DecidingRule::Default
    );
    assert_eq!(sampler.refreshed(at(1), []).err(), Some(NoRules));
}

#[test]
fn a_refresh_keeps_what_was_granted_and_counted() {
    let old = sampler([rule("a", 1).rate(Rate::NEVER), rule("gone", 2)]);
    let request = SamplingRequest::default();
    assert_eq!(old.decide(at(0), &request).verdict(), Verdict::Borrow);
    let new = old.refreshed(at(0), [rule("a", 9).rate(Rate::ALWAYS), rule("new", 10)]).unwrap();
    assert_eq!(new.decide(at(0), &request).verdict(), Verdict::FixedRate, "the credit is spent, the rate is new");
    old.decide(at(0), &request);
    let reports = new.take_reports(at(10));
    assert_eq!((reports.len(), reports[0].requests, reports[0].sampled), (1, 3, 3));
    assert_eq!(reports[0].client, new.client().to_string());
}
