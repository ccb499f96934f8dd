//! Records the public items of a crate that is released, so that later versions are compared with them.

use super::verdict::Judged;
use super::{Console, Exit, GenerateOptions, Generated, Ran, Report, Wanted, check, crate_name, failed, judged, run};
use crate::Described;
use crate::config::{self, Config};
use crate::disk;
use crate::file_tree::FileTree;
use crate::render::Counts;
use crate::surface;

/// Records a release: copies the listing of a crate beside it, and removes the accepted changes from the configuration. The
/// folder has to be up to date, and the version high enough. The mode of the options is not used.
pub fn release(options: &GenerateOptions, console: &mut Console<'_>) -> Report {
    let report = checked(options, console);
    console.outcome(&report);
    report
}

fn checked(options: &GenerateOptions, console: &mut Console<'_>) -> Report {
    if !disk::is_file(&options.out.join(surface::FILE)) {
        let message =
            format!("{} is not the folder of a generated crate: it has no `{}`", options.out.display(), surface::FILE);
        let help = match options.remedy.as_str() {
            "" => "generate the crate before it is released".to_owned(),
            remedy => format!("run `{remedy}` first, or name another folder with `--out`"),
        };
        console.unread(&message, &help);
        return Report::new(Exit::Usage, Counts::default());
    }
    let work = |documents: &[Described<'_>], config: &Config| judged(options, documents, config);
    let Ran { counts, result: found, .. } = match run((&options.spec, Wanted::Crate), Some(options), console, work) {
        Ok(ran) => ran,
        Err(report) => return *report,
    };
    let Some(Generated { files, judged, lock }) = found else {
        console.summary(counts, "no release is recorded");
        return Report::new(Exit::Failed, counts);
    };
    match disk::check(&files, crate_name(&files), &options.out) {
        Ok(difference) if difference.is_empty() => {}
        _ => return check(options, &files, counts, console),
    }
    if let Some((message, help)) = lock.error(options).or_else(|| judged.version_error(options)) {
        console.error(&message, &help);
        return Report::new(Exit::Failed, counts);
    }
    record(options, &files, &judged, (counts, console))
}

fn record(
    options: &GenerateOptions,
    files: &FileTree,
    judged: &Judged,
    (counts, console): (Counts, &mut Console<'_>),
) -> Report {
    let listing = surface::released(files.get(surface::FILE).unwrap_or_default());
    let path = options.out.join(surface::RELEASED_FILE);
    let is_recorded = disk::read_input(&path).is_ok_and(|input| input.bytes == listing.as_bytes());
    if is_recorded {
        console.summary(counts, &format!("{} is up to date", path.display()));
        return Report::new(Exit::Done, counts);
    }
    if let Err(error) = disk::write_file(&path, &listing) {
        return failed(&error, counts, console);
    }
    let version = listing.parse::<surface::Surface>().map(|surface| surface.version).unwrap_or_default();
    console.released(&path, &version, counts);
    let accepted = judged.since_release().map_or(0, |verdict| verdict.changes.len() - verdict.counted().count());
    if accepted > 0 {
        forget_accepted(options, accepted, console);
    }
    Report::new(Exit::Done, counts)
}

/// Removes the accepted changes from the configuration. They are part of the release, so no later change is one of them.
fn forget_accepted(options: &GenerateOptions, accepted: usize, console: &mut Console<'_>) {
    let Some(path) = options.spec.config_path() else { return };
    let shown = path.display();
    let edited = disk::read_input(&path).ok().and_then(|input| String::from_utf8(input.bytes).ok());
    let edited = edited.and_then(|text| config::without_accepted(&text));
    let (changes, them) = match accepted {
        1 => ("the accepted change".to_owned(), "it"),
        accepted => (format!("{accepted} accepted changes"), "them"),
    };
    let written = edited.map(|text| disk::write_file(&path, &text));
    if let Some(Ok(())) = written {
        console.say(&format!("removed {changes} from {shown}: the release contains {them}"));
    } else {
        console.say(&format!("remove {changes} from `[changes.accept]` in {shown}: the release contains {them}"));
    }
}
