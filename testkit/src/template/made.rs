//! What a resource is called once it is made: what `Ref` and `Fn::GetAtt` give.

use std::collections::BTreeMap;

/// The names of a resource that was made, or that another service is said to have.
#[derive(Clone, Debug)]
pub(super) struct Made {
    kind: String,
    name: String,
    reference: String,
    attributes: BTreeMap<String, String>,
    /// The ARN, where no attribute is one.
    arn: Option<String>,
}

impl Made {
    pub(super) fn new(kind: &str, name: &str, reference: String, attributes: BTreeMap<String, String>) -> Self {
        Self { kind: kind.to_owned(), name: name.to_owned(), reference, attributes, arn: None }
    }

    /// With an ARN that no attribute gives.
    pub(super) fn at(self, arn: Option<String>) -> Self {
        Self { arn, ..self }
    }

    /// Its name at the service.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn kind(&self) -> &str {
        &self.kind
    }

    /// What `Ref` gives.
    pub(super) fn reference(&self) -> &str {
        &self.reference
    }

    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }

    /// The ARN: what the kind says, or `Arn`, or what the kind calls it (`RuleARN`).
    pub(super) fn arn(&self) -> Option<String> {
        let called_so = |(name, _): &(&String, &String)| name.to_ascii_lowercase().ends_with("arn");
        let other = || self.attributes.iter().find(called_so).map(|(_, value)| value.as_str());
        let known = self.arn.as_deref().or_else(|| self.attribute("Arn")).or_else(other);
        known.filter(|value| value.starts_with("arn:")).map(str::to_owned)
    }

    pub(super) fn attributes(&self) -> impl Iterator<Item = &str> {
        self.attributes.keys().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arn_is_the_resources_own() {
        let made = |attributes: &[(&str, &str)]| {
            let owned = attributes.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
            Made::new("", "", "arn:of:another".into(), owned)
        };
        let trail = made(&[("Arn", "arn:aws:cloudtrail:::trail/all"), ("SnsTopicArn", "arn:aws:sns:::x")]);
        assert_eq!(trail.arn().as_deref(), Some("arn:aws:cloudtrail:::trail/all"));
        let rule = made(&[("RuleARN", "arn:aws:xray:::rule"), ("Name", "rule")]);
        assert_eq!(rule.arn().as_deref(), Some("arn:aws:xray:::rule"));
        assert_eq!(made(&[("Name", "x")]).arn(), None);
        let canary = made(&[("State", "READY")]).at(Some("arn:aws:synthetics:::canary:x".into()));
        assert_eq!((canary.arn().as_deref(), canary.attribute("Arn")), (Some("arn:aws:synthetics:::canary:x"), None));
    }
}
