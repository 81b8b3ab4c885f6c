//! Equality, hashing, ordering, arithmetic.

use std::hash::Hasher;

/// Hash of a text.
pub(crate) fn hash_text(text: &str) -> u64 {
    let mut hasher = rustc_hash::FxHasher::default();
    hasher.write(text.as_bytes());
    hasher.finish()
}
