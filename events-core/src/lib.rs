//! Event bus, rules and pattern matching with the semantics of Amazon EventBridge.
