//! Writing a header.

use std::fmt;

use super::{LONGEST_KNOWN, TraceHeader};
use crate::id::eight_digits;

/// `Root=…;Parent=…;Sampled=…`, then user data, then the lineage; what is absent is left out.
///
/// Pairs of user data that would make the whole longer than [`TraceHeader::MOST_DATA`] characters are left
/// out whole. Writing what was read from what was written changes nothing.
impl fmt::Display for TraceHeader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut written = String::with_capacity(128);
        self.write_to(&mut written);
        f.write_str(&written)
    }
}

impl TraceHeader {
    /// Writes the header onto the end of a text. Where that has room, nothing is allocated.
    ///
    /// ```
    /// use cupola_traces::TraceHeader;
    ///
    /// let mut text = "X-Amzn-Trace-Id: ".to_owned();
    /// TraceHeader::parse("Sampled=?;Root=1-5759e988-bd862e3fe1be46a994272793").write_to(&mut text);
    /// assert_eq!(text, "X-Amzn-Trace-Id: Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=?");
    /// ```
    pub fn write_to(&self, out: &mut String) {
        let start = out.len();
        self.write_known(out);
        if !self.data.is_empty() {
            self.write_data(start, out);
        }
        if let Some(lineage) = &self.lineage {
            out.push_str("Lineage=");
            out.push_str(lineage);
            out.push(';');
        }
        if out.len() > start {
            out.pop(); // the last semicolon
        }
    }

    /// Each part with a semicolon after it.
    fn write_known(&self, out: &mut String) {
        let mut known = Known::default();
        if let Some(root) = self.root {
            known.push(b"Root=1-");
            let [epoch, unique @ ..] = eights(root.to_bits());
            known.push(&epoch);
            known.push(b"-");
            unique.iter().for_each(|eight| known.push(eight));
            known.push(b";");
        }
        if let Some(parent) = self.parent {
            known.push(b"Parent=");
            let [_, _, id @ ..] = eights(parent.to_bits().into());
            id.iter().for_each(|eight| known.push(eight));
            known.push(b";");
        }
        if let Some([sampled]) = self.sampled.as_str().map(str::as_bytes) {
            known.push(b"Sampled=");
            known.push(&[*sampled, b';']);
        }
        out.push_str(known.as_str());
    }

    fn write_data(&self, start: usize, out: &mut String) {
        // What is known is ASCII; the last semicolon of all is not written.
        let lineage = self.lineage.as_ref().map_or(0, |lineage| lineage.chars().count() + "Lineage=;".len());
        let mut used = out.len() - start + lineage;
        for (key, value) in self.data.iter() {
            let length = key.chars().count() + value.chars().count() + "=;".len();
            if used + length <= Self::MOST_DATA + 1 {
                used += length;
                [key, "=", value, ";"].into_iter().for_each(|text| out.push_str(text));
            }
        }
    }
}

/// Room for root, parent and decision, so that a text grows but once.
struct Known {
    text: [u8; LONGEST_KNOWN + 1],
    length: usize,
}

impl Known {
    #[inline]
    fn push<const N: usize>(&mut self, part: &[u8; N]) {
        self.text[self.length..][..N].copy_from_slice(part);
        self.length += N;
    }

    fn as_str(&self) -> &str {
        std::str::from_utf8(&self.text[..self.length]).expect("all parts are ASCII")
    }
}

impl Default for Known {
    fn default() -> Self {
        Self { text: [0; LONGEST_KNOWN + 1], length: 0 }
    }
}

/// 32 digits, eight by eight.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "eight digits are 32 bits")]
fn eights(bits: u128) -> [[u8; 8]; 4] {
    [96, 64, 32, 0].map(|shift| eight_digits((bits >> shift) as u32))
}
