//! The table of band shapes in the documentation is the one that the code chooses.

use copydesk::lsh::BandShape;

#[test]
fn the_documented_shapes_are_those_that_are_chosen() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/near_duplicates.md");
    // The documentation is not part of the published crate.
    let Ok(page) = std::fs::read_to_string(path) else { return };
    let mut rows = 0;
    for line in page.lines() {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let ["", threshold, bands, rows_per_band, agreeing, _, ""] = cells[..] else { continue };
        let Ok(threshold) = threshold.parse::<f64>() else { continue };
        let documented = bands.parse().ok().map(|bands| BandShape {
            bands,
            rows_per_band: rows_per_band.parse().unwrap(),
            agreeing: agreeing.parse().unwrap(),
        });
        assert_eq!(BandShape::for_threshold(threshold, 256, 1e-6), documented, "{line}");
        rows += 1;
    }
    assert_eq!(rows, 11, "the table has moved or changed its form");
}
