//! The service's JSON: requests and answers, members in the order of the API Reference.

pub(crate) mod history;
