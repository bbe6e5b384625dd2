//! Queries of event data stores.

use cupola_base::wire::WireTime;
use cupola_base::{AccountId, Timestamp};
use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer};

use crate::lake::LakeError;
use crate::{
    LakeQueryList, LakeQueryListRequest, LakeQueryRefusal, LakeQueryRequest, LakeQueryStatus, LakeResultPage,
    ListRequest, StartedLakeQuery,
};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct StartQuery {
    query_statement: Option<String>,
    query_alias: Option<String>,
    query_parameters: Option<Vec<String>>,
    #[serde(rename = "DeliveryS3Uri")]
    delivery_s3_uri: Option<String>,
    #[serde(flatten)]
    pub(crate) owner: Owner,
}

impl StartQuery {
    pub(crate) fn request(self) -> LakeQueryRequest {
        let parameters = self.query_parameters.unwrap_or_default();
        LakeQueryRequest::of(self.query_statement, self.query_alias, parameters, self.delivery_s3_uri)
    }
}

/// Whose the stores are.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Owner {
    event_data_store_owner_account_id: Option<String>,
}

impl Owner {
    /// Stores of other accounts are not seen.
    pub(crate) fn check(&self, account: AccountId) -> Result<Option<AccountId>, LakeError> {
        match &self.event_data_store_owner_account_id {
            None => Ok(None),
            Some(owner) if owner == account.as_str() => Ok(Some(account)),
            Some(owner) => Err(LakeError::Unknown(format!("of the account {owner} that may be asked here"))),
        }
    }
}

/// A query, by its id.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct NamedQuery {
    pub(crate) event_data_store: Option<String>,
    query_id: Option<String>,
    query_alias: Option<String>,
    refresh_id: Option<String>,
    next_token: Option<String>,
    max_query_results: Option<i64>,
    #[serde(flatten)]
    pub(crate) owner: Owner,
}

impl NamedQuery {
    pub(crate) fn id(&self) -> Result<&str, LakeQueryRefusal> {
        match (&self.query_id, &self.query_alias) {
            (Some(id), _) => Ok(id),
            (None, Some(alias)) => Err(LakeQueryRefusal::Unknown(alias.clone())),
            (None, None) => Err(LakeQueryRefusal::IdOrAlias),
        }
    }

    /// The id of a query that is described: of no refresh, and not with an alias, too.
    pub(crate) fn described(&self) -> Result<&str, LakeQueryRefusal> {
        match (&self.query_id, &self.query_alias, &self.refresh_id) {
            (_, _, Some(refresh)) => Err(LakeQueryRefusal::Refresh(refresh.clone())),
            (Some(_), Some(_), None) => Err(LakeQueryRefusal::IdOrAlias),
            _ => self.id(),
        }
    }

    pub(crate) fn page(&self) -> ListRequest<'_> {
        ListRequest { most: self.max_query_results, token: self.next_token.as_deref() }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListQueries {
    pub(crate) event_data_store: String,
    next_token: Option<String>,
    max_results: Option<i64>,
    start_time: Option<WireTime>,
    end_time: Option<WireTime>,
    query_status: Option<String>,
}

impl ListQueries {
    pub(crate) fn request(&self) -> Result<LakeQueryListRequest<'_>, LakeQueryRefusal> {
        let status = self.query_status.as_deref().map(LakeQueryStatus::from_name).transpose()?;
        let page = ListRequest { most: self.max_results, token: self.next_token.as_deref() };
        let (from, to) = (self.start_time.map(|time| time.0), self.end_time.map(|time| time.0));
        Ok(LakeQueryListRequest { from, to, status, page })
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct QueryStanding<'a> {
    query_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    query_status: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    event_data_store_owner_account_id: Option<AccountId>,
}

impl<'a> QueryStanding<'a> {
    pub(crate) fn started(query: &'a StartedLakeQuery, owner: Option<AccountId>) -> Self {
        Self { query_id: &query.id, query_status: None, event_data_store_owner_account_id: owner }
    }

    pub(crate) fn standing(query: &'a StartedLakeQuery, now: Timestamp, owner: Option<AccountId>) -> Self {
        Self { query_status: Some(query.status(now).as_str()), ..Self::started(query, owner) }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct QueryDescribed<'a> {
    query_id: &'a str,
    query_string: &'a str,
    query_status: &'static str,
    query_statistics: Statistics,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_message: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    event_data_store_owner_account_id: Option<AccountId>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Statistics {
    events_matched: u64,
    events_scanned: u64,
    bytes_scanned: u64,
    execution_time_in_millis: i64,
    creation_time: WireTime,
}

impl<'a> QueryDescribed<'a> {
    pub(crate) fn of(query: &'a StartedLakeQuery, now: Timestamp, owner: Option<AccountId>) -> Self {
        let [events_scanned, events_matched, bytes_scanned] = query.statistics(now);
        Self {
            query_id: &query.id,
            query_string: &query.statement,
            query_status: query.status(now).as_str(),
            query_statistics: Statistics {
                events_matched,
                events_scanned,
                bytes_scanned,
                execution_time_in_millis: query.run_millis(now),
                creation_time: WireTime(query.created),
            },
            error_message: query.fault(now),
            event_data_store_owner_account_id: owner,
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct QueryResults<'a> {
    query_status: &'static str,
    query_statistics: ResultCounts,
    query_result_rows: Vec<Vec<ResultCell<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_message: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct ResultCounts {
    results_count: usize,
    total_results_count: usize,
    bytes_scanned: u64,
}

/// A column's name and its value: a map of one entry. Null is an empty text, which is our decision.
struct ResultCell<'a> {
    name: &'a str,
    value: &'a str,
}

impl Serialize for ResultCell<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry(self.name, self.value)?;
        map.end()
    }
}

impl<'a> QueryResults<'a> {
    pub(crate) fn of(page: LakeResultPage<'a>, now: Timestamp) -> Self {
        let LakeResultPage { query, rows, total, next_token } = page;
        let cells = |row: &'a Vec<Option<String>>| {
            let cells = query.columns().iter().zip(row);
            cells.map(|(name, value)| ResultCell { name, value: value.as_deref().unwrap_or_default() }).collect()
        };
        let [.., bytes_scanned] = query.statistics(now);
        Self {
            query_status: query.status(now).as_str(),
            query_statistics: ResultCounts { results_count: rows.len(), total_results_count: total, bytes_scanned },
            query_result_rows: rows.iter().map(cells).collect(),
            next_token,
            error_message: query.fault(now),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListedQueries<'a> {
    queries: Vec<ListedQuery<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct ListedQuery<'a> {
    query_id: &'a str,
    query_status: &'static str,
    creation_time: WireTime,
}

impl<'a> ListedQueries<'a> {
    pub(crate) fn of(list: LakeQueryList<'a>, now: Timestamp) -> Self {
        let listed = |query: &'a StartedLakeQuery| ListedQuery {
            query_id: &query.id,
            query_status: query.status(now).as_str(),
            creation_time: WireTime(query.created),
        };
        Self { queries: list.queries.into_iter().map(listed).collect(), next_token: list.next_token }
    }
}
