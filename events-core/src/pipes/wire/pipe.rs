//! Pipes on the wire.

use std::collections::BTreeMap;

use cupola_base::wire::WireTime;
use cupola_base::{ApiError, Arn, Place, Tags};
use serde::{Deserialize, Serialize};

use super::log::LogWire;
use super::settings::{SettingsAnswer, SettingsRequest};
use super::source::{SourceAnswer, SourceRequest};
use crate::pipes::error::PipeProblem;
use crate::pipes::shapes::{ENRICHMENT_PARAMETERS, TARGET_PARAMETERS};
use crate::pipes::{CreatePipe, DesiredState, Pipe, PipeName, PipeSource, PipeState, PipesError, UpdatePipe};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::pipes) struct CreateRequest {
    name: PipeName,
    description: Option<String>,
    desired_state: Option<DesiredState>,
    source: String,
    source_parameters: Option<SourceRequest>,
    enrichment: Option<String>,
    enrichment_parameters: Option<SettingsRequest>,
    target: String,
    target_parameters: Option<SettingsRequest>,
    role_arn: String,
    tags: Option<BTreeMap<String, String>>,
    log_configuration: Option<LogWire>,
    kms_key_identifier: Option<String>,
}

fn arn(name: &'static str, text: &str) -> Result<Arn, PipeProblem> {
    Arn::parse(text).map_err(|_| PipeProblem::Arn { name, text: text.into() })
}

/// An empty text is none.
fn enrichment(text: &str) -> Result<Option<Arn>, PipeProblem> {
    (!text.is_empty()).then(|| arn("Enrichment", text)).transpose()
}

impl TryFrom<CreateRequest> for CreatePipe {
    type Error = ApiError;

    fn try_from(request: CreateRequest) -> Result<Self, ApiError> {
        let source = request.source_parameters.unwrap_or_default().source(&request.source)?;
        let (target, role) = (arn("Target", &request.target)?, arn("RoleArn", &request.role_arn)?);
        let mut tags = Tags::default();
        tags.set(request.tags.unwrap_or_default()).map_err(PipesError::Tags)?;
        let mut create = Self::new(request.name, source, target, role).with_tags(tags);
        create.description = request.description;
        create.desired = request.desired_state.unwrap_or_default();
        create.enrichment = request.enrichment.as_deref().map(enrichment).transpose()?.flatten();
        let settings = request.enrichment_parameters.unwrap_or_default();
        create.enrichment_settings = settings.settings(&ENRICHMENT_PARAMETERS)?;
        create.target_settings = request.target_parameters.unwrap_or_default().settings(&TARGET_PARAMETERS)?;
        create.log = request.log_configuration.map(LogWire::config).transpose()?;
        create.kms_key = request.kms_key_identifier.filter(|key| !key.is_empty());
        Ok(create)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::pipes) struct UpdateRequest {
    pub(in crate::pipes) name: PipeName,
    description: Option<String>,
    desired_state: Option<DesiredState>,
    source_parameters: Option<SourceRequest>,
    enrichment: Option<String>,
    enrichment_parameters: Option<SettingsRequest>,
    target: Option<String>,
    target_parameters: Option<SettingsRequest>,
    role_arn: String,
    log_configuration: Option<LogWire>,
    kms_key_identifier: Option<String>,
}

impl UpdateRequest {
    /// The change, of a pipe with this source.
    pub(in crate::pipes) fn update(self, source: &PipeSource) -> Result<UpdatePipe, ApiError> {
        let mut update = UpdatePipe::new(arn("RoleArn", &self.role_arn)?);
        update.description = self.description;
        update.desired = self.desired_state;
        if let Some(parameters) = self.source_parameters {
            update.filters = parameters.filters();
            update.source = parameters.settings(&source.arn, source.kind)?;
        }
        update.enrichment = self.enrichment.as_deref().map(enrichment).transpose()?;
        let settings = self.enrichment_parameters.unwrap_or_default();
        update.enrichment_settings = settings.update(&ENRICHMENT_PARAMETERS)?;
        update.target = self.target.map(|text| arn("Target", &text)).transpose()?;
        update.target_settings = self.target_parameters.unwrap_or_default().update(&TARGET_PARAMETERS)?;
        update.log = self.log_configuration.map(LogWire::config).transpose()?;
        update.kms_key = self.kms_key_identifier;
        Ok(update)
    }
}

/// What names a pipe.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::pipes) struct NamedPipe {
    pub(in crate::pipes) name: PipeName,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::pipes) struct ListRequest {
    pub(in crate::pipes) name_prefix: Option<String>,
    pub(in crate::pipes) desired_state: Option<DesiredState>,
    /// Also one of the states that do not come about here.
    pub(in crate::pipes) current_state: Option<String>,
    pub(in crate::pipes) source_prefix: Option<String>,
    pub(in crate::pipes) target_prefix: Option<String>,
    pub(in crate::pipes) next_token: Option<String>,
    pub(in crate::pipes) limit: Option<f64>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::pipes) struct ChangedAnswer {
    arn: String,
    name: String,
    desired_state: DesiredState,
    current_state: PipeState,
    creation_time: WireTime,
    last_modified_time: WireTime,
}

impl ChangedAnswer {
    pub(in crate::pipes) fn of(pipe: &Pipe, place: &Place) -> Self {
        Self {
            arn: pipe.name.arn(place).into(),
            name: pipe.name.to_string(),
            desired_state: pipe.desired,
            current_state: pipe.state,
            creation_time: pipe.created.into(),
            last_modified_time: pipe.modified.into(),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::pipes) struct PipeAnswer<'a> {
    arn: String,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    desired_state: DesiredState,
    current_state: PipeState,
    source: &'a str,
    source_parameters: SourceAnswer<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    enrichment: Option<&'a Arn>,
    #[serde(skip_serializing_if = "Option::is_none")]
    enrichment_parameters: Option<SettingsAnswer<'a>>,
    target: &'a Arn,
    #[serde(skip_serializing_if = "Option::is_none")]
    target_parameters: Option<SettingsAnswer<'a>>,
    role_arn: &'a Arn,
    tags: &'a Tags,
    creation_time: WireTime,
    last_modified_time: WireTime,
    #[serde(skip_serializing_if = "Option::is_none")]
    log_configuration: Option<LogWire>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kms_key_identifier: Option<&'a str>,
}

impl<'a> PipeAnswer<'a> {
    pub(in crate::pipes) fn of(pipe: &'a Pipe, place: &Place) -> Self {
        Self {
            arn: pipe.name.arn(place).into(),
            name: pipe.name.as_str(),
            description: pipe.description.as_deref(),
            desired_state: pipe.desired,
            current_state: pipe.state,
            source: &pipe.source.arn,
            source_parameters: SourceAnswer(pipe),
            enrichment: pipe.enrichment.as_ref(),
            enrichment_parameters: SettingsAnswer::of(&pipe.enrichment_settings, &ENRICHMENT_PARAMETERS),
            target: &pipe.target,
            target_parameters: SettingsAnswer::of(&pipe.target_settings, &TARGET_PARAMETERS),
            role_arn: &pipe.role_arn,
            tags: &pipe.tags,
            creation_time: pipe.created.into(),
            last_modified_time: pipe.modified.into(),
            log_configuration: pipe.log.as_ref().map(LogWire::of),
            kms_key_identifier: pipe.kms_key.as_deref(),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::pipes) struct PipesAnswer<'a> {
    pub(in crate::pipes) pipes: Vec<SummaryAnswer<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::pipes) next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::pipes) struct SummaryAnswer<'a> {
    name: &'a str,
    arn: String,
    desired_state: DesiredState,
    current_state: PipeState,
    creation_time: WireTime,
    last_modified_time: WireTime,
    source: &'a str,
    target: &'a Arn,
    #[serde(skip_serializing_if = "Option::is_none")]
    enrichment: Option<&'a Arn>,
}

impl<'a> SummaryAnswer<'a> {
    pub(in crate::pipes) fn of(pipe: &'a Pipe, place: &Place) -> Self {
        Self {
            name: pipe.name.as_str(),
            arn: pipe.name.arn(place).into(),
            desired_state: pipe.desired,
            current_state: pipe.state,
            creation_time: pipe.created.into(),
            last_modified_time: pipe.modified.into(),
            source: &pipe.source.arn,
            target: &pipe.target,
            enrichment: pipe.enrichment.as_ref(),
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::pipes) struct TagRequest {
    pub(in crate::pipes) resource_arn: String,
    pub(in crate::pipes) tags: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::pipes) struct UntagRequest {
    pub(in crate::pipes) resource_arn: String,
    pub(in crate::pipes) tag_keys: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::pipes) struct ResourceTags {
    pub(in crate::pipes) resource_arn: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::pipes) struct TagsAnswer<'a> {
    pub(in crate::pipes) tags: &'a Tags,
}
