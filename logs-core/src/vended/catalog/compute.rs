//! Clusters and games.

use super::LogSource;

pub(super) const SOURCES: &[LogSource] = &[
    LogSource::of(
        "ecs",
        "cluster/",
        "ACTION_LOGS",
        "timestamp resourceArn! actionSourceId! logLevel! eventTimestamp! detail!",
    )
    .json_only(),
    LogSource::of(
        "eks",
        "capability/",
        "EKS_CAPABILITY_ACK_LOGS",
        "\
        timestamp resource_id stream level message err error controller controllerGroup \
        controllerKind reconcileID worker-count kind name namespace aws.service version type \
        generation is_adopted iam_role_selector role resource_arn! event_timestamp!",
    ),
    LogSource::of(
        "eks",
        "capability/",
        "EKS_CAPABILITY_ARGOCD_APPLICATIONSET_LOGS",
        "\
        timestamp resource_id stream level message error controller controllerGroup controllerKind \
        reconcileID worker-count name namespace application app-namespace project applicationset \
        action count requeueAfter type version err repoURL revision resource_arn! event_timestamp!",
    ),
    LogSource::of(
        "eks",
        "capability/",
        "EKS_CAPABILITY_ARGOCD_APPLICATION_LOGS",
        "\
        timestamp resource_id stream level message error application app-namespace project \
        dest-server dest-namespace dest-name comparison-level time_ms patch_ms setop_ms \
        compare_app_state_ms refresh_app_conditions_ms process_refresh_app_conditions_errors_ms \
        comparison_with_nothing_ms name namespace app_status_update_ms auto_sync_ms diff_ms git_ms \
        health_ms live_ms manifests_ms repo_ms sync_ms cluster syncId duration eventType kind \
        resource_arn! event_timestamp!",
    ),
    LogSource::of(
        "eks",
        "capability/",
        "EKS_CAPABILITY_ARGOCD_COMMITSERVER_LOGS",
        "\
        timestamp resource_id stream level message error version component duration resource_arn! \
        event_timestamp!",
    ),
    LogSource::of(
        "eks",
        "capability/",
        "EKS_CAPABILITY_ARGOCD_NOTIFICATION_LOGS",
        "\
        timestamp resource_id level message notification_event service destination success \
        duration_ms status_code error app namespace reason resource trigger_count template_count \
        service_count enabled resource_arn! event_timestamp!",
    ),
    LogSource::of(
        "eks",
        "capability/",
        "EKS_CAPABILITY_ARGOCD_REPOSERVER_LOGS",
        "\
        timestamp resource_id stream level message error grpc.code grpc.method grpc.service \
        grpc.time_ms grpc.method_type grpc.component grpc.error version component duration execID \
        resource_arn! event_timestamp!",
    ),
    LogSource::of(
        "eks",
        "capability/",
        "EKS_CAPABILITY_ARGOCD_SERVER_LOGS",
        "\
        timestamp resource_id stream level message error name namespace reason application user \
        grpc.code grpc.method grpc.service grpc.time_ms grpc.method_type grpc.error type duration \
        dest-namespace dest-server project resource_arn! event_timestamp!",
    ),
    LogSource::of(
        "eks",
        "capability/",
        "EKS_CAPABILITY_KRO_LOGS",
        "\
        timestamp resource_id stream level message err error controller controllerGroup \
        controllerKind reconcileID worker-count gvr crd name namespace type breakingChanges summary \
        existingRGDID newRGDID resource_arn! event_timestamp!",
    ),
    LogSource::of(
        "eks",
        "cluster/",
        "AUTO_MODE_BLOCK_STORAGE_LOGS",
        "level stream message err error enabled feature resource_arn! event_timestamp!",
    ),
    LogSource::of(
        "eks",
        "cluster/",
        "AUTO_MODE_COMPUTE_LOGS",
        "\
        level stream message err error controller controllerGroup controllerKind reconcileID \
        worker-count count instance-type-count mode offering-count NodePool NodeClaim Node zones \
        subnets allocatable command command-id decision deleting-pods disrupted-node-count \
        disrupted-nodes disruption-cost messageKind pending-pods pod-count replacement-node-count \
        replacement-nodes ResourceClaim savings total action reason resource_arn! event_timestamp!",
    ),
    LogSource::of(
        "eks",
        "cluster/",
        "AUTO_MODE_IPAM_LOGS",
        "\
        level stream message err error controller controllerGroup controllerKind reconcileID \
        worker-count resource_arn! event_timestamp!",
    ),
    LogSource::of(
        "eks",
        "cluster/",
        "AUTO_MODE_LOAD_BALANCING_LOGS",
        "\
        level stream message err error controller controllerGroup controllerKind reconcileID \
        worker-count attempt delay totalItems resource_arn! event_timestamp!",
    ),
    LogSource::of(
        "gamelift",
        "gamesessionqueue/",
        "QUEUE_PLACEMENT_LOGS",
        "timestamp placement_id event_type summary data resource_arn! event_timestamp!",
    ),
    LogSource::of(
        "pcs",
        "cluster/",
        "PCS_JOBCOMP_LOGS",
        "\
        timestamp resource_id! resource_type! event_timestamp! scheduler_type! \
        scheduler_major_version! fields!",
    ),
    LogSource::of(
        "pcs",
        "cluster/",
        "PCS_SCALING_LOGS",
        "\
        timestamp resource_id event_timestamp id resource_type compute_node_group_id \
        scheduler_node_id status_code reason_code description details",
    ),
    LogSource::of(
        "pcs",
        "cluster/",
        "PCS_SCHEDULER_AUDIT_LOGS",
        "\
        timestamp resource_id! resource_type! event_timestamp! log_level! log_name! scheduler_type! \
        scheduler_major_version! scheduler_patch_version! node_type! log_type! message!",
    ),
    LogSource::of(
        "pcs",
        "cluster/",
        "PCS_SCHEDULER_LOGS",
        "\
        timestamp resource_id! resource_type! event_timestamp! log_level! log_name! scheduler_type! \
        scheduler_major_version! scheduler_patch_version! node_type! message!",
    ),
];
