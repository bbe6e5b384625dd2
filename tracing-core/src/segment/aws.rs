//! What a segment tells of AWS: where it ran, and which of its services it called.

use super::record::record;

record! {
    /// Where a segment ran, and what a subsegment asked of AWS.
    ///
    /// # Source
    /// X-Ray Developer Guide, "AWS resource data"; the SDKs and the exporter of OpenTelemetry.
    Aws {
        /// The account of the application, or of what was called where it is another.
        account_id: Option<String> = "account_id",
        /// The API's action.
        operation: Option<String> = "operation",
        /// The region of what was called, where it is another.
        region: Option<String> = "region",
        /// The service's id of the call.
        request_id: Option<String> = "request_id",
        /// The second id that S3 gives a call.
        id_2: Option<String> = "id_2",
        /// How often the call was repeated.
        retries: Option<i64> = "retries",
        /// The queue of SQS.
        queue_url: Option<String> = "queue_url",
        /// The table of DynamoDB.
        table_name: Option<String> = "table_name",
        /// Several tables of DynamoDB.
        table_names: Vec<String> = "table_names",
        /// The topic of SNS.
        topic_arn: Option<String> = "topic_arn",
        /// The function of Lambda.
        function_name: Option<String> = "function_name",
        /// The bucket of S3.
        bucket_name: Option<String> = "bucket_name",
        /// Names of what was called.
        resource_names: Vec<String> = "resource_names",
        /// The ARN of what was called.
        resource_arn: Option<String> = "resource_arn",
        /// The function that ran.
        function_arn: Option<String> = "function_arn",
        /// Where its logs are.
        cloudwatch_logs: Vec<LogGroup> = "cloudwatch_logs",
        /// The instance it ran on.
        ec2: Option<Ec2> = "ec2",
        /// The container it ran in.
        ecs: Option<Ecs> = "ecs",
        /// The pod it ran in.
        eks: Option<Eks> = "eks",
        /// The environment it ran in.
        elastic_beanstalk: Option<ElasticBeanstalk> = "elastic_beanstalk",
        /// What recorded it.
        xray: Option<XRay> = "xray",
    }
}

record! {
    /// A log group of CloudWatch Logs.
    LogGroup {
        /// Its name.
        log_group: Option<String> = "log_group",
        /// Its ARN.
        arn: Option<String> = "arn",
    }
}

record! {
    /// An instance of EC2.
    Ec2 {
        /// As `i-0b5a4678fc325bg98`.
        instance_id: Option<String> = "instance_id",
        /// As `t3.micro`.
        instance_size: Option<String> = "instance_size",
        /// The image.
        ami_id: Option<String> = "ami_id",
        /// As `eu-west-1a`.
        availability_zone: Option<String> = "availability_zone",
    }
}

record! {
    /// A container of ECS.
    Ecs {
        /// The host name of the container.
        container: Option<String> = "container",
        /// Its full id.
        container_id: Option<String> = "container_id",
        /// Its ARN.
        container_arn: Option<String> = "container_arn",
        /// The cluster's ARN.
        cluster_arn: Option<String> = "cluster_arn",
        /// The task's ARN.
        task_arn: Option<String> = "task_arn",
        /// The task definition's family.
        task_family: Option<String> = "task_family",
        /// As `fargate`.
        launch_type: Option<String> = "launch_type",
        /// As `eu-west-1a`.
        availability_zone: Option<String> = "availability_zone",
    }
}

record! {
    /// A pod of EKS.
    Eks {
        /// Its name.
        pod: Option<String> = "pod",
        /// Its cluster.
        cluster_name: Option<String> = "cluster_name",
        /// The full id of the container.
        container_id: Option<String> = "container_id",
    }
}

record! {
    /// An environment of Elastic Beanstalk.
    ElasticBeanstalk {
        /// Its name.
        environment_name: Option<String> = "environment_name",
        /// The application version that was deployed.
        version_label: Option<String> = "version_label",
        /// The number of the last deployment.
        deployment_id: Option<i64> = "deployment_id",
    }
}

record! {
    /// What recorded a segment.
    XRay {
        /// As `X-Ray for Java`.
        sdk: Option<String> = "sdk",
        /// Its version.
        sdk_version: Option<String> = "sdk_version",
        /// Whether an agent did it without the application's help.
        auto_instrumentation: bool = "auto_instrumentation",
        /// The rule by which it was sampled.
        sampling_rule_name: Option<String> = "sampling_rule_name",
    }
}
