//! The forms of names in, out which of them are one person's: the links between documents.
//!
//! A fuller form takes a shorter one that fits no other: “John Kennedy” is “John F. Kennedy”, but between “George W. Bush” and
//! “George H. W. Bush” a “George Bush” is neither. A surname alone is whoever alone bears it, or alone bears it in its own
//! document. An acronym is the organisation whose initials it holds where both speak in one document.

use super::Said;
use super::mention::{Form, Mentions};
use super::roster::Roster;
use crate::versions::name::{Name, initials};
use ahash::AHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// People of one surname who are told apart; a longer list is of different people.
pub(super) const NAMESAKES: usize = 300;

/// Somebody, by number.
pub(super) type Person = usize;

/// Who is meant by each form.
#[derive(Debug, Default)]
pub(super) struct Linked {
    /// For each form whom it means, unless its quote says otherwise.
    pub(super) of_form: Vec<Person>,
    /// Quotes in which a surname alone means somebody else, by form and quote.
    pub(super) of_quote: BTreeMap<(usize, usize), Person>,
    /// For each person the entry of the roster.
    pub(super) known: Vec<Option<usize>>,
}

/// People of one surname: the names of each.
struct Namesake {
    person: Person,
    names: Vec<Name>,
}

struct Linker<'a, 's> {
    said: &'a [Said<'s>],
    forms: &'a [Form],
    linked: Linked,
    /// By surname without particles, in the order in which they were found.
    namesakes: AHashMap<String, Vec<Namesake>>,
    /// Where each person stands among the namesakes of a surname.
    places: AHashMap<(Person, String), usize>,
    /// The forms with each surname.
    of_surname: AHashMap<&'a str, Vec<usize>>,
    /// The person of each entry of the roster.
    of_entry: Vec<Person>,
}

/// Links the forms.
pub(super) fn link(said: &[Said<'_>], mentions: &Mentions, roster: &Roster) -> Linked {
    let forms = &mentions.forms;
    let mut linker = Linker {
        said,
        forms,
        linked: Linked { of_form: vec![usize::MAX; forms.len()], ..Linked::default() },
        namesakes: AHashMap::new(),
        places: AHashMap::new(),
        of_surname: AHashMap::new(),
        of_entry: Vec::new(),
    };
    for (number, form) in forms.iter().enumerate() {
        linker.of_surname.entry(form.name.core()).or_default().push(number);
    }
    linker.enrol(roster);
    let mut order: Vec<usize> = (0..forms.len()).collect();
    // The fullest first, so that each finds those that it may be short for.
    order.sort_by(|&a, &b| fullness(&forms[b]).cmp(&fullness(&forms[a])).then_with(|| forms[a].key.cmp(&forms[b].key)));
    for &form in &order {
        linker.exact(form, roster);
    }
    for &form in order.iter().filter(|&&form| forms[form].name.is_full() && !forms[form].is_body()) {
        linker.full(form);
    }
    linker.bodies(&order);
    for &form in &order {
        linker.short(form);
    }
    linker.linked
}

/// How much a form tells: given names in full, given names, letters.
fn fullness(form: &Form) -> (usize, usize, usize) {
    let given = &form.name.given;
    (given.len(), given.iter().filter(|name| name.chars().count() > 1).count(), form.key.len())
}

impl Linker<'_, '_> {
    fn person(&mut self, known: Option<usize>) -> Person {
        self.linked.known.push(known);
        self.linked.known.len() - 1
    }

    /// Makes a person of each entry of the roster.
    fn enrol(&mut self, roster: &Roster) {
        for entry in 0..roster.entries.len() {
            let person = self.person(Some(entry));
            self.of_entry.push(person);
        }
        for (name, entry) in roster.names().filter(|(name, _)| name.is_full()) {
            self.bears(self.of_entry[entry], name);
        }
    }

    /// Notes that `person` bears `name`.
    fn bears(&mut self, person: Person, name: Name) {
        let all = self.namesakes.entry(name.core().to_owned()).or_default();
        let place = *self.places.entry((person, name.core().to_owned())).or_insert_with(|| {
            all.push(Namesake { person, names: Vec::new() });
            all.len() - 1
        });
        all[place].names.push(name);
    }

    /// A form that stands in the roster as it is.
    fn exact(&mut self, form: usize, roster: &Roster) {
        let one = &self.forms[form];
        let language = one.quotes.first().map(|&quote| self.said[quote].language);
        let Some(language) = language else { return };
        if let Some(entry) = one.written.keys().find_map(|written| roster.bearer(written, language)) {
            self.linked.of_form[form] = self.of_entry[entry];
        }
    }

    fn is_linked(&self, form: usize) -> bool {
        self.linked.of_form[form] != usize::MAX
    }

    /// A full name: the one person whose names do not contradict it, or somebody new.
    fn full(&mut self, form: usize) {
        let name = &self.forms[form].name;
        if self.is_linked(form) {
            let name = name.clone();
            return self.bears(self.linked.of_form[form], name);
        }
        let fits = |one: &&Namesake| one.names.iter().all(|known| known.may_be(name));
        let mut found = self.namesakes.get(name.core()).into_iter().flatten().take(NAMESAKES).filter(fits);
        let person = match (found.next(), found.next()) {
            (Some(one), None) => Some(one.person),
            (None, _) => self.turned(name),
            _ => None,
        };
        let name = name.clone();
        let person = person.unwrap_or_else(|| self.person(None));
        self.linked.of_form[form] = person;
        self.bears(person, name);
    }

    /// Who bears the name with the surname first: Orbán Viktor, Viktor Orbán.
    fn turned(&self, name: &Name) -> Option<Person> {
        let [given] = name.given.as_slice() else { return None };
        let others = self.namesakes.get(given)?.iter().take(NAMESAKES);
        let turned = |known: &Name| known.given.len() == 1 && known.given[0] == name.surname && known.surname == *given;
        let mut found = others.filter(|one| one.names.iter().any(turned)).map(|one| one.person);
        let first = found.next()?;
        found.next().is_none().then_some(first)
    }

    /// Organisations: each name is one, and an acronym is the one name with its initials that speaks beside it.
    fn bodies(&mut self, order: &[usize]) {
        let forms = self.forms;
        let mut by_initials: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for &form in order.iter().filter(|&&form| forms[form].is_body()) {
            if let Some(initials) = initials(&forms[form].key) {
                by_initials.entry(initials).or_default().push(form);
            }
        }
        for &form in order.iter().filter(|&&form| forms[form].is_body()) {
            if self.is_linked(form) {
                continue;
            }
            let beside = |&&other: &&usize| self.meet(form, other);
            let mut tied = by_initials.get(&forms[form].key).into_iter().flatten().filter(beside);
            let long = tied.next().copied().filter(|_| tied.next().is_none());
            let person = match long {
                Some(long) if self.is_linked(long) => self.linked.of_form[long],
                Some(long) => {
                    let person = self.person(None);
                    self.linked.of_form[long] = person;
                    person
                }
                None => self.person(None),
            };
            self.linked.of_form[form] = person;
        }
    }

    /// Whether both forms speak in one document, or one speaker is called by both.
    fn meet(&self, short: usize, long: usize) -> bool {
        let rows =
            |form: usize| self.forms[form].quotes.iter().map(|&quote| self.said[quote].row).collect::<BTreeSet<_>>();
        if !rows(short).is_disjoint(&rows(long)) {
            return true;
        }
        let acronym = self.forms[short].written.keys().next();
        let called = |quote: &usize| {
            self.said[*quote].speaker.is_some_and(|words| acronym.is_some_and(|a| words.contains(&**a)))
        };
        self.forms[long].quotes.iter().any(called)
    }

    /// A surname alone.
    fn short(&mut self, form: usize) {
        if self.is_linked(form) {
            return;
        }
        let name = &self.forms[form].name;
        let bearers: Vec<Person> = if self.forms[form].is_body() {
            Vec::new()
        } else {
            self.namesakes.get(name.core()).into_iter().flatten().map(|one| one.person).collect()
        };
        if let [person] = bearers.as_slice() {
            self.linked.of_form[form] = *person;
            return;
        }
        self.linked.of_form[form] = self.person(None);
        if bearers.len() > 1 {
            self.by_document(form, &bearers);
        }
    }

    /// In each document a surname that several bear is the one who is quoted there with a full name.
    fn by_document(&mut self, form: usize, bearers: &[Person]) {
        let mut there: BTreeMap<i64, BTreeSet<Person>> = BTreeMap::new();
        for &other in self.of_surname.get(self.forms[form].name.core()).into_iter().flatten() {
            let person = self.linked.of_form[other];
            if bearers.contains(&person) {
                let rows = self.forms[other].quotes.iter().map(|&quote| self.said[quote].row);
                rows.for_each(|row| _ = there.entry(row).or_default().insert(person));
            }
        }
        for &quote in &self.forms[form].quotes {
            let here = there.get(&self.said[quote].row);
            if let Some(&person) = here.filter(|here| here.len() == 1).and_then(BTreeSet::first) {
                self.linked.of_quote.insert((form, quote), person);
            }
        }
    }
}
