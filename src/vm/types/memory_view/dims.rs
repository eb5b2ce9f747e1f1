//! Shape and strides of a buffer. One dimension, the usual case, needs no object of its own.

use typhon_gc::{Header, ObjRef};

use crate::context::{Cx, R};
use crate::object::{Obj, Payload};
use crate::typedef::{Layout, trace_nothing};
use crate::types::internal;

/// Most dimensions of a buffer.
pub(crate) const MAX_DIMS: usize = 64;

/// Shape, then strides, of a buffer that has not exactly one dimension. Immutable.
#[repr(C)]
pub struct Extents {
    header: Header,
    ndim: usize,
}

/// Layout of extents.
pub static EXTENTS_LAYOUT: Layout = Layout::variable("extents", extents_bytes, trace_nothing);

// SAFETY: repr(C), header first, no references, immutable.
unsafe impl Payload for Extents {
    const LAYOUT: &'static Layout = &EXTENTS_LAYOUT;
}

unsafe fn extents_bytes(object: ObjRef) -> usize {
    // SAFETY: called for extents only.
    let extents = unsafe { Obj::<Extents>::cast_unchecked(object) };
    (size_of::<Extents>() + extents.ndim * 16).next_multiple_of(16)
}

impl Extents {
    fn numbers(&self) -> &[isize] {
        // SAFETY: `2 * ndim` words follow the struct in the same object and never change.
        unsafe { std::slice::from_raw_parts(std::ptr::from_ref(self).add(1).cast(), self.ndim * 2) }
    }
}

/// Shape and strides.
#[derive(Clone, Copy)]
pub struct Dims {
    pub(crate) ndim: usize,
    /// Of the first dimension, where there is exactly one.
    pub(crate) shape: isize,
    pub(crate) stride: isize,
    pub(crate) extents: Option<Obj<Extents>>,
}

impl Dims {
    /// One dimension of `count` items without gaps.
    pub fn flat(count: usize, itemsize: usize) -> Dims {
        Dims::strided(count as isize, itemsize as isize)
    }

    pub fn strided(count: isize, stride: isize) -> Dims {
        Dims { ndim: 1, shape: count, stride, extents: None }
    }

    /// Any number of dimensions.
    pub fn new(cx: &Cx, shape: &[isize], strides: &[isize]) -> R<Dims> {
        if let ([count], [stride]) = (shape, strides) {
            return Ok(Dims::strided(*count, *stride));
        }
        let ndim = shape.len();
        let head = Extents { header: Header::new(internal::EXTENTS, 0), ndim };
        let extents = cx.alloc_variable(size_of::<Extents>() + ndim * 16, head, |room| {
            let room = room.cast::<isize>();
            for (index, &number) in shape.iter().chain(strides).enumerate() {
                // SAFETY: room for `2 * ndim` words was allocated.
                unsafe { room.add(index).write(number) };
            }
        })?;
        Ok(Dims { ndim, shape: 0, stride: 0, extents: Some(extents) })
    }

    /// Dimensions without gaps, the last one running fastest.
    pub fn contiguous(cx: &Cx, shape: &[isize], itemsize: usize) -> R<Dims> {
        let mut strides = vec![itemsize as isize; shape.len()];
        for index in (0..shape.len().saturating_sub(1)).rev() {
            strides[index] = strides[index + 1] * shape[index + 1];
        }
        Dims::new(cx, shape, &strides)
    }

    pub fn shape(&self) -> &[isize] {
        match &self.extents {
            Some(extents) => &extents.numbers()[..self.ndim],
            None => std::slice::from_ref(&self.shape),
        }
    }

    pub fn strides(&self) -> &[isize] {
        match &self.extents {
            Some(extents) => &extents.numbers()[self.ndim..],
            None => std::slice::from_ref(&self.stride),
        }
    }

    /// Number of items.
    pub fn count(&self) -> usize {
        self.shape().iter().product::<isize>() as usize
    }

    /// Whether the items lie without gaps, the last dimension running fastest.
    pub fn is_c_contiguous(&self, itemsize: usize) -> bool {
        self.runs_without_gaps(itemsize, &mut (0..self.ndim).rev())
    }

    /// The same with the first dimension running fastest.
    pub fn is_f_contiguous(&self, itemsize: usize) -> bool {
        self.runs_without_gaps(itemsize, &mut (0..self.ndim))
    }

    fn runs_without_gaps(&self, itemsize: usize, order: &mut dyn Iterator<Item = usize>) -> bool {
        let (shape, strides) = (self.shape(), self.strides());
        if shape.contains(&0) {
            return true;
        }
        let mut expected = itemsize as isize;
        for index in order {
            if shape[index] > 1 && strides[index] != expected {
                return false;
            }
            expected *= shape[index];
        }
        true
    }

    /// Byte offsets of all items, in the order of the last dimension running fastest, or of the first.
    pub fn offsets(&self, first_fastest: bool) -> Vec<isize> {
        let (shape, strides) = (self.shape(), self.strides());
        let mut offsets = vec![0];
        let mut extend = |index: usize, outer: bool| {
            let (count, stride) = (shape[index], strides[index]);
            // What came before varies slower than this dimension, or faster.
            offsets = if outer {
                (0..count).flat_map(|n| offsets.iter().map(move |base| base + n * stride)).collect()
            } else {
                offsets.iter().flat_map(|&base| (0..count).map(move |n| base + n * stride)).collect()
            };
        };
        for index in 0..self.ndim {
            extend(index, first_fastest);
        }
        offsets
    }
}
