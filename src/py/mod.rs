//! The Python border: the only place that names pyo3, and one without algorithms.

mod beside;
mod blocks;
mod error;
mod functions;
mod ids;
mod index;
mod input;
mod output;
mod parameters;
mod reuse;
mod run;
mod sentences;
mod speakers;
mod verification;
mod versions;

use pyo3::prelude::*;

#[pymodule]
mod _copydesk {
    #[pymodule_export]
    use super::blocks::{find_boilerplate, find_credits};
    #[pymodule_export]
    use super::functions::{
        cluster, explain, extract_quotes, near_duplicates, panic_in_a_run, quote_rules, schemas, shingle, signatures,
        similarity, story_terms,
    };
    #[pymodule_export]
    use super::index::Index;
    #[pymodule_export]
    use super::output::Table;
    #[pymodule_export]
    use super::reuse::{overlap, passages};
    #[pymodule_export]
    use super::sentences::sentences;
    #[pymodule_export]
    use super::speakers::speakers;
    #[pymodule_export]
    use super::verification::verify_quotes;
    #[pymodule_export]
    use super::versions::{compare_versions, find_discrepancies, match_quotes, quote_columns};

    use pyo3::prelude::*;

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))?;
        module.add("DEBUG_BUILD", cfg!(debug_assertions))
    }
}
