//! A door that loses, doubles, delays and refuses, as a seed tells it; and a world that crashes at every edge.

pub mod door;
pub mod scene;
pub mod world;
