// The AWS SDK for JavaScript, version 3, unmodified: the main actions of each service, errors by name, pages, the event
// stream of a live tail.
//
//     node walk.mjs URL
//
// The endpoint has a manual clock that stands at 2026-05-04T06:00:00Z. Every step asserts.
import assert from "node:assert/strict";
import { setTimeout as wait } from "node:timers/promises";
import * as cloudwatch from "@aws-sdk/client-cloudwatch";
import * as cloudtrail from "@aws-sdk/client-cloudtrail";
import * as eventbridge from "@aws-sdk/client-eventbridge";
import * as logs from "@aws-sdk/client-cloudwatch-logs";
import * as scheduler from "@aws-sdk/client-scheduler";
import * as schemas from "@aws-sdk/client-schemas";
import * as xray from "@aws-sdk/client-xray";

const [endpoint] = process.argv.slice(2);
const START = Date.parse("2026-05-04T06:00:00Z");
const settings = {
  endpoint,
  region: "us-east-1",
  credentials: { accessKeyId: "111122223333", secretAccessKey: "secret" },
  maxAttempts: 1,
  // It would ask for `stream-127.0.0.1` otherwise.
  disableHostPrefix: true,
};
const framings = new Map();
const seen = new Set();
// Sends one command of a service by its name; remembers in what form the client asked.
function caller(module, name) {
  const client = new module[`${name}Client`](settings);
  client.middlewareStack.add((next, context) => async (args) => {
    framings.set(name, args.request.headers["content-type"] ?? framings.get(name));
    seen.add(`${name}.${context.commandName}`);
    return next(args);
  }, { step: "finalizeRequest" });
  const call = (command, input = {}) => client.send(new module[`${command}Command`](input));
  call.client = client;
  return call;
}

const cw = caller(cloudwatch, "CloudWatch");
const cwl = caller(logs, "CloudWatchLogs");
const eb = caller(eventbridge, "EventBridge");
const ct = caller(cloudtrail, "CloudTrail");
const sc = caller(scheduler, "Scheduler");
const sch = caller(schemas, "Schemas");
const xr = caller(xray, "XRay");

async function fails(promise, name) {
  await assert.rejects(promise, (error) => {
    assert.equal(error.name, name, `${error.name}: ${error.message}`);
    assert.ok(error.$metadata.requestId, "an id of the request");
    return true;
  });
}

async function setClock(time) {
  const answer = await fetch(`${endpoint}/_cupola/clock`, { method: "PUT", body: JSON.stringify({ now: time }) });
  assert.equal(answer.status, 200, await answer.text());
}
const iso = (seconds) => new Date(START + 1000 * seconds).toISOString();

async function metrics() {
  await cw("PutMetricData", { Namespace: "Shop", MetricData: [
    { MetricName: "Size", Value: 70, Unit: "Bytes", Timestamp: new Date(START - 60_000), Dimensions: [{ Name: "Host", Value: "a" }] },
    { MetricName: "Size", Values: [1.5, 2.5], Counts: [2, 1], Unit: "Bytes", Timestamp: new Date(START - 60_000), Dimensions: [{ Name: "Host", Value: "a" }] },
  ] });
  const { Metrics } = await cw("ListMetrics", { Namespace: "Shop" });
  assert.deepEqual(Metrics, [{ Namespace: "Shop", MetricName: "Size", Dimensions: [{ Name: "Host", Value: "a" }] }]);
  const query = { Id: "a", MetricStat: { Metric: Metrics[0], Period: 60, Stat: "Sum" } };
  const range = { StartTime: new Date(START - 3_600_000), EndTime: new Date(START) };
  const { MetricDataResults: [result] } = await cw("GetMetricData", { MetricDataQueries: [query, { Id: "b", Expression: "a * 2" }], ...range });
  assert.deepEqual([result.Values, result.Timestamps.map((time) => time.getTime())], [[75.5], [START - 60_000]]);
  const { Datapoints } = await cw("GetMetricStatistics", { ...Metrics[0], ...range, Period: 60, Statistics: ["Maximum", "SampleCount"] });
  assert.deepEqual([Datapoints[0].Maximum, Datapoints[0].SampleCount], [70, 4]);
  await cw("PutMetricAlarm", { AlarmName: "big", ...Metrics[0], Statistic: "Maximum", Period: 60, EvaluationPeriods: 1, Threshold: 50,
    ComparisonOperator: "GreaterThanThreshold", AlarmActions: ["arn:aws:sns:us-east-1:111122223333:ops"], Tags: [{ Key: "team", Value: "shop" }] });
  await cw("PutCompositeAlarm", { AlarmName: "any", AlarmRule: "ALARM(big)" });
  const { MetricAlarms: [alarm], CompositeAlarms } = await cw("DescribeAlarms", { AlarmTypes: ["MetricAlarm", "CompositeAlarm"] });
  assert.equal(alarm.Threshold, 50);
  assert.ok(alarm.AlarmConfigurationUpdatedTimestamp instanceof Date && CompositeAlarms.length === 1);
  assert.deepEqual((await cw("ListTagsForResource", { ResourceARN: alarm.AlarmArn })).Tags, [{ Key: "team", Value: "shop" }]);
  await cw("SetAlarmState", { AlarmName: "big", StateValue: "ALARM", StateReason: "by hand" });
  const { AlarmHistoryItems } = await cw("DescribeAlarmHistory", { AlarmName: "big", HistoryItemType: "StateUpdate" });
  assert.match(AlarmHistoryItems[0].HistorySummary, /to ALARM$/);
  await cw("PutDashboard", { DashboardName: "d", DashboardBody: JSON.stringify({ widgets: [{ type: "text", properties: { markdown: "hi" } }] }) });
  assert.equal((await cw("ListDashboards")).DashboardEntries[0].DashboardName, "d");
  await cw("PutAnomalyDetector", { SingleMetricAnomalyDetector: { ...Metrics[0], Stat: "Sum" } });
  assert.equal((await cw("DescribeAnomalyDetectors", { Namespace: "Shop" })).AnomalyDetectors.length, 1);
  await fails(cw("SetAlarmState", { AlarmName: "ghost", StateValue: "OK", StateReason: "x" }), "ResourceNotFound");
  await fails(cw("PutMetricAlarm", { AlarmName: "x" }), "ValidationException");
  await fails(cw("GetDashboard", { DashboardName: "ghost" }), "ResourceNotFound");
  const names = [];
  for await (const page of cloudwatch.paginateDescribeAlarms({ client: cw.client, pageSize: 1 }, { AlarmTypes: ["MetricAlarm", "CompositeAlarm"] }))
    names.push(...page.MetricAlarms.map((a) => a.AlarmName), ...page.CompositeAlarms.map((a) => a.AlarmName));
  assert.deepEqual(names.sort(), ["any", "big"]);
}

async function logEvents() {
  const logGroupName = "/shop/app", logStreamName = "host-1";
  await cwl("CreateLogGroup", { logGroupName, tags: { team: "shop" } });
  await cwl("CreateLogStream", { logGroupName, logStreamName });
  await fails(cwl("CreateLogGroup", { logGroupName }), "ResourceAlreadyExistsException");
  await cwl("PutRetentionPolicy", { logGroupName, retentionInDays: 14 });
  await cwl("PutMetricFilter", { logGroupName, filterName: "errors", filterPattern: '{ $.level = "ERROR" }',
    metricTransformations: [{ metricName: "Errors", metricNamespace: "Shop", metricValue: "1", defaultValue: 0 }] });
  const messages = ['{"level":"ERROR","ms":12}', '{"level":"INFO","ms":3}', "grüße"];
  const put = await cwl("PutLogEvents", { logGroupName, logStreamName, logEvents: messages.map((message, i) => ({ message, timestamp: START + i })) });
  assert.equal(put.rejectedLogEventsInfo, undefined);
  const { events } = await cwl("GetLogEvents", { logGroupName, logStreamName, startFromHead: true });
  assert.deepEqual(events.map((event) => event.message), messages);
  const found = [];
  for await (const page of logs.paginateFilterLogEvents({ client: cwl.client }, { logGroupName, limit: 1, filterPattern: '{ $.level = "*" }' })) found.push(...page.events);
  assert.equal(found.length, 2);
  await setClock(iso(1));
  const { queryId } = await cwl("StartQuery", { logGroupName, startTime: START / 1000 - 60, endTime: START / 1000 + 60, queryString: "stats count(*) as n, max(ms) by level | sort n desc" });
  const answer = await cwl("GetQueryResults", { queryId });
  assert.equal(answer.status, "Complete");
  const rows = answer.results.map((row) => Object.fromEntries(row.map(({ field, value }) => [field, value])));
  const levels = rows.filter((row) => row.level).map(({ level, n, "max(ms)": most }) => [level, n, most]);
  assert.deepEqual(levels.sort(), [["ERROR", "1", "12"], ["INFO", "1", "3"]]);
  const { logGroups: [group] } = await cwl("DescribeLogGroups", { logGroupNamePrefix: "/shop" });
  assert.equal(group.retentionInDays, 14);
  return group;
}

async function liveTail(group) {
  const { responseStream } = await cwl("StartLiveTail", { logGroupIdentifiers: [group.logGroupArn], logEventFilterPattern: "ERROR" });
  const got = [];
  const ended = (async () => {
    for await (const part of responseStream) {
      if (part.sessionStart) got.push(`start ${part.sessionStart.logEventFilterPattern}`);
      if (part.sessionUpdate) {
        got.push(...part.sessionUpdate.sessionResults.map((event) => `${event.logStreamName}: ${event.message}`));
        if (part.sessionUpdate.sessionResults.length) break;
      }
    }
  })();
  await wait(300);
  await cwl("PutLogEvents", { logGroupName: group.logGroupName, logStreamName: "host-1",
    logEvents: [{ message: "an INFO", timestamp: START + 1500 }, { message: "an ERROR", timestamp: START + 1600 }] });
  await setClock(iso(5));
  await Promise.race([ended, wait(10_000, undefined, { ref: false }).then(() => assert.fail("no live tail event"))]);
  assert.deepEqual(got, ["start ERROR", "host-1: an ERROR"]);
}

async function events() {
  await eb("CreateEventBus", { Name: "orders" });
  await eb("PutRule", { Name: "paid", EventBusName: "orders", EventPattern: JSON.stringify({ source: ["shop"] }) });
  await eb("PutTargets", { Rule: "paid", EventBusName: "orders", Targets: [{ Id: "q", Arn: "arn:aws:sqs:us-east-1:111122223333:q",
    InputTransformer: { InputPathsMap: { id: "$.detail.id" }, InputTemplate: '{"order": <id>}' } }] });
  const sent = await eb("PutEvents", { Entries: [{ Source: "shop", DetailType: "Paid", Detail: '{"id": 7}', EventBusName: "orders", Time: new Date(START) }, { Source: "shop" }] });
  assert.deepEqual([sent.FailedEntryCount, sent.Entries[1].ErrorCode], [1, "InvalidArgument"]);
  const { deliveries } = await (await fetch(`${endpoint}/_cupola/deliveries`)).json();
  assert.ok(deliveries.some((one) => one.target.endsWith(":q") && JSON.stringify(one.payload).includes("order")), JSON.stringify(deliveries));
  const test = await eb("TestEventPattern", { EventPattern: '{"source":["a"]}', Event: JSON.stringify({ id: "1", "detail-type": "d", source: "a", account: "1", time: iso(0), region: "us-east-1", resources: [], detail: {} }) });
  assert.equal(test.Result, true);
  await eb("CreateArchive", { ArchiveName: "all", EventSourceArn: "arn:aws:events:us-east-1:111122223333:event-bus/orders", RetentionDays: 3 });
  assert.equal((await eb("DescribeArchive", { ArchiveName: "all" })).RetentionDays, 3);
  await eb("CreateConnection", { Name: "key", AuthorizationType: "API_KEY", AuthParameters: { ApiKeyAuthParameters: { ApiKeyName: "k", ApiKeyValue: "v" } } });
  assert.equal((await eb("DescribeConnection", { Name: "key" })).AuthParameters.ApiKeyAuthParameters.ApiKeyName, "k");
  await fails(eb("DescribeRule", { Name: "ghost" }), "ResourceNotFoundException");
  await fails(eb("PutRule", { Name: "bad", EventPattern: "{" }), "InvalidEventPatternException");
}

async function traces() {
  const id = `1-${(START / 1000).toString(16)}-00112233445566778899aabb`;
  const segment = { trace_id: id, id: "70de5b6f19ff9a0a", name: "shop", start_time: START / 1000 - 2, end_time: START / 1000 - 1, http: { response: { status: 500 } }, fault: true };
  assert.deepEqual((await xr("PutTraceSegments", { TraceSegmentDocuments: [JSON.stringify(segment)] })).UnprocessedTraceSegments, []);
  const { Traces } = await xr("BatchGetTraces", { TraceIds: [id] });
  assert.equal(JSON.parse(Traces[0].Segments[0].Document).name, "shop");
  const range = { StartTime: new Date(START - 60_000), EndTime: new Date(START + 60_000) };
  assert.equal((await xr("GetTraceSummaries", { ...range, FilterExpression: "fault" })).TraceSummaries[0].Id, id);
  assert.equal((await xr("GetServiceGraph", range)).Services[0].Name, "shop");
  await xr("CreateGroup", { GroupName: "faults", FilterExpression: "fault = true" });
  assert.equal((await xr("GetGroups")).Groups.length, 2);
  const { SamplingRuleRecord } = await xr("CreateSamplingRule", { SamplingRule: { RuleName: "r", Priority: 5, FixedRate: 0.5, ReservoirSize: 1, ServiceName: "*", ServiceType: "*", Host: "*", HTTPMethod: "*", URLPath: "/*", ResourceARN: "*", Version: 1 } });
  assert.equal(SamplingRuleRecord.SamplingRule.FixedRate, 0.5);
  assert.deepEqual((await xr("GetSamplingRules")).SamplingRuleRecords.map((r) => r.SamplingRule.RuleName), ["r", "Default"]);
  const targets = await xr("GetSamplingTargets", { SamplingStatisticsDocuments: [{ RuleName: "r", ClientID: "0123456789abcdef01234567", Timestamp: new Date(START), RequestCount: 9, SampledCount: 1, BorrowCount: 0 }] });
  assert.equal(targets.SamplingTargetDocuments[0].RuleName, "r");
  await fails(xr("GetGroup", { GroupName: "ghost" }), "InvalidRequestException");
}

async function audit() {
  await ct("CreateTrail", { Name: "all", S3BucketName: "trail-bucket", IsMultiRegionTrail: true });
  await ct("StartLogging", { Name: "all" });
  assert.equal((await ct("GetTrailStatus", { Name: "all" })).IsLogging, true);
  await ct("PutEventSelectors", { TrailName: "all", AdvancedEventSelectors: [{ Name: "m", FieldSelectors: [{ Field: "eventCategory", Equals: ["Management"] }] }] });
  assert.equal((await ct("GetEventSelectors", { TrailName: "all" })).AdvancedEventSelectors[0].Name, "m");
  assert.equal((await ct("DescribeTrails")).trailList[0].Name, "all");
  assert.ok(Array.isArray((await ct("LookupEvents", { MaxResults: 5 })).Events));
  await fails(ct("GetTrail", { Name: "ghost" }), "TrailNotFoundException");
}

async function schedules() {
  await sc("CreateScheduleGroup", { Name: "g" });
  const { ScheduleArn } = await sc("CreateSchedule", { Name: "s", GroupName: "g", ScheduleExpression: "rate(1 minute)", FlexibleTimeWindow: { Mode: "OFF" },
    StartDate: new Date(START), Target: { Arn: "arn:aws:sqs:us-east-1:111122223333:q", RoleArn: "arn:aws:iam::111122223333:role/r", Input: "{}" } });
  assert.match(ScheduleArn, /schedule\/g\/s$/);
  const found = await sc("GetSchedule", { Name: "s", GroupName: "g" });
  assert.equal(found.StartDate.getTime(), START);
  assert.equal((await sc("ListSchedules", { GroupName: "g" })).Schedules.length, 1);
  await fails(sc("GetSchedule", { Name: "ghost" }), "ResourceNotFoundException");
}

async function registries() {
  await sch("CreateRegistry", { RegistryName: "shop", Tags: { a: "b" } });
  const content = JSON.stringify({ openapi: "3.0.0", info: { version: "1.0.0", title: "Paid" }, paths: {}, components: { schemas: { Paid: { type: "object", properties: { id: { type: "string" } } } } } });
  const made = await sch("CreateSchema", { RegistryName: "shop", SchemaName: "paid", Type: "OpenApi3", Content: content });
  assert.equal(made.SchemaVersion, "1");
  assert.ok((await sch("DescribeSchema", { RegistryName: "shop", SchemaName: "paid" })).LastModified instanceof Date);
  assert.deepEqual((await sch("ListTagsForResource", { ResourceArn: (await sch("DescribeRegistry", { RegistryName: "shop" })).RegistryArn })).Tags, { a: "b" });
  await sch("PutCodeBinding", { RegistryName: "shop", SchemaName: "paid", Language: "Python36" });
  await fails(sch("DescribeSchema", { RegistryName: "shop", SchemaName: "ghost" }), "NotFoundException");
}

await metrics();
const group = await logEvents();
await liveTail(group);
await events();
await traces();
await audit();
await schedules();
await registries();
console.log(`   JavaScript SDK: ${seen.size} actions; CloudWatch in ${framings.get("CloudWatch")}, Logs in ${framings.get("CloudWatchLogs")}`);
// The connection of the live tail would be waited for.
process.exit(0);
