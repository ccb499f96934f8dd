//! Writes the call of an operation in an example of the documentation. A value that has no literal is a parameter of the example.

use serde_json::Value;

use super::{Scope, rule_texts};
use crate::comment::Comment;
use crate::invisible;
use crate::model::{EnumValues, Enumeration, Parameter, Shape, Type};
use crate::rust::{Input, ItemId, Operation, Passing, Path, Setter, Std, Ty};

/// The call of an operation in an example.
pub(super) struct Call {
    /// `.contacts().list("106540352242922")`.
    pub begin: String,
    /// `"106540352242922"`.
    pub arguments: String,
    /// `.search("ada")`.
    pub setters: String,
    /// The values without a literal, as parameters of the function around the call: name and type.
    pub parameters: Vec<(String, String)>,
}

/// The maximum number of optional parameters that an example sets.
const MOST_SETTERS: usize = 2;

/// The maximum number of named arguments in an example.
const MOST_FIELDS: usize = 4;

/// Returns the example section of an operation's documentation.
pub(super) fn section(scope: &Scope<'_>, operation: &Operation) -> Comment {
    let Some(call) = call(scope, operation) else { return Comment::new() };
    let krate = scope.krate();
    let parameters: Vec<String> = call.parameters.iter().map(|(name, ty)| format!(", {name}: {ty}")).collect();
    let parameters = parameters.concat();
    let receiver = if call.parameters.iter().any(|(name, _)| name == "client") { "api" } else { "client" };
    let old = if operation.deprecated.is_some() { "# #[expect(deprecated)]\n" } else { "" };
    let send = operation.responses.sends.first().map_or("send", |send| send.name.as_str());
    let calls = format!("{}{}.{send}().await?;", call.begin, call.setters);
    let (binding, rest) = if operation.responses.output == Ty::Unit {
        ("", "")
    } else {
        ("let response = ", "\nprintln!(\"{response:?}\");")
    };
    let line = format!("{binding}{receiver}{calls}");
    let body = if line.len() <= 96 { line } else { broken(&line) };
    let source = format!(
        "{old}# async fn run({receiver}: {krate}::Client{parameters}) -> Result<(), {krate}::Error> {{\n{body}{rest}\n# Ok(())\n# }}"
    );
    Comment::from("# Example").and_block(scope.example("no_run", &source))
}

/// Breaks a chain of calls into one line per call. Dots within literals are ignored.
fn broken(line: &str) -> String {
    let (receiver, calls) = line.split_once('.').unwrap_or((line, ""));
    let mut broken = format!("{receiver}\n    .");
    let mut in_literal = false;
    let mut before = '\0';
    for c in calls.chars() {
        if c == '.' && before == ')' && !in_literal {
            broken.push_str("\n    ");
        }
        let is_escaped = before == '\\';
        in_literal ^= c == '"' && !is_escaped;
        // An escaped backslash does not escape the next character.
        before = if c == '\\' && is_escaped { '\0' } else { c };
        broken.push(c);
    }
    broken
}

/// Returns the call of an operation, unless part of it cannot be written.
pub(super) fn call(scope: &Scope<'_>, operation: &Operation) -> Option<Call> {
    let (declared, name) = scope.operation(operation.index)?;
    let of_input = |input: &Input| input.parameter.and_then(|index| declared.parameters.get(index));
    let mut parameters = Vec::new();
    let mut values = Vec::new();
    for argument in operation.arguments() {
        values.push(literal(scope, argument, of_input(argument)).unwrap_or_else(|| {
            parameters.push((argument.name.clone(), outside(scope, &argument.ty)));
            argument.name.clone()
        }));
    }
    if let Some(bundle) = &operation.bundle {
        let ty = format!("{}::operations::{}", scope.krate(), bundle.name);
        let fields = operation.named().map(|input| Some((input, literal(scope, input, of_input(input))?)));
        let fields: Option<Vec<_>> = fields.collect();
        if let Some(fields) = fields.filter(|fields| fields.len() <= MOST_FIELDS) {
            values.push(format!("{ty} {{ {} }}", fields.iter().map(field).collect::<Vec<_>>().join(", ")));
        } else {
            parameters.push((bundle.argument.clone(), ty));
            values.push(bundle.argument.clone());
        }
    }
    let arguments = values.join(", ");
    let cursor = operation.paging.as_ref().and_then(|paging| paging.step.parameter()).map(|field| field.name.as_str());
    let shown =
        |(input, setter): &(&Input, &Setter)| setter.deprecated.is_none() && Some(input.name.as_str()) != cursor;
    let setters = operation.setters().filter(shown).filter_map(|(input, setter)| {
        let parameter = of_input(input).filter(|parameter| parameter.docs.example.is_some())?;
        Some(format!(".{}({})", setter.name, literal(scope, input, Some(parameter))?))
    });
    let setters: String = setters.take(MOST_SETTERS).collect();
    let group = name
        .group
        .and_then(|group| scope.names.groups.get(group))
        .map(|group| format!(".{}()", group.method))
        .unwrap_or_default();
    Some(Call { begin: format!("{group}.{}({arguments})", name.method), arguments, setters, parameters })
}

/// Returns the source of a named argument.
fn field((input, value): &(&Input, String)) -> String {
    let conversion = if input.passing == Passing::Plain { "" } else { ".into()" };
    format!("{}: {value}{conversion}", input.name)
}

/// Returns the source of an argument whose type is text, a number or a boolean.
fn literal(scope: &Scope<'_>, argument: &Input, parameter: Option<&Parameter>) -> Option<String> {
    let Ty::Path(path) = &argument.ty else { return None };
    let example = parameter.and_then(|parameter| parameter.docs.example.as_ref());
    match (argument.passing, path) {
        (Passing::Into | Passing::Checked, _) => {
            let wish = match example {
                Some(Value::String(text)) => text.clone(),
                Some(Value::Number(number)) => number.to_string(),
                _ => "…".to_owned(),
            };
            let text = match parameter {
                Some(parameter) => text(scope, &parameter.ty, wish)?,
                // A body of a model's type or with several encodings cannot be created from text.
                None if matches!(path, Path::Item(_)) => return None,
                None => wish,
            };
            (text.chars().count() <= 60).then(|| invisible::literal(&text).to_string())
        }
        (Passing::Plain, Path::Std(std)) if std.is_integer() => {
            Some(example.and_then(Value::as_i64).filter(|number| (0..=100).contains(number)).unwrap_or(1).to_string())
        }
        (Passing::Plain, Path::Std(Std::Bool)) => Some(example.and_then(Value::as_bool).unwrap_or(true).to_string()),
        _ => None,
    }
}

/// Returns the wished text, or another one that the type of the parameter allows; `None` if no allowed text is known.
fn text(scope: &Scope<'_>, ty: &Type, wish: String) -> Option<String> {
    let Some(schema) = scope.behind(ty).and_then(|id| scope.api.schema(id)) else { return Some(wish) };
    match &schema.shape {
        Shape::Enumeration(Enumeration { values: EnumValues::Strings(values) }) => {
            let is_wish = values.iter().any(|value| value.value == wish);
            if is_wish { Some(wish) } else { values.first().map(|first| first.value.clone()) }
        }
        Shape::CheckedString(rules) => rule_texts::text(rules, &wish),
        Shape::Union(_) | Shape::Struct(_) => None,
        _ => Some(wish),
    }
}

/// Returns the source of a type outside of the crate.
fn outside(scope: &Scope<'_>, ty: &Ty) -> String {
    let krate = scope.krate();
    let name = |item| match item {
        ItemId::Model(id) => scope.names.schema(id).map_or("", |name| name.name.as_str()),
        ItemId::BodyChoice(id) => {
            let body = scope.operation(id).and_then(|(_, name)| name.body.as_ref());
            body.map_or("", |body| body.name.as_str())
        }
        _ => "",
    };
    ty.source(&|path| path.outside(&krate, &name))
}
