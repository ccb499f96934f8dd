//! Finds the members that are boxed so that no model is large.
//!
//! The size of a model is the sum of the sizes of its members, which include other models. In API descriptions with many levels
//! it would reach hundreds of kilobytes, and decoding and moving a value takes several times its size on the stack. So the
//! largest members of a model are boxed until the rest has at most [`MOST`] bytes. Models are measured from the innermost one, so
//! a model that is added further out never changes one further in.

use std::collections::BTreeSet;

use super::components::components;
use super::cycles::{self, Graph};
use crate::model::{Api, SchemaId, Shape, Shapes, Type};

/// The size of a model, in bytes, above which its largest members are boxed.
const MOST: usize = 4096;

/// The size of a member, in bytes, below which a box is not worthwhile.
const LEAST: usize = 256;

/// The maximum size of an `Option` or the tag of an enum on a 64-bit system, in bytes.
const TAG: usize = 8;
/// The size of a box.
const BOX: usize = 8;
/// The size of a string, list or map.
const TEXT: usize = 24;
/// The size of any JSON value.
const ANY: usize = 32;

/// Returns the members that are boxed besides those that close a cycle: schema and index of the member.
pub(super) fn large(
    api: &Api,
    boxed: &BTreeSet<(SchemaId, usize)>,
    endless: &BTreeSet<SchemaId>,
) -> BTreeSet<(SchemaId, usize)> {
    let graph = Graph { api, endless };
    let edges = |index| {
        let id = SchemaId::new(index);
        if let Some(Shape::Alias(ty)) = api.shape(id)
            && !endless.contains(&id)
        {
            return cycles::named(ty);
        }
        let edges = graph.edges(id).into_iter().filter(move |(member, _)| !boxed.contains(&(id, *member)));
        edges.map(|(_, target)| target.index()).collect()
    };
    let targets: Vec<Vec<usize>> = (0..api.schemas.len()).map(edges).collect();
    let mut sizes = Sizes { graph, boxed, measured: vec![BOX; api.schemas.len()], large: BTreeSet::new() };
    for index in components(&targets).into_iter().flatten() {
        let size = sizes.model(SchemaId::new(index));
        sizes.measured[index] = size;
    }
    sizes.large
}

struct Sizes<'a> {
    graph: Graph<'a>,
    boxed: &'a BTreeSet<(SchemaId, usize)>,
    /// The sizes of the measured models, by index.
    measured: Vec<usize>,
    large: BTreeSet<(SchemaId, usize)>,
}

impl Sizes<'_> {
    /// Returns the size of a model, after its largest members have been boxed.
    fn model(&mut self, id: SchemaId) -> usize {
        match self.graph.api.shape(id) {
            Some(Shape::Struct(fields)) => {
                let members: Vec<usize> = fields
                    .properties
                    .iter()
                    .enumerate()
                    .map(|(member, property)| TAG + self.member(id, member, &property.ty))
                    .collect();
                self.boxes(id, &members)
            }
            Some(Shape::Union(union)) => {
                let variants = union.variants.iter().enumerate();
                TAG + variants.map(|(member, variant)| self.member(id, member, &variant.ty)).max().unwrap_or(0).max(ANY)
            }
            Some(Shape::Alias(ty)) if self.graph.endless.contains(&id) => self.member(id, 0, ty),
            Some(Shape::Alias(ty)) => self.direct(ty),
            _ => TEXT + TAG,
        }
    }

    /// Returns the size of the models that are a direct part of a type, through aliases.
    fn direct(&self, ty: &Type) -> usize {
        match ty {
            Type::Nullable(inner) => self.direct(inner),
            Type::Tuple(items) => items.iter().fold(0, |sum: usize, item| sum.saturating_add(self.direct(item))),
            Type::Named(id) => match self.graph.api.shape(*id) {
                Some(Shape::Struct(_) | Shape::Union(_) | Shape::Alias(_)) => self.measured[id.index()],
                _ => 0,
            },
            _ => 0,
        }
    }

    fn member(&self, id: SchemaId, member: usize, ty: &Type) -> usize {
        if self.boxed.contains(&(id, member)) { BOX } else { self.size(ty) }
    }

    /// Boxes the largest members of a struct, all members of one size together. Returns the resulting size.
    fn boxes(&mut self, id: SchemaId, members: &[usize]) -> usize {
        let mut size = members.iter().fold(TEXT, |sum, member| sum.saturating_add(*member));
        let mut order: Vec<(usize, usize)> = members.iter().copied().enumerate().collect();
        order.sort_by_key(|&(member, size)| (std::cmp::Reverse(size), member));
        let mut last = 0;
        for (member, own) in order {
            if (size <= MOST && own != last) || own < LEAST {
                break;
            }
            last = own;
            self.large.insert((id, member));
            size -= own - TAG - BOX;
        }
        size
    }

    /// Returns the size of a type, through aliases.
    fn size(&self, ty: &Type) -> usize {
        match ty {
            Type::Boolean => 1,
            Type::Integer(_) | Type::Number(_) | Type::Date | Type::Time => 8,
            Type::DateTime | Type::Duration | Type::Uuid => 16,
            Type::Any | Type::Own(_) => ANY,
            Type::String | Type::Base64 | Type::Binary | Type::File | Type::Array(_) | Type::Map(_) | Type::Object => {
                TEXT
            }
            Type::Nullable(inner) => TAG + self.size(inner),
            Type::Tuple(items) => items.iter().fold(0, |sum: usize, item| sum.saturating_add(self.size(item))),
            Type::Named(_) => match self.direct(ty) {
                0 => ANY,
                size => size,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::large;
    use crate::config::Config;
    use crate::input::{Alone, Input};
    use crate::lower::cycles;
    use crate::model::Api;

    /// A chain of models, each with `width` members of the next one and some text.
    fn chain(length: usize, width: usize) -> Api {
        let mut document = String::from(
            "openapi: 3.1.0\ninfo: { title: t, version: '1' }\npaths:\n  /:\n    get:\n      operationId: get\n      responses:\n        '200': { description: d, content: { application/json: { schema: { $ref: '#/components/schemas/S0' } } } }\ncomponents:\n  schemas:\n",
        );
        for index in 0..length {
            let _ = write!(
                document,
                "    S{index}:\n      type: object\n      properties:\n        text: {{ type: string }}\n"
            );
            for member in (0..width).filter(|_| index + 1 < length) {
                let _ = writeln!(document, "        m{member}: {{ $ref: '#/components/schemas/S{}' }}", index + 1);
            }
        }
        let input = Input { name: "openapi.yaml".to_owned(), bytes: document.into_bytes() };
        let (understood, _) = crate::understand(&input, &Alone, &Config::default());
        understood.expect("a crate").api
    }

    /// Returns the number of boxed members.
    fn count(api: &Api) -> usize {
        let endless = cycles::endless(api);
        large(api, &cycles::boxed(api, &endless), &endless).len()
    }

    #[test]
    fn small_models_have_no_boxes() {
        assert_eq!(count(&chain(6, 1)), 0);
        assert_eq!(count(&chain(3, 6)), 0);
    }

    #[test]
    fn large_models_have_boxes_and_end_below_the_bound() {
        let api = chain(40, 4);
        let endless = cycles::endless(&api);
        let mut boxed = cycles::boxed(&api, &endless);
        let found = large(&api, &boxed, &endless);
        assert!(found.len() > 10, "{}", found.len());
        boxed.extend(found);
        assert!(large(&api, &boxed, &endless).is_empty());
    }

    #[test]
    fn what_is_added_further_out_changes_nothing_further_in() {
        let boxes = |length| {
            let api = chain(length, 4);
            let endless = cycles::endless(&api);
            let found = large(&api, &cycles::boxed(&api, &endless), &endless);
            let names = found.iter().filter_map(|(id, member)| {
                let index: usize = api.schema(*id)?.path.last()?.trim_start_matches('S').parse().ok()?;
                Some((length - index, *member))
            });
            names.collect::<std::collections::BTreeSet<_>>()
        };
        assert!(boxes(30).is_subset(&boxes(36)));
    }
}
