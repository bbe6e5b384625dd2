//! A trace with some of everything.

use crate::SegmentDocument;

/// A shop's trace: two segments, an unanswered call, an orphan, a fault, annotations.
///
/// # Panics
/// Never: the documents are good ones.
#[must_use]
pub fn shop() -> Vec<SegmentDocument> {
    let texts = [
        r#"{"trace_id": "1-69f839a0-00112233445566778899aabb", "id": "00000000000000a0", "name": "web", "start_time": 0,
            "end_time": 0.3, "http": {"request": {"url": "https://quay.example/cart", "method": "GET"}, "response": {"status": 200}},
            "user": "alice", "annotations": {"gold": true, "dock": 7, "crane": "north"}, "subsegments": [{"id": "00000000000000a1",
            "name": "api", "namespace": "remote", "start_time": 0.01, "end_time": 0.25, "http": {"response": {"status": 500}}}]}"#,
        r#"{"trace_id": "1-69f839a0-00112233445566778899aabb", "id": "00000000000000b0", "parent_id": "00000000000000a1",
            "name": "api", "start_time": 0.02, "end_time": 0.24, "fault": true, "aws": {"account_id": "111122223333"}, "user": "bob",
            "cause": {"exceptions": [{"id": "00000000000000b9", "type": "Full", "message": "no room"}]}, "subsegments": [
            {"id": "00000000000000b1", "name": "DynamoDB", "namespace": "aws", "aws": {"table_name": "t"}, "start_time": 0.03,
            "end_time": 0.1, "http": {"response": {"status": 400}}}]}"#,
        r#"{"type": "subsegment", "trace_id": "1-69f839a0-00112233445566778899aabb", "id": "00000000000000c1",
            "parent_id": "00000000000000c0", "name": "lost", "start_time": 0.02, "in_progress": true}"#,
    ];
    texts.iter().map(|text| SegmentDocument::parse(text).expect("it is a good document")).collect()
}
