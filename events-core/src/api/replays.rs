//! Actions about replays.

use cupola_base::wire::WireTime;
use cupola_base::{ApiError, Timestamp};

use super::archives::{check_one_filter, page};
use crate::archive::{Replay, StartReplay};
use crate::wire::{
    ChangedReplay, Destination, ListFiltered, NamedReplay, ReplayAnswer, ReplaysAnswer, StartReplayRequest,
};
use crate::{ArchiveName, Engine};

impl Engine {
    pub(super) fn answer_start_replay(
        &mut self,
        now: Timestamp,
        request: StartReplayRequest,
    ) -> Result<ChangedReplay, ApiError> {
        let StartReplayRequest { replay_name, event_source_arn, destination, .. } = request;
        let (from, until) = (request.event_start_time.0, request.event_end_time.0);
        let mut start = StartReplay::new(replay_name, event_source_arn, destination.arn, from, until);
        start.filter_arns = destination.filter_arns.unwrap_or_default();
        start.description = request.description;
        let replay = self.start_replay(now, start)?.clone();
        Ok(ChangedReplay { replay_start_time: Some(WireTime(replay.started)), ..self.changed_replay(&replay) })
    }

    pub(super) fn answer_cancel_replay(
        &mut self,
        now: Timestamp,
        request: &NamedReplay,
    ) -> Result<ChangedReplay, ApiError> {
        let replay = self.cancel_replay(now, &request.replay_name)?.clone();
        Ok(self.changed_replay(&replay))
    }

    pub(super) fn answer_describe_replay(&self, request: &NamedReplay) -> Result<ReplayAnswer, ApiError> {
        let replay = self.describe_replay(&request.replay_name)?;
        let filter_arns = Some(replay.filter_arns.clone()).filter(|arns| !arns.is_empty());
        Ok(ReplayAnswer {
            replay_arn: Some(replay.arn(self.place()).into()),
            description: replay.description.clone(),
            destination: Some(Destination { arn: replay.bus.arn(self.place()).into(), filter_arns }),
            ..self.replay_item(replay)
        })
    }

    pub(super) fn answer_list_replays(&self, request: ListFiltered) -> Result<ReplaysAnswer, ApiError> {
        check_one_filter(&request, "ListReplays")?;
        let ListFiltered { name_prefix, event_source_arn, state, next_token, limit } = request;
        let page = page("ListReplays", [&name_prefix, &event_source_arn, &state], next_token, limit);
        let replays = self.list_replays().filter(|replay| {
            name_prefix.as_ref().is_none_or(|prefix| replay.name.as_str().starts_with(prefix))
                && event_source_arn.as_ref().is_none_or(|arn| self.archive_arn(&replay.archive) == *arn)
                && state.as_ref().is_none_or(|state| replay.state.as_str() == state)
        });
        let page = page.of(self.now(), replays, |replay| replay.name.as_str())?;
        let replays = page.items.iter().map(|replay| self.replay_item(replay)).collect();
        Ok(ReplaysAnswer { replays, next_token: page.next })
    }

    fn archive_arn(&self, name: &ArchiveName) -> String {
        name.arn(self.place()).into()
    }

    fn changed_replay(&self, replay: &Replay) -> ChangedReplay {
        let (replay_arn, state) = (replay.arn(self.place()).into(), replay.state.as_str());
        ChangedReplay { replay_arn, state, replay_start_time: None }
    }

    fn replay_item(&self, replay: &Replay) -> ReplayAnswer {
        ReplayAnswer {
            replay_name: replay.name.to_string(),
            replay_arn: None,
            description: None,
            state: replay.state.as_str(),
            state_reason: replay.reason.clone(),
            event_source_arn: self.archive_arn(&replay.archive),
            destination: None,
            event_start_time: WireTime(replay.from),
            event_end_time: WireTime(replay.until),
            event_last_replayed_time: replay.last.map(WireTime),
            replay_start_time: WireTime(replay.started),
            replay_end_time: replay.ended.map(WireTime),
        }
    }
}
