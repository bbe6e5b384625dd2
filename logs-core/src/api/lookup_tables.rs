//! Actions on tables for queries.

use cupola_base::ApiError;

use super::page::Page;
use super::{Answer, Call, answer, invalid, nothing};
use crate::engine::Engine;
use crate::kms::KmsKey;
use crate::lookup_table::{LookupTableBody, LookupTableChange, NewLookupTable};
use crate::wire::Whole;
use crate::wire::lookup_tables as wire;

/// Tables on a page, unless told.
const MOST_LISTED: usize = 50;

pub(super) fn create_lookup_table(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: wire::CreateLookupTable = call.read()?;
    let body = body(request.table_body, request.query_id)?.ok_or_else(one_body)?;
    let mut table = NewLookupTable::new(request.lookup_table_name, body).tagged(request.tags.unwrap_or_default());
    if let Some(description) = request.description {
        table = table.described(description);
    }
    if let Some(key) = request.kms_key_id {
        table = table.encrypted_with(KmsKey::new(key)?);
    }
    let lookup_table_arn = engine.create_lookup_table(call.now, table)?;
    let created_at = engine.lookup_table(&lookup_table_arn)?.updated.as_millis();
    answer(&wire::Created { lookup_table_arn, created_at })
}

pub(super) fn update_lookup_table(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: wire::UpdateLookupTable = call.read()?;
    let kms_key = match request.kms_key_id.as_deref() {
        None => None,
        Some("") => Some(None),
        Some(key) => Some(Some(KmsKey::new(key)?)),
    };
    let body = body(request.table_body, request.query_id)?;
    let lookup_table_arn = request.lookup_table_arn;
    let change = LookupTableChange { body, description: request.description, kms_key };
    engine.update_lookup_table(call.now, &lookup_table_arn, change)?;
    let last_updated_time = engine.lookup_table(&lookup_table_arn)?.updated.as_millis();
    answer(&wire::Updated { lookup_table_arn, last_updated_time })
}

/// What a table is to hold, which a request says in one way.
fn body(csv: Option<String>, query: Option<String>) -> Result<Option<LookupTableBody>, ApiError> {
    match (csv, query) {
        (Some(_), Some(_)) => Err(one_body()),
        (csv, query) => Ok(csv.map(LookupTableBody::Csv).or_else(|| query.map(LookupTableBody::Query))),
    }
}

fn one_body() -> ApiError {
    invalid("Exactly one of tableBody or queryId must be specified.")
}

pub(super) fn delete_lookup_table(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: wire::ByArn = call.read()?;
    engine.delete_lookup_table(call.now, &request.lookup_table_arn)?;
    nothing()
}

pub(super) fn get_lookup_table(engine: &Engine, call: &Call<'_>) -> Answer {
    let request: wire::ByArn = call.read()?;
    let kept = engine.lookup_table(&request.lookup_table_arn)?;
    answer(&wire::WithBody { table_body: kept.table.text(), about: wire::About::new(request.lookup_table_arn, kept) })
}

pub(super) fn describe_lookup_tables(engine: &Engine, call: &Call<'_>) -> Answer {
    let request: wire::DescribeLookupTables = call.read()?;
    let prefix = request.lookup_table_name_prefix.unwrap_or_default();
    let page = Page::of(format!("DescribeLookupTables {prefix:?}"), request.next_token.as_deref(), call.now)?;
    let found = engine.lookup_tables(&prefix).filter(|kept| page.after.as_ref().is_none_or(|after| kept.name > *after));
    let most = request.max_results.map(Whole::count).filter(|most| *most > 0).unwrap_or(MOST_LISTED);
    let (found, next_token) = page.cut(found, most, |kept| kept.name.clone());
    let listed = found.into_iter().map(|kept| wire::Listed::new(engine.lookup_table_arn(&kept.name), kept));
    answer(&wire::LookupTables { lookup_tables: listed.collect(), next_token })
}
