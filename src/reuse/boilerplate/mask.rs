//! A column and spans of its rows in, the column without them out, for comparing what is left.

use crate::corpus::{Arena, Row, TextColumn, load};
use crate::error::Result;
use crate::id::DocId;
use crate::span::ByteSpan;
use std::sync::Arc;

/// A column without some spans of its texts. Rows keep their numbers; offsets into its texts are not those of the column.
pub struct Masked {
    column: Arc<dyn TextColumn>,
    /// For each row the spans that are left out, ascending.
    spans: Vec<Vec<ByteSpan>>,
}

impl Masked {
    /// `column` without `spans`, a list for each row.
    #[must_use]
    pub fn new(column: Arc<dyn TextColumn>, spans: Vec<Vec<ByteSpan>>) -> Self {
        Self { column, spans }
    }
}

/// `text` without `spans`, a line break for each.
#[must_use]
pub fn without(text: &str, spans: &[ByteSpan]) -> String {
    let mut rest = String::with_capacity(text.len());
    let mut from = 0;
    for span in spans {
        rest.push_str(&text[from..span.start]);
        rest.push('\n');
        from = span.end;
    }
    rest.push_str(&text[from..]);
    rest
}

impl TextColumn for Masked {
    fn len(&self) -> usize {
        self.column.len()
    }

    fn row(&self, row: DocId) -> Row<'_> {
        match self.column.row(row) {
            Row::Borrowed(_) if !self.spans[row.index()].is_empty() => Row::Encoded,
            row => row,
        }
    }

    fn decode(&self, rows: &[DocId], arena: &mut Arena) -> Result<()> {
        let (mut at, mut spare) = (0, Arena::default());
        while at < rows.len() {
            let batch = load(&*self.column, &rows[at..], spare)?;
            for offset in 0..batch.len() {
                if arena.is_full() {
                    return Ok(());
                }
                let text = batch.text(offset).unwrap_or_default();
                let spans = &self.spans[rows[at + offset].index()];
                if spans.is_empty() { arena.push(text) } else { arena.push(&without(text, spans)) }
            }
            at += batch.len();
            spare = batch.into_arena();
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schedule::Run;

    #[test]
    fn rows_keep_their_places_and_lose_their_spans() {
        let texts: Vec<Option<String>> = (0..3000).map(|n| (n % 5 != 4).then(|| format!("é{n} cut {n}"))).collect();
        let spans = texts.iter().enumerate().map(|(n, text)| match text {
            Some(text) if n % 2 == 0 => vec![ByteSpan::new(text.find("cut").unwrap(), text.find("cut").unwrap() + 3)],
            _ => Vec::new(),
        });
        let masked = Masked::new(Arc::new(texts.clone()), spans.collect());
        let run = Run::new(Some(2), Arc::default()).unwrap();
        let read = run.map_rows(&masked, |_, text| text.map(str::to_owned)).unwrap();
        for (n, (read, text)) in read.iter().zip(&texts).enumerate() {
            let expected = text.as_ref().map(|text| if n % 2 == 0 { text.replace("cut", "\n") } else { text.clone() });
            assert_eq!(*read, expected, "row {n}");
        }
    }
}
