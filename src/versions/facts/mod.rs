//! Versions of a story in, the figures, dates and modal verbs on which they disagree out.

pub mod align;
pub mod calendar;
pub mod evidence;
pub mod figure;
mod fraction;
pub mod lexeme;
pub mod lexicon;
pub mod measure;
pub mod modality;
pub mod numeral;
pub mod reading;
pub mod story;
pub mod tell;
pub mod within;

use super::disagreement::Disagreement;
use super::version::Version;
pub use reading::figures;
use story::Story;

/// The facts on which `versions` disagree.
#[must_use]
pub fn disagreements(versions: &[Version<'_>]) -> Vec<Disagreement> {
    let story = Story::read(versions);
    let mut found = align::between_versions(&story);
    found.extend(within::inside_versions(&story));
    found.extend(modality::unequally_sure(&story));
    found
}

#[cfg(test)]
mod tests;
