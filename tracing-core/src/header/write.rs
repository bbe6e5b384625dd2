//! Writing a header.

use std::fmt;

use super::TraceHeader;

/// `Root=…;Parent=…;Sampled=…`, then user data, then the lineage; what is absent is left out.
///
/// Pairs of user data that would make the whole longer than [`TraceHeader::MOST_DATA`] characters are left
/// out whole. Writing what was read from what was written changes nothing.
impl fmt::Display for TraceHeader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lineage = self.lineage.as_ref().map(|lineage| format!("Lineage={lineage}"));
        let mut written = self.known();
        let reserved = lineage.as_ref().map_or(0, |lineage| lineage.chars().count() + 1);
        let mut used = written.chars().count() + reserved;
        for (key, value) in self.data.iter() {
            let pair = format!("{key}={value}");
            let length = pair.chars().count() + usize::from(!written.is_empty());
            if used + length <= Self::MOST_DATA {
                used += length;
                append(&mut written, &pair);
            }
        }
        lineage.iter().for_each(|lineage| append(&mut written, lineage));
        f.write_str(&written)
    }
}

impl TraceHeader {
    fn known(&self) -> String {
        let mut written = String::new();
        self.root.iter().for_each(|root| append(&mut written, &format!("Root={root}")));
        self.parent.iter().for_each(|parent| append(&mut written, &format!("Parent={parent}")));
        self.sampled.as_str().iter().for_each(|sampled| append(&mut written, &format!("Sampled={sampled}")));
        written
    }
}

fn append(written: &mut String, part: &str) {
    if !written.is_empty() {
        written.push(';');
    }
    written.push_str(part);
}
