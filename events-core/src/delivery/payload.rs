//! What a target is sent.

use cupola_base::Payload;
use cupola_base::json::Json;

use crate::transform::Rendering;
use crate::{Target, TargetInput};

/// What a target is sent; an error holds the text of a template that gave no JSON.
pub(super) fn payload<'a>(
    target: &Target,
    event: &Json,
    context: impl FnOnce() -> Rendering<'a>,
) -> Result<Payload, Payload> {
    Ok(match &target.input {
        TargetInput::Event => Payload::Json(event.clone()),
        TargetInput::Constant(json) => Payload::Json(json.clone()),
        TargetInput::Path(path) => Payload::Json(path.find(event).unwrap_or_else(|| Json::of(&()))),
        TargetInput::Transformer(transformer) => {
            let rendered = transformer.render(&context());
            match Json::parse(&rendered.text) {
                Ok(json) => Payload::Json(json),
                Err(_) if rendered.valid_json => Payload::Text(rendered.text),
                Err(_) => return Err(Payload::Text(rendered.text)),
            }
        }
    })
}
