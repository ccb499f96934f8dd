//! The interner: all schemas that have an id. This module does not create them.

use std::collections::{HashMap, HashSet, VecDeque};

use crate::analyze::schema::read::{MergedSchema, SchemaRef, Strings};
use crate::model::{Docs, SchemaId, Type};

use super::draft::Draft;

/// The type of a position.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::analyze) struct Resolved {
    /// The type, without `null`.
    pub(in crate::analyze) ty: Type,
    /// True if `null` is also allowed. `finish/nullable.rs` later adds the `null` that the schema of a [`Type::Named`]
    /// itself allows.
    pub(in crate::analyze) nullable: bool,
}

impl Resolved {
    pub(super) fn plain(ty: Type) -> Self {
        Self { ty, nullable: false }
    }

    /// Returns the same type, nullable if `null` is true.
    pub(super) fn or_null(self, null: bool) -> Self {
        Self { nullable: self.nullable || null, ..self }
    }

    /// Returns the type with `null` included, for a place that cannot express `null` otherwise.
    pub(in crate::analyze) fn folded(self) -> Type {
        if self.nullable { Type::Nullable(Box::new(self.ty)) } else { self.ty }
    }
}

/// A struct whose properties are not read yet.
#[derive(Debug)]
pub(super) struct PendingStruct {
    pub(super) id: SchemaId,
    pub(super) merged: Box<MergedSchema>,
}

/// All schemas that have an id.
#[derive(Debug, Default)]
pub(in crate::analyze) struct Interner {
    /// The schemas. A [`SchemaId`] is an index into this list.
    pub(in crate::analyze) drafts: Vec<Draft>,
    /// The cached types of positions.
    pub(super) known: HashMap<Vec<SchemaRef>, Resolved>,
    /// The positions whose types are being resolved.
    pub(super) open: Vec<Vec<SchemaRef>>,
    /// The structs whose properties are not read yet.
    pub(super) pending: VecDeque<PendingStruct>,
    /// The keys in the configuration of the types that were used.
    pub(super) chosen: HashSet<String>,
}

impl Interner {
    /// Returns the schema with an id.
    pub(in crate::analyze) fn get(&self, id: SchemaId) -> Option<&Draft> {
        self.drafts.get(id.index())
    }

    /// Returns whether a type expresses the constraints of its strings.
    pub(in crate::analyze) fn rules_of(&self, ty: &Type) -> Strings {
        match ty {
            Type::Named(id) if self.get(*id).is_some_and(Draft::is_checked_string) => Strings::Expressed,
            _ => Strings::Documented,
        }
    }

    /// Adds a schema.
    pub(super) fn add(&mut self, draft: Draft) -> SchemaId {
        self.drafts.push(draft);
        SchemaId::new(self.drafts.len() - 1)
    }

    /// Replaces the documentation of a schema.
    pub(super) fn set_docs(&mut self, id: SchemaId, docs: Docs) {
        if let Some(draft) = self.drafts.get_mut(id.index()) {
            draft.docs = docs;
        }
    }

    /// Queues a struct whose properties are read later.
    pub(super) fn postpone(&mut self, id: SchemaId, merged: Box<MergedSchema>) {
        self.pending.push_back(PendingStruct { id, merged });
    }
}
