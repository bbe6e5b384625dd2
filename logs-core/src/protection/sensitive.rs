//! Findings as they leave the engine.

use std::sync::Arc;

use cupola_base::{Arn, Timestamp, wire};
use serde::{Deserialize, Serialize};

use super::{Finding, FindingsDestination};

/// Sensitive data that a policy found in one event, which is masked in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SensitiveData {
    /// When the event came in.
    pub at: Timestamp,
    /// The log group.
    pub log_group: Arc<str>,
    /// Its ARN, without `:*`.
    pub log_group_arn: Arn,
    /// The stream.
    pub log_stream: Arc<str>,
    /// The time of the event.
    pub event_at: Timestamp,
    /// The policy's name.
    pub policy: Arc<str>,
    /// What was found, in the order of the policy's identifiers.
    pub findings: Vec<Finding>,
    /// Where the policy tells findings.
    pub destinations: Vec<FindingsDestination>,
}

impl SensitiveData {
    /// The report that the service writes to the destinations, as JSON.
    ///
    /// ```
    /// use cupola_logs::{DataProtectionPolicy, Engine, Output, Place, Timestamp};
    ///
    /// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
    /// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
    /// engine.create_log_group(now, "app")?;
    /// engine.create_log_stream(now, "app", "host-1")?;
    /// engine.put_data_protection_policy(now, "app", DataProtectionPolicy::masking("pii", ["EmailAddress"])?)?;
    /// engine.put_log_events(now, "app", "host-1", [(now, "to a@b.org")])?;
    /// let outputs = engine.drain();
    /// let [Output::SensitiveData(found), ..] = &outputs[..] else { panic!("one event, one report") };
    /// assert_eq!(
    ///     found.report(),
    ///     r#"{"auditTimestamp":"2026-05-04T06:00:00Z","resourceArn":"arn:aws:logs:us-east-1:111122223333:log-group:app:*","dataIdentifiers":[{"name":"EmailAddress","count":1,"detections":[{"start":3,"end":10}]}]}"#,
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Source
    /// CloudWatch Logs User Guide, "Audit findings reports".
    #[must_use]
    pub fn report(&self) -> String {
        let identifier = |finding: &Finding| Identifier {
            name: Arc::clone(&finding.identifier),
            count: finding.count(),
            detections: finding.detections.iter().map(|span| Detection { start: span.start, end: span.end }).collect(),
        };
        wire::answer(&Report {
            audit_timestamp: self.at.floor_to(1000).to_string(),
            resource_arn: format!("{}:*", self.log_group_arn),
            data_identifiers: self.findings.iter().map(identifier).collect(),
        })
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Report {
    audit_timestamp: String,
    resource_arn: String,
    data_identifiers: Vec<Identifier>,
}

#[derive(Serialize)]
struct Identifier {
    name: Arc<str>,
    count: usize,
    detections: Vec<Detection>,
}

#[derive(Serialize)]
struct Detection {
    start: usize,
    end: usize,
}
