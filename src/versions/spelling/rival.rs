//! Names of several versions in, out the pairs that are one bearer's name spelled in two ways, with how sure that is.

use super::genitive::{is_genitive, is_no_genitive};
use super::near::{inflects, near, one_letter_apart, same_word};
use super::spelled::Spelled;
use crate::quote::is_given_name;
use crate::span::ByteSpan;
use crate::text::{Language, tokenize};
use crate::versions::disagreement::Relation;
use crate::versions::name::fold;
use crate::versions::version::Version;
use std::collections::BTreeMap;

/// Names with a part in common that are compared with each other; more are a list.
pub(super) const CROWD: usize = 300;

/// Words that the sentences around two names share before they speak of one bearer. Judged on the events of BASIL.
const SHARED: usize = 3;

/// Two names that are one, spelled in two ways.
#[derive(Debug)]
pub(super) struct Rivalry {
    pub(super) left: usize,
    pub(super) right: usize,
    pub(super) relation: Relation,
    pub(super) severity: f64,
}

/// The pairs of `names` that are one bearer's, by their numbers.
pub(super) fn rivals(versions: &[Version<'_>], names: &[Spelled]) -> Vec<Rivalry> {
    let judge = Judge { versions, names };
    let found = pairs(names).into_iter().filter_map(|(left, right)| {
        let (relation, severity) = judge.judge(left, right)?;
        Some(Rivalry { left, right, relation, severity })
    });
    found.collect()
}

/// Pairs that have a given name, a surname, its beginning or its end in common.
fn pairs(names: &[Spelled]) -> Vec<(usize, usize)> {
    let mut crowds: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (number, one) in names.iter().enumerate() {
        let core: Vec<char> = one.name.core().chars().collect();
        let begins: String = core.iter().take(3).collect();
        let ends: String = core[core.len().saturating_sub(3)..].iter().collect();
        let given = one.name.given.first().map(|given| format!("g {given}"));
        let mut parts: Vec<&str> = core_parts(one.name.core()).collect();
        parts.sort_unstable();
        let turned = format!("t {}", parts.join(" "));
        for key in given.into_iter().chain([
            format!("s {}", one.name.core()),
            format!("b {begins}"),
            format!("e {ends}"),
            turned,
        ]) {
            let crowd = crowds.entry(key).or_default();
            if crowd.len() < CROWD {
                crowd.push(number);
            }
        }
    }
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for crowd in crowds.values() {
        for (at, &left) in crowd.iter().enumerate() {
            pairs.extend(
                crowd[at + 1..]
                    .iter()
                    .filter(|&&right| names[left].name != names[right].name)
                    .map(|&right| (left, right)),
            );
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

struct Judge<'a, 't> {
    versions: &'a [Version<'t>],
    names: &'a [Spelled],
}

impl Judge<'_, '_> {
    /// How two names that differ go together, if they are one bearer's.
    fn judge(&self, left: usize, right: usize) -> Option<(Relation, f64)> {
        let (a, b) = (&self.names[left], &self.names[right]);
        if a.is_body != b.is_body && !(a.is_person || b.is_person) {
            return None;
        }
        match (a.name.is_full(), b.name.is_full()) {
            (true, true) => self.both_full(a, b),
            (true, false) => self.full_and_short(a, b),
            (false, true) => self.full_and_short(b, a),
            (false, false) => self.both_short(a, b),
        }
    }

    fn both_full(&self, a: &Spelled, b: &Spelled) -> Option<(Relation, f64)> {
        let person = (a.is_person || b.is_person) && !a.is_body && !b.is_body;
        if same_given(a, b) && slip(a, b) && !self.is_genitive(a, b) {
            // “Tea Partiers” and “Tea Parties” in one text, “Saudi Arabia” and “Saudi Arabian”, “Great Hall” and “Great Wall” in
            // two are no persons; “two Ida Brandts” is a plural. “Thora Wessel” and “Thora Wessels” are one person.
            let surely = a.name.given.len() == 1 && is_given_name(&a.name.given[0]);
            let (plural, apart) = (inflects(a.name.core(), b.name.core()), self.apart(a, b));
            let ending = a.is_person && b.is_person && is_ending_of_surname(a, b) && !self.is_group(a, b);
            let told = || a.role.is_some() || b.role.is_some() || self.same_bearer(a, b);
            return if person && if surely { apart || !plural } else { apart && (!plural || ending) && told() } {
                Some((Relation::Conflicts, 0.75))
            } else {
                let one =
                    a.name.given == b.name.given && letter_wrong(a.name.core(), b.name.core()) && self.apart(a, b);
                one.then_some((Relation::Differs, 0.4))
            };
        }
        let (first, second) = (a.name.given.first()?, b.name.given.first()?);
        let one = a.name.core() == b.name.core()
            && a.name.given.len() == b.name.given.len()
            && a.name.given[1..] == b.name.given[1..]
            && first != second
            && near(first, second)
            && !inflects(first, second)
            && !ends_apart(first, second)
            && !same_letters(first, second);
        // “John Hale” and “Joan Hale” may be two; “Jhon Hale” is nobody else.
        let two = is_given_name(first) && is_given_name(second) || !person || !one_letter_apart(first, second);
        if !one || !self.apart(a, b) || two && !self.same_bearer(a, b) {
            return None;
        }
        Some(if person { (Relation::Conflicts, 0.7) } else { (Relation::Differs, 0.4) })
    }

    /// “Ms Solvaine” in a version that has no other Solvane than “Ingrid Solvane” elsewhere.
    fn full_and_short(&self, full: &Spelled, short: &Spelled) -> Option<(Relation, f64)> {
        let (theirs, ours) = (full.name.core(), short.name.core());
        let person = full.is_person && short.is_person && !short.is_place;
        // “Mr Hall” is not Tom Hale if another version has an Ann Hall, or his own one a Mr Hale.
        let told_apart = || {
            self.names.iter().any(|one| {
                one.name.core() == ours && one.name.is_full()
                    || one.name.core() == theirs && one.version == short.version
                    || one.name.core() == ours && one.version == full.version
            })
        };
        let slip = one_letter_apart(theirs, ours);
        let one = person
            && full.version != short.version
            && letters(ours) >= 6
            && (slip || letters(ours) >= 8 && near(theirs, ours))
            && !inflects(theirs, ours)
            && !same_letters(theirs, ours)
            && !told_apart()
            && (slip && (letters(ours) >= 7 || self.is_odd_one_out(full, short)) || self.same_bearer(full, short));
        one.then_some((Relation::Conflicts, 0.65))
    }

    fn both_short(&self, a: &Spelled, b: &Spelled) -> Option<(Relation, f64)> {
        let (left, right) = (a.name.core(), b.name.core());
        let plain = |one: &Spelled| is_given_name(&one.shown) || self.stands_small(&one.shown);
        let one = letters(left).min(letters(right)) >= 5
            && !left.contains(' ')
            && letter_wrong(left, right)
            && !same_letters(left, right)
            && self.apart(a, b)
            && (self.same_bearer(a, b) || letters(left) >= 6 && self.is_odd_one_out(a, b))
            && !plain(a)
            && !plain(b);
        if !one {
            return None;
        }
        Some(if a.is_person && b.is_person { (Relation::Conflicts, 0.6) } else { (Relation::Differs, 0.3) })
    }

    /// Whether one is a German genitive of the other, and stands nowhere as its bearer's own name: Ida Brandts.
    fn is_genitive(&self, a: &Spelled, b: &Spelled) -> bool {
        let (short, long) = if a.name.core().len() < b.name.core().len() { (a, b) } else { (b, a) };
        let stands = |one: &Spelled| one.spans.iter().any(|&span| is_no_genitive(&self.versions[one.version], span));
        self.language(long) == Language::German
            && is_genitive(short.name.core(), long.name.core())
            && !self.names.iter().any(|one| one.name == long.name && stands(one))
    }

    /// Whether the names are of a member and a group, not of a person: the Ardal Liberals where Ardal is a place, a New Yorker.
    fn is_group(&self, a: &Spelled, b: &Spelled) -> bool {
        const ARTICLES: [&str; 10] = ["a", "an", "the", "two", "both", "un", "une", "le", "les", "des"];
        let behind_article = |one: &Spelled| {
            let text = self.versions[one.version].text;
            let before = |span: &ByteSpan| text[..span.start].split_whitespace().next_back();
            one.spans.iter().filter_map(before).any(|word| ARTICLES.contains(&word))
        };
        let is_place = |place: &Spelled| place.is_place && !place.name.is_full() && a.name.given == [place.name.core()];
        behind_article(a) || behind_article(b) || self.names.iter().any(is_place)
    }

    fn language(&self, one: &Spelled) -> Language {
        self.versions[one.version].language
    }

    /// Whether no version of the story has both names: it would tell two bearers apart.
    fn apart(&self, a: &Spelled, b: &Spelled) -> bool {
        let with = |one: &Spelled| {
            let name = one.name.clone();
            self.names.iter().filter(move |other| other.name == name).map(|other| other.version).collect::<Vec<_>>()
        };
        let left = with(a);
        with(b).iter().all(|version| !left.contains(version))
    }

    /// Whether one of the names stands in several versions and the other in one: a slip is rarer than the name.
    fn is_odd_one_out(&self, a: &Spelled, b: &Spelled) -> bool {
        let versions = |one: &Spelled| {
            let mut with: Vec<usize> =
                self.names.iter().filter(|other| other.name == one.name).map(|other| other.version).collect();
            with.dedup();
            with.len()
        };
        let (left, right) = (versions(a), versions(b));
        left.min(right) == 1 && left.max(right) >= 2
    }

    /// Whether both are the same thing by role, or stand in sentences that say the same.
    fn same_bearer(&self, a: &Spelled, b: &Spelled) -> bool {
        if a.role.is_some() && a.role == b.role {
            return true;
        }
        let (left, right) = (self.around(a), self.around(b));
        left.iter().filter(|word| right.binary_search(word).is_ok()).count() >= SHARED
    }

    /// The longer words of the sentences in which the name stands, without its own; sorted.
    fn around(&self, one: &Spelled) -> Vec<u64> {
        /// Shorter words are shared by any two sentences.
        const LETTERS: usize = 5;
        /// Sentences that are looked at.
        const SENTENCES: usize = 4;
        let version = &self.versions[one.version];
        let inside = |span: ByteSpan| one.spans.iter().any(|name| name.start <= span.start && span.end <= name.end);
        let mut numbers: Vec<usize> = one.spans.iter().filter_map(|span| version.sentence_at(span.start)).collect();
        numbers.dedup();
        let mut words: Vec<u64> = Vec::new();
        for &number in numbers.iter().take(SENTENCES) {
            let sentence = version.sentences[number];
            let tokens = tokenize(sentence.of(version.text));
            let long = tokens.iter().filter(|token| token.span.len() >= LETTERS);
            let at = |span: ByteSpan| ByteSpan::new(span.start + sentence.start, span.end + sentence.start);
            words.extend(long.filter(|token| !inside(at(token.span))).map(|token| token.hash));
        }
        words.sort_unstable();
        words.dedup();
        words
    }

    /// Whether the word stands in the story without a capital too, so that it is no name.
    fn stands_small(&self, word: &str) -> bool {
        let small = word.to_lowercase();
        self.versions.iter().any(|version| {
            version.text.match_indices(&*small).any(|(at, found)| {
                let before = version.text[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
                before && version.text[at + found.len()..].chars().next().is_none_or(|c| !c.is_alphanumeric())
            })
        })
    }
}

/// Whether a given name of one is one of the other, and not by its initial.
fn same_given(a: &Spelled, b: &Spelled) -> bool {
    let full = |name: &&String| name.chars().count() > 1;
    a.name.given.iter().filter(full).any(|name| b.name.given.contains(name))
}

/// Whether the surnames differ by one letter at the end that makes no people of a country (Saudi Arabia, Saudi Arabian), and the
/// given names not at all.
fn is_ending_of_surname(a: &Spelled, b: &Spelled) -> bool {
    let (left, right) = (a.name.core(), b.name.core());
    let longer = if left.len() > right.len() { left } else { right };
    a.name.given == b.name.given
        && !a.is_place
        && !b.is_place
        && one_letter_apart(left, right)
        && !longer.ends_with('n')
}

/// Whether the surnames of two names that share a given name are one but for a slip or the order of their parts.
fn slip(a: &Spelled, b: &Spelled) -> bool {
    let (left, right) = (a.name.core(), b.name.core());
    if left == right || same_letters(left, right) {
        return false;
    }
    if (a.is_body || b.is_body) && inflects(left, right) {
        return false;
    }
    let (lefts, rights): (Vec<&str>, Vec<&str>) = (core_parts(left).collect(), core_parts(right).collect());
    if lefts.len() != rights.len() {
        return false;
    }
    let (mut one, mut other) = (lefts.clone(), rights.clone());
    one.sort_unstable();
    other.sort_unstable();
    one == other && lefts.len() > 1 || lefts.iter().zip(&rights).all(|(x, y)| x == y || near(x, y))
}

/// Whether the names of a place or an organisation differ by one letter that makes no other word of it; the first letter makes
/// one (Hollywood, Bollywood).
fn letter_wrong(left: &str, right: &str) -> bool {
    left.chars().next() == right.chars().next()
        && one_letter_apart(left, right)
        && !inflects(left, right)
        && !same_word(left, right)
}

/// The parts of a surname with hyphens.
fn core_parts(core: &str) -> impl Iterator<Item = &str> {
    core.split(['-', ' ']).filter(|part| !part.is_empty())
}

/// Whether two words differ by how umlauts are written only: Mueller, Muller.
fn same_letters(left: &str, right: &str) -> bool {
    let plain = |word: &str| fold(word).replace("ae", "a").replace("oe", "o").replace("ue", "u");
    plain(left) == plain(right)
}

/// Whether two given names differ in a last vowel, which tells a woman from a man: Mario, Maria.
fn ends_apart(left: &str, right: &str) -> bool {
    let stem = |word: &str| word.strip_suffix(['a', 'e', 'o', 'i']).map(str::to_owned);
    stem(left).is_some() && stem(left) == stem(right)
}

fn letters(word: &str) -> usize {
    word.chars().count()
}
