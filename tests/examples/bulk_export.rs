//! Exports all contacts of an account to a CSV file, and resumes after an interruption.
//!
//!     cargo run -p oaspress-tests --example bulk_export -- contacts.csv
//!
//! It exports the contacts of the account in `KIRIM_PHONE_NUMBER_ID`. If `KIRIM_API_KEY` is not set, it calls a server
//! on loopback. You can interrupt it at any time (`--pages 3` ends it after three pages) and run it again. Until the
//! export is complete, a checkpoint file beside the CSV file stores the position.

use std::env;
use std::error::Error;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

use indicatif::{ProgressBar, ProgressStyle};
use kirim::Client;
use kirim::models::Contact;
use oaspress_tests::contacts_server::{ContactsServer, PHONE_NUMBER_ID};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let (file, pages) = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [file] => (file, usize::MAX),
        [file, "--pages", pages] => (file, pages.parse()?),
        _ => return Err("usage: bulk_export FILE [--pages NUMBER]".into()),
    };
    // Without a key, the contacts come from a server on loopback.
    let server = env::var_os("KIRIM_API_KEY").is_none().then(|| ContactsServer::builder().contacts(2_500).start());
    let kirim = match &server {
        Some(server) => Client::builder().base_url(server.base_url()).bearer_auth(server.api_key()).build()?,
        None => Client::from_env()?,
    };
    let account = env::var("KIRIM_PHONE_NUMBER_ID").unwrap_or_else(|_| PHONE_NUMBER_ID.to_owned());
    let bar = ProgressBar::no_length();
    bar.set_style(ProgressStyle::with_template("{spinner} {pos} contacts, {per_sec}, {elapsed}")?);
    let is_done = export(&kirim, &account, Path::new(file), pages, &bar).await?;
    bar.finish();
    println!("{file} has {}{} contacts", bar.position(), if is_done { " and therefore all" } else { "" });
    Ok(())
}

/// The position of an export. Everything in the file after this position is cut off when the export resumes.
#[derive(Default)]
struct Checkpoint {
    cursor: Option<String>,
    contacts: u64,
    bytes: u64,
}

/// Exports at most `pages` pages. Returns true if the export is complete.
pub(crate) async fn export(
    kirim: &Client,
    account: &str,
    path: &Path,
    pages: usize,
    bar: &ProgressBar,
) -> Result<bool, Box<dyn Error>> {
    let checkpoint = Checkpoint::read(path)?;
    bar.set_position(checkpoint.contacts);
    let mut csv = open(path, checkpoint.bytes)?;
    let list = kirim.contacts().list(account).limit(100);
    let mut walk = match checkpoint.cursor {
        Some(cursor) => list.resume(cursor).pages(),
        None => list.pages(),
    };
    for _ in 0..pages {
        let Some(page) = walk.next().await else { break };
        for contact in &page?.data {
            csv.write_record(record(contact))?;
            bar.inc(1);
        }
        csv.flush()?;
        let bytes = csv.get_ref().metadata()?.len();
        // The last page has no cursor: the export is complete.
        let Some(cursor) = walk.cursor().map(str::to_owned) else {
            Checkpoint::remove(path)?;
            return Ok(true);
        };
        Checkpoint { cursor: Some(cursor), contacts: bar.position(), bytes }.write(path)?;
    }
    Ok(false)
}

/// Opens the file and truncates it to the checkpoint. A new file starts with the column names.
fn open(path: &Path, bytes: u64) -> Result<csv::Writer<File>, Box<dyn Error>> {
    let mut file = OpenOptions::new().create(true).write(true).truncate(false).open(path)?;
    file.set_len(bytes)?;
    file.seek(SeekFrom::End(0))?;
    let mut csv = csv::Writer::from_writer(file);
    if bytes == 0 {
        csv.write_record(["id", "name", "phone_number", "email", "created_at"])?;
    }
    Ok(csv)
}

fn record(contact: &Contact) -> [String; 5] {
    let Contact { id, name, phone_number, email, created_at, .. } = contact;
    let [name, phone_number, email] = [name, phone_number, email].map(|text| text.clone().unwrap_or_default());
    [id.clone(), name, phone_number, email, created_at.to_string()]
}

/// Returns `contacts.csv.checkpoint` for `contacts.csv`.
fn beside(path: &Path, extension: &str) -> PathBuf {
    let mut beside = path.as_os_str().to_owned();
    beside.push(format!(".{extension}"));
    beside.into()
}

impl Checkpoint {
    fn path(of: &Path) -> PathBuf {
        beside(of, "checkpoint")
    }

    /// Reads the checkpoint of an interrupted export, or returns the start position.
    fn read(of: &Path) -> Result<Self, Box<dyn Error>> {
        let text = match fs::read_to_string(Self::path(of)) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(error.into()),
        };
        let mut lines = text.lines();
        let mut next = || lines.next().ok_or("the checkpoint is not whole: remove it to begin again");
        Ok(Self { cursor: Some(next()?.to_owned()), contacts: next()?.parse()?, bytes: next()?.parse()? })
    }

    /// Replaces the checkpoint atomically: an interruption leaves the old one or the new one.
    fn write(self, of: &Path) -> io::Result<()> {
        let (path, new) = (Self::path(of), beside(of, "checkpoint.new"));
        fs::write(&new, format!("{}\n{}\n{}\n", self.cursor.unwrap_or_default(), self.contacts, self.bytes))?;
        fs::rename(new, path)
    }

    fn remove(of: &Path) -> io::Result<()> {
        match fs::remove_file(Self::path(of)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}
