//! The machine that the agent would run on.

use cupola_base::schedule::Zone;

/// What the agent knows of its machine.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "hosts are written with a struct update, which needs an open struct")]
pub struct AgentHost {
    /// `{instance_id}`. Default `i-UNKNOWN`.
    pub instance_id: String,
    /// `{hostname}`: the name that EC2 knows. Default `UNKNOWN-HOST`.
    pub hostname: String,
    /// `{local_hostname}`: the name that the machine itself knows. Default `UNKNOWN-HOST`.
    pub local_hostname: String,
    /// `{ip_address}`. Default `UNKNOWN-IP`.
    pub ip_address: String,
    /// The zone of its clock, for times that do not tell theirs. Default UTC.
    pub zone: Zone,
}

/// What may stand in names.
pub(super) const PLACEHOLDERS: [&str; 4] = ["{instance_id}", "{hostname}", "{local_hostname}", "{ip_address}"];

impl AgentHost {
    /// A name with the placeholders filled.
    pub(super) fn fill(&self, name: &str) -> String {
        let values = [&self.instance_id, &self.hostname, &self.local_hostname, &self.ip_address];
        let filled = PLACEHOLDERS.iter().zip(values);
        filled.fold(name.to_owned(), |name, (placeholder, value)| name.replace(placeholder, value))
    }
}

impl Default for AgentHost {
    fn default() -> Self {
        Self {
            instance_id: "i-UNKNOWN".into(),
            hostname: "UNKNOWN-HOST".into(),
            local_hostname: "UNKNOWN-HOST".into(),
            ip_address: "UNKNOWN-IP".into(),
            zone: Zone::UTC,
        }
    }
}
