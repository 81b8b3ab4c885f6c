//! mimalloc as the allocator of the binary.
//!
//! The `mimalloc` crate asks for an alignment with every block, which costs more than the block itself: an evaluator
//! allocates all the time. Blocks whose alignment every block has anyway are asked for without, as Rust does with
//! `malloc`.

#![expect(unsafe_code, reason = "an allocator cannot be written without")]

use std::alloc::{GlobalAlloc, Layout};

use libmimalloc_sys::{
    mi_free, mi_malloc, mi_malloc_aligned, mi_realloc, mi_realloc_aligned, mi_zalloc,
    mi_zalloc_aligned,
};

/// What mimalloc aligns blocks to that are at least this long (`MI_MAX_ALIGN_SIZE`).
const USUAL_ALIGNMENT: usize = 16;

pub(crate) struct Allocator;

/// True if any block of this size is aligned enough.
fn is_usual(align: usize, size: usize) -> bool {
    align <= USUAL_ALIGNMENT && align <= size
}

// SAFETY: every block comes from mimalloc and goes back to it; it is as long as the layout says, and aligned by its size
// class (`is_usual`) or by request. mimalloc gives null if it has no memory, and does not unwind.
unsafe impl GlobalAlloc for Allocator {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let (size, align) = (layout.size(), layout.align());
        // SAFETY: any size and any power of two may be asked for.
        unsafe {
            if is_usual(align, size) {
                mi_malloc(size).cast()
            } else {
                mi_malloc_aligned(size, align).cast()
            }
        }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        let (size, align) = (layout.size(), layout.align());
        // SAFETY: as in `alloc`.
        unsafe {
            if is_usual(align, size) {
                mi_zalloc(size).cast()
            } else {
                mi_zalloc_aligned(size, align).cast()
            }
        }
    }

    unsafe fn dealloc(&self, block: *mut u8, _layout: Layout) {
        // SAFETY: the caller promises that the block was allocated here.
        unsafe { mi_free(block.cast()) }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        // SAFETY: the caller promises that the block was allocated here, with this layout.
        unsafe {
            if is_usual(layout.align(), new_size) {
                mi_realloc(block.cast(), new_size).cast()
            } else {
                mi_realloc_aligned(block.cast(), new_size, layout.align()).cast()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_aligned_and_keep_their_content() {
        let sizes = [
            1, 3, 8, 15, 16, 17, 24, 40, 100, 1000, 1025, 5000, 70_000, 3_000_000,
        ];
        for size in sizes {
            for align in [1, 2, 4, 8, 16, 32, 64, 4096] {
                let layout = Layout::from_size_align(size, align).expect("a valid layout");
                // SAFETY: the layout is valid and not empty; blocks are used within their length and freed once.
                unsafe {
                    let block = Allocator.alloc_zeroed(layout);
                    assert_eq!(block.addr() % align, 0, "{layout:?}");
                    assert!(
                        std::slice::from_raw_parts(block, size)
                            .iter()
                            .all(|byte| *byte == 0)
                    );
                    block.write_bytes(7, size);
                    let longer = Allocator.realloc(block, layout, size * 3);
                    assert_eq!(longer.addr() % align, 0, "{layout:?}");
                    assert!(
                        std::slice::from_raw_parts(longer, size)
                            .iter()
                            .all(|byte| *byte == 7)
                    );
                    Allocator.dealloc(longer, Layout::from_size_align_unchecked(size * 3, align));
                    let plain = Allocator.alloc(layout);
                    assert_eq!(plain.addr() % align, 0, "{layout:?}");
                    Allocator.dealloc(plain, layout);
                }
            }
        }
    }
}
