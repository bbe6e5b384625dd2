//! Resources of services that are not modelled: their names and ARNs stand in for them.

mod kinds;

use std::collections::BTreeMap;

use cupola::Place;

use super::fill::{Owner, fill, of_place};
use super::made::Made;
use kinds::{KINDS, kind};

/// How the resources of one kind are called.
#[derive(Clone, Copy, Debug)]
pub(super) struct StandInKind {
    name: &'static str,
    /// Terraform's name of the kind.
    pub(super) terraform: &'static str,
    /// The property that names a resource; empty where none does.
    naming: &'static str,
    /// What `Ref` gives.
    reference: &'static str,
    /// What `Fn::GetAtt` gives; Terraform's attributes follow these, letter case and underscores aside.
    attributes: &'static [(&'static str, &'static str)],
}

/// Any other kind: nothing is known but that it has a name.
const ANY: StandInKind = kind("", "", "", "{name}", &[]);

pub(super) fn find(name: &str) -> StandInKind {
    KINDS.iter().copied().find(|kind| kind.name == name).unwrap_or(ANY)
}

/// The kind that Terraform calls so.
pub(super) fn find_terraform(name: &str) -> StandInKind {
    KINDS.iter().copied().find(|kind| kind.terraform == name).unwrap_or(ANY)
}

impl StandInKind {
    /// The properties on which names depend.
    pub(super) fn properties(&self) -> impl Iterator<Item = &'static str> {
        const OTHERS: [&str; 4] = ["Path", "FunctionName", "AutoScalingGroupName", "Cluster"];
        let of_fifo = FIFO.into_iter().filter(move |(name, _)| *name == self.name).map(|(_, property)| property);
        let all = [self.reference].into_iter().chain(self.attributes.iter().map(|(_, pattern)| *pattern));
        let patterns: Vec<&'static str> = all.collect();
        let mentioned = OTHERS
            .into_iter()
            .filter(move |name| patterns.iter().any(|pattern| pattern.contains(&format!("{{{name}"))));
        [self.naming].into_iter().filter(|naming| !naming.is_empty()).chain(of_fifo).chain(mentioned)
    }

    /// The names of one resource: `kind` as written, with properties as far as they are given.
    pub(super) fn make(
        &self,
        kind: &str,
        place: &Place,
        owner: Owner<'_>,
        property: impl Fn(&str) -> Option<String>,
    ) -> Made {
        let name = property(self.naming).filter(|name| !name.is_empty());
        let name = name.unwrap_or_else(|| self.made_up(owner, &property));
        let key = owner.key();
        let known = |slot: &str| match slot {
            "name" => Some(name.clone()),
            "path" => Some(name.trim_start_matches('/').to_owned()),
            _ => of_place(slot, place, &key).or_else(|| property(slot)),
        };
        let reference = fill(self.reference, known).unwrap_or_else(|| name.clone());
        let attribute = |(attribute, pattern): &(&str, &str)| Some(((*attribute).to_owned(), fill(pattern, known)?));
        let attributes: BTreeMap<String, String> = self.attributes.iter().filter_map(attribute).collect();
        Made::new(kind, &name, reference, attributes)
    }

    /// A name as the kind's own rules allow it.
    ///
    /// # Source
    /// Amazon SQS, Amazon SNS, Amazon S3, AWS Lambda, IAM and Elastic Load Balancing API References, constraints of names.
    fn made_up(&self, owner: Owner<'_>, property: impl Fn(&str) -> Option<String>) -> String {
        let is_true = |name: &str| property(name).is_some_and(|text| text.eq_ignore_ascii_case("true"));
        let is_fifo = FIFO.iter().any(|(kind, fifo)| *kind == self.name && is_true(fifo));
        match self.name {
            _ if is_fifo => owner.name(80 - ".fifo".len()) + ".fifo",
            "AWS::SQS::Queue" => owner.name(80),
            "AWS::Lambda::Function" | "AWS::IAM::Role" | "AWS::IAM::User" => owner.name(64),
            "AWS::S3::Bucket" => owner.name(63).to_lowercase().replace('_', "-"),
            "AWS::ElasticLoadBalancingV2::LoadBalancer" | "AWS::ElasticLoadBalancingV2::TargetGroup" => owner.name(32),
            _ => owner.name(255),
        }
    }
}

/// The property that makes names of a kind end in `.fifo`.
const FIFO: [(&str, &str); 2] = [("AWS::SQS::Queue", "FifoQueue"), ("AWS::SNS::Topic", "FifoTopic")];

#[cfg(test)]
mod tests {
    use super::*;

    fn made(kind: &str, property: impl Fn(&str) -> Option<String>) -> Made {
        let place = Place::parse("111122223333", "eu-west-1").expect("a place");
        find(kind).make(kind, &place, Owner { stack: "shop", logical: "It", prefix: None }, property)
    }

    #[test]
    fn a_topic_is_its_arn_and_a_queue_its_url() {
        let named = |name: &'static str| move |asked: &str| asked.ends_with("Name").then(|| name.to_owned());
        assert_eq!(made("AWS::SNS::Topic", named("ops")).reference(), "arn:aws:sns:eu-west-1:111122223333:ops");
        let queue = made("AWS::SQS::Queue", named("jobs"));
        assert_eq!(queue.reference(), "https://sqs.eu-west-1.amazonaws.com/111122223333/jobs");
        assert_eq!(queue.attribute("Arn"), Some("arn:aws:sqs:eu-west-1:111122223333:jobs"));
    }

    #[test]
    fn roles_keep_their_path_and_unknown_kinds_have_a_name() {
        let role = made("AWS::IAM::Role", |name| match name {
            "RoleName" => Some("Deploy".into()),
            "Path" => Some("/ci/".into()),
            _ => None,
        });
        assert_eq!(role.attribute("Arn"), Some("arn:aws:iam::111122223333:role/ci/Deploy"));
        let other = made("AWS::EC2::VPC", |_| None);
        assert!(other.reference().starts_with("shop-It-") && other.attributes().next().is_none());
    }

    #[test]
    fn made_up_names_keep_their_kinds_rules() {
        let fifo = |name: &str| name.starts_with("Fifo").then(|| "true".to_owned());
        assert!(made("AWS::SNS::Topic", fifo).reference().ends_with(".fifo"));
        assert!(made("AWS::SQS::Queue", fifo).attribute("QueueName").is_some_and(|name| name.ends_with(".fifo")));
        assert!(!made("AWS::SQS::Queue", |_| None).reference().ends_with(".fifo"));
        let bucket = made("AWS::S3::Bucket", |_| None);
        assert!(bucket.reference().chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'));
        let place = Place::parse("111122223333", "eu-west-1").expect("a place");
        let owner = Owner { stack: "a-stack-of-a-long-name", logical: "ALoadBalancer", prefix: None };
        let balancer = find("AWS::ElasticLoadBalancingV2::LoadBalancer").make("", &place, owner, |_| None);
        assert_eq!(balancer.attribute("LoadBalancerName").map(str::len), Some(32));
    }

    #[test]
    fn a_parameters_arn_has_one_slash() {
        let named = |name: &'static str| move |asked: &str| (asked == "Name").then(|| name.to_owned());
        for name in ["/shop/x", "shop/x"] {
            let parameter = made("AWS::SSM::Parameter", named(name));
            assert_eq!(parameter.reference(), name);
            assert_eq!(parameter.attribute("Arn"), Some("arn:aws:ssm:eu-west-1:111122223333:parameter/shop/x"));
        }
    }

    #[test]
    fn kinds_stand_once_in_both_languages() {
        for names in
            [KINDS.iter().map(|kind| kind.name).collect::<Vec<_>>(), KINDS.iter().map(|kind| kind.terraform).collect()]
        {
            let unique: std::collections::BTreeSet<_> = names.iter().collect();
            assert_eq!(unique.len(), names.len());
        }
    }
}
