//! Results and lists in pages.

use cupola_base::Timestamp;
use cupola_base::paging::Token;

use super::{LakeQueryListRequest, LakeQueryRefusal, StartedLakeQuery};
use crate::lake::LakeError;
use crate::{Engine, ListRequest};

/// A page of a query's rows.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct LakeResultPage<'a> {
    /// The query.
    pub query: &'a StartedLakeQuery,
    /// Its rows on this page.
    pub rows: &'a [Vec<Option<String>>],
    /// How many rows there are on all pages.
    pub total: usize,
    /// Asks for the next page; `None` on the last.
    pub next_token: Option<String>,
}

/// A page of a list of queries, the newest first.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct LakeQueryList<'a> {
    /// The queries.
    pub queries: Vec<&'a StartedLakeQuery>,
    /// Asks for the next page; `None` on the last.
    pub next_token: Option<String>,
}

impl Engine {
    /// A page of a query's rows, of at most 1,000; no row while it is not finished. The store, when one is given, must
    /// be one that the query reads.
    ///
    /// # Errors
    /// [`LakeQueryRefusal`]: no such store or query, the size of the page, a foreign token.
    ///
    /// # Source
    /// CloudTrail API Reference, GetQueryResults.
    #[doc(alias = "GetQueryResults")]
    pub fn lake_query_results(
        &mut self,
        now: Timestamp,
        store: Option<&str>,
        id: &str,
        page: ListRequest<'_>,
    ) -> Result<LakeResultPage<'_>, LakeQueryRefusal> {
        let now = self.see(now);
        let query = self.lake_query(store, id)?;
        let most = page.size()?;
        let request = format!("GetQueryResults {id}");
        let rows = query.rows(now);
        let from: usize = match page.token {
            None => 0,
            Some(token) => {
                let token = Token::decode(token, &request).map_err(|_| LakeError::Token)?;
                token.position.parse().map_err(|_| LakeError::Token)?
            }
        };
        let shown = rows.get(from..).unwrap_or_default();
        let shown = &shown[..shown.len().min(most)];
        let end = from + shown.len();
        let next_token = (end < rows.len()).then(|| Token::new(&request, now, end.to_string()).encode());
        Ok(LakeResultPage { query, rows: shown, total: rows.len(), next_token })
    }

    /// A page of the queries of a store in the last seven days, the newest first.
    ///
    /// # Errors
    /// [`LakeQueryRefusal`]: no such store, the range, the size of the page, a foreign token.
    ///
    /// # Source
    /// CloudTrail API Reference, ListQueries; the order is our decision.
    #[doc(alias = "ListQueries")]
    pub fn list_lake_queries(
        &mut self,
        now: Timestamp,
        store: &str,
        request: LakeQueryListRequest<'_>,
    ) -> Result<LakeQueryList<'_>, LakeQueryRefusal> {
        let now = self.see(now);
        let arn = self.active_store(store)?.arn.clone();
        let LakeQueryListRequest { from, to, status, page } = request;
        if from.zip(to).is_some_and(|(from, to)| from > to) {
            return Err(LakeQueryRefusal::Range);
        }
        let most = page.size()?;
        let pinned = format!("ListQueries {arn} {from:?} {to:?} {status:?}");
        let before = match page.token {
            None => None,
            Some(token) => {
                let token = Token::decode(token, &pinned).map_err(|_| LakeError::Token)?;
                let number: u64 = token.position.parse().map_err(|_| LakeError::Token)?;
                Some(number)
            }
        };
        let fits = |query: &&StartedLakeQuery| {
            query.stores.contains(&arn)
                && from.is_none_or(|from| query.created >= from)
                && to.is_none_or(|to| query.created <= to)
                && status.is_none_or(|status| query.status(now) == status)
                && before.is_none_or(|before| query.number < before)
        };
        let mut found = self.state.lake_queries.all.iter().rev().filter(fits);
        let queries: Vec<_> = found.by_ref().take(most).collect();
        let last = queries.last().filter(|_| found.next().is_some());
        let next_token = last.map(|last| Token::new(&pinned, now, last.number.to_string()).encode());
        Ok(LakeQueryList { queries, next_token })
    }
}
