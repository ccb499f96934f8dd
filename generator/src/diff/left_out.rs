//! Operations that the configuration leaves out: the server still has them.

use std::collections::HashSet;

use super::changes::by_severity;
use super::{Rule, Verdict, Wire};

/// Changes the judgment of removed operations that are among these, such as `GET /pets`: old clients still work.
pub(crate) fn leave_out(verdict: &mut Verdict, operations: &[String]) {
    let left_out: HashSet<&str> = operations.iter().map(String::as_str).collect();
    for change in &mut verdict.changes {
        if change.rule == Rule::OperationRemoved && left_out.contains(change.identity.as_str()) {
            change.message = format!("{} is left out", change.identity);
            change.wire = Wire::None;
            change.sides.clear();
            change.operations.clear();
            "remove the calls, or include the operation in the configuration".clone_into(&mut change.help);
        }
    }
    by_severity(&mut verdict.changes);
}
