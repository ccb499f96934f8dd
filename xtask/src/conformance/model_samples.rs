//! Creates a case for `sample()` of every model of a crate: it must not panic, and must lose nothing of its JSON.

use std::fmt::Write as _;

use oaspress::Understanding;
use oaspress::internals::rust::{Crate, Item, Struct};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::cases::Case;
use super::schema::{Alternatives, Direction, Judge};
use super::{driver, spec};
use crate::corpus::Files;

/// The feature that samples require.
pub(super) const FEATURE: &str = "testing";

/// A sample of a model.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct SampleCase {
    /// The name of the model.
    pub(super) name: String,
    /// The JSON of the sample.
    pub(super) json: Value,
    /// True if the JSON satisfies the schema. Samples need not, since their texts are placeholders.
    pub(super) is_valid: bool,
}

/// Returns the models that the features of the groups of operations enable and that have a sample, and its JSON.
fn models(crate_: &Crate) -> Vec<(&Struct, &str)> {
    let gated = driver::gated(crate_);
    let items = crate_.modules.iter().flat_map(|module| &module.items);
    let all = items.filter_map(|item| if let Item::Struct(item) = item { Some(&**item) } else { None });
    let sampled = all.filter(|item| !gated.contains(item.name.as_str()));
    sampled.filter_map(|item| Some((item, item.sample.as_ref()?.json.as_str()))).collect()
}

/// Adds the calls to the source of the program.
pub(super) fn write(crate_: &Crate, text: &mut String) {
    let mut table = String::new();
    for (number, (model, _)) in models(crate_).into_iter().enumerate() {
        let name = &model.name;
        let _ = writeln!(
            text,
            "\nfn sample_{number}() -> Value {{
    let value = CRATE::models::{name}::sample();
    success(\"\", &value, &value)
}}"
        );
        let _ = writeln!(table, "    sample_{number},");
    }
    let _ = writeln!(text, "\nconst SAMPLES: &[fn() -> Value] = &[\n{table}];");
}

/// Returns the cases of all samples.
pub(super) fn cases(understood: &Understanding) -> Vec<Case> {
    let mut files = Files::from_document(understood.document.clone());
    spec::prepare(&mut files);
    let mut judge = Judge::new(&files);
    judge.alternatives = Alternatives::Any;
    let models = models(&understood.crate_).into_iter().enumerate();
    let cases = models.map(|(function, (model, text))| {
        let json: Value = serde_json::from_str(text).unwrap_or_default();
        let schema = understood.api.schema(model.id);
        let place = schema.and_then(|schema| {
            let root = files.root();
            root.value.pointer(schema.path.pointer()).map(|value| root.with(value))
        });
        let direction =
            if schema.is_some_and(|schema| schema.usage.request) { Direction::Request } else { Direction::Response };
        let is_valid = place.is_none_or(|place| judge.accepts(place, direction, &json));
        let sample = SampleCase { name: model.name.clone(), json, is_valid };
        Case { function, what: "sample".to_owned(), sample: Some(sample), ..Case::default() }
    });
    cases.collect()
}
