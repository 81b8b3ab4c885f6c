//! Answers that were given before, by the addresses of what was asked.
//!
//! Native code asks with the same literals for the same attributes of instances of the same shape, again and again. What
//! is asked about here never moves, never ends and never changes (literals, leaked shapes, static signatures), so two
//! numbers say it all and nothing has to be compared.

use std::cell::{Cell, OnceCell};

/// Number of places; a power of two.
const N_PLACES: usize = 2048;

/// The question, and the answer.
type Place = Cell<(usize, usize, u32)>;

/// What stands for a literal in a question: its address, and its length, which tells literals apart that begin at the
/// same place.
pub(crate) fn literal_question(literal: &'static str) -> usize {
    literal.as_ptr().addr() ^ literal.len().rotate_right(8)
}

/// A table with one place for many questions: the last one stays.
///
/// It is made with the first question: most threads never ask one.
pub(crate) struct Memo {
    places: OnceCell<Box<[Place]>>,
}

impl Memo {
    /// A table without answers.
    pub(crate) const fn new() -> Self {
        Self {
            places: OnceCell::new(),
        }
    }

    /// The answer to a question, from here or from `answer`.
    pub(crate) fn get(&self, one: usize, other: usize, answer: impl FnOnce() -> u32) -> u32 {
        let mixed = (one ^ other.rotate_left(20)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        // No question has an address of zero.
        let places = self
            .places
            .get_or_init(|| (0..N_PLACES).map(|_| Place::default()).collect());
        let Some(place) = places.get(mixed >> (usize::BITS - N_PLACES.trailing_zeros())) else {
            return answer();
        };
        let (known_one, known_other, known) = place.get();
        if known_one == one && known_other == other {
            return known;
        }
        let found = answer();
        place.set((one, other, found));
        found
    }

    /// [`Memo::get`] for a search that gives a position, or nothing.
    pub(crate) fn position(
        &self,
        one: usize,
        other: usize,
        search: impl FnOnce() -> Option<usize>,
    ) -> Option<usize> {
        const NOWHERE: u32 = u32::MAX;
        let answer = || {
            let found = search().and_then(|found| u32::try_from(found).ok());
            found.unwrap_or(NOWHERE)
        };
        let found = self.get(one, other, answer);
        (found != NOWHERE).then_some(found as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_belong_to_their_questions() {
        let memo = Memo::new();
        for _ in 0..2 {
            for one in 1..200_usize {
                for other in 0..50_usize {
                    let answer = u32::try_from(one * 1000 + other).unwrap();
                    assert_eq!(memo.get(one * 8, other, || answer), answer);
                }
            }
        }
        assert_eq!(memo.get(4, 2, || 6), 6);
        assert_eq!(memo.get(4, 2, || 7), 6, "kept");
    }
}
