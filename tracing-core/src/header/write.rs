//! Writing a header.

use std::fmt;

use super::TraceHeader;
use crate::segment::write::hex;

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
        if let Some(root) = self.root {
            out.push_str("Root=1-");
            hex(out, root.to_bits() >> 96, 8);
            out.push('-');
            hex(out, root.to_bits(), 24);
            out.push(';');
        }
        if let Some(parent) = self.parent {
            out.push_str("Parent=");
            hex(out, parent.to_bits().into(), 16);
            out.push(';');
        }
        if let Some(sampled) = self.sampled.as_str() {
            out.push_str("Sampled=");
            out.push_str(sampled);
            out.push(';');
        }
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
