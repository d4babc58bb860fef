//! Weights in the order in which the runtime's kernels read them.

use anyhow::{Context, Result, ensure};
use entente_language::{Builder, Table};

use super::network::{Layer, Network};
use super::npy::Array;
use super::vectors::Vectors;

const WIDTH: usize = 96;
const HIDDEN: usize = 64;
const PIECES: usize = 3;
/// Outputs of a maxout layer whose alternatives lie side by side.
const GROUP: usize = 16;
/// Columns of one panel of a linear layer.
const PANEL: usize = 32;
/// Features in the order of the runtime; a network takes the first of them.
const FEATURES: [&str; 6] = ["NORM", "PREFIX", "SUFFIX", "SHAPE", "SPACY", "IS_SPACE"];

/// The hash tables of a network.
pub fn tables(network: &Network) -> Result<Vec<Table>> {
    let [features] = network.some("extract_features")?;
    let columns = features.setting("columns")?;
    let columns: Vec<&str> = columns
        .list()?
        .iter()
        .map(|column| column.text())
        .collect::<Result<_>>()?;
    ensure!(
        FEATURES.starts_with(&columns),
        "the features {columns:?} are not covered"
    );
    let layers = network.all("hashembed");
    ensure!(
        layers.len() == columns.len(),
        "{} hash tables for {} features",
        layers.len(),
        columns.len()
    );
    let table = |(number, layer): (usize, &&Layer)| {
        ensure!(
            layer.setting("column")?.uint()? == number as u64,
            "hash tables are out of order"
        );
        let n_rows = layer.any_array("E")?.shape[0];
        Ok(Table {
            n_rows: u32::try_from(n_rows)?,
            seed: u32::try_from(layer.setting("seed")?.uint()?)?,
        })
    };
    layers.iter().enumerate().map(table).collect()
}

/// The layers from features to token vectors.
pub fn embedding(
    file: &mut Builder,
    name: &str,
    network: &Network,
    vectors: &Vectors,
) -> Result<()> {
    let tables = tables(network)?;
    for (number, (layer, table)) in network.all("hashembed").iter().zip(&tables).enumerate() {
        let rows = layer.array("E", &[table.n_rows as usize, WIDTH])?;
        file.floats(&format!("{name}.table.{number}"), &rows.numbers);
    }
    let [statics] = network.some("static_vectors")?;
    ensure!(
        statics.setting("key_attr")?.text()? == "ORTH",
        "vectors are found by another key than the word"
    );
    file.floats(
        &format!("{name}.vectors"),
        &vectors.projected(&statics.array("W", &[WIDTH, 300])?),
    );
    let maxouts = network.some::<5>("maxout")?;
    let norms = network.some::<5>("layernorm")?;
    for (number, (maxout, norm)) in maxouts.iter().zip(norms).enumerate() {
        let (layer, n_inputs) = match number {
            0 => (format!("{name}.mix"), (tables.len() + 1) * WIDTH),
            number => (format!("{name}.window.{number}"), 3 * WIDTH),
        };
        write_maxout(file, &layer, maxout, n_inputs)?;
        file.floats(
            &format!("{layer}.gain"),
            &norm.array("G", &[WIDTH])?.numbers,
        );
        file.floats(
            &format!("{layer}.shift"),
            &norm.array("b", &[WIDTH])?.numbers,
        );
    }
    Ok(())
}

/// Sixteen outputs form a group; for each input, the group's first alternatives, second, third.
fn write_maxout(file: &mut Builder, name: &str, layer: &Layer, n_inputs: usize) -> Result<()> {
    let weights = layer.array("W", &[WIDTH, PIECES, n_inputs])?.numbers;
    let bias = layer.array("b", &[WIDTH, PIECES])?.numbers;
    let columns = |group: usize| {
        let column = move |piece: usize| {
            (group * GROUP..(group + 1) * GROUP).map(move |out| out * PIECES + piece)
        };
        (0..PIECES).flat_map(column)
    };
    let groups = 0..WIDTH / GROUP;
    let panel = |group: usize| {
        let weights = &weights;
        (0..n_inputs).flat_map(move |input| {
            columns(group).map(move |column| weights[column * n_inputs + input])
        })
    };
    file.floats(
        &format!("{name}.weights"),
        &groups.clone().flat_map(panel).collect::<Vec<_>>(),
    );
    file.floats(
        &format!("{name}.bias"),
        &groups
            .flat_map(columns)
            .map(|column| bias[column])
            .collect::<Vec<_>>(),
    );
    Ok(())
}

/// The tagger's only layer.
pub fn tagger(file: &mut Builder, network: &Network, n_tags: usize) -> Result<()> {
    let [layer] = network.some("softmax")?;
    let weights = layer.array("W", &[n_tags, WIDTH])?;
    write_linear(file, "tagger", n_tags, WIDTH, |out, input| {
        weights.numbers[out * WIDTH + input]
    });
    write_bias(file, "tagger", layer.array("b", &[n_tags])?.numbers);
    Ok(())
}

/// The layers of a transition system, whose states are described by `n_features` tokens.
pub fn transitions(
    file: &mut Builder,
    name: &str,
    network: &Network,
    n_features: usize,
    n_actions: usize,
) -> Result<()> {
    let [upper, reduce] = network.some("linear")?;
    let weights = reduce.array("W", &[HIDDEN, WIDTH])?.numbers;
    let reduce_name = format!("{name}.reduce");
    write_linear(file, &reduce_name, HIDDEN, WIDTH, |out, input| {
        weights[out * WIDTH + input]
    });
    write_bias(file, &reduce_name, reduce.array("b", &[HIDDEN])?.numbers);

    let [lower] = network.some("precomputable_affine")?;
    write_lower(file, &format!("{name}.lower"), lower, n_features)?;

    let weights = upper.array("W", &[n_actions, HIDDEN])?.numbers;
    let upper_name = format!("{name}.upper");
    write_linear(file, &upper_name, n_actions, HIDDEN, |out, input| {
        weights[out * HIDDEN + input]
    });
    write_bias(file, &upper_name, upper.array("b", &[n_actions])?.numbers);
    Ok(())
}

/// What each token adds to the state for each of the features: both alternatives one after the other.
fn write_lower(file: &mut Builder, name: &str, layer: &Layer, n_features: usize) -> Result<()> {
    let shape = [n_features, HIDDEN, 2, HIDDEN];
    let weights = layer
        .array("W", &shape)
        .context("maxout pieces other than 2 are not covered")?
        .numbers;
    let n_columns = n_features * 2 * HIDDEN;
    // Column `feature, piece, output` stands at `feature, output, piece` in spaCy's array.
    let place = |column: usize| {
        let (feature, piece, out) = (column / (2 * HIDDEN), column / HIDDEN % 2, column % HIDDEN);
        (feature * HIDDEN + out) * 2 + piece
    };
    write_linear(file, name, n_columns, HIDDEN, |column, input| {
        weights[place(column) * HIDDEN + input]
    });
    let pad: Array = layer.array("pad", &[1, n_features, HIDDEN, 2])?;
    file.floats(
        &format!("{name}.pad"),
        &(0..n_columns)
            .map(|column| pad.numbers[place(column)])
            .collect::<Vec<_>>(),
    );
    let bias = layer.array("b", &[HIDDEN, 2])?.numbers;
    write_bias(
        file,
        &format!("{name}.state"),
        (0..2 * HIDDEN).map(|column| bias[place(column)]).collect(),
    );
    write_bias(file, name, vec![0.0; n_columns]);
    Ok(())
}

/// Panels of 32 outputs; for each input, 32 columns. Missing columns are zero.
fn write_linear(
    file: &mut Builder,
    name: &str,
    n_out: usize,
    n_in: usize,
    weight: impl Fn(usize, usize) -> f32,
) {
    let weight = &weight;
    let panel = |panel: usize| {
        let column = move |column: usize, input: usize| {
            if column < n_out {
                weight(column, input)
            } else {
                0.0
            }
        };
        (0..n_in).flat_map(move |input| {
            (panel * PANEL..(panel + 1) * PANEL).map(move |out| column(out, input))
        })
    };
    let weights: Vec<f32> = (0..n_out.div_ceil(PANEL)).flat_map(panel).collect();
    file.floats(&format!("{name}.weights"), &weights);
}

/// The bias, filled with zeros to whole panels.
fn write_bias(file: &mut Builder, name: &str, mut bias: Vec<f32>) {
    bias.resize(bias.len().next_multiple_of(PANEL), 0.0);
    file.floats(&format!("{name}.bias"), &bias);
}
