//! Servers that the tests share: one that implements the contacts API as documented, and one with configurable
//! misbehavior.

#[cfg(doctest)]
mod book;
pub mod contacts_server;
pub mod raw_server;
