//! What the outer stages do, from bytes to diagnostics and from files to folders, as a user sees it.

mod api_changes;
mod command;
mod config;
mod config_keys;
mod credentials;
mod disk;
mod documents;
mod files;
mod filter;
mod hostile;
mod init;
mod last_run;
mod load;
mod lock;
mod overlay;
mod releases;
mod render;
mod runtime;
mod said;
mod shown;
mod source;
#[cfg(feature = "traffic")]
mod traffic;
mod verdicts;
