//! What stories are told by in an index: the frequencies that it was created with, and what each article tells.

use super::damage::{Checked, Damage, SHORT};
use super::layout::{FREQUENCIES_MAGIC, VERSION};
use crate::corpus::TextColumn;
use crate::duplicate::Relation;
use crate::error::Result;
use crate::id::DocId;
use crate::schedule::Run;
use crate::story::document::Documents;
use crate::story::frozen::Frozen;
use crate::story::handles::Handle;
use crate::story::tally::Tally;
use crate::story::{self, Beside, matched, stored};

/// The frequencies of an index.
#[derive(Debug, Clone)]
pub struct Stories {
    frozen: Frozen,
}

impl Stories {
    /// Stories told by these frequencies.
    #[must_use]
    pub fn new(frozen: Frozen) -> Self {
        Self { frozen }
    }

    /// Stories told by the frequencies of the given articles, mixed with the built-in table.
    ///
    /// # Errors
    /// [`Error::Cancelled`](crate::Error::Cancelled), or those of the column.
    pub fn counted(run: &Run, column: &dyn TextColumn, beside: &Beside) -> Result<Self> {
        let told = run.map_rows(column, |row, text| {
            Some(Tally::of(&story::tell(beside.title(row), text?, beside.languages.of(row))))
        })?;
        Ok(Self::new(Frozen::count(&told.into_iter().flatten().collect::<Vec<Tally>>())))
    }

    /// The frequencies.
    #[must_use]
    pub fn frozen(&self) -> &Frozen {
        &self.frozen
    }

    /// The bytes of a file.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = FREQUENCIES_MAGIC.to_vec();
        bytes.extend(VERSION.to_le_bytes());
        bytes.extend(self.frozen.to_bytes());
        bytes
    }

    /// Reads the bytes of a file.
    ///
    /// # Errors
    /// [`Damage`].
    pub fn parse(bytes: &[u8]) -> Checked<Self> {
        let rest = bytes.strip_prefix(&FREQUENCIES_MAGIC).and_then(|rest| rest.strip_prefix(&VERSION.to_le_bytes()));
        let frozen = Frozen::from_bytes(rest.ok_or(SHORT)?);
        frozen.map(Self::new).ok_or(Damage("it is no table of frequencies"))
    }

    /// What an article tells, encoded.
    #[must_use]
    pub fn tell(&self, beside: &Beside, row: DocId, text: &str) -> Vec<u8> {
        let mut bytes = Vec::new();
        stored::encode(&story::tell(beside.title(row), text, beside.languages.of(row)), &mut bytes);
        bytes
    }

    /// What an encoded article tells; None of nothing, which a missing text tells.
    ///
    /// # Errors
    /// [`Damage`].
    pub fn tally(&self, telling: &[u8]) -> Checked<Option<Tally>> {
        if telling.is_empty() {
            return Ok(None);
        }
        stored::decode(telling).map(Some).ok_or(Damage("what an article tells is damaged"))
    }

    /// The stems under which an encoded article is found.
    ///
    /// # Errors
    /// [`Damage`].
    pub fn handles(&self, telling: &[u8]) -> Checked<Vec<Handle>> {
        Ok(self.tally(telling)?.map_or_else(Vec::new, |tally| self.handles_of(&tally)))
    }

    /// The stems under which an article is found.
    #[must_use]
    pub fn handles_of(&self, tally: &Tally) -> Vec<Handle> {
        story::handles(tally, &self.frozen)
    }

    /// For each article but the first what ties it to the first, if it tells the same story.
    #[must_use]
    pub fn judge(&self, articles: &[Tally], threshold: f64) -> Vec<Option<(Relation, f64)>> {
        let documents = Documents::weigh_frozen(articles, &self.frozen);
        let others = (0u32..).zip(articles).skip(1);
        others.map(|(other, _)| matched(documents.judge(0, other).1, threshold)).collect()
    }
}
