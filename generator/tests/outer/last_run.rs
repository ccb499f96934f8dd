//! Runs that depend on the same things as the last one: they repeat its output and generate nothing. A remembered run is marked, so that
//! the output shows if it is repeated.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use oaspress::command::{
    self, Cache, Deny, Exit, GenerateOptions, MessageFormat, Mode, Report, SpecOptions, Verbosity,
};
use oaspress::disk::{Foreign, MANIFEST};
use oaspress::surface;
use tempfile::TempDir;

use crate::said::all_said;

const DOCUMENT: &str = "\
openapi: 3.0.3
info: { title: Pets, version: '1' }
servers: [{ url: https://pets.example }]
paths:
  /pets:
    get:
      operationId: listPets
      responses:
        '200': { description: ok, content: { application/json: { schema: { $ref: 'models.yaml#/Pet' } } } }
        '404': { description: none, content: { application/json: { schema: { $ref: 'missing.yaml#/Error' } } } }
";
const MODELS: &str = "Pet: { type: object, maxLenght: 3, properties: { name: { type: string } } }\n";
const OVERLAY: &str =
    "overlay: 1.0.0\ninfo: { title: Fixes, version: '1' }\nactions: [{ target: $.info, update: { title: Animals } }]\n";
const CONFIG: &str = "[crate]\nname = 'pets'\nruntime = 'crate'\n[lint]\nallow = []\n";
const MARK: &str = "(repeated)";

/// A folder with a document of several files, its configuration, a generated crate and remembered runs.
struct Project {
    folder: TempDir,
    options: GenerateOptions,
}

impl Project {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &str| folder.path().join(name);
        let spec = SpecOptions { spec: path("api.yaml"), overlays: vec![path("fixes.yaml")], ..SpecOptions::default() };
        let cache = Some(Cache { folder: path("cache/runs"), program: path("oaspress") });
        let (out, remedy) = (path("out"), "oaspress generate …".to_owned());
        let options = GenerateOptions { spec, out, remedy, cache, ..GenerateOptions::default() };
        let project = Self { folder, options };
        project.write("api.yaml", &DOCUMENT.replace("missing.yaml", "models.yaml").replace("/Error", "/Pet"));
        project.write("models.yaml", MODELS);
        project.write("fixes.yaml", OVERLAY);
        project.write("oaspress.toml", CONFIG);
        project.write("oaspress", "version 1");
        assert_eq!(project.generate().0.exit, Exit::Done);
        project
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).expect("a file");
    }

    fn edit(&self, name: &str, old: &str, new: &str) {
        let text = fs::read_to_string(self.path(name)).expect("a file");
        assert!(text.contains(old), "{name} contains {old}");
        self.write(name, &text.replace(old, new));
    }

    fn run(&self, options: &GenerateOptions, format: MessageFormat) -> (Report, String) {
        all_said(self.folder.path(), format, |console| command::generate(options, console))
    }

    fn generate(&self) -> (Report, String) {
        self.run(&self.options, MessageFormat::Human)
    }

    /// Marks all remembered runs, and returns their number.
    fn mark(&self) -> usize {
        let runs = fs::read_dir(self.path("cache/runs")).into_iter().flatten().map(|run| run.expect("a run").path());
        let mark = |path: PathBuf| {
            let text = fs::read_to_string(&path).expect("a run");
            fs::write(&path, text.replace("\"findings\":[\"", &format!("\"findings\":[\"{MARK}"))).expect("a run");
        };
        runs.map(mark).count()
    }

    /// Runs a command. Returns its output, and true if the last run is repeated.
    fn repeats(&self, options: &GenerateOptions, format: MessageFormat) -> (Report, String, bool) {
        self.mark();
        let (report, text) = self.run(options, format);
        (report, text.replace(MARK, ""), text.contains(MARK))
    }

    fn modified(&self) -> BTreeMap<PathBuf, SystemTime> {
        let mut found = BTreeMap::new();
        let mut open = vec![self.path("out")];
        while let Some(folder) = open.pop() {
            for entry in fs::read_dir(&folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                let time = fs::metadata(&path).and_then(|found| found.modified()).expect("a time");
                open.extend(Some(path.clone()).filter(|path| path.is_dir()));
                found.insert(path, time);
            }
        }
        found
    }
}

/// Lets the files of a folder be older than any that is written now.
fn age(paths: &BTreeMap<PathBuf, SystemTime>) {
    for path in paths.keys().filter(|path| path.is_file()) {
        let file = fs::File::options().write(true).open(path).expect("a file");
        file.set_modified(SystemTime::now() - Duration::from_secs(3600)).expect("a time");
    }
}

#[test]
fn a_run_without_changes_repeats_findings_and_outcome_and_touches_no_file() {
    let project = Project::new();
    age(&project.modified());
    let before = project.modified();
    for format in [MessageFormat::Human, MessageFormat::Json, MessageFormat::Github, MessageFormat::Sarif] {
        for mode in [Mode::Write, Mode::Check, Mode::DryRun] {
            let options = GenerateOptions { mode, ..project.options.clone() };
            let whole = project.run(&GenerateOptions { cache: None, ..options.clone() }, format);
            assert_eq!((whole.0.exit, whole.0.counts.warnings), (Exit::Done, 1), "{}", whole.1);
            // The first run of a format generates.
            project.run(&project.options, format);
            let (report, text, is_repeated) = project.repeats(&options, format);
            assert!(is_repeated, "{format:?}, {mode:?}: {text}");
            assert_eq!((report, text), whole, "{format:?}, {mode:?}");
        }
    }
    assert_eq!(project.modified(), before);
    assert_eq!(project.mark(), 4, "one run per format");
}

#[test]
fn denied_warnings_fail_every_time() {
    let project = Project::new();
    let spec = SpecOptions { deny: Deny::Warnings, ..project.options.spec.clone() };
    let options = GenerateOptions { spec, ..project.options.clone() };
    for _ in 0..3 {
        let (report, text, is_repeated) = project.repeats(&options, MessageFormat::Human);
        assert_eq!((report.exit, report.counts.warnings, is_repeated), (Exit::Failed, 1, false), "{text}");
    }
    assert!(project.repeats(&project.options, MessageFormat::Human).2);
}

/// What is changed, and how.
type Change<'a> = (&'a str, &'a dyn Fn(&Project));

#[test]
fn a_change_of_anything_that_a_run_depends_on_generates() {
    let manifest = format!("out/{MANIFEST}");
    let changes: &[Change<'_>] = &[
        ("document", &|project| project.edit("api.yaml", "ok", "well")),
        ("blank line of the document", &|project| project.edit("api.yaml", "info:", "\ninfo:")),
        ("referenced file", &|project| project.edit("models.yaml", "name", "nick")),
        ("referenced file without effect", &|project| project.edit("models.yaml", "Pet: ", "Pet:  ")),
        ("overlay", &|project| project.edit("fixes.yaml", "Animals", "Beasts")),
        ("configuration", &|project| project.edit("oaspress.toml", "[lint]", "[lint]\ndeny = ['unknown-keyword']")),
        ("comment of the configuration", &|project| project.edit("oaspress.toml", "[lint]", "# x\n[lint]")),
        ("lock", &|project| project.write("oaspress.lock", "[names]\n'GET /cats' = 'felines'\n")),
        ("release", &|project| {
            fs::copy(project.path("out/api.txt"), project.path("out").join(surface::RELEASED_FILE)).expect("a copy");
        }),
        ("generator", &|project| project.write("oaspress", "version 2")),
        ("edited output", &|project| project.edit("out/src/lib.rs", "//!", "//! mine\n//!")),
        ("line ends of the output", &|project| project.edit("out/src/lib.rs", "\n", "\r\n")),
        ("deleted output", &|project| fs::remove_file(project.path("out/src/models/pet.rs")).expect("a file")),
        ("manifest", &|project| project.edit(&manifest, "crate pets", "crate dogs")),
        ("missing manifest", &|project| fs::remove_file(project.path(&manifest)).expect("a file")),
        ("interrupted run", &|project| fs::create_dir(project.path("out/.oaspress-staging")).expect("a folder")),
        ("damaged cache", &|project| {
            let run = fs::read_dir(project.path("cache/runs")).expect("runs").next().expect("a run").expect("a run");
            fs::write(run.path(), "{").expect("a file");
        }),
    ];
    for (name, change) in changes {
        let project = Project::new();
        assert!(project.repeats(&project.options, MessageFormat::Human).2, "{name}: without the change");
        change(&project);
        let check = GenerateOptions { mode: Mode::Check, cache: None, ..project.options.clone() };
        let whole = project.run(&check, MessageFormat::Human);
        let cached = GenerateOptions { cache: project.options.cache.clone(), ..check };
        let (report, text, is_repeated) = project.repeats(&cached, MessageFormat::Human);
        assert_eq!(((report, text), is_repeated), (whole, false), "{name}");
        assert!(!project.repeats(&project.options, MessageFormat::Human).2 || *name != "edited output", "{name}");
    }
}

#[test]
fn a_missing_file_that_appears_generates() {
    let project = Project::new();
    project.write("api.yaml", DOCUMENT);
    let check = |project: &Project| project.repeats(&project.options, MessageFormat::Human);
    let (report, text, _) = check(&project);
    if report.exit == Exit::Done {
        assert!(check(&project).2, "{text}");
    }
    project.write("missing.yaml", "Error: { type: object, properties: { code: { type: string } } }\n");
    let (report, text, is_repeated) = check(&project);
    assert!((report.exit, is_repeated) == (Exit::Done, false), "{text}");
    assert!(check(&project).2);
}

#[test]
fn other_options_generate() {
    let project = Project::new();
    let base = &project.options;
    let spec = |change: &dyn Fn(&mut SpecOptions)| {
        let mut options = base.clone();
        change(&mut options.spec);
        options
    };
    let other = |name: &str| Some(Cache { program: project.path(name), ..base.cache.clone().expect("a cache") });
    project.write("copy", "version 1");
    let options = [
        ("include", spec(&|spec| spec.include.push("path:/pets".to_owned()))),
        ("exclude", spec(&|spec| spec.exclude.push("deprecated".to_owned()))),
        ("verbose", spec(&|spec| spec.verbosity = Verbosity::Verbose)),
        ("allow", spec(&|spec| spec.allow.push("more".to_owned()))),
        ("overlay", spec(&|spec| spec.overlays.clear())),
        ("root", spec(&|spec| spec.root = Some(project.folder.path().to_owned()))),
        ("fresh", spec(&|spec| spec.fresh = true)),
        ("force", GenerateOptions { foreign: Foreign::Replace, ..base.clone() }),
        ("bump", GenerateOptions { bump: true, ..base.clone() }),
        ("name", GenerateOptions { crate_name: Some("dogs".to_owned()), ..base.clone() }),
        ("other program", GenerateOptions { cache: other("copy"), ..base.clone() }),
        ("no program", GenerateOptions { cache: other("gone"), ..base.clone() }),
    ];
    for (name, options) in options {
        assert!(project.repeats(base, MessageFormat::Human).2, "{name}: without it");
        assert!(!project.repeats(&options, MessageFormat::Human).2, "{name}");
        // It may have written other files.
        let restore = GenerateOptions { foreign: Foreign::Replace, ..base.clone() };
        assert_eq!(project.run(&restore, MessageFormat::Human).0.exit, Exit::Done, "{name}");
        project.generate();
    }
}

#[test]
fn a_run_that_changes_the_lock_is_not_remembered() {
    let project = Project::new();
    project.write("oaspress.lock", "[names]\n'GET /cats' = 'felines'\n");
    let (report, text, is_repeated) = project.repeats(&project.options, MessageFormat::Human);
    assert_eq!((report.exit, is_repeated), (Exit::Done, false), "{text}");
    assert!(!Path::exists(&project.path("oaspress.lock")), "{text}");
    let (_, second, is_repeated) = project.repeats(&project.options, MessageFormat::Human);
    assert_eq!((is_repeated, second.contains("lock")), (true, false), "{second}");
}

#[test]
fn a_verdict_since_a_release_is_repeated() {
    let project = Project::new();
    let released = project.path("out").join(surface::RELEASED_FILE);
    fs::copy(project.path("out/api.txt"), released).expect("a copy");
    project.edit("models.yaml", "name: ", "age: { type: integer }, name: ");
    project.edit("oaspress.toml", "[crate]", "[crate]\nversion = '0.2.0'");
    let whole = project.generate();
    assert!(whole.1.contains("\napi: "), "{}", whole.1);
    let again = project.run(&GenerateOptions { cache: None, ..project.options.clone() }, MessageFormat::Human);
    let (report, text, is_repeated) = project.repeats(&project.options, MessageFormat::Human);
    assert!(is_repeated && text.contains("\napi: "), "{text}");
    assert_eq!((report, text), again);

    // The version is too low for a check, but not for a run that writes.
    project.edit("oaspress.toml", "version = '0.2.0'", "version = '0.1.0'");
    project.generate();
    let check = GenerateOptions { mode: Mode::Check, ..project.options.clone() };
    for options in [&project.options, &check, &project.options] {
        assert!(!project.repeats(options, MessageFormat::Human).2);
    }
}
