//! Runs of bytes that stand at the same place in many documents.

/// A run of bytes; one of up to 32 is compared all at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Run {
    bytes: Box<[u8]>,
    /// The first bytes as a number, and which bits of it count.
    head: u128,
    mask: u128,
    /// The last bytes, where there are more than a word of them.
    tail: u128,
}

const WORD: usize = 16;

impl Run {
    pub(super) fn new(text: &str) -> Self {
        let bytes: Box<[u8]> = text.as_bytes().into();
        let (mut head, mut mask) = ([0; WORD], [0; WORD]);
        for ((head, mask), byte) in head.iter_mut().zip(&mut mask).zip(&bytes) {
            (*head, *mask) = (*byte, 0xff);
        }
        let tail = bytes.last_chunk().map_or(0, |last| u128::from_le_bytes(*last));
        Self { bytes, head: u128::from_le_bytes(head), mask: u128::from_le_bytes(mask), tail }
    }

    #[inline]
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The byte after it, if it stands there.
    #[inline(always)]
    pub(super) fn behind(&self, bytes: &[u8], at: usize) -> Option<usize> {
        let (end, length) = (at + self.bytes.len(), self.bytes.len());
        if length <= 2 * WORD
            && let Some(first) = word(bytes, at)
        {
            let is_tail = || word(bytes, end - WORD) == Some(self.tail);
            let is_there = (first ^ self.head) & self.mask == 0 && (length <= WORD || is_tail());
            return is_there.then_some(end);
        }
        (bytes.get(at..end)? == &*self.bytes).then_some(end)
    }
}

#[inline(always)]
fn word(bytes: &[u8], at: usize) -> Option<u128> {
    bytes.get(at..)?.first_chunk().map(|word| u128::from_le_bytes(*word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_of_any_length_is_found_where_it_stands_and_nowhere_else() {
        let text = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
        for length in 0..=40 {
            let run = Run::new(&text[..length]);
            for (before, after) in [("", ""), ("-", ""), ("", "x"), ("----", "tail that is long enough for words")] {
                let there = format!("{before}{}{after}", &text[..length]);
                let at = before.len();
                assert_eq!(run.behind(there.as_bytes(), at), Some(at + length), "{there}");
                for other in at..at + length {
                    let mut bytes = there.clone().into_bytes();
                    bytes[other] = b'#';
                    assert_eq!(run.behind(&bytes, at), None, "{other} of {there}");
                }
                if length > 0 {
                    assert_eq!(run.behind(&there.as_bytes()[..at + length - 1], at), None, "cut off");
                }
            }
        }
    }
}
