//! "Which pattern matches, and why does the other one not?"
//!
//! Two event patterns that look alike, asked about one event; and a pattern with a slip of the pen.
//!
//! ```text
//! cargo run --example explain_a_pattern
//! ```

#![expect(clippy::print_stdout, reason = "an example tells what it sees")]

use std::error::Error;

use cupola::events::{Pattern, Verdict};

const EVENT: &str = r#"{
    "source": "my.shop",
    "detail-type": "Order packed",
    "detail": {
        "weight": 3.50,
        "parcels": [{"kind": "crate", "open": false}, {"kind": "box", "open": true}]
    }
}"#;

/// Any heavy order with a crate in it.
const HEAVY: &str = r#"{
    "source": [{"prefix": "my."}],
    "detail": {"weight": [{"numeric": [">", 2, "<=", 3.5]}], "parcels": {"kind": ["crate"]}}
}"#;

/// An order with an open crate: the crate is closed, and what is open is a box.
const OPEN_CRATE: &str = r#"{"detail": {"parcels": {"kind": ["crate"], "open": [true]}}}"#;

const SLIP: &str = r#"{"source": [{"prefxi": "my."}]}"#;

fn main() -> Result<(), Box<dyn Error>> {
    for (name, text) in [("heavy", HEAVY), ("open crate", OPEN_CRATE)] {
        let why = Pattern::parse(text)?.explain(EVENT.as_bytes())?;
        println!("{name}:\n{why}");
    }
    assert!(Pattern::parse(HEAVY)?.matches(EVENT.as_bytes())?, "3.50 is 3.5");

    let why = Pattern::parse(OPEN_CRATE)?.explain(EVENT.as_bytes())?;
    let verdicts = || why.rules.iter().flat_map(|rule| &rule.paths).map(|path| &path.verdict);
    assert!(!why.matched && verdicts().any(|verdict| matches!(verdict, Verdict::ArrayConflict { .. })));

    let error = Pattern::parse(SLIP).expect_err("there is no such operator");
    println!("a slip of the pen:\n{error}");
    assert!(error.to_string().contains("prefxi"), "the error shows the place");
    Ok(())
}
