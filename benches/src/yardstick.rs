//! What ours is compared with.

use serde::de::IgnoredAny;

/// The yardstick Z: skipping a document with `serde_json` without keeping anything of it, and the
/// check that it is UTF-8, which that skipping leaves out for strings. Whether it is JSON.
#[must_use]
pub fn z(document: &[u8]) -> bool {
    std::str::from_utf8(document).is_ok() && bare(document)
}

/// Z without the check of UTF-8.
#[must_use]
pub fn bare(document: &[u8]) -> bool {
    serde_json::from_slice::<IgnoredAny>(document).is_ok()
}
