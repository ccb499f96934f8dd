//! Operations that the configuration leaves out: the server still has them.

use super::changes::by_severity;
use super::{Rule, Verdict, Wire};
use crate::filter::Removed;

/// Changes the judgment of the operations that are gone because the filters removed them: old clients still work.
pub(crate) fn leave_out(verdict: &mut Verdict, removed: &Removed) {
    for change in &mut verdict.changes {
        let key = (change.document.clone(), change.identity.clone());
        if change.rule == Rule::OperationRemoved && removed.identities.contains(&key) {
            change.message = change.message.replace(" is gone", " is left out");
            change.wire = Wire::None;
            change.sides.clear();
            change.operations.clear();
            "remove the calls, or include the operation in the configuration".clone_into(&mut change.help);
        }
    }
    by_severity(&mut verdict.changes);
}
