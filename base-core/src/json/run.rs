//! Runs of bytes that stand at the same place in many documents.

/// A run of bytes; one of up to 32 is compared all at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Run {
    bytes: Box<[u8]>,
    /// The first bytes as numbers, and which bits of them count.
    words: [u128; 2],
    masks: [u128; 2],
}

const WORD: usize = 16;

impl Run {
    pub(super) fn new(text: &str) -> Self {
        let bytes: Box<[u8]> = text.as_bytes().into();
        let [mut words, mut masks] = [[0; 2 * WORD]; 2];
        for ((word, mask), byte) in words.iter_mut().zip(&mut masks).zip(&bytes) {
            (*word, *mask) = (*byte, 0xff);
        }
        Self { bytes, words: halves(&words), masks: halves(&masks) }
    }

    pub(super) fn is(&self, text: &str) -> bool {
        *self.bytes == *text.as_bytes()
    }

    /// The byte after it, if it stands there.
    #[inline(always)]
    pub(super) fn behind(&self, bytes: &[u8], at: usize) -> Option<usize> {
        let end = at + self.bytes.len();
        let rest = bytes.get(at..)?;
        let is_there = match rest.first_chunk::<{ 2 * WORD }>() {
            Some(chunk) if self.bytes.len() <= WORD => self.differs(chunk, 0) == 0,
            Some(chunk) if self.bytes.len() <= 2 * WORD => self.differs(chunk, 0) | self.differs(chunk, 1) == 0,
            _ => rest.starts_with(&self.bytes),
        };
        is_there.then_some(end)
    }

    /// The bits of a half that are others there.
    #[inline(always)]
    fn differs(&self, chunk: &[u8; 2 * WORD], half: usize) -> u128 {
        (halves(chunk)[half] ^ self.words[half]) & self.masks[half]
    }
}

#[inline(always)]
fn halves(bytes: &[u8; 2 * WORD]) -> [u128; 2] {
    let (first, second) = bytes.split_at(WORD);
    [first, second].map(|half| u128::from_le_bytes(half.try_into().unwrap_or_default()))
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
