//! What stories are told by in an index.

use super::damage::Checked;
use crate::id::DocId;
use crate::story::Beside;

/// Placeholder until the frozen frequencies arrive.
#[derive(Debug, Clone)]
pub struct Stories;

impl Stories {
    /// The bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        Vec::new()
    }
    /// Parses.
    ///
    /// # Errors
    /// Damage.
    pub fn parse(_: &[u8]) -> Checked<Self> {
        Ok(Self)
    }
    /// Tells.
    #[must_use]
    pub fn tell(&self, _: &Beside, _: DocId, _: &str) -> Vec<u8> {
        Vec::new()
    }
    /// Handles.
    ///
    /// # Errors
    /// Damage.
    pub fn handles(&self, _: &[u8]) -> Checked<Vec<u64>> {
        Ok(Vec::new())
    }
}
