//! Actions about discoverers.

use cupola_base::{ApiError, Timestamp};

use super::super::Discoverer;
use super::super::wire::{DiscovererAnswer, DiscoverersAnswer, Request, StateAnswer};
use super::answer;
use crate::Engine;

impl Engine {
    pub(super) fn answer_create_discoverer(&mut self, now: Timestamp, request: Request) -> Result<String, ApiError> {
        let (tags, place) = (request.tags()?, self.place().clone());
        // The service's texts: events of other accounts are included unless told otherwise.
        let cross_account = request.cross_account.unwrap_or(true);
        let source = &request.source_arn;
        let made = self.create_discoverer(now, source, request.description, cross_account, tags)?;
        answer(&DiscovererAnswer::described(made, made.bus.arn(&place).into(), &place))
    }

    pub(super) fn answer_describe_discoverer(&self, request: &Request) -> Result<String, ApiError> {
        let discoverer = self.describe_discoverer(&request.discoverer_id)?;
        answer(&DiscovererAnswer::described(discoverer, self.source_of(discoverer), self.place()))
    }

    pub(super) fn answer_update_discoverer(&mut self, now: Timestamp, request: Request) -> Result<String, ApiError> {
        let place = self.place().clone();
        let Request { discoverer_id, description, cross_account, .. } = request;
        let changed = self.update_discoverer(now, &discoverer_id, description, cross_account)?;
        answer(&DiscovererAnswer::described(changed, changed.bus.arn(&place).into(), &place))
    }

    pub(super) fn answer_list_discoverers(&self, request: &Request) -> Result<String, ApiError> {
        let (prefix, source) = (&request.discoverer_id_prefix, &request.source_arn_prefix);
        let discoverers = self.list_discoverers().filter(|discoverer| discoverer.id.as_str().starts_with(prefix));
        let discoverers = discoverers.filter(|discoverer| self.source_of(discoverer).starts_with(source));
        let list = ["ListDiscoverers", prefix, source];
        let page = request.page(self, &list, discoverers, |discoverer| discoverer.id.as_str())?;
        let item = |discoverer| DiscovererAnswer::item(discoverer, self.source_of(discoverer), self.place());
        answer(&DiscoverersAnswer { discoverers: page.items.into_iter().map(item).collect(), next_token: page.next })
    }

    pub(super) fn answer_start_discoverer(&mut self, now: Timestamp, request: &Request) -> Result<String, ApiError> {
        answer(&StateAnswer::from(self.start_discoverer(now, &request.discoverer_id)?))
    }

    pub(super) fn answer_stop_discoverer(&mut self, now: Timestamp, request: &Request) -> Result<String, ApiError> {
        answer(&StateAnswer::from(self.stop_discoverer(now, &request.discoverer_id)?))
    }

    fn source_of(&self, discoverer: &Discoverer) -> String {
        discoverer.bus.arn(self.place()).into()
    }
}
