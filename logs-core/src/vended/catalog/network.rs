//! Networks: CloudFront, load balancers, firewalls, routes.

use super::LogSource;

pub(super) const SOURCES: &[LogSource] = &[
    LogSource::of(
        "cloudfront",
        "distribution/",
        "ACCESS_LOGS",
        "\
        timestamp? date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status \
        cs(Referer) cs(User-Agent) cs-uri-query cs(Cookie) x-edge-result-type x-edge-request-id \
        x-host-header cs-protocol cs-bytes time-taken x-forwarded-for ssl-protocol ssl-cipher \
        x-edge-response-result-type cs-protocol-version fle-status fle-encrypted-fields c-port \
        time-to-first-byte x-edge-detailed-result-type sc-content-type sc-content-len sc-range-start \
        sc-range-end timestamp(ms)? origin-fbl? origin-lbl? asn? c-country? \
        cache-behavior-path-pattern? distribution-tenant-id? connection-id? viewer-request-log-data? \
        viewer-response-log-data? cmcd-encoded-bitrate? cmcd-buffer-length? cmcd-buffer-starvation? \
        cmcd-content-id? cmcd-object-duration? cmcd-deadline? cmcd-measured-throughput? \
        cmcd-next-object-request? cmcd-next-range-request? cmcd-object-type? cmcd-playback-rate? \
        cmcd-requested-maximum-throughput? cmcd-streaming-format? cmcd-session-id? cmcd-stream-type? \
        cmcd-startup? cmcd-top-bitrate? cmcd-version? s-ip? primary-distribution-id? \
        primary-distribution-dns-name? r-host? sr-reason? x-edge-mqcs?",
    )
    .global(),
    LogSource::of(
        "cloudfront",
        "distribution/",
        "CONNECTION_LOGS",
        "\
        timestamp connectionStatus clientIp clientPort serverIp distributionTenantId tlsProtocol \
        tlsCipher tlsHandshakeDuration tlsSni clientLeafCertSerialNumber clientLeafCertSubject \
        clientLeafCertIssuer clientLeafCertValidity connectionLogCustomData eventTimestamp! \
        distributionId! connectionId!",
    )
    .global(),
    LogSource::of(
        "ec2",
        "route-server-peer/",
        "EVENT_LOGS",
        "timestamp resource_id status message resource_arn! event_timestamp! type!",
    ),
    LogSource::of(
        "elasticloadbalancing",
        "loadbalancer/app/",
        "ALB_ACCESS_LOGS",
        "\
        type! time! elb! client_port! target_port! request_processing_time! target_processing_time! \
        response_processing_time! elb_status_code! target_status_code! received_bytes! sent_bytes! \
        request_line! user_agent! ssl_cipher! ssl_protocol! target_group_arn! trace_id! domain_name! \
        chosen_cert_arn! matched_rule_priority! request_creation_time! actions_executed! \
        redirect_url! error_reason! target_port_list! target_status_code_list! classification! \
        classification_reason! conn_trace_id! transformed_host! transformed_uri! \
        request_transform_status! ip_address!",
    ),
    LogSource::of(
        "elasticloadbalancing",
        "loadbalancer/app/",
        "ALB_CONNECTION_LOGS",
        "\
        time! client_ip! client_port! listener_port! tls_protocol! tls_cipher! \
        tls_handshake_latency! leaf_client_cert_subject! leaf_client_cert_validity! \
        leaf_client_cert_serial_number! tls_verify_status! conn_trace_id! tls_keyexchange! elb! \
        ip_address!",
    ),
    LogSource::of(
        "elasticloadbalancing",
        "loadbalancer/app/",
        "ALB_HEALTH_CHECK_LOGS",
        "\
        type! time! latency! target_addr! target_group_id! status! status_code! reason_code! elb! \
        ip_address!",
    ),
    LogSource::of(
        "elasticloadbalancing",
        "loadbalancer/net/",
        "NLB_ACCESS_LOGS",
        "\
        type! version! time! elb! listener! client_port! destination_port! connection_time! \
        tls_handshake_time! received_bytes! sent_bytes! incoming_tls_alert! chosen_cert_arn! \
        chosen_cert_serial! tls_cipher! tls_protocol_version! tls_keyexchange! domain_name! \
        alpn_fe_protocol! alpn_be_protocol! alpn_client_preference_list! \
        tls_connection_creation_time!",
    ),
    LogSource::of("network-firewall", "proxy/", "ALERT_LOGS", PROXY),
    LogSource::of("network-firewall", "proxy/", "ALLOW_LOGS", PROXY),
    LogSource::of("network-firewall", "proxy/", "DENY_LOGS", PROXY),
    LogSource::of(
        "rtbfabric",
        "gateway/",
        "APPLICATION_LOGS",
        "\
        timestamp resource_arn resource_id event_timestamp bid_request_id rtbfabric_request_id \
        message status_code correlation_id rtbfabric_event_timestamp! event_type! link_id!",
    ),
    LogSource::of(
        "shield",
        "protection/",
        "FLOW_LOGS",
        "\
        timestamp srcaddr dstaddr srcport dstport protocol packets bytes starttime endtime action \
        location sampling_rate tcp_flags srccountry protection_arn! event_timestamp! version!",
    )
    .global(),
];

/// A proxy's logs, whatever became of a request.
const PROXY: &str = "\
    timestamp resource_arn resourceId client_src_ip client_src_port src_vpc src_vpce vpce_account_id dest_domain url \
    http_method dest_ip dest_port http_status_code first_alert_match all_matches final_rule_name final_rule_group_name \
    request_size response_size event_timestamp! proxy_name! final_action!";
