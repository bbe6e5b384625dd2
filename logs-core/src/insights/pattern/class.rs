//! What bytes of a text are.

pub(super) const DELIMITER: u8 = 1;
pub(super) const BLANK: u8 = 2;
pub(super) const DIGIT: u8 = 4;
pub(super) const AT: u8 = 8;
/// A letter that is a digit in hexadecimal numbers.
pub(super) const HEX: u8 = 16;
pub(super) const POINT: u8 = 32;
/// What joins the parts of dates and UUIDs.
pub(super) const JOINT: u8 = 64;
/// Any other byte, those of letters beyond ASCII among them.
pub(super) const OTHER: u8 = 128;

/// What each byte is.
const CLASSES: [u8; 256] = {
    let mut classes = [OTHER; 256];
    let kinds: [(u8, &[u8]); 7] = [
        (DELIMITER, b",;:=[](){}<>\"'|"),
        (BLANK, b"\t\n\x0b\x0c\r "),
        (DIGIT, b"0123456789"),
        (AT, b"@"),
        (HEX, b"abcdefABCDEF"),
        (POINT, b"."),
        (JOINT, b"-/"),
    ];
    let mut kind = 0;
    while kind < kinds.len() {
        let (class, bytes) = kinds[kind];
        let mut index = 0;
        while index < bytes.len() {
            classes[bytes[index] as usize] = class;
            index += 1;
        }
        kind += 1;
    }
    classes
};

#[inline]
pub(super) const fn class(byte: u8) -> u8 {
    CLASSES[byte as usize]
}

/// What all bytes of a part are, together.
#[inline]
pub(super) fn classes(part: &[u8]) -> u8 {
    part.iter().fold(0, |seen, byte| seen | class(*byte))
}
