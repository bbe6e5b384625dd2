//! The bridges as an application uses them: what comes out is read from an observatory.

mod inbox;
mod lines;
mod meters;
mod spans;
mod web;
mod world;
