//! The ordered list of builtin types. A line gives a type its number, which is also the id of its own shape: code compares shapes of
//! exact builtin objects against these constants.

pub mod async_generator;
pub mod bool_;
pub mod byte_array;
pub mod bytes;
pub mod cell;
pub mod class_method;
pub mod code;
pub mod complex;
pub mod descriptor;
pub mod dict;
pub mod float;
pub mod format_spec;
pub mod frame_;
pub mod function;
pub mod generator;
pub mod generic_alias;
pub mod getset;
pub(crate) mod hashed;
pub mod int;
pub mod internal;
pub mod iterators;
pub mod list;
pub mod mapping_proxy;
pub mod memory_view;
pub mod method;
pub mod module;
pub mod native_function;
pub mod object_;
pub mod range;
pub mod set;
pub mod singletons;
pub mod slice;
pub mod slot_wrapper;
pub mod str_;
pub mod struct_sequence;
pub mod super_;
pub mod template;
pub mod traceback;
pub mod tuple;
pub mod type_;
pub mod type_alias;
pub mod type_params;
pub mod union_;
pub mod weakref;

pub use number::{BIG_INT, INT64};

use crate::typedef::{Layout, TypeDef};

macro_rules! builtin_types {
    ($($number:ident => $def:path;)*) => {
        #[allow(non_camel_case_types, clippy::upper_case_acronyms, reason = "numbers the constants below")]
        #[repr(u32)]
        enum Index { $($number,)* }

        /// Numbers of the builtin types, from 1.
        pub mod number {
            $(pub const $number: u32 = super::Index::$number as u32 + 1;)*
            /// Shape of ints of 50 to 63 bits.
            pub const INT64: u32 = 160;
            /// Shape of larger ints.
            pub const BIG_INT: u32 = 161;
        }

        /// Every builtin type with its number, bases before the types derived from them.
        pub static BUILTIN: &[(u32, &TypeDef)] = &[$((number::$number, &$def),)*];
    };
}

builtin_types! {
    OBJECT => object_::OBJECT;
    TYPE => type_::TYPE;
    NONE_TYPE => singletons::NONE_TYPE;
    NOT_IMPLEMENTED_TYPE => singletons::NOT_IMPLEMENTED_TYPE;
    ELLIPSIS_TYPE => singletons::ELLIPSIS_TYPE;
    INT => int::INT;
    BOOL => bool_::BOOL;
    FLOAT => float::FLOAT;
    COMPLEX => complex::COMPLEX;
    STR => str_::STR;
    BYTES => bytes::BYTES;
    BYTE_ARRAY => byte_array::BYTE_ARRAY;
    MEMORY_VIEW => memory_view::MEMORY_VIEW;
    BUFFER_WRAPPER => memory_view::BUFFER_WRAPPER;
    MEMORY_ITERATOR => memory_view::MEMORY_ITERATOR;
    TUPLE => tuple::TUPLE;
    LIST => list::LIST;
    DICT => dict::DICT;
    SET => set::SET;
    FROZENSET => set::FROZENSET;
    SLICE => slice::SLICE;
    RANGE => range::RANGE;
    FUNCTION => function::FUNCTION;
    BOUND_METHOD => method::METHOD;
    NATIVE_FUNCTION => native_function::NATIVE_FUNCTION;
    NATIVE_METHOD => native_function::NATIVE_METHOD;
    NATIVE_CLASS_METHOD => native_function::NATIVE_CLASS_METHOD;
    SLOT_WRAPPER => slot_wrapper::SLOT_WRAPPER;
    METHOD_WRAPPER => slot_wrapper::METHOD_WRAPPER;
    GETSET => getset::GETSET;
    PROPERTY => descriptor::PROPERTY;
    STATIC_METHOD => class_method::STATIC_METHOD;
    CLASS_METHOD => class_method::CLASS_METHOD;
    SUPER => super_::SUPER;
    CELL => cell::CELL;
    MODULE => module::MODULE;
    CODE => code::CODE;
    FRAME => frame_::FRAME;
    TRACEBACK => traceback::TRACEBACK;
    MAPPING_PROXY => mapping_proxy::MAPPING_PROXY;
    DICT_KEYS => dict::DICT_KEYS;
    DICT_VALUES => dict::DICT_VALUES;
    DICT_ITEMS => dict::DICT_ITEMS;
    LIST_ITERATOR => iterators::LIST_ITERATOR;
    LIST_REVERSE_ITERATOR => iterators::LIST_REVERSE_ITERATOR;
    TUPLE_ITERATOR => iterators::TUPLE_ITERATOR;
    STR_ITERATOR => iterators::STR_ITERATOR;
    STR_ASCII_ITERATOR => iterators::STR_ASCII_ITERATOR;
    BYTES_ITERATOR => iterators::BYTES_ITERATOR;
    BYTE_ARRAY_ITERATOR => iterators::BYTE_ARRAY_ITERATOR;
    RANGE_ITERATOR => iterators::RANGE_ITERATOR;
    LONG_RANGE_ITERATOR => iterators::LONG_RANGE_ITERATOR;
    DICT_KEY_ITERATOR => iterators::DICT_KEY_ITERATOR;
    DICT_VALUE_ITERATOR => iterators::DICT_VALUE_ITERATOR;
    DICT_ITEM_ITERATOR => iterators::DICT_ITEM_ITERATOR;
    DICT_REVERSE_KEY_ITERATOR => iterators::DICT_REVERSE_KEY_ITERATOR;
    DICT_REVERSE_VALUE_ITERATOR => iterators::DICT_REVERSE_VALUE_ITERATOR;
    DICT_REVERSE_ITEM_ITERATOR => iterators::DICT_REVERSE_ITEM_ITERATOR;
    SET_ITERATOR => iterators::SET_ITERATOR;
    SEQUENCE_ITERATOR => iterators::SEQUENCE_ITERATOR;
    CALLABLE_ITERATOR => iterators::CALLABLE_ITERATOR;
    ENUMERATE => iterators::ENUMERATE;
    ZIP => iterators::ZIP;
    MAP => iterators::MAP;
    FILTER => iterators::FILTER;
    REVERSED => iterators::REVERSED;
    WEAKREF => weakref::WEAKREF;
    WEAK_PROXY => weakref::PROXY;
    WEAK_CALLABLE_PROXY => weakref::CALLABLE_PROXY;
    UNRAISABLE_ARGS => crate::exceptions::unraisable::UNRAISABLE_ARGS;
    GENERATOR => generator::GENERATOR;
    COROUTINE => generator::COROUTINE;
    COROUTINE_WRAPPER => generator::COROUTINE_WRAPPER;
    ASYNC_GENERATOR => async_generator::ASYNC_GENERATOR;
    ASEND => async_generator::ASEND;
    ATHROW => async_generator::ATHROW;
    ANEXT_AWAITABLE => async_generator::ANEXT_AWAITABLE;
    GENERIC_ALIAS => generic_alias::GENERIC_ALIAS;
    GENERIC_ALIAS_ITERATOR => generic_alias::GENERIC_ALIAS_ITERATOR;
    UNION => union_::UNION;
    TEMPLATE => template::TEMPLATE;
    TEMPLATE_ITERATOR => template::TEMPLATE_ITERATOR;
    INTERPOLATION => template::INTERPOLATION;
    TYPE_VAR => type_params::TYPE_VAR;
    PARAM_SPEC => type_params::PARAM_SPEC;
    TYPE_VAR_TUPLE => type_params::TYPE_VAR_TUPLE;
    PARAM_SPEC_ARGS => type_params::PARAM_SPEC_ARGS;
    PARAM_SPEC_KWARGS => type_params::PARAM_SPEC_KWARGS;
    CONST_EVALUATOR => type_params::CONST_EVALUATOR;
    NO_DEFAULT_TYPE => type_params::NO_DEFAULT_TYPE;
    GENERIC => type_params::GENERIC;
    TYPE_ALIAS => type_alias::TYPE_ALIAS;
    MEMBER => type_::MEMBER;
    LOCALS_PROXY => frame_::LOCALS_PROXY;
    LINE_ITERATOR => code::LINE_ITERATOR;
    POSITIONS_ITERATOR => code::POSITIONS_ITERATOR;
}

/// Further layouts of builtin classes: the class's number, the shape's own number, the layout.
pub static EXTRA_LAYOUTS: &[(u32, u32, &Layout)] =
    &[(number::INT, number::INT64, &int::INT64_LAYOUT), (number::INT, number::BIG_INT, &int::BIG_INT_LAYOUT)];

const _: () = assert!(BUILTIN.len() < number::INT64 as usize);
