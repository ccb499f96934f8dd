//! A module that is ready to be printed.

use super::{Imports, Piece};

/// The imports and the items of a module in their printed form.
#[derive(Debug, Clone)]
pub(crate) struct Emitted {
    /// The imports of the module.
    pub imports: Imports,
    /// The pieces of its items, in order.
    pub pieces: Vec<Piece>,
}
