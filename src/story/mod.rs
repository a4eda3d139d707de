//! Which documents tell one story, in whatever words: rewrites of one text and independent reports of one event.
//!
//! Each representative that the level `partial` leaves is read into stems, phrases, numbers and weekdays ([`reading`],
//! [`tally`]) and weighed by rarity ([`frequencies`], [`background`], [`document`]). Pairs that share rarer terms are
//! candidates ([`candidates`]); what they share ([`evidence`]) is judged twice ([`judgement`], [`prior`]): one event, or one
//! text behind both. Clusters come from all judged pairs ([`linkage`]), and each tie names the words that weigh most ([`why`]).
//!
//! An archive reads an article once, by itself ([`tell`]), keeps it as bytes ([`stored`]), finds what may tell its story by a
//! few of its stems ([`handles`](mod@handles)) and weighs it by frequencies that stand still ([`frozen`]), so that a pair is judged alike
//! whatever else there is. The clusters of documents that were not just read come from [`stories`].

pub mod background;
pub mod candidates;
pub mod cluster;
pub mod corpus;
pub mod document;
pub mod evidence;
pub mod explain;
pub mod frequencies;
pub mod frozen;
pub mod handles;
pub mod judgement;
pub mod linkage;
pub mod numbers;
pub mod prior;
pub mod reading;
pub mod stored;
pub mod stories;
pub mod tally;
pub mod why;

pub use cluster::{Stories, Telling, cluster};
pub use corpus::Beside;
pub use explain::{Explanation, explain};
pub use handles::{Handle, MEET, handles};
pub use judgement::matched;
pub use reading::tell;
