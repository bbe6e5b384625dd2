//! Actions about archives.

use cupola_base::wire::WireTime;
use cupola_base::{ApiError, Timestamp};

use super::page::PageRequest;
use crate::archive::{Archive, CreateArchive, UpdateArchive};
use crate::error::UnknownRule;
use crate::wire::{
    ArchiveAnswer, ArchivesAnswer, ChangedArchive, CreateArchiveRequest, ListFiltered, NamedArchive, Nothing,
    UpdateArchiveRequest,
};
use crate::{BusName, Engine, RulePattern};

impl Engine {
    pub(super) fn answer_create_archive(
        &mut self,
        now: Timestamp,
        request: CreateArchiveRequest,
    ) -> Result<ChangedArchive, ApiError> {
        let bus = self.archived_bus(&request.event_source_arn)?;
        let mut create = CreateArchive::new(request.archive_name, bus);
        create.pattern = request.event_pattern;
        create.description = request.description;
        create.retention_days = request.retention_days.map_or(0, days);
        create.kms_key = request.kms_key_identifier;
        let archive = self.create_archive(now, create)?.clone();
        Ok(self.changed_archive(&archive))
    }

    pub(super) fn answer_update_archive(
        &mut self,
        now: Timestamp,
        request: UpdateArchiveRequest,
    ) -> Result<ChangedArchive, ApiError> {
        let update = UpdateArchive {
            pattern: request.event_pattern,
            description: request.description,
            retention_days: request.retention_days.map(days),
            kms_key: request.kms_key_identifier,
        };
        let archive = self.update_archive(now, &request.archive_name, update)?.clone();
        Ok(self.changed_archive(&archive))
    }

    pub(super) fn answer_delete_archive(
        &mut self,
        now: Timestamp,
        request: &NamedArchive,
    ) -> Result<Nothing, ApiError> {
        self.delete_archive(now, &request.archive_name)?;
        Ok(Nothing {})
    }

    pub(super) fn answer_describe_archive(&self, request: &NamedArchive) -> Result<ArchiveAnswer, ApiError> {
        let archive = self.describe_archive(&request.archive_name)?;
        let item = self.archive_item(archive);
        Ok(ArchiveAnswer {
            archive_arn: Some(archive.arn(self.place()).into()),
            description: archive.description.clone(),
            event_pattern: archive.pattern.as_ref().map(|pattern| RulePattern::text(pattern).to_owned()),
            kms_key_identifier: archive.kms_key.clone(),
            ..item
        })
    }

    pub(super) fn answer_list_archives(&self, request: ListFiltered) -> Result<ArchivesAnswer, ApiError> {
        check_one_filter(&request, "ListArchives")?;
        let ListFiltered { name_prefix, event_source_arn, state, next_token, limit } = request;
        let page = page("ListArchives", [&name_prefix, &event_source_arn, &state], next_token, limit);
        let archives = self.list_archives().filter(|archive| {
            name_prefix.as_ref().is_none_or(|prefix| archive.name.as_str().starts_with(prefix))
                && event_source_arn.as_ref().is_none_or(|arn| archive.bus.arn(self.place()).as_str() == arn)
                && state.as_ref().is_none_or(|state| self.archive_word(archive) == state)
        });
        let page = page.of(self.now(), archives, |archive| archive.name.as_str())?;
        let archives = page.items.iter().map(|archive| self.archive_item(archive)).collect();
        Ok(ArchivesAnswer { archives, next_token: page.next })
    }

    /// The bus of this ARN.
    fn archived_bus(&self, arn: &str) -> Result<BusName, ApiError> {
        let Some((_, name)) = arn.split_once(":event-bus/") else {
            let message = "Parameter EventSourceArn is not valid. Reason: Must contain an event bus ARN.";
            return Err(ApiError::caller("ValidationException", message));
        };
        Ok(self.bus(arn).ok_or_else(|| UnknownRule::Bus(name.to_owned()))?)
    }

    fn archive_word(&self, archive: &Archive) -> &'static str {
        self.archive_state(&archive.name).map_or("DISABLED", crate::ArchiveState::as_str)
    }

    fn changed_archive(&self, archive: &Archive) -> ChangedArchive {
        ChangedArchive {
            archive_arn: archive.arn(self.place()).into(),
            state: self.archive_word(archive),
            creation_time: WireTime(archive.created),
        }
    }

    fn archive_item(&self, archive: &Archive) -> ArchiveAnswer {
        let size = self.archive_size(self.now(), &archive.name).unwrap_or_default();
        ArchiveAnswer {
            archive_arn: None,
            archive_name: archive.name.to_string(),
            event_source_arn: archive.bus.arn(self.place()).into(),
            description: None,
            event_pattern: None,
            state: self.archive_word(archive),
            kms_key_identifier: None,
            retention_days: archive.retention_days,
            size_bytes: size.bytes,
            event_count: size.events,
            creation_time: WireTime(archive.created),
        }
    }
}

/// Of the filters of a list, one may be given.
pub(super) fn check_one_filter(request: &ListFiltered, list: &str) -> Result<(), ApiError> {
    let given = [&request.name_prefix, &request.event_source_arn, &request.state];
    match given.into_iter().flatten().count() > 1 {
        true => {
            let message =
                format!("At most one filter is allowed for {list}. Use either : State, EventSourceArn, or NamePrefix.");
            Err(ApiError::caller("ValidationException", message))
        }
        false => Ok(()),
    }
}

/// A page of a list with these filters.
pub(super) fn page(
    list: &str,
    filters: [&Option<String>; 3],
    token: Option<String>,
    limit: Option<f64>,
) -> PageRequest {
    PageRequest::new(list, &filters.map(|filter| filter.as_deref().unwrap_or_default()), token, limit)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the shape has checked the bounds")]
const fn days(number: f64) -> u32 {
    number as u32
}
