//! Makes one change of all findings at one part of the API, and leaves out what follows from another change.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::findings::{Effect, Finding, Findings};
use super::fingerprint::fingerprint;
use super::identity::{Class, is_within, normalized, operation_of};
use super::matching::Pairs;
use super::{Change, Rule, Source, Version, Wire};
use crate::surface::{Item, ItemKind};

/// The changes, the worst first.
pub(super) fn changes(pairs: &Pairs<'_>, findings: Findings) -> Vec<Change> {
    let folds = Folds::new(pairs, &findings.renames);
    let mut groups: BTreeMap<String, Vec<Finding>> = BTreeMap::new();
    for finding in findings.list {
        let anchor = folds.fold(&finding);
        groups.entry(anchor).or_default().push(finding);
    }
    adopt(&mut groups);
    let mut changes: Vec<Change> = groups.into_values().flat_map(merged).collect();
    changes.retain(|change| !change.message.is_empty());
    by_severity(&mut changes);
    changes
}

/// Sorts changes, the worst first.
pub(super) fn by_severity(changes: &mut [Change]) {
    let rank = |change: &Change| (change.wire.max(as_wire(change.source)), change.source, change.wire);
    changes.sort_by(|one, other| {
        let places = (&one.identity, one.rule, &one.document).cmp(&(&other.identity, other.rule, &other.document));
        rank(other).cmp(&rank(one)).then(places)
    });
}

/// Breaks of either kind come before the rest.
const fn as_wire(source: Source) -> Wire {
    match source {
        Source::Breaks | Source::BreaksSilently => Wire::Breaks,
        _ => Wire::None,
    }
}

/// Parts whose items are all new or all gone, and parts that go by the name of another one.
struct Folds<'a> {
    /// The identities of types and operations that are gone.
    removed: BTreeSet<&'a str>,
    /// Those that are new.
    added: BTreeSet<&'a str>,
    /// The new identities of renamed parts, by the old ones.
    moved: BTreeMap<&'a str, &'a str>,
    /// Types that are another kind of item: their members go with them.
    reshaped: BTreeSet<&'a str>,
}

impl<'a> Folds<'a> {
    fn new(pairs: &Pairs<'a>, renames: &'a BTreeMap<String, String>) -> Self {
        let whole = |items: &[&'a Item]| -> BTreeSet<&'a str> {
            let types =
                items.iter().filter(|item| Class::of_item(item) == Class::Type || item.kind == ItemKind::Feature);
            let own = types.map(|item| item.identity.as_str());
            own.filter(|identity| !identity.is_empty() && !identity.contains(" required")).collect()
        };
        let mut moved: BTreeMap<&str, &str> = renames.iter().map(|(old, new)| (old.as_str(), new.as_str())).collect();
        for (old, new) in pairs.both.iter().filter(|(old, new)| normalized(&old.identity) != normalized(&new.identity))
        {
            moved.insert(old.identity.as_str(), new.identity.as_str());
        }
        let is_reshaped = |(old, new): &&(&Item, &Item)| {
            let is_type = Class::of_item(old) == Class::Type && !old.identity.is_empty();
            is_type && (old.kind != new.kind || old.on_wire("type") != new.on_wire("type"))
        };
        let reshaped = pairs.both.iter().filter(is_reshaped);
        let reshaped = reshaped.flat_map(|(old, new)| [old.identity.as_str(), new.identity.as_str()]).collect();
        Self { removed: whole(&pairs.removed), added: whole(&pairs.added), moved, reshaped }
    }

    /// The part that a finding is reported at.
    fn fold(&self, finding: &Finding) -> String {
        let anchor = finding.anchor.as_str();
        let wholes = if finding.version == Version::Old { &self.removed } else { &self.added };
        // The outermost part that the anchor is within: identities end at `/` or a blank. An operation is not within another one whose path
        // its own begins with.
        let least = operation_of(anchor).map_or(0, str::len);
        let ends =
            anchor.match_indices(['/', ' ']).map(|(end, _)| end).chain([anchor.len()]).filter(|end| *end >= least);
        let mut parts = ends.filter_map(|end| anchor.get(..end));
        let whole = parts.find(|part| wholes.contains(part) || self.reshaped.contains(part));
        let anchor = whole.unwrap_or(anchor);
        let anchor = self.moved.get(anchor.strip_suffix("/schema").unwrap_or(anchor)).copied().unwrap_or(anchor);
        let anchor = match operation_of(anchor) {
            // The type of a parameter belongs to it.
            Some(operation) if anchor.len() > operation.len() => anchor.strip_suffix("/schema").unwrap_or(anchor),
            _ => anchor,
        };
        if anchor.is_empty() {
            return finding.item.clone().unwrap_or_default();
        }
        normalized(anchor)
    }
}

/// Moves consequences to the part that causes them: results of an operation to its response, constructors of clients to credentials.
fn adopt(groups: &mut BTreeMap<String, Vec<Finding>>) {
    let responses = [
        Rule::SuccessAdded,
        Rule::SuccessBodyAdded,
        Rule::SuccessBodyRemoved,
        Rule::TypeChanged,
        Rule::TypeNarrowed,
        Rule::TypeWidened,
        Rule::MediaTypeAdded,
        Rule::MediaTypeRemoved,
        Rule::SuccessMoved,
    ];
    let causes: Vec<(String, String)> = groups
        .iter()
        .filter(|(_, findings)| findings.iter().any(|finding| responses.contains(&finding.rule)))
        .filter_map(|(anchor, _)| Some((operation_of(anchor)?.to_owned(), anchor.clone())))
        .filter(|(operation, anchor)| is_status(anchor.strip_prefix(operation.as_str()).unwrap_or_default()))
        .collect();
    for (operation, anchor) in causes {
        for from in [operation.clone(), format!("{operation} output")] {
            let moved = take(groups, &from, |finding| is_result(finding) || from != operation);
            groups.entry(anchor.clone()).or_default().extend(moved);
        }
        // A body choice belongs to the body.
    }
    let operations: Vec<String> = groups.keys().filter_map(|anchor| operation_of(anchor).map(str::to_owned)).collect();
    for operation in operations {
        let body = format!("{operation} body");
        if groups.contains_key(&body) {
            let whole = format!("{body} choice");
            let behind = groups.range(whole.clone()..).map(|(anchor, _)| anchor);
            let within = behind.take_while(|anchor| anchor.starts_with(&whole));
            let choice: Vec<String> = within.filter(|anchor| is_within(anchor, &whole)).cloned().collect();
            for from in choice {
                let moved = take(groups, &from, |_| true);
                groups.entry(body.clone()).or_default().extend(moved);
            }
        }
    }
    let credential = groups.keys().find(|anchor| anchor.starts_with("security:")).cloned();
    if let Some(credential) = credential {
        let moved = take(groups, "client", |_| true);
        groups.entry(credential).or_default().extend(moved);
    }
    groups.retain(|_, findings| !findings.is_empty());
}

fn take(groups: &mut BTreeMap<String, Vec<Finding>>, from: &str, which: impl Fn(&Finding) -> bool) -> Vec<Finding> {
    let Some(findings) = groups.get_mut(from) else { return Vec::new() };
    let (moved, kept) = std::mem::take(findings).into_iter().partition(|finding| which(finding));
    *findings = kept;
    moved
}

/// ` 200`, ` 2XX` or ` default`.
fn is_status(part: &str) -> bool {
    let status = part.trim_start();
    status == "default" || (status.len() == 3 && status.starts_with(|c: char| c.is_ascii_digit()))
}

fn is_result(finding: &Finding) -> bool {
    let item = finding.item.as_deref().unwrap_or_default();
    let name = item.rsplit("::").next().unwrap_or_default();
    name == "Output" || name.starts_with("send") || name.starts_with("follow") || name == "into_download"
}

/// Makes changes of the findings at one part: one for each rule about the wire, or one for the source.
fn merged(mut findings: Vec<Finding>) -> Vec<Change> {
    let source = findings.iter().map(|finding| finding.source).max().unwrap_or_default();
    let mut items = outermost(&findings, source);
    let is_wire = |finding: &Finding| finding.item.is_none();
    let has_wire = findings.iter().any(is_wire);
    let detail = findings.iter().filter(|finding| !is_wire(finding)).max_by_key(|finding| finding.source).cloned();
    findings.retain(|finding| is_wire(finding) == has_wire);
    if !has_wire {
        findings.sort_by_key(|finding| {
            (std::cmp::Reverse(finding.source), matches!(finding.rule, Rule::ItemAdded | Rule::ItemRemoved))
        });
        findings.truncate(1);
    }
    let mut seen = BTreeSet::new();
    findings.retain(|finding| seen.insert((finding.rule, finding.message.clone())));
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.wire()));
    // A silent break is more than a consequence.
    let silent = detail.filter(|finding| finding.source == Source::BreaksSilently && has_wire);
    let own = silent.map(|finding| change(finding, Source::BreaksSilently, items.clone()));
    let source = if own.is_some() { Source::None } else { source };
    let mut first = true;
    let changes = findings.into_iter().map(|finding| {
        let is_first = std::mem::take(&mut first);
        let (source, items) = if is_first { (source, std::mem::take(&mut items)) } else { (Source::None, Vec::new()) };
        change(finding, source, items)
    });
    changes.chain(own).collect()
}

/// Returns the items that change as much as the part does, without members of others: a type that is gone or new has its
/// members with it.
fn outermost(findings: &[Finding], source: Source) -> Vec<String> {
    let changes = |finding: &&Finding| finding.source > Source::None && finding.source >= source.min(Source::Breaks);
    let items: Vec<&str> = findings.iter().filter(changes).filter_map(|finding| finding.item.as_deref()).collect();
    let all: HashSet<&str> = items.iter().copied().collect();
    let is_member = |item: &str| {
        let mut owners = item.match_indices("::").filter_map(|(end, _)| item.get(..end));
        owners.any(|owner| all.contains(owner))
    };
    let mut seen = HashSet::new();
    items.into_iter().filter(|item| !is_member(item) && seen.insert(*item)).map(str::to_owned).collect()
}

fn change(finding: Finding, source: Source, items: Vec<String>) -> Change {
    let wire = finding.wire();
    let breaking: Vec<_> =
        finding.sides.iter().copied().filter(|side| wire > Wire::None && finding.effect.on(*side) == wire).collect();
    let mut operations: Vec<String> = finding
        .operations
        .into_iter()
        .filter(|(side, _)| breaking.contains(side))
        .map(|(_, operation)| operation)
        .collect();
    operations.sort_unstable();
    operations.dedup();
    let is_needed = wire > Wire::None || source >= Source::Inference || finding.effect == Effect::NONE;
    Change {
        document: String::new(),
        fingerprint: fingerprint(finding.rule, &finding.anchor, &finding.message),
        accepted: None,
        rule: finding.rule,
        message: finding.message,
        wire,
        sides: breaking,
        source,
        items,
        operations,
        identity: finding.anchor,
        version: finding.version,
        help: if is_needed { finding.rule.help().to_owned() } else { String::new() },
    }
}
