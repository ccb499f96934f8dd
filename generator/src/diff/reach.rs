//! Which operations send a type, and which read it.

use std::collections::{BTreeMap, BTreeSet};

use super::Side;
use super::identity::Class;
use super::wire_type::WireType;
use crate::surface::{Item, ItemKind};

/// The operations that use each type, by path of the type.
#[derive(Debug, Default)]
pub(super) struct Reach {
    uses: BTreeMap<String, BTreeSet<(Side, String)>>,
}

impl Reach {
    pub(super) fn new(items: &[&Item], members: &BTreeMap<&str, Vec<&Item>>) -> Self {
        let mut reach = Self::default();
        for item in items {
            let operation = super::identity::operation_of(&item.identity).unwrap_or_default().to_owned();
            let side = match item.kind {
                ItemKind::Response if item.on_wire("meaning") == Some("success") => Side::Response,
                ItemKind::Response => Side::Error,
                ItemKind::Fn if item.path == "webhooks::read" => {
                    let payload = super::signature::returned(&item.signature);
                    let payload = payload.trim_start_matches("Result<").split(',').next().unwrap_or_default();
                    reach.spread(payload, &(Side::Response, "webhooks".to_owned()), members, items);
                    continue;
                }
                _ if Class::of_item(item) == Class::Input => Side::Request,
                _ => continue,
            };
            for model in item.wire.iter().flat_map(|(_, value)| owned_models(value)) {
                reach.spread(&model, &(side, operation.clone()), members, items);
            }
        }
        reach
    }

    /// Notes that an operation uses a type and all types in it.
    fn spread(&mut self, path: &str, user: &(Side, String), members: &BTreeMap<&str, Vec<&Item>>, items: &[&Item]) {
        let mut open = vec![path.to_owned()];
        while let Some(path) = open.pop() {
            if !self.uses.entry(path.clone()).or_default().insert(user.clone()) {
                continue;
            }
            let position = items.partition_point(|item| item.path.as_str() < path.as_str());
            let own = items.get(position..).unwrap_or_default().iter().take_while(|item| item.path == path);
            let inside = members.get(path.as_str()).into_iter().flatten();
            for item in own.chain(inside).filter(|item| item.kind != ItemKind::Set) {
                open.extend(
                    item.wire.iter().filter(|(key, _)| key != "value").flat_map(|(_, value)| owned_models(value)),
                );
            }
        }
    }

    /// Returns the directions that a type has.
    pub(super) fn sides(&self, path: &str) -> BTreeSet<Side> {
        self.uses.get(path).into_iter().flatten().map(|(side, _)| *side).collect()
    }

    /// Returns the operations that send or read a type.
    pub(super) fn operations(&self, path: &str, sides: &[Side]) -> Vec<String> {
        let users = self.uses.get(path).into_iter().flatten().filter(|(side, _)| sides.contains(side));
        let operations: BTreeSet<&String> = users.map(|(_, operation)| operation).collect();
        operations.into_iter().cloned().collect()
    }
}

fn owned_models(value: &str) -> Vec<String> {
    if !value.contains("models::") {
        return Vec::new();
    }
    WireType::parse(value).models().into_iter().map(str::to_owned).collect()
}
