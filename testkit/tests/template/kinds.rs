//! Every kind of CloudFormation's that is modelled, with its properties, as its reference has them.

use cupola::Service;
use serde_json::json;

use super::{ask, input, loaded};

const LOGS: &str = r#"
Resources:
  Key: {Type: 'AWS::KMS::Key'}
  Group:
    Type: AWS::Logs::LogGroup
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties:
      LogGroupName: shop/web
      RetentionInDays: '30'
      LogGroupClass: STANDARD
      DataProtectionPolicy:
        Name: mask
        Version: '2021-06-01'
        Statement:
          - Sid: audit
            DataIdentifier: ['arn:aws:dataprotection::aws:data-identifier/EmailAddress']
            Operation: {Audit: {FindingsDestination: {}}}
          - Sid: redact
            DataIdentifier: ['arn:aws:dataprotection::aws:data-identifier/EmailAddress']
            Operation: {Deidentify: {MaskConfig: {}}}
      FieldIndexPolicies:
        - Fields: [RequestId]
      Tags: [{Key: team, Value: shop}]
  Stream: {Type: 'AWS::Logs::LogStream', Properties: {LogGroupName: !Ref Group, LogStreamName: host-1}}
  Filter:
    Type: AWS::Logs::MetricFilter
    Properties:
      LogGroupName: !Ref Group
      FilterName: slow
      FilterPattern: '{ $.ms > 250 }'
      MetricTransformations:
        - MetricNamespace: Shop
          MetricName: Slow
          MetricValue: $.ms
          Unit: Milliseconds
          Dimensions: [{Key: Path, Value: $.path}]
  Stream2: {Type: 'AWS::Kinesis::Stream', Properties: {Name: lines}}
  Role: {Type: 'AWS::IAM::Role', Properties: {RoleName: ship, Path: /logs/}}
  Subscription:
    Type: AWS::Logs::SubscriptionFilter
    Properties:
      LogGroupName: !Ref Group
      FilterPattern: ''
      DestinationArn: !GetAtt Stream2.Arn
      RoleArn: !GetAtt Role.Arn
      Distribution: Random
  Query:
    Type: AWS::Logs::QueryDefinition
    Properties: {Name: by-path, QueryString: 'stats count(*) by path', LogGroupNames: [!Ref Group]}
  Scheduled:
    Type: AWS::Logs::ScheduledQuery
    Properties:
      Name: hourly
      QueryLanguage: CWLI
      QueryString: stats count(*) by path
      LogGroupIdentifiers: [!Ref Group]
      ScheduleExpression: cron(0 * * * ? *)
      StartTimeOffset: 3600
      ExecutionRoleArn: !GetAtt Role.Arn
      DestinationConfiguration:
        S3Configuration: {DestinationIdentifier: 's3://answers/paths', RoleArn: !GetAtt Role.Arn}
      Tags: [{Key: team, Value: shop}]
  Destination:
    Type: AWS::Logs::Destination
    Properties:
      DestinationName: central
      TargetArn: !GetAtt Stream2.Arn
      RoleArn: !GetAtt Role.Arn
      DestinationPolicy: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"444455556666"},"Action":"logs:PutSubscriptionFilter","Resource":"arn:aws:logs:us-east-1:111122223333:destination:central"}]}'
  Policy:
    Type: AWS::Logs::ResourcePolicy
    Properties:
      PolicyName: route53
      PolicyDocument:
        Fn::ToJsonString:
          Version: '2012-10-17'
          Statement: [{Effect: Allow, Principal: {Service: events.amazonaws.com}, Action: ['logs:PutLogEvents'], Resource: '*'}]
  Account:
    Type: AWS::Logs::AccountPolicy
    Properties:
      PolicyName: all
      PolicyType: SUBSCRIPTION_FILTER_POLICY
      Scope: ALL
      PolicyDocument: !Sub '{"DestinationArn":"${Stream2.Arn}","RoleArn":"${Role.Arn}","FilterPattern":"","Distribution":"Random"}'
  Transformer:
    Type: AWS::Logs::Transformer
    Properties:
      LogGroupIdentifier: !Ref Group
      TransformerConfig:
        - ParseJSON: {Source: '@message'}
        - AddKeys: {Entries: [{Key: team, Value: shop, OverwriteIfExists: true}]}
  Detector:
    Type: AWS::Logs::LogAnomalyDetector
    Properties:
      DetectorName: shop
      LogGroupArnList: [!Sub 'arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:${Group}']
      EvaluationFrequency: TEN_MIN
      AnomalyVisibilityTime: 14
Outputs:
  Detector: {Value: !GetAtt Detector.AnomalyDetectorArn}
  Group: {Value: !GetAtt Group.Arn, Export: {Name: shop-log}}
  Ref: {Value: !Ref Query}
"#;

const DELIVERY: &str = r#"
Resources:
  Source:
    Type: AWS::Logs::DeliverySource
    Properties:
      Name: site
      ResourceArn: arn:aws:cloudfront::111122223333:distribution/E1
      LogType: ACCESS_LOGS
      Tags: [{Key: team, Value: edge}]
  Archive:
    Type: AWS::Logs::DeliveryDestination
    Properties: {Name: archive, DestinationResourceArn: 'arn:aws:s3:::logs', OutputFormat: w3c}
  Delivery:
    Type: AWS::Logs::Delivery
    Properties:
      DeliverySourceName: !Ref Source
      DeliveryDestinationArn: !GetAtt Archive.Arn
      RecordFields: [date, time]
      S3SuffixPath: '{yyyy}/{MM}'
      S3EnableHiveCompatiblePath: true
Outputs:
  Delivery: {Value: !Ref Delivery}
  Type: {Value: !GetAtt Delivery.DeliveryDestinationType}
  Service: {Value: !GetAtt Source.Service}
"#;

#[test]
fn log_deliveries_are_made() {
    let (mut world, loaded) = loaded(DELIVERY);
    assert!(loaded.skipped.is_empty(), "{loaded}");
    let found = ask(&mut world, Service::Logs, "DescribeDeliveries", "{}")["deliveries"][0].clone();
    assert_eq!(loaded.outputs["Delivery"], found["id"].as_str().unwrap());
    assert_eq!((loaded.outputs["Type"].as_str(), loaded.outputs["Service"].as_str()), ("S3", "cloudfront"));
    let files = json!({"suffixPath": "AWSLogs/{account-id}/CloudFront/{yyyy}/{MM}/", "enableHiveCompatiblePath": true});
    assert_eq!((&found["s3DeliveryConfiguration"], &found["recordFields"]), (&files, &json!(["date", "time"])));
    let source = ask(&mut world, Service::Logs, "GetDeliverySource", r#"{"name":"site"}"#);
    assert_eq!(source["deliverySource"]["tags"], json!({"team": "edge"}));
}

#[test]
fn log_resources_are_made() {
    let (mut world, loaded) = loaded(LOGS);
    assert_eq!(loaded.created.len(), 11, "{loaded}");
    assert!(loaded.skipped.is_empty(), "{loaded}");
    assert_eq!(loaded.outputs["Group"], "arn:aws:logs:us-east-1:111122223333:log-group:shop/web:*");
    assert_eq!(loaded.exports["shop-log"], loaded.outputs["Group"]);

    let groups = ask(&mut world, Service::Logs, "DescribeLogGroups", "{}");
    let group = &groups["logGroups"][0];
    assert_eq!((&group["logGroupName"], &group["retentionInDays"]), (&json!("shop/web"), &json!(30)));
    assert_eq!(input(&loaded, "Group", "CreateLogGroup")["tags"], json!({"team": "shop"}));
    assert_eq!(input(&loaded, "Group", "PutIndexPolicy")["policyDocument"], json!(r#"{"Fields":["RequestId"]}"#));
    let filters = ask(&mut world, Service::Logs, "DescribeMetricFilters", r#"{"logGroupName":"shop/web"}"#);
    let change = &filters["metricFilters"][0]["metricTransformations"][0];
    assert_eq!((&change["dimensions"], &change["unit"]), (&json!({"Path": "$.path"}), &json!("Milliseconds")));
    let subscription = input(&loaded, "Subscription", "PutSubscriptionFilter");
    assert_eq!(subscription["filterPattern"], "");
    assert_eq!(subscription["roleArn"], "arn:aws:iam::111122223333:role/logs/ship");
    assert!(subscription["filterName"].as_str().unwrap().starts_with("stack-Subscription-"));
    let transformer = input(&loaded, "Transformer", "PutTransformer");
    assert_eq!(transformer["transformerConfig"][1]["addKeys"]["entries"][0]["overwriteIfExists"], true);
    let queries = ask(&mut world, Service::Logs, "DescribeQueryDefinitions", "{}");
    assert_eq!(queries["queryDefinitions"][0]["queryDefinitionId"], json!(loaded.outputs["Ref"]));
    let detectors = ask(&mut world, Service::Logs, "ListLogAnomalyDetectors", "{}");
    let detector = &detectors["anomalyDetectors"][0];
    assert_eq!((&detector["detectorName"], &detector["anomalyVisibilityTime"]), (&json!("shop"), &json!(14)));
    assert_eq!(detector["anomalyDetectorArn"], json!(loaded.outputs["Detector"]));
    let scheduled = ask(&mut world, Service::Logs, "GetScheduledQuery", r#"{"identifier":"hourly"}"#);
    let destination = &scheduled["destinationConfiguration"]["s3Configuration"]["destinationIdentifier"];
    assert_eq!((&scheduled["startTimeOffset"], destination), (&json!(3600), &json!("s3://answers/paths")));
    assert_eq!(input(&loaded, "Scheduled", "CreateScheduledQuery")["tags"], json!({"team": "shop"}));
}

const METRICS: &str = r#"
Resources:
  Ops: {Type: 'AWS::SNS::Topic', Properties: {TopicName: ops}}
  Firehose: {Type: 'AWS::KinesisFirehose::DeliveryStream', Properties: {DeliveryStreamName: metrics}}
  Role: {Type: 'AWS::IAM::Role'}
  Errors:
    Type: AWS::CloudWatch::Alarm
    Properties:
      AlarmName: errors
      AlarmDescription: too many
      Namespace: Shop
      MetricName: Errors
      Dimensions: [{Name: Service, Value: web}]
      Statistic: Sum
      Period: 60
      EvaluationPeriods: 3
      DatapointsToAlarm: 2
      Threshold: 5
      ComparisonOperator: GreaterThanOrEqualToThreshold
      TreatMissingData: notBreaching
      ActionsEnabled: true
      AlarmActions: [!Ref Ops]
      OKActions: [!Ref Ops]
      InsufficientDataActions: []
      Unit: Count
  Rate:
    Type: AWS::CloudWatch::Alarm
    Properties:
      Metrics:
        - {Id: rate, Expression: 100 * errors / requests, Label: rate, ReturnData: true}
        - Id: errors
          ReturnData: false
          MetricStat: {Metric: {Namespace: Shop, MetricName: Errors}, Period: 60, Stat: Sum}
        - Id: requests
          ReturnData: false
          MetricStat: {Metric: {Namespace: Shop, MetricName: Requests}, Period: 60, Stat: Sum}
      EvaluationPeriods: 1
      Threshold: 1.5
      ComparisonOperator: GreaterThanThreshold
  Page:
    Type: AWS::CloudWatch::CompositeAlarm
    Properties:
      AlarmName: page
      AlarmRule: !Sub 'ALARM("${Errors}") AND ALARM("${Rate}")'
      ActionsSuppressor: !GetAtt Rate.Arn
      ActionsSuppressorWaitPeriod: 60
      ActionsSuppressorExtensionPeriod: 60
      AlarmActions: [!Ref Ops]
  Mute:
    Type: AWS::CloudWatch::AlarmMuteRule
    Properties:
      Name: nightly
      Rule: {Schedule: {Expression: cron(0 2 * * *), Duration: PT1H}}
      MuteTargets: {AlarmNames: [!Ref Errors]}
  Board:
    Type: AWS::CloudWatch::Dashboard
    Properties:
      DashboardName: shop
      DashboardBody: !Sub '{"widgets":[{"type":"text","x":0,"y":0,"width":6,"height":3,"properties":{"markdown":"${AWS::Region}"}}]}'
  Detector:
    Type: AWS::CloudWatch::AnomalyDetector
    Properties:
      Namespace: Shop
      MetricName: Requests
      Stat: Average
      Configuration:
        MetricTimeZone: UTC
        ExcludedTimeRanges: [{StartTime: '2026-01-01T00:00:00', EndTime: '2026-01-02T00:00:00Z'}]
  Stream:
    Type: AWS::CloudWatch::MetricStream
    Properties:
      Name: all
      FirehoseArn: !GetAtt Firehose.Arn
      RoleArn: !GetAtt Role.Arn
      OutputFormat: json
      IncludeFilters: [{Namespace: Shop}]
      StatisticsConfigurations:
        - IncludeMetrics: [{Namespace: Shop, MetricName: Requests}]
          AdditionalStatistics: [p99]
  Canary:
    Type: AWS::Synthetics::Canary
    Properties:
      Name: front
      ArtifactS3Location: s3://artifacts/front
      ExecutionRoleArn: !GetAtt Role.Arn
      RuntimeVersion: syn-nodejs-puppeteer-9.0
      Code: {Handler: index.handler, S3Bucket: scripts, S3Key: front.zip, S3ObjectVersion: '1'}
      Schedule: {Expression: rate(5 minutes), DurationInSeconds: '0'}
      SuccessRetentionPeriod: 31
      FailureRetentionPeriod: 31
      StartCanaryAfterCreation: true
      RunConfig: {TimeoutInSeconds: 60}
  Talkers:
    Type: AWS::CloudWatch::InsightRule
    Properties:
      RuleName: talkers
      RuleState: DISABLED
      RuleBody:
        Schema: {Name: CloudWatchLogRule, Version: 1}
        LogGroupNames: [access]
        LogFormat: JSON
        Contribution: {Keys: [$.ip], Filters: []}
        AggregateOn: Count
      ApplyOnTransformedLogs: true
      Tags: [{Key: team, Value: shop}]
  Fronts:
    Type: AWS::Synthetics::Group
    Properties:
      Name: fronts
      ResourceArns: [!Sub 'arn:${AWS::Partition}:synthetics:${AWS::Region}:${AWS::AccountId}:canary:${Canary}']
      Tags: [{Key: team, Value: shop}]
Outputs:
  Rule: {Value: !Ref Talkers}
  RuleName: {Value: !GetAtt Talkers.RuleName}
  Group: {Value: !Ref Fronts}
  GroupId: {Value: !GetAtt Fronts.Id}
"#;

#[test]
fn metric_resources_are_made() {
    let (mut world, loaded) = loaded(METRICS);
    assert_eq!(loaded.created.len(), 10, "{loaded}");
    let alarms =
        ask(&mut world, Service::CloudWatch, "DescribeAlarms", r#"{"AlarmTypes":["MetricAlarm","CompositeAlarm"]}"#);
    let errors = &alarms["MetricAlarms"][0];
    assert_eq!(errors["AlarmArn"], "arn:aws:cloudwatch:us-east-1:111122223333:alarm:errors");
    assert_eq!(errors["AlarmActions"], json!(["arn:aws:sns:us-east-1:111122223333:ops"]));
    assert_eq!((&errors["Threshold"], &errors["DatapointsToAlarm"]), (&json!(5.0), &json!(2)));
    let rate = loaded.name_of("Rate").unwrap();
    assert_eq!(alarms["CompositeAlarms"][0]["AlarmRule"], json!(format!("ALARM(\"errors\") AND ALARM(\"{rate}\")")));
    let detector = input(&loaded, "Detector", "PutAnomalyDetector");
    assert_eq!(detector["Configuration"]["ExcludedTimeRanges"][0]["StartTime"], 1_767_225_600);
    assert_eq!(detector["Configuration"]["MetricTimezone"], "UTC");
    let canary = input(&loaded, "Canary", "CreateCanary");
    assert_eq!((&canary["Code"]["S3Version"], &canary["SuccessRetentionPeriodInDays"]), (&json!("1"), &json!(31)));
    assert_eq!(loaded.created.iter().find(|made| made.logical_id == "Canary").unwrap().calls.len(), 2, "it is started");
}

#[test]
fn rules_and_groups_are_made() {
    let (mut world, loaded) = loaded(METRICS);
    let rules = ask(&mut world, Service::CloudWatch, "DescribeInsightRules", "{}");
    let rule = &rules["InsightRules"][0];
    assert_eq!((&rule["State"], &rule["ApplyOnTransformedLogs"]), (&json!("DISABLED"), &json!(true)));
    let definition: serde_json::Value = serde_json::from_str(rule["Definition"].as_str().unwrap()).unwrap();
    assert_eq!(definition["Contribution"], json!({"Keys": ["$.ip"], "Filters": []}));
    let rule = "arn:aws:cloudwatch:us-east-1:111122223333:insight-rule/talkers";
    assert_eq!((loaded.outputs["Rule"].as_str(), loaded.outputs["RuleName"].as_str()), (rule, "talkers"));
    let tags = ask(&mut world, Service::CloudWatch, "ListTagsForResource", &json!({"ResourceARN": rule}).to_string());
    assert_eq!(tags["Tags"], json!([{"Key": "team", "Value": "shop"}]));

    let named = json!({"GroupIdentifier": "fronts"}).to_string();
    let group = ask(&mut world, Service::Synthetics, "GetGroup", &named)["Group"].clone();
    assert_eq!((&group["Tags"], &group["Id"]), (&json!({"team": "shop"}), &json!(loaded.outputs["GroupId"])));
    let made = loaded.created.iter().find(|made| made.logical_id == "Fronts").unwrap();
    assert_eq!((loaded.outputs["Group"].as_str(), made.arn.as_deref()), ("fronts", group["Arn"].as_str()));
    let canaries = ask(&mut world, Service::Synthetics, "ListGroupResources", &named);
    assert_eq!(canaries["Resources"], json!(["arn:aws:synthetics:us-east-1:111122223333:canary:front"]));
}

const EVENTS: &str = r##"
Resources:
  Fn: {Type: 'AWS::Lambda::Function', Properties: {FunctionName: ship}}
  Queue: {Type: 'AWS::SQS::Queue', Properties: {QueueName: dead}}
  Role: {Type: 'AWS::IAM::Role', Properties: {RoleName: run}}
  Bus:
    Type: AWS::Events::EventBus
    Properties: {Name: orders, Description: all orders, Tags: [{Key: a, Value: b}]}
  Rule:
    Type: AWS::Events::Rule
    Properties:
      Name: placed
      EventBusName: !Ref Bus
      EventPattern: {source: [shop], detail: {total: [{numeric: ['>=', 100]}]}}
      State: ENABLED
      Targets:
        - Id: ship
          Arn: !GetAtt Fn.Arn
          InputTransformer: {InputPathsMap: {n: $.detail.total}, InputTemplate: '{"n": <n>}'}
          RetryPolicy: {MaximumRetryAttempts: 3, MaximumEventAgeInSeconds: 300}
          DeadLetterConfig: {Arn: !GetAtt Queue.Arn}
  Tick:
    Type: AWS::Events::Rule
    Properties:
      ScheduleExpression: rate(5 minutes)
      Targets: [{Id: tick, Arn: !GetAtt Fn.Arn}]
  Let1:
    Type: AWS::Events::EventBusPolicy
    Properties:
      EventBusName: !Ref Bus
      StatementId: partner
      Statement: {Effect: Allow, Principal: {AWS: '444455556666'}, Action: 'events:PutEvents', Resource: !GetAtt Bus.Arn}
  Let2:
    Type: AWS::Events::EventBusPolicy
    DependsOn: Let1
    Properties:
      EventBusName: !Ref Bus
      StatementId: other
      Statement: {Effect: Allow, Principal: {AWS: '777788889999'}, Action: 'events:PutEvents', Resource: !GetAtt Bus.Arn}
  Let3:
    Type: AWS::Events::EventBusPolicy
    Properties: {StatementId: all, Action: 'events:PutEvents', Principal: '444455556666'}
  Archive:
    Type: AWS::Events::Archive
    Properties: {ArchiveName: all, SourceArn: !GetAtt Bus.Arn, RetentionDays: 7, EventPattern: {source: [shop]}}
  Connection:
    Type: AWS::Events::Connection
    Properties:
      AuthorizationType: API_KEY
      AuthParameters: {ApiKeyAuthParameters: {ApiKeyName: key, ApiKeyValue: secret}}
  Api:
    Type: AWS::Events::ApiDestination
    Properties:
      ConnectionArn: !GetAtt Connection.Arn
      HttpMethod: POST
      InvocationEndpoint: https://example.com/orders
      InvocationRateLimitPerSecond: 10
  ScheduleGroup: {Type: 'AWS::Scheduler::ScheduleGroup', Properties: {Name: nightly}}
  Schedule:
    Type: AWS::Scheduler::Schedule
    Properties:
      GroupName: !Ref ScheduleGroup
      ScheduleExpression: cron(0 3 * * ? *)
      ScheduleExpressionTimezone: Europe/Berlin
      StartDate: '2026-02-01T00:00:00Z'
      FlexibleTimeWindow: {Mode: 'OFF'}
      Target: {Arn: !GetAtt Queue.Arn, RoleArn: !GetAtt Role.Arn, Input: '{}', RetryPolicy: {MaximumRetryAttempts: 0}}
  Pipe:
    Type: AWS::Pipes::Pipe
    Properties:
      Name: ship
      Source: !GetAtt Queue.Arn
      SourceParameters:
        FilterCriteria: {Filters: [{Pattern: '{"body":{"total":[100]}}'}]}
        SqsQueueParameters: {BatchSize: 5}
      Target: !GetAtt Fn.Arn
      TargetParameters: {InputTemplate: '{"n": <$.body.total>}'}
      RoleArn: !GetAtt Role.Arn
      Tags: {a: b}
  Registry: {Type: 'AWS::EventSchemas::Registry', Properties: {RegistryName: shop}}
  Schema:
    Type: AWS::EventSchemas::Schema
    Properties:
      RegistryName: !GetAtt Registry.RegistryName
      SchemaName: Order
      Type: JSONSchemaDraft4
      Content: '{"$schema":"http://json-schema.org/draft-04/schema#","title":"Order","type":"object"}'
  Discoverer: {Type: 'AWS::EventSchemas::Discoverer', Properties: {SourceArn: !GetAtt Bus.Arn}}
"##;

#[test]
fn event_resources_are_made() {
    let (mut world, loaded) = loaded(EVENTS);
    assert_eq!(loaded.created.len(), 15, "{loaded}");
    let bus = ask(&mut world, Service::Events, "DescribeEventBus", r#"{"Name":"orders"}"#);
    let policy: serde_json::Value = serde_json::from_str(bus["Policy"].as_str().unwrap()).unwrap();
    let ids: Vec<_> = policy["Statement"].as_array().unwrap().iter().map(|one| one["Sid"].as_str().unwrap()).collect();
    assert_eq!(ids, ["partner", "other"]);
    let targets = ask(&mut world, Service::Events, "ListTargetsByRule", r#"{"Rule":"placed","EventBusName":"orders"}"#);
    assert_eq!(targets["Targets"][0]["Arn"], "arn:aws:lambda:us-east-1:111122223333:function:ship");
    assert_eq!(targets["Targets"][0]["DeadLetterConfig"]["Arn"], "arn:aws:sqs:us-east-1:111122223333:dead");
    let reference = |logical| &loaded.created.iter().find(|made| made.logical_id == logical).unwrap().reference;
    assert_eq!(reference("Rule"), "orders|placed");
    assert_eq!(reference("Tick"), loaded.name_of("Tick").unwrap());
    let pipe = ask(&mut world, Service::Pipes, "DescribePipe", r#"{"Name":"ship"}"#);
    assert_eq!((&pipe["Tags"]["a"], &pipe["Source"]), (&json!("b"), &json!("arn:aws:sqs:us-east-1:111122223333:dead")));
    assert_eq!(pipe["SourceParameters"]["SqsQueueParameters"]["BatchSize"], 5);
    let rule = input(&loaded, "Rule", "PutRule");
    assert_eq!(rule["EventPattern"], r#"{"source":["shop"],"detail":{"total":[{"numeric":[">=",100]}]}}"#);
    assert_eq!(input(&loaded, "Schedule", "CreateSchedule")["StartDate"], 1_769_904_000);
    assert_eq!(
        input(&loaded, "Archive", "CreateArchive")["EventSourceArn"],
        "arn:aws:events:us-east-1:111122223333:event-bus/orders"
    );
}

const TRACES_AND_AUDIT: &str = r#"
Resources:
  Rule:
    Type: AWS::XRay::SamplingRule
    Properties:
      SamplingRule:
        RuleName: orders
        Priority: 10
        FixedRate: 0.5
        ReservoirSize: 1
        ServiceName: shop
        ServiceType: '*'
        Host: '*'
        HTTPMethod: POST
        URLPath: /orders/*
        ResourceARN: '*'
        Version: 1
      Tags: [{Key: a, Value: b}]
  Slow:
    Type: AWS::XRay::Group
    Properties:
      GroupName: slow
      FilterExpression: responsetime > 5
      InsightsConfiguration: {InsightsEnabled: true, NotificationsEnabled: true}
  Policy:
    Type: AWS::XRay::ResourcePolicy
    Properties:
      PolicyName: sns
      PolicyDocument: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"sns.amazonaws.com"},"Action":["xray:PutTraceSegments"],"Resource":"*"}]}'
  Bucket: {Type: 'AWS::S3::Bucket', Properties: {BucketName: audit-files}}
  Group: {Type: 'AWS::Logs::LogGroup', Properties: {LogGroupName: audit}}
  Role: {Type: 'AWS::IAM::Role', Properties: {RoleName: trail}}
  Trail:
    Type: AWS::CloudTrail::Trail
    Properties:
      TrailName: all
      S3BucketName: !Ref Bucket
      IsLogging: true
      IsMultiRegionTrail: true
      IncludeGlobalServiceEvents: true
      EnableLogFileValidation: true
      CloudWatchLogsLogGroupArn: !GetAtt Group.Arn
      CloudWatchLogsRoleArn: !GetAtt Role.Arn
      EventSelectors:
        - ReadWriteType: WriteOnly
          IncludeManagementEvents: true
          DataResources: [{Type: 'AWS::S3::Object', Values: ['arn:aws:s3:::pier/']}]
      InsightSelectors: [{InsightType: ApiCallRateInsight}]
      Tags: [{Key: team, Value: sec}]
"#;

#[test]
fn traces_and_trails_are_made() {
    let (mut world, loaded) = loaded(TRACES_AND_AUDIT);
    assert_eq!(loaded.created.len(), 5, "{loaded}");
    let rules = ask(&mut world, Service::XRay, "GetSamplingRules", "{}");
    assert!(
        rules["SamplingRuleRecords"].as_array().unwrap().iter().any(|one| one["SamplingRule"]["RuleName"] == "orders")
    );
    let reference = &loaded.created.iter().find(|made| made.logical_id == "Rule").unwrap().reference;
    assert_eq!(reference, "arn:aws:xray:us-east-1:111122223333:sampling-rule/orders");
    let status = ask(&mut world, Service::CloudTrail, "GetTrailStatus", r#"{"Name":"all"}"#);
    assert_eq!(status["IsLogging"], true);
    let selectors = ask(&mut world, Service::CloudTrail, "GetEventSelectors", r#"{"TrailName":"all"}"#);
    assert_eq!(selectors["EventSelectors"][0]["ReadWriteType"], "WriteOnly");
    assert_eq!(input(&loaded, "Trail", "CreateTrail")["TagsList"], json!([{"Key": "team", "Value": "sec"}]));
}
