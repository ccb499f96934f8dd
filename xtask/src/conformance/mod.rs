//! Every operation of every document against independent judges.

mod sample;
mod schema;
mod spec;
mod styles;
