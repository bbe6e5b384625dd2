//! What the service refuses.

use super::basic::{TYPES, is_all};
use super::rules::{Rule, is_category, is_sole, rule};
use super::{
    AdvancedSelector, BasicSelector, Condition, DataResource, FieldSelector, ReadWriteType, SelectorField,
    SelectorProblem, SelectorProblemKind as Kind, Selectors, SelectorsError,
};

/// For whom selectors are checked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Target {
    /// A trail.
    #[default]
    Trail,
    /// An event data store, which takes more fields and categories.
    EventDataStore,
    /// A trail, but fields that this release does not know pass.
    LenientTrail,
}

impl Selectors {
    /// Everything that the service would refuse.
    ///
    /// ```
    /// use cupola_audit::{AdvancedSelector, FieldSelector, Selectors, Target};
    ///
    /// let odd = AdvancedSelector::new().with(FieldSelector::new("eventCategory").equals(["Data"]));
    /// let refused = Selectors::Advanced(vec![odd]).check(Target::Trail).unwrap_err();
    /// assert_eq!(refused.to_string(), "selector 0: resources.type is needed with one value of Equals");
    /// assert_eq!(refused.code(), "InvalidEventSelectorsException");
    /// ```
    ///
    /// # Errors
    /// [`SelectorsError`] with every problem and its place.
    ///
    /// # Source
    /// CloudTrail API Reference, PutEventSelectors, AdvancedFieldSelector.
    pub fn check(&self, target: Target) -> Result<(), SelectorsError> {
        let mut problems = Vec::new();
        match self {
            Self::Basic(list) => check_basic(list, &mut problems),
            Self::Advanced(list) => check_advanced(list, target, &mut problems),
        }
        if problems.is_empty() { Ok(()) } else { Err(SelectorsError(problems)) }
    }
}

/// Values of all basic selectors of a trail, those for all resources not counted.
const BASIC_VALUES: usize = 250;
/// Values of all conditions of all advanced selectors of a trail.
const ADVANCED_VALUES: usize = 500;
/// Advanced selectors of an event data store.
const STORE_SELECTORS: usize = 5;

fn check_basic(list: &[BasicSelector], problems: &mut Vec<SelectorProblem>) {
    if !(1..=5).contains(&list.len()) {
        problems.push(SelectorProblem::of_all(Kind::Count(list.len())));
    }
    let values = list.iter().flat_map(|selector| &selector.data_resources).flat_map(|resources| &resources.values);
    let count = values.filter(|value| !is_all(value)).count();
    if count > BASIC_VALUES {
        problems.push(SelectorProblem::of_all(Kind::Values { count, most: BASIC_VALUES }));
    }
    for (place, selector) in list.iter().enumerate() {
        check_basic_words(place, selector, problems);
        for (number, resources) in selector.data_resources.iter().enumerate() {
            let bad = bad_resources(resources);
            problems.extend(bad.map(|kind| SelectorProblem::at(place, number, kind)));
        }
    }
}

fn check_basic_words(place: usize, selector: &BasicSelector, problems: &mut Vec<SelectorProblem>) {
    if let ReadWriteType::Other(word) = &selector.read_write_type {
        let kind = Kind::Value { value: word.to_string(), accepted: "All, ReadOnly or WriteOnly" };
        problems.push(SelectorProblem::of(place, kind));
    }
    for source in &selector.exclude_management_event_sources {
        if !matches!(&**source, "kms.amazonaws.com" | "rdsdata.amazonaws.com") {
            let accepted = "kms.amazonaws.com or rdsdata.amazonaws.com";
            problems.push(SelectorProblem::of(place, Kind::Value { value: source.clone(), accepted }));
        }
    }
}

fn bad_resources(resources: &DataResource) -> Option<Kind> {
    let Some((_, service)) = TYPES.iter().find(|(kind, _)| *kind == resources.kind) else {
        let accepted = "AWS::S3::Object, AWS::Lambda::Function or AWS::DynamoDB::Table";
        return Some(Kind::Value { value: resources.kind.clone(), accepted });
    };
    let is_good = |value: &str| {
        let parts: Vec<&str> = value.splitn(6, ':').collect();
        matches!(parts[..], ["arn", partition, of, ..] if partition.starts_with("aws") && of == *service)
            && (parts.len() == 3 || (parts.len() == 6 && !parts[5].is_empty()))
    };
    let bad = resources.values.iter().find(|value| !is_good(value))?;
    Some(Kind::Value { value: bad.clone(), accepted: "an ARN of the type's service, or the service's ARN for all" })
}

fn check_advanced(list: &[AdvancedSelector], target: Target, problems: &mut Vec<SelectorProblem>) {
    if list.is_empty() {
        problems.push(SelectorProblem::of_all(Kind::None));
    }
    let conditions = list.iter().flat_map(|selector| &selector.field_selectors).flat_map(|field| &field.conditions);
    let count: usize = conditions.map(|condition| condition.values.len()).sum();
    if count > ADVANCED_VALUES {
        problems.push(SelectorProblem::of_all(Kind::Values { count, most: ADVANCED_VALUES }));
    }
    if target == Target::EventDataStore {
        check_store(list, problems);
    }
    for (place, selector) in list.iter().enumerate() {
        check_selector(place, selector, target, problems);
        check_source_once(place, list, problems);
    }
}

/// What an event data store takes besides: few selectors, and of some categories one alone.
fn check_store(list: &[AdvancedSelector], problems: &mut Vec<SelectorProblem>) {
    if list.len() > STORE_SELECTORS {
        problems.push(SelectorProblem::of_all(Kind::TooMany(list.len())));
    }
    let sole = list.iter().filter_map(AdvancedSelector::category).find(|category| is_sole(category));
    if let Some(category) = sole.filter(|_| list.len() > 1) {
        problems.push(SelectorProblem::of_all(Kind::Alone(category.into())));
    }
}

fn check_selector(place: usize, selector: &AdvancedSelector, target: Target, problems: &mut Vec<SelectorProblem>) {
    let mut tell = |kind| problems.push(SelectorProblem::of(place, kind));
    let length = selector.name.as_deref().unwrap_or_default().chars().count();
    if length > 1000 {
        tell(Kind::Name(length));
    }
    if selector.field_selectors.is_empty() {
        return tell(Kind::Empty);
    }
    let Some(category) = selector.pinned(&SelectorField::EventCategory) else {
        return tell(Kind::Needed("eventCategory"));
    };
    if !is_category(target, category) {
        return tell(Kind::Category(category.into()));
    }
    let needed = match category {
        "Data" => Some((SelectorField::ResourcesType, "resources.type")),
        "NetworkActivity" => Some((SelectorField::EventSource, "eventSource")),
        _ => None,
    };
    if let Some((_, name)) = needed.filter(|(field, _)| selector.pinned(field).is_none()) {
        tell(Kind::Needed(name));
    }
    for (number, field) in selector.field_selectors.iter().enumerate() {
        check_field(field, category, target, &mut |problem| {
            problems.push(SelectorProblem { selector: Some(place), field: Some(number), ..problem });
        });
    }
}

fn check_field(selector: &FieldSelector, category: &str, target: Target, tell: &mut dyn FnMut(SelectorProblem)) {
    let name = &selector.field;
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '|');
    if !(1..=1000).contains(&name.len()) || !name.chars().all(is_name) {
        return tell(SelectorProblem::of_all(Kind::FieldName(name.clone())));
    }
    if selector.conditions.is_empty() {
        tell(SelectorProblem::of_all(Kind::NoOperator(name.clone())));
    }
    let field = SelectorField::of(name);
    let rule = rule(target, category, &field);
    let passes = target == Target::LenientTrail && matches!(field, SelectorField::Other(_));
    if rule.is_none() && !passes {
        return tell(SelectorProblem::of_all(Kind::Field { field: name.clone(), category: category.into() }));
    }
    for condition in &selector.conditions {
        check_condition(name, &field, condition, rule, tell);
    }
}

fn check_condition(
    name: &str,
    field: &SelectorField,
    condition: &Condition,
    rule: Option<Rule>,
    tell: &mut dyn FnMut(SelectorProblem),
) {
    let Condition { operator, values } = condition;
    let mut tell = |kind| tell(SelectorProblem::of_all(kind).with(*operator));
    if let Some(rule) = rule.filter(|rule| !rule.operators.contains(operator) || (rule.single && values.len() > 1)) {
        tell(Kind::Operator(name.into(), rule.says));
    }
    if values.is_empty() {
        tell(Kind::NoValue);
    }
    for value in values {
        let length = value.chars().count();
        if !(1..=2048).contains(&length) {
            tell(Kind::ValueLength(length));
        } else if let Some(accepted) = refused(field, value, rule) {
            tell(Kind::Value { value: value.clone(), accepted });
        }
    }
}

/// Which values are accepted, when this is none of them.
fn refused(field: &SelectorField, value: &str, rule: Option<Rule>) -> Option<&'static str> {
    match (field, rule) {
        (SelectorField::ResourcesType, _) => (!is_resource_type(value)).then_some("a type such as AWS::S3::Object"),
        (_, Some(rule)) => (!rule.values.is_empty() && !rule.values.contains(&value)).then_some(rule.says),
        _ => None,
    }
}

/// The list of types is an open one.
fn is_resource_type(value: &str) -> bool {
    let parts: Vec<&str> = value.split("::").collect();
    let is_word = |part: &&str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric());
    parts.len() == 3 && parts[0] == "AWS" && parts.iter().all(is_word)
}

fn check_source_once(place: usize, list: &[AdvancedSelector], problems: &mut Vec<SelectorProblem>) {
    let source = |selector: &AdvancedSelector| {
        let is_network = selector.pinned(&SelectorField::EventCategory) == Some("NetworkActivity");
        selector.pinned(&SelectorField::EventSource).filter(|_| is_network).map(str::to_owned)
    };
    let Some(own) = source(&list[place]) else { return };
    if list[..place].iter().any(|other| source(other).as_ref() == Some(&own)) {
        problems.push(SelectorProblem::of(place, Kind::SourceTwice(own)));
    }
}

#[cfg(test)]
mod tests;
