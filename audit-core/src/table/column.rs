//! The columns.

/// A column of a table of records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Column {
    /// The name, in small letters.
    pub name: &'static str,
    /// The type of its cells.
    pub kind: ColumnType,
    /// The member of records that it shows; empty for what is made of the whole record.
    pub member: &'static str,
}

/// The type of a column's cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ColumnType {
    /// A text.
    Text,
    /// A body as JSON text.
    Json,
    /// An instant.
    Timestamp,
    /// True or false.
    Truth,
    /// Texts by name; values that are no texts are JSON.
    Map,
    /// A structure, as JSON text.
    Struct,
    /// A list of structures, as JSON text.
    List,
    /// A part of the partition: account, region or day.
    Partition,
}

const fn column(name: &'static str, kind: ColumnType, member: &'static str) -> Column {
    Column { name, kind, member }
}

/// Source: CloudTrail User Guide, "Supported schema for event records".
pub(super) const LAKE: &[Column] = &[
    column("eventversion", ColumnType::Text, "eventVersion"),
    column("useridentity", ColumnType::Struct, "userIdentity"),
    column("eventtime", ColumnType::Timestamp, "eventTime"),
    column("eventsource", ColumnType::Text, "eventSource"),
    column("eventname", ColumnType::Text, "eventName"),
    column("awsregion", ColumnType::Text, "awsRegion"),
    column("sourceipaddress", ColumnType::Text, "sourceIPAddress"),
    column("useragent", ColumnType::Text, "userAgent"),
    column("errorcode", ColumnType::Text, "errorCode"),
    column("errormessage", ColumnType::Text, "errorMessage"),
    column("requestparameters", ColumnType::Map, "requestParameters"),
    column("responseelements", ColumnType::Map, "responseElements"),
    column("additionaleventdata", ColumnType::Map, "additionalEventData"),
    column("requestid", ColumnType::Text, "requestID"),
    column("eventid", ColumnType::Text, "eventID"),
    column("readonly", ColumnType::Truth, "readOnly"),
    column("resources", ColumnType::List, "resources"),
    column("eventtype", ColumnType::Text, "eventType"),
    column("apiversion", ColumnType::Text, "apiVersion"),
    column("managementevent", ColumnType::Truth, "managementEvent"),
    column("recipientaccountid", ColumnType::Text, "recipientAccountId"),
    column("sharedeventid", ColumnType::Text, "sharedEventID"),
    column("annotation", ColumnType::Text, "annotation"),
    column("vpcendpointid", ColumnType::Text, "vpcEndpointId"),
    column("vpcendpointaccountid", ColumnType::Text, "vpcEndpointAccountId"),
    column("serviceeventdetails", ColumnType::Map, "serviceEventDetails"),
    column("addendum", ColumnType::Map, "addendum"),
    column("edgedevicedetails", ColumnType::Map, "edgeDeviceDetails"),
    column("insightdetails", ColumnType::Map, "insightDetails"),
    column("eventcategory", ColumnType::Text, "eventCategory"),
    column("tlsdetails", ColumnType::Struct, "tlsDetails"),
    column("sessioncredentialfromconsole", ColumnType::Text, "sessionCredentialFromConsole"),
    column("eventjson", ColumnType::Json, ""),
    column("eventjsonchecksum", ColumnType::Text, ""),
];

/// Source: Athena User Guide, "Create a table for CloudTrail logs in Athena using partition projection".
pub(super) const ATHENA: &[Column] = &[
    column("eventversion", ColumnType::Text, "eventVersion"),
    column("useridentity", ColumnType::Struct, "userIdentity"),
    column("eventtime", ColumnType::Text, "eventTime"),
    column("eventsource", ColumnType::Text, "eventSource"),
    column("eventname", ColumnType::Text, "eventName"),
    column("awsregion", ColumnType::Text, "awsRegion"),
    column("sourceipaddress", ColumnType::Text, "sourceIPAddress"),
    column("useragent", ColumnType::Text, "userAgent"),
    column("errorcode", ColumnType::Text, "errorCode"),
    column("errormessage", ColumnType::Text, "errorMessage"),
    column("requestparameters", ColumnType::Json, "requestParameters"),
    column("responseelements", ColumnType::Json, "responseElements"),
    column("additionaleventdata", ColumnType::Json, "additionalEventData"),
    column("requestid", ColumnType::Text, "requestID"),
    column("eventid", ColumnType::Text, "eventID"),
    column("readonly", ColumnType::Text, "readOnly"),
    column("resources", ColumnType::List, "resources"),
    column("eventtype", ColumnType::Text, "eventType"),
    column("apiversion", ColumnType::Text, "apiVersion"),
    column("recipientaccountid", ColumnType::Text, "recipientAccountId"),
    column("serviceeventdetails", ColumnType::Json, "serviceEventDetails"),
    column("sharedeventid", ColumnType::Text, "sharedEventID"),
    column("vpcendpointid", ColumnType::Text, "vpcEndpointId"),
    column("vpcendpointaccountid", ColumnType::Text, "vpcEndpointAccountId"),
    column("eventcategory", ColumnType::Text, "eventCategory"),
    column("addendum", ColumnType::Struct, "addendum"),
    column("sessioncredentialfromconsole", ColumnType::Text, "sessionCredentialFromConsole"),
    column("edgedevicedetails", ColumnType::Json, "edgeDeviceDetails"),
    column("tlsdetails", ColumnType::Struct, "tlsDetails"),
    column("account", ColumnType::Partition, ""),
    column("region", ColumnType::Partition, ""),
    column("date", ColumnType::Partition, ""),
];
