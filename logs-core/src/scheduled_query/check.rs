//! What must hold of the settings of a scheduled query.

use cupola_base::Timestamp;
use cupola_base::schedule::Expression;

use super::{ScheduledQueryError, ScheduledQuerySettings};
use crate::engine::Engine;
use crate::insights::StartQuery;
use crate::policies::Unmask;

type Refused = ScheduledQueryError;

/// Whether a text can be the name of a scheduled query.
pub(crate) fn has_letters_of_a_name(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-/.#".contains(&byte))
}

pub(super) fn is_name(text: &str) -> bool {
    (1..=255).contains(&text.len()) && has_letters_of_a_name(text)
}

impl Engine {
    pub(super) fn check_scheduled(&self, settings: &ScheduledQuerySettings) -> Result<(), Refused> {
        if settings.description.as_ref().is_some_and(|text| text.chars().count() > 1024) {
            return Err(Refused::Description);
        }
        if settings.role.is_empty() {
            return Err(Refused::Role);
        }
        if !matches!(settings.schedule, Expression::Cron(_)) && !self.policies.scheduled_queries_by_rate {
            return Err(Refused::Rate(settings.schedule.to_string()));
        }
        if let Some(seconds) = settings.lookback_seconds.filter(|seconds| *seconds < 1) {
            return Err(Refused::Lookback(seconds));
        }
        let lookback = self.lookback(settings);
        if let Some(seconds) = settings.end_offset_seconds.filter(|seconds| !(0..lookback).contains(seconds)) {
            return Err(Refused::EndOffset { seconds, lookback });
        }
        if settings.start.zip(settings.end).is_some_and(|(start, end)| end < start) {
            return Err(Refused::Window);
        }
        if self.policies.scheduled_queries_unchecked {
            return Ok(());
        }
        Ok(self.can_start(&self.scheduled_request(settings, self.now))?)
    }

    /// What is asked when it runs at an instant.
    pub(super) fn scheduled_request(&self, settings: &ScheduledQuerySettings, at: Timestamp) -> StartQuery {
        let end = at.plus_secs(-settings.end_offset_seconds.unwrap_or(0));
        let start = at.plus_secs(-self.lookback(settings));
        let request = StartQuery::new(&settings.text, start, end).over(&settings.log_groups).asked_by(&settings.role);
        if self.policies.unmask == Unmask::Every { request.unmasked() } else { request }
    }

    /// How many seconds before a run its events begin.
    fn lookback(&self, settings: &ScheduledQuerySettings) -> i64 {
        let usual = || i64::from(self.policies.scheduled_query_lookback_seconds.max(1));
        settings.lookback_seconds.unwrap_or_else(usual)
    }
}
