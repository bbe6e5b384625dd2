//! What must hold whatever the input. Each law panics where it is broken.

use crate::{FilterExpression, LocalSampler, ManifestOptions, SamplingManifest, SamplingRequest, TraceHeader, TraceId};

/// Any bytes are read as a header; what is written reads back as itself, and a strict reader agrees with the
/// tolerant one where it does not refuse.
pub fn header_law(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let header = TraceHeader::parse(&text);
    let written = header.to_string();
    let again = TraceHeader::parse(&written);
    assert_eq!(again.to_string(), written, "{text:?}");
    assert_eq!((again.root(), again.parent(), again.decision()), (header.root(), header.parent(), header.decision()));
    assert_eq!(again.lineage(), header.lineage());
    assert!(again.data().all(|pair| header.data().any(|known| known == pair)), "{text:?}");
    let bytes: usize = header.data().map(|(key, value)| key.len() + value.len()).sum();
    assert!(bytes <= TraceHeader::MOST_DATA);
    match TraceHeader::parse_strict(&text) {
        Ok(strict) => assert_eq!(strict, header),
        Err(error) => assert!(error.span().end <= text.len() && !error.to_string().is_empty()),
    }
    let incoming = header.incoming();
    assert!(incoming.trace_id.is_some() || incoming.parent_id.is_none());
}

/// Any text is read as a filter expression, or refused with a place in it; what is read is printed and read back as the
/// same, and asks a trace without stumbling.
pub fn filter_law(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let expression = match FilterExpression::parse(&text) {
        Ok(expression) => expression,
        Err(error) => {
            assert!(text.get(error.span().range()).is_some() && error.to_string().contains('^'), "{error}");
            return;
        }
    };
    assert!(expression.lints().iter().all(|lint| text.get(lint.span.range()).is_some()), "{text}");
    let printed = expression.to_string();
    // Spelled out, it may be longer than an expression may be.
    if printed.len() <= 10_000 {
        assert_eq!(FilterExpression::parse(&printed).as_ref(), Ok(&expression), "{printed}");
    }
    let documents = super::shop::shop();
    let trace = crate::Trace::assemble(documents[0].trace_id(), &documents);
    assert_eq!(expression.explain(&trace).holds, expression.matches(&trace), "{printed}");
}

/// 128 bits go to X-Ray's form, to W3C's, and back.
pub fn trace_id_law(bits: u128) {
    let id = TraceId::from_bits(bits);
    assert_eq!(TraceId::parse(&id.to_string()), Ok(id));
    assert_eq!(TraceId::from_w3c(&id.to_w3c()), Ok(id));
    assert_eq!(id.to_w3c(), id.to_string()[1..].replace('-', ""));
    assert_eq!(TraceId::parse_lenient(&id.to_string()), Ok(id));
}

/// Any bytes are read as a local rule file or refused with a place in them; what is read is printed and read
/// back as the same, strictly or leniently; and what a strict reader takes, a lenient one takes alike.
pub fn manifest_law(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let strict = SamplingManifest::parse(&text);
    let lenient = SamplingManifest::parse_with(&text, ManifestOptions::default().lenient().allow_comments());
    for error in [strict.as_ref().err(), lenient.as_ref().err()].into_iter().flatten() {
        assert!(error.span().end <= text.len() && !error.to_string().is_empty(), "{text}");
    }
    if let Ok(manifest) = &lenient {
        let plain = SamplingManifest { warnings: Vec::new(), ..manifest.clone() };
        assert_eq!(SamplingManifest::parse(&manifest.to_string()).as_ref(), Ok(&plain), "{text}");
    }
    if let Ok(manifest) = strict {
        assert!(manifest.warnings.is_empty());
        assert_eq!(lenient.as_ref(), Ok(&manifest), "{text}");
        first_match_decides(&LocalSampler::new(manifest, 0));
    }
}

/// The rule that decides is the one that the explanation names.
fn first_match_decides(sampler: &LocalSampler) {
    for request in [SamplingRequest::default(), SamplingRequest::new("s", "h.example", "GET", "/a/b")] {
        let explanation = sampler.explain(&request);
        assert_eq!(explanation.decides, sampler.rule_for(&request));
        let matching = explanation.rules.iter().filter(|rule| rule.matched).count();
        assert_eq!(matching, usize::from(explanation.decides.is_some()));
    }
}

/// A document is judged as its twin judges it, and what is taken prints to what reads the same.
///
/// # Panics
/// When the law is broken.
pub fn document(text: &str) {
    let read = crate::SegmentDocument::parse(text);
    if let (Some(twin), true) = (super::segments::refusal(text), text.len() <= 65_536) {
        let ours = read.as_ref().err().map(|error| (error.code().to_string(), error.id().map(str::to_owned)));
        assert_eq!(ours, twin, "{text}");
    }
    let Ok(read) = read else { return };
    let printed = read.to_string();
    if printed.len() <= 65_536 {
        let again = crate::SegmentDocument::parse(&printed).unwrap_or_else(|error| panic!("{error}: {printed}"));
        assert_eq!(again, read, "{text}");
        assert_eq!(again.to_string(), printed, "{text}");
    }
}

/// Any bytes are a packet or not; a packet's document in a packet of ours reads the same.
///
/// # Panics
/// When the law is broken.
pub fn datagram_law(bytes: &[u8]) {
    let Ok(datagram) = crate::Datagram::parse(bytes) else { return };
    let again = datagram.to_string();
    if again.len() <= crate::Datagram::MOST_BYTES {
        assert_eq!(crate::Datagram::parse(again.as_bytes()), Ok(datagram));
    }
    document(datagram.document());
    let address = String::from_utf8_lossy(bytes);
    if let Ok(address) = crate::DaemonAddress::parse(&address) {
        assert_eq!(crate::DaemonAddress::parse(&address.to_string()), Ok(address));
    }
}

/// As [`document`], for any bytes.
///
/// # Panics
/// When the law is broken.
pub fn document_law(bytes: &[u8]) {
    document(&String::from_utf8_lossy(bytes));
}
