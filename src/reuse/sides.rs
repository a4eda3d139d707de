//! Two columns in, one out: the rows of the first, then those of the second.

use crate::corpus::{Arena, Row, TextColumn};
use crate::error::Result;
use crate::id::DocId;
use std::sync::Arc;

/// Two columns as one.
pub struct Joined {
    /// Rows from 0.
    pub first: Arc<dyn TextColumn>,
    /// Rows behind those of the first.
    pub second: Arc<dyn TextColumn>,
}

impl Joined {
    /// The column that holds a row, and the row there.
    fn side(&self, row: DocId) -> (&dyn TextColumn, DocId) {
        match row.index().checked_sub(self.first.len()) {
            None => (&*self.first, row),
            Some(behind) => (&*self.second, DocId::from_index(behind)),
        }
    }
}

impl TextColumn for Joined {
    fn len(&self) -> usize {
        self.first.len() + self.second.len()
    }

    fn row(&self, row: DocId) -> Row<'_> {
        let (column, row) = self.side(row);
        column.row(row)
    }

    fn decode(&self, rows: &[DocId], arena: &mut Arena) -> Result<()> {
        let in_first = |row: &DocId| row.index() < self.first.len();
        for stretch in rows.chunk_by(|one, next| in_first(one) == in_first(next)) {
            if arena.is_full() {
                break;
            }
            let own: Vec<DocId> = stretch.iter().map(|&row| self.side(row).1).collect();
            self.side(stretch[0]).0.decode(&own, arena)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schedule::Run;
    use proptest::prelude::*;

    /// A column whose odd rows have to be decoded.
    struct Half(Vec<String>);

    impl TextColumn for Half {
        fn len(&self) -> usize {
            self.0.len()
        }

        fn row(&self, row: DocId) -> Row<'_> {
            if row.0 % 2 == 1 { Row::Encoded } else { Row::Borrowed(&self.0[row.index()]) }
        }

        fn decode(&self, rows: &[DocId], arena: &mut Arena) -> Result<()> {
            for row in rows {
                if arena.is_full() {
                    break;
                }
                arena.push(&self.0[row.index()]);
            }
            Ok(())
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20))]
        #[test]
        fn rows_of_both_columns_come_in_any_order(
            rows in prop::collection::vec(0usize..40, 0..60),
            long in 1usize..40,
        ) {
            let text = |n: usize| "x".repeat(if n == long { 5 << 20 } else { n }) + &n.to_string();
            let half = |from: usize| -> Arc<dyn TextColumn> { Arc::new(Half((from..from + 20).map(text).collect())) };
            let joined = Joined { first: half(0), second: half(20) };
            let run = Run::new(Some(2), Arc::default()).unwrap();
            let asked: Vec<DocId> = rows.iter().map(|&row| DocId::from_index(row)).collect();
            let read = run.map_some(&joined, &asked, |_, text| text.map(str::to_owned)).unwrap();
            prop_assert!(read.into_iter().eq(rows.iter().map(|&row| Some(text(row)))));
        }
    }
}
