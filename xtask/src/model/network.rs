//! A trained network as Thinc writes it: the layers in one list, outer before inner.

use anyhow::{Context, Result, bail};

use super::msgpack::Value;
use super::npy::Array;

/// The layers of one component.
pub struct Network<'a> {
    component: &'a str,
    layers: Vec<Layer<'a>>,
}

/// One layer.
pub struct Layer<'a> {
    name: &'a str,
    params: &'a Value<'a>,
    attrs: &'a Value<'a>,
}

impl<'a> Network<'a> {
    /// Reads the layers out of a component's `model` file.
    pub fn new(component: &'a str, file: &'a Value<'a>) -> Result<Self> {
        let [nodes, params, attrs] =
            ["nodes", "params", "attrs"].map(|key| file.get(key).and_then(Value::list));
        let entries = nodes?.iter().zip(params?).zip(attrs?);
        let layers = entries.map(|((node, params), attrs)| {
            Ok(Layer {
                name: node.get("name")?.text()?,
                params,
                attrs,
            })
        });
        Ok(Self {
            component,
            layers: layers.collect::<Result<_>>()?,
        })
    }

    /// The layers of one kind, in the order of the file.
    pub fn all(&self, name: &str) -> Vec<&Layer<'a>> {
        self.layers
            .iter()
            .filter(|layer| layer.name == name)
            .collect()
    }

    /// The layers of one kind, which must be `N`.
    pub fn some<const N: usize>(&self, name: &str) -> Result<[&Layer<'a>; N]> {
        let found = self.all(name);
        let n_found = found.len();
        let message = || {
            format!(
                "{} has {n_found} layers `{name}`; only {N} are covered",
                self.component
            )
        };
        found.try_into().ok().with_context(message)
    }

    /// Refuses layers whose names are composed of other parts than these.
    pub fn check_parts(&self, known: &[&str]) -> Result<()> {
        let parts = self
            .layers
            .iter()
            .flat_map(|layer| layer.name.split(['>', '|', '(', ')']));
        for part in parts.filter(|part| !part.is_empty()) {
            if !known.contains(&part) {
                bail!(
                    "{} has a layer `{part}`, which the runtime does not cover",
                    self.component
                );
            }
        }
        Ok(())
    }
}

impl Layer<'_> {
    /// One array of weights.
    pub fn array(&self, name: &str, shape: &[usize]) -> Result<Array> {
        let read = || Array::from_msgpack(self.params.get(name)?)?.shaped(shape);
        read().with_context(|| format!("cannot take `{name}` of the layer `{}`", self.name))
    }

    /// One array of weights of any shape.
    pub fn any_array(&self, name: &str) -> Result<Array> {
        let read = || Array::from_msgpack(self.params.get(name)?);
        read().with_context(|| format!("cannot take `{name}` of the layer `{}`", self.name))
    }

    /// One setting, in msgpack form: settings are packed a second time.
    pub fn setting(&self, name: &str) -> Result<Value<'_>> {
        Value::read(self.attrs.get(name)?.bytes()?)
    }
}
