//! Crates of several documents: their configuration, and the commands.

mod compared;

use std::fs;
use std::path::Path;

use insta::assert_snapshot;
use oaspress::command::{self, Console, Exit, GenerateOptions, MessageFormat, Mode, Report, ShapeOptions, SpecOptions};
use oaspress::config;
use oaspress::diag::Diagnostics;
use tempfile::TempDir;

use crate::said::said;

const CONFIG: &str =
    "[crate]\nname = \"pay\"\n\n[[documents]]\npath = \"billing.yaml\"\n\n[[documents]]\npath = \"checkout.yaml\"\n";

/// Returns a document with an operation and a model of its own, and a model `Money` with this type of amount.
fn document(name: &str, amount: &str) -> String {
    format!(
        "openapi: 3.0.3
info: {{ title: {name}, version: '1' }}
servers: [{{ url: https://{name}.example }}]
paths:
  /{name}:
    put:
      operationId: put_{name}
      tags: [all]
      requestBody: {{ content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/{name}' }} }} }} }}
      responses: {{ '200': {{ description: x, content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/{name}' }} }} }} }} }}
components:
  schemas:
    {name}: {{ type: object, properties: {{ money: {{ $ref: '#/components/schemas/Money' }} }} }}
    Money: {{ type: object, required: [amount], properties: {{ amount: {{ type: {amount} }} }} }}
"
    )
}

/// A folder with a configuration and its documents.
struct Place {
    folder: TempDir,
    options: GenerateOptions,
}

impl Place {
    fn new(config: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("a file");
        write("oaspress.toml", config);
        for name in ["billing", "checkout", "refunds"] {
            write(&format!("{name}.yaml"), &document(name, "integer"));
        }
        let spec = SpecOptions { config: Some(folder.path().join("oaspress.toml")), ..SpecOptions::default() };
        let options = GenerateOptions { spec, out: folder.path().join("out"), ..GenerateOptions::default() };
        Self { folder, options }
    }

    fn run(&self, run: impl FnOnce(&mut Console<'_>) -> Report) -> (Exit, String) {
        let (report, text) = said(self.folder.path(), MessageFormat::Human, run);
        (report.exit, text)
    }

    fn generate(&self) -> (Exit, String) {
        self.run(|console| command::generate(&self.options, console))
    }

    /// Compares the generated crate with that of the configuration.
    fn compare_crates(&self) -> (Exit, String) {
        let diff = command::DiffOptions {
            old: self.options.out.clone(),
            new: self.folder.path().join("oaspress.toml"),
            ..command::DiffOptions::default()
        };
        self.run(|console| command::diff(&diff, console))
    }

    fn named(&self, name: &str) -> SpecOptions {
        SpecOptions { spec: self.folder.path().join(name), ..self.options.spec.clone() }
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.folder.path().join(name), text).expect("a file");
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.options.out.join(name)).expect("a generated file")
    }
}

/// Returns the section of a document in a listing.
fn section(listing: &str, module: &str) -> String {
    let (_, rest) = listing.split_once(&format!("document {module}\n")).expect("a section");
    rest.split("\ndocument ").next().unwrap_or_default().trim().to_owned()
}

#[test]
fn generating_twice_changes_nothing_and_a_further_document_changes_no_other_listing() {
    let mut place = Place::new(CONFIG);
    assert_eq!(place.generate().0, Exit::Done);
    let before = place.read("api.txt");
    place.options.mode = Mode::Check;
    assert_eq!(place.generate().0, Exit::Done);
    place.options.mode = Mode::Write;
    place.write("oaspress.toml", &format!("{CONFIG}\n[[documents]]\npath = \"refunds.yaml\"\n"));
    assert_eq!(place.generate().0, Exit::Done);
    let after = place.read("api.txt");
    for module in ["billing", "checkout"] {
        assert_eq!(section(&before, module), section(&after, module), "{module}");
    }
    assert!(section(&after, "refunds").contains("same(billing::models::Money)"), "{after}");
}

#[test]
fn nothing_is_written_unless_all_documents_are_understood() {
    let place = Place::new(CONFIG);
    place.write("checkout.yaml", "openapi: 3.0.3\npaths: [\n");
    let (exit, text) = place.generate();
    assert_eq!(exit, Exit::Failed);
    assert!(text.contains("…/checkout.yaml:"), "{text}");
    assert!(!place.options.out.exists());
}

#[test]
fn a_key_of_the_top_level_applies_to_some_document_and_a_key_of_an_entry_to_its_own() {
    let config = format!(
        "{CONFIG}\n[documents.operations.put_billing]\nmethod = \"a\"\n\n[operations.put_billing]\nmethod = \"b\"\n\n[operations.put_biling]\nmethod = \"c\"\n"
    );
    let (exit, text) = Place::new(&config).generate();
    assert_eq!(exit, Exit::Failed);
    assert_snapshot!(text);
}

#[test]
fn entries_are_checked() {
    for (entry, expected) in [
        ("module = \"a\"", "the entry 3 of `[[documents]]` has no `path`"),
        ("path = \"billing.json\"", "`billing.yaml` and `billing.json` have the same module, `billing`"),
        (
            "path = \"a.yaml\"\nmodule = \"runtime\"",
            "every generated crate has a module, a file or a feature `runtime`",
        ),
        ("path = \"a.yaml\"\nmodule = \"main\"", "every generated crate has a module, a file or a feature `main`"),
        ("path = \"a.yaml\"\nmodule = \"com1\"", "`com1` is the name of a device in Windows, which no file can have"),
        ("path = \"lib.yaml\"", "no name of a module follows from `lib.yaml`"),
        ("path = \"nul.yaml\"", "no name of a module follows from `nul.yaml`"),
        ("path = \"a.yaml\"\nmodule = \"A\"", "`A` is not a name for a module"),
        ("path = \"1.yaml\"", "no name of a module follows from `1.yaml`"),
        ("path = \"a.yaml\"\nmodul = \"a\"", "an entry of `documents` has no key `modul`"),
        ("path = \"a.yaml\"\nclient.bas-url = \"https://a.example\"", "`client` has no key `bas-url`"),
    ] {
        let mut diagnostics = Diagnostics::new();
        let _ = config::parse(&format!("{CONFIG}\n[[documents]]\n{entry}\n"), &mut diagnostics);
        let found: Vec<String> = diagnostics.into_vec().into_iter().map(|found| found.message).collect();
        assert_eq!(found, [expected]);
    }
    let mut diagnostics = Diagnostics::new();
    let _ = config::parse("documents = \"a.yaml\"\n", &mut diagnostics);
    assert!(diagnostics.has_errors());
}

/// Keys that are valid on their own can be invalid together.
#[test]
fn an_entry_is_checked_with_the_top_level() {
    let messages = |config: &str| -> Vec<(String, String)> {
        let mut diagnostics = Diagnostics::new();
        let _ = config::parse(config, &mut diagnostics);
        let found = diagnostics.into_vec().into_iter();
        found.map(|found| (found.place.pointer().to_owned(), found.message)).collect()
    };
    let config = format!("[security.key]\nheader = \"X-Key\"\n{CONFIG}security.key.query = \"key\"\n");
    let found = messages(&config);
    assert!(
        matches!(found.as_slice(), [(place, message)]
        if place == "/documents/1/security/key" && message.contains("declares a scheme twice")),
        "{found:?}"
    );
    let config = format!("[lint]\nallow = [\"odd-ref\"]\n{CONFIG}lint.deny = [\"odd-ref\"]\n");
    let found = messages(&config);
    assert!(matches!(found.as_slice(), [(place, _)] if place == "/lint/allow/0"), "{found:?}");
}

/// All documents of a crate have the same dependencies, and one way to read each type.
#[test]
fn types_of_documents_do_not_conflict() {
    for (top, entry, expected) in [
        (
            "a = { use = \"a::A\", crate = { version = \"1\" } }",
            "a = { use = \"a::A\", crate = { version = \"2\" } }",
            Some("the package `a` has different requirements in the documents `billing.yaml` and `checkout.yaml`"),
        ),
        (
            "uri = \"url\"",
            "uri = { use = \"url::Url\", crate = { version = \"2\", features = [\"serde\"] } }",
            Some(
                "`url::Url` is read by the runtime and by its implementation of serde's traits in the documents `billing.yaml` and `checkout.yaml`",
            ),
        ),
        ("uri = \"url\"", "uri = \"string\"", None),
        ("a = { use = \"a::A\", crate = { version = \"1\" } }", "b = { use = \"a::B\" }", None),
    ] {
        let mut diagnostics = Diagnostics::new();
        let config = format!("[types]\n{top}\n{CONFIG}types.{entry}\n");
        let _ = config::parse(&config, &mut diagnostics);
        let found: Vec<(String, String)> =
            diagnostics.into_vec().into_iter().map(|found| (found.place.pointer().to_owned(), found.message)).collect();
        let places: Vec<String> = found.iter().map(|(place, _)| place.clone()).collect();
        assert_eq!(found.first().map(|(_, message)| message.as_str()), expected);
        assert!(places.iter().all(|place| place.starts_with("/documents/1/types/")), "{places:?}");
    }
}

#[test]
fn a_feature_of_the_configuration_has_another_name_than_a_module() {
    let config = CONFIG.replace(
        "[[documents]]\npath = \"billing",
        "[crate.features]\nbilling = []\n\n[[documents]]\npath = \"billing",
    );
    let (exit, text) = Place::new(&config).generate();
    assert_eq!(exit, Exit::Failed);
    assert!(text.contains("the generated crate has a feature `billing` already"), "{text}");
}

/// A finding about a key of the top level is reported if no document has the key: each either has not what the key names, or a value
/// of its own.
#[test]
fn a_key_of_the_top_level_that_applies_to_no_document_is_reported() {
    for (top, entry, expected) in [
        ("[operations.put_billing]\nallow-empty-path = [\"typo\"]\n", "", "operation called `typo`"),
        ("[client]\nserver = \"typo\"\n", "client.server = \"https://checkout.example\"\n", "server `typo`"),
        ("[client]\nserver = \"https://billing.example\"\n", "", ""),
        ("[derive]\nCopy = [\"Money\"]\n", "", "`Money` cannot be `Copy`"),
        ("[security.typo]\noptional = true\n", "", "no API description has the security scheme `typo`"),
    ] {
        let place = Place::new(&format!("{top}{CONFIG}{entry}"));
        place.write("checkout.yaml", &document("checkout", "string"));
        let (exit, text) = place.generate();
        if expected.is_empty() {
            assert_eq!(exit, Exit::Done, "{top}: {text}");
        } else {
            assert!(exit == Exit::Failed && text.contains(expected), "{top}: {text}");
            assert_eq!(text.matches("error[").count(), 1, "{text}");
        }
    }
    let place =
        Place::new(&format!("[client]\nserver = \"typo\"\n{CONFIG}client.server = \"https://checkout.example\"\n"));
    let (_, text) = place.run(|console| command::lint(&place.named("billing.yaml"), console));
    assert!(text.contains("server `typo`"), "{text}");
}

/// A file that several documents have is one file.
#[test]
fn findings_about_a_common_file_are_reported_once() {
    let place = Place::new(CONFIG);
    place.write("common.yaml", "Odd: { type: object, properties: { a: { type: string, enum: [1] } } }\n");
    for name in ["billing", "checkout"] {
        let text =
            document(name, "integer").replace("{ $ref: '#/components/schemas/Money' }", "{ $ref: 'common.yaml#/Odd' }");
        place.write(&format!("{name}.yaml"), &text);
    }
    let (_, text) = place.generate();
    assert_eq!(text.matches("common.yaml:").count(), 1, "{text}");
}

/// An action of an overlay for all documents has to have an effect on one of them.
#[test]
fn an_action_of_a_common_overlay_is_reported_if_it_has_no_effect_on_any_document() {
    let place = Place::new(&format!("overlays = [\"fixes.overlay.yaml\"]\n{CONFIG}"));
    let action = |path: &str| format!("  - {{ target: \"$.paths['{path}'].put\", update: {{ summary: Put }} }}\n");
    let overlay = |actions: &[String]| {
        let head = "overlay: 1.0.0\nextends: billing.yaml\ninfo: { title: Fixes, version: '1' }\nactions:\n";
        place.write("fixes.overlay.yaml", &format!("{head}{}", actions.concat()));
    };
    overlay(&[action("/billing"), action("/checkout")]);
    let (exit, text) = place.generate();
    assert!(exit == Exit::Done && !text.contains("[overlay-"), "{text}");
    overlay(&[action("/billing"), action("/nothing")]);
    let (_, text) = place.generate();
    assert_eq!(text.matches("warning[overlay-no-effect]").count(), 1, "{text}");
    assert!(text.contains("/nothing") && !text.contains("overlay-extends"), "{text}");
    // A command about one document cannot know of the others.
    let (_, text) = place.run(|console| command::lint(&place.named("checkout.yaml"), console));
    assert!(!text.contains("[overlay-"), "{text}");
    // An action without a change has no effect on any document.
    overlay(&["  - { target: $.info }\n".to_owned(), action("/nothing")]);
    let (_, text) = place.run(|console| command::lint(&place.named("checkout.yaml"), console));
    assert_eq!(text.matches("[overlay-").count(), 1, "{text}");
    assert!(text.contains("the action has no `update`"), "{text}");
    overlay(&[action("/billing"), action("/nothing")]);
    // An overlay of the entry is about its document only.
    place.write("oaspress.toml", &format!("{CONFIG}overlays = [\"fixes.overlay.yaml\"]\n"));
    let (_, text) = place.run(|console| command::lint(&place.named("checkout.yaml"), console));
    assert_eq!(text.matches("warning[overlay-no-effect]").count(), 2, "{text}");
}

/// The errors of an entry are reported instead of the documents that are left without it.
#[test]
fn errors_of_entries_are_reported() {
    let place = Place::new(&CONFIG.replace("path = \"checkout.yaml\"", "path = \"checkout.yaml\"\nmodule = \"A\""));
    let (exit, text) = place.run(|console| command::lint(&place.named("checkout.yaml"), console));
    assert!(exit == Exit::Failed && text.contains("`A` is not a name for a module"), "{text}");
    assert!(!text.contains("is not one of the documents"), "{text}");
    let place = Place::new("[[documents]]\npath = \"billing.yaml\"\nmodule = \"A\"\n");
    let (exit, text) = place.generate();
    assert!(exit == Exit::Failed && text.contains("`A` is not a name for a module"), "{text}");
}

#[test]
fn the_module_has_the_name_of_the_file() {
    for (path, module) in [
        ("v1/Billing-Service.openapi.yaml", "billing_service"),
        ("BalancePlatformService-v2.json", "balance_platform_service_v2"),
        ("a.swagger.json", "a"),
    ] {
        let mut diagnostics = Diagnostics::new();
        let config = config::parse(&format!("[[documents]]\npath = \"{path}\"\n"), &mut diagnostics);
        assert_eq!(config.documents.iter().map(|entry| entry.module.as_str()).collect::<Vec<_>>(), [module]);
    }
}

#[test]
fn commands_are_about_all_documents_or_about_one() {
    let place = Place::new(CONFIG);
    let lint = |spec: SpecOptions| place.run(|console| command::lint(&spec, console));
    let shape = |spec: SpecOptions| {
        place.run(|console| command::shape(&ShapeOptions { spec: spec.clone(), out: None }, console))
    };
    let generate = GenerateOptions { spec: place.named("billing.yaml"), ..place.options.clone() };
    let module = GenerateOptions { is_module: true, ..place.options.clone() };
    let texts = [
        lint(place.options.spec.clone()),
        lint(place.named("checkout.yaml")),
        lint(place.named("refunds.yaml")),
        shape(place.options.spec.clone()),
        place.run(|console| command::generate(&generate, console)),
        place.run(|console| command::generate(&module, console)),
    ];
    let texts: Vec<String> = texts.into_iter().map(|(exit, text)| format!("{exit:?}\n{text}")).collect();
    assert_snapshot!(texts.join("\n"));
    let (exit, text) = shape(place.named("checkout.yaml"));
    assert!(exit == Exit::Done && text.contains("title: checkout"), "{text}");
}

/// A name that the lock keeps in one document is free in the other one.
#[test]
fn the_lock_has_a_section_per_document() {
    let place = Place::new(CONFIG);
    assert_eq!(place.generate().0, Exit::Done);
    // It would take the name of the schema `checkout`.
    let further = "    Checkout: { type: object, properties: { x: { type: integer } } }\n    Money:";
    let property = "other: { $ref: '#/components/schemas/Checkout' }, money: {";
    let text = document("checkout", "integer").replace("    Money:", further).replace("money: {", property);
    place.write("checkout.yaml", &text);
    assert_eq!(place.generate().0, Exit::Done);
    let lock = fs::read_to_string(place.folder.path().join("oaspress.lock")).unwrap_or_default();
    assert!(lock.contains("[documents.checkout.names]") && !lock.contains("billing"), "{lock}");
    let (exit, text) = place.generate();
    assert!(exit == Exit::Done && text.contains("up to date"), "{text}");
    assert!(Path::new(&place.options.out).join("src/checkout/models.rs").exists());
}
