//! Versions of crates of several documents are compared.

use insta::assert_snapshot;
use oaspress::command::{self, Exit};

use super::{CONFIG, Place, document};

/// A configuration without documents is not a version of a crate.
#[test]
fn a_configuration_without_documents_cannot_be_compared() {
    let place = Place::new("[crate]\nname = \"pay\"\n");
    for old in ["billing.yaml", "oaspress.toml"] {
        let diff = command::DiffOptions {
            old: place.folder.path().join(old),
            new: place.folder.path().join("oaspress.toml"),
            ..command::DiffOptions::default()
        };
        let (exit, text) = place.run(|console| command::diff(&diff, console));
        assert_eq!(exit, Exit::Failed, "{text}");
        assert!(text.contains("error: no document is named, and …/oaspress.toml lists none\n"), "{text}");
    }
}

#[test]
fn changes_name_the_module() {
    let place = Place::new(&format!("{CONFIG}\n[[documents]]\npath = \"refunds.yaml\"\n"));
    assert_eq!(place.generate().0, Exit::Done);
    place.write("oaspress.toml", CONFIG);
    place.write("checkout.yaml", &document("checkout", "string"));
    assert_snapshot!(place.compare_crates().1);
}

/// Only which models are equal matters, and not which document is the home of their type.
#[test]
fn the_order_of_documents_changes_no_type() {
    let order = |names: [&str; 3]| -> String {
        let entry = |name| format!("[[documents]]\npath = \"{name}.yaml\"\n");
        "[crate]\nname = \"pay\"\n".to_owned() + &names.map(entry).concat()
    };
    let place = Place::new(&order(["billing", "checkout", "refunds"]));
    assert_eq!(place.generate().0, Exit::Done);
    place.write("oaspress.toml", &order(["refunds", "checkout", "billing"]));
    let (exit, text) = place.compare_crates();
    assert!(exit == Exit::Done && !text.contains('['), "{text}");
    // All three have other models then, and two of them become equal again.
    place.write("billing.yaml", &document("billing", "string"));
    let (_, text) = place.compare_crates();
    assert!(
        text.contains("model-separated") && text.contains("refunds: `models::Money` is not the same type as"),
        "{text}"
    );
    assert_eq!(place.generate().0, Exit::Done);
    place.write("billing.yaml", &document("billing", "integer"));
    let (_, text) = place.compare_crates();
    assert!(
        text.contains("breaks[model-joined]: refunds: `models::Money` is the same type as `billing::models::Money`"),
        "{text}"
    );
}

/// Versions of one description can be compared beside a configuration of several.
#[test]
fn two_versions_of_a_description_are_compared() {
    let place = Place::new(&format!("{CONFIG}client.base-url = \"https://a.example\"\n"));
    place.write("old.yaml", &document("checkout", "string"));
    place.write("further.yaml", &document("checkout", "integer"));
    let compare = |old: &str, new: &str| {
        let folder = place.folder.path();
        let diff =
            command::DiffOptions { old: folder.join(old), new: folder.join(new), ..command::DiffOptions::default() };
        place.run(|console| command::diff(&diff, console)).1
    };
    let text = compare("old.yaml", "checkout.yaml");
    assert!(text.contains("Money::amount") && !text.contains("error"), "{text}");
    let text = compare("old.yaml", "further.yaml");
    assert!(text.contains("Money::amount") && !text.contains("error"), "{text}");
}

/// A key of the top level that is about another description is no error of this one.
#[test]
fn a_description_is_compared_whatever_the_keys_of_others() {
    let place = Place::new(&format!("{CONFIG}\n[operations.put_billing]\nmethod = \"pay\"\n"));
    let checkout = place.folder.path().join("checkout.yaml");
    let diff = command::DiffOptions { old: checkout.clone(), new: checkout, ..command::DiffOptions::default() };
    let (exit, text) = place.run(|console| command::diff(&diff, console));
    assert!(exit == Exit::Done && text.contains("no changes of the public API"), "{text}");
}
