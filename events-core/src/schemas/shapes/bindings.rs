//! Shapes of the actions about code bindings.

use cupola_base::shape::{Member, Operation, Shape, TEXT, Travel};

pub(crate) static DESCRIBE_CODE_BINDING: Operation = Operation::new(
    "DescribeCodeBinding",
    &Shape::Structure(&[
        Member::required("Language", &TEXT),
        Member::required("RegistryName", &TEXT),
        Member::required("SchemaName", &TEXT),
        Member::optional("SchemaVersion", &TEXT).by(Travel::Query("schemaVersion")),
    ]),
    &Shape::Structure(&[
        Member::optional("CreationDate", &Shape::Timestamp),
        Member::optional("LastModified", &Shape::Timestamp),
        Member::optional("SchemaVersion", &TEXT),
        Member::optional("Status", &TEXT),
    ]),
)
.at("GET", "/v1/registries/name/{RegistryName}/schemas/name/{SchemaName}/language/{Language}");

pub(crate) static GET_CODE_BINDING_SOURCE: Operation = Operation::new(
    "GetCodeBindingSource",
    &Shape::Structure(&[
        Member::required("Language", &TEXT),
        Member::required("RegistryName", &TEXT),
        Member::required("SchemaName", &TEXT),
        Member::optional("SchemaVersion", &TEXT).by(Travel::Query("schemaVersion")),
    ]),
    &Shape::Structure(&[Member::optional("Body", &Shape::Blob).by(Travel::Payload)]),
)
.at("GET", "/v1/registries/name/{RegistryName}/schemas/name/{SchemaName}/language/{Language}/source");

pub(crate) static PUT_CODE_BINDING: Operation = Operation::new(
    "PutCodeBinding",
    &Shape::Structure(&[
        Member::required("Language", &TEXT),
        Member::required("RegistryName", &TEXT),
        Member::required("SchemaName", &TEXT),
        Member::optional("SchemaVersion", &TEXT).by(Travel::Query("schemaVersion")),
    ]),
    &Shape::Structure(&[
        Member::optional("CreationDate", &Shape::Timestamp),
        Member::optional("LastModified", &Shape::Timestamp),
        Member::optional("SchemaVersion", &TEXT),
        Member::optional("Status", &TEXT),
    ]),
)
.at("POST", "/v1/registries/name/{RegistryName}/schemas/name/{SchemaName}/language/{Language}")
.answering(202);
