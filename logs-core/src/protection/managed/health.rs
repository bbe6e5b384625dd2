//! Health.

use super::super::checks;
use super::Managed;

pub(super) static TABLE: &[Managed] = &[
    Managed::pattern("DrugEnforcementAgencyNumber-US", r"(?-u:\b)[A-Z][A-Z9][0-9]{7}(?-u:\b)")
        .near(&["dea", "dea number", "dea registration"])
        .checked(checks::dea_us),
    Managed::pattern("HealthcareProcedureCode-US", r"(?-u:\b)[A-V][0-9]{4}(?-u:\b)")
        .near(&["current procedural terminology", "hcpcs", "healthcare common procedure coding system"]),
    Managed::pattern("HealthInsuranceCardNumber-EU", r"(?-u:\b)80[0-9]{18}(?-u:\b)")
        .near(&["ehic", "health insurance card", "health card", "krankenkassennummer", "carte européenne d'assurance maladie"]),
    Managed::pattern("HealthInsuranceClaimNumber-US", r"(?-u:\b)[0-9]{3}-?[0-9]{2}-?[0-9]{4}-?[A-Z][0-9A-Z]?(?-u:\b)")
        .near(&["health insurance claim number", "hic no", "hic number", "hicn", "medicare"]),
    Managed::pattern("HealthInsuranceNumber-FR", r"(?-u:\b)[12] ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[0-9]{3} ?[0-9]{3} ?[0-9]{2}(?-u:\b)")
        .near(&["carte d'assuré social", "carte vitale", "insurance card", "sécurité sociale"]),
    Managed::pattern(
        "MedicareBeneficiaryNumber-US",
        r"(?-u:\b)[1-9][AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y][0-9]-?[AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y][0-9]-?[AC-HJKMNP-RT-Y]{2}[0-9]{2}(?-u:\b)",
    )
    .near(&["mbi", "medicare beneficiary"]),
    Managed::pattern("NationalDrugCode-US", r"(?-u:\b)[0-9]{4,5}-[0-9]{3,4}-[0-9]{1,2}(?-u:\b)").near(&["national drug code", "ndc"]),
    Managed::pattern("NationalProviderId-US", r"(?-u:\b)[12][0-9]{9}(?-u:\b)")
        .near(&["hipaa", "n.p.i", "national provider", "npi"])
        .checked(checks::npi_us),
    Managed::pattern("NhsNumber-GB", r"(?-u:\b)[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{4}(?-u:\b)")
        .near(&["national health service", "nhs"])
        .checked(checks::nhs_gb),
    Managed::pattern("PersonalHealthNumber-CA", r"(?-u:\b)[0-9]{10}(?-u:\b)")
        .near(&["canada healthcare number", "healthcare number", "personal healthcare", "phn"]),
];
