//! A reading in, bytes out, and its tally back from them: an article as an archive keeps it, so that it is never read again.
//!
//! Kept are each stem once and the order in which they stand: what the tally counts follows from these, to the last digit.
//! So an article that was stored is judged as the one that was just read. An article of 400 words takes about 1.5 KB, most of
//! it the hashes of its stems.

use super::reading::{Reading, Word};
use super::tally::Tally;
use crate::text::language::Language;

/// Appends a reading to `bytes`.
///
/// In this order: language; words; stems, as how many, their hashes ascending and two bits each (written small somewhere;
/// with a digit); content words, as how many and the number of the stem of each; numbers, as how many and their hashes;
/// weekdays, as a bit for each that is named and how much each of these is. Counts and numbers of stems take seven bits a
/// byte, the lowest first; all else is little-endian.
///
/// # Complexity
/// O(w log w) for w content words; 8 bytes a stem and about one a content word.
pub fn encode(reading: &Reading, bytes: &mut Vec<u8>) {
    let mut stems: Vec<(u64, u8)> = reading
        .content
        .iter()
        .map(|word| (word.stem, (u8::from(word.small) * SMALL) | (u8::from(word.digits) * DIGITS)))
        .collect();
    stems.sort_unstable();
    stems.dedup_by(|later, kept| {
        let same = later.0 == kept.0;
        if same {
            kept.1 |= later.1;
        }
        same
    });
    bytes.push(reading.language as u8);
    put_count(reading.words, bytes);
    put_count(stems.len(), bytes);
    bytes.extend(stems.iter().flat_map(|(hash, _)| hash.to_le_bytes()));
    bytes.extend(
        stems
            .chunks(FLAGS_A_BYTE)
            .map(|some| some.iter().zip([0, 2, 4, 6]).fold(0, |byte, (&(_, flags), shift)| byte | (flags << shift))),
    );
    put_count(reading.content.len(), bytes);
    for word in &reading.content {
        // Every stem is among them.
        put_count(stems.partition_point(|&(hash, _)| hash < word.stem), bytes);
    }
    put_count(reading.numbers.len(), bytes);
    bytes.extend(reading.numbers.iter().flat_map(|hash| hash.to_le_bytes()));
    let named = |day: &f64| *day > 0.0;
    bytes.push(reading.days.iter().rev().fold(0, |bits, day| (bits << 1) | u8::from(named(day))));
    bytes.extend(reading.days.iter().copied().filter(named).flat_map(f64::to_le_bytes));
}

/// The tally of the reading that [`encode`] wrote; None of other bytes.
///
/// # Complexity
/// O(b log b) for b bytes, and at most some 70 bytes of memory for each.
#[must_use]
pub fn decode(mut bytes: &[u8]) -> Option<Tally> {
    let bytes = &mut bytes;
    let language = *Language::ALL.get(usize::from(take::<1>(bytes)?[0]))?;
    let words = take_count(bytes)?;
    let hashes = take_hashes(bytes)?;
    let flags = take_slice(bytes, hashes.len().div_ceil(FLAGS_A_BYTE))?;
    let stems: Vec<(u64, u8)> = hashes
        .into_iter()
        .enumerate()
        .map(|(at, hash)| (hash, flags[at / FLAGS_A_BYTE] >> (2 * (at % FLAGS_A_BYTE))))
        .collect();
    let count = take_count(bytes)?;
    if count > bytes.len() || count > words {
        return None;
    }
    let mut content = Vec::with_capacity(count);
    for place in 0..count {
        let &(stem, flags) = stems.get(take_count(bytes)?)?;
        content.push(Word { stem, small: flags & SMALL != 0, digits: flags & DIGITS != 0, place });
    }
    let numbers = take_hashes(bytes)?;
    let named = take::<1>(bytes)?[0];
    let mut days = [0.0; 7];
    for (day, much) in days.iter_mut().enumerate() {
        if (named >> day) & 1 == 1 {
            *much = f64::from_le_bytes(take(bytes)?);
            if !(*much > 0.0 && *much <= words as f64) {
                return None;
            }
        }
    }
    let whole = bytes.is_empty() && named >> days.len() == 0;
    whole.then(|| Tally::of(&Reading { language, words, content, numbers, days }))
}

const SMALL: u8 = 1;
const DIGITS: u8 = 2;
const FLAGS_A_BYTE: usize = 4;

/// The bits of a count that one byte holds; its highest says that another byte follows.
const BITS: u32 = 7;
const MORE: u8 = 1 << BITS;

#[allow(clippy::cast_possible_truncation)] // the lower bits are what is wanted
fn put_count(count: usize, bytes: &mut Vec<u8>) {
    let mut rest = count;
    while rest >= usize::from(MORE) {
        bytes.push(rest as u8 | MORE);
        rest >>= BITS;
    }
    bytes.push(rest as u8);
}

/// A count in as few bytes as it takes, so that one reading has one spelling.
fn take_count(bytes: &mut &[u8]) -> Option<usize> {
    let mut count = 0usize;
    for shift in (0..usize::BITS).step_by(BITS as usize) {
        let [byte] = take(bytes)?;
        let part = usize::from(byte & !MORE);
        if part.leading_zeros() < shift || (byte == 0 && shift > 0) {
            return None;
        }
        count |= part << shift;
        if byte & MORE == 0 {
            return Some(count);
        }
    }
    None
}

/// How many, and so many hashes, ascending.
fn take_hashes(bytes: &mut &[u8]) -> Option<Vec<u64>> {
    let count = take_count(bytes)?;
    let hashes = take_slice(bytes, count.checked_mul(8)?)?;
    let hashes: Vec<u64> = hashes.as_chunks().0.iter().map(|&hash| u64::from_le_bytes(hash)).collect();
    hashes.is_sorted_by(|a, b| a < b).then_some(hashes)
}

fn take<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (taken, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Some(*taken)
}

fn take_slice<'a>(bytes: &mut &'a [u8], length: usize) -> Option<&'a [u8]> {
    let (taken, rest) = bytes.split_at_checked(length)?;
    *bytes = rest;
    Some(taken)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::reading::tell;
    use crate::text::language::Spoken;
    use proptest::prelude::*;

    fn stored(reading: &Reading) -> Vec<u8> {
        let mut bytes = Vec::new();
        encode(reading, &mut bytes);
        bytes
    }

    const ARTICLE: &str = "Harbour board sells the fish market\n\nThe board of Ardmere harbour voted on Tuesday to sell the \
        market hall for £1,250,000. “Nobody buys a haddock there any more,” said Ida Pell, the chair. A second vote is on Friday, 3 \
        May; in 1987 the hall sold 3,100 boxes a day.";

    #[test]
    fn an_article_takes_few_bytes() {
        let reading = tell(None, &ARTICLE.repeat(8), Spoken::Detect);
        assert!(stored(&reading).len() < 1000, "{}", stored(&reading).len());
    }

    proptest! {
        #[test]
        fn what_was_stored_is_what_was_read(
            words in prop::collection::vec(
                prop_oneof![
                    prop::sample::select(ARTICLE.split_whitespace().collect::<Vec<_>>()).prop_map(str::to_owned),
                    "\\PC{1,8}",
                ],
                0..400,
            ),
            title in prop::option::of("\\PC{0,20}"),
            language in prop::sample::select(Language::ALL[..14].to_vec()),
        ) {
            let reading = tell(title.as_deref(), &words.join(" "), Spoken::In(language));
            let bytes = stored(&reading);
            prop_assert_eq!(decode(&bytes), Some(Tally::of(&reading)));
            for cut in 0..bytes.len() {
                prop_assert_eq!(decode(&bytes[..cut]), None);
            }
        }

        #[test]
        fn any_bytes_are_refused_or_read(bytes in prop::collection::vec(any::<u8>(), 0..200), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
            let _ = decode(&bytes);
            let mut changed = stored(&tell(None, ARTICLE, Spoken::Detect));
            let at = at.index(changed.len());
            changed[at] = byte;
            let _ = decode(&changed);
        }
    }

    #[test]
    fn counts_that_promise_more_than_there_is_are_refused() {
        for count in [vec![0xFF; 10], vec![0xFF, 0xFF, 0xFF, 0xFF, 0x0F], vec![0x80, 0x00]] {
            let bytes = [&[2u8][..], &count, &count, &[0; 64]].concat();
            assert_eq!(decode(&bytes), None);
        }
    }
}
