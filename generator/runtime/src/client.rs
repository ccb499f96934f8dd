//! Clients: their settings, and how they send operations.
//!
//! * `settings` has the macro with the setters of all builders, and `core_builder` the values behind them. `core` is the client that
//!   results, and `dispatch` the difference between asynchronous and blocking clients.
//! * `client_config` contains what requests require: the base URL (`server`, `base_url`), the credentials, and the default headers.
//!   `environment` reads them from variables.

pub(crate) mod base_url;
pub mod client_config;
pub mod core;
pub mod core_builder;
pub mod dispatch;
pub mod environment;
pub mod server;
pub mod settings;
