//! Fields that advanced selectors name.

use crate::kind::words;

words! {
    /// A field of events that an advanced selector may name.
    ///
    /// A name that the service does not know is kept, and looked up as a path into the record.
    ///
    /// ```
    /// use cupola_audit::SelectorField;
    ///
    /// assert_eq!(SelectorField::of("resources.ARN"), SelectorField::ResourcesArn);
    /// assert_eq!(SelectorField::of("tlsDetails.tlsVersion").as_str(), "tlsDetails.tlsVersion");
    /// ```
    ///
    /// # Source
    /// CloudTrail API Reference, AdvancedFieldSelector.
    SelectorField {
        /// Management, data, network activity.
        EventCategory "eventCategory",
        /// Whether the action only reads: `true` or `false`.
        ReadOnly "readOnly",
        /// The service.
        EventSource "eventSource",
        /// The action.
        EventName "eventName",
        /// The type of event.
        EventType "eventType",
        /// Whether a console session's credentials were used.
        SessionCredentialFromConsole "sessionCredentialFromConsole",
        /// The error.
        ErrorCode "errorCode",
        /// The VPC endpoint.
        VpcEndpointId "vpcEndpointId",
        /// The caller's ARN.
        UserIdentityArn "userIdentity.arn",
        /// The type of a resource.
        ResourcesType "resources.type",
        /// The ARN of a resource, or what its ARNs begin with.
        ResourcesArn "resources.ARN",
    }
}

impl SelectorField {
    /// Whether the field belongs to a resource: such fields are asked of the same resource.
    #[must_use]
    pub const fn is_of_resource(&self) -> bool {
        matches!(self, Self::ResourcesType | Self::ResourcesArn)
    }

    /// What is cheap to ask comes first.
    pub(super) const fn cost(&self) -> u8 {
        match self {
            Self::EventCategory => 0,
            Self::ReadOnly => 1,
            Self::EventSource | Self::EventName => 2,
            Self::EventType | Self::SessionCredentialFromConsole | Self::ErrorCode | Self::VpcEndpointId => 3,
            Self::ResourcesType | Self::ResourcesArn => 4,
            Self::UserIdentityArn | Self::Other(_) => 5,
        }
    }
}
