//! The first bytes of an item: its kind and its argument.

use super::super::DecodeError;

/// Kinds of items.
pub(super) mod major {
    pub(in super::super) const UNSIGNED: u8 = 0;
    pub(in super::super) const NEGATIVE: u8 = 1;
    pub(in super::super) const BYTES: u8 = 2;
    pub(in super::super) const TEXT: u8 = 3;
    pub(in super::super) const ARRAY: u8 = 4;
    pub(in super::super) const MAP: u8 = 5;
    pub(in super::super) const TAG: u8 = 6;
    pub(in super::super) const OTHER: u8 = 7;
}

/// Ends what has no length.
pub(super) const BREAK: u8 = 0xff;

/// Kind, short form and argument; no argument where the length is indefinite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) major: u8,
    pub(super) info: u8,
    pub(super) argument: Option<u64>,
}

impl Head {
    /// Takes a head off the front.
    pub(super) fn take(rest: &mut &[u8]) -> Result<Self, DecodeError> {
        let first = take(rest, 1)?[0];
        let (major, info) = (first >> 5, first & 31);
        let argument = match info {
            0..24 => Some(u64::from(info)),
            24..28 => Some(big_endian(take(rest, 1 << (info - 24))?)),
            31 => None,
            _ => return Err(DecodeError::new(format!("no item begins with the byte 0x{first:02x}"))),
        };
        Ok(Self { major, info, argument })
    }

    /// The argument of a kind that must have one.
    pub(super) fn definite(self) -> Result<u64, DecodeError> {
        self.argument.ok_or_else(|| DecodeError::new("an item has no length where it needs one"))
    }

    /// Writes the shortest head.
    pub(super) fn put(out: &mut Vec<u8>, major: u8, argument: u64) {
        let bytes = argument.to_be_bytes();
        let first = |info: u8| (major << 5) | info;
        match argument {
            0..24 => out.push(first(bytes[7])),
            24..0x100 => out.extend([first(24), bytes[7]]),
            0x100..0x1_0000 => out.extend([first(25), bytes[6], bytes[7]]),
            0x1_0000..0x1_0000_0000 => {
                out.push(first(26));
                out.extend(&bytes[4..]);
            }
            _ => {
                out.push(first(27));
                out.extend(bytes);
            }
        }
    }
}

/// Takes so many bytes off the front; what is promised but not there is never allocated.
pub(super) fn take<'a>(rest: &mut &'a [u8], length: u64) -> Result<&'a [u8], DecodeError> {
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    let (taken, tail) = rest.split_at_checked(length).ok_or_else(|| DecodeError::new("the body ends early"))?;
    *rest = tail;
    Ok(taken)
}

fn big_endian(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0, |number, byte| (number << 8) | u64::from(*byte))
}
