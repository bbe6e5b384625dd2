//! Event sources of partners on the wire.

use cupola_base::wire::WireTime;
use cupola_base::{AccountId, Place, Timestamp};
use serde::{Deserialize, Serialize};

use super::EntryRequest;
use crate::{EventSource, EventSourceName};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct OfferedSource {
    pub(crate) name: EventSourceName,
    pub(crate) account: AccountId,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct NamedSource {
    pub(crate) name: EventSourceName,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListSources {
    pub(crate) name_prefix: Option<String>,
    pub(crate) next_token: Option<String>,
    pub(crate) limit: Option<f64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListSourceAccounts {
    pub(crate) event_source_name: EventSourceName,
    pub(crate) next_token: Option<String>,
    pub(crate) limit: Option<f64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct PutPartnerEvents {
    pub(crate) entries: Vec<EntryRequest>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct MadeSource {
    pub(crate) event_source_arn: String,
}

/// A source as its partner sees it.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct PartnerSource {
    arn: String,
    name: String,
}

impl PartnerSource {
    pub(crate) fn of(name: &EventSourceName, place: &Place) -> Self {
        Self { arn: name.arn(place).into(), name: name.to_string() }
    }
}

/// A source as the account sees it that it is for.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct SourceAnswer {
    arn: String,
    created_by: String,
    creation_time: WireTime,
    #[serde(skip_serializing_if = "Option::is_none")]
    expiration_time: Option<WireTime>,
    name: String,
    state: &'static str,
}

impl SourceAnswer {
    pub(crate) fn of(source: &EventSource, place: &Place, now: Timestamp) -> Self {
        Self {
            arn: source.name.arn(place).into(),
            created_by: source.name.partner().to_owned(),
            creation_time: source.created.into(),
            expiration_time: source.expires.map(WireTime),
            name: source.name.to_string(),
            state: source.state(now).as_str(),
        }
    }
}

/// An account that a source is for.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct SourceAccount {
    account: AccountId,
    creation_time: WireTime,
    #[serde(skip_serializing_if = "Option::is_none")]
    expiration_time: Option<WireTime>,
    state: &'static str,
}

impl SourceAccount {
    pub(crate) fn of(source: &EventSource, now: Timestamp) -> Self {
        Self {
            account: source.account,
            creation_time: source.created.into(),
            expiration_time: source.expires.map(WireTime),
            state: source.state(now).as_str(),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct SourcesAnswer {
    pub(crate) event_sources: Vec<SourceAnswer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct PartnerSourcesAnswer {
    pub(crate) partner_event_sources: Vec<PartnerSource>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct SourceAccountsAnswer {
    pub(crate) partner_event_source_accounts: Vec<SourceAccount>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_token: Option<String>,
}
