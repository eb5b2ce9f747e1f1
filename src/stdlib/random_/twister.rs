//! The Mersenne Twister MT19937 (Matsumoto and Nishimura 1998), seeded by arrays as its authors' reference of 2002 does.

/// Words of state.
pub(super) const WORDS: usize = 624;
const SHIFT: usize = 397;
const UPPER: u32 = 0x8000_0000;
const LOWER: u32 = 0x7fff_ffff;

/// A generator's state.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Twister {
    pub(super) words: [u32; WORDS],
    /// The next word to hand out; `WORDS`: new ones have to be made first.
    pub(super) index: usize,
}

impl Twister {
    fn from_number(seed: u32) -> Twister {
        let mut words = [seed; WORDS];
        for index in 1..WORDS {
            let last = words[index - 1];
            words[index] = (last ^ last >> 30).wrapping_mul(1_812_433_253).wrapping_add(index as u32);
        }
        Twister { words, index: WORDS }
    }

    /// Seeds by a key that is not empty.
    pub(super) fn from_key(key: &[u32]) -> Twister {
        let mut twister = Twister::from_number(19_650_218);
        let words = &mut twister.words;
        let (mut i, mut j) = (1, 0);
        let wrap = |words: &mut [u32; WORDS], i: &mut usize| {
            *i += 1;
            if *i >= WORDS {
                words[0] = words[WORDS - 1];
                *i = 1;
            }
        };
        for _ in 0..WORDS.max(key.len()) {
            let last = words[i - 1];
            words[i] = (words[i] ^ (last ^ last >> 30).wrapping_mul(1_664_525))
                .wrapping_add(key[j])
                .wrapping_add(j as u32);
            wrap(words, &mut i);
            j = (j + 1) % key.len();
        }
        for _ in 1..WORDS {
            let last = words[i - 1];
            words[i] = (words[i] ^ (last ^ last >> 30).wrapping_mul(1_566_083_941)).wrapping_sub(i as u32);
            wrap(words, &mut i);
        }
        words[0] = UPPER;
        twister
    }

    fn refill(&mut self) {
        for index in 0..WORDS {
            let mixed = self.words[index] & UPPER | self.words[(index + 1) % WORDS] & LOWER;
            let twist = if mixed & 1 != 0 { 0x9908_b0df } else { 0 };
            self.words[index] = self.words[(index + SHIFT) % WORDS] ^ mixed >> 1 ^ twist;
        }
        self.index = 0;
    }

    /// The next 32 bits.
    pub(super) fn next(&mut self) -> u32 {
        if self.index >= WORDS {
            self.refill();
        }
        let word = self.words[self.index];
        self.index += 1;
        temper(word)
    }
}

/// A word of the state as it is handed out.
pub(super) fn temper(mut word: u32) -> u32 {
    word ^= word >> 11;
    word ^= word << 7 & 0x9d2c_5680;
    word ^= word << 15 & 0xefc6_0000;
    word ^ word >> 18
}

/// Two words as a number in `[0, 1)` with 53 random bits.
pub(super) fn fraction(high: u32, low: u32) -> f64 {
    (f64::from(high >> 5) * 67_108_864.0 + f64::from(low >> 6)) * (1.0 / 9_007_199_254_740_992.0)
}
