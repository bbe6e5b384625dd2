//! Shapes of the actions about schemas and their versions.

use cupola_base::shape::{INTEGER, List, Member, NOTHING, Operation, Shape, TEXT, TEXT_MAP, Travel};

use super::{CONTENT, DESCRIPTION, EVENTS, FORMAT, LIMIT, TAGS, TOKEN_ID};

pub(crate) static CREATE_SCHEMA: Operation = Operation::new(
    "CreateSchema",
    &Shape::Structure(&[
        Member::required("Content", &CONTENT),
        Member::optional("Description", &DESCRIPTION),
        Member::required("RegistryName", &TEXT),
        Member::required("SchemaName", &TEXT),
        Member::optional("Tags", &TAGS).by(Travel::BodyAs("tags")),
        Member::required("Type", &FORMAT),
    ]),
    &Shape::Structure(&[
        Member::optional("Description", &TEXT),
        Member::optional("LastModified", &Shape::Timestamp),
        Member::optional("SchemaArn", &TEXT),
        Member::optional("SchemaName", &TEXT),
        Member::optional("SchemaVersion", &TEXT),
        Member::optional("Tags", &TEXT_MAP).by(Travel::BodyAs("tags")),
        Member::optional("Type", &TEXT),
        Member::optional("VersionCreatedDate", &Shape::Timestamp),
    ]),
)
.at("POST", "/v1/registries/name/{RegistryName}/schemas/name/{SchemaName}")
.answering(201);

pub(crate) static DELETE_SCHEMA: Operation = Operation::new(
    "DeleteSchema",
    &Shape::Structure(&[Member::required("RegistryName", &TEXT), Member::required("SchemaName", &TEXT)]),
    &NOTHING,
)
.at("DELETE", "/v1/registries/name/{RegistryName}/schemas/name/{SchemaName}")
.answering(204);

pub(crate) static DELETE_SCHEMA_VERSION: Operation = Operation::new(
    "DeleteSchemaVersion",
    &Shape::Structure(&[
        Member::required("RegistryName", &TEXT),
        Member::required("SchemaName", &TEXT),
        Member::required("SchemaVersion", &TEXT),
    ]),
    &NOTHING,
)
.at("DELETE", "/v1/registries/name/{RegistryName}/schemas/name/{SchemaName}/version/{SchemaVersion}")
.answering(204);

pub(crate) static DESCRIBE_SCHEMA: Operation = Operation::new(
    "DescribeSchema",
    &Shape::Structure(&[
        Member::required("RegistryName", &TEXT),
        Member::required("SchemaName", &TEXT),
        Member::optional("SchemaVersion", &TEXT).by(Travel::Query("schemaVersion")),
    ]),
    &Shape::Structure(&[
        Member::optional("Content", &TEXT),
        Member::optional("Description", &TEXT),
        Member::optional("LastModified", &Shape::Timestamp),
        Member::optional("SchemaArn", &TEXT),
        Member::optional("SchemaName", &TEXT),
        Member::optional("SchemaVersion", &TEXT),
        Member::optional("Tags", &TEXT_MAP).by(Travel::BodyAs("tags")),
        Member::optional("Type", &TEXT),
        Member::optional("VersionCreatedDate", &Shape::Timestamp),
    ]),
)
.at("GET", "/v1/registries/name/{RegistryName}/schemas/name/{SchemaName}");

pub(crate) static EXPORT_SCHEMA: Operation = Operation::new(
    "ExportSchema",
    &Shape::Structure(&[
        Member::required("RegistryName", &TEXT),
        Member::required("SchemaName", &TEXT),
        Member::optional("SchemaVersion", &TEXT).by(Travel::Query("schemaVersion")),
        Member::required("Type", &TEXT).by(Travel::Query("type")),
    ]),
    &Shape::Structure(&[
        Member::optional("Content", &TEXT),
        Member::optional("SchemaArn", &TEXT),
        Member::optional("SchemaName", &TEXT),
        Member::optional("SchemaVersion", &TEXT),
        Member::optional("Type", &TEXT),
    ]),
)
.at("GET", "/v1/registries/name/{RegistryName}/schemas/name/{SchemaName}/export");

pub(crate) static GET_DISCOVERED_SCHEMA: Operation = Operation::new(
    "GetDiscoveredSchema",
    &Shape::Structure(&[Member::required("Events", &EVENTS), Member::required("Type", &FORMAT)]),
    &Shape::Structure(&[Member::optional("Content", &TEXT)]),
)
.at("POST", "/v1/discover");

pub(crate) static LIST_SCHEMA_VERSIONS: Operation = Operation::new(
    "ListSchemaVersions",
    &Shape::Structure(&[
        Member::optional("Limit", &LIMIT).by(Travel::Query("limit")),
        Member::optional("NextToken", &TEXT).by(Travel::Query("nextToken")),
        Member::required("RegistryName", &TEXT),
        Member::required("SchemaName", &TEXT),
    ]),
    &Shape::Structure(&[
        Member::optional("NextToken", &TEXT),
        Member::optional(
            "SchemaVersions",
            &Shape::List(List::of(&Shape::Structure(&[
                Member::optional("SchemaArn", &TEXT),
                Member::optional("SchemaName", &TEXT),
                Member::optional("SchemaVersion", &TEXT),
                Member::optional("Type", &TEXT),
            ]))),
        ),
    ]),
)
.at("GET", "/v1/registries/name/{RegistryName}/schemas/name/{SchemaName}/versions");

pub(crate) static LIST_SCHEMAS: Operation = Operation::new(
    "ListSchemas",
    &Shape::Structure(&[
        Member::optional("Limit", &LIMIT).by(Travel::Query("limit")),
        Member::optional("NextToken", &TEXT).by(Travel::Query("nextToken")),
        Member::required("RegistryName", &TEXT),
        Member::optional("SchemaNamePrefix", &TEXT).by(Travel::Query("schemaNamePrefix")),
    ]),
    &Shape::Structure(&[
        Member::optional("NextToken", &TEXT),
        Member::optional(
            "Schemas",
            &Shape::List(List::of(&Shape::Structure(&[
                Member::optional("LastModified", &Shape::Timestamp),
                Member::optional("SchemaArn", &TEXT),
                Member::optional("SchemaName", &TEXT),
                Member::optional("Tags", &TEXT_MAP).by(Travel::BodyAs("tags")),
                Member::optional("VersionCount", &INTEGER),
            ]))),
        ),
    ]),
)
.at("GET", "/v1/registries/name/{RegistryName}/schemas");

pub(crate) static SEARCH_SCHEMAS: Operation = Operation::new(
    "SearchSchemas",
    &Shape::Structure(&[
        Member::required("Keywords", &TEXT).by(Travel::Query("keywords")),
        Member::optional("Limit", &LIMIT).by(Travel::Query("limit")),
        Member::optional("NextToken", &TEXT).by(Travel::Query("nextToken")),
        Member::required("RegistryName", &TEXT),
    ]),
    &Shape::Structure(&[
        Member::optional("NextToken", &TEXT),
        Member::optional(
            "Schemas",
            &Shape::List(List::of(&Shape::Structure(&[
                Member::optional("RegistryName", &TEXT),
                Member::optional("SchemaArn", &TEXT),
                Member::optional("SchemaName", &TEXT),
                Member::optional(
                    "SchemaVersions",
                    &Shape::List(List::of(&Shape::Structure(&[
                        Member::optional("CreatedDate", &Shape::Timestamp),
                        Member::optional("SchemaVersion", &TEXT),
                        Member::optional("Type", &TEXT),
                    ]))),
                ),
            ]))),
        ),
    ]),
)
.at("GET", "/v1/registries/name/{RegistryName}/schemas/search");

pub(crate) static UPDATE_SCHEMA: Operation = Operation::new(
    "UpdateSchema",
    &Shape::Structure(&[
        Member::optional("ClientTokenId", &TOKEN_ID),
        Member::optional("Content", &CONTENT),
        Member::optional("Description", &DESCRIPTION),
        Member::required("RegistryName", &TEXT),
        Member::required("SchemaName", &TEXT),
        Member::optional("Type", &FORMAT),
    ]),
    &Shape::Structure(&[
        Member::optional("Description", &TEXT),
        Member::optional("LastModified", &Shape::Timestamp),
        Member::optional("SchemaArn", &TEXT),
        Member::optional("SchemaName", &TEXT),
        Member::optional("SchemaVersion", &TEXT),
        Member::optional("Tags", &TEXT_MAP).by(Travel::BodyAs("tags")),
        Member::optional("Type", &TEXT),
        Member::optional("VersionCreatedDate", &Shape::Timestamp),
    ]),
)
.at("PUT", "/v1/registries/name/{RegistryName}/schemas/name/{SchemaName}");
