//! The two names that CloudWatch's errors have, from the time when it was a query service.

/// A name for JSON and CBOR, a code for query, and query's status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Names<'a> {
    pub(crate) shape: &'a str,
    pub(crate) code: &'a str,
    /// `None` for errors that the service's model does not have.
    pub(crate) status: Option<u16>,
}

/// Both names of an error that is given by either. Where two errors share a code, the action tells
/// which is meant.
pub(crate) fn names<'a>(action: &str, name: &'a str) -> Names<'a> {
    let of_dashboards = action.contains("Dashboard") && name == "ResourceNotFound";
    let name = if of_dashboards { "DashboardNotFoundError" } else { name };
    let by_shape = TABLE.iter().find(|row| row.0 == name);
    let row = by_shape.or_else(|| TABLE.iter().find(|row| row.1 == name));
    row.map_or(Names { shape: name, code: name, status: None }, |(shape, code, status)| Names {
        shape,
        code,
        status: Some(*status),
    })
}

/// Name, code, status. Of two errors with one code the one that is not of dashboards comes first.
const TABLE: &[(&str, &str, u16)] = &[
    ("InvalidParameterValueException", "InvalidParameterValue", 400),
    ("InvalidParameterCombinationException", "InvalidParameterCombination", 400),
    ("MissingRequiredParameterException", "MissingParameter", 400),
    ("InvalidFormatFault", "InvalidFormat", 400),
    ("InvalidNextToken", "InvalidNextToken", 400),
    ("DashboardInvalidInputError", "InvalidParameterInput", 400),
    ("ResourceNotFound", "ResourceNotFound", 404),
    ("DashboardNotFoundError", "ResourceNotFound", 404),
    ("ResourceNotFoundException", "ResourceNotFoundException", 404),
    ("LimitExceededFault", "LimitExceeded", 400),
    ("LimitExceededException", "LimitExceededException", 400),
    ("ConflictException", "ConflictException", 409),
    ("ConcurrentModificationException", "ConcurrentModificationException", 429),
    ("InternalServiceFault", "InternalServiceError", 500),
    ("ValidationException", "ValidationError", 400),
    ("AccessDeniedException", "AccessDenied", 403),
];

/// What query calls a refusal of the framing; any other name stays.
pub(crate) fn framing_code(name: &str) -> &str {
    match name {
        "SerializationException" => "MalformedInput",
        "UnknownOperationException" => "InvalidAction",
        "IncompleteSignatureException" => "IncompleteSignature",
        "InvalidSignatureException" => "SignatureDoesNotMatch",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn either_name_finds_both() {
        for (shape, code, status) in TABLE {
            let names = names("PutDashboard", shape);
            let dashboards = *shape == "ResourceNotFound";
            let shape = if dashboards { "DashboardNotFoundError" } else { shape };
            assert_eq!(names, Names { shape, code, status: Some(*status) });
        }
        assert_eq!(names("SetAlarmState", "ResourceNotFound").shape, "ResourceNotFound");
        assert_eq!(names("GetDashboard", "ResourceNotFound").shape, "DashboardNotFoundError");
        assert_eq!(names("PutMetricData", "InvalidParameterValue").shape, "InvalidParameterValueException");
        assert_eq!(
            names("PutMetricData", "Throttling"),
            Names { shape: "Throttling", code: "Throttling", status: None }
        );
    }
}
