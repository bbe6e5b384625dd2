//! One pipe.

use cupola_base::{Arn, Tags, Timestamp};
use serde::{Deserialize, Serialize};

use super::filter::PipeFilter;
use super::target::TargetKind;
use super::{CallSettings, DesiredState, PipeLogConfig, PipeName, PipeSource, PipeState};

/// A pipe: from a source, by way of filters and an enrichment, to a target.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Pipe {
    /// Its name.
    pub name: PipeName,
    /// Words of its owner.
    pub description: Option<String>,
    /// The state in which it shall be.
    pub desired: DesiredState,
    /// The state in which it is.
    pub state: PipeState,
    /// Where its records come from.
    pub source: PipeSource,
    /// What a batch is sent to first; its answer goes on to the target.
    pub enrichment: Option<Arn>,
    /// What is said about the enrichment.
    pub enrichment_settings: CallSettings,
    /// What it calls.
    pub target: Arn,
    /// What is said about the target.
    pub target_settings: CallSettings,
    /// The role with which source, enrichment and target are reached; kept and shown.
    pub role_arn: Arn,
    /// Its tags.
    pub tags: Tags,
    /// Which log records it writes, and where.
    pub log: Option<PipeLogConfig>,
    /// The key that encrypts it; kept and shown.
    pub kms_key: Option<String>,
    /// When it was made.
    pub created: Timestamp,
    /// When it was changed last.
    pub modified: Timestamp,
    pub(super) filters: Vec<PipeFilter>,
}

impl Pipe {
    /// How many records a batch has at most.
    #[must_use]
    pub fn batch_size(&self) -> u32 {
        let most = self.most_at_once().map_or(u32::MAX, |(_, most)| most);
        self.source.settings.batch_size.unwrap_or_else(|| self.source.kind.default_batch()).min(most)
    }

    /// What bounds the batches, and to how many records.
    pub(super) fn most_at_once(&self) -> Option<(String, u32)> {
        let calls = self.enrichment.iter().chain([&self.target]);
        let bounds = calls.filter_map(|arn| Some((arn.to_string(), TargetKind::of(arn)?.most()?)));
        let fifo = self.source.is_fifo().then(|| (self.source.arn.clone(), 10));
        bounds.chain(fifo).min_by_key(|(_, most)| *most)
    }

    /// The kind of the target; that there is one was checked when the pipe was made.
    pub(super) fn target_kind(&self) -> TargetKind {
        TargetKind::of(&self.target).unwrap_or(TargetKind::Assessment)
    }

    /// The member of the API that holds the parameters of the enrichment, if its kind has any.
    pub(super) fn enrichment_member(&self) -> Option<&'static str> {
        let kind = self.enrichment.as_ref().and_then(TargetKind::of)?;
        kind.member().filter(|_| kind == TargetKind::Http)
    }

    /// Forgets what is said about kinds of enrichment and target that they are not.
    pub(super) fn drop_foreign_parameters(&mut self) {
        let (enrichment, target) = (self.enrichment_member(), self.target_kind().member());
        self.enrichment_settings.parameters.retain(|name, _| Some(name.as_str()) == enrichment);
        self.target_settings.parameters.retain(|name, _| Some(name.as_str()) == target);
    }
}
