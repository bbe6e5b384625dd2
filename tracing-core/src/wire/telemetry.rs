//! Telemetry on its way in.

use cupola_base::wire::WireTime;
use serde::Deserialize;

use super::Whole;
use crate::{BackendConnectionErrors, TelemetryRecord, TelemetrySource};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct PutTelemetryRecords {
    telemetry_records: Vec<Record>,
    #[serde(rename = "EC2InstanceId")]
    ec2_instance_id: Option<String>,
    hostname: Option<String>,
    #[serde(rename = "ResourceARN")]
    resource_arn: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Record {
    timestamp: WireTime,
    segments_received_count: Option<Whole>,
    segments_sent_count: Option<Whole>,
    segments_spillover_count: Option<Whole>,
    segments_rejected_count: Option<Whole>,
    backend_connection_errors: Option<Errors>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Errors {
    timeout_count: Option<Whole>,
    connection_refused_count: Option<Whole>,
    #[serde(rename = "HTTPCode4XXCount")]
    http_4xx: Option<Whole>,
    #[serde(rename = "HTTPCode5XXCount")]
    http_5xx: Option<Whole>,
    unknown_host_count: Option<Whole>,
    other_count: Option<Whole>,
}

impl PutTelemetryRecords {
    /// Who tells, and what.
    pub(crate) fn told(self) -> (TelemetrySource, Vec<TelemetryRecord>) {
        let records = self.telemetry_records.iter().map(Record::record).collect();
        let Self { ec2_instance_id, hostname, resource_arn, .. } = self;
        (TelemetrySource { ec2_instance_id, hostname, resource_arn }, records)
    }
}

impl Record {
    fn record(&self) -> TelemetryRecord {
        TelemetryRecord {
            at: self.timestamp.0,
            received: count(self.segments_received_count.as_ref()),
            sent: count(self.segments_sent_count.as_ref()),
            spillover: count(self.segments_spillover_count.as_ref()),
            rejected: count(self.segments_rejected_count.as_ref()),
            errors: self.backend_connection_errors.as_ref().map(Errors::errors).unwrap_or_default(),
        }
    }
}

impl Errors {
    fn errors(&self) -> BackendConnectionErrors {
        BackendConnectionErrors {
            timeout: count(self.timeout_count.as_ref()),
            connection_refused: count(self.connection_refused_count.as_ref()),
            http_4xx: count(self.http_4xx.as_ref()),
            http_5xx: count(self.http_5xx.as_ref()),
            unknown_host: count(self.unknown_host_count.as_ref()),
            other: count(self.other_count.as_ref()),
        }
    }
}

fn count(told: Option<&Whole>) -> u64 {
    told.map_or(0, |told| told.0.into())
}
