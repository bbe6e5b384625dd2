//! What each kind of target is sent, and how large it may be.

use cupola_base::json::Json;
use cupola_base::outbox::{Call, RetryPolicy};
use cupola_base::{Arn, Draft, Payload, Timestamp, base64};

use super::message::{Called, Data};
use super::{SubscriptionMessage, SubscriptionTarget};
use crate::limits::Limits;

/// Where messages go, and how.
#[derive(Debug)]
pub(super) struct Packer<'a> {
    pub(super) at: Timestamp,
    pub(super) cause: &'a str,
    pub(super) destination: &'a Arn,
    pub(super) target: SubscriptionTarget,
    /// Chooses a stream's shard.
    pub(super) partition_key: &'a str,
    pub(super) limits: &'a Limits,
}

/// Deliveries, and how many events are too large for any.
#[derive(Debug, Default)]
pub(super) struct Packed {
    pub(super) drafts: Vec<Draft>,
    pub(super) too_large: u64,
}

impl Packer<'_> {
    /// Packs a message into as few deliveries as its target's size allows: halves of halves, in order.
    pub(super) fn pack(&self, message: SubscriptionMessage) -> Packed {
        let mut packed = Packed::default();
        let mut rest = vec![message];
        while let Some(message) = rest.pop() {
            let (bytes, payload) = self.payload(&message);
            if bytes <= self.most() {
                packed.drafts.push(self.draft(payload));
            } else if let Some((first, second)) = message.halves() {
                rest.extend([second, first]);
            } else {
                packed.too_large += 1;
            }
        }
        packed
    }

    /// The payload, and how many bytes of it count: of a function's all, of a stream's the record.
    fn payload(&self, message: &SubscriptionMessage) -> (usize, Payload) {
        let gzip = message.to_gzip();
        let data = base64::encode(&gzip);
        match self.target {
            SubscriptionTarget::Lambda => {
                let json = Json::of(&Called { awslogs: Data { data } });
                (json.as_str().len(), Payload::Json(json))
            }
            _ => (gzip.len(), Payload::Text(data)),
        }
    }

    const fn most(&self) -> usize {
        match self.target {
            SubscriptionTarget::Lambda => self.limits.lambda_payload_bytes,
            SubscriptionTarget::Firehose => self.limits.firehose_record_bytes,
            SubscriptionTarget::Kinesis | SubscriptionTarget::Destination => self.limits.kinesis_record_bytes,
        }
    }

    fn draft(&self, payload: Payload) -> Draft {
        let draft = Draft::new(self.at, self.cause, self.destination.as_str(), payload).with_retry(RETRY);
        match self.target {
            SubscriptionTarget::Kinesis => {
                draft.with_call(Call::Stream { partition_key: self.partition_key.to_owned() })
            }
            _ => draft,
        }
    }
}

/// A day, however often.
///
/// # Source
/// CloudWatch Logs User Guide, "Real-time processing of log data with subscriptions".
pub(super) const RETRY: RetryPolicy = RetryPolicy::new(u32::MAX, 86_400);
