//! `traces.wildcard`: whether a text fits a sampling rule's pattern.

use cupola::traces::wildcard_matches;

use super::Input;
use crate::{Got, Value};

pub(super) fn ask(input: Input<'_>) -> Result<Value, Got> {
    Ok(wildcard_matches(input.text("pattern")?, input.text("text")?).into())
}
