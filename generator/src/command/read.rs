//! Reads the documents of a command and their configuration, and decides which documents a command is about.

use std::path::{Path, PathBuf};

use super::opened::Opened;
use super::{CONFIG_FILE, SpecOptions, lock};
use crate::config::{self, Config, Document, FilterTable};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::disk::{self, DiskError};
use crate::path::DocumentId;
use crate::source::Sources;
use crate::{Described, Input};

/// The documents that a command can work on, if the configuration has several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// All of them together.
    Crate,
    /// One that is named, or all of them.
    Any,
    /// One that is named.
    One,
}

/// The input of a command.
pub(super) struct Read {
    /// The documents, in the order of the configuration.
    pub documents: Vec<(Input, Opened)>,
    pub config: Config,
    /// The path of the file that contains `config`.
    pub config_path: Option<PathBuf>,
    /// The entry of `[[documents]]` that is named.
    selected: Option<Document>,
}

/// The reason why the input cannot be read.
pub(super) enum Unread {
    /// A file.
    Disk(DiskError),
    /// The arguments: a message, and help.
    Usage(String, String),
}

impl Unread {
    /// Returns the message and the help.
    pub(super) fn texts(&self) -> (String, String) {
        match self {
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

    /// Returns the findings about the named document: keys of the top level may be about other documents.
    pub(super) fn of_selected(&self, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let Some(document) = &self.selected else { return found };
        let relocated = found.into_iter().map(|one| one.relocated(|place| document.place(place), ToString::to_string));
        let is_of_others = |one: &Diagnostic| {
            let is_entry = one.place.tokens().next().is_some_and(|first| first == "documents");
            one.code == Code::ConfigNotApplicable && one.place.document() == DocumentId::CONFIG && !is_entry
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
    let is_named = !options.spec.as_os_str().is_empty();
    let input = if is_named { Some(disk::read_input(&options.spec)?) } else { None };
    read_input(input, (options, wanted), sources, diagnostics)
}

/// Reads the configuration of a document, or the documents of a configuration.
pub(super) fn read_input(
    input: Option<Input>,
    (options, wanted): (&SpecOptions, Wanted),
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Result<Read, Unread> {
    let path = config_path(options);
    let mut config = match &path {
        Some(path) => read_config(path, sources, diagnostics)?,
        None => Config::default(),
    };
    config.lock = lock::read(options, sources, diagnostics)?;
    let folder = path.as_deref().and_then(Path::parent).unwrap_or_else(|| Path::new("")).to_owned();
    let (entries, selected) = entries(options, wanted, &config, &folder)?;
    if let Some(entry) = &selected {
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
) -> Result<(Vec<Document>, Option<Document>), Unread> {
    let name = options.config.clone().unwrap_or_else(|| options.spec.with_file_name(CONFIG_FILE));
    let (name, spec) = (name.display(), options.spec.display());
    let is_named = !options.spec.as_os_str().is_empty();
    let list = || config.documents.iter().map(|one| format!("`{}`", folder.join(&one.path).display()));
    let list = || list().collect::<Vec<_>>().join(", ");
    match (is_named, config.documents.as_slice()) {
        (true, []) => Ok((Vec::new(), None)),
        (false, []) => {
            let help =
                format!("name the document, or list the documents of the crate in {name}, under `[[documents]]`");
            Err(Unread::Usage("no document is named".to_owned(), help))
        }
        (false, _) if wanted == Wanted::One => {
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
            let is_spec = |one: &&Document| is_same(&folder.join(&one.path), &options.spec);
            if let Some(entry) = documents.iter().find(is_spec) {
                return Ok((Vec::new(), Some(entry.clone())));
            }
            let message = format!("{spec} is not one of the documents of {name}");
            Err(Unread::Usage(message, format!("name one of them: {}", list())))
        }
    }
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

/// Returns the path of the configuration, if there is one. Without a document, it is the one in the current folder.
pub(super) fn config_path(options: &SpecOptions) -> Option<PathBuf> {
    let beside = options.spec.with_file_name(CONFIG_FILE);
    options.config.clone().or_else(|| Some(beside).filter(|path| disk::is_file(path)))
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
