//! Reads every OpenAPI 3.0 document below the folder that `OASPRESS_CORPUS` names, and reports the time and the findings of each.
//! With `OASPRESS_FINDINGS` set, every finding is printed as well.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use oaspress::config::Config;
use oaspress::internals::model::{Api, Shape, Type};
use serde_json::Value;

use crate::meaning;

#[test]
#[ignore = "needs a folder of documents"]
fn every_document_of_a_folder_is_read() {
    let folder = env::var("OASPRESS_CORPUS").expect("OASPRESS_CORPUS names a folder");
    let mut files = Vec::new();
    collect(Path::new(&folder), &mut files);
    files.sort();
    let mut codes: BTreeMap<&str, usize> = BTreeMap::new();
    for file in files {
        let Some(document) = load(&file) else { continue };
        let start = Instant::now();
        let (api, findings) = meaning::read(&document, &Config::default());
        let elapsed = start.elapsed();
        let name = file.strip_prefix(&folder).unwrap_or(&file).display();
        println!(
            "{name}\t{} ms\t{} operations\t{} schemas\t{} untyped\t{} findings",
            elapsed.as_millis(),
            api.operations.len(),
            api.schemas.len(),
            untyped(&api),
            findings.len()
        );
        for finding in &findings {
            *codes.entry(finding.code.name()).or_default() += 1;
        }
        if env::var_os("OASPRESS_FINDINGS").is_some() {
            print!("{}", meaning::shown(&findings));
        }
        if env::var_os("OASPRESS_MODEL").is_some() {
            print!("{}", meaning::show(&api));
        }
    }
    println!("{codes:#?}");
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder).expect("the folder can be listed");
    for path in entries.filter_map(|entry| entry.ok().map(|entry| entry.path())) {
        let kind = path.extension().and_then(|extension| extension.to_str());
        if path.is_dir() {
            collect(&path, files);
        } else if matches!(kind, Some("json" | "yaml" | "yml")) {
            files.push(path);
        }
    }
}

/// The document in a file, if it is a whole one of OpenAPI 3.0.
fn load(file: &Path) -> Option<Value> {
    let bytes = fs::read(file).ok()?;
    let mut diagnostics = oaspress::diag::Diagnostics::new();
    let input = oaspress::Input { name: file.display().to_string(), bytes };
    let document = oaspress::internals::load(&input, &mut diagnostics)?;
    document.get("openapi")?.as_str()?.starts_with("3.0").then_some(document)
}

/// How many places hold any JSON value.
fn untyped(api: &Api) -> usize {
    let mut count = 0;
    for schema in &api.schemas {
        match &schema.shape {
            Shape::Struct(body) => {
                count += body.properties.iter().map(|property| anything(&property.ty)).sum::<usize>();
            }
            Shape::Union(union) => count += union.variants.iter().map(|variant| anything(&variant.ty)).sum::<usize>(),
            Shape::Alias(ty) => count += anything(ty),
            Shape::Enumeration(_) | Shape::CheckedString(_) => {}
        }
    }
    count
}

fn anything(ty: &Type) -> usize {
    match ty {
        Type::Any => 1,
        Type::Array(inner) | Type::Map(inner) | Type::Nullable(inner) => anything(inner),
        _ => 0,
    }
}
