//! The sentences of a story's versions in, out what one version says will be and another says could be.

use super::lexeme::{Kind, Lexemes};
use super::lexicon::{Lexicon, Sense};
use super::story::Story;
use crate::span::ByteSpan;
use crate::text::stem::Stemmer;
use crate::versions::disagreement::{Disagreement, Mention, Relation, Topic, Value};
use ahash::AHashMap;

/// Words behind a modal verb among which the two sentences must share one.
const REACH: usize = 5;
/// Share of the sentences that must be the same.
const SHARED: f64 = 0.45;
/// Sentences with a modal verb that are compared; a longer story repeats itself.
const SENTENCES: usize = 600;
/// How much an editor should care: little, the words differ and the facts may not.
const SEVERITY: f64 = 0.2;

/// A modal verb and what follows it.
struct Claim {
    version: usize,
    sentence: usize,
    strength: u8,
    verb: Box<str>,
    /// From the verb to the last of the words that were read.
    span: ByteSpan,
    /// Stems of the words behind it.
    stems: Vec<Box<str>>,
    /// The words themselves.
    words: Vec<Box<str>>,
}

/// What versions are not equally sure of.
///
/// # Complexity
/// Linear in the texts; quadratic in the claims that share a word behind the verb, of [`SENTENCES`] at most.
#[must_use]
pub fn unequally_sure(story: &Story<'_>) -> Vec<Disagreement> {
    let mut claims = Vec::new();
    for number in 0..story.versions.len() {
        read(story, number, &mut claims);
    }
    claims.truncate(SENTENCES);
    let mut by_stem: AHashMap<&str, Vec<usize>> = AHashMap::new();
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (number, claim) in claims.iter().enumerate() {
        for stem in &claim.stems {
            let known = by_stem.entry(stem).or_default();
            pairs.extend(known.iter().map(|&other| (other, number)));
            known.push(number);
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    let mut found: Vec<(Vec<usize>, Vec<usize>)> = Vec::new();
    for (left, right) in pairs {
        let (one, other) = (&claims[left], &claims[right]);
        let place = |claim: &Claim| (claim.version, claim.sentence);
        if one.version == other.version
            || one.strength == other.strength
            || story.sentences_share(place(one), place(other)) < SHARED
            || is_said_alike(story, &claims, one, other)
        {
            continue;
        }
        let (sure, unsure) = if one.strength > other.strength { (left, right) } else { (right, left) };
        match found.iter_mut().find(|(sures, unsures)| sures.contains(&sure) || unsures.contains(&unsure)) {
            None => found.push((vec![sure], vec![unsure])),
            Some((sures, unsures)) => {
                if !sures.contains(&sure) {
                    sures.push(sure);
                }
                if !unsures.contains(&unsure) {
                    unsures.push(unsure);
                }
            }
        }
    }
    found.iter().map(|(sure, unsure)| told(&claims, sure, unsure)).collect()
}

/// Whether one of the versions says it the other's way too.
fn is_said_alike(story: &Story<'_>, claims: &[Claim], one: &Claim, other: &Claim) -> bool {
    let echoes = |claim: &Claim, version: usize| {
        claims.iter().any(|echo| {
            echo.version == version
                && echo.strength == claim.strength
                && echo.stems.iter().any(|stem| claim.stems.contains(stem))
                && story.sentences_share((echo.version, echo.sentence), (claim.version, claim.sentence)) >= SHARED
        })
    };
    echoes(one, other.version) || echoes(other, one.version)
}

fn told(claims: &[Claim], sure: &[usize], unsure: &[usize]) -> Disagreement {
    let value = |numbers: &[usize]| {
        let mut mentions: Vec<Mention> = numbers
            .iter()
            .map(|&number| Mention { version: claims[number].version, span: claims[number].span })
            .collect();
        mentions.sort_unstable();
        Value { shown: claims[numbers[0]].verb.to_string(), mentions }
    };
    let (one, other) = (&claims[sure[0]], &claims[unsure[0]]);
    let about =
        one.stems.iter().zip(&one.words).find(|(stem, _)| other.stems.contains(stem)).map_or("claim", |(_, word)| word);
    Disagreement {
        topic: Topic::Modality,
        relation: Relation::Differs,
        severity: SEVERITY,
        about: format!("how sure ({about})"),
        values: vec![value(sure), value(unsure)],
    }
}

fn read(story: &Story<'_>, number: usize, claims: &mut Vec<Claim>) {
    let version = &story.versions[number];
    let lexemes = Lexemes::read(version.text);
    let lexicon = Lexicon::of(version.language);
    let stemmer = Stemmer::new(version.language);
    for at in 0..lexemes.list.len() {
        let strength = lexicon.find(lexemes.word(at), |sense| match sense {
            Sense::Modal(strength) => Some(strength),
            _ => None,
        });
        // "in May", "Will Smith" are none; a capital opens a question or a name.
        let Some(strength) = strength.filter(|_| !lexemes.is_capital(at)) else { continue };
        let Some(sentence) = version.sentence_at(lexemes.list[at].span.start) else { continue };
        let (mut stems, mut words, mut end) = (Vec::new(), Vec::new(), at + 1);
        for piece in at + 1..(at + 1 + 2 * REACH).min(lexemes.list.len()) {
            let lexeme = &lexemes.list[piece];
            if version.sentence_at(lexeme.span.start) != Some(sentence) || stems.len() == REACH {
                break;
            }
            let word = lexemes.word(piece);
            if lexeme.kind == Kind::Word && word.len() > 2 && !version.language.is_stop_word(word) {
                stems.push(Box::from(&*stemmer.stem(word)));
                words.push(Box::from(word));
                end = piece + 1;
            }
        }
        let verb = lexemes.list[at].span.of(version.text).into();
        claims.push(Claim { version: number, sentence, strength, verb, span: lexemes.span(at, end), stems, words });
    }
}
