//! The members of a record that the schema names.

use std::fmt;

use crate::{EventVersion, JsonKind};

macro_rules! fields {
    ($($(#[$doc:meta])* $variant:ident $name:literal $form:ident $major:literal $minor:literal),* $(,)?) => {
        /// A top-level member that the record's schema names.
        ///
        /// ```
        /// use cupola_audit::Field;
        ///
        /// assert_eq!(Field::from_name("sourceIPAddress"), Some(Field::SourceIpAddress));
        /// assert_eq!(Field::TlsDetails.name(), "tlsDetails");
        /// ```
        ///
        /// # Source
        /// CloudTrail User Guide, "CloudTrail record contents".
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Field {
            $($(#[$doc])* $variant,)*
        }

        impl Field {
            /// All fields, in the order of the schema's table.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The field of that name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                match name {
                    $($name => Some(Self::$variant),)*
                    _ => None,
                }
            }

            /// The name on the wire.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// Which form its value has.
            #[must_use]
            pub const fn form(self) -> Form {
                match self {
                    $(Self::$variant => Form::$form,)*
                }
            }

            /// The version of records that brought it.
            #[must_use]
            pub const fn since(self) -> EventVersion {
                match self {
                    $(Self::$variant => EventVersion::new($major, $minor),)*
                }
            }
        }
    };
}

fields! {
    /// Version of the record's form.
    EventVersion "eventVersion" Text 1 0,
    /// Who called.
    UserIdentity "userIdentity" Object 1 0,
    /// When the request completed.
    EventTime "eventTime" Text 1 0,
    /// The service that was called.
    EventSource "eventSource" Text 1 0,
    /// The action.
    EventName "eventName" Text 1 0,
    /// The region that was called.
    AwsRegion "awsRegion" Text 1 0,
    /// From where; not always an address.
    SourceIpAddress "sourceIPAddress" Text 1 0,
    /// With which program.
    UserAgent "userAgent" Text 1 0,
    /// The service's error.
    ErrorCode "errorCode" Text 1 0,
    /// The error in words.
    ErrorMessage "errorMessage" Text 1 0,
    /// What was asked.
    RequestParameters "requestParameters" Object 1 0,
    /// What was answered.
    ResponseElements "responseElements" Object 1 0,
    /// What else there is to tell.
    AdditionalEventData "additionalEventData" Object 1 0,
    /// The request's id.
    RequestId "requestID" Text 1 1,
    /// The record's id.
    EventId "eventID" Text 1 1,
    /// What kind of event it is.
    EventType "eventType" Text 1 2,
    /// Version of the service's API.
    ApiVersion "apiVersion" Text 1 1,
    /// Whether it is a management event.
    ManagementEvent "managementEvent" Truth 1 6,
    /// Whether the action changes nothing.
    ReadOnly "readOnly" Truth 1 1,
    /// What was accessed.
    Resources "resources" Array 1 1,
    /// The account that receives the record.
    RecipientAccountId "recipientAccountId" Text 1 2,
    /// Details of a service's own event.
    ServiceEventDetails "serviceEventDetails" Object 1 5,
    /// Joins the copies that several accounts receive.
    SharedEventId "sharedEventID" Text 1 3,
    /// The VPC endpoint of the request.
    VpcEndpointId "vpcEndpointId" Text 1 4,
    /// The endpoint's owner.
    VpcEndpointAccountId "vpcEndpointAccountId" Text 1 9,
    /// Management, data, network activity, insight.
    EventCategory "eventCategory" Text 1 7,
    /// Why the record comes late or again.
    Addendum "addendum" Object 1 8,
    /// `"true"` for calls made with a console session.
    SessionCredentialFromConsole "sessionCredentialFromConsole" Truth 1 8,
    /// Details of edge devices.
    EdgeDeviceDetails "edgeDeviceDetails" Object 1 8,
    /// Details of the connection.
    TlsDetails "tlsDetails" Object 1 8,
    /// Context that event data stores add.
    EventContext "eventContext" Object 1 11,
    /// An insight's own part.
    InsightDetails "insightDetails" Object 1 7,
    /// Remarks that event data stores keep.
    Annotation "annotation" Any 1 0,
}

impl Field {
    /// The fields whose text is kept byte by byte and never interpreted unasked.
    pub const BODIES: [Self; 8] = [
        Self::RequestParameters,
        Self::ResponseElements,
        Self::AdditionalEventData,
        Self::ServiceEventDetails,
        Self::EdgeDeviceDetails,
        Self::EventContext,
        Self::TlsDetails,
        Self::InsightDetails,
    ];

    pub(crate) const fn index(self) -> usize {
        self as usize
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Which form a field's value has; each may also be null.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Form {
    /// A text.
    Text,
    /// A boolean, or its text.
    Truth,
    /// An object.
    Object,
    /// An array.
    Array,
    /// Any value.
    Any,
}

impl Form {
    pub(crate) fn admits(self, kind: JsonKind) -> bool {
        match self {
            _ if kind == JsonKind::Null => true,
            Self::Text => kind == JsonKind::Text,
            Self::Truth => matches!(kind, JsonKind::Boolean | JsonKind::Text),
            Self::Object => kind == JsonKind::Object,
            Self::Array => kind == JsonKind::Array,
            Self::Any => true,
        }
    }
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text => "a text",
            Self::Truth => "a boolean",
            Self::Object => "an object",
            Self::Array => "an array",
            Self::Any => "any value",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_places_are_one_to_one() {
        for (place, field) in Field::ALL.iter().enumerate() {
            assert_eq!(field.index(), place);
            assert_eq!(Field::from_name(field.name()), Some(*field));
        }
        assert_eq!(Field::from_name("eventname"), None);
    }
}
