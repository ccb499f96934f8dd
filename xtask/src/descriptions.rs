//! Generates documents with descriptions that resemble code and HTML. None of them may become a doctest, raw HTML or a
//! link that runs code.

use anyhow::{Result, bail};
use oaspress::Input;
use oaspress::config::Config;
use oaspress_mutate::{Choices, document, documentation, text_count};

/// The number of texts, and the seed.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// The minimum number of texts
    #[arg(long, default_value_t = 200_000)]
    count: usize,
    /// The seed of the first document; later documents use the following seeds
    #[arg(long, default_value_t = 0)]
    seed: u64,
}

/// The maximum number of documents whose defects are shown.
const SHOWN: usize = 5;

/// Generates the documents and checks the documentation of the crates.
pub(crate) fn run(options: &Options) -> Result<()> {
    let mut config = Config::default();
    config.manifest.name = Some("hostile".to_owned());
    let (mut texts, mut documents, mut failed, mut refused) = (0, 0, 0, 0);
    for seed in options.seed.. {
        if texts >= options.count {
            break;
        }
        let document = document(&mut Choices::seeded(seed));
        let input = Input { name: "hostile.json".to_owned(), bytes: document.to_string().into_bytes() };
        documents += 1;
        let Some(files) = oaspress::generate(&input, &config).files else {
            refused += 1;
            continue;
        };
        texts += text_count(&document);
        let defects = documentation::defects(files.iter(), "hostile");
        if !defects.is_empty() {
            failed += 1;
            if failed <= SHOWN {
                println!("seed {seed}:\n  {}", defects.join("\n  "));
            }
        }
    }
    println!("{texts} texts in {documents} documents: {failed} crates with a defect, {refused} documents rejected");
    if failed > 0 {
        bail!("a text of a document is more than text");
    }
    Ok(())
}
