//! The findings of a comparison, before those at one part of the API are merged to one change.

use std::collections::{BTreeMap, BTreeSet};

use super::{Rule, Side, Source, Version, Wire};

/// The effects on clients built from the old document, by direction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Effect {
    pub(super) request: Wire,
    pub(super) response: Wire,
}

impl Effect {
    pub(super) const NONE: Self = Self { request: Wire::None, response: Wire::None };

    pub(super) const fn of_rule(rule: Rule) -> Self {
        Self { request: rule.request(), response: rule.response() }
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self { request: self.request.max(other.request), response: self.response.max(other.response) }
    }

    /// Returns the effect in one direction. The body of an error is kept if it cannot be decoded.
    pub(super) fn on(self, side: Side) -> Wire {
        match side {
            Side::Request => self.request,
            Side::Response => self.response,
            Side::Error => self.response.min(Wire::Behaviour),
        }
    }
}

/// One finding.
#[derive(Clone, Debug)]
pub(super) struct Finding {
    pub(super) rule: Rule,
    /// The identity of the part.
    pub(super) anchor: String,
    pub(super) version: Version,
    pub(super) message: String,
    pub(super) effect: Effect,
    pub(super) sides: BTreeSet<Side>,
    /// The operations with the part, by direction.
    pub(super) operations: Vec<(Side, String)>,
    pub(super) source: Source,
    /// The item of the crate.
    pub(super) item: Option<String>,
}

/// All findings.
#[derive(Debug, Default)]
pub(super) struct Findings {
    pub(super) list: Vec<Finding>,
    /// The parts that have another name: the new identities by the old ones.
    pub(super) renames: BTreeMap<String, String>,
}

impl Findings {
    /// Adds a finding about what is sent and read.
    pub(super) fn wire(&mut self, rule: Rule, (version, anchor): (Version, &str), message: String) -> &mut Finding {
        self.push(Finding {
            rule,
            anchor: anchor.to_owned(),
            version,
            message,
            effect: Effect::of_rule(rule),
            sides: BTreeSet::new(),
            operations: Vec::new(),
            source: Source::None,
            item: None,
        })
    }

    /// Adds a finding about an item of the crate.
    pub(super) fn source(
        &mut self,
        rule: Rule,
        (version, anchor): (Version, &str),
        source: Source,
        (item, message): (&str, String),
    ) {
        let finding = self.wire(rule, (version, anchor), message);
        finding.effect = Effect::NONE;
        finding.source = source;
        finding.item = Some(item.to_owned());
    }

    /// Adds a finding about the whole crate.
    pub(super) fn crate_wide(&mut self, rule: Rule, message: &str, source: Source) {
        self.wire(rule, (Version::New, ""), message.to_owned()).source = source;
    }

    /// Returns true if the source breaks at the part or within it.
    pub(super) fn breaks(&self, is_part: impl Fn(&str) -> bool) -> bool {
        self.list.iter().any(|finding| finding.source >= Source::Inference && is_part(&finding.anchor))
    }

    fn push(&mut self, finding: Finding) -> &mut Finding {
        self.list.push(finding);
        let last = self.list.len() - 1;
        &mut self.list[last]
    }
}

impl Finding {
    /// Says which operations have the part, in one direction.
    pub(super) fn used_by(&mut self, side: Side, operations: impl IntoIterator<Item = String>) -> &mut Self {
        self.sides.insert(side);
        self.operations.extend(operations.into_iter().map(|operation| (side, operation)));
        self
    }

    pub(super) fn with(&mut self, effect: Effect) -> &mut Self {
        self.effect = effect;
        self
    }

    /// Returns the effect over all directions.
    pub(super) fn wire(&self) -> Wire {
        self.sides.iter().map(|side| self.effect.on(*side)).max().unwrap_or_default()
    }
}
