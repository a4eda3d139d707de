//! Steps of clustering on their own, for an engine that moves documents between machines itself (`copydesk.spark`).
//!
//! Each takes and gives plain arrays; the engine joins them. The steps are those of `duplicate`, so that what comes out
//! together is what one call of `cluster` gives.

use super::functions::shingling;
use super::input::column;
use super::parameters::Whole;
use super::run::Conduct;
use crate::duplicate::Relation;
use crate::duplicate::forest::{Edge, Forest};
use crate::duplicate::profile::Reader;
use crate::id::DocId;
use crate::lsh::BandShape;
use crate::shingle::ShingleSet;
use crate::similarity::Overlap;
use crate::sketch::Sketcher;
use numpy::{PyArray1, PyArray2, PyArrayMethods, PyReadonlyArray1};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

/// Bytes of the two fingerprints of a document.
const FINGERPRINTS: usize = 32;

/// Fingerprints, tokens (-1 for a missing text), band keys, shingles and where each document's end.
type Profiles<'py> = (
    Bound<'py, PyArray2<u8>>,
    Bound<'py, PyArray1<i64>>,
    Bound<'py, PyArray2<u32>>,
    Bound<'py, PyArray1<u64>>,
    Bound<'py, PyArray1<i64>>,
);

/// The bands that keep a promise, as (bands, rows, agreeing); None where only a join keeps it.
#[pyfunction]
pub fn band_shape(threshold: f64, num_hashes: Whole, miss: f64) -> PyResult<Option<(usize, usize, usize)>> {
    let sketcher = num_hashes.count(Sketcher::new)?;
    let shape = BandShape::for_threshold(threshold, sketcher.num_hashes(), miss);
    Ok(shape.map(|shape| (shape.bands, shape.rows_per_band, shape.agreeing)))
}

/// What comparing each text takes: the fingerprints of its tokens and of itself (big-endian, so that they sort as bytes),
/// its band keys for a shape, and its distinct shingles, ascending.
#[pyfunction]
pub fn profiles<'py>(
    py: Python<'py>,
    texts: &Bound<'py, PyAny>,
    size: Whole,
    unit: &str,
    num_hashes: Whole,
    shape: Option<(usize, usize, usize)>,
    n_threads: Option<Whole>,
) -> PyResult<Profiles<'py>> {
    let shingling = shingling(size, unit)?;
    let sketcher = num_hashes.count(Sketcher::new)?;
    let column = column(texts, "texts")?;
    let shape = shape.map(|(bands, rows_per_band, agreeing)| BandShape { bands, rows_per_band, agreeing });
    let (count, width) = (column.len(), shape.map_or(0, |shape| shape.bands));
    let (read, keys) = Conduct { n_threads, progress: None }.run(py, move |run| {
        let bands = shape.map(|shape| (&sketcher, shape));
        let mut keys = run.filled("the band keys", width.saturating_mul(column.len()), &0)?;
        let reader = || Reader::new(shingling, bands);
        let read = run.fill_rows(&*column, &mut keys, width, reader, |reader, text: Option<&str>, keys| {
            let profile = reader.read(text?, keys);
            Some((profile, ShingleSet::from_hashes(reader.hashes().to_vec())))
        })?;
        Ok((read, keys))
    })?;
    let mut prints = Vec::with_capacity(FINGERPRINTS * count);
    let (mut tokens, mut hashes, mut ends) = (Vec::with_capacity(count), Vec::new(), Vec::with_capacity(count));
    for row in &read {
        let (sequence, text) = row.as_ref().map_or((0, 0), |(profile, _)| (profile.sequence, profile.text));
        prints.extend(sequence.to_be_bytes());
        prints.extend(text.to_be_bytes());
        tokens.push(row.as_ref().map_or(-1, |(profile, _)| i64::try_from(profile.tokens).unwrap_or(i64::MAX)));
        hashes.extend(row.iter().flat_map(|(_, set)| set.hashes()));
        ends.push(i64::try_from(hashes.len()).unwrap_or(i64::MAX));
    }
    Ok((
        PyArray1::from_vec(py, prints).reshape([count, FINGERPRINTS])?,
        PyArray1::from_vec(py, tokens),
        PyArray1::from_vec(py, keys).reshape([count, width])?,
        PyArray1::from_vec(py, hashes),
        PyArray1::from_vec(py, ends),
    ))
}

/// Jaccard similarity and both containments of each pair of shingle sets; set k is `hashes[bounds[k]..bounds[k + 1]]`.
#[pyfunction]
#[allow(clippy::needless_pass_by_value)] // arguments come by value
pub fn overlaps<'py>(
    py: Python<'py>,
    left: (PyReadonlyArray1<'py, u64>, PyReadonlyArray1<'py, i64>),
    right: (PyReadonlyArray1<'py, u64>, PyReadonlyArray1<'py, i64>),
    n_threads: Option<Whole>,
) -> PyResult<Bound<'py, PyArray2<f64>>> {
    let owned = |(hashes, bounds): &(PyReadonlyArray1<'py, u64>, PyReadonlyArray1<'py, i64>)| {
        Ok::<_, PyErr>((hashes.as_slice()?.to_vec(), sets(bounds.as_slice()?, hashes.len()?)?))
    };
    let ((left_hashes, left_sets), (right_hashes, right_sets)) = (owned(&left)?, owned(&right)?);
    if left_sets.len() != right_sets.len() {
        return Err(PyValueError::new_err("`left` and `right` must hold one set for each pair"));
    }
    let count = left_sets.len();
    let measured = Conduct { n_threads, progress: None }.run(py, move |run| {
        let pairs: Vec<_> = left_sets.into_iter().zip(right_sets).collect();
        run.map(&pairs, |(left, right)| {
            let set = |hashes: &[u64]| ShingleSet::from_hashes(hashes.to_vec());
            let overlap = Overlap::of(&set(&left_hashes[left.clone()]), &set(&right_hashes[right.clone()]));
            let similarity = overlap.similarity();
            [similarity.jaccard, similarity.containment_left, similarity.containment_right]
        })
    })?;
    PyArray1::from_vec(py, measured.concat()).reshape([count, 3])
}

/// The ranges between bounds, which ascend and end within `length`.
fn sets(bounds: &[i64], length: usize) -> PyResult<Vec<std::ops::Range<usize>>> {
    let range = |pair: &[i64]| Some(usize::try_from(pair[0]).ok()?..usize::try_from(pair[1]).ok()?);
    let ranges: Option<Vec<_>> = bounds.windows(2).map(range).collect();
    ranges
        .filter(|ranges| ranges.iter().all(|range| range.start <= range.end && range.end <= length))
        .ok_or_else(|| PyValueError::new_err("bounds must ascend and end within the hashes"))
}

/// For each class its root, the class on the way there (-1 for a root), and that tie's score and kind.
type Grown<'py> =
    (Bound<'py, PyArray1<u32>>, Bound<'py, PyArray1<i64>>, Bound<'py, PyArray1<f64>>, Bound<'py, PyArray1<bool>>);

/// The strongest ties that hold the components together; `shingles` counts those of each class, in the order of classes.
#[pyfunction]
#[allow(clippy::needless_pass_by_value)] // arguments come by value
pub fn forest<'py>(
    py: Python<'py>,
    shingles: PyReadonlyArray1<'py, i64>,
    left: PyReadonlyArray1<'py, u32>,
    right: PyReadonlyArray1<'py, u32>,
    similarity: PyReadonlyArray1<'py, f64>,
    partial: PyReadonlyArray1<'py, bool>,
) -> PyResult<Grown<'py>> {
    let shingles: Vec<usize> =
        shingles.as_slice()?.iter().map(|&count| usize::try_from(count).unwrap_or_default()).collect();
    let (left, right) = (left.as_slice()?, right.as_slice()?);
    let (similarity, partial) = (similarity.as_slice()?, partial.as_slice()?);
    let known = |class: &u32| (*class as usize) < shingles.len();
    let lengths = [right.len(), similarity.len(), partial.len()];
    if lengths != [left.len(); 3] || !left.iter().chain(right).all(known) {
        return Err(PyValueError::new_err("edges must be equally long columns of classes that there are"));
    }
    let edges: Vec<Edge> = (0..left.len())
        .map(|at| Edge {
            left: left[at],
            right: right[at],
            relation: if partial[at] { Relation::Partial } else { Relation::Near },
            similarity: similarity[at],
        })
        .collect();
    let forest = Conduct { n_threads: None, progress: None }.run(py, move |_| Ok(Forest::grow(&shingles, edges)))?;
    let count = DocId::from_index(forest.root.len()).0;
    let ties: Vec<_> = (0..count).map(|class| forest.tie_of(class)).collect();
    let edge = |tie: &Option<(u32, Edge)>| tie.map(|(_, edge)| edge);
    Ok((
        PyArray1::from_vec(py, forest.root),
        PyArray1::from_iter(py, ties.iter().map(|tie| tie.map_or(-1, |(next, _)| i64::from(next)))),
        PyArray1::from_iter(py, ties.iter().map(|tie| edge(tie).map_or(f64::NAN, |edge| edge.similarity))),
        PyArray1::from_iter(
            py,
            ties.iter().map(|tie| edge(tie).is_some_and(|edge| edge.relation == Relation::Partial)),
        ),
    ))
}
