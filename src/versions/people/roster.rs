//! The caller's list of people in, out who of them bears a name.

use crate::error::{Error, Result};
use crate::text::Language;
use crate::versions::name::{Name, plain, stripped};
use std::collections::BTreeMap;

/// An entry of the roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// The name.
    pub name: String,
    /// Other names of the same person.
    pub aliases: Vec<String>,
}

/// The entries with their names folded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Roster {
    /// In the caller's order.
    pub entries: Vec<Known>,
    by_name: BTreeMap<String, usize>,
}

impl Roster {
    /// Reads the entries.
    ///
    /// # Errors
    /// [`Error::Parameter`] if a name holds no letter, or if two entries share a name or an alias: both rows are named.
    pub fn new(entries: Vec<Known>) -> Result<Self> {
        let mut by_name: BTreeMap<String, usize> = BTreeMap::new();
        for (row, known) in entries.iter().enumerate() {
            if plain(&known.name).is_empty() {
                let way_out = format!("row {row} has none; drop it or name it");
                return Err(Error::parameter(
                    "people",
                    "a table with a name in each row",
                    format!("\"{}\"", known.name),
                )
                .with_hint(way_out));
            }
            for name in std::iter::once(&known.name).chain(&known.aliases) {
                let folded = plain(name);
                if folded.is_empty() {
                    continue;
                }
                let before = *by_name.entry(folded).or_insert(row);
                if before != row {
                    return Err(Error::parameter(
                        "people",
                        "a table in which each name and alias stands for one row",
                        format!("\"{name}\" in rows {before} and {row}"),
                    )
                    .with_hint("merge the rows, or tell them apart by a middle name"));
                }
            }
        }
        Ok(Self { entries, by_name })
    }

    /// Who bears `name`, whether or not titles stand before it.
    pub(super) fn bearer(&self, name: &str, language: Language) -> Option<usize> {
        let of = |name: &str| self.by_name.get(&plain(name)).copied();
        of(name).or_else(|| of(stripped(name, language)))
    }

    /// Every name and alias with its parts and its entry.
    pub(super) fn names(&self) -> impl Iterator<Item = (Name, usize)> {
        let all = self.entries.iter().enumerate();
        all.flat_map(|(row, known)| {
            let names = std::iter::once(&known.name).chain(&known.aliases);
            names.filter_map(move |name| Some((Name::read(name, Language::English)?, row)))
        })
    }
}
