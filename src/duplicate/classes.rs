//! Profiles in, classes of identical documents out, best document first.

use super::profile::Profile;
use crate::id::DocId;
use ahash::AHashMap;
use std::cmp::Reverse;

/// Documents whose folded token sequences are equal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Class {
    /// The document that stands for the class.
    pub representative: DocId,
    /// All documents of the class, ascending.
    pub members: Vec<DocId>,
    /// The representative's profile.
    pub profile: Profile,
}

/// All classes of a column.
///
/// They stand from the most tokens to the fewest, and by the fingerprints of their texts where those are equal: an order
/// that depends on content alone. Within a class the smaller fingerprint represents; the row number decides only between
/// identical texts. So the order of the input changes no choice.
#[derive(Debug, Clone, Default)]
pub struct Classes {
    /// The classes in that order. A document without tokens equals nothing and is a class of its own.
    pub classes: Vec<Class>,
    /// For each row the index of its class; None for a missing text.
    pub of_row: Vec<Option<u32>>,
}

impl Classes {
    /// Groups documents by their token sequence.
    ///
    /// # Complexity
    /// O(n) expected, and O(c log c) to order c classes.
    #[must_use]
    pub fn group(profiles: &[Option<Profile>]) -> Self {
        let mut by_sequence: AHashMap<u128, usize> = AHashMap::new();
        let mut classes: Vec<Class> = Vec::new();
        for (row, profile) in profiles.iter().enumerate() {
            let Some(profile) = profile else { continue };
            let row = DocId::from_index(row);
            let fresh = classes.len();
            let at = if profile.tokens == 0 { fresh } else { *by_sequence.entry(profile.sequence).or_insert(fresh) };
            if at == fresh {
                classes.push(Class { representative: row, members: vec![row], profile: *profile });
                continue;
            }
            let class = &mut classes[at];
            class.members.push(row);
            if profile.text < class.profile.text {
                class.representative = row;
                class.profile = *profile;
            }
        }
        classes.sort_by_key(|class| {
            let profile = class.profile;
            (Reverse(profile.tokens), profile.text, class.representative)
        });
        let mut of_row = vec![None; profiles.len()];
        for (index, class) in classes.iter().enumerate() {
            let index = DocId::from_index(index).0;
            for member in &class.members {
                of_row[member.index()] = Some(index);
            }
        }
        Self { classes, of_row }
    }

    /// The document that stands for each class.
    #[must_use]
    pub fn representatives(&self) -> Vec<DocId> {
        self.classes.iter().map(|class| class.representative).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::duplicate::profile::Reader;
    use crate::shingle::{Shingling, Unit};

    fn group(texts: &[Option<&str>]) -> Classes {
        let shingling = Shingling::new(2, Unit::Word).unwrap();
        let profiles: Vec<_> = {
            let mut reader = Reader::new(shingling, None);
            texts.iter().map(|text| text.map(|text| reader.read(text, &mut []))).collect()
        };
        Classes::group(&profiles)
    }

    #[test]
    fn classes_ignore_case_and_marks_and_empty_texts_equal_nothing() {
        let classes = group(&[Some("The mayor’s plan."), None, Some("the MAYOR'S plan"), Some("…"), Some("…")]);
        assert_eq!(classes.of_row[0], classes.of_row[2]);
        assert_eq!(classes.of_row[1], None);
        assert_ne!(classes.of_row[3], classes.of_row[4]);
    }

    #[test]
    fn the_representative_does_not_depend_on_the_order() {
        let texts = [
            "A plan of two parts",
            "a plan of TWO parts",
            "A plan, of two parts",
            "A longer plan of three whole parts",
        ];
        let forward = group(&texts.map(Some));
        let mut turned = texts;
        turned.reverse();
        let backward = group(&turned.map(Some));
        let chosen = |classes: &Classes, texts: &[&'static str]| -> Vec<&'static str> {
            classes.classes.iter().map(|class| texts[class.representative.index()]).collect()
        };
        assert_eq!(chosen(&forward, &texts), chosen(&backward, &turned));
        assert_eq!(chosen(&forward, &texts)[0], texts[3]);
    }
}
