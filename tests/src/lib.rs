//! What the tests share: a server for the contacts API that behaves as the vendor documents, and one that misbehaves.

pub mod contacts_server;
pub mod raw_server;
