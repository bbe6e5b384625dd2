//! What a segment tells of an HTTP call.

use cupola_base::json::{Kind, ScanError, Scanner};

use super::record::record;
use super::value::{Value, leave};
use super::write;

record! {
    /// The HTTP call that a segment served, or that a subsegment made.
    ///
    /// # Source
    /// X-Ray Developer Guide, "HTTP request data".
    Http {
        /// What was asked.
        request: Option<HttpRequest> = "request",
        /// What was answered.
        response: Option<HttpResponse> = "response",
    }
}

record! {
    /// What was asked. Texts have at most 250 characters.
    HttpRequest {
        /// As `GET`.
        method: Option<String> = "method",
        /// The whole URL; the SDKs leave the query out.
        url: Option<String> = "url",
        /// The header of that name.
        user_agent: Option<String> = "user_agent",
        /// Who asked.
        client_ip: Option<String> = "client_ip",
        /// Whether `client_ip` is the first of the header of that name, which anybody can forge. Segments only.
        x_forwarded_for: bool = "x_forwarded_for",
        /// Whether the callee tells of the call in a segment of its own. Subsegments only.
        traced: bool = "traced",
    }
}

record! {
    /// What was answered.
    HttpResponse {
        /// The status code.
        status: Option<i64> = "status",
        /// Bytes of the body.
        content_length: Option<ContentLength> = "content_length",
    }
}

impl HttpRequest {
    /// The first address of a header `X-Forwarded-For`, as who asked.
    ///
    /// ```
    /// use cupola_traces::HttpRequest;
    ///
    /// let request = HttpRequest::default().forwarded_for(" 203.0.113.7 , 10.0.0.1");
    /// assert_eq!((request.client_ip.as_deref(), request.x_forwarded_for), (Some("203.0.113.7"), true));
    /// ```
    #[must_use]
    pub fn forwarded_for(mut self, header: &str) -> Self {
        self.client_ip = header.split(',').next().map(|first| first.trim().to_owned());
        self.x_forwarded_for = true;
        self
    }
}

/// Bytes of a body. A text of digits is read as well, for some SDKs write it; -1 stands for unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a transparent wrapper")]
pub struct ContentLength(pub i64);

impl Value for ContentLength {
    fn read(scanner: &mut Scanner<'_>, kind: Kind) -> Result<Option<Self>, ScanError> {
        match kind {
            Kind::Number => Ok(scanner.text().parse().ok().map(Self)),
            Kind::String { .. } => Ok(scanner.string().unescape().parse().ok().map(Self)),
            _ => leave(scanner, kind),
        }
    }

    fn write(&self, out: &mut String) {
        write::integer(out, self.0);
    }
}
