use proptest::prelude::*;
use pulp::Arch;

use super::*;

/// Numbers between -1 and 1 without order.
fn numbers(len: usize, seed: u32) -> Vec<f32> {
    let next = |state: &u32| Some(state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223));
    let states = std::iter::successors(Some(seed), next).skip(1).take(len);
    states
        .map(|state| (state >> 8) as f32 / (1 << 23) as f32 - 1.0)
        .collect()
}

fn bits(numbers: &[f32]) -> Vec<u32> {
    numbers.iter().map(|number| number.to_bits()).collect()
}

/// Every way of computing that this CPU knows.
fn ways() -> Vec<Arch> {
    let mut ways = vec![Arch::Scalar, Arch::new()];
    #[cfg(target_arch = "x86_64")]
    ways.extend(pulp::x86::V3::try_new().map(Arch::V3));
    ways
}

#[test]
fn every_cpu_gives_the_same_bits() {
    let maxout = Maxout::of(3 * WIDTH, |len| numbers(len, len as u32));
    let mix = Maxout::of(5 * WIDTH, |len| numbers(len, len as u32));
    let linear = Linear::of(WIDTH, 5 * PANEL, |len| numbers(len, len as u32));
    let inputs = numbers(17 * 5 * WIDTH, 7);
    let rows = &inputs.as_chunks::<WIDTH>().0[..19];
    let run = |arch: Arch| {
        let mut windows = [[0.0; WIDTH]; 17];
        let cpu = &mut Cpu::of(arch);
        maxout.windows(cpu, rows, &mut windows);
        let mut mixed = [[0.0; WIDTH]; 17];
        mix.forward(cpu, &inputs, &mut mixed);
        let mut out = [0.0; 17 * 5 * PANEL];
        linear.forward(cpu, mixed.as_flattened(), &mut out);
        let numbers = [windows.as_flattened(), mixed.as_flattened(), &out];
        numbers.map(bits)
    };
    let plain = run(Arch::Scalar);
    for arch in ways() {
        assert!(run(arch) == plain, "{arch:?}");
    }
}

#[test]
fn every_cpu_chooses_the_same() {
    let upper = Linear::of(HIDDEN, 5 * PANEL, |len| numbers(len, len as u32));
    let mut masks = Masks::new(5 * PANEL);
    masks.push(130, |action| action % 3 != 0);
    let parts = numbers(4 * STATE, 3);
    let [first, second, third, bias] = parts.as_chunks().0 else {
        panic!("there are four parts");
    };
    let run = |arch: Arch| {
        let mut scores = [0.0; 5 * PANEL];
        let choice = Choice {
            parts: [first, second, third],
            bias,
            upper: &upper,
            mask: masks.of(0),
            scores: &mut scores,
        };
        (choice.best(&Cpu::of(arch)), bits(&scores))
    };
    let plain = run(Arch::Scalar);
    assert!(plain.0.is_some());
    for arch in ways() {
        assert!(run(arch) == plain, "{arch:?}");
    }
}

/// The bfloat16 nearest to a number, as fp32.
fn halved(number: f32) -> f32 {
    let bits = number.to_bits();
    f32::from_bits(bits.wrapping_add(0x7fff + (bits >> 16 & 1)) & 0xffff_0000)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Vectors for bfloat16 give the products of halved numbers, however many rows, columns and inputs there are.
    #[test]
    fn halved_products_are_those_of_one_after_the_other(
        n_rows in 1_usize..40,
        n_chunks in 1_usize..6,
        n_panels in 1_usize..5,
        seed: u32,
    ) {
        let n_inputs = 32 * n_chunks;
        let layer = Linear::of(n_inputs, n_panels * PANEL, |len| numbers(len, seed ^ len as u32));
        let inputs = numbers(n_rows * n_inputs, seed);
        let mut out = vec![0.0; n_rows * n_panels * PANEL];
        let Some(mut cpu) = Cpu::wide() else {
            return Ok(());
        };
        layer.forward(&mut cpu, &inputs, &mut out);
        let weights = numbers(n_inputs * n_panels * PANEL, seed ^ (n_inputs * n_panels * PANEL) as u32);
        let bias = numbers(n_panels * PANEL, seed ^ (n_panels * PANEL) as u32);
        for (row, out) in out.chunks_exact(n_panels * PANEL).enumerate() {
            for (column, &sum) in out.iter().enumerate() {
                let panel = &weights[column / PANEL * n_inputs * PANEL..];
                let product = |input: usize| {
                    let weight = panel[input * PANEL + column % PANEL];
                    f64::from(halved(inputs[row * n_inputs + input])) * f64::from(halved(weight))
                };
                let wanted = (0..n_inputs).map(product).sum::<f64>() + f64::from(bias[column]);
                prop_assert!((f64::from(sum) - wanted).abs() < 1e-4, "{sum} for {wanted}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// Vectors for bytes give the sums of whole numbers that stand for rows and weights, however many rows there are, and
    /// also where numbers lie outside of the range.
    #[test]
    fn products_of_bytes_are_those_of_one_after_the_other(n_rows in 1_usize..30, seed: u32, spread in 0.5_f32..2.0) {
        let mut layer = Maxout::of(3 * WIDTH, |len| numbers(len, seed ^ len as u32));
        let inputs = numbers((n_rows + 2) * WIDTH, seed);
        let rows = inputs.as_chunks::<WIDTH>().0;
        let mut range = Range::default();
        let within: Row = std::array::from_fn(|column| spread * rows[0][column]);
        range.include(&[within, within.map(|number| 0.3 - number)]);
        layer.expect(range);
        let Some(mut cpu) = Cpu::bytes() else {
            return Ok(());
        };
        let mut out = vec![[0.0; WIDTH]; n_rows];
        layer.windows(&mut cpu, rows, &mut out);
        let wanted = layer.plain_bytes(range, rows);
        for (number, wanted) in out.as_flattened().iter().zip(wanted.as_flattened()) {
            prop_assert!((number - wanted).abs() < 2e-3, "{number} for {wanted}");
        }
    }
}

/// Largest difference between what this CPU gives at a precision and what fp32 gives.
fn difference(precision: Precision) -> f32 {
    let scaled = |len: usize| numbers(len, len as u32).iter().map(|n| n / 8.0).collect();
    let maxout = Maxout::of(3 * WIDTH, scaled);
    let linear = Linear::of(WIDTH, 5 * PANEL, scaled);
    let inputs = numbers(39 * WIDTH, 7);
    let rows = inputs.as_chunks::<WIDTH>().0;
    let run = |mut cpu: Cpu| {
        let mut windows = [[0.0; WIDTH]; 37];
        maxout.windows(&mut cpu, rows, &mut windows);
        let mut out = vec![0.0; 37 * 5 * PANEL];
        linear.forward(&mut cpu, windows.as_flattened(), &mut out);
        [windows.as_flattened(), &out].concat()
    };
    let pairs = std::iter::zip(run(Cpu::new(precision)), run(Cpu::new(Precision::Exact)));
    pairs
        .map(|(one, other)| (one - other).abs())
        .fold(0.0, f32::max)
}

#[test]
fn other_precisions_are_near() {
    assert_eq!(difference(Precision::Exact), 0.0);
    let balanced = difference(Precision::Balanced);
    let fast = difference(Precision::Fast);
    assert!(balanced < 2e-4, "{balanced}");
    assert!(fast < 5e-2, "{fast}");
}
