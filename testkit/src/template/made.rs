//! What a resource is called once it is made: what `Ref` and `Fn::GetAtt` give.

use std::collections::BTreeMap;

/// The names of a resource that was made, or that another service is said to have.
#[derive(Clone, Debug)]
pub(super) struct Made {
    kind: String,
    reference: String,
    attributes: BTreeMap<String, String>,
    another_service: bool,
}

impl Made {
    pub(super) fn new(kind: &str, reference: String, attributes: BTreeMap<String, String>) -> Self {
        Self { kind: kind.to_owned(), reference, attributes, another_service: false }
    }

    /// Of a service that is not modelled: more attributes exist than are known here.
    pub(super) fn of_another_service(self) -> Self {
        Self { another_service: true, ..self }
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

    /// The ARN, whatever its attribute is called.
    pub(super) fn arn(&self) -> Option<String> {
        let all = [self.reference.as_str()].into_iter().chain(self.attributes.values().map(String::as_str));
        all.filter(|value| value.starts_with("arn:")).min_by_key(|value| value.len()).map(str::to_owned)
    }

    pub(super) fn attributes(&self) -> impl Iterator<Item = &str> {
        self.attributes.keys().map(String::as_str)
    }

    pub(super) const fn is_of_another_service(&self) -> bool {
        self.another_service
    }
}
