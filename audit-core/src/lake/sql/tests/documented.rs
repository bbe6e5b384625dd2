//! The shapes of queries that the service's documents show, over records of ours.
//!
//! Source: CloudTrail User Guide, "CloudTrail Lake queries", "Advanced, multi-table query support"; the samples that
//! AWS publishes for CloudTrail Lake.

use super::{LakeQuery, OTHER, STORE, rows};

#[test]
fn documented_shapes_are_accepted() {
    for query in [
        "SELECT * FROM $S WHERE eventtime >='2023-01-05 13:51:00' and eventtime <='2023-01-19 13:51:00'",
        "Select eventId, eventName from $S UNION Select eventId, eventName from $O UNION ALL \
         Select eventId, eventName from $S ORDER BY eventId LIMIT 10;",
        "SELECT userIdentity.arn AS user, element_at(requestParameters, 'ipPermissions') AS rule FROM $S \
         WHERE element_at(requestParameters, 'ipPermissions') LIKE '%0.0.0.0/0%' ORDER\n BY eventTime DESC",
        "SELECT eventSource, tlsDetails.tlsVersion, COUNT(*) AS calls FROM $S WHERE tlsDetails.tlsVersion LIKE 'TLSv%' \
         AND CAST(REPLACE(tlsDetails.tlsVersion, 'TLSv', '') AS DOUBLE) <= 1.1 GROUP BY eventSource, tlsDetails.tlsVersion",
        "SELECT json_extract_scalar(eventjson, '$.requestParameters.tagSet.items[0].key') as key FROM $S \
         where eventName in ('CreateTags','DeleteTags') order by key, eventTime desc",
        "SELECT eventid FROM $S WHERE userIdentity.sessioncontext.sessionissuer.arn = element_at(resources,1).arn",
        "SELECT userIdentity.sessionContext.webidfederationData.attributes, userIdentity.sessionContext.ec2RoleDelivery, \
         edgeDeviceDetails, tlsDetails.clientProvidedHostHeader, eventJsonChecksum FROM $S",
        "SELECT eventName FROM $S WHERE element_at(requestParameters, 'stackSetName') IN (SELECT \
         regexp_replace(element_at(requestParameters, 'stackName'), '^StackSet-|(-[a-f0-9]{8})$') AS stackName FROM $S)",
        "SELECT transform(filter(items, i -> cast(json_extract(i, '$.State') as varchar) = 'x'), f -> json_extract(f, '$.Id')) \
         FROM (SELECT map_values(cast(json_extract(json_parse(eventJson), '$.requestParameters') as map(varchar, json))) \
         AS items FROM $S WHERE eventName = 'x')",
        "SELECT a.eventName FROM EXAMPLEf852-4e8f-8bd1-bcf6cEXAMPLE a LEFT JOIN EXAMPLEg741-6y1x-9p3v-bnh6iEXAMPLE b \
         ON a.recipientAccountId = b.recipientAccountId AND a.userIdentity.principalid = b.userIdentity.principalid",
        "SELECT eventName FROM $S WHERE eventTime > date_add('day', -7, now()) -- a week\n AND /* not */ errorCode IS NULL",
        "SELECT * FROM $S WHERE eventTime > current_timestamp - INTERVAL '7' DAY",
    ] {
        let query = query.replace("$S", STORE).replace("$O", OTHER);
        if let Err(error) = LakeQuery::parse(&query) {
            panic!("{error}");
        }
    }
}

#[test]
fn documented_questions_are_answered() {
    assert_eq!(
        rows(
            "SELECT userIdentity.userName, COUNT(*) AS apiCount FROM $S WHERE userIdentity.userName IS NOT NULL
              GROUP BY userIdentity.userName ORDER BY apiCount DESC, 1"
        ),
        ["ana|2", "bo|1", "cy|1"]
    );
    assert_eq!(
        rows("SELECT errorCode, count(*) as eventCount FROM $S WHERE errorCode IS NOT NULL GROUP BY errorCode"),
        ["AccessDenied|1"]
    );
    assert_eq!(
        rows(
            "SELECT eventId FROM $S WHERE (eventName LIKE '%Create%' OR eventName LIKE '%Delete%')
              AND userIdentity.userName NOT IN ('bo') ORDER BY eventTime DESC"
        ),
        ["id-5", "id-1"]
    );
    assert_eq!(
        rows("SELECT eventId FROM $S WHERE CAST(REPLACE(tlsDetails.tlsVersion, 'TLSv', '') AS DOUBLE) >= 1.3"),
        ["id-5"]
    );
}
