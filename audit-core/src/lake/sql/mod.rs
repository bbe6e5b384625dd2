//! The SQL of event data stores: read, checked, planned, asked.
//!
//! A general SQL parser makes the tree; [`read`] takes from it what this language has and refuses the rest by name;
//! [`check`] looks names up and finds types; [`run`] asks the plan, row by row.

mod aggregate;
mod answer;
mod ast;
mod bounds;
mod cast;
mod check;
mod dialect;
mod error;
mod explain;
mod function;
mod json;
mod kind;
#[cfg(any(test, feature = "testing"))]
mod laws;
mod like;
mod places;
mod plan;
mod read;
mod run;
mod schema;
mod show;
#[cfg(test)]
mod tests;
mod time;
mod time_format;
mod value;
mod weld;

use cupola_base::Timestamp;
use cupola_base::text::Span;

pub use answer::{LakeAnswer, LakeColumn, LakeSource};
pub use bounds::LakeBounds;
pub use error::{LakeFault, LakeQueryError, LakeQueryErrorKind};
pub use kind::LakeType;
#[cfg(any(test, feature = "testing"))]
pub use laws::lake_sql_law;

use error::Refusal;
use plan::Plan;

/// A query of event data stores in SQL, checked, to be asked any number of times.
///
/// The language is that of the service, which is Trino's `SELECT`: columns and fields of records, expressions,
/// `WHERE`, joins, `UNNEST`, `GROUP BY` and aggregates, `HAVING`, `ORDER BY`, `LIMIT`, `UNION`, `INTERSECT`,
/// `EXCEPT`, `WITH`, and sub-queries that do not look outside. Names are of any letter case. A text that is compared
/// with an instant is read as one, as it is in the service's examples. What is not served (windows, `ROLLUP`,
/// `NATURAL JOIN` and others) is refused by name.
///
/// ```
/// use std::collections::BTreeMap;
///
/// use cupola_audit::{LakeBounds, LakeQuery};
/// use cupola_base::Timestamp;
/// use cupola_base::json::Json;
///
/// let store = "0a1b2c3d-0000-4000-8000-00000000000a";
/// let record = |name: &str, user: &str| {
///     Json::parse(&format!(r#"{{"eventTime": "2026-05-04T06:00:00Z", "eventName": "{name}",
///         "userIdentity": {{"type": "IAMUser", "userName": "{user}"}}, "requestParameters": {{"roleName": "App"}}}}"#))
/// };
/// let records = [record("CreateRole", "ana")?, record("DeleteRole", "bo")?, record("CreateRole", "ana")?];
/// let stores = BTreeMap::from([(store.to_owned(), records.to_vec())]);
///
/// let query = LakeQuery::parse(&format!(
///     "SELECT userIdentity.userName AS who, element_at(requestParameters, 'roleName') AS role, count(*) AS calls
///      FROM {store}
///      WHERE eventTime > '2026-05-01 00:00:00' AND eventName LIKE 'Create%'
///      GROUP BY userIdentity.userName, element_at(requestParameters, 'roleName')
///      ORDER BY calls DESC"
/// ))?;
/// assert_eq!(query.columns().map(|column| column.name).collect::<Vec<_>>(), ["who", "role", "calls"]);
///
/// let now = Timestamp::parse("2026-05-04T12:00:00Z")?;
/// let answer = query.run(now, &stores, LakeBounds::default(), &[])?;
/// assert_eq!(answer.rows, [["ana", "App", "2"].map(|text| Some(text.to_owned()))]);
/// assert_eq!((answer.events_scanned, answer.events_matched), (3, 2));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// CloudTrail User Guide, "CloudTrail Lake SQL constraints"; Trino documentation, "SELECT", "Functions and operators".
#[derive(Clone, Debug)]
pub struct LakeQuery {
    text: String,
    plan: Plan,
    parameters: usize,
}

impl LakeQuery {
    /// Reads and checks a query of at most 10,000 characters. Which stores there are is asked when it runs.
    ///
    /// # Errors
    /// [`LakeQueryError`] with the place of the first fault.
    pub fn parse(text: &str) -> Result<Self, LakeQueryError> {
        let checked = read::read(text).and_then(|(query, parameters)| Ok((check::check(&query)?, parameters)));
        let (plan, parameters) = checked.map_err(|refusal| refusal.of(text))?;
        Ok(Self { text: text.to_owned(), plan, parameters })
    }

    /// The query as it was written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The event data stores that it reads, in the order in which it names them, each once.
    #[must_use]
    pub fn stores(&self) -> Vec<&str> {
        let mut stores: Vec<&str> = Vec::new();
        for scan in &self.plan.scans {
            if !stores.iter().any(|store| store.eq_ignore_ascii_case(&scan.store)) {
                stores.push(&scan.store);
            }
        }
        stores
    }

    /// The columns of its result.
    pub fn columns(&self) -> impl ExactSizeIterator<Item = LakeColumn> {
        self.plan.columns.iter().map(|(name, kind)| LakeColumn { name: name.clone(), kind: kind.clone() })
    }

    /// How many question marks stand for parameters.
    #[must_use]
    pub const fn parameters(&self) -> usize {
        self.parameters
    }

    /// Checks that there is one parameter for each question mark.
    ///
    /// # Errors
    /// [`LakeQueryError`] of kind [`Parameters`](LakeQueryErrorKind::Parameters).
    pub fn check_parameters(&self, given: usize) -> Result<(), LakeQueryError> {
        if given == self.parameters {
            return Ok(());
        }
        let message = format!("{given} parameters are given, the query has {} question marks", self.parameters);
        let mark = self.text.find('?').map_or_else(|| Span::empty(0), |at| Span::new(at, at + 1));
        Err(Refusal::new(LakeQueryErrorKind::Parameters, mark, message).of(&self.text))
    }

    /// Asks it. `now` is what `now()` says; parameters are texts, in the order of their question marks; one that is
    /// missing is null.
    ///
    /// The same records give the same rows: those of groups stand in the order in which their first records do where
    /// no `ORDER BY` says otherwise.
    ///
    /// # Errors
    /// [`LakeFault`]: a store is not there, a value breaks an expression, or a bound is passed.
    pub fn run(
        &self,
        now: Timestamp,
        source: &dyn LakeSource,
        bounds: LakeBounds,
        parameters: &[String],
    ) -> Result<LakeAnswer, LakeFault> {
        run::run(&self.plan, &run::Question { now, source, bounds, parameters })
    }

    /// How it is answered, as text: a step a line, what a step takes its rows from below it.
    ///
    /// ```
    /// use cupola_audit::LakeQuery;
    ///
    /// let query = LakeQuery::parse("SELECT count(*) FROM my_store WHERE errorCode IS NOT NULL LIMIT 1")?;
    /// assert_eq!(
    ///     query.explain(),
    ///     "limit 1\n  show count 1 AS _col0\n    group by nothing: count(*)\n      filter NOT (errorcode IS NULL)\n        read my_store (errorcode)\n",
    /// );
    /// # Ok::<(), cupola_audit::LakeQueryError>(())
    /// ```
    #[must_use]
    pub fn explain(&self) -> String {
        explain::explain(&self.plan)
    }
}
