//! What a target is sent instead of the event.

mod path;
mod render;
mod template;

pub use path::{InputPath, InputPathError};
pub use render::{Rendered, Rendering};
pub use template::{InputTransformer, TemplateError};
