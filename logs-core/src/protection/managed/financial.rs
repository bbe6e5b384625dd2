//! Money: accounts and cards.

use super::super::checks;
use super::Managed;

pub(super) static TABLE: &[Managed] = &[
    Managed::pattern("BankAccountNumber-DE", r"(?-u:\b)DE[0-9]{2}(?: ?[0-9]{4}){4} ?[0-9]{2}(?-u:\b)")
        .checked(checks::iban),
    Managed::pattern("BankAccountNumber-ES", r"(?-u:\b)ES[0-9]{2}(?: ?[0-9]{4}){5}(?-u:\b)").checked(checks::iban),
    Managed::pattern("BankAccountNumber-FR", r"(?-u:\b)FR[0-9]{2}(?: ?[0-9A-Z]){23}(?-u:\b)").checked(checks::iban),
    Managed::pattern("BankAccountNumber-GB", r"(?-u:\b)GB[0-9]{2} ?[A-Z]{4}(?: ?[0-9]){14}(?-u:\b)")
        .checked(checks::iban),
    Managed::pattern("BankAccountNumber-IT", r"(?-u:\b)IT[0-9]{2} ?[A-Z](?: ?[0-9]){10}(?: ?[0-9A-Z]){12}(?-u:\b)")
        .checked(checks::iban),
    Managed::pattern("BankAccountNumber-US", r"(?-u:\b)[0-9]{8,17}(?-u:\b)").near(&[
        "account",
        "account number",
        "acct",
        "bank account",
        "bank acct",
        "checking account",
        "deposit account",
        "savings account",
        "routing",
    ]),
    Managed::pattern("CreditCardExpiration", r"(?-u:\b)(?:0[1-9]|1[0-2])[/-](?:20)?[0-9]{2}(?-u:\b)").near(&[
        "exp",
        "exp date",
        "expiry",
        "expiration",
        "expiration date",
        "expires",
        "valid thru",
        "valid until",
    ]),
    Managed::pattern("CreditCardNumber", r"(?-u:\b)[0-9](?:[ -]?[0-9]){12,18}(?-u:\b)").checked(checks::card),
    Managed::pattern("CreditCardSecurityCode", r"(?-u:\b)[0-9]{3,4}(?-u:\b)").near(&[
        "card security code",
        "card verification code",
        "card verification value",
        "cid",
        "csc",
        "cvc",
        "cvc2",
        "cvv",
        "cvv2",
        "security code",
        "verification code",
    ]),
];
