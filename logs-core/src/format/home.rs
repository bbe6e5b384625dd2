//! Where global services log.

/// The region in which global services keep their logs.
pub const GLOBAL_REGION: &str = "us-east-1";

/// The region in which a service's logs stand: [`GLOBAL_REGION`] for global services, the region itself for others.
///
/// ```
/// use cupola_logs::format::log_region;
///
/// assert_eq!(log_region("route53", "eu-west-1"), "us-east-1");
/// assert_eq!(log_region("apigateway", "eu-west-1"), "eu-west-1");
/// ```
///
/// # Source
/// Route 53 Developer Guide, "Public DNS query logging"; CloudFront Developer Guide, "Standard logging".
#[must_use]
pub fn log_region<'a>(service: &str, region: &'a str) -> &'a str {
    if GLOBAL.contains(&service) { GLOBAL_REGION } else { region }
}

/// Services without a region, by the names of their endpoints.
const GLOBAL: [&str; 2] = ["cloudfront", "route53"];
