//! What the tests share: a server for the contacts API that behaves as the vendor documents.

pub mod contacts_server;
