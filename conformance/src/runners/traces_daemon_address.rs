//! `traces.daemon_address`: where a text says that the daemon listens.

use cupola::traces::DaemonAddress;

use super::Input;
use crate::{Got, Object, Value};

pub(super) fn ask(input: Input<'_>) -> Result<Value, Got> {
    let address = DaemonAddress::parse(input.text("text")?);
    let address = address.map_err(|error| Got::refusal("InvalidDaemonAddress", error.to_string()))?;
    Ok(Object::new().with("udp", address.udp.to_string()).with("tcp", address.tcp.to_string()).into())
}
