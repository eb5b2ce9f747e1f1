//! Tests against a mock host: several heaps per process, graphs with canaries, every kind of collection.

mod blocks;
mod deaths;
mod graphs;
mod large;
mod mock;
mod permanent;
mod policy;
mod protocols;
mod roots;
mod sabotage;
