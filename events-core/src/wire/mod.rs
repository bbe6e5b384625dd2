//! The service's JSON, in and out.

mod archives;
mod buses;
mod destinations;
mod entries;
mod in_order;
mod permissions;
mod rules;
mod sources;
mod tags;
mod target;
mod targets;

pub(crate) use archives::{
    ArchiveAnswer, ArchivesAnswer, ChangedArchive, ChangedReplay, CreateArchiveRequest, Destination, ListFiltered,
    NamedArchive, NamedReplay, ReplayAnswer, ReplaysAnswer, StartReplayRequest, UpdateArchiveRequest,
};
pub(crate) use buses::{
    BusItem, BusesAnswer, CreateEventBus, CreatedBus, DeleteEventBus, DescribedBus, ListEventBuses, NamedBus,
    SettingsRequest, UpdateEventBus, UpdatedBus,
};
pub(crate) use destinations::{
    ApiDestinationAnswer, ApiDestinationRequest, ApiDestinationsAnswer, ConnectionAnswer, ConnectionRequest,
    ConnectionsAnswer, EndpointAnswer, EndpointRequest, EndpointsAnswer, ListDestinations, NamedDestination,
};
pub(crate) use entries::{EntryRequest, PutEventsAnswer, PutEventsRequest};
pub(crate) use in_order::InOrder;
pub(crate) use permissions::{ConditionRequest, PutPermissionRequest, RemovePermissionRequest};
pub(crate) use rules::{
    ListRuleNamesByTarget, ListRules, NamedRule, PutRuleAnswer, PutRuleRequest, RuleAnswer, RuleNamesAnswer,
    RulesAnswer, TestEventPattern, TestEventPatternAnswer,
};
pub(crate) use sources::{
    ListSourceAccounts, ListSources, MadeSource, NamedSource, OfferedSource, PartnerSource, PartnerSourcesAnswer,
    PutPartnerEvents, SourceAccount, SourceAccountsAnswer, SourceAnswer, SourcesAnswer,
};
pub(crate) use tags::{ResourceTags, TagRequest, TagResource, TagsAnswer, UntagResource};
pub(crate) use target::{TargetAnswer, TargetRequest, parameters};
pub(crate) use targets::{FailuresAnswer, ListTargetsByRule, PutTargets, RemoveTargets, TargetsAnswer};

use serde::Serialize;

/// An answer without members.
#[derive(Serialize)]
pub(crate) struct Nothing {}
