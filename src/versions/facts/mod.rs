//! Versions of a story in, the figures, dates and modal verbs on which they disagree out.
//!
//! A text is cut into words, digits and marks ([`lexeme`]). From these, [`numeral`] and [`calendar`] read numbers, dates and
//! times by the words of three languages ([`lexicon`]), and [`reading`] gives each its unit and what it counts: a [`figure`],
//! whose value is the same in all its clothes ([`measure`], [`agreement`]). In other languages digits are read, and no units.
//!
//! Equal values of one fact are matched first. Two values that no version gives both may be values of one fact; whether they
//! are is summed up from what their sentences share in rare words and other figures ([`story`], [`evidence`]), from what they
//! count and from how figures go wrong: digits change places, a day is the day beside ([`align`]). Rewrites share few words,
//! so no single sign is enough. Inside one version a headline, a sum and a fact told twice are held to the rest ([`within`]),
//! and claims of which one version is surer than another are paired ([`modality`]).
//!
//! # Complexity
//! Linear in the texts. Of one version [`story::FIGURES`] figures are aligned, of one measure the 400 best attested values are
//! compared with each other, by six mentions at most.

pub mod agreement;
pub mod align;
pub mod calendar;
pub mod evidence;
pub mod figure;
mod fraction;
mod german;
pub mod lexeme;
pub mod lexicon;
pub mod measure;
pub mod modality;
pub mod numeral;
mod quantity;
pub mod reading;
pub mod story;
pub mod sum;
pub mod tell;
pub mod within;

use super::disagreement::Disagreement;
use super::version::Version;
pub use reading::figures;
use story::Story;

/// The facts on which `versions` disagree; with one version those on which it disagrees with itself.
///
/// Values that agree in other clothes are no disagreement, nor are a figure and its rounding.
///
/// # Examples
/// ```
/// use copydesk::id::DocId;
/// use copydesk::text::Language;
/// use copydesk::versions::facts::disagreements;
/// use copydesk::versions::version::{Article, Version};
/// let texts = ["The ferry ran aground with 212 passengers on board.", "The ferry ran aground with 221 passengers on board."];
/// let articles = texts.map(|text| Article::join(None, text));
/// let versions = [0, 1].map(|row| Version::read(DocId::from_index(row), &articles[row], Language::English, None));
/// let found = disagreements(&versions);
/// assert_eq!(found.len(), 1);
/// assert_eq!((&*found[0].values[0].shown, &*found[0].values[1].shown), ("212", "221"));
/// ```
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
