//! Mute rules: windows of time in which the actions of alarms wait.

mod book;
mod cron;
mod duration;
mod rule;
mod schedule;

pub use rule::{AlarmMuteRule, MuteRule, MuteRuleFilter, MuteRuleStatus, PutMuteRuleError, UnknownMuteRule};
pub use schedule::{MuteSchedule, MuteScheduleError, MuteWindow};

pub(crate) use book::Mutes;
pub(crate) use rule::checked;
