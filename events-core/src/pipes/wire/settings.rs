//! What is said about enrichments and targets, on the wire.

use std::collections::BTreeMap;

use cupola_base::json::Json;
use cupola_base::shape::{Member, Shape};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

use crate::pipes::error::PipeProblem;
use crate::pipes::{CallSettings, PipeTemplate, SettingsUpdate};
use crate::wire::parameters;

/// `EnrichmentParameters`, `TargetParameters`.
#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct SettingsRequest {
    input_template: Option<String>,
    #[serde(flatten)]
    others: BTreeMap<String, Value>,
}

impl SettingsRequest {
    /// An empty template is none.
    fn template(&self) -> Result<Option<Option<PipeTemplate>>, PipeProblem> {
        let text = self.input_template.as_deref();
        let read = |text: &str| (!text.is_empty()).then(|| PipeTemplate::parse(text)).transpose();
        Ok(text.map(read).transpose()?)
    }

    pub(super) fn settings(self, shape: &Shape) -> Result<CallSettings, PipeProblem> {
        let template = self.template()?.flatten();
        Ok(CallSettings { template, parameters: parameters(shape, &self.others) })
    }

    pub(super) fn update(self, shape: &Shape) -> Result<SettingsUpdate, PipeProblem> {
        let template = self.template()?;
        Ok(SettingsUpdate { template, parameters: parameters(shape, &self.others) })
    }
}

/// Settings with their members in the order of the shape.
pub(super) struct SettingsAnswer<'a>(pub(super) &'a CallSettings, pub(super) &'static Shape);

impl Serialize for SettingsAnswer<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(settings, shape) = self;
        let member = |member: &Member| match member.name {
            "InputTemplate" => Some((member.name, Json::of(settings.template.as_ref()?.as_str()))),
            name => Some((name, settings.parameters.get(name)?.clone())),
        };
        serializer.collect_map(shape.members().iter().filter_map(member))
    }
}

impl<'a> SettingsAnswer<'a> {
    /// None when there is nothing to show.
    pub(super) fn of(settings: &'a CallSettings, shape: &'static Shape) -> Option<Self> {
        let is_empty = settings.template.is_none() && settings.parameters.is_empty();
        (!is_empty).then_some(Self(settings, shape))
    }
}
