//! Strategies for property tests over patterns and events (feature `proptest`).
//!
//! ```
//! use cupola_events::Pattern;
//! use cupola_events::testing::strategies::{event_matching, near_miss};
//! use proptest::prelude::*;
//!
//! let rule = Pattern::parse(r#"{"source": ["my.shop"], "detail": {"kg": [{"numeric": [">", 20]}]}}"#)?;
//! proptest!(|(hit in event_matching(&rule), miss in near_miss(&rule))| {
//!     prop_assert_eq!(rule.matches(hit.as_bytes()), Ok(true));
//!     prop_assert_eq!(rule.matches(miss.as_bytes()), Ok(false));
//! });
//! # Ok::<(), cupola_events::PatternError>(())
//! ```

mod layout;
mod matching;
mod values;
mod vocabulary;

use proptest::prelude::*;

use crate::{Pattern, PatternOptions};

pub use matching::{event_matching, near_miss};

/// Patterns of all operators, with `$or`, over a few names and values; their wildcards may be too complex for
/// the service.
pub fn pattern() -> BoxedStrategy<Pattern> {
    let read = |text: String| {
        Pattern::parse_with(&text, &PatternOptions::unbounded()).expect("what is generated is a pattern")
    };
    pattern_text().prop_map(read).boxed()
}

/// The same as text.
pub fn pattern_text() -> BoxedStrategy<String> {
    vocabulary::pattern()
}

/// Events over the same names and values: any JSON objects, with arrays, dotted and double names. Between a
/// fifth and most of them match a [`pattern`].
pub fn event() -> BoxedStrategy<String> {
    vocabulary::event()
}
