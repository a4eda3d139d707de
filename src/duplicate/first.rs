//! Clusters and dates in, the earliest document of each cluster out.

use super::Membership;
use crate::id::{ClusterId, DocId};
use ahash::AHashMap;

/// For each row the earliest dated row of its cluster; None where no row of it has a date, and for a missing text.
///
/// # Complexity
/// O(n).
#[must_use]
pub fn first_rows(memberships: &[Option<Membership>], dates: &[Option<i64>]) -> Vec<Option<DocId>> {
    let mut earliest: AHashMap<ClusterId, (i64, DocId)> = AHashMap::new();
    for (row, (membership, date)) in memberships.iter().zip(dates).enumerate() {
        let (Some(membership), Some(date)) = (membership, date) else { continue };
        // Of equal dates the smaller row.
        let known = earliest.entry(membership.cluster).or_insert((*date, DocId::from_index(row)));
        if *date < known.0 {
            *known = (*date, DocId::from_index(row));
        }
    }
    memberships.iter().map(|membership| earliest.get(&membership.as_ref()?.cluster).map(|&(_, row)| row)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_earliest_date_of_a_cluster_counts_and_a_missing_one_never() {
        let member = |cluster| {
            Some(Membership { cluster: ClusterId(cluster), members: 1, representative: DocId(cluster), tie: None })
        };
        let memberships = [member(0), member(0), member(2), None, member(0)];
        let first = first_rows(&memberships, &[Some(9), Some(3), None, Some(1), Some(3)]);
        assert_eq!(first, [Some(DocId(1)), Some(DocId(1)), None, None, Some(DocId(1))]);
    }
}
