//! The folder of programs to measure: a hand-written client, one by progenitor if it is available, and `kirim`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

/// A client, and a small program that uses it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Contender {
    Hand,
    Kirim,
    Progenitor,
}

impl Contender {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Hand => "hand",
            Self::Kirim => "kirim",
            Self::Progenitor => "progenitor",
        }
    }

    /// Returns the package of the small program.
    pub(super) fn small(self) -> String {
        format!("small_{}", self.name())
    }

    const fn small_source(self) -> &'static str {
        match self {
            Self::Hand => include_str!("programs/small_by_hand.rs"),
            Self::Kirim => include_str!("programs/small_kirim.rs"),
            Self::Progenitor => include_str!("programs/small_progenitor.rs"),
        }
    }

    /// Returns the dependencies of the small program besides `tokio`. Each client has its default support for https.
    const fn small_dependencies(self) -> &'static str {
        match self {
            Self::Hand => "by_hand = { path = \"../by_hand\" }\nreqwest = \"0.13\"\n",
            Self::Kirim => KIRIM,
            Self::Progenitor => "by_progenitor = { path = \"../by_progenitor\" }\nreqwest = \"0.13\"\n",
        }
    }
}

/// The dependency on `kirim` in this repository.
const KIRIM: &str = concat!("kirim = { path = \"", env!("CARGO_MANIFEST_DIR"), "/../generated\" }\n");

/// The dependency on `kirim` without https, which loopback does not need, and no other client of the comparison has.
const KIRIM_IN_THE_CLEAR: &str = concat!(
    "kirim = { path = \"",
    env!("CARGO_MANIFEST_DIR"),
    "/../generated\", default-features = false, features = [\"contacts\", \"hyper\"] }\n"
);

const TOKIO: &str = "tokio = { version = \"1.54\", features = [\"macros\", \"net\", \"rt-multi-thread\", \"time\"] }\n";

const BY_HAND: &str = r#"jiff = { version = "1.0", default-features = false, features = ["std", "serde"] }
reqwest = { version = "0.13", default-features = false, features = ["json", "query"] }
serde = { version = "1.0", features = ["derive"] }
serde_json = "1.0"
"#;

const SERVER: &str =
    "axum = { version = \"0.8\", default-features = false, features = [\"http1\", \"tokio\"] }\nbytes = \"1.12\"\n";

const COMPARE: &str = r#"allocation-counter = "0.8"
by_hand = { path = "../by_hand" }
measure = { path = "../measure" }
"#;

const MEASURE: &str = "nix = { version = \"0.32\", features = [\"resource\"] }\n";

const BY_HAND_BLOCKING: &str = r#"by_hand = { path = "../by_hand" }
ureq = { version = "3", default-features = false, features = ["json"] }
"#;

const COMPARE_BLOCKING: &str = concat!(
    r#"allocation-counter = "0.8"
by_hand_blocking = { path = "../by_hand_blocking" }
measure = { path = "../measure" }
kirim = { path = ""#,
    env!("CARGO_MANIFEST_DIR"),
    r#"/../generated", default-features = false, features = ["contacts", "blocking"] }
"#
);

/// Writes a workspace of all programs, except for the folder `by_progenitor`, which progenitor writes.
pub(super) fn write(folder: &Path, contenders: &[Contender]) -> anyhow::Result<()> {
    let has_progenitor = contenders.contains(&Contender::Progenitor);
    let mut compare = format!("{COMPARE}{KIRIM_IN_THE_CLEAR}{TOKIO}");
    if has_progenitor {
        compare.push_str("by_progenitor = { path = \"../by_progenitor\" }\n\n[features]\ndefault = [\"progenitor\"]\nprogenitor = []\n");
    } else {
        compare.push_str("\n[features]\nprogenitor = []\n");
    }
    package(folder, "by_hand", "lib.rs", include_str!("programs/by_hand.rs"), BY_HAND)?;
    package(folder, "by_hand_blocking", "lib.rs", include_str!("programs/by_hand_blocking.rs"), BY_HAND_BLOCKING)?;
    package(folder, "measure", "lib.rs", include_str!("programs/measure.rs"), MEASURE)?;
    package(folder, "compare_blocking", "main.rs", include_str!("programs/compare_blocking.rs"), COMPARE_BLOCKING)?;
    package(folder, "server", "main.rs", include_str!("programs/server.rs"), &format!("{SERVER}{TOKIO}"))?;
    package(folder, "compare", "main.rs", include_str!("programs/compare.rs"), &compare)?;
    let own = ["by_hand", "by_hand_blocking", "measure", "server", "compare", "compare_blocking"];
    let mut members = own.map(str::to_owned).to_vec();
    for contender in contenders {
        let dependencies = format!("{}{TOKIO}", contender.small_dependencies());
        package(folder, &contender.small(), "main.rs", contender.small_source(), &dependencies)?;
        members.push(contender.small());
    }
    if has_progenitor {
        members.push("by_progenitor".to_owned());
    }
    let members: Vec<String> = members.iter().map(|member| format!("{member:?}")).collect();
    file(&folder.join("Cargo.toml"), &format!("[workspace]\nresolver = \"3\"\nmembers = [{}]\n", members.join(", ")))
}

fn package(folder: &Path, name: &str, root: &str, source: &str, dependencies: &str) -> anyhow::Result<()> {
    let manifest = format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n{dependencies}"
    );
    file(&folder.join(name).join("Cargo.toml"), &manifest)?;
    file(&folder.join(name).join("src").join(root), source)
}

/// Writes a file unless its content is unchanged, since cargo rebuilds when the modification time changes.
fn file(path: &PathBuf, text: &str) -> anyhow::Result<()> {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return Ok(());
    }
    let folder = path.parent().context("a file is in a folder")?;
    fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}
