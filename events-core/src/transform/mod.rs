//! What a target is sent instead of the event.

mod path;
mod render;
mod template;

pub use path::{InputPath, InputPathError};
pub(crate) use render::without_quotes;
pub use render::{Rendered, Rendering};
pub(crate) use template::Quotes;
pub use template::{InputTransformer, TemplateError};
