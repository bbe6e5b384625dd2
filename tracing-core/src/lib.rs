//! Trace ids, headers and sampling decisions with the semantics of AWS X-Ray.
