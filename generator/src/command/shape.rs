//! Writes the effective document, after overlays and filters.

use serde_json::Value;

use super::{Console, Exit, Ran, Report, ShapeOptions, Wanted, failed, run};
use crate::config::Config;
use crate::{Described, Diagnosis, disk};

/// Writes the effective document to a file or to the results. A document in several files becomes one file.
pub fn shape(options: &ShapeOptions, console: &mut Console<'_>) -> Report {
    let report = write(options, console);
    // Without a file, the results contain only the document.
    if options.out.is_some() {
        console.outcome(&report);
    }
    report
}

fn write(options: &ShapeOptions, console: &mut Console<'_>) -> Report {
    let work = |documents: &[Described<'_>], config: &Config| {
        let [one] = documents else { return (None, Diagnosis::default()) };
        crate::shape(one.input, one.files, config)
    };
    let Ran { counts, result: document, .. } = match run((&options.spec, Wanted::One), None, console, work) {
        Ok(ran) => ran,
        Err(report) => return *report,
    };
    let Some(document) = document else {
        console.summary(counts, "nothing is written");
        return Report::new(Exit::Failed, counts);
    };
    let is_json = options.out.as_deref().and_then(|out| out.extension()).is_some_and(|end| end == "json");
    let text = match text(&document, is_json) {
        Ok(text) => text,
        Err(error) => {
            console.error(&format!("the document cannot be written: {error}"), "");
            return Report::new(Exit::Failed, counts);
        }
    };
    match &options.out {
        None => {
            console.result(text.trim_end());
            console.summary(counts, "");
        }
        Some(out) => match disk::write_file(out, &text) {
            Ok(()) => console.summary(counts, &format!("wrote {}", out.display())),
            Err(error) => return failed(&error, counts, console),
        },
    }
    Report::new(Exit::Done, counts)
}

fn text(document: &Value, is_json: bool) -> Result<String, Box<dyn std::error::Error>> {
    Ok(if is_json { serde_json::to_string_pretty(document)? + "\n" } else { serde_yaml::to_string(document)? })
}
