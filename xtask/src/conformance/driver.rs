//! Writes the program that calls the operations of a generated crate and decodes their responses, by its public API.
//! Types and names come from the generator; the expected results do not.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use oaspress::internals::rust::{
    BodyChoice, BodyStep, BodyWriting, Crate, Decoding, Directory, EncodeStep, Input, Item, ItemId, Module, Operation,
    ParameterPlacement, PathStep, Responses, RuntimeModule, StatusArm, Ty, Union, Wrapping, Writing, WritingCall,
};

use super::model_samples;
use super::spec::In;

/// An operation of the generated crate.
pub(super) struct Callable<'c> {
    /// The number of its functions in the program.
    pub(super) function: usize,
    /// The generated operation.
    pub(super) operation: &'c Operation,
}

/// The field that sets a parameter.
pub(super) enum Field<'c> {
    /// The caller sets the field with this name.
    Set(&'c str),
    /// The parameter has a constant value and no field.
    Constant,
}

/// Returns the operations of a crate, in order.
pub(super) fn callables(crate_: &Crate) -> Vec<Callable<'_>> {
    let all = operations(crate_).enumerate();
    all.map(|(function, (_, operation))| Callable { function, operation }).collect()
}

/// An operation whose responses the crate can read without a request.
pub(crate) struct Readable<'c> {
    /// The number of the operation in the crate.
    pub(crate) function: usize,
    /// The name of its type.
    pub(crate) name: &'c str,
    /// The method, in upper case.
    pub(crate) method: &'c str,
    /// The path template without a query.
    pub(crate) template: &'c str,
}

/// Returns the operations of a crate, in order.
pub(crate) fn readables(crate_: &Crate) -> Vec<Readable<'_>> {
    let readable = |Callable { function, operation }| Readable {
        function,
        name: &operation.name,
        method: operation.method.as_str(),
        template: operation.template.split('?').next().unwrap_or_default(),
    };
    callables(crate_).into_iter().map(readable).collect()
}

/// Returns the operation of a request. A literal path is preferred to a template.
pub(crate) fn readable<'r, 'c>(all: &'r [Readable<'c>], method: &str, path: &str) -> Option<&'r Readable<'c>> {
    let is_it = |readable: &&Readable<'_>| {
        readable.method == method && super::server::captured(readable.template, path).is_some()
    };
    all.iter().filter(is_it).min_by_key(|readable| readable.template.matches('{').count())
}

fn operations(crate_: &Crate) -> impl Iterator<Item = (&Module, &Operation)> {
    let modules = crate_.modules.iter().filter(|module| module.path.first().is_some_and(|first| first == "operations"));
    modules.flat_map(|module| {
        module.items.iter().filter_map(move |item| match item {
            Item::Operation(operation) => Some((module, &**operation)),
            _ => None,
        })
    })
}

impl<'c> Callable<'c> {
    /// Returns the field that sets a parameter.
    pub(super) fn field(&self, place: In, name: &str) -> Option<Field<'c>> {
        let is_it = |known: &str| if place == In::Header { known.eq_ignore_ascii_case(name) } else { known == name };
        let in_path = self.operation.path.iter().filter_map(|step| match step {
            PathStep::Parameter { name, field, .. } => Some((In::Path, name, Field::Set(field))),
            PathStep::Literal(_) => None,
        });
        let elsewhere = self.operation.steps.iter().filter_map(|step| match step {
            EncodeStep::Parameter { placement, name, field, .. } => {
                Some((written_in(*placement), name, Field::Set(field.as_str())))
            }
            EncodeStep::Constant { placement, name, .. } => Some((written_in(*placement), name, Field::Constant)),
            EncodeStep::Body(_) | EncodeStep::Query { .. } => None,
        });
        let found = in_path.chain(elsewhere).find(|(there, known, _)| *there == place && is_it(known));
        // A parameter in the query of the path template is constant.
        let query = self.operation.template.split_once('?').filter(|_| place == In::Query);
        let mut pairs = query.into_iter().flat_map(|(_, query)| query.split('&'));
        let is_in_template = pairs.any(|pair| pair.split('=').next() == Some(name));
        found.map(|(.., field)| field).or(is_in_template.then_some(Field::Constant))
    }

    /// Returns the body of the operation.
    pub(super) fn body(&self) -> Option<&'c BodyStep> {
        self.operation.steps.iter().find_map(|step| if let EncodeStep::Body(body) = step { Some(body) } else { None })
    }

    /// Returns the ways to write the body: the variant, if there is a choice, and the encoding.
    pub(super) fn writings(&self) -> Vec<(Option<&'c str>, &'c Writing)> {
        match self.body().map(|body| &body.writing) {
            Some(BodyWriting::One(writing)) => vec![(None, writing)],
            Some(BodyWriting::Choice(variants)) => {
                variants.iter().map(|(variant, writing)| (Some(variant.as_str()), writing)).collect()
            }
            None => Vec::new(),
        }
    }
}

/// Returns the parameter location in the document for a place in the request.
const fn written_in(placement: ParameterPlacement) -> In {
    match placement {
        ParameterPlacement::Query => In::Query,
        ParameterPlacement::Header | ParameterPlacement::SecretHeader | ParameterPlacement::IdempotencyKey => {
            In::Header
        }
        ParameterPlacement::Cookie => In::Cookie,
    }
}

/// Returns the source of the program.
pub(super) fn program(crate_: &Crate, package: &str) -> String {
    let krate = package.replace('-', "_");
    let mut text = include_str!("driver/program.rs.txt").to_owned();
    let parts = if crate_.manifest.runtime_modules.contains(&RuntimeModule::Multipart) { PARTS } else { "" };
    text = text.replace("    PARTS\n", parts);
    let _ = writeln!(text, "\nconst UNKNOWN: &[&str] = &{:?};", unknown(crate_).into_iter().collect::<Vec<_>>());
    error_body(crate_, &mut text);
    read_unions(crate_, &mut text);
    model_samples::write(crate_, &mut text);
    let directory = Directory::new(&crate_.modules);
    let mut tables = (String::new(), String::new());
    for (number, module) in crate_.modules.iter().enumerate() {
        let held: Vec<&Operation> = module
            .items
            .iter()
            .filter_map(|item| if let Item::Operation(one) = item { Some(&**one) } else { None })
            .collect();
        if held.is_empty() || module.path.first().is_none_or(|first| first != "operations") {
            continue;
        }
        let _ = writeln!(text, "\nmod group_{number} {{\n    use super::*;");
        for operation in held {
            let function = operations(crate_).position(|(_, known)| std::ptr::eq(known, operation)).unwrap_or_default();
            call(crate_, &directory, operation, function, &mut text);
            read(operation, function, &mut text);
            let _ = writeln!(tables.0, "    group_{number}::call_{function},");
            let _ = writeln!(tables.1, "    group_{number}::read_{function},");
        }
        text.push_str("}\n");
    }
    let _ = writeln!(text, "\nconst CALLS: &[Call] = &[\n{}];\n\nconst READS: &[Read] = &[\n{}];", tables.0, tables.1);
    text.replace("crate::runtime::", "CRATE::__private::").replace("crate::", "CRATE::").replace("CRATE", &krate)
}

/// Returns the names of the models that the features of the groups of operations do not enable.
pub(super) fn gated(crate_: &Crate) -> BTreeSet<&str> {
    let roots = crate_.modules.iter().filter(|module| module.path == ["models"]);
    let is_enabled = |feature: &String| crate_.manifest.groups.iter().any(|group| group.name == *feature);
    let children = roots.flat_map(|module| &module.children);
    let gated = children.filter(|child| !child.features.is_empty() && !child.features.iter().any(is_enabled));
    gated.flat_map(|child| child.names.iter().map(String::as_str)).collect()
}

/// Returns the unions that the features of the groups of operations enable.
pub(super) fn unions(crate_: &Crate) -> Vec<&Union> {
    let gated = gated(crate_);
    let items = crate_.modules.iter().flat_map(|module| &module.items);
    let all = items.filter_map(|item| if let Item::Union(union) = item { Some(&**union) } else { None });
    all.filter(|union| !gated.contains(union.name.as_str())).collect()
}

fn read_unions(crate_: &Crate, text: &mut String) {
    let mut table = String::new();
    for (number, union) in unions(crate_).into_iter().enumerate() {
        let name = &union.name;
        let arms = union.variants.iter().map(|variant| {
            let variant = &variant.name;
            format!("CRATE::models::{name}::{variant}(_) => {variant:?}, ")
        });
        let arms: String = arms.collect();
        let _ = writeln!(
            text,
            "\nfn union_{number}(text: &str) -> Value {{
    let value = match runtime::codec::json::decode::<CRATE::models::{name}>(text.as_bytes()) {{
        Ok(value) => value,
        Err(error) => return json!({{ \"outcome\": \"unreadable\", \"message\": format!(\"{{}}: {{}}\", error.path, error.message) }}),
    }};
    let variant = match &value {{ {arms} _ => \"Unknown\" }};
    success(variant, &value, &value)
}}"
        );
        let _ = writeln!(table, "    union_{number},");
    }
    let _ = writeln!(text, "\nconst UNIONS: &[fn(&str) -> Value] = &[\n{table}];");
}

/// A multipart body whose parts the document does not name.
const PARTS: &str = "
    fn parts(&self, field: &str) -> Result<runtime::Parts, String> {
        let members = self.values.get(field).and_then(Value::as_object).cloned().unwrap_or_default();
        let mut parts = runtime::Parts::new();
        for (name, value) in members {
            parts = match value {
                Value::String(text) => parts.with_text(name, text),
                other => parts.with_json(name, &other).map_err(|error| error.to_string())?,
            };
        }
        Ok(parts)
    }
";

/// Returns the names of the variants for values that the document does not declare.
fn unknown(crate_: &Crate) -> BTreeSet<&str> {
    let items = crate_.modules.iter().flat_map(|module| &module.items);
    items
        .filter_map(|item| match item {
            Item::Union(union) => Some(union.unknown.name.as_str()),
            Item::Enumeration(enumeration) => Some(enumeration.unknown.name.as_str()),
            _ => None,
        })
        .collect()
}

fn choices(crate_: &Crate) -> impl Iterator<Item = &BodyChoice> {
    let items = crate_.modules.iter().flat_map(|module| &module.items);
    items.filter_map(|item| if let Item::BodyChoice(choice) = item { Some(&**choice) } else { None })
}

fn call(crate_: &Crate, directory: &Directory<'_>, operation: &Operation, function: usize, text: &mut String) {
    let name = &operation.name;
    let value = |field: &str, ty: &Ty| value(crate_, directory, operation, field, ty);
    let mut lines = String::new();
    let argument = |argument: &Input| value(&argument.name, &argument.ty);
    let mut arguments: Vec<String> = operation.arguments().into_iter().map(argument).collect();
    if let Some(bundle) = &operation.bundle {
        let fields = operation.named().map(|one| {
            let value = argument(one);
            let is_checked = one.passing == oaspress::internals::rust::Passing::Checked;
            let value = if is_checked { format!("runtime::Checked::new({value})") } else { value };
            format!("{}: {value}", one.name)
        });
        arguments.push(format!("crate::operations::{} {{ {} }}", bundle.name, fields.collect::<Vec<_>>().join(", ")));
    }
    let arguments = arguments.join(", ");
    let _ = writeln!(lines, "        let mut operation = crate::operations::{name}::new({arguments});");
    for (input, setter) in operation.setters() {
        let (field, method, value) = (&input.name, &setter.name, value(&input.name, &input.ty));
        let _ = writeln!(lines, "        if args.has({field:?}) {{ operation = operation.{method}({value}); }}");
    }
    let _ = writeln!(
        text,
        "    pub(super) fn call_{function}(args: &Args) -> Result<Value, String> {{\n{lines}        send(&operation)\n    }}"
    );
}

/// Returns the Rust expression for the value of a field.
fn value(crate_: &Crate, directory: &Directory<'_>, operation: &Operation, field: &str, ty: &Ty) -> String {
    let body = operation.steps.iter().find_map(|step| match step {
        EncodeStep::Body(body) if body.field == field => Some(body),
        _ => None,
    });
    match body.map(|body| &body.writing) {
        None => format!("args.get::<{}>({field:?})?", directory.outside("CRATE", ty)),
        Some(BodyWriting::One(writing)) => body_value(directory, writing, field, ty),
        Some(BodyWriting::Choice(variants)) => {
            let choice = choices(crate_).find(|choice| choice.operation == operation.index);
            let name = directory.name(ItemId::BodyChoice(operation.index));
            let arms = variants.iter().map(|(variant, writing)| {
                let held = choice.and_then(|choice| choice.variants.iter().find(|known| known.name == *variant));
                let ty = held.map_or(Ty::Unit, |held| held.ty.clone());
                format!(
                    "{variant:?} => crate::operations::{name}::{variant}({}),",
                    body_value(directory, writing, field, &ty)
                )
            });
            let arms: String = arms.collect();
            format!("match args.variant.as_str() {{ {arms} other => return Err(format!(\"no variant {{other}}\")) }}")
        }
    }
}

fn body_value(directory: &Directory<'_>, writing: &Writing, field: &str, ty: &Ty) -> String {
    let whole = directory.outside("CRATE", ty);
    match writing.call {
        WritingCall::Json | WritingCall::Lines | WritingCall::Form | WritingCall::Multipart => {
            format!("args.get::<{whole}>({field:?})?")
        }
        WritingCall::Parts => format!("args.parts({field:?})?"),
        WritingCall::Body | WritingCall::Upload if whole == "String" => format!("args.text({field:?})?"),
        WritingCall::Body | WritingCall::Upload => format!("<{whole}>::from(args.bytes({field:?})?)"),
    }
}

fn read(operation: &Operation, function: usize, text: &mut String) {
    let name = &operation.name;
    let responses = &operation.responses;
    let shown = match &responses.outcome {
        Some(outcome) => {
            let arms = outcome.variants.iter().map(|variant| {
                let arm = responses.arms.iter().find(|arm| arm.wrapping == Wrapping::Variant(variant.name.clone()));
                let path = format!("crate::operations::{}::{}", outcome.name, variant.name);
                match &variant.ty {
                    Some(_) => format!("{path}(value) => {},", shown(arm, &variant.name)),
                    None => format!("{path} => nothing({:?}),", variant.name),
                }
            });
            let arms: String = arms.collect();
            format!("match response.into_inner() {{ {arms} _ => nothing(\"?\") }}")
        }
        None => plain(responses),
    };
    let _ = writeln!(
        text,
        "    pub(super) fn read_{function}(response: http::Response<bytes::Bytes>) -> Value {{
        match <crate::operations::{name}::<()> as Operation>::from_response(response) {{
            Ok(response) => {shown},
            Err(error) => failed(error),
        }}
    }}"
    );
}

fn plain(responses: &Responses) -> String {
    let with_body = responses.arms.iter().find(|arm| arm.decoding != Decoding::Empty);
    let is_optional = responses.arms.iter().any(|arm| arm.wrapping == Wrapping::Optional);
    match (with_body, is_optional) {
        (None, _) => "nothing(\"\")".to_owned(),
        (arm, true) => format!(
            "match response.into_inner() {{ Some(value) => {}, None => nothing(\"None\") }}",
            shown(arm, "Some")
        ),
        (arm, false) => format!("{{ let value = response.into_inner(); {} }}", shown(arm, "")),
    }
}

fn shown(arm: Option<&StatusArm>, variant: &str) -> String {
    match arm.map(|arm| arm.decoding) {
        Some(Decoding::Bytes) => format!("raw({variant:?}, &value)"),
        Some(Decoding::Empty) | None => format!("nothing({variant:?})"),
        Some(_) => format!("success({variant:?}, &value, &value)"),
    }
}

fn error_body(crate_: &Crate, text: &mut String) {
    let mut items = crate_.modules.iter().flat_map(|module| &module.items);
    let body = items.find_map(|item| if let Item::ErrorBody(body) = item { Some(body) } else { None });
    let (variants, has_text) = body.map_or((&[][..], false), |body| (body.variants.as_slice(), body.text.is_some()));
    let mut arms = String::new();
    for variant in variants {
        // One type is known without its name.
        let (name, shown) = (&variant.name, if variants.len() == 1 && !has_text { "" } else { &variant.name });
        let _ = write!(arms, "CRATE::ErrorBody::{name}(body) => decoded(\"api\", {shown:?}, body, body), ");
    }
    if has_text {
        arms.push_str("CRATE::ErrorBody::Text(body) => error_text(\"Text\", body), ");
    }
    let shown = format!(
        "match body {{ {arms} CRATE::ErrorBody::Other(body) => decoded(\"other\", \"Other\", body, body), _ => json!({{ \"outcome\": \"api\" }}) }}"
    );
    let _ = writeln!(text, "\nfn error_body(body: &CRATE::ErrorBody) -> Value {{ {shown} }}");
}
