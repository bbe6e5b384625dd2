//! The words of some columns.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$word_doc:meta])* $word:ident $text:literal,)* })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[expect(clippy::exhaustive_enums, reason = "the service knows these")]
        pub enum $name {
            $($(#[$word_doc])* $word,)*
        }

        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$word,)*];

            /// The service's word.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$word => $text,)*
                }
            }

            /// What the word means; none when it is another.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|known| known.as_str() == word)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    )*};
}

words! {
    /// What became of a flow (`action`).
    FlowLogAction {
        /// It was let through.
        Accept "ACCEPT",
        /// It was not: by a security group or a network ACL, or because it came after the connection had closed.
        Reject "REJECT",
    }
    /// What a record stands for (`log-status`).
    FlowLogStatus {
        /// A flow.
        Ok "OK",
        /// No traffic in the interval.
        NoData "NODATA",
        /// Flows of the interval that were not recorded.
        SkipData "SKIPDATA",
    }
    /// Which way a flow goes, as the interface sees it (`flow-direction`).
    FlowDirection {
        /// To the interface.
        Ingress "ingress",
        /// From the interface.
        Egress "egress",
    }
}
