//! Who signed, for where and for which service.

use cupola::{AccountId, ApiError, Place, Region};

use crate::codec::form::Form;
use crate::incoming::Incoming;
use crate::input::Who;
use crate::{Access, Settings};

/// The credential scope of a request. Signatures are not verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Scope {
    key: String,
    /// Not there with signatures for many regions.
    region: Option<String>,
    pub(crate) service: String,
}

impl Scope {
    /// The scope in the header or, of presigned requests, in the query. `None` where there is none,
    /// or where it is of another scheme than AWS's.
    ///
    /// # Errors
    /// `IncompleteSignatureException` for a scope that lacks a part.
    pub(crate) fn of(incoming: &Incoming) -> Result<Option<Self>, ApiError> {
        if let Some(header) = incoming.header("authorization").filter(|header| header.starts_with("AWS4-")) {
            return Self::in_header(header, incoming).map(Some);
        }
        let query = Form::parse(incoming.query.as_bytes()).unwrap_or_default();
        let algorithm = query.get("X-Amz-Algorithm").unwrap_or("AWS4-HMAC-SHA256");
        query.get("X-Amz-Credential").map(|text| Self::parse(algorithm, text, incoming)).transpose()
    }

    fn in_header(header: &str, incoming: &Incoming) -> Result<Self, ApiError> {
        let credential = header.split([' ', ',']).find_map(|part| part.strip_prefix("Credential="));
        let credential =
            credential.ok_or_else(|| incomplete("Authorization header requires 'Credential' parameter."))?;
        let algorithm = header.split(' ').next().unwrap_or_default();
        Self::parse(algorithm, credential, incoming)
    }

    fn parse(algorithm: &str, credential: &str, incoming: &Incoming) -> Result<Self, ApiError> {
        let parts: Vec<&str> = credential.split('/').collect();
        let (key, region, service) = match parts.as_slice() {
            [key, _, service, "aws4_request"] if algorithm.contains("ECDSA") => (key, region_set(incoming), service),
            [key, _, region, service, "aws4_request"] => (key, Some((*region).to_owned()), service),
            _ => return Err(incomplete(&format!("'{credential}' is not a credential scope."))),
        };
        Ok(Self { key: (*key).to_owned(), region, service: (*service).to_owned() })
    }

    /// Who calls, and where: with access control, the principal of the access key id.
    ///
    /// # Errors
    /// As [`place`](Self::place); `UnrecognizedClientException` when access is asked for and the key id is neither one of
    /// the file nor an account.
    pub(crate) fn who(&self, settings: &Settings) -> Result<Who, ApiError> {
        let mut place = self.place(&settings.place)?;
        let Some(access) = &settings.access else { return Ok(place.into()) };
        let Some(principal) = access.principal(&self.key) else {
            let is_account = AccountId::new(&self.key).is_ok();
            return if is_account { Ok(place.into()) } else { Err(unknown_client()) };
        };
        place.account = Access::account(principal);
        Ok(Who { place, principal: Some(principal.clone()) })
    }

    /// The account and region, with these for what the scope does not say.
    ///
    /// # Errors
    /// `InvalidSignatureException` when the region has not the form of one.
    pub(crate) fn place(&self, default: &Place) -> Result<Place, ApiError> {
        let account = AccountId::new(&self.key).unwrap_or(default.account);
        let region = self.region.as_deref().map(Region::new).transpose().map_err(|_| {
            ApiError::caller("InvalidSignatureException", "Credential should be scoped to a valid region.")
        })?;
        Ok(Place::new(account, region.unwrap_or_else(|| default.region.clone())))
    }
}

/// The first region that is named in full.
fn region_set(incoming: &Incoming) -> Option<String> {
    let set = incoming.header("x-amz-region-set")?;
    set.split(',').map(str::trim).find(|region| Region::new(region).is_ok()).map(str::to_owned)
}

fn unknown_client() -> ApiError {
    ApiError::caller("UnrecognizedClientException", "The security token included in the request is invalid.")
        .with_status(403)
}

fn incomplete(message: &str) -> ApiError {
    ApiError::caller("IncompleteSignatureException", message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn incoming(headers: &[(&'static str, &'static str)], query: &str) -> Incoming {
        let headers = headers.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect();
        Incoming { method: "POST".into(), path: "/".into(), query: query.into(), headers, body: Ok(Vec::new()) }
    }

    fn place_of(incoming: &Incoming) -> Result<Option<(String, String)>, String> {
        let default = Place::parse("123456789012", "us-east-1").unwrap();
        let scope = Scope::of(incoming).map_err(|error| error.code.into_owned())?;
        let place =
            |scope: Scope| Ok((scope.place(&default).map_err(|e| e.code.into_owned())?.to_string(), scope.service));
        scope.map(place).transpose()
    }

    #[test]
    fn the_scope_says_account_region_and_service() {
        let hmac =
            "AWS4-HMAC-SHA256 Credential=AKIA/20260504/eu-west-1/logs/aws4_request, SignedHeaders=host, Signature=0";
        let digits = "AWS4-HMAC-SHA256 Credential=111122223333/20260504/eu-west-1/xray/aws4_request,SignedHeaders=host";
        let ecdsa = "AWS4-ECDSA-P256-SHA256 Credential=AKIA/20260504/events/aws4_request, SignedHeaders=host";
        let presigned = "X-Amz-Credential=AKIA%2F20260504%2Fap-south-1%2Fmonitoring%2Faws4_request";
        let table = [
            (incoming(&[("authorization", hmac)], ""), "123456789012/eu-west-1", "logs"),
            (incoming(&[("authorization", digits)], ""), "111122223333/eu-west-1", "xray"),
            (incoming(&[("authorization", ecdsa)], ""), "123456789012/us-east-1", "events"),
            (
                incoming(&[("authorization", ecdsa), ("x-amz-region-set", "*, eu-west-1")], ""),
                "123456789012/eu-west-1",
                "events",
            ),
            (incoming(&[], presigned), "123456789012/ap-south-1", "monitoring"),
        ];
        for (incoming, place, service) in table {
            assert_eq!(place_of(&incoming), Ok(Some((place.to_owned(), service.to_owned()))));
        }
    }

    #[test]
    fn broken_scopes_are_refused_and_other_schemes_are_none() {
        let table = [
            ("AWS4-HMAC-SHA256 SignedHeaders=host", Err("IncompleteSignatureException".to_owned())),
            ("AWS4-HMAC-SHA256 Credential=a/b/c", Err("IncompleteSignatureException".to_owned())),
            ("AWS4-HMAC-SHA256 Credential=k/d/Mars/logs/aws4_request", Err("InvalidSignatureException".to_owned())),
            ("Bearer x", Ok(None)),
        ];
        for (header, expected) in table {
            assert_eq!(place_of(&incoming(&[("authorization", header)], "")), expected, "{header}");
        }
    }
}
