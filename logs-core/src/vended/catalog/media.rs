//! Elemental media services.

use super::LogSource;

pub(super) const SOURCES: &[LogSource] = &[
    LogSource::of(
        "elemental-inference",
        "feed/",
        "APPLICATION_LOGS",
        "\
        timestamp resource_id resource_type detail resource_arn! event_timestamp! log_level! \
        message!",
    ),
    LogSource::of(
        "mediapackagev2",
        "channelGroup/",
        "EGRESS_ACCESS_LOGS",
        "\
        timestamp resource_arn event_timestamp client_ip time_to_first_byte status_code \
        received_bytes sent_bytes method request_uri_base request_query_params protocol user_agent \
        domain_name request_id account channel_id channel_arn endpoint_id endpoint_arn \
        channel_group_id manifest_name manifest_type log_type",
    ),
    LogSource::of(
        "mediapackagev2",
        "channelGroup/",
        "INGRESS_ACCESS_LOGS",
        "\
        timestamp resource_arn event_timestamp client_ip time_to_first_byte status_code \
        received_bytes sent_bytes method request protocol user_agent domain_name request_id account \
        channel_id channel_arn channel_group_id input_type input_index",
    ),
    LogSource::of(
        "mediatailor",
        "playbackConfiguration/",
        "AD_DECISION_SERVER_LOGS",
        "\
        timestamp originId customerId eventType sessionType requestId eventDescription sessionId \
        vodVastResponseTimeOffset adsRequestUrl adMarkers segmentationUpid segmentationTypeId \
        originalTargetUrl updatedTargetUrl rawAdsRequest rawAdsRequestIndex rawAdsResponse \
        rawAdsResponseIndex avail vastResponse vastAd vodCreativeOffsets requestHeaders beaconInfo \
        adBreakCorrelationId prefetchScheduleName eventId functionId executionTimeMs functionType \
        status errorType error additionalInfo cause input output http streamId eventTimestamp! \
        awsAccountId!",
    ),
    LogSource::of(
        "mediatailor",
        "playbackConfiguration/",
        "MANIFEST_SERVICE_LOGS",
        "\
        timestamp customerId eventType sessionType requestId eventDescription sessionId \
        originRequestUrl mediaTailorPath responseBody requestNextToken assetPath originFullUrl \
        originPrefixUrl additionalInfo cause response httpCode errorMessage adAdsResponse \
        adAdsRawResponse adAdsRequest adNumNewAvails generatedMediaPlaylist requestStartTime \
        requestEndTime requestStartTimeEpochMillis requestEndTimeEpochMillis eventId functionId \
        executionTimeMs functionType status errorType input output http streamId eventTimestamp! \
        awsAccountId! originId!",
    ),
    LogSource::of(
        "mediatailor",
        "playbackConfiguration/",
        "TRANSCODE_LOGS",
        "\
        timestamp eventType eventDescription sessionId creativeUniqueId profileName adUri \
        transcodeRequestId cacheStatus originId! eventTimestamp! awsAccountId!",
    ),
];
