//! What documents mean: one idea a test, a small document and the whole of what becomes of it.

mod contacts;
mod corpus;
mod meaning;
