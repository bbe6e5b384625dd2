//! Shapes of the actions about connections, API destinations and global endpoints.

use cupola_base::shape::{List, Member, NOTHING, Operation, Range, Shape, TEXT, Text};

use super::letters::NAME_LETTERS;
use super::{ARN, LIMIT, NEXT_TOKEN};

static NAME: Shape = Shape::Text(Text::of(1, 64).like(NAME_LETTERS));
static DESCRIPTION: Shape = Shape::Text(Text::of(0, 512));
static KMS_KEY: Shape = Shape::Text(Text::of(0, 2048));
static NAMED: Shape = Shape::Structure(&[Member::required("Name", &NAME)]);

static AUTHORIZATION: Shape = Shape::Text(Text::one_of(&["BASIC", "OAUTH_CLIENT_CREDENTIALS", "API_KEY"]));
static SECRET: Shape = Shape::Text(Text::of(1, 512));
static HTTP_TEXT: Shape = Shape::Text(Text::of(0, 512));
static URL: Shape = Shape::Text(Text::of(1, 2048));

static HTTP_PARAMETER: Shape = Shape::Structure(&[
    Member::optional("Key", &HTTP_TEXT),
    Member::optional("Value", &HTTP_TEXT),
    Member::optional("IsValueSecret", &Shape::Boolean),
]);
static HTTP_PARAMETERS: Shape = Shape::List(List::of(&HTTP_PARAMETER).within(0, 100));
static HTTP: Shape = Shape::Structure(&[
    Member::optional("HeaderParameters", &HTTP_PARAMETERS),
    Member::optional("QueryStringParameters", &HTTP_PARAMETERS),
    Member::optional("BodyParameters", &HTTP_PARAMETERS),
]);

static BASIC: Shape = Shape::Structure(&[Member::optional("Username", &SECRET), Member::optional("Password", &SECRET)]);
static API_KEY: Shape =
    Shape::Structure(&[Member::optional("ApiKeyName", &SECRET), Member::optional("ApiKeyValue", &SECRET)]);
static CLIENT: Shape =
    Shape::Structure(&[Member::optional("ClientID", &SECRET), Member::optional("ClientSecret", &SECRET)]);
static OAUTH: Shape = Shape::Structure(&[
    Member::optional("ClientParameters", &CLIENT),
    Member::optional("AuthorizationEndpoint", &URL),
    Member::optional("HttpMethod", &Shape::Text(Text::one_of(&["GET", "POST", "PUT"]))),
    Member::optional("OAuthHttpParameters", &HTTP),
]);
pub(crate) static CONNECTIVITY: Shape = Shape::Structure(&[Member::required(
    "ResourceParameters",
    &Shape::Structure(&[
        Member::required("ResourceConfigurationArn", &ARN),
        Member::optional("ResourceAssociationArn", &ARN),
    ]),
)]);
pub(crate) static AUTH_PARAMETERS: Shape = Shape::Structure(&[
    Member::optional("BasicAuthParameters", &BASIC),
    Member::optional("OAuthParameters", &OAUTH),
    Member::optional("ApiKeyAuthParameters", &API_KEY),
    Member::optional("InvocationHttpParameters", &HTTP),
    Member::optional("ConnectivityParameters", &CONNECTIVITY),
]);

static CONNECTION_CHANGE: Shape = Shape::Structure(&[
    Member::optional("ConnectionArn", &TEXT),
    Member::optional("ConnectionState", &TEXT),
    Member::optional("CreationTime", &Shape::Timestamp),
    Member::optional("LastModifiedTime", &Shape::Timestamp),
    Member::optional("LastAuthorizedTime", &Shape::Timestamp),
]);
static CONNECTION: Shape = Shape::Structure(&[
    Member::optional("ConnectionArn", &TEXT),
    Member::optional("Name", &TEXT),
    Member::optional("Description", &TEXT),
    Member::optional("InvocationConnectivityParameters", &CONNECTIVITY),
    Member::optional("ConnectionState", &TEXT),
    Member::optional("StateReason", &TEXT),
    Member::optional("AuthorizationType", &TEXT),
    Member::optional("SecretArn", &TEXT),
    Member::optional("KmsKeyIdentifier", &TEXT),
    Member::optional("AuthParameters", &AUTH_PARAMETERS),
    Member::optional("CreationTime", &Shape::Timestamp),
    Member::optional("LastModifiedTime", &Shape::Timestamp),
    Member::optional("LastAuthorizedTime", &Shape::Timestamp),
]);

pub(crate) static CREATE_CONNECTION: Operation = Operation::new(
    "CreateConnection",
    &Shape::Structure(&[
        Member::required("Name", &NAME),
        Member::optional("Description", &DESCRIPTION),
        Member::required("AuthorizationType", &AUTHORIZATION),
        Member::required("AuthParameters", &AUTH_PARAMETERS),
        Member::optional("InvocationConnectivityParameters", &CONNECTIVITY),
        Member::optional("KmsKeyIdentifier", &KMS_KEY),
    ]),
    &CONNECTION_CHANGE,
);

pub(crate) static UPDATE_CONNECTION: Operation = Operation::new(
    "UpdateConnection",
    &Shape::Structure(&[
        Member::required("Name", &NAME),
        Member::optional("Description", &DESCRIPTION),
        Member::optional("AuthorizationType", &AUTHORIZATION),
        Member::optional("AuthParameters", &AUTH_PARAMETERS),
        Member::optional("InvocationConnectivityParameters", &CONNECTIVITY),
        Member::optional("KmsKeyIdentifier", &KMS_KEY),
    ]),
    &CONNECTION_CHANGE,
);

pub(crate) static DELETE_CONNECTION: Operation = Operation::new("DeleteConnection", &NAMED, &CONNECTION_CHANGE);
pub(crate) static DEAUTHORIZE_CONNECTION: Operation =
    Operation::new("DeauthorizeConnection", &NAMED, &CONNECTION_CHANGE);
pub(crate) static DESCRIBE_CONNECTION: Operation = Operation::new("DescribeConnection", &NAMED, &CONNECTION);

pub(crate) static LIST_CONNECTIONS: Operation = Operation::new(
    "ListConnections",
    &Shape::Structure(&[
        Member::optional("NamePrefix", &NAME),
        Member::optional("ConnectionState", &TEXT),
        Member::optional("NextToken", &NEXT_TOKEN),
        Member::optional("Limit", &LIMIT),
    ]),
    &Shape::Structure(&[
        Member::optional("Connections", &Shape::List(List::of(&CONNECTION))),
        Member::optional("NextToken", &TEXT),
    ]),
);

static HTTP_METHOD: Shape = Shape::Text(Text::one_of(&["POST", "GET", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE"]));
static RATE: Shape = Shape::Integer(Range::of(1, 1_000_000_000));
static API_DESTINATION_CHANGE: Shape = Shape::Structure(&[
    Member::optional("ApiDestinationArn", &TEXT),
    Member::optional("ApiDestinationState", &TEXT),
    Member::optional("CreationTime", &Shape::Timestamp),
    Member::optional("LastModifiedTime", &Shape::Timestamp),
]);
static API_DESTINATION: Shape = Shape::Structure(&[
    Member::optional("ApiDestinationArn", &TEXT),
    Member::optional("Name", &TEXT),
    Member::optional("Description", &TEXT),
    Member::optional("ApiDestinationState", &TEXT),
    Member::optional("ConnectionArn", &TEXT),
    Member::optional("InvocationEndpoint", &TEXT),
    Member::optional("HttpMethod", &TEXT),
    Member::optional("InvocationRateLimitPerSecond", &RATE),
    Member::optional("CreationTime", &Shape::Timestamp),
    Member::optional("LastModifiedTime", &Shape::Timestamp),
]);

pub(crate) static CREATE_API_DESTINATION: Operation = Operation::new(
    "CreateApiDestination",
    &Shape::Structure(&[
        Member::required("Name", &NAME),
        Member::optional("Description", &DESCRIPTION),
        Member::required("ConnectionArn", &ARN),
        Member::required("InvocationEndpoint", &URL),
        Member::required("HttpMethod", &HTTP_METHOD),
        Member::optional("InvocationRateLimitPerSecond", &RATE),
    ]),
    &API_DESTINATION_CHANGE,
);

pub(crate) static UPDATE_API_DESTINATION: Operation = Operation::new(
    "UpdateApiDestination",
    &Shape::Structure(&[
        Member::required("Name", &NAME),
        Member::optional("Description", &DESCRIPTION),
        Member::optional("ConnectionArn", &ARN),
        Member::optional("InvocationEndpoint", &URL),
        Member::optional("HttpMethod", &HTTP_METHOD),
        Member::optional("InvocationRateLimitPerSecond", &RATE),
    ]),
    &API_DESTINATION_CHANGE,
);

pub(crate) static DELETE_API_DESTINATION: Operation = Operation::new("DeleteApiDestination", &NAMED, &NOTHING);
pub(crate) static DESCRIBE_API_DESTINATION: Operation =
    Operation::new("DescribeApiDestination", &NAMED, &API_DESTINATION);

pub(crate) static LIST_API_DESTINATIONS: Operation = Operation::new(
    "ListApiDestinations",
    &Shape::Structure(&[
        Member::optional("NamePrefix", &NAME),
        Member::optional("ConnectionArn", &ARN),
        Member::optional("NextToken", &NEXT_TOKEN),
        Member::optional("Limit", &LIMIT),
    ]),
    &Shape::Structure(&[
        Member::optional("ApiDestinations", &Shape::List(List::of(&API_DESTINATION))),
        Member::optional("NextToken", &TEXT),
    ]),
);

pub(crate) static ROUTING: Shape = Shape::Structure(&[Member::required(
    "FailoverConfig",
    &Shape::Structure(&[
        Member::required("Primary", &Shape::Structure(&[Member::required("HealthCheck", &ARN)])),
        Member::required("Secondary", &Shape::Structure(&[Member::required("Route", &Shape::Text(Text::of(9, 20)))])),
    ]),
)]);
pub(crate) static REPLICATION: Shape =
    Shape::Structure(&[Member::optional("State", &Shape::Text(Text::one_of(&["ENABLED", "DISABLED"])))]);
static ENDPOINT_BUS: Shape = Shape::Structure(&[Member::required("EventBusArn", &ARN)]);
static ENDPOINT_BUSES: Shape = Shape::List(List::of(&ENDPOINT_BUS).within(2, 2));

static ENDPOINT: Shape = Shape::Structure(&[
    Member::optional("Name", &TEXT),
    Member::optional("Description", &TEXT),
    Member::optional("Arn", &TEXT),
    Member::optional("RoutingConfig", &ROUTING),
    Member::optional("ReplicationConfig", &REPLICATION),
    Member::optional("EventBuses", &Shape::List(List::of(&ENDPOINT_BUS))),
    Member::optional("RoleArn", &TEXT),
    Member::optional("EndpointId", &TEXT),
    Member::optional("EndpointUrl", &TEXT),
    Member::optional("State", &TEXT),
    Member::optional("StateReason", &TEXT),
    Member::optional("CreationTime", &Shape::Timestamp),
    Member::optional("LastModifiedTime", &Shape::Timestamp),
]);

pub(crate) static CREATE_ENDPOINT: Operation = Operation::new(
    "CreateEndpoint",
    &Shape::Structure(&[
        Member::required("Name", &NAME),
        Member::optional("Description", &DESCRIPTION),
        Member::required("RoutingConfig", &ROUTING),
        Member::optional("ReplicationConfig", &REPLICATION),
        Member::required("EventBuses", &ENDPOINT_BUSES),
        Member::optional("RoleArn", &ARN),
    ]),
    &ENDPOINT,
);

pub(crate) static UPDATE_ENDPOINT: Operation = Operation::new(
    "UpdateEndpoint",
    &Shape::Structure(&[
        Member::required("Name", &NAME),
        Member::optional("Description", &DESCRIPTION),
        Member::optional("RoutingConfig", &ROUTING),
        Member::optional("ReplicationConfig", &REPLICATION),
        Member::optional("EventBuses", &ENDPOINT_BUSES),
        Member::optional("RoleArn", &ARN),
    ]),
    &ENDPOINT,
);

pub(crate) static DELETE_ENDPOINT: Operation = Operation::new("DeleteEndpoint", &NAMED, &NOTHING);

pub(crate) static DESCRIBE_ENDPOINT: Operation = Operation::new(
    "DescribeEndpoint",
    &Shape::Structure(&[
        Member::required("Name", &NAME),
        Member::optional("HomeRegion", &Shape::Text(Text::of(9, 20))),
    ]),
    &ENDPOINT,
);

pub(crate) static LIST_ENDPOINTS: Operation = Operation::new(
    "ListEndpoints",
    &Shape::Structure(&[
        Member::optional("NamePrefix", &NAME),
        Member::optional("HomeRegion", &Shape::Text(Text::of(9, 20))),
        Member::optional("NextToken", &NEXT_TOKEN),
        Member::optional("MaxResults", &LIMIT),
    ]),
    &Shape::Structure(&[
        Member::optional("Endpoints", &Shape::List(List::of(&ENDPOINT))),
        Member::optional("NextToken", &TEXT),
    ]),
);
