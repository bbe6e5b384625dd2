//! Driving licences.

use super::super::checks;
use super::Managed;

/// Words for the licence in the languages of the countries.
const LICENCE: &[&str] = &[
    "ajokortti",
    "carnet de conducir",
    "carta de condução",
    "dl",
    "dl#",
    "driver license",
    "driver licence",
    "driver's licence",
    "driver's license",
    "drivers licence",
    "drivers license",
    "driving licence",
    "driving license",
    "fuhrerschein",
    "führerschein",
    "führerscheinnummer",
    "juhiluba",
    "körkort",
    "körkortsnummer",
    "kørekort",
    "licencia de conducir",
    "patente di guida",
    "permis de conduire",
    "permis de conducere",
    "permiso de conducir",
    "prawo jazdy",
    "rijbewijs",
    "vezetői engedély",
    "vodičský preukaz",
    "řidičský průkaz",
];

const fn licence(name: &'static str, pattern: &'static str) -> Managed {
    Managed::pattern(name, pattern).near(LICENCE).checked(checks::mixed)
}

pub(super) static TABLE: &[Managed] = &[
    licence("DriversLicense-AT", r"(?-u:\b)[0-9]{8}(?-u:\b)"),
    licence("DriversLicense-AU", r"(?-u:\b)[0-9A-Z]{6,10}(?-u:\b)"),
    licence("DriversLicense-BE", r"(?-u:\b)[0-9]{10}(?-u:\b)"),
    licence("DriversLicense-BG", r"(?-u:\b)[0-9]{9}(?-u:\b)"),
    licence("DriversLicense-CA", r"(?-u:\b)[A-Z]{0,5}[0-9]{4,6}-?[0-9A-Z]{1,5}-?[0-9]{0,6}(?-u:\b)"),
    licence("DriversLicense-CY", r"(?-u:\b)[0-9]{12}(?-u:\b)"),
    licence("DriversLicense-CZ", r"(?-u:\b)[A-Z]{2} ?[0-9]{6}(?-u:\b)"),
    licence("DriversLicense-DE", r"(?-u:\b)[A-Z0-9]{11}(?-u:\b)"),
    licence("DriversLicense-DK", r"(?-u:\b)[0-9]{8}(?-u:\b)"),
    licence("DriversLicense-EE", r"(?-u:\b)[A-Z]{2}[0-9]{6}(?-u:\b)"),
    licence("DriversLicense-ES", r"(?-u:\b)[0-9]{8}-?[A-Z](?-u:\b)"),
    licence("DriversLicense-FI", r"(?-u:\b)[0-9]{6}[-A][0-9]{3}[0-9A-Z](?-u:\b)"),
    licence("DriversLicense-FR", r"(?-u:\b)[0-9]{2}[0-9A-Z]{2}[0-9]{5,8}(?-u:\b)"),
    licence("DriversLicense-GB", r"(?-u:\b)[A-Z9]{5}[0-9]{6}[A-Z9]{2}[0-9][A-Z]{2}(?: ?[0-9]{2})?(?-u:\b)"),
    licence("DriversLicense-GR", r"(?-u:\b)[0-9]{9}(?-u:\b)"),
    licence("DriversLicense-HR", r"(?-u:\b)[0-9]{8}(?-u:\b)"),
    licence("DriversLicense-HU", r"(?-u:\b)[A-Z]{2}[0-9]{6}(?-u:\b)"),
    licence("DriversLicense-IE", r"(?-u:\b)[0-9]{3} ?[0-9]{3} ?[0-9]{3}(?-u:\b)"),
    licence("DriversLicense-IT", r"(?-u:\b)(?:[A-Z]{2}[0-9]{7}[A-Z]|U1[0-9A-Z]{8})(?-u:\b)"),
    licence("DriversLicense-LT", r"(?-u:\b)[0-9]{8}(?-u:\b)"),
    licence("DriversLicense-LU", r"(?-u:\b)[0-9]{6}(?-u:\b)"),
    licence("DriversLicense-LV", r"(?-u:\b)[A-Z]{2,3}[0-9]{6}(?-u:\b)"),
    licence("DriversLicense-MT", r"(?-u:\b)[A-Z]{2}[0-9]{6}(?-u:\b)"),
    licence("DriversLicense-NL", r"(?-u:\b)[0-9]{10}(?-u:\b)"),
    licence("DriversLicense-PL", r"(?-u:\b)[0-9]{5}/[0-9]{2}/[0-9]{4}(?-u:\b)"),
    licence("DriversLicense-PT", r"(?-u:\b)[A-Z]{1,2}-?[0-9]{5,6} ?[0-9](?-u:\b)"),
    licence("DriversLicense-RO", r"(?-u:\b)[A-Z][0-9]{8}[A-Z](?-u:\b)"),
    licence("DriversLicense-SE", r"(?-u:\b)[0-9]{6}-?[0-9]{4}(?-u:\b)"),
    licence("DriversLicense-SI", r"(?-u:\b)[0-9]{9}(?-u:\b)"),
    licence("DriversLicense-SK", r"(?-u:\b)[A-Z][0-9]{7}(?-u:\b)"),
    licence("DriversLicense-US", r"(?-u:\b)[A-Z]{0,2}[0-9]{5,13}[A-Z]?(?-u:\b)"),
];
