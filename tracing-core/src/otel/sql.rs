//! Queries.

use super::{OtelAttributes, OtelSpan};
use crate::Sql;

/// Systems that speak SQL.
const SYSTEMS: &[&str] =
    &["db2", "derby", "hive", "mariadb", "mssql", "mysql", "oracle", "postgresql", "sqlite", "teradata", "other_sql"];

/// What a span tells of a query in SQL.
pub(super) fn read(span: &OtelSpan) -> Option<Box<Sql>> {
    let own = &span.attributes;
    let system = own.text(&["db.system"]).filter(|system| SYSTEMS.contains(&system.to_ascii_lowercase().as_str()))?;
    let place = own.text(&["db.connection_string"]).unwrap_or_else(|| "localhost".to_owned());
    Some(Box::new(Sql {
        url: Some(span.name.clone()),
        connection_string: Some(format!("{place}/{}", own.text(&["db.name"]).unwrap_or_default())),
        database_type: Some(system),
        user: own.text(&["db.user"]),
        sanitized_query: own.text(&["db.statement", "db.query.text"]),
        ..Sql::default()
    }))
}

/// Tells a span of a query. What stands after the last slash of the place is the database's name.
pub(super) fn tell(sql: &Sql, attributes: &mut OtelAttributes) {
    let place = sql.connection_string.as_deref().or(sql.url.as_deref());
    if let Some((place, name)) = place.and_then(|place| place.rsplit_once('/')) {
        attributes.set("db.connection_string", place);
        attributes.set("db.name", name);
    }
    attributes.put("db.system", sql.database_type.clone());
    attributes.put("db.user", sql.user.clone());
    attributes.put("db.statement", sql.sanitized_query.clone());
}

/// Attributes that are read here, where there is a query.
pub(super) const READ: &[&str] =
    &["db.system", "db.connection_string", "db.name", "db.user", "db.statement", "db.query.text"];
