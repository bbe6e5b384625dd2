//! Which resources an action is about.
//!
//! # Source
//! Service Authorization Reference, the tables of actions, resource types and condition keys of each service; for log
//! groups the form in which refusals name them.

use super::template::Scope::{Account, Here, Region};
use super::template::{Scope, Template};
use crate::Service;

/// A resource: the forms of its name. The first is that in which refusals name it; what a policy says of one form it
/// says of the resource.
pub(super) type Forms = &'static [Template];

/// Actions that are about the same resources. Where there are several, all must be allowed.
pub(super) struct Row {
    /// Their names, with blanks between.
    actions: &'static str,
    pub(super) resources: &'static [Forms],
}

impl Row {
    fn actions(&self) -> impl Iterator<Item = &'static str> {
        self.actions.split(' ')
    }
}

/// What an action is about; everything where nothing is said of it.
pub(super) fn of(service: Service, action: &str) -> &'static [Forms] {
    rows(service).iter().find(|row| row.actions().any(|name| name == action)).map_or(&[], |row| row.resources)
}

pub(super) fn rows(service: Service) -> &'static [Row] {
    match service {
        Service::CloudWatch => CLOUDWATCH,
        Service::Logs => LOGS,
        Service::Events => EVENTS,
        Service::Scheduler => SCHEDULER,
        Service::Pipes => PIPES,
        Service::Synthetics => SYNTHETICS,
        Service::Schemas => SCHEMAS,
        Service::XRay => XRAY,
        Service::CloudTrail => CLOUDTRAIL,
        Service::CloudTrailData => CLOUDTRAIL_DATA,
    }
}

const fn of_scope(scope: Scope, text: &'static str) -> Template {
    Template { scope, text }
}

const fn here(text: &'static str) -> Template {
    of_scope(Here, text)
}

const fn row(actions: &'static str, resources: &'static [Forms]) -> Row {
    Row { actions, resources }
}

const CLOUDWATCH: &[Row] = &[
    row(
        "DeleteAlarms DescribeAlarmContributors DescribeAlarmHistory DescribeAlarms DisableAlarmActions \
         EnableAlarmActions PutCompositeAlarm PutMetricAlarm SetAlarmState",
        &[&[here("alarm:{AlarmName|AlarmNames}")]],
    ),
    row("DeleteAlarmMuteRule GetAlarmMuteRule ListAlarmMuteRules", &[&[here("alarm-mute-rule:{AlarmMuteRuleName}")]]),
    row("PutAlarmMuteRule", &[&[here("alarm-mute-rule:{Name}")], &[here("alarm:{MuteTargets.AlarmNames?}")]]),
    row(
        "DeleteDashboards GetDashboard PutDashboard",
        &[&[of_scope(Account, "dashboard/{DashboardName|DashboardNames}")]],
    ),
    row(
        "DeleteMetricStream GetMetricStream PutMetricStream StartMetricStreams StopMetricStreams",
        &[&[here("metric-stream/{Name|Names}")]],
    ),
    row(
        "DeleteInsightRules DisableInsightRules EnableInsightRules GetInsightRuleReport PutInsightRule",
        &[&[here("insight-rule/{RuleName|RuleNames}")]],
    ),
    row("ListTagsForResource TagResource UntagResource", &[&[here("{ResourceARN}")]]),
];

/// Policies name a log group with `:*` behind it, or without.
const LOG_GROUP: Forms = &[
    here("log-group:{logGroupName|logGroupIdentifier|logGroupNames|logGroupIdentifiers=}:log-stream:"),
    here("log-group:{logGroupName|logGroupIdentifier|logGroupNames|logGroupIdentifiers=}"),
];

const LOGS: &[Row] = &[
    row(
        "AssociateKmsKey CreateExportTask CreateLogGroup DeleteDataProtectionPolicy DeleteLogGroup \
         DeleteMetricFilter DeleteRetentionPolicy DeleteSubscriptionFilter DeleteTransformer \
         DescribeLogGroups DescribeLogStreams DescribeMetricFilters DescribeSubscriptionFilters \
         DisassociateKmsKey FilterLogEvents GetDataProtectionPolicy GetLogGroupFields GetLogRecord \
         GetQueryResults GetTransformer ListTagsLogGroup PutDataProtectionPolicy \
         PutLogGroupDeletionProtection PutMetricFilter PutRetentionPolicy PutTransformer StartLiveTail \
         StartQuery TagLogGroup UntagLogGroup",
        &[LOG_GROUP],
    ),
    row(
        "CreateLogStream DeleteLogStream GetLogEvents PutLogEvents",
        &[&[here("log-group:{logGroupName|logGroupIdentifier=}:log-stream:{logStreamName=}")]],
    ),
    row("PutSubscriptionFilter", &[LOG_GROUP, &[here("destination:{destinationArn?}")]]),
    row("DeleteDestination PutDestination PutDestinationPolicy", &[&[here("destination:{destinationName}")]]),
    row("DeleteDeliverySource GetDeliverySource PutDeliverySource", &[&[here("delivery-source:{name}")]]),
    row(
        "DeleteDeliveryDestination GetDeliveryDestination PutDeliveryDestination",
        &[&[here("delivery-destination:{name}")]],
    ),
    row(
        "DeleteDeliveryDestinationPolicy GetDeliveryDestinationPolicy PutDeliveryDestinationPolicy",
        &[&[here("delivery-destination:{deliveryDestinationName}")]],
    ),
    row(
        "CreateDelivery",
        &[&[here("delivery-source:{deliverySourceName}")], &[here("delivery-destination:{deliveryDestinationArn?}")]],
    ),
    row("DeleteDelivery GetDelivery UpdateDeliveryConfiguration", &[&[here("delivery:{id}")]]),
    row(
        "CreateLookupTable DeleteLookupTable GetLookupTable UpdateLookupTable",
        &[&[here("lookup-table:{lookupTableName|lookupTableArn}")]],
    ),
    row("CreateScheduledQuery", &[LOG_GROUP]),
    row(
        "DeleteScheduledQuery GetScheduledQuery GetScheduledQueryHistory UpdateScheduledQuery",
        &[&[here("scheduled-query:{identifier}")]],
    ),
    row(
        "CreateLogAnomalyDetector ListLogAnomalyDetectors",
        &[&[here("log-group:{logGroupArnList|filterLogGroupArn}")]],
    ),
    row(
        "DeleteLogAnomalyDetector GetLogAnomalyDetector ListAnomalies UpdateAnomaly UpdateLogAnomalyDetector",
        &[&[here("anomaly-detector:{anomalyDetectorArn}")]],
    ),
    row("ListTagsForResource TagResource UntagResource", &[&[here("{resourceArn}")]]),
];

/// Rules and buses that are there are named by the events area, which knows what else is known of them.
const EVENTS: &[Row] = &[
    row("CreateEventBus DeleteEventBus DescribeEventBus UpdateEventBus", &[&[here("event-bus/{Name=default}")]]),
    row(
        "DeleteRule DescribeRule DisableRule EnableRule ListTargetsByRule PutRule PutTargets RemoveTargets",
        &[&[here("rule/{EventBusName=default}/{Rule|Name}")]],
    ),
    row("CreateArchive", &[&[here("archive/{ArchiveName}")], &[here("event-bus/{EventSourceArn?}")]]),
    row("DeleteArchive DescribeArchive UpdateArchive", &[&[here("archive/{ArchiveName}")]]),
    row(
        "StartReplay",
        &[
            &[here("replay/{ReplayName}")],
            &[here("archive/{EventSourceArn?}")],
            &[here("event-bus/{Destination.Arn?}")],
        ],
    ),
    row("CancelReplay DescribeReplay", &[&[here("replay/{ReplayName}")]]),
    row(
        "CreateConnection DeauthorizeConnection DeleteConnection DescribeConnection UpdateConnection",
        &[&[here("connection/{Name}")]],
    ),
    row("CreateApiDestination", &[&[here("api-destination/{Name}")], &[here("connection/{ConnectionArn?}")]]),
    row("DeleteApiDestination DescribeApiDestination UpdateApiDestination", &[&[here("api-destination/{Name}")]]),
    row("CreateEndpoint DeleteEndpoint DescribeEndpoint UpdateEndpoint", &[&[here("endpoint/{Name}")]]),
    row(
        "ActivateEventSource CreatePartnerEventSource DeactivateEventSource DeletePartnerEventSource \
         DescribeEventSource DescribePartnerEventSource",
        &[&[of_scope(Region, "event-source/{Name}")]],
    ),
    row("ListPartnerEventSourceAccounts", &[&[of_scope(Region, "event-source/{EventSourceName}")]]),
    row("ListTagsForResource TagResource UntagResource", &[&[here("{ResourceARN}")]]),
];

const SCHEDULER: &[Row] = &[
    row("CreateSchedule DeleteSchedule GetSchedule UpdateSchedule", &[&[here("schedule/{GroupName=default}/{Name}")]]),
    row("CreateScheduleGroup DeleteScheduleGroup GetScheduleGroup", &[&[here("schedule-group/{Name}")]]),
    row("ListTagsForResource TagResource UntagResource", &[&[here("{ResourceArn}")]]),
];

const PIPES: &[Row] = &[
    row("CreatePipe DeletePipe DescribePipe StartPipe StopPipe UpdatePipe", &[&[here("pipe/{Name}")]]),
    row("ListTagsForResource TagResource UntagResource", &[&[here("{resourceArn}")]]),
];

const SYNTHETICS: &[Row] = &[
    row(
        "DeleteCanary GetCanary GetCanaryRuns StartCanary StartCanaryDryRun StopCanary UpdateCanary",
        &[&[here("canary:{Name}")]],
    ),
    row("DeleteGroup GetGroup ListGroupResources", &[&[here("group:{GroupIdentifier}")]]),
    row("AssociateResource DisassociateResource", &[&[here("{ResourceArn}")], &[here("group:{GroupIdentifier}")]]),
    row("ListAssociatedGroups", &[&[here("{ResourceArn}")]]),
    row("ListTagsForResource TagResource UntagResource", &[&[here("{ResourceArn}")]]),
];

const SCHEMAS: &[Row] = &[
    row(
        "DeleteDiscoverer DescribeDiscoverer ListDiscoverers StartDiscoverer StopDiscoverer UpdateDiscoverer",
        &[&[here("discoverer/{DiscovererId}")]],
    ),
    row(
        "CreateRegistry DeleteRegistry DeleteResourcePolicy DescribeRegistry GetResourcePolicy \
         ListRegistries PutResourcePolicy UpdateRegistry",
        &[&[here("registry/{RegistryName}")]],
    ),
    row(
        "CreateSchema DeleteSchema DeleteSchemaVersion DescribeCodeBinding DescribeSchema \
         GetCodeBindingSource ListSchemaVersions ListSchemas PutCodeBinding SearchSchemas UpdateSchema",
        &[&[here("schema/{RegistryName}/{SchemaName}")]],
    ),
    row("ExportSchema", &[&[here("registry/{RegistryName}")], &[here("schema/{RegistryName}/{SchemaName}")]]),
    row("ListTagsForResource TagResource UntagResource", &[&[here("{ResourceArn}")]]),
];

/// A group's id is in its ARN, but not in requests that name it.
const XRAY: &[Row] = &[
    row(
        "CreateGroup DeleteGroup GetGroup UpdateGroup",
        &[&[here("group/{GroupARN|GroupName}"), here("group/{GroupARN|GroupName}/*")]],
    ),
    row(
        "CreateSamplingRule DeleteSamplingRule UpdateSamplingRule",
        &[&[here(
            "sampling-rule/{RuleName|RuleARN|SamplingRule.RuleName|SamplingRuleUpdate.RuleName|SamplingRuleUpdate.RuleARN}",
        )]],
    ),
    row("ListTagsForResource TagResource UntagResource", &[&[here("{ResourceARN}")]]),
];

const CLOUDTRAIL: &[Row] = &[
    row(
        "CreateTrail DeleteTrail GetEventSelectors GetTrail GetTrailStatus PutEventSelectors StartLogging StopLogging \
         UpdateTrail",
        &[&[here("trail/{Name|TrailName}")]],
    ),
    row(
        "GetEventConfiguration GetInsightSelectors PutEventConfiguration PutInsightSelectors",
        &[&[here("trail/{TrailName?}")], &[here("eventdatastore/{EventDataStore?}")]],
    ),
    row(
        "DeleteEventDataStore GetEventDataStore RestoreEventDataStore StartEventDataStoreIngestion \
         StopEventDataStoreIngestion UpdateEventDataStore",
        &[&[here("eventdatastore/{EventDataStore}")]],
    ),
    row("CancelQuery DescribeQuery GetQueryResults", &[&[here("eventdatastore/{EventDataStore?}")]]),
    row("ListQueries", &[&[here("eventdatastore/{EventDataStore}")]]),
    row("DeleteChannel GetChannel UpdateChannel", &[&[here("channel/{Channel}")]]),
    row("DeleteResourcePolicy GetResourcePolicy PutResourcePolicy", &[&[here("{ResourceArn}")]]),
    row("AddTags ListTags RemoveTags", &[&[here("{ResourceId|ResourceIdList}")]]),
];

const CLOUDTRAIL_DATA: &[Row] = &[row("PutAuditEvents", &[&[here("channel/{channelArn}")]])];

#[cfg(test)]
mod tests {
    use super::*;

    /// Actions that are about all resources of a kind, or about one that only their answer names.
    const NAMELESS: [&str; 6] = [
        "DescribeLogGroups",
        "GetLogRecord",
        "GetQueryResults",
        "ListAlarmMuteRules",
        "ListDiscoverers",
        "ListRegistries",
    ];

    /// The names between a template's braces.
    fn variables(template: &Template) -> impl Iterator<Item = &'static str> {
        template.text.split('{').skip(1).filter_map(|rest| rest.split(['}', '=', '?']).next())
    }

    /// Each first name is a member of the action's request.
    #[test]
    fn rows_name_actions_and_members_that_there_are() {
        for service in Service::ALL {
            for action in rows(service).iter().flat_map(Row::actions).filter(|action| !NAMELESS.contains(action)) {
                let operation = service.operation(action).unwrap_or_else(|| panic!("{service:?} has no {action}"));
                let has = |path: &str| {
                    let name = path.split('.').next();
                    operation.input.members().iter().any(|member| Some(member.name) == name)
                };
                for template in of(service, action).iter().copied().flatten() {
                    let first = variables(template).next().unwrap_or_default();
                    assert!(first.split('|').any(has), "{service:?} {action}: no member of {first}");
                }
            }
        }
    }

    /// An action stands in one row alone.
    #[test]
    fn no_action_stands_twice() {
        for service in Service::ALL {
            let mut actions: Vec<_> = rows(service).iter().flat_map(Row::actions).collect();
            actions.sort_unstable();
            assert!(actions.windows(2).all(|pair| pair[0] != pair[1]), "{service:?}");
        }
    }
}
