//! Test bench for alarms, filters and rules built on cupola.
