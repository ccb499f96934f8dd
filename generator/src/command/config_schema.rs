//! Prints the JSON Schema of the configuration.

use super::{Console, Exit, Report};
use crate::config;
use crate::render::Counts;

/// Prints the JSON Schema of `oaspress.toml`, in the form that editors and schema stores read.
pub fn config_schema(console: &mut Console<'_>) -> Report {
    let text = serde_json::to_string_pretty(&config::json_schema()).unwrap_or_default();
    console.result(&text);
    Report::new(Exit::Done, Counts::default())
}
