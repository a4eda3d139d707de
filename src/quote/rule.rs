//! The rules of attribution by name, and the reasons for no speaker.

/// Which rule found the speaker, or why there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// A tag behind the quote, verb first: “…,” said X.
    Inverted,
    /// A tag behind the quote, speaker first: “…,” X said.
    SubjectVerb,
    /// A tag whose verb is in no list, told by its place: “…,” thundered X.
    OpenVerb,
    /// A cue before the quote in its sentence: X said that “…”.
    Preceding,
    /// A colon without a reporting verb: X: “…”.
    Colon,
    /// A transcript's label inside the marks: “HALE: …”.
    Label,
    /// A dash and a name behind the quote: “…” — X.
    Signature,
    /// According to X.
    AccordingTo,
    /// A participle before the quote: X rose, calling it “…”.
    Participle,
    /// A thing said before the quote: X’s claim that “…”.
    Noun,
    /// A participle that opens the sentence: Calling it “…,” X rose.
    Fronted,
    /// A tag further on in the sentence: … “…” …, as X says.
    Trailing,
    /// The quote goes on from one in the same paragraph: “…,” X said. “…”
    PreviousQuote,
    /// The quote is a paragraph of its own behind a quote of the same speaker.
    PreviousParagraph,
    /// The mark is reopened: one quotation over several paragraphs.
    ContinuedParagraph,
    /// The sentence before the quote introduces its speaker.
    PreviousSentence,
    /// The sentence behind the quote takes it up: “…” With these words X left.
    NextSentence,
    /// Another version of the story says plainly who said the same words; only where versions are compared.
    Corroborated,
    /// No speaker: nothing near the quote reports speech.
    NoCue,
    /// No speaker: a cue stands there, but nobody to whom it belongs.
    NoSubject,
    /// No speaker: the marks quote nobody.
    QuotesNobody,
    /// No speaker: the cues of the language are not known.
    UnknownLanguage,
}

impl Rule {
    /// Every rule and reason.
    pub const ALL: &[Self] = &[
        Self::Inverted,
        Self::SubjectVerb,
        Self::OpenVerb,
        Self::Preceding,
        Self::Colon,
        Self::Label,
        Self::Signature,
        Self::AccordingTo,
        Self::Participle,
        Self::Noun,
        Self::Fronted,
        Self::Trailing,
        Self::PreviousQuote,
        Self::PreviousParagraph,
        Self::ContinuedParagraph,
        Self::PreviousSentence,
        Self::NextSentence,
        Self::Corroborated,
        Self::NoCue,
        Self::NoSubject,
        Self::QuotesNobody,
        Self::UnknownLanguage,
    ];

    /// The rule as it is written in a record.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Inverted => "inverted",
            Self::SubjectVerb => "subject_verb",
            Self::OpenVerb => "open_verb",
            Self::Preceding => "preceding",
            Self::Colon => "colon",
            Self::Label => "label",
            Self::Signature => "signature",
            Self::AccordingTo => "according_to",
            Self::Participle => "participle",
            Self::Noun => "noun",
            Self::Fronted => "fronted",
            Self::Trailing => "trailing",
            Self::PreviousQuote => "previous_quote",
            Self::PreviousParagraph => "previous_paragraph",
            Self::ContinuedParagraph => "continued_paragraph",
            Self::PreviousSentence => "previous_sentence",
            Self::NextSentence => "next_sentence",
            Self::Corroborated => "corroborated",
            Self::NoCue => "no_cue",
            Self::NoSubject => "no_subject",
            Self::QuotesNobody => "quotes_nobody",
            Self::UnknownLanguage => "unknown_language",
        }
    }
}
