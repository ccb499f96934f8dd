//! Visits every type within a schema or an operation.

use crate::model::{Additional, Content, Operation, SchemaId, Shape, Type};

/// Calls `each` with every type directly in `shape`.
pub(super) fn in_shape(shape: &mut Shape, each: &mut dyn FnMut(&mut Type)) {
    match shape {
        Shape::Struct(body) => {
            for property in &mut body.properties {
                each(&mut property.ty);
            }
            if let Additional::Kept(ty) = &mut body.additional {
                each(ty);
            }
        }
        Shape::Union(union) => union.variants.iter_mut().for_each(|variant| each(&mut variant.ty)),
        Shape::Alias(ty) => each(ty),
        Shape::Enumeration(_) | Shape::CheckedString(_) => {}
    }
}

/// Calls `each` with every type directly in `operation`.
pub(super) fn in_operation(operation: &mut Operation, each: &mut dyn FnMut(&mut Type)) {
    operation.parameters.iter_mut().for_each(|parameter| each(&mut parameter.ty));
    let bodies = operation.body.iter_mut().flat_map(|body| &mut body.contents);
    let answers = operation.responses.iter_mut();
    for response in answers {
        response.contents.iter_mut().for_each(|content| in_content(content, each));
        response.headers.iter_mut().for_each(|header| each(&mut header.ty));
    }
    bodies.for_each(|content| in_content(content, each));
}

fn in_content(content: &mut Content, each: &mut dyn FnMut(&mut Type)) {
    each(&mut content.ty);
    let headers = content.encodings.iter_mut().flat_map(|encoding| &mut encoding.headers);
    headers.for_each(|header| each(&mut header.ty));
}

/// Calls `each` with every type within `ty` and then with `ty` itself.
pub(super) fn visit(ty: &mut Type, each: &mut dyn FnMut(&mut Type)) {
    match ty {
        Type::Array(inner) | Type::Map(inner) | Type::Nullable(inner) => visit(inner, each),
        Type::Tuple(items) => items.iter_mut().for_each(|item| visit(item, each)),
        _ => {}
    }
    each(ty);
}

/// Returns the schemas that `ty` refers to, directly or in items, values and nullable types.
pub(super) fn named(ty: &Type) -> Vec<SchemaId> {
    let mut found = Vec::new();
    let mut next = vec![ty];
    while let Some(ty) = next.pop() {
        found.extend(if let Type::Named(id) = ty { Some(*id) } else { None });
        next.extend(ty.parts().iter().rev());
    }
    found
}
