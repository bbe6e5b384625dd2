//! Test your alarms in `cargo test`: ten minutes from a template to tests of it.
//!
//! # 1. Load what you deploy
//!
//! Put `cupola-test` among the `[dev-dependencies]`. In a test, read the template that you deploy (`include_str!` does) and load
//! it into a [`World`](crate::World): an account in a region, in memory, with a clock that stands still until you turn it.
//!
//! ```
//! use cupola_test::{Template, World};
//!
//! const TEMPLATE: &str = "
//! Parameters:
//!   Stage: {Type: String, Default: dev}
//! Resources:
//!   Pager: {Type: 'AWS::SNS::Topic', Properties: {TopicName: !Sub 'pager-${Stage}'}}
//!   Log: {Type: 'AWS::Logs::LogGroup', Properties: {LogGroupName: !Sub '/shop/${Stage}'}}
//!   Errors:
//!     Type: AWS::Logs::MetricFilter
//!     Properties:
//!       FilterName: errors
//!       LogGroupName: !Ref Log
//!       FilterPattern: '{ $.level = \"ERROR\" }'
//!       MetricTransformations: [{MetricNamespace: Shop, MetricName: Errors, MetricValue: '1', DefaultValue: 0}]
//!   HighErrors:
//!     Type: AWS::CloudWatch::Alarm
//!     Properties:
//!       AlarmName: high-errors
//!       Namespace: Shop
//!       MetricName: Errors
//!       Statistic: Sum
//!       Period: 60
//!       EvaluationPeriods: 3
//!       DatapointsToAlarm: 2
//!       Threshold: 5
//!       ComparisonOperator: GreaterThanOrEqualToThreshold
//!       TreatMissingData: notBreaching
//!       AlarmActions: [!Ref Pager]
//! ";
//!
//! let mut world = World::new();
//! let loaded = world.load(&Template::parse(TEMPLATE)?.with_parameter("Stage", "prod"))?;
//! println!("{loaded}");
//! assert_eq!(loaded.name_of("Log"), Some("/shop/prod"));
//! assert!(loaded.skipped.is_empty(), "all of it is modelled");
//! # Ok::<(), cupola_test::TemplateError>(())
//! ```
//!
//! The topic stands in: nothing is behind it, but it has its ARN, and what would be sent there is seen. What is not
//! modelled, a property or a kind, is an error that points at it; [`Template::lenient`](crate::Template::lenient) makes it an
//! entry in the report instead. A refusal by the service's own rules points into the template, too:
//!
//! ```
//! # use cupola_test::World;
//! let wrong = "
//! Resources:
//!   Log: {Type: 'AWS::Logs::LogGroup', Properties: {LogGroupName: app, RetentionInDays: 100}}
//! ";
//! let error = World::new().template(wrong).map(|_| ()).unwrap_err();
//! assert_eq!(error.line_and_column(), (3, 70));
//! assert!(error.to_string().contains("InvalidParameterException: "));
//! ```
//!
//! # 2. Say what happens, turn the clock, say what you expect
//!
//! ```
//! # const TEMPLATE: &str = "
//! # Resources:
//! #   Pager: {Type: 'AWS::SNS::Topic'}
//! #   Log: {Type: 'AWS::Logs::LogGroup'}
//! #   Errors: {Type: 'AWS::Logs::MetricFilter', Properties: {FilterName: errors, LogGroupName: !Ref Log, FilterPattern: '{ $.level = \"ERROR\" }',
//! #     MetricTransformations: [{MetricNamespace: Shop, MetricName: Errors, MetricValue: '1', DefaultValue: 0}]}}
//! #   HighErrors: {Type: 'AWS::CloudWatch::Alarm', Properties: {AlarmName: high-errors, Namespace: Shop, MetricName: Errors, Statistic: Sum, Period: 60,
//! #     EvaluationPeriods: 3, DatapointsToAlarm: 2, Threshold: 5, ComparisonOperator: GreaterThanOrEqualToThreshold,
//! #     TreatMissingData: notBreaching, AlarmActions: [!Ref Pager]}}
//! # ";
//! use cupola_test::World;
//! use cupola_test::cupola::metrics::StateValue::{Alarm, Ok as Fine};
//!
//! let mut world = World::new();
//! world.template(TEMPLATE)?.at("10:00");
//!
//! // One bad minute.
//! (0..5).for_each(|_| _ = world.log("Log", r#"{"level": "ERROR"}"#));
//! world.run_until("10:01").expect_alarm("HighErrors", Fine).expect_no_target("Pager");
//!
//! // A second one: two of three.
//! (0..5).for_each(|_| _ = world.log("Log", r#"{"level": "ERROR"}"#));
//! world.run_until("10:02").expect_alarm("HighErrors", Alarm).expect_target("Pager");
//!
//! // And over.
//! world.run_until("10:10").expect_alarm("HighErrors", Fine);
//! # Ok::<(), cupola_test::TemplateError>(())
//! ```
//!
//! Things go by their names in the template. Times are times of the day, lengths (`+15m`) or instants; hours pass in
//! microseconds, for nothing is waited for. Besides [`log`](crate::World::log) there are [`datum`](crate::World::datum),
//! [`event`](crate::World::event), [`request`](crate::World::request), [`segment`](crate::World::segment),
//! [`record`](crate::World::record), every area's own engine, and [`call`](crate::World::call), the services' own API.
//!
//! # 3. Read why, when it is otherwise
//!
//! A failing expectation says what was found, explains the decision and draws what happened:
//!
//! ```text
//! expected alarm high-errors in ALARM by 2026-01-05T10:02:00Z; it is in OK
//!
//! why:
//! alarm "high-errors" at 2026-01-05T10:02:00Z: stays OK
//!   M of N: 2 of 3, missing data: notBreaching
//!   2026-01-05T10:01:00Z  4.0 does not breach
//!   ...
//!   2 more breaching datapoints -> ALARM at 2026-01-05T10:04:00Z
//!
//! what happened:
//!   2026-01-05T10:00:00Z  log /shop/prod: {"level": "ERROR"}  -> errors  (8 times until 2026-01-05T10:01:00Z)
//! ```
//!
//! Every expectation has a form that returns the error instead: `try_expect_alarm` and so on.
//!
//! # 4. The CDK, Terraform, several stacks
//!
//! [`Template::cdk`](crate::Template::cdk) takes the texts of the files in `cdk.out`, and gives the stacks in the order in which they
//! are deployed; [`with_exports_of`](crate::Template::with_exports_of) hands one stack's exports to the next.
//! [`Template::terraform_plan`](crate::Template::terraform_plan) takes what `terraform show -json plan.out` prints. Values that Terraform knows
//! only after it has applied are taken from what the configuration refers to, and listed in
//! [`Loaded::assumed`](crate::Loaded::assumed). What only the cloud knows is told with
//! [`with_value`](crate::Template::with_value); the error that misses it shows the line to write.
//!
//! # 5. One alarm, many shapes of data
//!
//! For the numbers of one alarm [`AlarmBench`](crate::AlarmBench) is shorter. For patterns and filters there are `explain` methods in each area, and
//! proptest strategies for lines that match and lines that nearly do (feature `strategies`).
