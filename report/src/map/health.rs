//! How requests ended.

/// How requests ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "written with a struct update, which needs an open struct")]
pub struct Health {
    /// Well.
    pub ok: u64,
    /// With an error of the client.
    pub error: u64,
    /// Throttled.
    pub throttle: u64,
    /// With a fault of the server.
    pub fault: u64,
}

/// What is worst about requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "requests end in one of four ways, or there are none")]
pub enum HealthState {
    /// There are none.
    Unknown,
    /// Nothing.
    Ok,
    /// Some were throttled.
    Throttle,
    /// Some had errors of the client.
    Error,
    /// Some had faults of the server.
    Fault,
}

impl Health {
    /// All requests.
    #[must_use]
    pub const fn total(&self) -> u64 {
        self.ok.saturating_add(self.error).saturating_add(self.throttle).saturating_add(self.fault)
    }

    /// What is worst: faults before errors before throttling.
    #[must_use]
    pub const fn state(&self) -> HealthState {
        if self.fault > 0 {
            HealthState::Fault
        } else if self.error > 0 {
            HealthState::Error
        } else if self.throttle > 0 {
            HealthState::Throttle
        } else if self.ok > 0 {
            HealthState::Ok
        } else {
            HealthState::Unknown
        }
    }

    /// In words.
    pub(super) fn words(&self) -> String {
        let share = |count: u64, what: &str| format!("{:.1}% {what} of {}", percent(count, self.total()), self.total());
        match self.state() {
            HealthState::Fault => share(self.fault, "faults"),
            HealthState::Error => share(self.error, "errors"),
            HealthState::Throttle => share(self.throttle, "throttled"),
            HealthState::Ok => format!("{} ok", self.total()),
            HealthState::Unknown => String::new(),
        }
    }

    /// The parts with their classes, in the order in which the bar has them.
    pub(super) const fn parts(&self) -> [(u64, &'static str); 4] {
        [(self.ok, "cu-h-ok"), (self.throttle, "cu-h-throttle"), (self.error, "cu-h-error"), (self.fault, "cu-h-fault")]
    }
}

impl HealthState {
    /// The class of what is in this state.
    pub(crate) const fn class(self) -> &'static str {
        match self {
            Self::Unknown => "cu-none",
            Self::Ok => "cu-well",
            Self::Throttle => "cu-throttled",
            Self::Error => "cu-erring",
            Self::Fault => "cu-faulty",
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "shown with one digit")]
fn percent(part: u64, whole: u64) -> f64 {
    100.0 * part as f64 / whole.max(1) as f64
}
