//! A module that is ready to be printed.

use std::collections::{BTreeMap, BTreeSet};

use super::tokens::Piece;

/// The imports of a module: names by the module that defines them.
pub(crate) type Imports = BTreeMap<String, BTreeSet<String>>;

/// The documentation of declarations, as lines of source. An attribute `#[doc(3)]` stands for the element with this index, since
/// attributes with the text would be most of what has to be parsed and formatted.
pub(crate) type Documentation = Vec<Vec<String>>;

/// The imports and the items of a module in their printed form.
#[derive(Debug, Clone)]
pub(crate) struct Emitted {
    /// The imports of the module.
    pub imports: Imports,
    /// The pieces of its items, in order.
    pub pieces: Vec<Piece>,
    /// The documentation to which the pieces refer.
    pub documentation: Documentation,
}
