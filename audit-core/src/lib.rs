//! Audit records with the semantics of AWS CloudTrail.
