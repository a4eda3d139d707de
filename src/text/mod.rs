//! Reading a text: words, their folded form and tokens. Every span refers to the text as it came.

pub mod bitmap;
pub mod hash;
pub mod normalize;
pub mod segment;
pub mod sentence;
pub mod tokenize;
pub mod transcribe;

pub use sentence::sentences;
pub use tokenize::{Token, tokenize};
