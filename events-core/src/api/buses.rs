//! DescribeEventBus and ListEventBuses.

use cupola_base::ApiError;

use super::page::PageRequest;
use crate::wire::{BusAnswer, BusesAnswer, DescribeEventBus, ListEventBuses};
use crate::{BusName, Engine};

impl Engine {
    pub(super) fn answer_describe_event_bus(&self, request: DescribeEventBus) -> Result<BusAnswer, ApiError> {
        let bus = self.named_bus(request.name.as_deref())?;
        Ok(self.bus_answer(&bus))
    }

    pub(super) fn answer_list_event_buses(&self, request: ListEventBuses) -> Result<BusesAnswer, ApiError> {
        let prefix = request.name_prefix.unwrap_or_default();
        let page = PageRequest::new("ListEventBuses", &[&prefix], request.next_token, request.limit);
        let buses = [BusName::default()].into_iter().filter(|bus| bus.as_str().starts_with(&prefix));
        let page = page.of(self.now(), buses, |bus| bus.as_str())?;
        let event_buses = page.items.iter().map(|bus| self.bus_answer(bus)).collect();
        Ok(BusesAnswer { event_buses, next_token: page.next })
    }

    fn bus_answer(&self, bus: &BusName) -> BusAnswer {
        BusAnswer { name: bus.to_string(), arn: self.bus_arn(bus).into() }
    }
}
