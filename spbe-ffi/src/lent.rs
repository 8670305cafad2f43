//! What a caller lends for a call: bytes, text, lists, places to write, and structs that begin with their size.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use crate::error::BoundaryError;

/// A place for a result. It may be uninitialised before, so nothing reads it.
///
/// # Safety
/// `pointer` is NULL or may be written during the call, and nothing else refers to it.
pub(crate) unsafe fn output<'call, T>(
    pointer: *mut T,
    argument: &'static str,
) -> Result<&'call mut MaybeUninit<T>, BoundaryError> {
    if !checked(pointer, 1, argument)? {
        return Err(BoundaryError::NullPointer { argument });
    }
    // SAFETY: aligned, and writable and unshared by the caller's promise; MaybeUninit<T> has the layout of T.
    Ok(unsafe { &mut *pointer.cast::<MaybeUninit<T>>() })
}

/// Bytes that the caller lends. NULL is allowed where the length is 0.
///
/// # Safety
/// `pointer` is NULL, or `length` bytes from it are initialised and unchanged during the call.
pub(crate) unsafe fn bytes<'call>(
    pointer: *const u8,
    length: usize,
    argument: &'static str,
) -> Result<&'call [u8], BoundaryError> {
    // SAFETY: the caller's promise is that of `list`.
    unsafe { full_list(pointer, length, argument) }
}

/// Text that the caller lends.
///
/// # Safety
/// As for [`bytes`].
pub(crate) unsafe fn text<'call>(
    pointer: *const c_char,
    length: usize,
    argument: &'static str,
) -> Result<&'call str, BoundaryError> {
    // SAFETY: the caller's promise is that of `bytes`.
    let bytes = unsafe { bytes(pointer.cast::<u8>(), length, argument) }?;
    std::str::from_utf8(bytes).map_err(|error| BoundaryError::InvalidUtf8 { argument, offset: error.valid_up_to() })
}

/// Whether a pointer with this length can be a slice; `false` for NULL.
fn checked<T>(pointer: *const T, length: usize, argument: &'static str) -> Result<bool, BoundaryError> {
    if pointer.is_null() {
        return Ok(false);
    }
    if !pointer.is_aligned() {
        return Err(BoundaryError::Misaligned { argument, expected: align_of::<T>() });
    }
    if length.checked_mul(size_of::<T>()).is_none_or(|size| isize::try_from(size).is_err()) {
        return Err(BoundaryError::LengthTooLarge { argument, found: length });
    }
    Ok(true)
}

/// Places for integers that the caller lends for one call; `None` for NULL.
///
/// # Safety
/// `pointer` is NULL, or `length` values from it may be written during the call, and nothing else refers to them.
pub(crate) unsafe fn places<'call, T>(
    pointer: *mut T,
    length: usize,
    argument: &'static str,
) -> Result<Option<&'call mut [T]>, BoundaryError> {
    if !checked(pointer, length, argument)? {
        return Ok(None);
    }
    // SAFETY: checked above, and lent by the caller's promise. Integers have no invalid bits, and the core writes these
    // before anything reads them.
    Ok(Some(unsafe { std::slice::from_raw_parts_mut(pointer, length) }))
}

/// A list that the caller lends; an empty one for NULL.
///
/// # Safety
/// `pointer` is NULL, or `length` values from it are initialised and unchanged during the call.
pub(crate) unsafe fn list<'call, T>(
    pointer: *const T,
    length: usize,
    argument: &'static str,
) -> Result<&'call [T], BoundaryError> {
    if !checked(pointer, length, argument)? {
        return Ok(&[]);
    }
    // SAFETY: checked above, and lent by the caller's promise.
    Ok(unsafe { std::slice::from_raw_parts(pointer, length) })
}

/// A list that the caller lends. NULL is allowed where the length is 0.
///
/// # Safety
/// As for [`list`].
pub(crate) unsafe fn full_list<'call, T>(
    pointer: *const T,
    length: usize,
    argument: &'static str,
) -> Result<&'call [T], BoundaryError> {
    if length == 0 {
        return Ok(&[]);
    }
    if pointer.is_null() {
        return Err(BoundaryError::NullPointer { argument });
    }
    // SAFETY: the caller's promise is that of `list`.
    unsafe { list(pointer, length, argument) }
}

/// A struct that begins with its size in bytes, so that later versions can extend it at its end.
///
/// # Safety
/// `repr(C)`, begins with a `size: usize`, and all zeros are a value of it.
pub(crate) unsafe trait Extensible: Copy {
    /// The size of its first version.
    const FIRST: usize;
}

/// No version of any struct comes near this size.
const LARGEST: usize = 4096;

/// The size that a struct says it has, if some version of it can have it.
///
/// # Safety
/// `pointer` is NULL or begins with an initialised `size`.
unsafe fn size_of_struct<T: Extensible>(pointer: *const T, argument: &'static str) -> Result<usize, BoundaryError> {
    if !checked(pointer, 1, argument)? {
        return Err(BoundaryError::NullPointer { argument });
    }
    // SAFETY: not NULL, aligned, and begins with its size by the caller's promise.
    let found = unsafe { pointer.cast::<usize>().read() };
    if (T::FIRST..=LARGEST).contains(&found) {
        Ok(found)
    } else {
        Err(BoundaryError::StructSize { argument, expected: size_of::<T>(), found })
    }
}

/// The struct as this version knows it. What an older caller does not have is 0; what a newer caller has beyond it must
/// be 0, because this version cannot do what it asks.
///
/// # Safety
/// `pointer` is NULL or begins with its size, and has so many bytes, initialised but for gaps between fields.
pub(crate) unsafe fn read_sized<T: Extensible>(pointer: *const T, argument: &'static str) -> Result<T, BoundaryError> {
    // SAFETY: the caller's promise is that of `size_of_struct`.
    let found = unsafe { size_of_struct(pointer, argument) }?;
    let known = size_of::<T>();
    let start = pointer.cast::<u8>();
    // SAFETY: so many bytes, by the caller's promise.
    let asked_for_more = (known..found).any(|offset| unsafe { start.add(offset).read() } != 0);
    if asked_for_more {
        return Err(BoundaryError::StructSize { argument, expected: known, found });
    }
    let mut value = MaybeUninit::<T>::zeroed();
    // SAFETY: both have so many bytes and do not overlap; all zeros, and what a caller has set, are a value of T.
    unsafe {
        std::ptr::copy_nonoverlapping(start, value.as_mut_ptr().cast::<u8>(), found.min(known));
        Ok(value.assume_init())
    }
}

/// A struct for results, of which as much is written as the caller's version has.
pub(crate) struct SizedOutput<T> {
    place: *mut T,
    size: usize,
}

impl<T: Extensible> SizedOutput<T> {
    /// Checks the place before any work is done for it.
    ///
    /// # Safety
    /// `pointer` is NULL or begins with its size, and so many bytes may be written until [`SizedOutput::write`].
    pub(crate) unsafe fn new(pointer: *mut T, argument: &'static str) -> Result<Self, BoundaryError> {
        // SAFETY: the caller's promise is that of `size_of_struct`.
        let found = unsafe { size_of_struct(pointer, argument) }?;
        Ok(Self { place: pointer, size: found.min(size_of::<T>()) })
    }

    /// The bytes that are written; the value's own `size` should say so.
    pub(crate) const fn size(&self) -> usize {
        self.size
    }

    pub(crate) fn write(self, value: &T) {
        // SAFETY: checked and lent by the promise of `new`; no more bytes than either has.
        unsafe {
            std::ptr::copy_nonoverlapping((&raw const *value).cast::<u8>(), self.place.cast::<u8>(), self.size);
        }
    }
}

/// What the caller calls a text without a NUL behind it: where it is and how many bytes it has.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct SpbeText {
    /// UTF-8; NULL is allowed where the length is 0.
    pub data: *const c_char,
    /// How many bytes.
    pub length: usize,
}

impl SpbeText {
    /// # Safety
    /// As for [`text`].
    pub(crate) unsafe fn read<'call>(self, argument: &'static str) -> Result<&'call str, BoundaryError> {
        // SAFETY: the caller's promise is that of `text`.
        unsafe { text(self.data, self.length, argument) }
    }
}

#[cfg(test)]
mod tests {
    use std::mem::offset_of;

    use super::*;

    #[test]
    fn empty_input_may_be_null_and_other_input_may_not() {
        // SAFETY: NULL is allowed, and a length that no object has is refused before it is read.
        unsafe {
            assert_eq!(bytes(std::ptr::null(), 0, "x"), Ok(&[][..]));
            assert_eq!(bytes(std::ptr::null(), 1, "x"), Err(BoundaryError::NullPointer { argument: "x" }));
            assert_eq!(
                bytes([1].as_ptr(), usize::MAX, "x"),
                Err(BoundaryError::LengthTooLarge { argument: "x", found: usize::MAX })
            );
        }
    }

    #[test]
    fn places_are_aligned_and_no_larger_than_an_object() {
        let mut block = [0_u16; 4];
        let odd = block.as_mut_ptr().wrapping_byte_add(1);
        // SAFETY: what is refused is not touched, and the rest is a local variable.
        unsafe {
            assert_eq!(places(odd, 1, "x").unwrap_err(), BoundaryError::Misaligned { argument: "x", expected: 2 });
            let error = BoundaryError::LengthTooLarge { argument: "x", found: usize::MAX / 2 };
            assert_eq!(places(block.as_mut_ptr(), usize::MAX / 2, "x").unwrap_err(), error);
            assert!(places(std::ptr::null_mut::<u16>(), 4, "x").unwrap().is_none());
            assert_eq!(places(block.as_mut_ptr(), 0, "x").unwrap().map(|places| places.len()), Some(0));
            assert_eq!(places(block.as_mut_ptr(), 4, "x").unwrap().map(|places| places.len()), Some(4));
        }
    }

    /// A struct in its second version: `second` came later.
    #[repr(C)]
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    struct Versioned {
        size: usize,
        first: usize,
        second: usize,
    }

    // SAFETY: `repr(C)`, begins with `size`, and holds only integers.
    unsafe impl Extensible for Versioned {
        const FIRST: usize = offset_of!(Versioned, second);
    }

    #[test]
    fn older_and_newer_structs_are_understood_as_far_as_they_can_be() {
        let read = |words: &[usize]| {
            // SAFETY: the words are as long as they say, but where the size alone refuses them.
            unsafe { read_sized(words.as_ptr().cast::<Versioned>(), "x") }
        };
        assert_eq!(read(&[16, 7]), Ok(Versioned { size: 16, first: 7, second: 0 }));
        assert_eq!(read(&[24, 7, 8]), Ok(Versioned { size: 24, first: 7, second: 8 }));
        assert_eq!(read(&[32, 7, 8, 0]), Ok(Versioned { size: 32, first: 7, second: 8 }));
        for wrong in [&[32, 7, 8, 9][..], &[0, 7, 8], &[15, 7, 8], &[usize::MAX, 7, 8]] {
            let error = BoundaryError::StructSize { argument: "x", expected: 24, found: wrong[0] };
            assert_eq!(read(wrong), Err(error));
        }
    }

    #[test]
    fn an_older_caller_gets_no_more_than_it_has_room_for() {
        let mut words = [16_usize, 1, 2];
        // SAFETY: two words, as the first says.
        let output = unsafe { SizedOutput::new(words.as_mut_ptr().cast::<Versioned>(), "x") }.unwrap();
        let size = output.size();
        output.write(&Versioned { size, first: 3, second: 4 });
        assert_eq!(words, [16, 3, 2]);
    }
}
