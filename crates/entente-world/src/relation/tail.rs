//! Shares and tails of the distributions that relations are reckoned with.

/// The natural logarithm of the gamma function, for positive numbers.
///
/// # Source
///
/// C. Lanczos, "A precision approximation of the gamma function", SIAM Journal on Numerical Analysis B 1 (1964), with g = 7 and
/// nine terms; correct to fourteen digits.
pub(super) fn ln_gamma(x: f64) -> f64 {
    const FIRST: f64 = 0.999_999_999_999_809_9;
    const TERMS: [f64; 8] = [
        676.520_368_121_885_1,
        -1_259.139_216_722_402_8,
        771.323_428_777_653_1,
        -176.615_029_162_140_6,
        12.507_343_278_686_905,
        -0.138_571_095_265_720_12,
        9.984_369_578_019_572e-6,
        1.505_632_735_149_311_6e-7,
    ];
    let x = x - 1.0;
    let terms = TERMS.iter().zip(1_u8..);
    let sum: f64 = FIRST
        + terms
            .map(|(term, n)| term / (x + f64::from(n)))
            .sum::<f64>();
    let t = x + 7.5;
    0.5 * (2.0 * std::f64::consts::PI).ln() + (x + 0.5) * t.ln() - t + sum.ln()
}

/// The regularised incomplete beta function: the probability that a share with the distribution Beta(a, b) is at most `x`.
///
/// # Source
///
/// NIST Digital Library of Mathematical Functions, 8.17.22 (continued fraction) and 8.17.4 (symmetry), by Lentz's method.
pub(super) fn beta_below(x: f64, a: f64, b: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    let front = a * x.ln() + b * (-x).ln_1p() + ln_gamma(a + b) - ln_gamma(a) - ln_gamma(b);
    let below = match x < (a + 1.0) / (a + b + 2.0) {
        true => front.exp() * fraction(x, a, b) / a,
        false => 1.0 - front.exp() * fraction(1.0 - x, b, a) / b,
    };
    below.clamp(0.0, 1.0)
}

fn fraction(x: f64, a: f64, b: f64) -> f64 {
    const MOST_STEPS: u32 = 10_000;
    const TINY: f64 = 1e-300;
    let away = |value: f64| match value.abs() < TINY {
        true => TINY,
        false => value,
    };
    let mut c = 1.0;
    let mut d = 1.0 / away(1.0 - (a + b) * x / (a + 1.0));
    let mut value = d;
    for step in 1..MOST_STEPS {
        let m = f64::from(step);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        for term in [even, odd] {
            d = 1.0 / away(1.0 + term * d);
            c = away(1.0 + term / c);
            value *= c * d;
        }
        if (c * d - 1.0).abs() < 1e-14 {
            break;
        }
    }
    value
}

/// The share below which a share with the distribution Beta(a, b) lies with a probability, by halving.
pub(super) fn beta_quantile(probability: f64, a: f64, b: f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        match beta_below(middle, a, b) < probability {
            true => low = middle,
            false => high = middle,
        }
    }
    f64::midpoint(low, high)
}

/// The probability of `n` or more where the number has a negative binomial distribution with a mean and a variance; where
/// the variance is not larger than the mean, it is taken as Poisson's.
///
/// # Source
///
/// NIST Digital Library of Mathematical Functions, 8.17.24: the tail is an incomplete beta function.
pub(super) fn at_least(n: u32, mean: f64, variance: f64) -> f64 {
    /// A size with which the distribution cannot be told from Poisson's.
    const LARGE: f64 = 1e6;
    if n == 0 {
        return 1.0;
    }
    if mean <= 0.0 {
        return 0.0;
    }
    let size = match variance > mean {
        true => (mean * mean / (variance - mean)).min(LARGE),
        false => LARGE,
    };
    beta_below(mean / (mean + size), f64::from(n), size)
}

/// The probabilities of `n` or fewer, and of `n` or more, out of `of`, where the share has the distribution Beta(a, b).
///
/// # Source
///
/// J. G. Skellam, "A probability distribution derived from the binomial distribution by regarding the probability of success
/// as variable between the sets of trials", Journal of the Royal Statistical Society B 10 (1948).
pub(super) fn both_tails(n: u32, of: u32, a: f64, b: f64) -> (f64, f64) {
    let all = f64::from(of);
    // How likely one more is, beside so many.
    let more = |k: u32| {
        let k = f64::from(k);
        (all - k) / (k + 1.0) * (a + k) / (b + all - k - 1.0)
    };
    // From about the likeliest number on, up and down, so that nothing is too small to be told from nothing.
    let middle = ((all * a / (a + b)) as u32).min(of);
    let (mut below, mut above, mut sum) = (0.0, 0.0, 0.0);
    let mut count = |k: u32, likely: f64| {
        below += if k <= n { likely } else { 0.0 };
        above += if k >= n { likely } else { 0.0 };
        sum += likely;
    };
    let mut likely = 1.0;
    for k in middle..=of {
        count(k, likely);
        likely *= more(k);
    }
    likely = 1.0;
    for k in (0..middle).rev() {
        likely /= more(k);
        count(k, likely);
    }
    (below / sum, above / sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(a: f64, b: f64) {
        assert!((a - b).abs() < 1e-9, "{a} is not {b}");
    }

    #[test]
    fn known_values() {
        near(ln_gamma(5.0), 24.0_f64.ln());
        near(ln_gamma(0.5), std::f64::consts::PI.sqrt().ln());
        // Beta(2, 3) is at most x with probability 6x² − 8x³ + 3x⁴.
        near(beta_below(0.4, 2.0, 3.0), 0.5248);
        near(beta_quantile(0.5248, 2.0, 3.0), 0.4);
        // A geometric distribution with mean 1: one half to the power of n.
        near(at_least(3, 1.0, 2.0), 0.125);
        assert!((at_least(2, 1.0, 1.0) - 0.264_241_117).abs() < 1e-5);
        // A share of which nothing is known makes every number as likely.
        let (below, above) = both_tails(1, 3, 1.0, 1.0);
        near(below, 0.5);
        near(above, 0.75);
    }
}
