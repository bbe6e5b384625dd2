//! Verbs on tables that are kept.

use cupola_base::{Tags, Timestamp};

use super::{KeepLookupTableError, KeptLookupTable, LookupTableBody, LookupTableChange, NewLookupTable};
use crate::engine::Engine;
use crate::insights::{LookupTable, QueryResults, QueryStatus};
use crate::tag_letters;

type Refused = KeepLookupTableError;

impl Engine {
    /// Keeps a table for queries to look values up in; answers its ARN.
    ///
    /// ```
    /// use cupola_logs::insights::StartQuery;
    /// use cupola_logs::{Engine, LookupTableBody, NewLookupTable, Place, Timestamp};
    ///
    /// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
    /// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
    /// let body = LookupTableBody::Csv("dock,master\nnorth,Ana\n".into());
    /// engine.create_lookup_table(now, NewLookupTable::new("masters", body))?;
    ///
    /// engine.create_log_group(now, "app")?;
    /// engine.create_log_stream(now, "app", "s")?;
    /// engine.put_log_events(now, "app", "s", [(now, r#"{"dock": "north"}"#)])?;
    /// let query = StartQuery::new("lookup masters dock OUTPUT master | display master", now, now).over(["app"]);
    /// let id = engine.start_query(now, &query)?;
    /// assert_eq!(engine.query(now, &id)?.results.rows[0].get("master"), Some("Ana"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`KeepLookupTableError`].
    ///
    /// # Source
    /// CloudWatch Logs API Reference, CreateLookupTable.
    #[doc(alias = "CreateLookupTable")]
    pub fn create_lookup_table(&mut self, now: Timestamp, table: NewLookupTable) -> Result<String, Refused> {
        let now = self.at(now);
        let NewLookupTable { name, body, description, kms_key, tags: wanted } = table;
        if !is_name(&name) {
            return Err(Refused::Name(name));
        }
        if self.lookup_tables.contains_key(&name) {
            return Err(Refused::Exists(name));
        }
        if self.lookup_tables.len() >= self.limits.lookup_tables {
            return Err(Refused::TooMany(self.limits.lookup_tables));
        }
        let mut tags = Tags::default();
        tag_letters::set(&mut tags, wanted)?;
        check_description(description.as_deref())?;
        kms_key.as_ref().map_or(Ok(()), |key| self.check_key(key))?;
        let table = self.table_of(now, body)?;
        let arn = self.lookup_table_arn(&name);
        let kept = KeptLookupTable { name: name.clone(), description, table, kms_key, tags, updated: now };
        self.lookup_tables.insert(name, kept);
        Ok(arn)
    }

    /// Changes a table: all of what is given, or nothing.
    ///
    /// # Errors
    /// [`KeepLookupTableError`].
    ///
    /// # Source
    /// CloudWatch Logs API Reference, UpdateLookupTable.
    #[doc(alias = "UpdateLookupTable")]
    pub fn update_lookup_table(&mut self, now: Timestamp, arn: &str, change: LookupTableChange) -> Result<(), Refused> {
        let now = self.at(now);
        let mut kept = self.lookup_table(arn)?.clone();
        check_description(change.description.as_deref())?;
        if let Some(body) = change.body {
            kept.table = self.table_of(now, body)?;
        }
        if let Some(key) = change.kms_key {
            key.as_ref().map_or(Ok(()), |key| self.check_key(key))?;
            kept.kms_key = key;
        }
        kept.description = change.description.or(kept.description);
        self.lookup_tables.insert(kept.name.clone(), KeptLookupTable { updated: now, ..kept });
        Ok(())
    }

    /// Removes a table.
    ///
    /// # Errors
    /// [`KeepLookupTableError::Unknown`].
    #[doc(alias = "DeleteLookupTable")]
    pub fn delete_lookup_table(&mut self, now: Timestamp, arn: &str) -> Result<(), Refused> {
        self.at(now);
        let name = self.lookup_table(arn)?.name.clone();
        self.lookup_tables.remove(&name);
        Ok(())
    }

    /// The table of this ARN.
    ///
    /// # Errors
    /// [`KeepLookupTableError::Unknown`].
    #[doc(alias = "GetLookupTable")]
    pub fn lookup_table(&self, arn: &str) -> Result<&KeptLookupTable, Refused> {
        let name = arn.strip_prefix(&self.lookup_table_arn(""));
        name.and_then(|name| self.lookup_tables.get(name)).ok_or_else(|| Refused::Unknown(arn.to_owned()))
    }

    /// The tables whose names begin like this, by name.
    #[doc(alias = "DescribeLookupTables")]
    pub fn lookup_tables(&self, prefix: &str) -> impl Iterator<Item = &KeptLookupTable> {
        let from = self.lookup_tables.range(prefix.to_owned()..).map(|(_, kept)| kept);
        from.take_while(move |kept| kept.name.starts_with(prefix))
    }

    /// The ARN of a table.
    #[must_use]
    pub fn lookup_table_arn(&self, name: &str) -> String {
        self.place.arn("logs", format!("lookup-table:{name}")).to_string()
    }

    fn table_of(&mut self, now: Timestamp, body: LookupTableBody) -> Result<LookupTable, Refused> {
        let text = match body {
            LookupTableBody::Csv(text) => text,
            LookupTableBody::Query(id) => self.rows_of(now, &id)?,
        };
        Ok(LookupTable::from_csv(&text)?)
    }

    /// The answer of a query as comma-separated values.
    fn rows_of(&mut self, now: Timestamp, id: &str) -> Result<String, Refused> {
        let info = self.query(now, id)?;
        let has_answer = matches!(info.status, QueryStatus::Complete | QueryStatus::Cancelled);
        match info.results.rows.is_empty() {
            false if has_answer => Ok(written(&info.results)),
            _ => Err(Refused::NoAnswer(id.to_owned())),
        }
    }
}

/// Rows as comma-separated values, with all columns that any of them has; what leads back to events is left out.
fn written(results: &QueryResults) -> String {
    let mut columns: Vec<&str> = Vec::new();
    for (name, _) in results.rows.iter().flat_map(|row| row.iter()) {
        if name != "@ptr" && !columns.contains(&name) {
            columns.push(name);
        }
    }
    let rows = results.rows.iter().map(|row| columns.iter().map(|name| row.get(name).unwrap_or("")).collect());
    crate::insights::to_csv(std::iter::once(columns.clone()).chain(rows))
}

fn is_name(name: &str) -> bool {
    (1..=256).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

fn check_description(description: Option<&str>) -> Result<(), Refused> {
    if description.is_some_and(|text| text.chars().count() > 1024) { Err(Refused::Description) } else { Ok(()) }
}
