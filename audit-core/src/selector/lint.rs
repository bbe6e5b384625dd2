//! What the service accepts and an author hardly means.

use std::fmt;

use super::basic::{S3_OBJECT, is_all};
use super::cover::{advanced_covers, basic_covers, field_admits_nothing, fields_exclude, value_covers};
use super::{AdvancedSelector, BasicSelector, DataResource, FieldSelector, SelectorField, Selectors};

/// Something that an author of selectors hardly means, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SelectorLint {
    /// The selector's place, from 0.
    pub selector: usize,
    /// What it is.
    pub kind: SelectorLintKind,
}

/// What an author of selectors hardly means.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SelectorLintKind {
    /// It selects nothing, because it names nothing.
    Empty,
    /// It selects nothing: what one condition chooses, another leaves out. The field is named.
    Contradiction(String),
    /// All that it selects, this other selector selects too.
    Shadowed(usize),
    /// A value hits nothing that another value of the field does not hit.
    Redundant {
        /// The field.
        field: String,
        /// The value that could go.
        value: String,
        /// The value that hits all of it.
        by: String,
    },
    /// A bucket without `/` behind it: buckets whose names begin so are meant, too.
    BucketWithoutSlash(String),
    /// Services are left out of management events, none of which are selected.
    ExclusionWithoutEvents,
}

impl Selectors {
    /// What the service accepts and the author hardly means: selectors that select nothing, or nothing new.
    ///
    /// A selector that is not named here may be shadowed all the same: what takes more than comparing values one by
    /// one is not looked for.
    ///
    /// ```
    /// use cupola_audit::{AdvancedSelector, FieldSelector, SelectorLintKind, Selectors};
    ///
    /// let all = AdvancedSelector::new().with(FieldSelector::new("eventCategory").equals(["Management"]));
    /// let reads = all.clone().with(FieldSelector::new("readOnly").equals(["true"]));
    /// let lints = Selectors::Advanced(vec![reads, all]).lint();
    /// assert_eq!(lints[0].kind, SelectorLintKind::Shadowed(1));
    /// assert_eq!(lints[0].to_string(), "selector 0: all that it selects, selector 1 selects too");
    /// ```
    #[must_use]
    pub fn lint(&self) -> Vec<SelectorLint> {
        let mut lints = Vec::new();
        let mut tell = |selector, kind| lints.push(SelectorLint { selector, kind });
        match self {
            Self::Basic(list) => lint_list(list, lint_basic, basic_covers, &mut tell),
            Self::Advanced(list) => lint_list(list, lint_advanced, advanced_covers, &mut tell),
        }
        lints
    }
}

type Tell<'a> = &'a mut dyn FnMut(usize, SelectorLintKind);

fn lint_list<T>(list: &[T], own: fn(&T, &mut dyn FnMut(SelectorLintKind)), covers: fn(&T, &T) -> bool, tell: Tell<'_>) {
    for (place, selector) in list.iter().enumerate() {
        own(selector, &mut |kind| tell(place, kind));
        // Of two that select the same, the later is the one that could go.
        let covered = |(other, outer): &(usize, &T)| {
            *other != place && covers(outer, selector) && (*other < place || !covers(selector, outer))
        };
        if let Some((other, _)) = list.iter().enumerate().find(covered) {
            tell(place, SelectorLintKind::Shadowed(other));
        }
    }
}

fn lint_basic(selector: &BasicSelector, tell: &mut dyn FnMut(SelectorLintKind)) {
    let has_values = selector.data_resources.iter().any(|resources| !resources.values.is_empty());
    if !selector.include_management_events && !has_values {
        tell(SelectorLintKind::Empty);
    }
    if !selector.include_management_events && !selector.exclude_management_event_sources.is_empty() {
        tell(SelectorLintKind::ExclusionWithoutEvents);
    }
    for resources in &selector.data_resources {
        lint_resources(resources, tell);
    }
}

fn lint_resources(resources: &DataResource, tell: &mut dyn FnMut(SelectorLintKind)) {
    let name = |value: &str| value.splitn(6, ':').nth(5).map(str::to_owned);
    for (place, value) in resources.values.iter().enumerate() {
        if resources.kind == S3_OBJECT && name(value).is_some_and(|name| !name.contains('/')) {
            tell(SelectorLintKind::BucketWithoutSlash(value.clone()));
        }
        let others = resources.values.iter().enumerate().filter(|(other, _)| *other != place);
        let mut by =
            others.filter(|(other, wide)| resources.value_covers(wide, value) && (*other < place || *wide != value));
        if let Some((_, by)) = by.next() {
            let (value, by) = (value.clone(), by.clone());
            tell(SelectorLintKind::Redundant { field: resources.kind.clone(), value, by });
        }
    }
}

impl DataResource {
    /// Whether every resource that a value selects is selected here.
    pub(super) fn covers(&self, value: &str) -> bool {
        self.values.iter().any(|wide| self.value_covers(wide, value))
    }

    fn value_covers(&self, wide: &str, narrow: &str) -> bool {
        wide == narrow || ((self.kind == S3_OBJECT || is_all(wide)) && narrow.starts_with(wide))
    }
}

fn lint_advanced(selector: &AdvancedSelector, tell: &mut dyn FnMut(SelectorLintKind)) {
    if selector.field_selectors.is_empty() {
        return; // refused by the service, and selects everything
    }
    let fields = &selector.field_selectors;
    for (place, field) in fields.iter().enumerate() {
        let with_another =
            || fields[..place].iter().any(|other| are_of_one_value(other, field) && fields_exclude(other, field));
        if field_admits_nothing(field) || with_another() {
            tell(SelectorLintKind::Contradiction(field.field.clone()));
        }
        lint_values(field, true, tell);
        lint_values(field, false, tell);
    }
}

/// Whether two conditions are asked of one value; those of resources are, within one selector.
fn are_of_one_value(a: &FieldSelector, b: &FieldSelector) -> bool {
    SelectorField::of(&a.field) == SelectorField::of(&b.field)
}

fn lint_values(field: &FieldSelector, chooses: bool, tell: &mut dyn FnMut(SelectorLintKind)) {
    for (place, narrow) in field.group(chooses).enumerate() {
        let others = field.group(chooses).enumerate().filter(|(other, _)| *other != place);
        let mut by = others
            .filter(|(other, wide)| value_covers(*wide, narrow) && (*other < place || !value_covers(narrow, *wide)));
        if let Some((_, (operator, value))) = by.next() {
            let by = format!("{operator} {value}");
            tell(SelectorLintKind::Redundant {
                field: field.field.clone(),
                value: format!("{} {}", narrow.0, narrow.1),
                by,
            });
        }
    }
}

impl fmt::Display for SelectorLint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "selector {}: {}", self.selector, self.kind)
    }
}

impl fmt::Display for SelectorLintKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("it names nothing that it could select"),
            Self::Contradiction(field) => write!(f, "its conditions on {field} exclude each other"),
            Self::Shadowed(by) => write!(f, "all that it selects, selector {by} selects too"),
            Self::Redundant { field, value, by } => {
                write!(f, "`{value}` of {field} hits nothing that `{by}` does not hit")
            }
            Self::BucketWithoutSlash(value) => {
                write!(f, "`{value}` selects all buckets whose names begin so: end it with `/`")
            }
            Self::ExclusionWithoutEvents => {
                f.write_str("services are left out of management events, none of which are selected")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lints(selectors: &Selectors) -> Vec<String> {
        selectors.lint().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_can_never_be_selected_is_told() {
        let of = |field: FieldSelector| lints(&Selectors::Advanced(vec![AdvancedSelector::new().with(field)]));
        let name = || FieldSelector::new("eventName");
        assert_eq!(
            of(name().equals(["X"]).not_equals(["X"])),
            ["selector 0: its conditions on eventName exclude each other"]
        );
        assert_eq!(of(name().starts_with(["ab"]).not_starts_with(["a"])).len(), 1);
        assert_eq!(of(name().starts_with(["a"]).not_starts_with(["ab"])), [""; 0]);
        assert_eq!(
            of(name().equals(["ab", "b"]).starts_with(["a"])),
            ["selector 0: `Equals ab` of eventName hits nothing that `StartsWith a` does not hit"]
        );
        let twice = AdvancedSelector::new().with(name().equals(["X"])).with(name().starts_with(["Y"]));
        assert_eq!(lints(&Selectors::Advanced(vec![twice])).len(), 1);
    }

    #[test]
    fn basic_selectors_are_looked_at_too() {
        let bucket = |value: &str| DataResource::new(S3_OBJECT, [value]);
        let all = BasicSelector::default().on(bucket("arn:aws:s3"));
        let some = BasicSelector::default().without_management_events().on(bucket("arn:aws:s3:::pier"));
        let nothing = BasicSelector::default().without_management_events().without("kms.amazonaws.com");
        let expected = [
            "selector 1: `arn:aws:s3:::pier` selects all buckets whose names begin so: end it with `/`",
            "selector 1: all that it selects, selector 0 selects too",
            "selector 2: it names nothing that it could select",
            "selector 2: services are left out of management events, none of which are selected",
            "selector 2: all that it selects, selector 0 selects too",
        ];
        assert_eq!(lints(&Selectors::Basic(vec![all, some, nothing])), expected);
        assert_eq!(lints(&Selectors::default()), [""; 0]);
    }
}
