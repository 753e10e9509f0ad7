//! Chance: salts, names of deliveries, jitter. Drawn here and nowhere else, from one source that a test or the terminal
//! desk seeds, so that a seed reproduces a run byte for byte.

use std::sync::{Mutex, PoisonError};

use chrono::TimeDelta;
use rand::rngs::StdRng;
use rand::{Rng, RngCore, SeedableRng};

/// Letters and digits that nobody mistakes for each other.
const ALPHABET: &[u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";
/// A delivery's name: 20 of 31 letters are 99 bits, and fit Discord's 25.
const KEY_LETTERS: usize = 20;
/// A fault's reference is read out on the telephone: three are enough to find it in a day's log.
const FAULT_LETTERS: usize = 3;

/// The one source of chance.
pub struct Chance(Mutex<StdRng>);

impl Chance {
    /// From the operating system.
    #[must_use]
    pub fn unpredictable() -> Self {
        Self(Mutex::new(StdRng::from_os_rng()))
    }

    /// The same run for the same seed.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        Self(Mutex::new(StdRng::seed_from_u64(seed)))
    }

    /// A content row's salt.
    pub fn salt(&self) -> [u8; 16] {
        let mut salt = [0; 16];
        self.with(|source| source.fill_bytes(&mut salt));
        salt
    }

    /// The name of a delivery.
    pub fn key(&self) -> String {
        self.letters(KEY_LETTERS)
    }

    /// The reference of a fault, as people are told it: `F-7K2`.
    pub fn fault(&self) -> String {
        format!("F-{}", self.letters(FAULT_LETTERS))
    }

    /// Between half and the whole of `span`, so that many who wait do not come back at once.
    pub fn jitter(&self, span: TimeDelta) -> TimeDelta {
        let whole = span.num_milliseconds().max(0);
        TimeDelta::milliseconds(self.with(|source| source.random_range(whole / 2..=whole)))
    }

    fn letters(&self, count: usize) -> String {
        self.with(|source| {
            (0..count)
                .filter_map(|_| ALPHABET.get(source.random_range(0..ALPHABET.len())))
                .map(|l| char::from(*l))
                .collect()
        })
    }

    fn with<T>(&self, draw: impl FnOnce(&mut StdRng) -> T) -> T {
        draw(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
