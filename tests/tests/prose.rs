//! Counts wordings that the style rules forbid, in comments, messages and Markdown. The counts may only fall.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::iter::Peekable;
use std::path::{Path, PathBuf};
use std::str::Chars;

/// The maximum difference between a limit and its count. Beyond it, the limit has to be lowered.
const SLACK: usize = 20;

/// The maximum number of forbidden wordings per area. Lower a number when the count has fallen.
const LIMITS: &[(&str, usize)] = &[
    ("generated", 12),
    ("generator/mutate", 0),
    ("generator/random", 0),
    ("generator/runtime", 0),
    ("generator/src", 54),
    ("tests", 34),
    ("xtask", 1),
    ("*.md", 0),
];

/// Files that are not counted: third-party texts, copies, and this list of forbidden wordings.
const SKIPPED: &[&str] = &["target", "tests/fixtures", "tests/tests/prose.rs"];

/// Forbidden wordings. Alternatives are separated by `|`. The words after `!` make a wording acceptable if they follow
/// it. A wording after `there` is acceptable as well, for example in `there is no response`.
const FORBIDDEN: &[&str] = &[
    // Say what a thing is.
    "is|are|was|were none",
    "is|are|was|were no ! longer|more|different|effect|need|way|limit|point|reason",
    // No personification, and no pronoun as the actor.
    "nobody|anybody|somebody|everybody",
    "whoever",
    "who asks|only|takes|wants|needs",
    "those who",
    // Words with a plain equivalent.
    "answer|answers|answered",
    "asks|asked for ! a|the",
    "stands|stand ! for|out|in|up",
    "comes|come to ! the",
    "becomes|become of",
    "brings|bring",
    "alone",
    "anew",
    "at hand",
    "by itself|themselves",
    "as it|they came|comes|come|stands|is|are",
    "piece|page|part by piece|page|part",
    "says|say|tells|tell|told whether|that|how|what|nothing|so|of",
    "tries|tried ! to",
    "try|tried again",
    "mend|mends|mended",
    "refuse|refuses|refused|refusal",
    "gives|gave|given back",
    "twin|twins",
    "heed|heeds|heeded",
    "no word for",
    "the room",
];

/// Words that begin a clause. A clause must not be the subject of a sentence.
const CLAUSES: &[&str] = &["what", "whether"];

/// A parsed wording: the alternatives for each of its words, and the words that are acceptable after it.
struct Wording {
    words: Vec<Vec<&'static str>>,
    exceptions: Vec<&'static str>,
}

/// A place where a forbidden wording appears.
#[derive(Debug, PartialEq, Eq)]
struct Hit {
    place: String,
    words: String,
}

/// A comment, a message or a paragraph of Markdown, with its first line.
#[derive(Debug, PartialEq, Eq)]
struct Text {
    line: usize,
    words: String,
}

#[test]
fn forbidden_wordings_only_become_fewer() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut files = Vec::new();
    collect(&root, Path::new(""), &mut files).expect("the repository can be listed");
    let mut report = String::new();
    for (area, limit) in LIMITS {
        let inside = files.iter().filter(|file| area_of(file) == *area);
        let hits: Vec<Hit> = inside.flat_map(|file| hits_of(&root, file)).collect();
        if hits.len() > *limit {
            let _ = writeln!(report, "{area}: {} forbidden wordings, {limit} are allowed:", hits.len());
            for Hit { place, words } in &hits {
                let _ = writeln!(report, "  {place}: {words}");
            }
        } else if hits.len() + SLACK < *limit {
            let _ =
                writeln!(report, "{area}: fewer forbidden wordings: lower the limit from {limit} to {}", hits.len());
        }
    }
    assert!(report.is_empty(), "{report}");
}

#[test]
fn forbidden_wordings_are_found() {
    let found = |text: &str| hits(&[Text { line: 1, words: text.to_owned() }], "a").len();
    for bad in [
        "This is none.",
        "It is no list.",
        "What a page says of the next one is a cursor.",
        "Whether it is empty.",
        "Nobody waits.",
        "The server answers.",
        "It is tried again.",
        "The body, as it came.",
        "It is read page by page.",
    ] {
        assert!(found(bad) > 0, "{bad}");
    }
    for good in [
        "It is no longer used.",
        "Returns true if it is empty.",
        "What does this mean?",
        "It tries to connect.",
        "It stands for a value.",
        "See `Answer` and `refuse`.",
        "Is it? None of them.",
        "There is no response.",
    ] {
        assert_eq!(found(good), 0, "{good}");
    }
}

#[test]
fn comments_and_messages_are_found() {
    let source = concat!(
        "//! A module.\n//! Two lines.\n\nfn a<'a>(b: char) -> &'a str {\n    // Why.\n    let c = '\"';\n",
        "    f(\"a message \\\"of\\\" \\\n       five words\", r#\"raw \"and\" long enough\"#, \"short\")\n}\n",
    );
    let found: Vec<(usize, String)> = texts_of_rust(source).into_iter().map(|text| (text.line, text.words)).collect();
    let expected =
        [(1, "A module. Two lines."), (5, "Why."), (7, "a message \"of\" five words"), (8, "raw \"and\" long enough")];
    assert_eq!(found, expected.map(|(line, words)| (line, words.to_owned())));
}

#[test]
fn markdown_is_read_without_code() {
    let found = texts_of_markdown("# A title\nText\nof two lines.\n\n```\ncode\n```\n\n| a | b |\n");
    let words: Vec<&str> = found.iter().map(|text| text.words.as_str()).collect();
    assert_eq!(words, ["A title.", "Text of two lines.", "| a | b |"]);
}

/// Lists the Rust and Markdown files of a folder, in a fixed order.
fn collect(root: &Path, folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    let mut entries = fs::read_dir(root.join(folder))?.collect::<io::Result<Vec<_>>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let inner = folder.join(entry.file_name());
        let is_hidden = entry.file_name().to_string_lossy().starts_with('.');
        if is_hidden || SKIPPED.iter().any(|skipped| inner == Path::new(skipped)) {
            continue;
        }
        if entry.file_type()?.is_dir() {
            collect(root, &inner, files)?;
        } else if inner.extension().is_some_and(|extension| extension == "rs" || extension == "md") {
            files.push(inner);
        }
    }
    Ok(())
}

/// Returns the area of a file. Markdown outside of the areas is an area of its own.
fn area_of(file: &Path) -> &'static str {
    let area = LIMITS.iter().map(|(area, _)| *area).find(|area| file.starts_with(area));
    let other = if file.extension().is_some_and(|extension| extension == "md") { "*.md" } else { "" };
    area.unwrap_or(other)
}

fn hits_of(root: &Path, file: &Path) -> Vec<Hit> {
    let source = fs::read_to_string(root.join(file)).expect("the file was listed");
    let is_rust = file.extension().is_some_and(|extension| extension == "rs");
    let texts = if is_rust { texts_of_rust(&source) } else { texts_of_markdown(&source) };
    hits(&texts, &file.display().to_string())
}

fn hits(texts: &[Text], file: &str) -> Vec<Hit> {
    let wordings: Vec<Wording> = FORBIDDEN.iter().map(|wording| parsed(wording)).collect();
    let mut hits = Vec::new();
    for text in texts {
        for sentence in sentences(&text.words) {
            let words: Vec<&str> = sentence.iter().map(String::as_str).collect();
            let mut hit = |words: &[&str]| {
                hits.push(Hit { place: format!("{file}:{}", text.line), words: words.join(" ") });
            };
            if is_clause(&words) {
                hit(words.get(..words.len().min(8)).unwrap_or_default());
            }
            for start in 0..words.len() {
                let (before, rest) = words.split_at(start);
                if before.last() != Some(&"there") {
                    wordings.iter().filter_map(|wording| wording.at_start(rest)).for_each(&mut hit);
                }
            }
        }
    }
    hits
}

/// Returns true if a clause is the subject of a sentence that is not a question.
fn is_clause(words: &[&str]) -> bool {
    words.first().is_some_and(|first| CLAUSES.contains(first)) && words.last() != Some(&"?")
}

fn parsed(wording: &'static str) -> Wording {
    let (words, exceptions) = wording.split_once(" ! ").unwrap_or((wording, ""));
    let words = words.split(' ').map(|alternatives| alternatives.split('|').collect());
    Wording { words: words.collect(), exceptions: exceptions.split('|').collect() }
}

impl Wording {
    /// Returns the first words of a text if they match.
    fn at_start<'w, 't>(&self, text: &'w [&'t str]) -> Option<&'w [&'t str]> {
        let (start, rest) = text.split_at_checked(self.words.len())?;
        let is_match = self.words.iter().zip(start).all(|(alternatives, word)| alternatives.contains(word));
        let is_exception = rest.first().is_some_and(|next| self.exceptions.contains(next));
        (is_match && !is_exception).then_some(start)
    }
}

/// Splits a text into sentences of lower-case words. A question ends with the word `?`. Code is the word `code`.
fn sentences(text: &str) -> Vec<Vec<String>> {
    let mut sentences = vec![Vec::new()];
    for (index, part) in text.split('`').enumerate() {
        let words = if index % 2 == 1 { "code".to_owned() } else { part.to_lowercase() };
        for word in words.split_whitespace() {
            let word = if word.contains('{') { "code" } else { word };
            let plain = word.trim_matches(|c: char| !c.is_alphanumeric());
            if let (Some(sentence), false) = (sentences.last_mut(), plain.is_empty()) {
                sentence.push(plain.to_owned());
            }
            if word.ends_with('?')
                && let Some(sentence) = sentences.last_mut()
            {
                sentence.push("?".to_owned());
            }
            if word.ends_with(['.', ':', ';', '?', '!', '|']) {
                sentences.push(Vec::new());
            }
        }
    }
    sentences.retain(|sentence| !sentence.is_empty());
    sentences
}

/// Reads the paragraphs of Markdown, without blocks of code. A heading is a sentence.
fn texts_of_markdown(source: &str) -> Vec<Text> {
    let mut texts: Vec<Text> = Vec::new();
    let (mut in_code, mut continues) = (false, false);
    for (line, words) in (1..).zip(source.lines()) {
        let words = words.trim();
        let is_fence = words.starts_with("```");
        in_code ^= is_fence;
        if is_fence || in_code || words.is_empty() {
            continues = false;
        } else if words.starts_with('#') {
            texts.push(Text { line, words: format!("{}.", words.trim_start_matches(['#', ' '])) });
            continues = false;
        } else {
            match texts.last_mut().filter(|_| continues && !words.starts_with(['*', '-', '|'])) {
                Some(paragraph) => paragraph.words.extend([" ", words]),
                None => texts.push(Text { line, words: words.to_owned() }),
            }
            continues = true;
        }
    }
    texts
}

/// Reads the comments of a Rust file, and the string literals with at least three words.
fn texts_of_rust(source: &str) -> Vec<Text> {
    let mut reader = Reader { rest: source.chars().peekable(), line: 1, texts: Vec::new(), continued: 0 };
    let mut last = ' ';
    while let Some(next) = reader.next() {
        match next {
            '/' if reader.rest.peek() == Some(&'/') => reader.comment(),
            '"' => reader.string(),
            'r' if !last.is_alphanumeric() && matches!(reader.rest.peek(), Some('"' | '#')) => reader.raw_string(),
            '\'' => reader.quote(),
            _ => {}
        }
        last = next;
    }
    reader.texts
}

/// The position in a Rust file, and the texts that were found before it.
struct Reader<'s> {
    rest: Peekable<Chars<'s>>,
    line: usize,
    texts: Vec<Text>,
    /// The line on which a comment continues the last text.
    continued: usize,
}

impl Reader<'_> {
    fn next(&mut self) -> Option<char> {
        let next = self.rest.next();
        self.line += usize::from(next == Some('\n'));
        next
    }

    /// Reads a comment. A comment on the line after another one continues it.
    fn comment(&mut self) {
        let mut words = String::new();
        while let Some(next) = self.rest.next_if(|next| *next != '\n') {
            words.push(next);
        }
        let words = words.trim_start_matches(['/', '!']).trim();
        match self.texts.last_mut().filter(|_| self.continued == self.line) {
            Some(text) => text.words.extend([" ", words]),
            None => self.texts.push(Text { line: self.line, words: words.to_owned() }),
        }
        self.continued = if words.is_empty() { 0 } else { self.line + 1 };
    }

    fn string(&mut self) {
        let (line, mut words) = (self.line, String::new());
        while let Some(next) = self.next().filter(|next| *next != '"') {
            match next {
                '\\' => match self.next() {
                    Some('\n') => self.skip_white_space(),
                    Some('n' | 't' | 'r') => words.push(' '),
                    Some(escaped) => words.push(escaped),
                    None => {}
                },
                next => words.push(next),
            }
        }
        self.message(line, words);
    }

    fn skip_white_space(&mut self) {
        while self.rest.peek().is_some_and(|next| next.is_whitespace()) {
            self.next();
        }
    }

    fn raw_string(&mut self) {
        let mut hashes = 0;
        while self.rest.next_if_eq(&'#').is_some() {
            hashes += 1;
        }
        if self.rest.next_if_eq(&'"').is_none() {
            return;
        }
        let (line, end) = (self.line, format!("\"{}", "#".repeat(hashes)));
        let mut words = String::new();
        while let Some(next) = self.next() {
            words.push(next);
            if let Some(text) = words.strip_suffix(&end) {
                let words = text.to_owned();
                return self.message(line, words);
            }
        }
    }

    /// Skips a character literal. A lifetime has no closing quote.
    fn quote(&mut self) {
        let mut ahead = self.rest.clone();
        let (first, second) = (ahead.next(), ahead.next());
        if first == Some('\\') {
            self.next();
            self.next();
            while self.next().is_some_and(|next| next != '\'') {}
        } else if second == Some('\'') {
            self.next();
            self.next();
        }
    }

    fn message(&mut self, line: usize, words: String) {
        if words.split_whitespace().count() >= 3 {
            self.continued = 0;
            self.texts.push(Text { line, words });
        }
    }
}
