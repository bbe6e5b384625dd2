//! The service's JSON, in and out.

mod log;
mod pipe;
mod settings;
mod source;

pub(super) use pipe::{
    ChangedAnswer, CreateRequest, ListRequest, NamedPipe, PipeAnswer, PipesAnswer, ResourceTags, SummaryAnswer,
    TagRequest, TagsAnswer, UntagRequest, UpdateRequest,
};
