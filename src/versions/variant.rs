//! The quotes of a story in, out its utterances, each with all that the versions make of it.

use super::cast::{Cast, Who};
use super::grouping::group;
use super::judge::Judge;
use super::quotation::Quotation;
use super::search::search;
use super::utterance::Utterance;
use super::version::Version;
use super::vocabulary::Vocabulary;
use crate::quote::Kind;
use crate::span::ByteSpan;

/// How a quote stands to the fullest version of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    /// No other version of the story has it.
    Alone,
    /// The same words.
    Identical,
    /// Some of the words in a row, or in order.
    Trimmed,
    /// In marks here, without marks there.
    QuoteVsParaphrase,
    /// Other words.
    Reworded,
    /// Another speaker.
    SpeakerConflict,
}

impl Status {
    /// The status as it is written in a record.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Alone => "alone",
            Self::Identical => "identical",
            Self::Trimmed => "trimmed",
            Self::QuoteVsParaphrase => "quote_vs_paraphrase",
            Self::Reworded => "reworded",
            Self::SpeakerConflict => "speaker_conflict",
        }
    }
}

/// A quote in its group, or a place that says the same without marks.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// The number of its version.
    pub version: usize,
    /// The quote, by its place among the quotes of the story; none for a paraphrase that is no quote.
    pub quote: Option<usize>,
    /// With its marks.
    pub span: ByteSpan,
    /// Whether it stands in marks that quote somebody.
    pub marked: bool,
    /// Whether it stands in marks that quote nobody.
    pub scare: bool,
    /// Who says it.
    pub who: Option<Who>,
    /// Whether its version says plainly who.
    pub sure: bool,
    /// Who says it by what other versions say of the same words, where its own does not or says it badly; with the confidence
    /// of the surest of them.
    pub lent: Option<(Who, f64)>,
    /// How it stands to the fullest version.
    pub status: Status,
    /// The share of its words and the fullest version's that both have in the same order.
    pub similarity: f64,
    /// What turns the fullest version into it; none where the words are the same.
    pub diff: Option<String>,
    /// The number of its wording in the group; members of the same words have one number.
    pub wording: usize,
}

/// An utterance and all that versions make of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// By version and place.
    pub members: Vec<Member>,
    /// The member that is the fullest version.
    pub fullest: usize,
    /// Wordings in marks, two at a time and ascending, that vary the same words: most of the shorter's stand in the other, or
    /// both are one question. Halves of a long quotation do not.
    pub variations: Vec<(usize, usize)>,
}

impl Group {
    /// The numbers of the versions that have it, ascending.
    #[must_use]
    pub fn versions(&self) -> Vec<usize> {
        let mut versions: Vec<usize> = self.members.iter().map(|member| member.version).collect();
        versions.dedup();
        versions
    }
}

/// The utterances of a story.
#[derive(Debug)]
pub struct Variants {
    /// By the version and place of their first member.
    pub groups: Vec<Group>,
    /// Who speaks.
    pub cast: Cast,
}

impl Variants {
    /// The groups, each with its members, by the rows of the versions.
    #[must_use]
    pub fn by_row(&self, versions: &[Version<'_>]) -> Vec<(&Group, Vec<&Member>)> {
        let place = |member: &&Member| (versions[member.version].row, member.span);
        let mut groups: Vec<(&Group, Vec<&Member>)> =
            self.groups.iter().map(|group| (group, group.members.iter().collect())).collect();
        for (_, members) in &mut groups {
            members.sort_by_key(place);
        }
        groups.sort_by_key(|(_, members)| members.first().map(place));
        groups
    }
}

/// Follows each quote of a story through its versions. `quotes` are those of all versions, by version and place.
///
/// # Complexity
/// That of [`group`] and [`search`].
#[must_use]
pub fn variants(versions: &[Version<'_>], quotes: &[Quotation]) -> Variants {
    if versions.len() == 1 {
        return alone(quotes);
    }
    let vocabulary = Vocabulary::read(versions);
    let cast = Cast::read(versions, &vocabulary, quotes);
    let utterances = Utterance::read_all(quotes, versions, &vocabulary, &cast);
    let mut groups = group(&vocabulary, &utterances);
    let found = search(versions, &vocabulary, &utterances, &groups);
    let mut places: Vec<Vec<(usize, ByteSpan)>> = vec![Vec::new(); groups.len()];
    let mut group_of: Vec<usize> = vec![0; quotes.len()];
    for (number, group) in groups.iter().enumerate() {
        for &quote in group {
            group_of[quote] = number;
        }
    }
    for paraphrase in found {
        match paraphrase.quote {
            Some(quote) => {
                groups[group_of[quote]].retain(|&other| other != quote);
                group_of[quote] = paraphrase.group;
                groups[paraphrase.group].push(quote);
            }
            None => places[paraphrase.group].push((paraphrase.version, paraphrase.span)),
        }
    }
    let judge = Judge { versions, vocabulary: &vocabulary, utterances: &utterances, quotes, cast: &cast };
    let mut judged: Vec<Group> = groups
        .iter()
        .zip(&places)
        .filter(|(group, _)| !group.is_empty())
        .map(|(group, places)| judge.group(group, places))
        .collect();
    judged.sort_by_key(|group| group.members.first().map(|member| (member.version, member.span)));
    Variants { groups: judged, cast }
}

/// Every quote of a document that has no other version.
fn alone(quotes: &[Quotation]) -> Variants {
    let member = |(number, quote): (usize, &Quotation)| Group {
        fullest: 0,
        variations: Vec::new(),
        members: vec![Member {
            version: 0,
            quote: Some(number),
            span: quote.span,
            marked: quote.is_marked() && quote.kind != Kind::Scare,
            scare: quote.kind == Kind::Scare,
            who: None,
            sure: false,
            lent: None,
            status: Status::Alone,
            similarity: 1.0,
            diff: None,
            wording: 0,
        }],
    };
    Variants { groups: quotes.iter().enumerate().map(member).collect(), cast: Cast::default() }
}
