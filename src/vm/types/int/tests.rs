//! Unit tests of ints.
