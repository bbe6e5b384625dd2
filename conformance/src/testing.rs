//! What tests of several modules need.

use proptest::prelude::*;

use crate::{Object, Value};

/// JSON without keys that begin with `~` or `$`.
pub(crate) fn plain() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        prop::num::f64::NORMAL.prop_map(Value::from),
        ".{0,8}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 6, |inner| {
        let members = prop::collection::btree_map("[a-zé\"\\\\]{0,4}", inner.clone(), 0..6);
        prop_oneof![
            prop::collection::vec(inner, 0..6).prop_map(Value::from),
            members.prop_map(|members| Value::from(Object::from(members.into_iter().collect::<Vec<_>>()))),
        ]
    })
}
