//! A door.
mod clock;
mod config;
mod content;
mod custom;
mod escape;
mod rest;
mod snowflake;
mod trouble;
