//! Reads the documents of a command and their configuration, and decides which documents a command is about.

use std::path::{Path, PathBuf};

use super::opened::{Opened, Outcomes};
use super::{SpecOptions, lock};
use crate::config::{self, Config, Document, FilterTable, Lock, is_of_entry};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::disk::{self, DiskError};
use crate::path::{DocumentId, SpecPath};
use crate::source::Sources;
use crate::{Described, Input, overlay};

/// The documents that a command can work on, if the configuration has several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// All of them together.
    Crate,
    /// One that is named, or all of them.
    Any,
    /// One that is named.
    One,
    /// One that is named, with no configuration but that of the command line.
    Unconfigured,
}

/// The input of a command.
pub(super) struct Read {
    /// The documents, in the order of the configuration.
    pub documents: Vec<(Input, Opened)>,
    pub config: Config,
    /// The path of the file that contains `config`.
    pub config_path: Option<PathBuf>,
    selected: Option<Selected>,
}

/// A document that is named, although the configuration has several.
struct Selected {
    /// Its entry of `[[documents]]`.
    entry: Document,
    /// The entries of the other documents.
    others: Vec<Document>,
    /// True if all of its overlays are also applied to another document.
    shares_overlays: bool,
}

impl Selected {
    fn new(entry: Document, others: Vec<Document>, options: &SpecOptions) -> Self {
        let overlays = config::key_path(&["overlays"]);
        let are_of_top_level = |document: &Document| document.place(&overlays) == overlays;
        let shares_overlays =
            options.overlays.is_empty() && are_of_top_level(&entry) && others.iter().any(are_of_top_level);
        Self { entry, others, shares_overlays }
    }
}

/// The reason why the input cannot be read.
pub(super) enum Unread {
    /// A file.
    Disk(DiskError),
    /// The arguments: a message, and help.
    Usage(String, String),
    /// The entries of `[[documents]]`, whose errors are among the findings.
    Configuration,
}

impl Unread {
    /// Returns the message and the help.
    pub(super) fn texts(&self) -> (String, String) {
        match self {
            Self::Configuration => ("the list of documents has errors".to_owned(), String::new()),
            Self::Disk(error) => (error.to_string(), error.help()),
            Self::Usage(message, help) => (message.clone(), help.clone()),
        }
    }
}

impl From<DiskError> for Unread {
    fn from(error: DiskError) -> Self {
        Self::Disk(error)
    }
}

impl Read {
    /// Returns the documents for the stages.
    pub(super) fn described(&self) -> Vec<Described<'_>> {
        self.documents.iter().map(|(input, files)| Described { input, files }).collect()
    }

    /// Returns the paths of all files, with those that were opened for each document.
    pub(super) fn paths(&self, opened: &[Outcomes]) -> Vec<PathBuf> {
        let documents = self.documents.iter().map(|(input, _)| PathBuf::from(&input.name));
        let further = self.documents.iter().zip(opened).flat_map(|((_, files), opened)| files.paths(opened));
        self.config_path.iter().cloned().chain(documents).chain(further).collect()
    }

    /// Returns the findings about the named document. A key of the top level that does not apply to it may apply to another
    /// document that has no value of its own.
    pub(super) fn of_selected(&self, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let Some(Selected { entry, others, shares_overlays }) = &self.selected else { return found };
        let relocated = found.into_iter().map(|one| one.relocated(|place| entry.place(place), ToString::to_string));
        let may_apply = |place: &SpecPath| others.iter().any(|other| !other.replaces(place));
        let is_of_others = |one: &Diagnostic| match one.code {
            Code::ConfigNotApplicable => {
                one.place.document() == DocumentId::CONFIG && !is_of_entry(&one.place) && may_apply(&one.place)
            }
            _ => overlay::depends_on_document(one) && *shares_overlays,
        };
        relocated.filter(|one| !is_of_others(one)).collect()
    }
}

/// Reads the documents and their configuration.
pub(super) fn read(
    options: &SpecOptions,
    wanted: Wanted,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Result<Read, Unread> {
    let input = options.document().map(disk::read_input).transpose()?;
    read_input(input, (options, wanted, None), sources, diagnostics)
}

/// Reads the configuration of a document, or the documents of a configuration. `other` is another version of the document, whose
/// entry is used if the document has none.
pub(super) fn read_input(
    input: Option<Input>,
    (options, wanted, other): (&SpecOptions, Wanted, Option<&Path>),
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Result<Read, Unread> {
    let is_configured = wanted != Wanted::Unconfigured;
    let path = if is_configured { options.config_path() } else { options.config.clone() };
    let mut config = match &path {
        Some(path) => read_config(path, sources, diagnostics)?,
        None => Config::default(),
    };
    config.lock = if is_configured { lock::read(options, sources, diagnostics)? } else { Lock::default() };
    let folder = path.as_deref().and_then(Path::parent).unwrap_or_else(|| Path::new("")).to_owned();
    let (entries, selected) = match (entries(options, wanted, &config, &folder), other) {
        (Ok(found), _) => found,
        (Err(_), _) if diagnostics.iter().any(|found| is_of_entry(&found.place)) => return Err(Unread::Configuration),
        (Err(_), Some(other)) if wanted == Wanted::Any && input.is_some() => {
            (Vec::new(), Some(version((other, options), &config, &folder)))
        }
        (Err(error), _) => return Err(error),
    };
    if let Some(Selected { entry, .. }) = &selected {
        config = config.of_document(entry);
        config.module = None;
    }
    let mut documents = Vec::new();
    match input {
        Some(input) => {
            let files = files(&options.spec, (options, &folder), &config.overlays)?;
            documents.push((input, files));
        }
        None => {
            for entry in &entries {
                let path = folder.join(&entry.path);
                documents.push((disk::read_input(&path)?, files(&path, (options, &folder), &entry.config.overlays)?));
            }
        }
    }
    if let Some((input, _)) = documents.first() {
        sources.insert(DocumentId::ROOT, &input.name, &input.bytes);
    }
    Ok(Read { documents, config, config_path: path, selected })
}

/// Returns the documents of the configuration, or the one that is named.
fn entries(
    options: &SpecOptions,
    wanted: Wanted,
    config: &Config,
    folder: &Path,
) -> Result<(Vec<Document>, Option<Selected>), Unread> {
    let name = options.config_place();
    let (name, spec) = (name.display(), options.spec.display());
    let is_named = options.document().is_some();
    let list = || config.documents.iter().map(|one| format!("`{}`", folder.join(&one.path).display()));
    let list = || list().collect::<Vec<_>>().join(", ");
    match (is_named, config.documents.as_slice()) {
        (true, []) => Ok((Vec::new(), None)),
        (false, []) => {
            let help =
                format!("name the document, or list the documents of the crate in {name}, under `[[documents]]`");
            let message = match options.config_path() {
                Some(_) => format!("no document is named, and {name} lists none"),
                None => "no document is named".to_owned(),
            };
            Err(Unread::Usage(message, help))
        }
        (false, _) if matches!(wanted, Wanted::One | Wanted::Unconfigured) => {
            let message = format!("{name} has several documents, and this command is about one");
            Err(Unread::Usage(message, format!("name one of them: {}", list())))
        }
        (false, documents) => Ok((documents.to_vec(), None)),
        (true, _) if wanted == Wanted::Crate => {
            let message = format!("a document is named, {spec}, and {name} lists the documents of the crate");
            let help = format!(
                "leave out `{spec}` to generate the crate of all of them, or choose another configuration with `--config`"
            );
            Err(Unread::Usage(message, help))
        }
        (true, documents) => {
            if let Some(selected) = entry(documents, (&options.spec, options), folder) {
                return Ok((Vec::new(), Some(selected)));
            }
            let message = format!("{spec} is not one of the documents of {name}");
            Err(Unread::Usage(message, format!("name one of them: {}", list())))
        }
    }
}

/// Returns the entry of the document at a path.
fn entry(documents: &[Document], (path, options): (&Path, &SpecOptions), folder: &Path) -> Option<Selected> {
    let mut others = documents.to_vec();
    let at = others.iter().position(|one| is_same(&folder.join(&one.path), path))?;
    Some(Selected::new(others.remove(at), others, options))
}

/// Returns the entry for a document without one: that of another version of it, or an entry without keys.
fn version((other, options): (&Path, &SpecOptions), config: &Config, folder: &Path) -> Selected {
    entry(&config.documents, (other, options), folder).unwrap_or_else(|| {
        let without_keys = Document::without_keys(Config { documents: Vec::new(), ..config.clone() });
        Selected::new(without_keys, config.documents.clone(), options)
    })
}

fn is_same(a: &Path, b: &Path) -> bool {
    let whole = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    whole(a) == whole(b)
}

/// Opens the files of a document, and reads its overlays.
fn files(document: &Path, (options, folder): (&SpecOptions, &Path), overlays: &[String]) -> Result<Opened, DiskError> {
    let configured = overlays.iter().map(|overlay| folder.join(overlay));
    let overlays = configured.chain(options.overlays.iter().cloned()).map(|path| disk::read_input(&path));
    let overlays = overlays.collect::<Result<Vec<Input>, DiskError>>()?;
    Ok(Opened::new(disk::files(document, options.root.as_deref())?, overlays))
}

/// Reads a configuration.
pub(super) fn read_config(
    path: &Path,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Result<Config, DiskError> {
    let file = disk::read_input(path)?;
    sources.insert(DocumentId::CONFIG, &file.name, &file.bytes);
    let text = sources.get(DocumentId::CONFIG).map_or("", |source| &source.text);
    Ok(config::parse(text, diagnostics))
}

/// Adds the settings of the command line to the configuration, and to that of each document.
pub(super) fn add_options(options: &SpecOptions, config: &mut Config) -> Result<(), (String, String)> {
    let mut documents = std::mem::take(&mut config.documents);
    let configs = documents.iter_mut().map(|document| &mut document.config);
    for config in std::iter::once(&mut *config).chain(configs) {
        config.files.allow_also.clone_from(&options.allow);
        for argument in &options.include {
            config.include.add(argument, FilterTable::Include)?;
        }
        for argument in &options.exclude {
            config.exclude.add(argument, FilterTable::Exclude)?;
        }
    }
    config.documents = documents;
    Ok(())
}
