//! Tools for little languages: cursor, spans, diagnostics, wildcards.
