#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| cupola_fuzz::run("lake_sql", bytes));
