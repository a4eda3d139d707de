//! The records of `speakers`, and the columns of the caller's roster beside them.

use super::{Kind, Schema, always, batch, int, lists, maybe, maybe_ints, texts};
use crate::versions::people::Speaker;
use arrow_array::types::Int64Type;
use arrow_array::{RecordBatch, UInt64Array};
use arrow_schema::{Field, Schema as ArrowSchema};
use std::sync::Arc;

/// `speakers`: one record is a person across documents.
pub const SPEAKERS: Schema = Schema {
    function: "speakers",
    columns: &[
        always("speaker_id", Kind::Text),
        always("name", Kind::Text),
        maybe("aliases", Kind::Text),
        maybe("roles", Kind::Text),
        always("kind", Kind::Text),
        always("documents", Kind::Int),
        always("quotes", Kind::Int),
        always("words", Kind::Int),
        always("quote_numbers", Kind::Offsets),
    ],
};

/// What stands between the values of one text column.
const BETWEEN: &str = "; ";

/// The records of `speakers`; the columns of `roster`, a row for each of its entries, follow under their own names, null
/// for whoever is none of them.
///
/// # Panics
/// If an entry's number is beyond the roster, which the linking of names excludes.
#[must_use]
pub fn speakers(speakers: &[Speaker], roster: Option<&RecordBatch>) -> RecordBatch {
    let joined = |of: fn(&Speaker) -> &Vec<String>| {
        let each = speakers.iter().map(of).map(|parts| (!parts.is_empty()).then(|| parts.join(BETWEEN)));
        each.collect::<Vec<_>>()
    };
    let (aliases, roles) = (joined(|one| &one.aliases), joined(|one| &one.roles));
    let columns = vec![
        texts(speakers.iter().map(|one| Some(&*one.id))),
        texts(speakers.iter().map(|one| Some(&*one.name))),
        texts(aliases.iter().map(Option::as_deref)),
        texts(roles.iter().map(Option::as_deref)),
        texts(speakers.iter().map(|one| Some(one.kind.as_str()))),
        maybe_ints(speakers.iter().map(|one| Some(int(one.documents)))),
        maybe_ints(speakers.iter().map(|one| Some(int(one.quotes.len())))),
        maybe_ints(speakers.iter().map(|one| Some(one.words))),
        lists::<Int64Type>(speakers.iter().map(|one| Some(one.quotes.clone()))),
    ];
    let own = batch(SPEAKERS, columns);
    let Some(roster) = roster else { return own };
    let rows: UInt64Array = speakers.iter().map(|one| one.known.map(|entry| entry as u64)).collect();
    let mut fields: Vec<Arc<Field>> = own.schema_ref().fields().iter().cloned().collect();
    let mut columns = own.columns().to_vec();
    for (field, column) in roster.schema_ref().fields().iter().zip(roster.columns()) {
        fields.push(Arc::new(field.as_ref().clone().with_nullable(true)));
        columns.push(arrow_select::take::take(column, &rows, None).expect("entries are rows of the roster"));
    }
    RecordBatch::try_new(Arc::new(ArrowSchema::new(fields)), columns).expect("each column has a row for each speaker")
}
