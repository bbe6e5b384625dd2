//! Actions about partners' event sources.

use cupola_base::{ApiError, Timestamp};

use super::page::PageRequest;
use crate::wire::{
    ListSourceAccounts, ListSources, MadeSource, NamedSource, Nothing, OfferedSource, PartnerSource,
    PartnerSourcesAnswer, PutEventsAnswer, PutPartnerEvents, SourceAccount, SourceAccountsAnswer, SourceAnswer,
    SourcesAnswer,
};
use crate::{Engine, Entry, EventSourceName};

impl Engine {
    pub(super) fn answer_activate_event_source(
        &mut self,
        now: Timestamp,
        request: &NamedSource,
    ) -> Result<Nothing, ApiError> {
        self.activate_event_source(now, &request.name)?;
        Ok(Nothing {})
    }

    pub(super) fn answer_deactivate_event_source(
        &mut self,
        now: Timestamp,
        request: &NamedSource,
    ) -> Result<Nothing, ApiError> {
        self.deactivate_event_source(now, &request.name)?;
        Ok(Nothing {})
    }

    pub(super) fn answer_describe_event_source(
        &self,
        now: Timestamp,
        request: &NamedSource,
    ) -> Result<SourceAnswer, ApiError> {
        Ok(SourceAnswer::of(self.describe_event_source(&request.name)?, self.place(), now))
    }

    pub(super) fn answer_list_event_sources(
        &self,
        now: Timestamp,
        request: ListSources,
    ) -> Result<SourcesAnswer, ApiError> {
        let prefix = request.name_prefix.unwrap_or_default();
        let page = PageRequest::new("ListEventSources", &[&prefix], request.next_token, request.limit);
        let sources = self.list_event_sources().filter(|source| source.name.as_str().starts_with(&prefix));
        let page = page.of(now, sources, |source| source.name.as_str())?;
        let event_sources = page.items.into_iter().map(|source| SourceAnswer::of(source, self.place(), now));
        Ok(SourcesAnswer { event_sources: event_sources.collect(), next_token: page.next })
    }

    pub(super) fn answer_create_partner_event_source(
        &mut self,
        now: Timestamp,
        request: OfferedSource,
    ) -> Result<MadeSource, ApiError> {
        let arn = self.create_partner_event_source(now, request.name, request.account)?;
        Ok(MadeSource { event_source_arn: arn.into() })
    }

    pub(super) fn answer_delete_partner_event_source(
        &mut self,
        now: Timestamp,
        request: &OfferedSource,
    ) -> Result<Nothing, ApiError> {
        self.delete_partner_event_source(now, &request.name, request.account);
        Ok(Nothing {})
    }

    pub(super) fn answer_describe_partner_event_source(
        &self,
        request: &NamedSource,
    ) -> Result<PartnerSource, ApiError> {
        self.partner_event_source(&request.name).map(|_| ())?;
        Ok(PartnerSource::of(&request.name, self.place()))
    }

    pub(super) fn answer_list_partner_event_sources(
        &self,
        now: Timestamp,
        request: ListSources,
    ) -> Result<PartnerSourcesAnswer, ApiError> {
        let prefix = request.name_prefix.unwrap_or_default();
        let page = PageRequest::new("ListPartnerEventSources", &[&prefix], request.next_token, request.limit);
        let mut names: Vec<&EventSourceName> = self.list_partner_event_sources().map(|source| &source.name).collect();
        names.dedup();
        let names = names.into_iter().filter(|name| name.as_str().starts_with(&prefix));
        let page = page.of(now, names, |name| name.as_str())?;
        let partner_event_sources = page.items.into_iter().map(|name| PartnerSource::of(name, self.place()));
        Ok(PartnerSourcesAnswer { partner_event_sources: partner_event_sources.collect(), next_token: page.next })
    }

    pub(super) fn answer_list_partner_event_source_accounts(
        &self,
        now: Timestamp,
        request: ListSourceAccounts,
    ) -> Result<SourceAccountsAnswer, ApiError> {
        let name = request.event_source_name;
        let list = "ListPartnerEventSourceAccounts";
        let page = PageRequest::new(list, &[name.as_str()], request.next_token, request.limit);
        let page = page.of(now, self.partner_event_source(&name)?, |source| source.account.as_str())?;
        let accounts = page.items.into_iter().map(|source| SourceAccount::of(source, now)).collect();
        Ok(SourceAccountsAnswer { partner_event_source_accounts: accounts, next_token: page.next })
    }

    pub(super) fn answer_put_partner_events(
        &mut self,
        now: Timestamp,
        request: PutPartnerEvents,
    ) -> Result<PutEventsAnswer, ApiError> {
        let entries = request.entries.into_iter().map(Entry::from).collect();
        Ok(self.put_partner_events(now, entries)?.into())
    }
}
