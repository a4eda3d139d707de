//! The versions of a story in, out whom and what each names, with the parts of the name and where it stands.

use crate::quote::named;
use crate::span::ByteSpan;
use crate::versions::name::Name;
use crate::versions::version::Version;

/// Names of one version that are compared, the first in the text; 40,000 articles have 30 each on average.
const NAMES: usize = 400;

/// A bearer of a name in one version.
#[derive(Debug)]
pub(super) struct Spelled {
    pub(super) version: usize,
    /// The parts of the fullest form.
    pub(super) name: Name,
    /// The fullest form as it stands.
    pub(super) shown: String,
    /// The places of the fullest form, by place.
    pub(super) spans: Vec<ByteSpan>,
    pub(super) is_person: bool,
    pub(super) is_body: bool,
    pub(super) is_place: bool,
    /// A noun for what the bearer is.
    pub(super) role: Option<String>,
    /// The words of the role up to that noun: chief executive.
    pub(super) office: Option<String>,
}

/// Whom the versions name, version by version.
pub(super) fn read(versions: &[Version<'_>]) -> Vec<Spelled> {
    let mut all = Vec::new();
    for (number, version) in versions.iter().enumerate() {
        for bearer in named(version.text, version.language).into_iter().take(NAMES) {
            let words = |span: &ByteSpan| span.of(version.text).split_whitespace().count();
            let Some(most) = bearer.mentions.iter().map(words).max() else { continue };
            let spans: Vec<ByteSpan> = bearer.mentions.iter().copied().filter(|span| words(span) == most).collect();
            let shown = spans[0].of(version.text).split_whitespace().collect::<Vec<_>>().join(" ");
            let Some(name) = Name::read(&shown, version.language) else { continue };
            all.push(Spelled {
                version: number,
                name,
                shown,
                spans,
                is_person: bearer.is_person,
                is_body: bearer.is_body,
                is_place: bearer.is_place,
                role: bearer.roles.first().map(|role| role.noun.of(version.text).to_lowercase()),
                office: bearer.roles.first().map(|role| {
                    let words = ByteSpan::new(role.span.start.min(role.noun.start), role.noun.end).of(version.text);
                    words.split_whitespace().collect::<Vec<_>>().join(" ")
                }),
            });
        }
    }
    all
}
