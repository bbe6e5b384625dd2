//! Actions about buses.

use cupola_base::{ApiError, Tags, Timestamp};

use super::page::PageRequest;
use crate::bus::CreateBusError;
use crate::wire::{
    BusItem, BusesAnswer, CreateEventBus, CreatedBus, DeleteEventBus, DescribedBus, ListEventBuses, NamedBus, Nothing,
    SettingsRequest, UpdateEventBus, UpdatedBus,
};
use crate::{BusSettings, CreateBus, Engine, UpdateBus};

impl Engine {
    pub(super) fn answer_create_event_bus(
        &mut self,
        now: Timestamp,
        request: CreateEventBus,
    ) -> Result<CreatedBus, ApiError> {
        let name = request.name;
        if request.event_source_name.as_ref().is_some_and(|source| source != name.as_str()) {
            let message = "Parameter EventSourceName is not valid. Reason: it must be the name of the event bus.";
            return Err(ApiError::caller("ValidationException", message));
        }
        let mut tags = Tags::default();
        tags.set(request.tags.into_iter().flatten().map(<(String, String)>::from)).map_err(CreateBusError::Tags)?;
        let create = CreateBus { from_source: request.event_source_name.is_some(), ..CreateBus::new(name.clone()) };
        let create = create.with_settings(settings(request.settings)?).with_tags(tags);
        self.create_event_bus(now, create)?;
        Ok(CreatedBus::of(self.describe_event_bus(&name)?, self.place()))
    }

    pub(super) fn answer_update_event_bus(
        &mut self,
        now: Timestamp,
        request: UpdateEventBus,
    ) -> Result<UpdatedBus, ApiError> {
        let place = self.place().clone();
        let name = self.named_bus(request.name.as_deref())?;
        let bus = self.update_event_bus(now, UpdateBus::new(name, settings(request.settings)?))?;
        Ok(UpdatedBus::of(bus, &place))
    }

    pub(super) fn answer_delete_event_bus(
        &mut self,
        now: Timestamp,
        request: &DeleteEventBus,
    ) -> Result<Nothing, ApiError> {
        self.delete_event_bus(now, &request.name)?;
        Ok(Nothing {})
    }

    pub(super) fn answer_describe_event_bus(&self, request: &NamedBus) -> Result<DescribedBus, ApiError> {
        let name = self.named_bus(request.name.as_deref())?;
        Ok(DescribedBus::of(self.describe_event_bus(&name)?, self.place()))
    }

    pub(super) fn answer_list_event_buses(&self, request: ListEventBuses) -> Result<BusesAnswer, ApiError> {
        let prefix = request.name_prefix.unwrap_or_default();
        let page = PageRequest::new("ListEventBuses", &[&prefix], request.next_token, request.limit);
        let buses = self.list_event_buses().filter(|bus| bus.name.as_str().starts_with(&prefix));
        let page = page.of(self.now(), buses, |bus| bus.name.as_str())?;
        let event_buses = page.items.iter().map(|bus| BusItem::of(bus, self.place())).collect();
        Ok(BusesAnswer { event_buses, next_token: page.next })
    }
}

fn settings(request: SettingsRequest) -> Result<BusSettings, ApiError> {
    request.read().map_err(|queue| {
        let message = format!("Parameter DeadLetterConfig is not valid. Reason: {queue} is not an ARN.");
        ApiError::caller("ValidationException", message)
    })
}
