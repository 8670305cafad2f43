//! Memory for results of many rows: large pages, as numpy asks for them.
//!
//! A million rows are 115 MB of results. In pages of 4 KiB the system hands them out one fault after the other, which
//! took as long as computing them; in pages of 2 MiB it takes a fifth of that.

use std::alloc::{GlobalAlloc, Layout, System};

/// The system's allocator, which is told of large blocks that they will be filled.
struct LargePages;

#[global_allocator]
static ALLOCATOR: LargePages = LargePages;

/// The size of a large page, and from which size on a block is worth some.
const PAGE: usize = 2 << 20;
const LARGE: usize = 2 * PAGE - PAGE / 8;

/// The layout that a block of this layout has in truth; only the size and alignment asked for decide it.
fn placed(layout: Layout) -> Option<Layout> {
    if cfg!(target_os = "linux") && layout.size() >= LARGE && layout.align() <= PAGE {
        return Layout::from_size_align(layout.size(), PAGE).ok();
    }
    None
}

// SAFETY: all memory is the system allocator's; a block is freed with the layout it was taken with, because `placed`
// gives the same answer for the same layout.
unsafe impl GlobalAlloc for LargePages {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        match placed(layout) {
            // SAFETY: the caller's contract, handed on.
            None => unsafe { System.alloc(layout) },
            Some(placed) => {
                // SAFETY: the layout has the size that the caller asked for.
                let block = unsafe { System.alloc(placed) };
                advise(block, layout.size());
                block
            }
        }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: the block was taken with this very layout.
        unsafe { System.dealloc(block, placed(layout).unwrap_or(layout)) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's contract; a large block is freed with the alignment it is taken with here.
        unsafe { System.alloc_zeroed(placed(layout).unwrap_or(layout)) }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        let Ok(wanted) = Layout::from_size_align(size, layout.align()) else { return std::ptr::null_mut() };
        if placed(layout).is_none() && placed(wanted).is_none() {
            // SAFETY: the caller's contract, handed on.
            return unsafe { System.realloc(block, layout, size) };
        }
        // SAFETY: a new block, as much of the old one as fits, and the old one freed with its own layout.
        unsafe {
            let moved = self.alloc(wanted);
            if !moved.is_null() {
                std::ptr::copy_nonoverlapping(block, moved, layout.size().min(size));
                self.dealloc(block, layout);
            }
            moved
        }
    }
}

/// Asks for large pages; a system without them gives small ones.
fn advise(block: *mut u8, size: usize) {
    #[cfg(target_os = "linux")]
    if !block.is_null() {
        // The last page may be large too where little of it is left over.
        let whole = size.next_multiple_of(PAGE);
        let size = if whole - size <= PAGE / 8 { whole } else { size };
        // SAFETY: advice about the block's own pages changes nothing in them; past its end lies at most the rest of
        // its last large page, which is only advised as well.
        unsafe { libc::madvise(block.cast(), size, libc::MADV_HUGEPAGE) };
    }
    #[cfg(not(target_os = "linux"))]
    let _ = (block, size);
}
