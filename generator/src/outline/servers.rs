//! The servers that a caller can select.

use super::models::setter;
use super::writer::{Writer, flag, quoted, words};
use crate::rust::{Server, ServerVariable};

pub(super) fn server(writer: &mut Writer<'_>, item: &Server) {
    let Server { index: _, docs, new_docs, constant, name, url, variables } = item;
    let name = if variables.is_empty() { constant } else { name };
    writer.described(&format!("server {name} {}", quoted(url)), docs);
    writer.inside(|writer| {
        if !variables.is_empty() {
            writer.described("new", new_docs);
        }
        for ServerVariable { name, default, is_list, field, setter: method } in variables {
            let line = words([field, &quoted(name), &format!("= {}", quoted(default)), flag(*is_list, "of a list")]);
            writer.line(&line);
            writer.inside(|writer| setter(writer, method));
        }
    });
}
