//! What clients may ask of the endpoint.

use std::time::Duration;

/// Bounds on connections and requests; what is beyond one is refused or waits.
///
/// ```
/// use cupola_endpoint::ServerLimits;
///
/// let limits = ServerLimits::default().connections(16);
/// assert_eq!((limits.connections, limits.body_bytes), (16, 8 << 20));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServerLimits {
    /// Connections at once; others wait until one is closed. Default 1,024.
    pub connections: usize,
    /// Bytes of a request's body, as sent and as inflated; longer ones are answered with 413. Default 8 MiB.
    pub body_bytes: usize,
    /// Bytes of a request's line and headers, from 8,192; longer ones are answered with 431. Default 64 KiB.
    pub head_bytes: usize,
    /// Headers of a request; more are answered with 431. Default 100.
    pub headers: usize,
    /// How long a connection may take to send a whole head, and how long it may be idle: then it is closed. Default
    /// 60 s.
    pub head_time: Duration,
    /// How long a request's body may take to come in; slower ones are answered with 408. Default 60 s.
    pub body_time: Duration,
    /// How long open requests are waited for when the endpoint stops. Default 5 s.
    pub stop_time: Duration,
}

impl Default for ServerLimits {
    fn default() -> Self {
        Self {
            connections: 1024,
            body_bytes: 8 << 20,
            head_bytes: 64 << 10,
            headers: 100,
            head_time: Duration::from_secs(60),
            body_time: Duration::from_secs(60),
            stop_time: Duration::from_secs(5),
        }
    }
}

impl ServerLimits {
    /// Sets how many connections there are at once; at least one is.
    #[must_use]
    pub const fn connections(self, connections: usize) -> Self {
        Self { connections, ..self }
    }

    /// Sets how long a body may be.
    #[must_use]
    pub const fn body_bytes(self, body_bytes: usize) -> Self {
        Self { body_bytes, ..self }
    }

    /// Sets how long line and headers may be; 8,192 bytes are always read.
    #[must_use]
    pub const fn head_bytes(self, head_bytes: usize) -> Self {
        Self { head_bytes, ..self }
    }

    /// Sets how many headers there may be.
    #[must_use]
    pub const fn headers(self, headers: usize) -> Self {
        Self { headers, ..self }
    }

    /// Sets how long a head may take.
    #[must_use]
    pub const fn head_time(self, head_time: Duration) -> Self {
        Self { head_time, ..self }
    }

    /// Sets how long a body may take.
    #[must_use]
    pub const fn body_time(self, body_time: Duration) -> Self {
        Self { body_time, ..self }
    }

    /// Sets how long open requests are waited for at the end.
    #[must_use]
    pub const fn stop_time(self, stop_time: Duration) -> Self {
        Self { stop_time, ..self }
    }
}
