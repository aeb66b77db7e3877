#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| pluim_fuzz::readers::station_hours(bytes));
