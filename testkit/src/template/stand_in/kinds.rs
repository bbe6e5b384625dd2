//! How the resources of other services are called.

use super::StandInKind;

pub(super) const fn kind(
    name: &'static str,
    terraform: &'static str,
    naming: &'static str,
    reference: &'static str,
    attributes: &'static [(&'static str, &'static str)],
) -> StandInKind {
    StandInKind { name, terraform, naming, reference, attributes }
}

const SQS: &str = "arn:{partition}:sqs:{region}:{account}:{name}";
const URL: &str = "https://sqs.{region}.{suffix}/{account}/{name}";
const SNS: &str = "arn:{partition}:sns:{region}:{account}:{name}";
const FUNCTION: &str = "arn:{partition}:lambda:{region}:{account}:function:{name}";
const ALIAS: &str = "arn:{partition}:lambda:{region}:{account}:function:{FunctionName}:{name}";
const STATES: &str = "arn:{partition}:states:{region}:{account}:stateMachine:{name}";
const BALANCER: &str = "arn:{partition}:elasticloadbalancing:{region}:{account}:loadbalancer/app/{name}/{hex}";
const TARGETS: &str = "arn:{partition}:elasticloadbalancing:{region}:{account}:targetgroup/{name}/{hex}";
const SCALING: &str = "arn:{partition}:autoscaling:{region}:{account}:scalingPolicy:{id}:autoScalingGroupName/{AutoScalingGroupName|group}:policyName/{name}";
const KEY: &str = "arn:{partition}:kms:{region}:{account}:key/{id}";
const SECRET: &str = "arn:{partition}:secretsmanager:{region}:{account}:secret:{name}-{mark}";
const POLICY: &str = "arn:{partition}:iam::{account}:policy{Path|/}{name}";
const TASK: &str = "arn:{partition}:ecs:{region}:{account}:task-definition/{name}:1";
const QUEUE: &str = "arn:{partition}:batch:{region}:{account}:job-queue/{name}";
const PLAN: &str = "arn:{partition}:ssm-incidents::{account}:response-plan/{name}";

/// The kinds whose names are known.
///
/// # Source
/// CloudFormation Template Reference, "Return values" of each kind; Service Authorization Reference, "Resource types".
pub(super) const KINDS: &[StandInKind] = &[
    kind(
        "AWS::SNS::Topic",
        "aws_sns_topic",
        "TopicName",
        SNS,
        &[("TopicArn", SNS), ("TopicName", "{name}"), ("Arn", SNS)],
    ),
    kind(
        "AWS::SQS::Queue",
        "aws_sqs_queue",
        "QueueName",
        URL,
        &[("Arn", SQS), ("QueueName", "{name}"), ("QueueUrl", URL), ("Url", URL)],
    ),
    kind("AWS::Lambda::Function", "aws_lambda_function", "FunctionName", "{name}", &[("Arn", FUNCTION)]),
    kind("AWS::Lambda::Alias", "aws_lambda_alias", "Name", ALIAS, &[("AliasArn", ALIAS), ("Arn", ALIAS)]),
    kind("AWS::Lambda::Permission", "aws_lambda_permission", "Id", "{name}", &[]),
    kind(
        "AWS::S3::Bucket",
        "aws_s3_bucket",
        "BucketName",
        "{name}",
        &[
            ("Arn", "arn:{partition}:s3:::{name}"),
            ("Bucket", "{name}"),
            ("DomainName", "{name}.s3.{suffix}"),
            ("RegionalDomainName", "{name}.s3.{region}.{suffix}"),
        ],
    ),
    kind(
        "AWS::IAM::Role",
        "aws_iam_role",
        "RoleName",
        "{name}",
        &[("Arn", "arn:{partition}:iam::{account}:role{Path|/}{name}"), ("RoleId", "AROA{mark}")],
    ),
    kind(
        "AWS::IAM::User",
        "aws_iam_user",
        "UserName",
        "{name}",
        &[("Arn", "arn:{partition}:iam::{account}:user{Path|/}{name}")],
    ),
    kind(
        "AWS::IAM::ManagedPolicy",
        "aws_iam_policy",
        "ManagedPolicyName",
        POLICY,
        &[("PolicyArn", POLICY), ("Arn", POLICY)],
    ),
    kind(
        "AWS::Kinesis::Stream",
        "aws_kinesis_stream",
        "Name",
        "{name}",
        &[("Arn", "arn:{partition}:kinesis:{region}:{account}:stream/{name}")],
    ),
    kind(
        "AWS::KinesisFirehose::DeliveryStream",
        "aws_kinesis_firehose_delivery_stream",
        "DeliveryStreamName",
        "{name}",
        &[("Arn", "arn:{partition}:firehose:{region}:{account}:deliverystream/{name}")],
    ),
    kind("AWS::KMS::Key", "aws_kms_key", "", "{id}", &[("Arn", KEY), ("KeyId", "{id}")]),
    kind(
        "AWS::KMS::Alias",
        "aws_kms_alias",
        "AliasName",
        "{name}",
        &[("Arn", "arn:{partition}:kms:{region}:{account}:{name}")],
    ),
    kind(
        "AWS::StepFunctions::StateMachine",
        "aws_sfn_state_machine",
        "StateMachineName",
        STATES,
        &[("Arn", STATES), ("Name", "{name}")],
    ),
    kind(
        "AWS::ECS::Cluster",
        "aws_ecs_cluster",
        "ClusterName",
        "{name}",
        &[("Arn", "arn:{partition}:ecs:{region}:{account}:cluster/{name}"), ("Name", "{name}")],
    ),
    kind(
        "AWS::ECS::TaskDefinition",
        "aws_ecs_task_definition",
        "Family",
        TASK,
        &[("TaskDefinitionArn", TASK), ("Arn", TASK)],
    ),
    kind(
        "AWS::ECS::Service",
        "aws_ecs_service",
        "ServiceName",
        "{name}",
        &[
            ("Name", "{name}"),
            ("ServiceArn", "arn:{partition}:ecs:{region}:{account}:service/{Cluster|default}/{name}"),
        ],
    ),
    kind(
        "AWS::DynamoDB::Table",
        "aws_dynamodb_table",
        "TableName",
        "{name}",
        &[("Arn", "arn:{partition}:dynamodb:{region}:{account}:table/{name}"), ("Name", "{name}")],
    ),
    kind(
        "AWS::RDS::DBInstance",
        "aws_db_instance",
        "DBInstanceIdentifier",
        "{name}",
        &[
            ("DBInstanceArn", "arn:{partition}:rds:{region}:{account}:db:{name}"),
            ("Arn", "arn:{partition}:rds:{region}:{account}:db:{name}"),
            ("Identifier", "{name}"),
        ],
    ),
    kind(
        "AWS::AutoScaling::AutoScalingGroup",
        "aws_autoscaling_group",
        "AutoScalingGroupName",
        "{name}",
        &[("Name", "{name}")],
    ),
    kind(
        "AWS::AutoScaling::ScalingPolicy",
        "aws_autoscaling_policy",
        "PolicyName",
        SCALING,
        &[("Arn", SCALING), ("PolicyName", "{name}")],
    ),
    kind(
        "AWS::ElasticLoadBalancingV2::LoadBalancer",
        "aws_lb",
        "Name",
        BALANCER,
        &[
            ("LoadBalancerArn", BALANCER),
            ("Arn", BALANCER),
            ("LoadBalancerFullName", "app/{name}/{hex}"),
            ("ArnSuffix", "app/{name}/{hex}"),
            ("LoadBalancerName", "{name}"),
            ("DNSName", "{name}.{region}.elb.{suffix}"),
        ],
    ),
    kind(
        "AWS::ElasticLoadBalancingV2::TargetGroup",
        "aws_lb_target_group",
        "Name",
        TARGETS,
        &[
            ("TargetGroupArn", TARGETS),
            ("Arn", TARGETS),
            ("TargetGroupFullName", "targetgroup/{name}/{hex}"),
            ("ArnSuffix", "targetgroup/{name}/{hex}"),
            ("TargetGroupName", "{name}"),
        ],
    ),
    kind(
        "AWS::SecretsManager::Secret",
        "aws_secretsmanager_secret",
        "Name",
        SECRET,
        &[("Id", SECRET), ("Arn", SECRET)],
    ),
    kind(
        "AWS::SSM::Parameter",
        "aws_ssm_parameter",
        "Name",
        "{name}",
        &[("Arn", "arn:{partition}:ssm:{region}:{account}:parameter/{path}")],
    ),
    kind("AWS::SSMIncidents::ResponsePlan", "aws_ssmincidents_response_plan", "Name", PLAN, &[("Arn", PLAN)]),
    kind(
        "AWS::Batch::JobQueue",
        "aws_batch_job_queue",
        "JobQueueName",
        QUEUE,
        &[("JobQueueArn", QUEUE), ("Arn", QUEUE)],
    ),
    kind(
        "AWS::CodeBuild::Project",
        "aws_codebuild_project",
        "Name",
        "{name}",
        &[("Arn", "arn:{partition}:codebuild:{region}:{account}:project/{name}")],
    ),
    kind(
        "AWS::CodePipeline::Pipeline",
        "aws_codepipeline",
        "Name",
        "{name}",
        &[("Arn", "arn:{partition}:codepipeline:{region}:{account}:{name}")],
    ),
    kind(
        "AWS::ApiGateway::RestApi",
        "aws_api_gateway_rest_api",
        "",
        "{hex}",
        &[("RestApiId", "{hex}"), ("Id", "{hex}")],
    ),
    kind("AWS::ApiGatewayV2::Api", "aws_apigatewayv2_api", "", "{hex}", &[("ApiId", "{hex}"), ("Id", "{hex}")]),
    kind(
        "AWS::EC2::Instance",
        "aws_instance",
        "",
        "i-{hex}0",
        &[
            ("InstanceId", "i-{hex}0"),
            ("Id", "i-{hex}0"),
            ("Arn", "arn:{partition}:ec2:{region}:{account}:instance/i-{hex}0"),
        ],
    ),
];
