//! Open sets of words: event types and categories.

macro_rules! words {
    ($(#[$doc:meta])* $type:ident { $($(#[$variant_doc:meta])* $variant:ident $name:literal $(| $alias:literal)*),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $type {
            $($(#[$variant_doc])* $variant,)*
            /// A word that this release does not know.
            Other(Box<str>),
        }

        impl $type {
            /// The word's meaning; never fails.
            #[must_use]
            pub fn of(word: &str) -> Self {
                match word {
                    $($name $(| $alias)* => Self::$variant,)*
                    other => Self::Other(other.into()),
                }
            }

            /// The word.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $name,)*
                    Self::Other(word) => word,
                }
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

pub(crate) use words;

words! {
    /// What kind of event a record tells of.
    ///
    /// ```
    /// use cupola_audit::EventType;
    ///
    /// assert_eq!(EventType::of("AwsVpceEvents"), EventType::VpceEvent);
    /// assert_eq!(EventType::of("AwsNewThing").as_str(), "AwsNewThing");
    /// ```
    ///
    /// # Source
    /// CloudTrail User Guide, "CloudTrail record contents", `eventType`.
    EventType {
        /// A call of an API.
        ApiCall "AwsApiCall",
        /// Something that a service did by itself.
        ServiceEvent "AwsServiceEvent",
        /// An action in the console that is no API call.
        ConsoleAction "AwsConsoleAction",
        /// A sign-in to the console.
        ConsoleSignIn "AwsConsoleSignIn",
        /// An anomaly that was detected.
        Insight "AwsCloudTrailInsight",
        /// A call through a VPC endpoint. The guide's table spells `AwsVpceEvents`, records
        /// `AwsVpceEvent`.
        VpceEvent "AwsVpceEvent" | "AwsVpceEvents",
        /// Counts of data events over five minutes.
        AggregatedEvent "AwsAggregatedEvent",
    }
}

words! {
    /// The category of an event, which decides who may log it.
    ///
    /// ```
    /// use cupola_audit::Category;
    ///
    /// assert_eq!(Category::of("Data"), Category::Data);
    /// assert_eq!(Category::of("Evidence").as_str(), "Evidence");
    /// ```
    ///
    /// # Source
    /// CloudTrail User Guide, "CloudTrail record contents", `eventCategory`.
    Category {
        /// Operations on the control plane, and sign-ins.
        Management "Management",
        /// Operations on what resources hold.
        Data "Data",
        /// Calls through a VPC endpoint, told to its owner.
        NetworkActivity "NetworkActivity",
        /// Anomalies.
        Insight "Insight",
        /// Counts of data events.
        Aggregated "Aggregated",
    }
}
