//! Numbers of the layouts that Python code never sees. They share the id space of shapes with the builtin types, from the top down.

use crate::shape::FIRST_DYNAMIC_ID;

macro_rules! internal_layouts {
    ($($(#[$doc:meta])* $name:ident = $offset:literal => $layout:path;)*) => {
        $($(#[$doc])* pub const $name: u32 = FIRST_DYNAMIC_ID - $offset;)*

        /// Every internal layout with its number.
        pub static ALL: &[(u32, &crate::typedef::Layout)] = &[$(($name, &$layout),)*];
    };
}

internal_layouts! {
    /// Shapes.
    SHAPE = 1 => crate::shape::SHAPE_LAYOUT;
    /// Arrays of values: list blocks, constants, children of shapes.
    ARRAY = 2 => crate::types::tuple::ARRAY_LAYOUT;
    /// Tables of dicts and sets.
    DICT_TABLE = 3 => crate::types::dict::TABLE_LAYOUT;
    /// Immutable inline-cache entries.
    CACHE_ENTRY = 4 => crate::interp::cache::ENTRY_LAYOUT;
    /// Slot tables of classes.
    SLOT_TABLE = 5 => crate::types::type_::SLOTS_LAYOUT;
    /// Executable instances of code objects.
    EXECUTABLE = 6 => crate::interp::executable::LAYOUT;
    /// Tables of sets.
    SET_TABLE = 7 => crate::types::set::TABLE_LAYOUT;
    /// Blocks that growing strings share.
    TEXT_BLOCK = 8 => crate::types::str_::BLOCK_LAYOUT;
    /// Blocks of mutable bytes.
    BYTE_BLOCK = 9 => crate::types::byte_array::BLOCK_LAYOUT;
    /// Buffers acquired for memoryviews.
    MANAGED_BUFFER = 10 => crate::types::memory_view::MANAGED_LAYOUT;
    /// Shapes and strides of memoryviews.
    EXTENTS = 11 => crate::types::memory_view::dims::EXTENTS_LAYOUT;
}
