//! Compares the verdicts on the wire with what happens to the client of an old document at a server that implements the new one.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Result;
use oaspress::diff::{Change, Rule, Verdict, Wire};

use super::judge::Case;
use super::{document, show};
use crate::conformance::{self, Behavior, Versions};

/// The maximum number of calls that are listed for a pair.
const MOST: usize = 4;

/// How a verdict compares with what happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Agreement {
    /// The verdict is that nothing breaks, and every call works.
    BothWork,
    /// The verdict is that calls fail, and calls fail or are partly ignored.
    BothBreak,
    /// The verdict is that calls may fail, or that credentials change.
    Undecided,
    /// The verdict is that nothing breaks, but calls fail or are partly ignored.
    Missed,
    /// The verdict is that calls fail, but none does.
    Exaggerated,
}

impl Agreement {
    const ALL: [Self; 5] = [Self::BothWork, Self::BothBreak, Self::Undecided, Self::Missed, Self::Exaggerated];

    const fn name(self) -> &'static str {
        match self {
            Self::BothWork => "works, as judged",
            Self::BothBreak => "breaks, as judged",
            Self::Undecided => "undecided (may break, credentials)",
            Self::Missed => "MISSED: breaks, judged as compatible",
            Self::Exaggerated => "EXAGGERATED: works, judged as breaking",
        }
    }

    fn of(verdict: &Verdict, behavior: &Behavior) -> Self {
        let mut breaking = verdict.changes.iter().filter(|change| change.wire == Wire::Breaks);
        let is_covered = breaking.any(|change| change.rule != Rule::SecurityChanged);
        let (breaks, is_doubtful) = (!behavior.broken.is_empty(), !behavior.doubtful.is_empty());
        match verdict.wire() {
            Wire::MayBreak => Self::Undecided,
            Wire::Breaks if breaks || is_doubtful => Self::BothBreak,
            // The programs of the old clients send no credentials.
            Wire::Breaks if !is_covered => Self::Undecided,
            Wire::Breaks => Self::Exaggerated,
            Wire::None if is_doubtful => Self::Missed,
            Wire::None | Wire::Behaviour if breaks => Self::Missed,
            Wire::None | Wire::Behaviour => Self::BothWork,
        }
    }
}

/// Judges all pairs of a folder, and prints the disagreements with their rules. Returns the names of these pairs.
pub(super) fn judge(cases: &[Case], pairs: &Path, folder: &Path, jobs: usize) -> Result<Vec<String>> {
    let mut list = Vec::new();
    for case in cases {
        let folder = pairs.join(&case.name);
        let (old, new) = (document(&folder, "old")?, document(&folder, "new")?);
        list.push(Versions { name: case.name.clone(), old, new, crate_: &case.old.crate_ });
    }
    let behavior = conformance::behavior(&list, folder, jobs)?;
    let mut counts: BTreeMap<Agreement, usize> = BTreeMap::new();
    let (mut faults, mut calls) = (Vec::new(), 0);
    for case in cases {
        let Some(behavior) = behavior.get(&case.name) else { continue };
        calls += behavior.count;
        let agreement = Agreement::of(&case.verdict, behavior);
        *counts.entry(agreement).or_default() += 1;
        if matches!(agreement, Agreement::Missed | Agreement::Exaggerated) {
            println!("! {}: {}", case.name, agreement.name());
            let changes = case.verdict.changes.iter();
            let is_meant = |change: &&Change| agreement == Agreement::Missed || change.wire == Wire::Breaks;
            changes.filter(is_meant).for_each(show);
            for call in behavior.broken.iter().chain(&behavior.doubtful).take(MOST) {
                println!("    {call}");
            }
            faults.push(case.name.clone());
        }
    }
    println!("\nClients of the old documents at servers of the new ones, {calls} requests and responses:");
    for agreement in Agreement::ALL {
        println!("{:6}  {}", counts.get(&agreement).copied().unwrap_or_default(), agreement.name());
    }
    Ok(faults)
}
