//! `metrics.search_tokens`: the tokens of a text as searches see them.

use cupola::metrics::search::tokens;

use super::Input;
use crate::{Got, Object, Value};

pub(super) fn ask(input: Input<'_>) -> Result<Value, Got> {
    let tokens: Vec<Value> = tokens(input.text("text")?).into_iter().map(Value::from).collect();
    Ok(Object::new().with("tokens", tokens).into())
}
