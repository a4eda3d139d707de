//! The groups of a story in, out how each quote fared: its status against the group's fullest version.

use super::cast::{Cast, Who};
use super::diff::diff;
use super::grouping::group;
use super::likeness::in_order;
use super::quotation::Quotation;
use super::search::search;
use super::utterance::{Utterance, stands_in};
use super::version::Version;
use super::vocabulary::{Vocabulary, Word};
use crate::quote::{Kind, SpeakerKind};
use crate::span::ByteSpan;
use crate::text::headline::Field;

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
    /// Who says it by what other versions say of the same words, where its own does not or says it badly; with the confidence
    /// of the surest of them.
    pub lent: Option<(Who, f64)>,
    /// How it stands to the fullest version.
    pub status: Status,
    /// The share of its words and the fullest version's that both have in the same order.
    pub similarity: f64,
    /// What turns the fullest version into it; none where the words are the same.
    pub diff: Option<String>,
    /// The members before it that it is another wording of: both stand in marks, and most of the shorter's words stand in the
    /// other. Halves of a long quotation are no wordings of each other.
    pub varies: Vec<usize>,
}

/// An utterance and all that versions make of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// By version and place.
    pub members: Vec<Member>,
    /// The member that is the fullest version.
    pub fullest: usize,
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
    for paraphrase in found {
        match paraphrase.quote {
            Some(quote) => {
                for group in groups.iter_mut().filter(|group| group.len() == 1) {
                    group.retain(|&other| other != quote);
                }
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
        members: vec![Member {
            version: 0,
            quote: Some(number),
            span: quote.span,
            marked: quote.is_marked() && quote.kind != Kind::Scare,
            scare: quote.kind == Kind::Scare,
            who: None,
            lent: None,
            status: Status::Alone,
            similarity: 1.0,
            diff: None,
            varies: Vec::new(),
        }],
    };
    Variants { groups: quotes.iter().enumerate().map(member).collect(), cast: Cast::default() }
}

/// The share of words in order from which a quote is the words of another, for its speaker to be lent.
const LENDING: f64 = 0.5;

/// The share of the words of the shorter of two quotations, in order, that makes one a wording of the other.
const VARIES: f64 = 0.5;

/// Confidence that both of two speakers have for a conflict: rules that are right three times in four.
const SURE: f64 = 0.75;

struct Judge<'a, 'v> {
    versions: &'a [Version<'a>],
    vocabulary: &'v Vocabulary,
    utterances: &'a [Utterance<'v>],
    quotes: &'a [Quotation],
    cast: &'a Cast,
}

impl Judge<'_, '_> {
    fn group(&self, quotes: &[usize], places: &[(usize, ByteSpan)]) -> Group {
        let mut members: Vec<Member> = quotes.iter().map(|&quote| self.member(quote)).collect();
        members.extend(places.iter().map(|&(version, span)| Member {
            version,
            quote: None,
            span,
            marked: false,
            scare: false,
            who: None,
            lent: None,
            status: Status::QuoteVsParaphrase,
            similarity: 0.0,
            diff: None,
            varies: Vec::new(),
        }));
        members.sort_by_key(|member| (member.version, member.span));
        let fullest = self.fullest(&members);
        let mut several: Vec<usize> = members.iter().map(|member| member.version).collect();
        several.dedup();
        let speaker = self.speaker(&members);
        for number in 0..members.len() {
            let (status, similarity) = if several.len() == 1 {
                (Status::Alone, self.alike(&members[number], &members[fullest]))
            } else {
                self.status(&members, number, fullest, speaker.as_ref())
            };
            let shown = diff(self.plain(&members[fullest]), self.plain(&members[number]));
            let lent = speaker.as_ref().and_then(|speaker| self.lend(&members, number, speaker, status, similarity));
            let member = &mut members[number];
            (member.status, member.similarity, member.diff) = (status, (similarity * 1e9).round() / 1e9, shown);
            member.lent = lent;
        }
        for number in 0..members.len() {
            members[number].varies =
                (0..number).filter(|&earlier| self.varies(&members[earlier], &members[number])).collect();
        }
        Group { members, fullest }
    }

    /// Whether two members in marks are wordings of the same words, or one question.
    fn varies(&self, left: &Member, right: &Member) -> bool {
        let (Some(one), Some(other)) = (left.quote, right.quote) else { return false };
        let (one, other) = (&self.utterances[one], &self.utterances[other]);
        let question = one.question.is_some() && one.question == other.question;
        left.marked && right.marked && (question || in_order(self.vocabulary, one.words, other.words) >= VARIES)
    }

    fn member(&self, quote: usize) -> Member {
        let utterance = &self.utterances[quote];
        Member {
            version: utterance.version,
            quote: Some(quote),
            span: utterance.span,
            marked: utterance.is_marked() && utterance.kind != Kind::Scare,
            scare: utterance.kind == Kind::Scare,
            who: utterance.who.clone(),
            lent: None,
            status: Status::Alone,
            similarity: 1.0,
            diff: None,
            varies: Vec::new(),
        }
    }

    /// The words without the marks.
    fn plain(&self, member: &Member) -> &str {
        let inner = member.quote.map_or(member.span, |quote| self.quotes[quote].inner);
        inner.of(self.versions[member.version].text)
    }

    fn words(&self, member: &Member) -> &[Word] {
        match member.quote {
            Some(quote) => self.utterances[quote].words,
            None => self.vocabulary.words_in(member.version, member.span),
        }
    }

    /// In marks before without, quotes before places that are none, the most words, the earliest version.
    fn fullest(&self, members: &[Member]) -> usize {
        let order = |number: &usize| {
            let member = &members[*number];
            let version = &self.versions[member.version];
            let words = self.words(member).len();
            (
                !member.marked,
                member.quote.is_none(),
                std::cmp::Reverse(words),
                version.date.is_none(),
                version.date,
                version.row,
                member.span,
            )
        };
        (0..members.len()).min_by_key(order).unwrap_or(0)
    }

    /// Who says it: whom most versions are sure of, the first of equals.
    fn speaker(&self, members: &[Member]) -> Option<Who> {
        let mut counted: Vec<(usize, &Who)> = Vec::new();
        let mut last = None;
        for member in members.iter().filter(|member| self.is_sure(member)) {
            let Some(who) = &member.who else { continue };
            if last == Some((member.version, who)) {
                continue;
            }
            last = Some((member.version, who));
            match counted.iter_mut().find(|(_, known)| *known == who) {
                Some((count, _)) => *count += 1,
                None => counted.push((1, who)),
            }
        }
        let most = counted.iter().map(|&(count, _)| count).max()?;
        counted.into_iter().find(|&(count, _)| count == most).map(|(_, who)| who.clone())
    }

    /// Whether the version says plainly who speaks. A headline puts an organisation for its people, and a description may fit
    /// anybody.
    fn is_sure(&self, member: &Member) -> bool {
        let Some(quote) = member.quote.map(|quote| &self.quotes[quote]) else { return false };
        let headline = self.versions[quote.version].field(quote.span) == Field::Title;
        matches!(member.who, Some(Who::People(_)))
            && quote.confidence.is_some_and(|confidence| confidence >= SURE)
            && !(headline && quote.speaker_kind != Some(SpeakerKind::Person))
    }

    /// Whether the words beside the quote name the speaker, not “he” or “the minister”.
    fn is_named(&self, member: &Member) -> bool {
        let Some(quote) = member.quote.map(|quote| &self.quotes[quote]) else { return false };
        let (Some(name), Some(speaker)) = (&quote.name, &quote.speaker) else { return false };
        let last = name.rsplit(' ').next().unwrap_or_default();
        speaker.contains(last)
    }

    /// Whether the words beside the quote are one word that names nobody: “he”.
    fn is_pronoun(&self, member: &Member) -> bool {
        let speaker = member.quote.and_then(|quote| self.quotes[quote].speaker.as_deref());
        speaker.is_none_or(|speaker| !speaker.contains(char::is_whitespace)) && !self.is_named(member)
    }

    /// Whether another speaker than the group's is a conflict: both sides are sure, and one that a pronoun alone stands for,
    /// which may have been read wrongly, is borne out by two versions. “She” for two people is wrong, whoever she is.
    fn conflicts(&self, members: &[Member], member: &Member, speaker: &Who) -> bool {
        let other = member.who.as_ref().filter(|who| *who != speaker && !self.cast.share_a_surname(who, speaker));
        if !self.is_sure(member) || other.is_none() {
            return false;
        }
        let several = |who: Option<&Who>| matches!(who, Some(Who::People(people)) if people.len() > 1);
        if several(member.who.as_ref()) != several(Some(speaker)) {
            return true;
        }
        let borne_out = |who: Option<&Who>| {
            let same: Vec<&Member> =
                members.iter().filter(|other| other.who.as_ref() == who && self.is_sure(other)).collect();
            let versions = same.iter().map(|other| other.version).collect::<std::collections::BTreeSet<_>>().len();
            same.iter().any(|other| !self.is_pronoun(other)) || versions > 1
        };
        borne_out(member.who.as_ref()) && borne_out(Some(speaker))
    }

    /// The group's speaker for a quote whose own version does not name one, or not plainly, in the words of the others.
    fn lend(
        &self,
        members: &[Member],
        number: usize,
        speaker: &Who,
        status: Status,
        similarity: f64,
    ) -> Option<(Who, f64)> {
        let member = &members[number];
        let same_words = matches!(status, Status::Identical | Status::Trimmed) || similarity >= LENDING;
        let plain = self.is_sure(member) && (self.is_named(member) || status == Status::SpeakerConflict);
        if !same_words || plain || member.scare || member.who.as_ref() == Some(speaker) {
            return None;
        }
        let elsewhere = members.iter().filter(|other| {
            other.version != member.version
                && other.who.as_ref() == Some(speaker)
                && self.is_sure(other)
                && self.is_named(other)
        });
        let confidence = elsewhere.filter_map(|other| self.quotes[other.quote?].confidence).max_by(f64::total_cmp)?;
        Some((speaker.clone(), confidence))
    }

    fn status(&self, members: &[Member], number: usize, fullest: usize, speaker: Option<&Who>) -> (Status, f64) {
        let (member, full) = (&members[number], &members[fullest]);
        let alike = self.alike(member, full);
        let plain = if member.marked != full.marked && !member.scare && !full.scare {
            Status::QuoteVsParaphrase
        } else {
            self.wording(member, full)
        };
        let conflict = speaker.is_some_and(|speaker| {
            self.conflicts(members, member, speaker)
                && members.iter().any(|other| self.says_the_same(member, other, speaker))
        });
        let status = if conflict { Status::SpeakerConflict } else { plain };
        (status, alike)
    }

    /// Whether `other`, which the group's speaker says, has the same words: of others nobody can say that two people said them.
    fn says_the_same(&self, member: &Member, other: &Member, speaker: &Who) -> bool {
        if other.who.as_ref() != Some(speaker) || !(member.marked && other.marked) {
            return false;
        }
        let few = self.words(member).len().min(self.words(other).len()) <= 3;
        match self.wording(member, other) {
            Status::Identical => true,
            Status::Trimmed => !few,
            _ => self.alike(member, other) >= LENDING || !few && self.wording(other, member) == Status::Trimmed,
        }
    }

    fn wording(&self, member: &Member, full: &Member) -> Status {
        let (own, fuller) = (self.words(member), self.words(full));
        if own.len() == fuller.len() && own.iter().zip(fuller).all(|(a, b)| a.hash == b.hash) {
            Status::Identical
        } else if own.len() < fuller.len() && stands_in(own, fuller) {
            Status::Trimmed
        } else {
            Status::Reworded
        }
    }

    /// Words that both have in the same order, over the words of the longer.
    fn alike(&self, member: &Member, full: &Member) -> f64 {
        let (own, fuller) = (self.words(member), self.words(full));
        let hashes = |words: &[Word]| words.iter().map(|word| word.hash).collect::<Vec<_>>();
        let edits = super::diff::edits(&hashes(own), &hashes(fuller));
        let equal: usize =
            edits.iter().filter(|op| matches!(op, similar::DiffOp::Equal { .. })).map(|op| op.new_range().len()).sum();
        let longer = own.len().max(fuller.len());
        if longer == 0 { 1.0 } else { equal as f64 / longer as f64 }
    }
}
