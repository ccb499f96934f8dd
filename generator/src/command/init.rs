//! Writes a first configuration for a document.

use super::{CONFIG_FILE, Console, Exit, InitOptions, Ran, Report, Wanted, failed, run};
use crate::config::Config;
use crate::{Described, Diagnosis, disk};

/// Writes the configuration beside the document, or to the file that the options name. An existing file is an error. The
/// configuration is that of the document: one that exists beside it is not read.
pub fn init(options: &InitOptions, console: &mut Console<'_>) -> Report {
    let report = write(options, console);
    console.outcome(&report);
    report
}

fn write(options: &InitOptions, console: &mut Console<'_>) -> Report {
    let spec = &options.spec;
    let out = options.out.clone().unwrap_or_else(|| spec.beside(CONFIG_FILE));
    if disk::exists(&out) {
        let message = format!("{} exists already", out.display());
        console.unread(&message, "edit it, or name another file with `--out`");
        return Report::new(Exit::Usage, crate::render::Counts::default());
    }
    let work = |documents: &[Described<'_>], config: &Config| {
        let [one] = documents else { return (None, Diagnosis::default()) };
        let (understood, found) = crate::understand(one.input, one.files, config);
        (understood.map(|understood| crate::init::init(&understood, file_name(&one.input.name))), found)
    };
    let Ran { counts, result: text, .. } = match run((spec, Wanted::Unconfigured), None, console, work) {
        Ok(ran) => ran,
        Err(report) => return *report,
    };
    let Some(text) = text else {
        console.summary(counts, "nothing is written");
        return Report::new(Exit::Failed, counts);
    };
    match disk::write_file(&out, &text) {
        Ok(()) => {
            console.summary(counts, &format!("wrote {}", out.display()));
            console.next(&format!("edit it, then `oaspress generate {} --out FOLDER`", spec.spec.display()));
            Report::new(Exit::Done, counts)
        }
        Err(error) => failed(&error, counts, console),
    }
}

fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}
