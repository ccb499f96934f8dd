//! Finds the paginated operations: from the configuration, or else from the document.

mod configured;
mod names;
mod page;
mod recognized;

use crate::analyze::context::Context;
use crate::config::Pagination;
use crate::model::Operation;

/// Decides the pagination of every operation.
pub(super) fn find(cx: &mut Context<'_>, operations: &mut [Operation]) {
    for operation in operations {
        let said = cx.config.pagination_of(&operation.config_key());
        operation.pagination = match said {
            None => recognized::recognize(&cx.schemas.drafts, operation),
            Some(Pagination::Off) => None,
            Some(Pagination::Paged(said)) => configured::check(cx, operation, said),
        };
    }
}
