//! Persons: names, addresses, numbers that states and companies give them.

use cupola_base::text::Span;
use memchr::memchr_iter;

use super::super::checks;
use super::Managed;

const PHONE: &[&str] = &[
    "call",
    "cell",
    "celular",
    "contact",
    "fax",
    "fono",
    "handy",
    "mobile",
    "móvil",
    "phone",
    "phone number",
    "tel",
    "telefax",
    "telefon",
    "telefone",
    "telefono",
    "teléfono",
    "telephone",
    "téléphone",
];
const PASSPORT: &[&str] = &[
    "passport",
    "passport number",
    "passport no",
    "passport_number",
    "passeport",
    "passaporto",
    "pasaporte",
    "reisepass",
    "reisepassnummer",
];
const TAX: &[&str] = &[
    "nif",
    "numéro fiscal",
    "número de identificación fiscal",
    "steuer id",
    "steueridentifikationsnummer",
    "steuernummer",
    "tax id",
    "tax identification",
    "tax number",
    "tin",
    "utr",
];

pub(super) static TABLE: &[Managed] = &[
    Managed::pattern(
        "Address",
        r"(?-u:\b)[0-9]{1,5} (?:[NSEW]\.? )?[A-Z][A-Za-z']{1,24}(?: [A-Z][A-Za-z']{1,24}){0,3} (?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Square|Sq|Place|Pl|Terrace|Way|Parkway|Pkwy)(?-u:\b)",
    ),
    Managed::pattern("CepCode-BR", r"(?-u:\b)[0-9]{5}-?[0-9]{3}(?-u:\b)").near(&[
        "cep",
        "código de endereçamento postal",
        "codigo postal",
    ]),
    Managed::pattern("Cnpj-BR", r"(?-u:\b)[0-9]{2}\.?[0-9]{3}\.?[0-9]{3}/?[0-9]{4}-?[0-9]{2}(?-u:\b)")
        .checked(checks::cnpj_br),
    Managed::pattern("CpfCode-BR", r"(?-u:\b)[0-9]{3}\.?[0-9]{3}\.?[0-9]{3}-?[0-9]{2}(?-u:\b)").checked(checks::cpf_br),
    Managed::pattern("ElectoralRollNumber-GB", r"(?-u:\b)[A-Z]{2,3}[0-9]{1,4}(?-u:\b)").near(&[
        "electoral #",
        "electoral number",
        "electoral roll",
        "electoralroll",
    ]),
    Managed::scan("EmailAddress", emails),
    Managed::pattern("IndividualTaxIdentificationNumber-US", r"(?-u:\b)9[0-9]{2}[ -]?[0-9]{2}[ -]?[0-9]{4}(?-u:\b)")
        .near(&["i.t.i.n", "individual taxpayer", "itin", "tax id", "tin"])
        .checked(checks::itin_us),
    Managed::pattern(
        "InseeCode-FR",
        r"(?-u:\b)[12] ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[0-9]{3} ?[0-9]{3} ?[0-9]{2}(?-u:\b)",
    )
    .near(&["insee", "numéro de sécurité sociale", "numéro de la sécurité", "sécurité sociale"]),
    Managed::pattern(
        "LatLong",
        r"(?:\x2b|-)?[0-9]{1,2}\.[0-9]{2,15}(?:[,;] ?| )(?:\x2b|-)?[0-9]{1,3}\.[0-9]{2,15}(?-u:\b)",
    )
    .near(&[
        "coord",
        "coordinate",
        "coordinates",
        "gps",
        "lat long",
        "latitude",
        "latitude longitude",
        "latlong",
        "location",
        "position",
    ])
    .checked(checks::place),
    Managed::pattern("Name", r"(?-u:\b)[A-Z][a-z']{1,20}(?: [A-Z]\.)?(?: [A-Z][a-z'-]{1,20}){1,2}(?-u:\b)").near(&[
        "customer name",
        "first name",
        "full name",
        "last name",
        "name",
        "patient",
        "mr",
        "mrs",
        "ms",
        "dr",
    ]),
    Managed::pattern("NationalIdentificationNumber-DE", r"(?-u:\b)[0-9CFGHJKLMNPRTVWXYZ]{9,10}(?-u:\b)")
        .near(&["ausweis", "id number", "identification number", "personalausweis", "personalausweisnummer"])
        .checked(checks::mixed),
    Managed::pattern("NationalIdentificationNumber-ES", r"(?-u:\b)[0-9]{8}-?[A-Z](?-u:\b)")
        .near(&["dni", "documento nacional de identidad", "id number", "identificación"])
        .checked(checks::nif_es),
    Managed::pattern(
        "NationalIdentificationNumber-IT",
        r"(?-u:\b)[A-Z]{6}[0-9]{2}[A-Z][0-9]{2}[A-Z][0-9]{3}[A-Z](?-u:\b)",
    )
    .near(&["codice fiscale", "fiscal code", "id number"]),
    Managed::pattern(
        "NationalInsuranceNumber-GB",
        r"(?-u:\b)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[A-D](?-u:\b)",
    )
    .near(&["insurance number", "national insurance", "nin", "nino"]),
    Managed::pattern("NieNumber-ES", r"(?-u:\b)[XYZ]-?[0-9]{7}-?[A-Z](?-u:\b)")
        .near(&["nie", "número de identidad de extranjero", "foreigner id"])
        .checked(checks::nif_es),
    Managed::pattern("NifNumber-ES", r"(?-u:\b)[0-9]{8}-?[A-Z](?-u:\b)").near(TAX).checked(checks::nif_es),
    Managed::pattern("PassportNumber-CA", r"(?-u:\b)[A-Z]{2}[0-9]{6}(?-u:\b)").near(PASSPORT),
    Managed::pattern("PassportNumber-DE", r"(?-u:\b)[0-9CFGHJKLMNPRTVWXYZ]{9,10}(?-u:\b)")
        .near(PASSPORT)
        .checked(checks::mixed),
    Managed::pattern("PassportNumber-ES", r"(?-u:\b)[A-Z]{2,3}[0-9]{6}[A-Z]?(?-u:\b)").near(PASSPORT),
    Managed::pattern("PassportNumber-FR", r"(?-u:\b)[0-9]{2}[A-Z]{2}[0-9]{5}(?-u:\b)").near(PASSPORT),
    Managed::pattern("PassportNumber-GB", r"(?-u:\b)[0-9]{9}(?-u:\b)").near(PASSPORT),
    Managed::pattern("PassportNumber-IT", r"(?-u:\b)[A-Z]{2}[0-9]{7}(?-u:\b)").near(PASSPORT),
    Managed::pattern("PassportNumber-US", r"(?-u:\b)[A-Z]?[0-9]{8,9}(?-u:\b)").near(PASSPORT),
    Managed::pattern("PermanentResidenceNumber-CA", r"(?-u:\b)[A-Z]{2}[0-9]{7,10}(?-u:\b)").near(&[
        "permanent resident",
        "permanent residence",
        "pr card",
        "résident permanent",
    ]),
    Managed::pattern("PhoneNumber-BR", r"(?:\x2b55[ -]?)?\(?[1-9][0-9]\)?[ -]?9?[0-9]{4}[ -]?[0-9]{4}(?-u:\b)")
        .near(PHONE),
    Managed::pattern(
        "PhoneNumber-DE",
        r"(?:\x2b49|0049|(?-u:\b)0)[ -]?\(?[1-9][0-9]{1,4}\)?(?:[ /-]?[0-9]{2,5}){1,3}(?-u:\b)",
    )
    .near(PHONE),
    Managed::pattern("PhoneNumber-ES", r"(?:\x2b34[ -]?|(?-u:\b))[6789][0-9]{2}(?:[ -]?[0-9]{2,3}){2,3}(?-u:\b)")
        .near(PHONE),
    Managed::pattern("PhoneNumber-FR", r"(?:\x2b33[ .-]?|(?-u:\b)0)[1-9](?:[ .-]?[0-9]{2}){4}(?-u:\b)").near(PHONE),
    Managed::pattern("PhoneNumber-GB", r"(?:\x2b44[ -]?|(?-u:\b)0)[1-9][0-9]{1,4}(?:[ -]?[0-9]{3,6}){1,2}(?-u:\b)")
        .near(PHONE),
    Managed::pattern("PhoneNumber-IT", r"(?:\x2b39[ -]?|(?-u:\b))[03][0-9]{1,3}(?:[ -]?[0-9]{3,7}){1,2}(?-u:\b)")
        .near(PHONE),
    Managed::pattern(
        "PhoneNumber-US",
        r"(?:\x2b?1[ .-]?)?(?:\([2-9][0-9]{2}\) ?|(?-u:\b)[2-9][0-9]{2}[ .-]?)[2-9][0-9]{2}[ .-]?[0-9]{4}(?-u:\b)",
    )
    .near(PHONE),
    Managed::pattern(
        "PostalCode-CA",
        r"(?-u:\b)[ABCEGHJ-NPRSTVXY][0-9][ABCEGHJ-NPRSTV-Z] ?[0-9][ABCEGHJ-NPRSTV-Z][0-9](?-u:\b)",
    )
    .near(&["postal code", "code postal", "postcode"]),
    Managed::pattern("RgNumber-BR", r"(?-u:\b)[0-9]{1,2}\.?[0-9]{3}\.?[0-9]{3}-?[0-9Xx](?-u:\b)").near(&[
        "registro geral",
        "rg",
        "identidade",
    ]),
    Managed::pattern("SocialInsuranceNumber-CA", r"(?-u:\b)[1-79][0-9]{2}[ -]?[0-9]{3}[ -]?[0-9]{3}(?-u:\b)")
        .near(&["canadian id", "numéro d'assurance sociale", "sin", "social insurance number"])
        .checked(checks::luhn),
    Managed::pattern("Ssn-ES", r"(?-u:\b)[0-9]{2}[ /-]?[0-9]{7,8}[ /-]?[0-9]{2}(?-u:\b)").near(&[
        "número de la seguridad social",
        "seguridad social",
        "social security",
    ]),
    Managed::pattern("Ssn-US", r"(?-u:\b)[0-9]{3}[ -]?[0-9]{2}[ -]?[0-9]{4}(?-u:\b)")
        .near(&["social security", "social security number", "socialsecurity", "ss#", "ssn", "ssn#", "ssns"])
        .checked(checks::ssn_us),
    Managed::pattern("TaxId-DE", r"(?-u:\b)[1-9][0-9]{10}(?-u:\b)").near(TAX),
    Managed::pattern("TaxId-ES", r"(?-u:\b)(?:[A-Z][0-9]{7}[0-9A-J]|[0-9]{8}[A-Z])(?-u:\b)").near(TAX),
    Managed::pattern("TaxId-FR", r"(?-u:\b)[0-3][0-9](?: ?[0-9]{2}){1}(?: ?[0-9]{3}){3}(?-u:\b)").near(TAX),
    Managed::pattern("TaxId-GB", r"(?-u:\b)[0-9]{10}(?-u:\b)").near(TAX),
    Managed::pattern("VehicleIdentificationNumber", r"(?-u:\b)[A-HJ-NPR-Z0-9]{17}(?-u:\b)").checked(checks::vin),
    Managed::pattern("ZipCode-US", r"(?-u:\b)[0-9]{5}(?:-[0-9]{4})?(?-u:\b)")
        .near(&["zip", "zip code", "zipcode", "zip+4"]),
];

/// The most characters before and after the `@`.
const LOCAL: usize = 64;
const DOMAIN: usize = 253;

/// From each `@` outwards.
fn emails(text: &str) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for at in memchr_iter(b'@', text.as_bytes()) {
        let found = email(text, at).filter(|found| spans.last().is_none_or(|last| last.end <= found.start));
        spans.extend(found);
    }
    spans
}

fn email(text: &str, at: usize) -> Option<Span> {
    let (before, after) = (text[..at].bytes().rev(), text[at + 1..].bytes());
    let local = before.take(LOCAL).take_while(|byte| is_of_local(*byte)).count();
    let domain = after.take(DOMAIN).take_while(|byte| byte.is_ascii_alphanumeric() || b".-".contains(byte)).count();
    let domain = text[at + 1..=at + domain].trim_end_matches(['.', '-']);
    let (name, top) = domain.rsplit_once('.')?;
    let labels = name.split('.').all(|label| !label.is_empty() && !label.starts_with('-') && !label.ends_with('-'));
    let top = (2..=24).contains(&top.len()) && top.bytes().all(|byte| byte.is_ascii_alphabetic());
    let start = at - text[at - local..at].trim_start_matches('.').len();
    (start < at && labels && top).then(|| Span::new(start, at + 1 + domain.len()))
}

const fn is_of_local(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'%' | b'+' | b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mail_addresses_are_found_from_their_sign() {
        for (text, expected) in [
            ("mail ana.li+x@mail.example.com, bo@x.org.", &["ana.li+x@mail.example.com", "bo@x.org"][..]),
            ("<a@b.co>", &["a@b.co"]),
            ("a@b, @x.org, a@-b.org, a@b..org, a@b.c1, ü@x", &[]),
            ("a@b.org@c.org", &["a@b.org"]),
            ("é.x@y.io", &["x@y.io"]),
        ] {
            let found: Vec<&str> = emails(text).iter().map(|span| &text[span.start..span.end]).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
