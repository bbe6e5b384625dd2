//! `traces.datagram`: whether the daemon takes a packet.

use cupola::traces::Datagram;

use super::Input;
use crate::{Got, Object, Value};

pub(super) fn ask(input: Input<'_>) -> Result<Value, Got> {
    let accepted = Datagram::parse(input.text("packet")?.as_bytes()).is_ok();
    Ok(Object::new().with("accepted", accepted).into())
}
