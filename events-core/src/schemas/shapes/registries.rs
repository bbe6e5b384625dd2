//! Shapes of the actions about registries and their policies.

use cupola_base::shape::{List, Member, NOTHING, Operation, Shape, TEXT, TEXT_MAP, Travel};

use super::{DESCRIPTION, LIMIT, TAGS};

pub(crate) static CREATE_REGISTRY: Operation = Operation::new(
    "CreateRegistry",
    &Shape::Structure(&[
        Member::optional("Description", &DESCRIPTION),
        Member::required("RegistryName", &TEXT),
        Member::optional("Tags", &TAGS).by(Travel::BodyAs("tags")),
    ]),
    &Shape::Structure(&[
        Member::optional("Description", &TEXT),
        Member::optional("RegistryArn", &TEXT),
        Member::optional("RegistryName", &TEXT),
        Member::optional("Tags", &TEXT_MAP).by(Travel::BodyAs("tags")),
    ]),
)
.at("POST", "/v1/registries/name/{RegistryName}")
.answering(201);

pub(crate) static DELETE_REGISTRY: Operation =
    Operation::new("DeleteRegistry", &Shape::Structure(&[Member::required("RegistryName", &TEXT)]), &NOTHING)
        .at("DELETE", "/v1/registries/name/{RegistryName}")
        .answering(204);

pub(crate) static DELETE_RESOURCE_POLICY: Operation = Operation::new(
    "DeleteResourcePolicy",
    &Shape::Structure(&[Member::optional("RegistryName", &TEXT).by(Travel::Query("registryName"))]),
    &NOTHING,
)
.at("DELETE", "/v1/policy")
.answering(204);

pub(crate) static DESCRIBE_REGISTRY: Operation = Operation::new(
    "DescribeRegistry",
    &Shape::Structure(&[Member::required("RegistryName", &TEXT)]),
    &Shape::Structure(&[
        Member::optional("Description", &TEXT),
        Member::optional("RegistryArn", &TEXT),
        Member::optional("RegistryName", &TEXT),
        Member::optional("Tags", &TEXT_MAP).by(Travel::BodyAs("tags")),
    ]),
)
.at("GET", "/v1/registries/name/{RegistryName}");

pub(crate) static GET_RESOURCE_POLICY: Operation = Operation::new(
    "GetResourcePolicy",
    &Shape::Structure(&[Member::optional("RegistryName", &TEXT).by(Travel::Query("registryName"))]),
    &Shape::Structure(&[Member::optional("Policy", &TEXT), Member::optional("RevisionId", &TEXT)]),
)
.at("GET", "/v1/policy");

pub(crate) static LIST_REGISTRIES: Operation = Operation::new(
    "ListRegistries",
    &Shape::Structure(&[
        Member::optional("Limit", &LIMIT).by(Travel::Query("limit")),
        Member::optional("NextToken", &TEXT).by(Travel::Query("nextToken")),
        Member::optional("RegistryNamePrefix", &TEXT).by(Travel::Query("registryNamePrefix")),
        Member::optional("Scope", &TEXT).by(Travel::Query("scope")),
    ]),
    &Shape::Structure(&[
        Member::optional("NextToken", &TEXT),
        Member::optional(
            "Registries",
            &Shape::List(List::of(&Shape::Structure(&[
                Member::optional("RegistryArn", &TEXT),
                Member::optional("RegistryName", &TEXT),
                Member::optional("Tags", &TEXT_MAP).by(Travel::BodyAs("tags")),
            ]))),
        ),
    ]),
)
.at("GET", "/v1/registries");

pub(crate) static PUT_RESOURCE_POLICY: Operation = Operation::new(
    "PutResourcePolicy",
    &Shape::Structure(&[
        Member::required("Policy", &TEXT),
        Member::optional("RegistryName", &TEXT).by(Travel::Query("registryName")),
        Member::optional("RevisionId", &TEXT),
    ]),
    &Shape::Structure(&[Member::optional("Policy", &TEXT), Member::optional("RevisionId", &TEXT)]),
)
.at("PUT", "/v1/policy");

pub(crate) static UPDATE_REGISTRY: Operation = Operation::new(
    "UpdateRegistry",
    &Shape::Structure(&[Member::optional("Description", &DESCRIPTION), Member::required("RegistryName", &TEXT)]),
    &Shape::Structure(&[
        Member::optional("Description", &TEXT),
        Member::optional("RegistryArn", &TEXT),
        Member::optional("RegistryName", &TEXT),
        Member::optional("Tags", &TEXT_MAP).by(Travel::BodyAs("tags")),
    ]),
)
.at("PUT", "/v1/registries/name/{RegistryName}");
