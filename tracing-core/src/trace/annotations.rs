//! Which annotations of a trace can be asked for.

use super::Trace;
use super::part::place;
use crate::segment::{AnnotationKeys, AnnotationValue};

/// An annotation that is indexed, and the part that has it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Indexed<'a> {
    pub(crate) key: &'a str,
    pub(crate) value: &'a AnnotationValue,
    pub(crate) part: u32,
}

/// The annotations of a trace in the order of its parts, until as many different ones are there as may be.
pub(super) fn index<'a>(trace: &Trace<'a>, keys: AnnotationKeys, most: usize) -> Vec<Indexed<'a>> {
    let mut indexed: Vec<Indexed<'a>> = Vec::new();
    let mut different: Vec<(&str, &AnnotationValue)> = Vec::new();
    for (at, part) in trace.parts.iter().enumerate().filter(|(_, part)| !part.is_inferred()) {
        for (key, value) in part.body.annotations.iter().filter(|(key, _)| keys.allows(key)) {
            let is_known = different.contains(&(key, value));
            if !is_known && different.len() >= most {
                continue;
            }
            if !is_known {
                different.push((key, value));
            }
            indexed.push(Indexed { key, value, part: place(at) });
        }
    }
    indexed
}
