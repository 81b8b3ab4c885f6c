//! The allocator of the binary: small blocks lie in the order in which they were asked for.
//!
//! An evaluator makes millions of small objects and keeps most of them to the end of the command. Here what was made
//! together lies together (a column, its attributes, its name), and pages are filled to their ends, where a general
//! allocator has a page for each size. A freed block waits in a list of its size for the next one. Blocks that are longer
//! than [`LONGEST`] are the system's.
//!
//! Memory goes back to the system when the process ends, that of a thread's lists too: a command is short.

#![expect(unsafe_code, reason = "an allocator cannot be written without")]
#![expect(clippy::cast_ptr_alignment, reason = "blocks are aligned to 16 bytes")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::UnsafeCell;
use std::ptr::{NonNull, null_mut};
use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicUsize, Ordering};

/// From here on a block has pages of its own, which go back to the system when it is freed.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
const MAPPED: libc::c_int = 128 << 10;

/// Keeps the limit of blocks with pages of their own where it is: glibc raises it with each one that is freed, and a
/// thread that once had a long buffer keeps the room for it.
pub(crate) fn prepare() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    // SAFETY: the function takes any numbers.
    unsafe {
        libc::mallopt(libc::M_MMAP_THRESHOLD, MAPPED);
    }
}

/// What all blocks are aligned to.
const ALIGNMENT: usize = 16;

/// The longest block of a list.
const LONGEST: usize = 8 << 10;

/// Up to here there is a list for each multiple of [`ALIGNMENT`], beyond it there are four for each power of two.
const EXACT: usize = 1 << 10;

const N_EXACT: usize = EXACT / ALIGNMENT;
const N_LISTS: usize = N_EXACT + 4 * (LONGEST / EXACT).ilog2() as usize;

/// What a thread takes at once.
const CHUNK: usize = 128 << 10;

/// What is asked of the system at once: address space, which only costs memory where it is written to.
const REGION: usize = 32 << 20;

/// The length of huge pages: zeroing one takes less than a tenth of the time that its small pages take.
const HUGE_PAGE: usize = 2 << 20;

pub(crate) struct Allocator;

/// The free memory of one thread.
struct Heap {
    /// The rest of the chunk.
    next: *mut u8,
    n_left: usize,
    /// Freed blocks by size; each begins with the address of the next one.
    freed: [*mut u8; N_LISTS],
}

thread_local! {
    /// Without a destructor, so that it can be used to the very end of a thread.
    static HEAP: UnsafeCell<Heap> = const {
        UnsafeCell::new(Heap {
            next: null_mut(),
            n_left: 0,
            freed: [null_mut(); N_LISTS],
        })
    };
}

/// The rest of the region that all threads take their chunks from, and its length. They belong to who holds [`TAKEN`].
static REGION_NEXT: AtomicPtr<u8> = AtomicPtr::new(null_mut());
static REGION_LEFT: AtomicUsize = AtomicUsize::new(0);

/// True while a thread takes a chunk. A mutex of the standard library may allocate where it is locked first.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// True for a block that lies in a chunk. Its layout alone decides.
fn is_small(size: usize, alignment: usize) -> bool {
    size <= LONGEST && alignment <= ALIGNMENT
}

/// The list of a size, and the length of its blocks.
fn list_of(size: usize) -> (usize, usize) {
    if size <= EXACT {
        let list = size.saturating_sub(1) / ALIGNMENT;
        return (list, (list + 1) * ALIGNMENT);
    }
    let last = size - 1;
    let power = last.ilog2();
    let quarter = last >> (power - 2);
    let list = N_EXACT + 4 * (power - EXACT.ilog2()) as usize + (quarter & 3);
    (list, (quarter + 1) << (power - 2))
}

/// Fresh memory for a chunk; null if there is none.
fn chunk() -> *mut u8 {
    while TAKEN.swap(true, Ordering::Acquire) {
        std::thread::yield_now();
    }
    let mut next = REGION_NEXT.load(Ordering::Relaxed);
    let mut left = REGION_LEFT.load(Ordering::Relaxed);
    if left < CHUNK
        && let Some(region) = region()
    {
        (next, left) = (region.as_ptr(), REGION);
    }
    let is_enough = left >= CHUNK;
    if is_enough {
        REGION_NEXT.store(next.wrapping_add(CHUNK), Ordering::Relaxed);
        REGION_LEFT.store(left - CHUNK, Ordering::Relaxed);
    }
    TAKEN.store(false, Ordering::Release);
    if is_enough {
        return next;
    }
    // Where so much address space is not allowed, the chunk alone may be.
    let layout = Layout::from_size_align(CHUNK, ALIGNMENT);
    // SAFETY: the layout is not empty.
    layout.map_or(null_mut(), |layout| unsafe { System.alloc(layout) })
}

/// Address space for many chunks.
fn region() -> Option<NonNull<u8>> {
    let layout = Layout::from_size_align(REGION, HUGE_PAGE).ok()?;
    // SAFETY: the layout is not empty.
    let region = NonNull::new(unsafe { System.alloc(layout) })?;
    #[cfg(target_os = "linux")]
    // SAFETY: the region is ours. That its pages should be huge is a wish: refusing it changes nothing.
    unsafe {
        libc::madvise(region.as_ptr().cast(), REGION, libc::MADV_HUGEPAGE);
    }
    Some(region)
}

impl Heap {
    /// A block of a list.
    ///
    /// # Safety
    /// `length` is that of the list's blocks.
    unsafe fn take(&mut self, list: usize, length: usize) -> *mut u8 {
        // SAFETY: lists are numbered by `list_of`; a freed block is long enough for an address and aligned for it.
        unsafe {
            let first = self.freed.get_unchecked_mut(list);
            if !first.is_null() {
                let block = *first;
                *first = *block.cast::<*mut u8>();
                return block;
            }
        }
        if self.n_left < length && !self.refill() {
            return null_mut();
        }
        let block = self.next;
        // SAFETY: the block is within the chunk.
        self.next = unsafe { block.add(length) };
        self.n_left -= length;
        block
    }

    /// Takes a chunk; false if there is none. Kept apart from what happens a million times.
    #[cold]
    #[inline(never)]
    fn refill(&mut self) -> bool {
        // The rest of the old chunk is lost: less than one block.
        self.next = chunk();
        self.n_left = if self.next.is_null() { 0 } else { CHUNK };
        self.n_left > 0
    }

    /// Keeps a freed block for the next one of its list.
    ///
    /// # Safety
    /// The block is one of this list, and nobody uses it any more.
    unsafe fn keep(&mut self, list: usize, block: *mut u8) {
        // SAFETY: as in `take`.
        unsafe {
            let first = self.freed.get_unchecked_mut(list);
            block.cast::<*mut u8>().write(*first);
            *first = block;
        }
    }

    /// Makes the newest block of the chunk longer or shorter; false if it is another one, or the chunk ends.
    fn resize(&mut self, block: *mut u8, old: usize, new: usize) -> bool {
        let is_newest = block.wrapping_add(old) == self.next;
        if !is_newest || new > old + self.n_left {
            return false;
        }
        self.next = block.wrapping_add(new);
        self.n_left = self.n_left + old - new;
        true
    }
}

/// Runs with the heap of this thread.
fn with_heap<R>(run: impl FnOnce(&mut Heap) -> R) -> R {
    // SAFETY: nothing that runs here allocates through this allocator, so that there is no second borrow.
    HEAP.with(|heap| run(unsafe { &mut *heap.get() }))
}

// SAFETY: a block is at least as long as its layout, lies in a chunk that is never given back or comes from the system,
// and is aligned to 16 bytes or by the system. Where it lies is decided by its layout alone, which comes back with it. No
// memory is null, and nothing unwinds.
unsafe impl GlobalAlloc for Allocator {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if !is_small(layout.size(), layout.align()) {
            // SAFETY: the caller's layout.
            return unsafe { System.alloc(layout) };
        }
        let (list, length) = list_of(layout.size());
        // SAFETY: list and length belong together.
        with_heap(|heap| unsafe { heap.take(list, length) })
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        if !is_small(layout.size(), layout.align()) {
            // SAFETY: the caller's layout.
            return unsafe { System.alloc_zeroed(layout) };
        }
        // SAFETY: the block is as long as the layout.
        unsafe {
            let block = self.alloc(layout);
            if !block.is_null() {
                block.write_bytes(0, layout.size());
            }
            block
        }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        if !is_small(layout.size(), layout.align()) {
            // SAFETY: a block of this layout is the system's.
            return unsafe { System.dealloc(block, layout) };
        }
        let (list, _) = list_of(layout.size());
        // SAFETY: the caller gives the block up.
        with_heap(|heap| unsafe { heap.keep(list, block) });
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        let was_small = is_small(layout.size(), layout.align());
        let stays_small = is_small(new_size, layout.align());
        if !was_small && !stays_small {
            // SAFETY: a block of this layout is the system's.
            return unsafe { System.realloc(block, layout, new_size) };
        }
        if was_small && stays_small {
            let (_, old) = list_of(layout.size());
            let (_, new) = list_of(new_size);
            if old == new || with_heap(|heap| heap.resize(block, old, new)) {
                return block;
            }
        }
        // SAFETY: the caller promises a valid new layout; what both blocks have room for is copied.
        unsafe {
            let moved = self.alloc(Layout::from_size_align_unchecked(new_size, layout.align()));
            if !moved.is_null() {
                block.copy_to_nonoverlapping(moved, layout.size().min(new_size));
                self.dealloc(block, layout);
            }
            moved
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_size_has_a_list_that_is_long_enough() {
        let mut last = 0;
        for size in 1..=LONGEST {
            let (list, length) = list_of(size);
            assert!(list < N_LISTS && length >= size && length % ALIGNMENT == 0);
            assert!(list == last || list == last + 1, "{size}");
            assert_eq!(list_of(length), (list, length));
            last = list;
        }
        assert_eq!(last, N_LISTS - 1);
        assert_eq!(list_of(LONGEST).1, LONGEST);
    }

    #[test]
    fn blocks_are_aligned_and_keep_their_content() {
        let sizes = [
            1, 3, 8, 15, 16, 17, 24, 40, 100, 1000, 1025, 3000, 5000, 8192, 8193, 70_000, 3_000_000,
        ];
        for size in sizes {
            for align in [1, 2, 4, 8, 16, 32, 64, 4096] {
                let layout = Layout::from_size_align(size, align).expect("a valid layout");
                // SAFETY: the layout is valid and not empty; blocks are used within their length and freed once.
                unsafe {
                    let used = Allocator.alloc(layout);
                    used.write_bytes(9, size);
                    Allocator.dealloc(used, layout);
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
                    let long = Layout::from_size_align_unchecked(size * 3, align);
                    let shorter = Allocator.realloc(longer, long, size);
                    assert!(
                        std::slice::from_raw_parts(shorter, size)
                            .iter()
                            .all(|byte| *byte == 7)
                    );
                    Allocator.dealloc(shorter, layout);
                    let plain = Allocator.alloc(layout);
                    assert_eq!(plain.addr() % align, 0, "{layout:?}");
                    Allocator.dealloc(plain, layout);
                }
            }
        }
    }

    #[test]
    fn blocks_of_all_threads_are_apart() {
        let fill = |seed: usize| {
            move || -> Vec<Vec<usize>> {
                let mut kept = Vec::new();
                for round in 0..2000_usize {
                    let length = (seed * 31 + round * 17) % 700;
                    kept.push(vec![seed * 10_000 + round; length]);
                    if round % 3 == 0 {
                        kept.swap_remove(round % kept.len());
                    }
                }
                kept
            }
        };
        let threads: Vec<_> = (0..8).map(|seed| std::thread::spawn(fill(seed))).collect();
        for thread in threads {
            for block in thread.join().expect("the thread ends well") {
                // Freed here, where it was not made.
                assert!(block.iter().all(|word| Some(word) == block.first()));
            }
        }
    }
}
