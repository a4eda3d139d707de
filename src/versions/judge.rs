//! The quotes of one utterance in, out how each fared: its status against the fullest of them, and who says it.

use super::cast::{Cast, Who};
use super::diff::{alike, diff};
use super::likeness::in_order;
use super::quotation::Quotation;
use super::utterance::{Utterance, stands_in};
use super::variant::{Group, Member, Status};
use super::version::Version;
use super::vocabulary::{Vocabulary, Word};
use crate::quote::{Kind, SpeakerKind};
use crate::span::ByteSpan;
use crate::text::headline::Field;
use ahash::{AHashMap, AHashSet};

/// The share of words in order from which a quote is the words of another, for its speaker to be lent.
const LENDING: f64 = 0.5;

/// The share of the words of the shorter of two quotations, in order, that makes one a wording of the other.
const VARIES: f64 = 0.5;

/// Wordings of one utterance that are held against each other; the families have four at most.
const WORDINGS: usize = 100;

/// Confidence that both of two speakers have for a conflict: rules that are right three times in four.
const SURE: f64 = 0.75;

/// Judges the groups of a story.
pub struct Judge<'a, 'v> {
    /// The versions.
    pub versions: &'a [Version<'a>],
    /// Their words.
    pub vocabulary: &'v Vocabulary,
    /// The quotes, ready to be compared.
    pub utterances: &'a [Utterance<'v>],
    /// The same as they came.
    pub quotes: &'a [Quotation],
    /// Who speaks.
    pub cast: &'a Cast,
}

/// What the members of a group say about the speaker, once for all of them.
struct Speakers {
    /// Whom most versions are sure of, the first of equals.
    main: Option<Who>,
    /// People, by their keys, whom a name or a description stands for, or two versions.
    borne_out: AHashSet<Vec<u64>>,
    /// Members in marks that the main speaker says, one of each wording.
    said: Vec<usize>,
    /// The versions that name the main speaker beside the quote, surest first.
    named: Vec<(f64, usize)>,
}

impl Judge<'_, '_> {
    /// The members of a group, from quotes of several versions and places that say the same without being quotes.
    ///
    /// # Complexity
    /// Linear in the members; quadratic in the first [`WORDINGS`] distinct wordings.
    #[must_use]
    pub fn group(&self, quotes: &[usize], places: &[(usize, ByteSpan)]) -> Group {
        let mut members: Vec<Member> = quotes.iter().map(|&quote| self.member(quote)).collect();
        members.extend(places.iter().map(|&(version, span)| Member {
            version,
            quote: None,
            span,
            marked: false,
            scare: false,
            who: None,
            sure: false,
            lent: None,
            status: Status::QuoteVsParaphrase,
            similarity: 0.0,
            diff: None,
            wording: 0,
        }));
        members.sort_by_key(|member| (member.version, member.span));
        self.number_wordings(&mut members);
        let fullest = self.fullest(&members);
        let alone = members.iter().all(|member| member.version == members[fullest].version);
        let speakers = self.speakers(&members);
        let mut same_words: AHashMap<usize, bool> = AHashMap::new();
        for number in 0..members.len() {
            let similarity = self.alike(&members[number], &members[fullest]);
            let mut conflicts = |member: &Member| {
                member.marked
                    && self.conflicts(member, &speakers)
                    && *same_words.entry(member.wording).or_insert_with(|| self.is_said(&members, member, &speakers))
            };
            let status = match &members[number] {
                _ if alone => Status::Alone,
                member if conflicts(member) => Status::SpeakerConflict,
                member => self.plain_status(member, &members[fullest]),
            };
            let shown = diff(self.plain(&members[fullest]), self.plain(&members[number]));
            let lent = self.lend(&members[number], &speakers, status, similarity);
            let sure = self.is_sure(&members[number]);
            let member = &mut members[number];
            (member.status, member.similarity, member.diff) = (status, (similarity * 1e9).round() / 1e9, shown);
            member.lent = lent;
            member.sure = sure;
        }
        Group { fullest, variations: self.variations(&members), members }
    }

    /// Gives members of the same words one number.
    fn number_wordings(&self, members: &mut [Member]) {
        let mut known: AHashMap<(Vec<u64>, bool), usize> = AHashMap::new();
        for member in members {
            let asks = member.quote.is_some_and(|quote| self.utterances[quote].question.is_some());
            let words = self.words(member).iter().map(|word| word.hash).collect();
            let next = known.len();
            member.wording = *known.entry((words, asks)).or_insert(next);
        }
    }

    /// The pairs of wordings in marks that vary the same words, or one question.
    fn variations(&self, members: &[Member]) -> Vec<(usize, usize)> {
        let mut wordings: Vec<(usize, &Utterance)> = Vec::new();
        let mut known: AHashSet<usize> = AHashSet::new();
        for member in members.iter().filter(|member| member.marked) {
            let Some(quote) = member.quote else { continue };
            if wordings.len() < WORDINGS && known.insert(member.wording) {
                wordings.push((member.wording, &self.utterances[quote]));
            }
        }
        wordings.sort_by_key(|&(number, _)| number);
        let vary = |one: &Utterance, other: &Utterance| {
            let question = one.question.is_some() && one.question == other.question;
            question || in_order(self.vocabulary, one.words, other.words) >= VARIES
        };
        let mut found = Vec::new();
        for (at, &(number, one)) in wordings.iter().enumerate() {
            let later = wordings[at + 1..].iter().filter(|(_, other)| vary(one, other));
            found.extend(later.map(|&(other, _)| (number, other)));
        }
        found
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
            sure: false,
            lent: None,
            status: Status::Alone,
            similarity: 1.0,
            diff: None,
            wording: 0,
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

    fn speakers(&self, members: &[Member]) -> Speakers {
        let main = self.main_speaker(members);
        let mut seen: AHashMap<Vec<u64>, usize> = AHashMap::new();
        let mut borne_out: AHashSet<Vec<u64>> = AHashSet::new();
        for member in members.iter().filter(|member| self.is_sure(member)) {
            let Some(key) = member.who.as_ref().map(Who::key) else { continue };
            let first = *seen.entry(key.clone()).or_insert(member.version);
            if first != member.version || !self.is_pronoun(member) {
                borne_out.insert(key);
            }
        }
        let is_main = |member: &&Member| main.is_some() && member.who == main;
        let mut wordings: AHashSet<usize> = AHashSet::new();
        let said = (0..members.len()).filter(|&number| {
            let member = &members[number];
            is_main(&member) && member.marked && wordings.len() < WORDINGS && wordings.insert(member.wording)
        });
        let said: Vec<usize> = said.collect();
        let plainly = |member: &&Member| is_main(member) && self.is_sure(member) && self.is_named(member);
        let named = members.iter().filter(plainly);
        let mut named: Vec<(f64, usize)> =
            named.filter_map(|member| Some((self.quotes[member.quote?].confidence?, member.version))).collect();
        named.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        Speakers { main, borne_out, said, named }
    }

    /// Whom most versions are sure of, the first of equals.
    fn main_speaker(&self, members: &[Member]) -> Option<Who> {
        let mut counted: Vec<(usize, &Who)> = Vec::new();
        let mut place: AHashMap<Vec<u64>, usize> = AHashMap::new();
        let mut last = None;
        for member in members.iter().filter(|member| self.is_sure(member)) {
            let Some(who) = &member.who else { continue };
            if last == Some((member.version, who)) {
                continue;
            }
            last = Some((member.version, who));
            let at = *place.entry(who.key()).or_insert(counted.len());
            match counted.get_mut(at) {
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
    fn conflicts(&self, member: &Member, speakers: &Speakers) -> bool {
        let (Some(who), Some(main)) = (&member.who, &speakers.main) else { return false };
        if who == main || !self.is_sure(member) || self.cast.share_a_surname(who, main) {
            return false;
        }
        let several = |who: &Who| matches!(who, Who::People(people) if people.len() > 1);
        let borne_out = |who: &Who| speakers.borne_out.contains(&who.key());
        several(who) != several(main) || borne_out(who) && borne_out(main)
    }

    /// Whether the group's speaker says the same words in marks: of others nobody can say that two people said them.
    fn is_said(&self, members: &[Member], member: &Member, speakers: &Speakers) -> bool {
        speakers.said.iter().any(|&other| self.says_the_same(member, &members[other]))
    }

    fn says_the_same(&self, member: &Member, other: &Member) -> bool {
        let few = self.words(member).len().min(self.words(other).len()) <= 3;
        match self.wording(member, other) {
            // A term of a few words may be anybody's.
            Status::Identical | Status::Trimmed => !few,
            _ => self.alike(member, other) >= LENDING || !few && self.wording(other, member) == Status::Trimmed,
        }
    }

    /// The group's speaker for a quote whose own version does not name one, or not plainly, in the words of the others.
    fn lend(&self, member: &Member, speakers: &Speakers, status: Status, similarity: f64) -> Option<(Who, f64)> {
        let same_words = matches!(status, Status::Identical | Status::Trimmed) || similarity >= LENDING;
        // A name beside the quote is an answer, be it the organisation in a headline.
        let plain = self.is_named(member) || self.is_sure(member) && status == Status::SpeakerConflict;
        if !same_words || plain || member.scare || member.who == speakers.main {
            return None;
        }
        let elsewhere = speakers.named.iter().find(|&&(_, version)| version != member.version);
        Some((speakers.main.clone()?, elsewhere?.0))
    }

    /// The status where nobody else says it.
    fn plain_status(&self, member: &Member, full: &Member) -> Status {
        if member.marked != full.marked && !member.scare && !full.scare {
            Status::QuoteVsParaphrase
        } else {
            self.wording(member, full)
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
        alike(&hashes(own), &hashes(fuller))
    }
}
