//! The door: the service's actions with its own JSON, a thin layer over the typed verbs.

mod access;
mod archives;
mod buses;
mod destinations;
mod entries;
pub(crate) mod page;
mod permissions;
mod replays;
mod rules;
mod sources;
mod tags;
mod targets;

pub(crate) use page::PageRequest;

use cupola_base::shape::Operation;
use cupola_base::{ApiError, Caller, Timestamp, wire};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::UnknownRule;
use crate::{BusName, Engine, RuleId, RuleName, shapes};

impl Engine {
    /// Answers one action of the service's API, JSON in and JSON out; [`OPERATIONS`](crate::OPERATIONS) lists
    /// them.
    ///
    /// The account itself may do everything that the policies of its buses do not deny; others may do what a
    /// bus's policy allows: put events, and look at and change its rules. Members that ask for what is not
    /// modelled are refused by name. Lists come in pages of `Limit` items, 100 unless told.
    ///
    /// ```
    /// use cupola_base::{Caller, Place, Timestamp};
    /// use cupola_events::Engine;
    ///
    /// let place = Place::parse("111122223333", "us-east-1")?;
    /// let (mut engine, caller) = (Engine::new(place.clone(), 0), Caller::root(place));
    /// let mut call = |action, input| engine.call(Timestamp::EPOCH, &caller, action, input);
    ///
    /// let put = call("PutRule", r#"{"Name": "ec2", "EventPattern": "{\"source\": [\"aws.ec2\"]}"}"#)?;
    /// assert_eq!(put, r#"{"RuleArn":"arn:aws:events:us-east-1:111122223333:rule/ec2"}"#);
    /// let refused = call("PutRule", r#"{"Name": "ec2", "EventPattern": "{}"}"#).unwrap_err();
    /// assert_eq!(refused.code, "InvalidEventPatternException");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`ApiError`] with the service's code and text. An action that is not listed is
    /// `UnknownOperationException`, a request that is not JSON `SerializationException`, one that breaks a
    /// bound `ValidationException`.
    ///
    /// # Source
    /// EventBridge API Reference.
    pub fn call(&mut self, now: Timestamp, caller: &Caller, action: &str, input: &str) -> Result<String, ApiError> {
        let now = self.see(now);
        self.authorize(caller, action, input)?;
        match action {
            "CreateEventBus" => {
                door(&shapes::CREATE_EVENT_BUS, input, |request| self.answer_create_event_bus(now, request))
            }
            "DeleteEventBus" => {
                door(&shapes::DELETE_EVENT_BUS, input, |request| self.answer_delete_event_bus(now, &request))
            }
            "CancelReplay" => door(&shapes::CANCEL_REPLAY, input, |request| self.answer_cancel_replay(now, &request)),
            "CreateArchive" => door(&shapes::CREATE_ARCHIVE, input, |request| self.answer_create_archive(now, request)),
            "DeleteArchive" => {
                door(&shapes::DELETE_ARCHIVE, input, |request| self.answer_delete_archive(now, &request))
            }
            "DescribeArchive" => {
                door(&shapes::DESCRIBE_ARCHIVE, input, |request| self.answer_describe_archive(&request))
            }
            "DescribeReplay" => door(&shapes::DESCRIBE_REPLAY, input, |request| self.answer_describe_replay(&request)),
            "ListArchives" => door(&shapes::LIST_ARCHIVES, input, |request| self.answer_list_archives(request)),
            "ListReplays" => door(&shapes::LIST_REPLAYS, input, |request| self.answer_list_replays(request)),
            "StartReplay" => door(&shapes::START_REPLAY, input, |request| self.answer_start_replay(now, request)),
            "UpdateArchive" => door(&shapes::UPDATE_ARCHIVE, input, |request| self.answer_update_archive(now, request)),
            "DeleteRule" => door(&shapes::DELETE_RULE, input, |request| self.answer_delete_rule(now, request)),
            "DescribeEventBus" => {
                door(&shapes::DESCRIBE_EVENT_BUS, input, |request| self.answer_describe_event_bus(&request))
            }
            "DescribeRule" => door(&shapes::DESCRIBE_RULE, input, |request| self.answer_describe_rule(request)),
            "DisableRule" => door(&shapes::DISABLE_RULE, input, |request| self.answer_disable_rule(now, request)),
            "EnableRule" => door(&shapes::ENABLE_RULE, input, |request| self.answer_enable_rule(now, request)),
            "ListEventBuses" => door(&shapes::LIST_EVENT_BUSES, input, |request| self.answer_list_event_buses(request)),
            "ListRuleNamesByTarget" => door(&shapes::LIST_RULE_NAMES_BY_TARGET, input, |request| {
                self.answer_list_rule_names_by_target(request)
            }),
            "ListRules" => door(&shapes::LIST_RULES, input, |request| self.answer_list_rules(request)),
            "ListTagsForResource" => {
                door(&shapes::LIST_TAGS_FOR_RESOURCE, input, |request| self.answer_list_tags(request))
            }
            "ListTargetsByRule" => {
                door(&shapes::LIST_TARGETS_BY_RULE, input, |request| self.answer_list_targets_by_rule(request))
            }
            "PutEvents" => {
                door(&shapes::PUT_EVENTS, input, |request| self.answer_put_events(now, caller, request, &|_| Ok(())))
            }
            "PutPermission" => door(&shapes::PUT_PERMISSION, input, |request| self.answer_put_permission(now, request)),
            "PutRule" => door(&shapes::PUT_RULE, input, |request| self.answer_put_rule(now, caller, request)),
            "PutTargets" => door(&shapes::PUT_TARGETS, input, |request| self.answer_put_targets(now, request)),
            "RemovePermission" => {
                door(&shapes::REMOVE_PERMISSION, input, |request| self.answer_remove_permission(now, &request))
            }
            "RemoveTargets" => door(&shapes::REMOVE_TARGETS, input, |request| self.answer_remove_targets(now, request)),
            "TagResource" => door(&shapes::TAG_RESOURCE, input, |request| self.answer_tag_resource(now, request)),
            "TestEventPattern" => {
                door(&shapes::TEST_EVENT_PATTERN, input, |request| self.answer_test_event_pattern(&request))
            }
            "UntagResource" => {
                door(&shapes::UNTAG_RESOURCE, input, |request| self.answer_untag_resource(now, &request))
            }
            "UpdateEventBus" => {
                door(&shapes::UPDATE_EVENT_BUS, input, |request| self.answer_update_event_bus(now, request))
            }
            _ => self.call_sources(now, action, input),
        }
    }

    /// The actions about partners' event sources.
    fn call_sources(&mut self, now: Timestamp, action: &str, input: &str) -> Result<String, ApiError> {
        match action {
            "ActivateEventSource" => {
                door(&shapes::ACTIVATE_EVENT_SOURCE, input, |request| self.answer_activate_event_source(now, &request))
            }
            "CreatePartnerEventSource" => door(&shapes::CREATE_PARTNER_EVENT_SOURCE, input, |request| {
                self.answer_create_partner_event_source(now, request)
            }),
            "DeactivateEventSource" => door(&shapes::DEACTIVATE_EVENT_SOURCE, input, |request| {
                self.answer_deactivate_event_source(now, &request)
            }),
            "DeletePartnerEventSource" => door(&shapes::DELETE_PARTNER_EVENT_SOURCE, input, |request| {
                self.answer_delete_partner_event_source(now, &request)
            }),
            "DescribeEventSource" => {
                door(&shapes::DESCRIBE_EVENT_SOURCE, input, |request| self.answer_describe_event_source(now, &request))
            }
            "DescribePartnerEventSource" => door(&shapes::DESCRIBE_PARTNER_EVENT_SOURCE, input, |request| {
                self.answer_describe_partner_event_source(&request)
            }),
            "ListEventSources" => {
                door(&shapes::LIST_EVENT_SOURCES, input, |request| self.answer_list_event_sources(now, request))
            }
            "ListPartnerEventSourceAccounts" => door(&shapes::LIST_PARTNER_EVENT_SOURCE_ACCOUNTS, input, |request| {
                self.answer_list_partner_event_source_accounts(now, request)
            }),
            "ListPartnerEventSources" => door(&shapes::LIST_PARTNER_EVENT_SOURCES, input, |request| {
                self.answer_list_partner_event_sources(now, request)
            }),
            "PutPartnerEvents" => {
                door(&shapes::PUT_PARTNER_EVENTS, input, |request| self.answer_put_partner_events(now, request))
            }
            _ => self.call_destinations(now, action, input),
        }
    }

    /// The bus that a request names, or the default one.
    fn named_bus(&self, bus: Option<&str>) -> Result<BusName, UnknownRule> {
        let Some(text) = bus else { return Ok(BusName::default()) };
        let name = text.split_once(":event-bus/").map_or(text, |(_, name)| name);
        self.bus(text).ok_or_else(|| UnknownRule::Bus(name.to_owned()))
    }

    fn named_rule(&self, name: RuleName, bus: Option<&str>) -> Result<RuleId, UnknownRule> {
        Ok(RuleId { bus: self.named_bus(bus)?, name })
    }
}

pub(crate) fn door<I: DeserializeOwned, O: Serialize>(
    operation: &Operation,
    input: &str,
    run: impl FnOnce(I) -> Result<O, ApiError>,
) -> Result<String, ApiError> {
    let request = wire::request(operation, input, "ValidationException")?;
    run(request).map(|answer| wire::answer(&answer))
}
