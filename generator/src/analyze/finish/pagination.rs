//! Finds out which operations give a list page by page: what the configuration says, else what the document suggests.

mod configured;
mod names;
mod page;
mod recognised;

use crate::analyze::context::Context;
use crate::config::Pagination;
use crate::model::Operation;

/// Finds out for every operation.
pub(super) fn find(cx: &mut Context<'_>, operations: &mut [Operation]) {
    for operation in operations {
        let said = cx.config.pagination_of(&operation.config_key());
        operation.pagination = match said {
            None => recognised::recognise(&cx.schemas.drafts, operation),
            Some(Pagination::Off) => None,
            Some(Pagination::Paged(said)) => configured::check(cx, operation, said),
        };
    }
}
