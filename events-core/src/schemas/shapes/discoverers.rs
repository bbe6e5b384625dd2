//! Shapes of the actions about discoverers.

use cupola_base::shape::{List, Member, NOTHING, Operation, Shape, TEXT, TEXT_MAP, Travel};

use super::{DESCRIPTION, LIMIT, SOURCE_ARN, TAGS};

pub(crate) static CREATE_DISCOVERER: Operation = Operation::new(
    "CreateDiscoverer",
    &Shape::Structure(&[
        Member::optional("Description", &DESCRIPTION),
        Member::required("SourceArn", &SOURCE_ARN),
        Member::optional("CrossAccount", &Shape::Boolean),
        Member::optional("Tags", &TAGS).by(Travel::BodyAs("tags")),
    ]),
    &Shape::Structure(&[
        Member::optional("Description", &TEXT),
        Member::optional("DiscovererArn", &TEXT),
        Member::optional("DiscovererId", &TEXT),
        Member::optional("SourceArn", &TEXT),
        Member::optional("State", &TEXT),
        Member::optional("CrossAccount", &Shape::Boolean),
        Member::optional("Tags", &TEXT_MAP).by(Travel::BodyAs("tags")),
    ]),
)
.at("POST", "/v1/discoverers")
.answering(201);

pub(crate) static DELETE_DISCOVERER: Operation =
    Operation::new("DeleteDiscoverer", &Shape::Structure(&[Member::required("DiscovererId", &TEXT)]), &NOTHING)
        .at("DELETE", "/v1/discoverers/id/{DiscovererId}")
        .answering(204);

pub(crate) static DESCRIBE_DISCOVERER: Operation = Operation::new(
    "DescribeDiscoverer",
    &Shape::Structure(&[Member::required("DiscovererId", &TEXT)]),
    &Shape::Structure(&[
        Member::optional("Description", &TEXT),
        Member::optional("DiscovererArn", &TEXT),
        Member::optional("DiscovererId", &TEXT),
        Member::optional("SourceArn", &TEXT),
        Member::optional("State", &TEXT),
        Member::optional("CrossAccount", &Shape::Boolean),
        Member::optional("Tags", &TEXT_MAP).by(Travel::BodyAs("tags")),
    ]),
)
.at("GET", "/v1/discoverers/id/{DiscovererId}");

pub(crate) static LIST_DISCOVERERS: Operation = Operation::new(
    "ListDiscoverers",
    &Shape::Structure(&[
        Member::optional("DiscovererIdPrefix", &TEXT).by(Travel::Query("discovererIdPrefix")),
        Member::optional("Limit", &LIMIT).by(Travel::Query("limit")),
        Member::optional("NextToken", &TEXT).by(Travel::Query("nextToken")),
        Member::optional("SourceArnPrefix", &TEXT).by(Travel::Query("sourceArnPrefix")),
    ]),
    &Shape::Structure(&[
        Member::optional(
            "Discoverers",
            &Shape::List(List::of(&Shape::Structure(&[
                Member::optional("DiscovererArn", &TEXT),
                Member::optional("DiscovererId", &TEXT),
                Member::optional("SourceArn", &TEXT),
                Member::optional("State", &TEXT),
                Member::optional("CrossAccount", &Shape::Boolean),
                Member::optional("Tags", &TEXT_MAP).by(Travel::BodyAs("tags")),
            ]))),
        ),
        Member::optional("NextToken", &TEXT),
    ]),
)
.at("GET", "/v1/discoverers");

pub(crate) static START_DISCOVERER: Operation = Operation::new(
    "StartDiscoverer",
    &Shape::Structure(&[Member::required("DiscovererId", &TEXT)]),
    &Shape::Structure(&[Member::optional("DiscovererId", &TEXT), Member::optional("State", &TEXT)]),
)
.at("POST", "/v1/discoverers/id/{DiscovererId}/start");

pub(crate) static STOP_DISCOVERER: Operation = Operation::new(
    "StopDiscoverer",
    &Shape::Structure(&[Member::required("DiscovererId", &TEXT)]),
    &Shape::Structure(&[Member::optional("DiscovererId", &TEXT), Member::optional("State", &TEXT)]),
)
.at("POST", "/v1/discoverers/id/{DiscovererId}/stop");

pub(crate) static UPDATE_DISCOVERER: Operation = Operation::new(
    "UpdateDiscoverer",
    &Shape::Structure(&[
        Member::optional("Description", &DESCRIPTION),
        Member::required("DiscovererId", &TEXT),
        Member::optional("CrossAccount", &Shape::Boolean),
    ]),
    &Shape::Structure(&[
        Member::optional("Description", &TEXT),
        Member::optional("DiscovererArn", &TEXT),
        Member::optional("DiscovererId", &TEXT),
        Member::optional("SourceArn", &TEXT),
        Member::optional("State", &TEXT),
        Member::optional("CrossAccount", &Shape::Boolean),
        Member::optional("Tags", &TEXT_MAP).by(Travel::BodyAs("tags")),
    ]),
)
.at("PUT", "/v1/discoverers/id/{DiscovererId}");
