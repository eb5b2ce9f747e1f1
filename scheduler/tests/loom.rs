//! Models.
#![cfg(loom)]
