//! Operations that are new, gone or elsewhere.

use super::super::findings::Findings;
use super::super::identity::{normalized, operation_of};
use super::super::matching::Pairs;
use super::super::{Rule, Side, Version};
use crate::surface::{Item, ItemKind};

pub(super) fn compare(pairs: &Pairs<'_>, findings: &mut Findings) {
    for (old, new) in pairs.both.iter().filter(|(old, _)| is_operation(old)) {
        if normalized(&old.identity) != normalized(&new.identity) {
            let message = format!("{} is {} now", old.identity, new.identity);
            let finding = findings.wire(Rule::OperationMoved, (Version::New, &new.identity), message);
            finding.used_by(Side::Request, [old.identity.clone()]);
        }
        paging(pairs, (old, new), findings);
        if old.on_wire("server") != new.on_wire("server") {
            let url = |item: &Item| item.on_wire("server").unwrap_or("that of the document").to_owned();
            let message = format!("the server of {} is {}, and was {}", new.identity, url(new), url(old));
            let finding = findings.wire(Rule::ServerChanged, (Version::New, &new.identity), message);
            finding.used_by(Side::Request, [old.identity.clone()]);
        }
    }
    for old in pairs.removed.iter().filter(|item| is_operation(item)) {
        let message = format!("{} is gone", old.identity);
        let finding = findings.wire(Rule::OperationRemoved, (Version::Old, &old.identity), message);
        finding.used_by(Side::Request, [old.identity.clone()]);
    }
    for new in pairs.added.iter().filter(|item| is_operation(item)) {
        let message = format!("{} is new", new.identity);
        findings.wire(Rule::OperationAdded, (Version::New, &new.identity), message);
    }
}

/// Compares whether and how pages lead to the next one. Listings of earlier versions have no way, so it is compared only if both have
/// one.
fn paging(pairs: &Pairs<'_>, (old, new): (&Item, &Item), findings: &mut Findings) {
    let is_paged = |members: &[&Item]| members.iter().any(|item| item.kind == ItemKind::Assoc && item.name() == "Item");
    let (was, is) = (is_paged(pairs.old.members_of(&old.path)), is_paged(pairs.new.members_of(&new.path)));
    let (rule, message) = match (was, is, (old.on_wire("pages"), new.on_wire("pages"))) {
        (true, false, _) => (Rule::PaginationRemoved, format!("{} is not paginated any more", new.identity)),
        (false, true, _) => (Rule::PaginationAdded, format!("{} is paginated", new.identity)),
        (true, true, (Some(before), Some(now))) if before != now => {
            (Rule::PaginationChanged, format!("{} is paginated by {now}, and was by {before}", new.identity))
        }
        _ => return,
    };
    let finding = findings.wire(rule, (Version::New, &new.identity), message);
    finding.used_by(Side::Response, [old.identity.clone()]);
}

/// Returns true for the type of an operation.
pub(super) fn is_operation(item: &Item) -> bool {
    item.kind == ItemKind::Struct && operation_of(&item.identity) == Some(&item.identity)
}
