//! The address of an object.

use std::fmt;
use std::ptr::NonNull;

use crate::header::Header;

/// A reference to an object: where its header lies. Nothing moves, so it is the object's identity for life.
///
/// Holding one keeps nothing alive by itself; the collector finds it on a scanned stack or in a slot.
#[derive(Copy, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(transparent)]
pub struct ObjRef(NonNull<Header>);

// SAFETY: an address; what lies behind it is atomics, and reading them is the business of `header`.
unsafe impl Send for ObjRef {}
// SAFETY: as above.
unsafe impl Sync for ObjRef {}

impl ObjRef {
    /// An object from the address of its header.
    ///
    /// # Safety
    /// `header` is the header of an object: of this heap and live, or outside it and never freed.
    #[inline(always)]
    pub const unsafe fn from_ptr(header: NonNull<Header>) -> ObjRef {
        ObjRef(header)
    }

    /// An object from its address as a number.
    ///
    /// # Safety
    /// As for [`ObjRef::from_ptr`]; not zero.
    #[inline(always)]
    pub unsafe fn from_address(address: usize) -> ObjRef {
        // SAFETY: the caller says that an object's header lies there, so it is not null.
        ObjRef(unsafe { NonNull::new_unchecked(std::ptr::with_exposed_provenance_mut(address)) })
    }

    /// The address of the header as a pointer.
    #[inline(always)]
    pub const fn as_ptr(self) -> *mut Header {
        self.0.as_ptr()
    }

    /// The address as a number; as a word it is the reference's encoding.
    #[inline(always)]
    pub fn address(self) -> usize {
        self.0.as_ptr().expose_provenance()
    }

    /// The header.
    ///
    /// The lifetime is the caller's to choose: it must not outlive the object.
    #[inline(always)]
    pub fn header<'a>(self) -> &'a Header {
        // SAFETY: whoever made this reference vouched for a live object's header (`from_ptr`); its fields are
        // atomics, so sharing it is sound.
        unsafe { self.0.as_ref() }
    }
}

impl fmt::Debug for ObjRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ObjRef({:#x})", self.address())
    }
}
