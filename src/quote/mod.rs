//! temporary
#![allow(missing_docs)]
use crate::span::ByteSpan;
pub struct Quote {
    pub span: ByteSpan,
    pub inner: ByteSpan,
    pub kind: Kind,
    pub speaker: Option<ByteSpan>,
    pub cue: Option<ByteSpan>,
    pub rule: Rule,
    pub closed: bool,
    pub words: usize,
    pub sentence: ByteSpan,
}
pub enum Kind {
    Direct,
}
impl Kind {
    pub fn as_str(self) -> &'static str {
        "direct"
    }
}
pub enum Rule {
    None,
}
impl Rule {
    pub fn as_str(self) -> &'static str {
        "none"
    }
}
pub fn extract(_text: &str) -> Vec<Quote> {
    vec![]
}
