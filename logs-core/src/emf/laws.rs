//! What must hold whatever the message. Each law panics where it is broken.

use super::twin::{self, TwinPoint};
use super::{EmfDocument, EmfErrorKind, EmfFaults, EmfPoint, EmfRules, EmptyDimension};

/// Reads any bytes as a message, under all rules, and lays it against every law.
pub fn message_law(data: &[u8]) {
    let message = String::from_utf8_lossy(data);
    for rules in all_rules() {
        twins_agree(&message, &rules);
    }
}

/// The reader gives what its twin gives, fault by fault and point by point.
pub fn twins_agree(message: &str, rules: &EmfRules) {
    let (ours, twin) = (EmfDocument::parse_with(message, rules), twin::points(message, rules));
    match (ours, twin) {
        (Ok(document), Ok((points, faults))) => {
            let ours: Vec<TwinPoint> = document.points().map(owned).collect();
            let kinds: Vec<EmfErrorKind> = document.faults().iter().map(super::EmfError::kind).collect();
            assert_eq!((ours, kinds), (points, faults), "{message:?}");
            assert_eq!(document.point_count(), document.points().count());
        }
        (Err(error), Err(kind)) => assert_eq!(error.kind(), kind, "{message:?}"),
        (ours, twin) => panic!("{ours:?} but {twin:?} for {message:?}"),
    }
}

fn owned(point: EmfPoint<'_>) -> TwinPoint {
    let dimensions = point.dimensions.iter().map(|(name, value)| (name.to_string(), value.to_string()));
    let (namespace, name) = (point.namespace.to_owned(), point.name.to_owned());
    (namespace, name, dimensions.collect(), point.values.to_vec(), point.unit, point.resolution.seconds())
}

fn all_rules() -> impl Iterator<Item = EmfRules> {
    let faults = [EmfFaults::RefuseDocument, EmfFaults::LeaveOut];
    let empty = [EmptyDimension::Fault, EmptyDimension::WithoutDimensions];
    let pairs = faults.into_iter().flat_map(move |faults| empty.map(|empty_dimension| (faults, empty_dimension)));
    pairs.flat_map(|(faults, empty_dimension)| {
        [false, true].map(|prefix_tolerant| EmfRules { prefix_tolerant, faults, empty_dimension })
    })
}
