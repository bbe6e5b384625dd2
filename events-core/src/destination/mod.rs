//! Where events go over HTTP, and by which endpoint they come in: connections, API destinations, global endpoints.
//!
//! State alone: no request is sent. A rule's target that is an API destination leaves as a delivery to its ARN.

mod api_destination;
mod connection;
mod endpoint;
mod error;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use api_destination::{ApiDestination, ApiDestinationSettings};
pub use connection::{AuthorizationType, Connection, ConnectionSettings, ConnectionState};
pub use endpoint::{Endpoint, EndpointSettings};
pub use error::DestinationError;

use crate::name::{NameError, is_name_letter};

cupola_base::names! {
    /// The name of a connection, an API destination or a global endpoint: 1 to 64 of `A-Za-z0-9._-`.
    DestinationName: NameError = |text| crate::name::fits(
        text, 64, is_name_letter, "a destination's name: 1 to 64 of A-Z a-z 0-9 . _ -"
    );
}

/// All of a place, by name.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Destinations {
    pub(crate) connections: BTreeMap<DestinationName, Connection>,
    pub(crate) api_destinations: BTreeMap<DestinationName, ApiDestination>,
    pub(crate) endpoints: BTreeMap<DestinationName, Endpoint>,
}
