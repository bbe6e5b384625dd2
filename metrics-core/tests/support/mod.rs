//! What the tests of whole scripts need: templates, matchers, a runner.

pub(crate) mod matcher;
pub(crate) mod script;
pub(crate) mod template;
