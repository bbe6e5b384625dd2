//! What a subsegment tells of a query.

use super::record::record;

record! {
    /// A query to a database.
    ///
    /// # Source
    /// X-Ray Developer Guide, "SQL queries".
    Sql {
        /// Where the database is told in another form than a URL, without a password.
        connection_string: Option<String> = "connection_string",
        /// Where the database is, without a password.
        url: Option<String> = "url",
        /// The query with its values left out.
        sanitized_query: Option<String> = "sanitized_query",
        /// The kind of database.
        database_type: Option<String> = "database_type",
        /// Its version.
        database_version: Option<String> = "database_version",
        /// The version of the driver.
        driver_version: Option<String> = "driver_version",
        /// Who asked the database; at most 250 characters.
        user: Option<String> = "user",
        /// `call` or `statement`, where it was prepared.
        preparation: Option<String> = "preparation",
    }
}

record! {
    /// What ran: version and runtime of the application.
    Service {
        /// As `1.2.3`.
        version: Option<String> = "version",
        /// As `CPython`.
        runtime: Option<String> = "runtime",
        /// Its version.
        runtime_version: Option<String> = "runtime_version",
        /// As `gc`.
        compiler: Option<String> = "compiler",
        /// Its version.
        compiler_version: Option<String> = "compiler_version",
    }
}
