//! Tests of the engine through its public API, in one program: it links once.

mod access;
mod archives;
mod bindings;
mod bus_laws;
mod buses;
mod deliveries;
mod destinations;
mod door;
mod event_ruler_cases;
mod hostile;
mod laws;
mod memory;
mod partner;
mod pattern_cases;
mod pipes;
mod pipes_door;
mod refusals;
mod rule_schedules;
mod schedule_laws;
mod scheduler;
mod scheduler_door;
mod schemas;
mod support;
mod transform;
