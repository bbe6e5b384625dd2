//! What a sampler is asked about.

/// A request as sampling rules see it. Each part may be absent; [`MissingField`](crate::MissingField) says what
/// a rule makes of that.
///
/// ```
/// use cupola_traces::SamplingRequest;
///
/// let request = SamplingRequest::default().with_method("GET").with_url("https://shop.example/cart?id=7");
/// assert_eq!((request.host, request.method, request.path), (None, Some("GET"), Some("/cart?id=7")));
/// ```
///
/// # Source
/// The X-Ray SDKs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct SamplingRequest<'a> {
    /// The service's own name. Local rules do not look at it.
    pub service_name: Option<&'a str>,
    /// The host that was asked for.
    pub host: Option<&'a str>,
    /// The HTTP method.
    pub method: Option<&'a str>,
    /// The path, without the query; what is given is matched as it is.
    pub path: Option<&'a str>,
    /// The service's origin, e.g. `AWS::EC2::Instance`. Local rules do not look at it, nor at what follows.
    pub service_type: Option<&'a str>,
    /// The ARN of the resource that the service runs on.
    pub resource_arn: Option<&'a str>,
    /// Attributes, keys and values; values that are no texts in the form in which they are displayed.
    pub attributes: &'a [(&'a str, &'a str)],
}

impl<'a> SamplingRequest<'a> {
    /// A request of which all is known that is usually matched.
    #[must_use]
    pub const fn new(service_name: &'a str, host: &'a str, method: &'a str, path: &'a str) -> Self {
        Self {
            service_name: Some(service_name),
            host: Some(host),
            method: Some(method),
            path: Some(path),
            service_type: None,
            resource_arn: None,
            attributes: &[],
        }
    }

    /// Sets the service's name.
    #[must_use]
    pub fn with_service_name(self, name: &'a str) -> Self {
        Self { service_name: Some(name), ..self }
    }

    /// Sets the host.
    #[must_use]
    pub fn with_host(self, host: &'a str) -> Self {
        Self { host: Some(host), ..self }
    }

    /// Sets the method.
    #[must_use]
    pub fn with_method(self, method: &'a str) -> Self {
        Self { method: Some(method), ..self }
    }

    /// Sets the path.
    #[must_use]
    pub fn with_path(self, path: &'a str) -> Self {
        Self { path: Some(path), ..self }
    }

    /// Sets the service's origin.
    #[must_use]
    pub fn with_service_type(self, origin: &'a str) -> Self {
        Self { service_type: Some(origin), ..self }
    }

    /// Sets the resource's ARN.
    #[must_use]
    pub fn with_resource_arn(self, arn: &'a str) -> Self {
        Self { resource_arn: Some(arn), ..self }
    }

    /// Sets the attributes.
    #[must_use]
    pub fn with_attributes(self, attributes: &'a [(&'a str, &'a str)]) -> Self {
        Self { attributes, ..self }
    }

    /// Sets the path from a whole URL, as the SDKs cut it: all from the first `/` after the scheme, query
    /// included; `/` where there is none; no path when the text has no scheme.
    #[must_use]
    pub fn with_url(self, url: &'a str) -> Self {
        Self { path: path_of(url), ..self }
    }
}

fn path_of(url: &str) -> Option<&str> {
    let scheme = url.find("://").filter(|at| *at > 0)?;
    let rest = &url[scheme + 3..];
    Some(rest.find('/').map_or("/", |at| &rest[at..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_cut_from_urls() {
        for (url, path) in [
            ("http://a.b/c/d", Some("/c/d")),
            ("http://a.b", Some("/")),
            ("http://", Some("/")),
            ("://a/b", None),
            ("a.b/c", None),
            ("", None),
            ("é://ü/ß", Some("/ß")),
        ] {
            assert_eq!(path_of(url), path, "{url}");
        }
    }
}
