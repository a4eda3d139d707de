//! Reading a text: words, their folded form, tokens, stems and the language. Every span refers to the text as it came.

pub mod bitmap;
pub mod block;
pub mod furniture;
pub mod hash;
pub mod headline;
pub mod language;
pub mod normalize;
pub mod segment;
pub mod sentence;
pub mod stem;
pub mod tokenize;
pub mod transcribe;
pub(crate) mod words;

pub use language::{Language, Languages, Spoken};
pub use sentence::sentences;
pub use tokenize::{Token, tokenize};
