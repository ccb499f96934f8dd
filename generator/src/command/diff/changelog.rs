//! Formats changes as an entry of a changelog, as <https://keepachangelog.com> describes it, grouped by operation.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::listed;
use super::markdown::{cell, sentence};
use crate::diff::{Change, Rule, Source, Verdict, Wire, operation_of};

/// A section of an entry, in the order of the sections.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Section {
    Added,
    Changed,
    Deprecated,
    Removed,
}

/// A group of changes within a section, in the order of the groups.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    Operation(String),
    Type(String),
    Client,
}

/// Returns the entry of the new version. Accepted changes are part of it, since users see them.
pub(super) fn text(verdict: &Verdict) -> String {
    let is_raised = verdict.new_version != verdict.old_version;
    let version = if is_raised { verdict.new_version.as_str() } else { "Unreleased" };
    let mut out = format!("## [{version}]\n");
    let mut sections: BTreeMap<Section, BTreeMap<Group, Vec<&Change>>> = BTreeMap::new();
    for change in &verdict.changes {
        sections.entry(section(change)).or_default().entry(group(change)).or_default().push(change);
    }
    if sections.is_empty() {
        out.push_str("\nNo changes of the public API.\n");
    }
    for (section, groups) in sections {
        let _ = write!(out, "\n### {section:?}\n\n");
        for (group, changes) in groups {
            let _ = writeln!(out, "- {}", heading(&group));
            for change in changes {
                let _ = writeln!(out, "  - {}", line(change, &group));
            }
        }
    }
    out
}

fn heading(group: &Group) -> String {
    match group {
        Group::Operation(operation) => format!("`{operation}`"),
        Group::Type(name) => format!("`{name}`"),
        Group::Client => "The crate".to_owned(),
    }
}

/// A change in one line: its effect, the items of the crate and the remedy.
fn line(change: &Change, group: &Group) -> String {
    let breaks = match (change.wire, change.source) {
        (_, Source::BreaksSilently) => "**Breaking, although old code compiles:** ",
        (Wire::Breaks, Source::Breaks) => "**Breaking, and earlier versions of the crate stop working:** ",
        (_, Source::Breaks) => "**Breaking:** ",
        (Wire::Breaks, _) => "**Earlier versions of the crate stop working:** ",
        (Wire::MayBreak, _) => "**Earlier versions of the crate may stop working:** ",
        _ => "",
    };
    // The heading names the operation.
    let message = match group {
        Group::Operation(operation) => {
            let message = change.message.replacen(&format!(" of {operation}"), "", 1);
            let rest = message.strip_prefix(operation.as_str());
            rest.map(|rest| format!("this operation{rest}")).unwrap_or(message)
        }
        Group::Type(_) | Group::Client => change.message.clone(),
    };
    let message = if breaks.is_empty() { sentence(&message) } else { message };
    let items: Vec<String> = change.items.iter().map(|item| format!("`{item}`")).collect();
    let items: Vec<String> = items.into_iter().filter(|item| !message.contains(item.as_str())).collect();
    let items = if items.is_empty() { String::new() } else { format!(" ({})", listed(&items)) };
    let help = if change.help.is_empty() { String::new() } else { format!(" {}.", sentence(&change.help)) };
    format!("{breaks}{}{}.{}", cell(&message), cell(&items), cell(&help))
}

fn group(change: &Change) -> Group {
    let identity = change.identity.as_str();
    if let Some(operation) = operation_of(identity) {
        return Group::Operation(operation.to_owned());
    }
    let rest = identity.split_once("#/components/schemas/").or_else(|| identity.split_once("#/definitions/"));
    match rest {
        Some((_, rest)) => {
            let name = rest.split(['/', ' ']).next().unwrap_or_default();
            Group::Type(name.replace("~1", "/").replace("~0", "~"))
        }
        None => Group::Client,
    }
}

/// Additions that break something are changes of what was there.
fn section(change: &Change) -> Section {
    let is_breaking = change.wire >= Wire::MayBreak || change.source >= Source::Breaks;
    match change.rule {
        Rule::OperationDeprecated | Rule::Deprecated => Section::Deprecated,
        Rule::OperationRemoved
        | Rule::ParameterRemoved
        | Rule::BodyRemoved
        | Rule::MediaTypeRemoved
        | Rule::PropertyRemoved
        | Rule::RequiredPropertyRemoved
        | Rule::EnumValueRemoved
        | Rule::AlternativeRemoved
        | Rule::ResponseRemoved
        | Rule::SuccessBodyRemoved
        | Rule::PaginationRemoved
        | Rule::HeaderRemoved
        | Rule::ServerRemoved
        | Rule::SchemaRemoved
        | Rule::ImplRemoved
        | Rule::ItemRemoved => Section::Removed,
        Rule::OperationAdded
        | Rule::ParameterAdded
        | Rule::RequiredParameterAdded
        | Rule::FixedParameterAdded
        | Rule::BodyAdded
        | Rule::RequiredBodyAdded
        | Rule::MediaTypeAdded
        | Rule::PropertyAdded
        | Rule::RequiredPropertyAdded
        | Rule::EnumValueAdded
        | Rule::AlternativeAdded
        | Rule::ResponseAdded
        | Rule::SuccessAdded
        | Rule::SuccessBodyAdded
        | Rule::PaginationAdded
        | Rule::HeaderAdded
        | Rule::ServerAdded
        | Rule::SchemaAdded
        | Rule::ImplAdded
        | Rule::ItemAdded
            if !is_breaking =>
        {
            Section::Added
        }
        _ => Section::Changed,
    }
}
