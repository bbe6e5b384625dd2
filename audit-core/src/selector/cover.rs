//! Whether all that one selector selects, another selects too. What is not provable counts as no.

use super::{AdvancedSelector, BasicSelector, FieldSelector, Operator, ReadWriteType};

/// Whether every text that one value hits, another hits too.
pub(super) fn value_covers(outer: (Operator, &str), inner: (Operator, &str)) -> bool {
    let (wide, narrow) = (outer.1, inner.1);
    match (kind(outer.0), kind(inner.0)) {
        (kind, Shape::Exact) => kind.hits(wide, narrow),
        (Shape::Start, Shape::Start) => narrow.starts_with(wide),
        (Shape::End, Shape::End) => narrow.ends_with(wide),
        _ => wide.is_empty() && kind(outer.0) != Shape::Exact,
    }
}

/// Whether no text is hit by both.
fn are_disjoint(a: (Operator, &str), b: (Operator, &str)) -> bool {
    match (kind(a.0), kind(b.0)) {
        (Shape::Exact, other) => !other.hits(b.1, a.1),
        (other, Shape::Exact) => !other.hits(a.1, b.1),
        (Shape::Start, Shape::Start) => !a.1.starts_with(b.1) && !b.1.starts_with(a.1),
        (Shape::End, Shape::End) => !a.1.ends_with(b.1) && !b.1.ends_with(a.1),
        _ => false,
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Exact,
    Start,
    End,
}

impl Shape {
    fn hits(self, value: &str, seen: &str) -> bool {
        match self {
            Self::Exact => seen == value,
            Self::Start => seen.starts_with(value),
            Self::End => seen.ends_with(value),
        }
    }
}

const fn kind(operator: Operator) -> Shape {
    match operator {
        Operator::Equals | Operator::NotEquals => Shape::Exact,
        Operator::StartsWith | Operator::NotStartsWith => Shape::Start,
        Operator::EndsWith | Operator::NotEndsWith => Shape::End,
    }
}

/// Whether every value of a field that `inner` admits, `outer` admits too.
fn field_covers(outer: &FieldSelector, inner: &FieldSelector) -> bool {
    let chooses_no_more = !outer.is_choosy()
        || (inner.is_choosy()
            && inner.group(true).all(|narrow| outer.group(true).any(|wide| value_covers(wide, narrow))));
    let never_chosen = |gone| inner.is_choosy() && inner.group(true).all(|value| are_disjoint(value, gone));
    let left_out_too = |gone| inner.group(false).any(|wide| value_covers(wide, gone));
    chooses_no_more && outer.group(false).all(|gone| left_out_too(gone) || never_chosen(gone))
}

/// Whether every event that `inner` selects, `outer` selects too.
pub(super) fn advanced_covers(outer: &AdvancedSelector, inner: &AdvancedSelector) -> bool {
    outer.field_selectors.iter().all(|wide| {
        let has_no_condition = wide.conditions.is_empty();
        has_no_condition
            || inner.field_selectors.iter().any(|narrow| narrow.field == wide.field && field_covers(wide, narrow))
    })
}

/// Whether a field's conditions admit nothing, be it absent or not.
pub(super) fn field_admits_nothing(selector: &FieldSelector) -> bool {
    selector.is_choosy()
        && selector.group(true).all(|chosen| selector.group(false).any(|gone| value_covers(gone, chosen)))
}

/// Whether two conditions on one field cannot both hold.
pub(super) fn fields_exclude(a: &FieldSelector, b: &FieldSelector) -> bool {
    let nothing_of = |a: &FieldSelector, b: &FieldSelector| {
        a.is_choosy() && a.group(true).all(|chosen| b.group(false).any(|gone| value_covers(gone, chosen)))
    };
    let nothing_common =
        a.is_choosy() && b.is_choosy() && a.group(true).all(|one| b.group(true).all(|other| are_disjoint(one, other)));
    nothing_of(a, b) || nothing_of(b, a) || nothing_common
}

/// Whether every event that `inner` selects, `outer` selects too.
pub(super) fn basic_covers(outer: &BasicSelector, inner: &BasicSelector) -> bool {
    let access = outer.read_write_type == ReadWriteType::All || outer.read_write_type == inner.read_write_type;
    let excluded = &inner.exclude_management_event_sources;
    let management = !inner.include_management_events
        || (outer.include_management_events
            && outer.exclude_management_event_sources.iter().all(|source| excluded.contains(source)));
    let data = inner.data_resources.iter().all(|narrow| {
        let same_type = || outer.data_resources.iter().filter(|wide| wide.kind == narrow.kind);
        narrow.values.iter().all(|value| same_type().any(|wide| wide.covers(value)))
    });
    access && management && data
}
