//! A figure or a date of a version: its value, and what is known of it beside the value.

use super::measure::Measure;
use crate::span::ByteSpan;

/// How exact a figure claims to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Exactness {
    /// It says nothing of it.
    #[default]
    Exact,
    /// About.
    About,
    /// In dozens, or another group that is never exact.
    Roughly,
    /// More than.
    Least,
    /// Less than.
    Most,
}

/// Which end of a span of time a date is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Bound {
    /// None: something happens then.
    #[default]
    On,
    /// The last.
    Until,
    /// Behind the last.
    Before,
    /// The first.
    Since,
}

/// What a figure counts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Thing {
    /// The stem of the first word behind the number that carries meaning.
    pub stem: Option<Box<str>>,
    /// The class of the first word about it that has one.
    pub class: Option<&'static str>,
    /// The words behind the number, as they stand there.
    pub words: Option<ByteSpan>,
}

/// A figure or a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// The number with its unit, in bytes of the version's text.
    pub span: ByteSpan,
    /// What it measures.
    pub measure: Measure,
    /// Times [`super::measure::SCALE`].
    pub value: i64,
    /// The number as it is written, before its unit makes it a value; times [`super::measure::SCALE`] too.
    pub written: i64,
    /// How exact it claims to be.
    pub exactness: Exactness,
    /// Which end of a span of time it is.
    pub bound: Bound,
    /// What it counts; of numbers and ordinals only.
    pub thing: Thing,
    /// Adds to another figure: "another 30,000".
    pub more: bool,
    /// Sums others up: "totalling 65,000".
    pub total: bool,
    /// A rank that somebody or something is: "it is the third".
    pub is_said: bool,
    /// The number of its sentence.
    pub sentence: usize,
}
