#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| cupola_fuzz::run("audit_object_key", bytes));
