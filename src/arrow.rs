//! Arrow arrays in, a column of texts out: every string layout that Arrow has, borrowed where it lies.

use crate::corpus::{Arena, Row, TextColumn};
use crate::error::Result;
use crate::id::DocId;
use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowDictionaryKeyType, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{
    Array, ArrayRef, GenericStringArray, LargeStringArray, OffsetSizeTrait, StringArray, StringViewArray,
    new_empty_array,
};
use arrow_buffer::ArrowNativeType;
use arrow_schema::DataType;

/// A column of texts in Arrow memory, in one or several chunks.
#[derive(Debug)]
pub struct ArrowTexts {
    chunks: Vec<Chunk>,
    /// The row at which each chunk begins.
    starts: Vec<usize>,
    len: usize,
}

/// Why an Arrow column is no column of texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotText {
    /// Its type holds no text.
    Type(DataType),
    /// It breaks the Arrow format (offsets out of bounds, bytes that are not UTF-8).
    Broken(String),
}

#[derive(Debug)]
struct Chunk {
    strings: Strings,
    /// For dictionary arrays: which string each row has, None for missing.
    keys: Option<Vec<Option<usize>>>,
    len: usize,
}

#[derive(Debug)]
enum Strings {
    /// The null type: every row is missing.
    Null,
    Small(StringArray),
    Large(LargeStringArray),
    View(StringViewArray),
}

impl Strings {
    fn get(&self, index: usize) -> Option<&str> {
        match self {
            Self::Null => None,
            Self::Small(array) => array.is_valid(index).then(|| array.value(index)),
            Self::Large(array) => array.is_valid(index).then(|| array.value(index)),
            Self::View(array) => array.is_valid(index).then(|| array.value(index)),
        }
    }
}

impl ArrowTexts {
    /// A column over `chunks`, which stay where they are.
    ///
    /// # Errors
    /// [`NotText`] where a chunk holds no text or breaks the format. Chunks are checked in full, since they come from other
    /// programs and are read without further checks; that costs one pass over their bytes at memory speed, and of a slice
    /// only over the slice's own.
    pub fn new(chunks: &[ArrayRef]) -> std::result::Result<Self, NotText> {
        let mut column =
            Self { chunks: Vec::with_capacity(chunks.len()), starts: Vec::with_capacity(chunks.len()), len: 0 };
        for chunk in chunks {
            column.starts.push(column.len);
            column.len += chunk.len();
            column.chunks.push(Chunk::new(chunk)?);
        }
        Ok(column)
    }

    fn get(&self, row: usize) -> Option<&str> {
        let chunk = self.starts.partition_point(|&start| start <= row) - 1;
        self.chunks[chunk].get(row - self.starts[chunk])
    }
}

impl Chunk {
    fn new(array: &ArrayRef) -> std::result::Result<Self, NotText> {
        // A slice of no rows may have an offset beyond its (absent) bytes; nobody reads it.
        let array = if array.is_empty() { &new_empty_array(array.data_type()) } else { array };
        let (strings, keys) = match array.data_type() {
            DataType::Dictionary(key, _) => match **key {
                DataType::Int8 => dictionary::<Int8Type>(array),
                DataType::Int16 => dictionary::<Int16Type>(array),
                DataType::Int32 => dictionary::<Int32Type>(array),
                DataType::Int64 => dictionary::<Int64Type>(array),
                DataType::UInt8 => dictionary::<UInt8Type>(array),
                DataType::UInt16 => dictionary::<UInt16Type>(array),
                DataType::UInt32 => dictionary::<UInt32Type>(array),
                DataType::UInt64 => dictionary::<UInt64Type>(array),
                _ => Err(NotText::Type(array.data_type().clone())),
            },
            _ => strings(array).map(|strings| (strings, None)),
        }?;
        Ok(Self { strings, keys, len: array.len() })
    }

    fn get(&self, index: usize) -> Option<&str> {
        debug_assert!(index < self.len);
        match &self.keys {
            None => self.strings.get(index),
            Some(keys) => keys[index].and_then(|key| self.strings.get(key)),
        }
    }
}

fn strings(array: &ArrayRef) -> std::result::Result<Strings, NotText> {
    match array.data_type() {
        DataType::Null => Ok(Strings::Null),
        DataType::Utf8 => {
            check_strings::<i32>(array.as_string())?;
            Ok(Strings::Small(array.as_string::<i32>().clone()))
        }
        DataType::LargeUtf8 => {
            check_strings::<i64>(array.as_string())?;
            Ok(Strings::Large(array.as_string::<i64>().clone()))
        }
        DataType::Utf8View => {
            array.to_data().validate_full().map_err(broken)?;
            Ok(Strings::View(array.as_string_view().clone()))
        }
        other => Err(NotText::Type(other.clone())),
    }
}

fn broken(why: impl std::fmt::Display) -> NotText {
    NotText::Broken(why.to_string())
}

/// Checks what reading relies on: offsets that ascend within the bytes and stand between characters, bytes that are UTF-8.
///
/// Arrow's own full check reads the whole buffer however small the slice: a thousand slices of 100 MB took six seconds.
fn check_strings<O: OffsetSizeTrait>(array: &GenericStringArray<O>) -> std::result::Result<(), NotText> {
    array.to_data().validate().map_err(broken)?;
    let offsets = array.value_offsets();
    let (Some(first), Some(last)) = (offsets.first(), offsets.last()) else {
        return Ok(());
    };
    if *first < O::zero() || offsets.windows(2).any(|pair| pair[0] > pair[1]) {
        return Err(broken("offsets do not ascend"));
    }
    let first = first.as_usize();
    let bytes = array.value_data().get(first..last.as_usize()).ok_or_else(|| broken("offsets exceed the bytes"))?;
    let text = std::str::from_utf8(bytes).map_err(|error| broken(format!("not UTF-8: {error}")))?;
    if offsets.iter().any(|offset| !text.is_char_boundary(offset.as_usize() - first)) {
        return Err(broken("an offset stands inside a character"));
    }
    Ok(())
}

#[allow(clippy::type_complexity)] // the two halves of a chunk
fn dictionary<K: ArrowDictionaryKeyType>(
    array: &ArrayRef,
) -> std::result::Result<(Strings, Option<Vec<Option<usize>>>), NotText> {
    let array = array.as_dictionary::<K>();
    // The keys alone: the values are checked below.
    array.keys().to_data().validate_full().map_err(broken)?;
    if array.keys().iter().flatten().any(|key| key.to_usize().is_none_or(|key| key >= array.values().len())) {
        return Err(broken("a key exceeds the dictionary"));
    }
    let strings = strings(array.values()).map_err(|problem| match problem {
        NotText::Type(_) => NotText::Type(array.data_type().clone()),
        broken @ NotText::Broken(_) => broken,
    })?;
    let keys = (0..array.len()).map(|row| array.key(row)).collect();
    Ok((strings, Some(keys)))
}

impl TextColumn for ArrowTexts {
    fn len(&self) -> usize {
        self.len
    }

    fn row(&self, row: DocId) -> Row<'_> {
        self.get(row.index()).map_or(Row::Missing, Row::Borrowed)
    }

    fn decode(&self, _: &[DocId], _: &mut Arena) -> Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow_array::{DictionaryArray, Int64Array, NullArray};
    use std::sync::Arc;

    fn read(chunks: &[ArrayRef]) -> Vec<Option<String>> {
        let column = ArrowTexts::new(chunks).unwrap();
        (0..column.len())
            .map(|row| match column.row(DocId::from_index(row)) {
                Row::Borrowed(text) => Some(text.to_owned()),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn chunks_slices_and_layouts_keep_their_rows() {
        let small: ArrayRef = Arc::new(StringArray::from(vec![Some("cut"), Some("a"), None, Some("é"), Some("cut")]));
        let large: ArrayRef = Arc::new(LargeStringArray::from(vec![Some("b")]));
        let view: ArrayRef = Arc::new(StringViewArray::from(vec![None, Some("a view longer than twelve bytes")]));
        let codes: DictionaryArray<Int8Type> = vec![Some("x"), None, Some("x"), Some("y")].into_iter().collect();
        let codes: ArrayRef = Arc::new(codes);
        let none = small.slice(2, 0);
        let rows = read(&[small.slice(1, 3), none, large, view, codes.slice(1, 3), Arc::new(NullArray::new(2))]);
        let rows: Vec<_> = rows.iter().map(Option::as_deref).collect();
        assert_eq!(
            rows,
            [
                Some("a"),
                None,
                Some("é"),
                Some("b"),
                None,
                Some("a view longer than twelve bytes"),
                None,
                Some("x"),
                Some("y"),
                None,
                None
            ]
        );
    }

    #[test]
    fn numbers_are_no_texts() {
        let numbers: ArrayRef = Arc::new(Int64Array::from(vec![1]));
        assert_eq!(ArrowTexts::new(&[numbers]).unwrap_err(), NotText::Type(DataType::Int64));
    }
}
