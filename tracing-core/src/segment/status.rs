//! Flags from an HTTP status.

use super::Body;

impl Body {
    /// Sets the flags that a status means: 4XX is an error, 429 a throttle as well, 5XX a fault. Flags add up and
    /// are never taken back by a later good status.
    ///
    /// ```
    /// use cupola_traces::{Body, SegmentId, SegmentTime};
    ///
    /// let mut body = Body::new(SegmentId::from_bits(7), "shop", SegmentTime::ZERO);
    /// body.flag_status(429);
    /// body.flag_status(200);
    /// assert_eq!((body.error, body.throttle, body.fault), (true, true, false));
    /// ```
    ///
    /// # Source
    /// X-Ray Developer Guide, "Segment fields"; the SDKs. That 600 and beyond is no fault is our decision.
    pub const fn flag_status(&mut self, status: i64) {
        self.error |= matches!(status, 400..=499);
        self.throttle |= status == 429;
        self.fault |= matches!(status, 500..=599);
    }
}
