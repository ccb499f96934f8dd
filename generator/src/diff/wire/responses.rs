//! Responses of operations.

use super::super::compatible;
use super::super::findings::Findings;
use super::super::identity::operation_of;
use super::super::matching::Pairs;
use super::super::{Rule, Side, Version};
use super::inputs::type_change;
use super::operations::is_operation;
use super::wording::plain;
use crate::surface::{Item, ItemKind};

pub(super) fn compare(pairs: &Pairs<'_>, findings: &mut Findings) {
    for (old, new) in pairs.both.iter().filter(|(old, _)| is_operation(old)) {
        let before = responses(pairs.old.members_of(&old.path), &old.identity);
        let now = responses(pairs.new.members_of(&new.path), &new.identity);
        Operation { pairs, old: &old.identity, before: &before, now: &now }.compare(findings);
    }
}

/// The responses among the members of an operation's type.
fn responses<'i>(members: &[&'i Item], operation: &str) -> Vec<&'i Item> {
    let own = members.iter().filter(|item| item.kind == ItemKind::Response);
    own.filter(|item| operation_of(&item.identity) == Some(operation)).copied().collect()
}

/// The responses of an operation in both versions.
struct Operation<'a> {
    pairs: &'a Pairs<'a>,
    old: &'a str,
    before: &'a [&'a Item],
    now: &'a [&'a Item],
}

impl Operation<'_> {
    fn compare(&self, findings: &mut Findings) {
        for old in self.before {
            match self.now.iter().find(|new| status(new) == status(old)) {
                Some(new) => self.pair(old, new, findings),
                None => self.removed(old, findings),
            }
        }
        for new in self.now.iter().filter(|new| !self.before.iter().any(|old| status(old) == status(new))) {
            self.added(new, findings);
        }
    }

    fn report(&self, rule: Rule, place: (Version, &Item), message: String, findings: &mut Findings) {
        let (version, item) = place;
        let side = if is_success(item) { Side::Response } else { Side::Error };
        findings.wire(rule, (version, &item.identity), message).used_by(side, [self.old.to_owned()]);
    }

    fn removed(&self, old: &Item, findings: &mut Findings) {
        let moved = self
            .now
            .iter()
            .find(|new| is_success(old) && is_success(new) && contents(new) == contents(old) && !self.has(status(new)));
        let (rule, message) = match moved {
            Some(new) => {
                let message =
                    format!("the success of {} has the status {}, and had {}", self.old, status(new), status(old));
                (Rule::SuccessMoved, message)
            }
            None => (Rule::ResponseRemoved, format!("the response {} of {} is gone", status(old), self.old)),
        };
        self.report(rule, (Version::Old, old), message, findings);
    }

    /// Returns true if the old version had a response with this status.
    fn has(&self, status: &str) -> bool {
        self.before.iter().any(|old| self::status(old) == status)
    }

    fn added(&self, new: &Item, findings: &mut Findings) {
        let successes = || self.before.iter().filter(|old| is_success(old));
        let is_known = successes().any(|old| contents(old) == contents(new));
        let is_moved = is_known && successes().any(|old| !self.now.iter().any(|now| status(now) == status(old)));
        if is_success(new) && is_moved {
            return;
        }
        let reads_nothing = successes().all(|old| contents(old).is_empty());
        let rule = match (is_success(new) && !is_known, reads_nothing) {
            (true, true) => Rule::SuccessBodyAdded,
            (true, false) => Rule::SuccessAdded,
            (false, _) => Rule::ResponseAdded,
        };
        let message = format!("the response {} of {} is new", status(new), self.old);
        self.report(rule, (Version::New, new), message, findings);
    }

    fn pair(&self, old: &Item, new: &Item, findings: &mut Findings) {
        let (before, now) = (contents(old), contents(new));
        let response = format!("the response {} of {}", status(new), self.old);
        let place = (Version::New, new);
        match (before.is_empty(), now.is_empty()) {
            (true, false) if is_success(old) => {
                return self.report(Rule::SuccessBodyAdded, place, format!("{response} has a body"), findings);
            }
            (false, true) if is_success(old) => {
                return self.report(Rule::SuccessBodyRemoved, place, format!("{response} has no body"), findings);
            }
            _ => {}
        }
        if !is_success(old) {
            if before != now {
                self.report(Rule::ErrorsChanged, place, format!("{response} has another body"), findings);
            }
            return;
        }
        for (media_type, ty) in &before {
            match now.iter().find(|(key, _)| key == media_type) {
                None => {
                    let message = format!("{response} is not {media_type} any more");
                    self.report(Rule::MediaTypeRemoved, place, message, findings);
                }
                Some((_, other)) if other != ty => {
                    let effect = compatible::effect(self.pairs, ty, other);
                    type_change(
                        effect,
                        &format!("{response} is {}, and was {}", plain(other), plain(ty)),
                        |rule, message| {
                            let finding = findings.wire(rule, (Version::New, &new.identity), message);
                            finding.used_by(Side::Response, [self.old.to_owned()]).with(effect);
                        },
                    );
                }
                Some(_) => {}
            }
        }
        for (media_type, _) in now.iter().filter(|(key, _)| !before.iter().any(|(other, _)| other == key)) {
            self.report(Rule::MediaTypeAdded, place, format!("{response} can be {media_type}"), findings);
        }
    }
}

fn status(item: &Item) -> &str {
    item.identity.rsplit(' ').next().unwrap_or_default()
}

fn is_success(item: &Item) -> bool {
    item.on_wire("meaning") == Some("success")
}

/// The types by media type.
fn contents(item: &Item) -> Vec<(&str, &str)> {
    item.wire.iter().filter(|(key, _)| key != "meaning").map(|(key, value)| (key.as_str(), value.as_str())).collect()
}
