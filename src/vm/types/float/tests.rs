//! Unit tests of floats.
