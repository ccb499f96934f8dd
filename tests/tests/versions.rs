//! Holds the crates of one API, described in several versions of OpenAPI, against one another: they are the same, byte for
//! byte. What they are is the business of the fixture's snapshot.

mod fixture;

use fixture::Fixture;
use oaspress::Outcome;

fn generated(document: &str) -> Outcome {
    Fixture::named("versions").generate_from(document).0
}

#[test]
fn the_version_of_a_document_does_not_show_in_the_crate() {
    let expected = generated("openapi.yaml").files.expect("a crate of 3.0");
    for document in ["swagger-2.0.yaml"] {
        let files = generated(document).files.unwrap_or_else(|| panic!("no crate of {document}"));
        let names =
            |files: &oaspress::tree::FileTree| files.iter().map(|(path, _)| path.to_owned()).collect::<Vec<_>>();
        assert_eq!(names(&files), names(&expected), "the files of {document}");
        for ((path, contents), (_, expected)) in files.iter().zip(expected.iter()) {
            assert_eq!(contents, expected, "{path} of {document}");
        }
    }
}
