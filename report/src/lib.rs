//! Charts and pages as self-contained SVG and HTML, from plain data.
