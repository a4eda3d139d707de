//! The numbers of the languages in the documentation are those that the files of an index are written with.

use copydesk::text::language::Language;

#[test]
fn the_documented_numbers_are_those_of_the_code() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/index.md");
    // The documentation is not part of the published crate.
    let Ok(page) = std::fs::read_to_string(path) else { return };
    let quoted = page.lines().filter_map(|line| line.strip_prefix("> ")).collect::<Vec<&str>>().join(" ");
    let documented: Vec<&str> = quoted.split(", ").collect();
    assert_eq!(
        documented,
        Language::ALL.map(Language::code),
        "an index stores the numbers: new languages go to the end"
    );
}
