//! Events that come in are laid before the subscription filters of their group.

use std::collections::BTreeMap;

use cupola_base::{Place, Timestamp};

use super::target::logs_into;
use super::{MessageType, Shipment, Subscription, SubscriptionEvent, SubscriptionFilter, SubscriptionMessage};
use crate::engine::{Arrived, Engine, EventId};
use crate::filter::PatternForm;
use crate::group::Group;
use crate::name::FilterName;

/// What one filter, or several alike, selected.
struct Selected {
    filters: Vec<FilterName>,
    subscription: Subscription,
    events: Vec<SubscriptionEvent>,
}

impl Engine {
    /// Sends on what the group's subscription filters select. Filters that send the same events the same way send
    /// them once, under all their names. Which events each of the group's own matches is known.
    pub(crate) fn subscribe<M: AsRef<str>>(&mut self, arrived: &Arrived<'_, M>, matching: &[Vec<usize>]) {
        let Some(group) = self.groups.get(arrived.group) else { return };
        let mut all: Vec<Selected> = Vec::new();
        let of_account = self.account_wide(arrived.group.as_str(), group);
        let of_account = of_account.as_ref().map(|one| (one, matched(&one.filter, arrived)));
        let own = group.subscriptions.values().zip(matching);
        let all_of_them = own.chain(of_account.as_ref().map(|(one, matched)| (*one, matched)));
        for (subscription, matched) in all_of_them.filter(|(one, _)| one.is_active(arrived.now, &self.place)) {
            let events = select(&subscription.filter, &self.place, arrived, matched);
            if events.is_empty() {
                continue;
            }
            let filter = subscription.filter.name().clone();
            match all.iter_mut().find(|one| one.subscription.sends_as(subscription) && one.events == events) {
                Some(same) => same.filters.push(filter),
                None => all.push(Selected { filters: vec![filter], subscription: subscription.clone(), events }),
            }
        }
        all.into_iter().for_each(|selected| self.ship_selected(arrived, selected));
    }

    /// The account's subscription of a group, as one of the group's own; it goes under the name of its policy.
    ///
    /// A group into which the target writes its own logs is left out.
    fn account_wide(&self, name: &str, group: &Group) -> Option<Subscription> {
        let (policy, rule) = self.account_subscription(name)?;
        group.allow(name, "subscription filters").ok()?;
        if logs_into(&rule.destination, &self.place, name) {
            return None;
        }
        self.subscription_of_account(policy, rule, self.now).ok()
    }

    fn ship_selected<M>(&mut self, arrived: &Arrived<'_, M>, selected: Selected) {
        let Selected { filters, subscription, events } = selected;
        let message = SubscriptionMessage {
            message_type: MessageType::Data,
            owner: self.place.account.as_str().into(),
            log_group: arrived.group.as_str().into(),
            log_stream: arrived.stream.into(),
            subscription_filters: filters.iter().map(|name| name.as_str().into()).collect(),
            log_events: events,
        };
        self.ship(Shipment::new(arrived.now, (Some(arrived.group.clone()), filters), &subscription, message));
    }
}

impl Subscription {
    fn is_active(&self, now: Timestamp, place: &Place) -> bool {
        self.paused.is_none_or(|until| now >= until)
            && self.filter.criteria().is_none_or(|criteria| criteria.accepts(place))
    }

    /// Whether another sends its events the same way.
    fn sends_as(&self, other: &Self) -> bool {
        let way = |one: &Self| (one.filter.destination.clone(), one.filter.role.clone(), one.filter.distribution);
        way(self) == way(other) && self.by == other.by
    }
}

/// The events that a filter matches, by their indexes.
fn matched<M: AsRef<str>>(filter: &SubscriptionFilter, arrived: &Arrived<'_, M>) -> Vec<usize> {
    (0..arrived.events.len()).filter(|index| filter.pattern().matches(seen(filter, arrived, *index))).collect()
}

/// The message of an event as a filter sees it.
fn seen<'a, M: AsRef<str>>(filter: &SubscriptionFilter, arrived: &Arrived<'a, M>, index: usize) -> &'a str {
    let transformed = arrived.transformed(index).filter(|_| filter.sees_transformed());
    transformed.unwrap_or_else(|| arrived.events[index].1.as_ref())
}

/// The events that a filter selects, as they are sent.
fn select<M: AsRef<str>>(
    filter: &SubscriptionFilter,
    place: &Place,
    arrived: &Arrived<'_, M>,
    matched: &[usize],
) -> Vec<SubscriptionEvent> {
    let event = |index: &usize| {
        let (at, sequence) = (arrived.events[*index].0, arrived.first + *index as u64);
        let message = seen(filter, arrived, *index);
        let id = EventId::of(at, arrived.now, sequence).to_string();
        let extracted_fields = extracted(filter, place, message);
        SubscriptionEvent { id, timestamp: at, message: message.to_owned(), extracted_fields }
    };
    matched.iter().map(event).collect()
}

/// What is sent besides the message: the fields of a space-delimited pattern, without their `$`, and system fields.
fn extracted(filter: &SubscriptionFilter, place: &Place, message: &str) -> Option<BTreeMap<String, String>> {
    let delimited = filter.pattern().form() == PatternForm::SpaceDelimited;
    let found = if delimited { filter.pattern().test(message).unwrap_or_default() } else { Default::default() };
    let found = found.iter().map(|(name, value)| (name.trim_start_matches('$').to_owned(), value.to_owned()));
    let system = filter.system_fields().map(|field| (field.as_str().to_owned(), field.of(place).to_owned()));
    let fields: BTreeMap<_, _> = found.chain(system).collect();
    (delimited || !fields.is_empty()).then_some(fields)
}
