//! Adds the security schemes that the configuration declares and the document forgets.

use serde_json::{Map, Value, json};

use crate::config::{AddedScheme, Config, key_path};
use crate::diag::{Code, Diagnostic, Diagnostics};

/// Adds the security schemes to a document in the shape of 3.0. Each is a further alternative of all operations that do not
/// declare their own requirements.
pub(crate) fn supplement(document: &mut Value, config: &Config, diagnostics: &mut Diagnostics) {
    let added = config.security.iter().filter_map(|(name, security)| Some((name, security.added.as_ref()?)));
    for (name, scheme) in added {
        let Some(root) = document.as_object_mut() else { return };
        let components = root.entry("components").or_insert_with(|| Value::Object(Map::new()));
        let Some(components) = components.as_object_mut() else { continue };
        let schemes = components.entry("securitySchemes").or_insert_with(|| Value::Object(Map::new()));
        let Some(schemes) = schemes.as_object_mut() else { continue };
        if schemes.contains_key(name) {
            let message = format!("the API description declares the security scheme `{name}`");
            let help = "remove the key that declares it again: `scheme`, `header`, `query` or `cookie`";
            let place = key_path(&["security", name]);
            diagnostics.push(Diagnostic::new(Code::ConfigNotApplicable, &place, message).help(help));
            continue;
        }
        schemes.insert(name.clone(), declaration(scheme));
        let requirements = root.entry("security").or_insert_with(|| Value::Array(Vec::new()));
        if let Some(requirements) = requirements.as_array_mut() {
            requirements.push(json!({ name: [] }));
        }
    }
}

fn declaration(scheme: &AddedScheme) -> Value {
    let key = |location: &str, name: &str| json!({ "type": "apiKey", "in": location, "name": name });
    match scheme {
        AddedScheme::Http(scheme) => json!({ "type": "http", "scheme": scheme }),
        AddedScheme::Header(name) => key("header", name),
        AddedScheme::Query(name) => key("query", name),
        AddedScheme::Cookie(name) => key("cookie", name),
    }
}
