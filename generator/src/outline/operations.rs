//! Operations, their groups and the encodings of their bodies.

use super::parameters;
use super::writer::{Writer, deprecated, flag, hidden, quoted, words};
use super::{models, paging, responses};
use crate::comment::{Paragraph, inline_code};
use crate::method::Method;
use crate::rust::{Argument, BodyChoice, Group, GroupMethod, Input, Operation, OwnServer, Replay, Role};

pub(super) fn group(writer: &mut Writer<'_>, item: &Group) {
    let Group { index: _, docs, name, methods } = item;
    writer.described(&format!("group {name}"), docs);
    writer.inside(|writer| {
        for item in methods {
            method(writer, item);
        }
    });
}

/// Writes a method that creates an operation. Its documentation is shown if the operation declares another one.
pub(super) fn method(writer: &mut Writer<'_>, method: &GroupMethod) {
    let GroupMethod { docs, name, operation, arguments, bundle, deprecated: old } = method;
    let operation = writer.operation(*operation);
    let arguments =
        arguments.iter().map(|Argument { name, ty, passing }| format!("{name}: {}", writer.passed(*passing, ty)));
    let arguments: Vec<String> = arguments.chain(bundle.clone()).collect();
    let output = operation.map_or("undefined", |operation| &operation.name);
    let line = words([&format!("fn {name}({}) -> {output}", arguments.join(", ")), &deprecated(old.as_ref())]);
    // The operation shows its own documentation of the method.
    if operation.is_some_and(|operation| operation.method_docs == *docs) {
        writer.line(&line);
    } else {
        writer.described(&line, docs);
    }
}

pub(super) fn operation(writer: &mut Writer<'_>, item: &Operation) {
    let Operation {
        index: _,
        docs,
        method_docs: _,
        new_docs: _,
        unused,
        name,
        id,
        method,
        template,
        inputs,
        bundle,
        replay,
        security,
        server,
        idempotency,
        path,
        steps,
        accept,
        responses,
        paging,
        deprecated: old,
    } = item;
    let head = format!("operation {name} {} {} {}", quoted(id), method_text(method), quoted(template));
    writer.described(&words([&head, &deprecated(old.as_ref())]), docs);
    writer.inside(|writer| {
        writer.phrase(unused);
        functions(writer, item);
        for item in inputs {
            input(writer, item);
        }
        models::bundle(writer, bundle.as_ref());
        parameters::path(writer, path);
        for step in steps {
            parameters::step(writer, step);
        }
        if !accept.is_empty() {
            writer.line(&format!("accept {}", accept.join(", ")));
        }
        for alternative in security {
            let schemes: Vec<&str> = alternative.iter().map(|scheme| writer.scheme(*scheme)).collect();
            writer.line(&format!("security {{ {} }}", schemes.join(" and ")));
        }
        if let Some(OwnServer { url, has_usual }) = server {
            writer.line(&words(["server", &quoted(url), flag(!has_usual, "only")]));
        }
        retries(writer, *replay, idempotency.as_deref());
        responses::responses(writer, responses);
        if let Some(item) = paging {
            paging::paging(writer, item);
        }
    });
}

/// Writes the documentation of the functions that create an operation. That of `method` is left out if it is that of the operation up
/// to its first heading, and that of `new` if it is the usual one.
fn functions(writer: &mut Writer<'_>, item: &Operation) {
    let Operation { docs, method_docs, new_docs, id, method, template, .. } = item;
    let request = inline_code(&format!("{} {template}", method.as_str()));
    let paragraphs = docs.paragraphs().into_iter().take_while(|paragraph| !paragraph.text.starts_with("# "));
    let purpose: Vec<Paragraph> = paragraphs.filter(|paragraph| paragraph.text != request).collect();
    if method_docs.is_empty() || method_docs.paragraphs() != purpose {
        writer.described("method", method_docs);
    }
    if !writer.notes(new_docs, Some(&inline_code(id))) {
        writer.described("new", new_docs);
    }
}

/// Writes what makes it safe to send a request again.
fn retries(writer: &mut Writer<'_>, replay: Option<Replay>, idempotency: Option<&[String]>) {
    match replay {
        None => {}
        Some(Replay::Idempotent) => writer.line("replay idempotent"),
    }
    if let Some(codes) = idempotency {
        let codes: Vec<String> = codes.iter().map(|code| quoted(code)).collect();
        writer.line(&words(["idempotency key", &codes.join(" ")]));
    }
}

fn method_text(method: &Method) -> String {
    match method {
        Method::Other(name) => format!("extension {name}"),
        known => known.as_str().to_owned(),
    }
}

fn input(writer: &mut Writer<'_>, input: &Input) {
    let Input {
        name,
        field,
        ty,
        passing,
        docs,
        role,
        parameter,
        initial,
        is_idempotency_key,
        encoded,
        hidden: is_hidden,
    } = input;
    let role_text = match role {
        Role::Positional(position) => format!("argument {position}"),
        Role::Named => "named argument".to_owned(),
        Role::Optional(_) => "optional".to_owned(),
    };
    let source = parameter.map_or_else(|| "body".to_owned(), |index| format!("parameter {index}"));
    let field = if field == ty { String::new() } else { format!("in {}", writer.ty(field)) };
    let line = words([
        &source,
        &format!("{name}: {}", writer.passed(*passing, ty)),
        &field,
        &role_text,
        &models::fill_text(writer, initial),
        flag(*is_idempotency_key, "idempotency key"),
        flag(*encoded, "written by the runtime"),
        hidden(*is_hidden),
    ]);
    match role {
        Role::Named => writer.described(&line, docs),
        Role::Positional(_) => writer.line(&line),
        Role::Optional(setter) => {
            writer.line(&line);
            writer.inside(|writer| models::setter(writer, setter));
        }
    }
}

pub(super) fn body_choice(writer: &mut Writer<'_>, item: &BodyChoice) {
    let BodyChoice { operation, docs, name, variants } = item;
    let operation = writer.operation(*operation).map_or("undefined", |operation| &operation.name);
    writer.described(&format!("bodies {name} of {operation}"), docs);
    writer.inside(|writer| {
        for variant in variants {
            models::variant(writer, variant);
        }
    });
}
