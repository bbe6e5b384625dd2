//! Lines whose fields stand in columns.

use super::{Fields, field};
use crate::format::Route53Query;
use crate::insights::value::{Value, number, written_time};

const VPC_FLOW: [&str; 14] = [
    "version",
    "accountId",
    "interfaceId",
    "srcAddr",
    "dstAddr",
    "srcPort",
    "dstPort",
    "protocol",
    "packets",
    "bytes",
    "startTime",
    "endTime",
    "action",
    "logStatus",
];

/// Columns of VPC flow logs that are numbers.
const NUMBERS: [&str; 8] = ["version", "srcPort", "dstPort", "protocol", "packets", "bytes", "startTime", "endTime"];

/// A flow-log line of version 2.
pub(super) fn vpc_flow(message: &str) -> Option<Fields> {
    let tokens: Vec<&str> = message.split_whitespace().collect();
    (tokens.len() == VPC_FLOW.len() && tokens[0] == "2").then(|| columns(&VPC_FLOW, &tokens))
}

/// A line of a public DNS query log.
pub(super) fn route_53(message: &str) -> Option<Fields> {
    let tokens: Vec<&str> = message.split_whitespace().collect();
    let is_one = (9..=10).contains(&tokens.len()) && tokens[0] == "1.0" && written_time(tokens[1]).is_some();
    is_one.then(|| columns(&Route53Query::COLUMNS, &tokens))
}

/// Values by their columns; `-` is none.
fn columns(names: &[&str], tokens: &[&str]) -> Fields {
    let present = names.iter().zip(tokens).filter(|(_, token)| **token != "-");
    present
        .map(|(name, token)| {
            let number = number(token).filter(|_| NUMBERS.contains(name) && names.len() == VPC_FLOW.len());
            field(name, number.map_or_else(|| Value::text(*token), Value::Number))
        })
        .collect()
}
