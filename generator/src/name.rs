//! Assigns a Rust name to each part of the model. The names are a side table that depends only on the model and the
//! configuration. The stage knows nothing of types and signatures.

mod bodies;
mod clash;
mod configured;
mod derived;
mod history;
mod methods;
mod mixed_case;
mod names;
mod oauth;
mod operations;
mod package;
mod parameters;
mod repeated;
mod reserved;
mod responses;
mod schemas;
mod servers;
mod taken;
mod words;

use crate::config::Config;
use crate::diag::Diagnostics;
use crate::identity::Identities;
use crate::model::Api;
use crate::source_map::SourceMap;
use history::History;

pub(crate) use names::{BodyName, GroupName, Names, OperationName, SchemaName, SchemeName, ServerName, VariableName};

/// Names everything in `api`. The configuration names an item by the place where it is written. Its lock keeps names of an earlier
/// version.
#[must_use]
pub(crate) fn name(api: &Api, source_map: &SourceMap, config: &Config, diagnostics: &mut Diagnostics) -> Names {
    let mut history = History::new(&config.lock, Identities::new(api, None));
    let given = configured::Given { config, source_map };
    let mut groups = operations::groups(api, &given, diagnostics);
    let mut operations = operations::operations(api, &given, &groups, &mut history, diagnostics);
    let schemas = schemas::schemas(api, &operations, &given, &mut history, diagnostics);
    operations::settle_groups(api, &mut groups, (&operations, &schemas), &mut history);
    responses::settle_outputs(api, &mut operations, (&groups, &schemas), &mut history);
    let error_bodies = responses::error_bodies(api, &schemas);
    bodies::name(api, &mut operations, (&groups, &schemas), &mut history);
    let mut security = operations::schemes(api, &given, &mut history, diagnostics);
    oauth::settle(api, &mut security, &mut history);
    let mut names = Names {
        untagged: String::new(),
        package: config.crate_name().map_or_else(|| package::package(&api.info.title), str::to_owned),
        schemas,
        operations,
        groups,
        schemes: security,
        servers: servers::servers(api),
        headers: responses::headers(api, &mut history),
        error_accessors: responses::error_accessors(&error_bodies),
        error_bodies,
        kept: history.into_kept(api),
    };
    derived::settle(&mut names);
    if let Some(module) = &config.module {
        // The name of a module has no `-`, and that of a group has no `_`, so no two features have one name.
        for group in &mut names.groups {
            group.feature = format!("{module}-{}", group.feature);
        }
    }
    configured::check(api, &given, diagnostics);
    repeated::report(api, config, (&names.groups, &names.operations), diagnostics);
    names
}

/// Returns the keys of all items that the configuration can name.
#[must_use]
pub(crate) fn keys(api: &Api, source_map: &SourceMap) -> Vec<String> {
    configured::keys(api, source_map)
}
