//! Which fields and operators the service accepts, by category and target.

use super::{Operator, SelectorField, Target};

/// What a field may be asked in selectors of a category; none where it may not be named.
pub(super) fn rule(target: Target, category: &str, field: &SelectorField) -> Option<Rule> {
    let store = target == Target::EventDataStore;
    match (category, field) {
        (_, SelectorField::EventCategory) => Some(Rule::one("one value of Equals")),
        ("Management", SelectorField::EventSource) if !store => Some(EXCLUSION),
        ("Management", SelectorField::ReadOnly) | ("Data", SelectorField::ReadOnly) => Some(TRUTH),
        ("Management", SelectorField::SessionCredentialFromConsole) if store => Some(CONSOLE),
        ("Data", SelectorField::SessionCredentialFromConsole) if store => Some(CONSOLE),
        ("Management", SelectorField::EventSource | SelectorField::EventName | SelectorField::EventType) if store => {
            Some(Rule::ANY)
        }
        ("Management" | "Data", SelectorField::UserIdentityArn) if store => Some(Rule::ANY),
        ("Data", SelectorField::ResourcesType) => Some(Rule::one("one value of Equals")),
        ("Data", SelectorField::EventSource | SelectorField::EventName | SelectorField::ResourcesArn) => {
            Some(Rule::ANY)
        }
        ("Data", SelectorField::EventType) if store => Some(Rule::ANY),
        ("NetworkActivity", SelectorField::EventSource) => Some(Rule::one("one value of Equals")),
        ("NetworkActivity", SelectorField::EventName | SelectorField::VpcEndpointId) => Some(Rule::ANY),
        ("NetworkActivity", SelectorField::UserIdentityArn) if !store => Some(Rule::ANY),
        ("NetworkActivity", SelectorField::ErrorCode) => Some(DENIAL),
        _ => None,
    }
}

/// The categories that may be selected.
pub(super) fn is_category(target: Target, category: &str) -> bool {
    match category {
        "Management" | "Data" | "NetworkActivity" => true,
        "Insight" | "ConfigurationItem" | "Evidence" | "ActivityAuditLog" => target == Target::EventDataStore,
        _ => false,
    }
}

/// Whether events of a category are kept by stores of that category alone.
pub(crate) fn is_sole(category: &str) -> bool {
    matches!(category, "Insight" | "ConfigurationItem" | "Evidence" | "ActivityAuditLog")
}

/// What a field may be asked.
#[derive(Clone, Copy)]
pub(super) struct Rule {
    pub(super) operators: &'static [Operator],
    /// The accepted values; any where none is named.
    pub(super) values: &'static [&'static str],
    pub(super) single: bool,
    /// In words.
    pub(super) says: &'static str,
}

impl Rule {
    const ANY: Self = Self { operators: &Operator::ALL, values: &[], single: false, says: "any" };

    const fn one(says: &'static str) -> Self {
        Self { operators: &[Operator::Equals], values: &[], single: true, says }
    }
}

const EXCLUSION: Rule = Rule {
    operators: &[Operator::NotEquals],
    values: &["kms.amazonaws.com", "rdsdata.amazonaws.com"],
    single: false,
    says: "NotEquals kms.amazonaws.com or rdsdata.amazonaws.com",
};
const TRUTH: Rule =
    Rule { operators: &[Operator::Equals], values: &["true", "false"], single: true, says: "Equals true or false" };
const CONSOLE: Rule = Rule {
    operators: &[Operator::Equals, Operator::NotEquals],
    values: &["true"],
    single: true,
    says: "Equals or NotEquals true",
};
const DENIAL: Rule = Rule {
    operators: &[Operator::Equals],
    values: &["VpceAccessDenied"],
    single: true,
    says: "Equals VpceAccessDenied",
};
