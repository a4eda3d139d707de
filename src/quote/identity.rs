//! Who a speaker is: name, kind, role.

use crate::span::ByteSpan;

/// What a speaker is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum SpeakerKind {
    /// One person.
    Person,
    /// A company, an office, a paper.
    Organisation,
    /// Several people.
    Group,
    /// Somebody whom the text leaves unnamed: a source, a witness.
    Anonymous,
}

impl SpeakerKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Person, Self::Organisation, Self::Group, Self::Anonymous];

    /// The kind that is written so in a record.
    #[must_use]
    pub fn parse(written: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == written)
    }

    /// The kind as it is written in a record.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organisation => "organisation",
            Self::Group => "group",
            Self::Anonymous => "anonymous",
        }
    }
}

/// Who a speaker is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Identity {
    /// The fullest name in the document.
    pub(crate) name: Option<String>,
    pub(crate) kind: SpeakerKind,
    /// The words of the document for what the speaker is.
    pub(crate) role: Option<ByteSpan>,
}

/// A name on one line, whatever breaks the text has.
pub(super) fn one_line(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}
