//! Entente for Python: `compare` gives one account of several reports, `read` gives articles as Arrow.
//!
//! Nothing is decided here: everything comes from `entente_engine`. The lock of the interpreter is let go while reports are read.

mod report;
mod table;

use std::sync::Arc;

use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{RecordBatch, RecordBatchIterator};
use arrow_schema::SchemaRef;
use arrow_schema::ffi::FFI_ArrowSchema;
use entente_engine::types::Problem;
use entente_engine::{Account as Compared, Settings, html};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyAny, PyCapsule, PyModule};

use report::Report;

/// Height of an account in a notebook.
const HEIGHT: &str = "40rem";

/// What several reports say of one event or several.
#[pyclass(frozen, module = "entente")]
struct Account(Compared);

#[pymethods]
impl Account {
    /// Reports that were read.
    #[getter]
    fn n_reports(&self) -> usize {
        self.0.articles.len()
    }

    /// Stories that they tell.
    #[getter]
    fn n_stories(&self) -> usize {
        self.0.stories.len()
    }

    /// Everything, as JSON: the same as `entente compare --format json`.
    fn json(&self) -> PyResult<String> {
        serde_json::to_string(&self.0).map_err(|error| PyValueError::new_err(error.to_string()))
    }

    /// Everything, as dictionaries and lists.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        PyModule::import(py, "json")?.call_method1("loads", (self.json()?,))
    }

    /// A page for people, whole in itself: no script, nothing fetched.
    fn html(&self) -> String {
        html::account(&self.0)
    }

    /// The same inside of a notebook: in a frame that may do nothing, so that no word of a report reaches the notebook.
    fn _repr_html_(&self) -> String {
        format!(
            "<iframe sandbox=\"\" referrerpolicy=\"no-referrer\" title=\"Account\" style=\"width:100%;height:{HEIGHT};border:0\" \
             srcdoc=\"{}\"></iframe>",
            html::escape(&self.html())
        )
    }

    fn __repr__(&self) -> String {
        format!(
            "<entente.Account: reports: {}, stories: {}>",
            self.n_reports(),
            self.n_stories()
        )
    }
}

/// Articles as a table that every library for Arrow takes.
#[pyclass(frozen, module = "entente")]
struct Articles {
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
    /// The file and place, the code and the words of what could not be read.
    #[pyo3(get)]
    problems: Vec<(String, String, String)>,
}

#[pymethods]
impl Articles {
    fn __len__(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    fn __repr__(&self) -> String {
        format!(
            "<entente.Articles: articles: {}, problems: {}>",
            self.__len__(),
            self.problems.len()
        )
    }

    /// The columns, as the PyCapsule interface of Arrow gives them.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        let schema = FFI_ArrowSchema::try_from(self.schema.as_ref());
        let schema = schema.map_err(|error| PyValueError::new_err(error.to_string()))?;
        PyCapsule::new_with_value(py, schema, c"arrow_schema")
    }

    /// The rows, as the PyCapsule interface of Arrow gives them; a wish for other columns is not heard, as it allows.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        drop(requested_schema);
        let batches: Vec<_> = self.batches.iter().cloned().map(Ok).collect();
        let batches = RecordBatchIterator::new(batches, self.schema.clone());
        let stream = FFI_ArrowArrayStream::new(Box::new(batches));
        PyCapsule::new_with_value(py, stream, c"arrow_array_stream")
    }
}

/// Reads reports, sorts them into stories and compares those of each.
///
/// A report is a path, or a name with text or bytes.
#[pyfunction]
fn compare(py: Python, reports: &Bound<PyAny>) -> PyResult<Account> {
    let reports = report::all(reports)?;
    py.detach(|| {
        let inputs = reports
            .into_iter()
            .map(Report::whole)
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Account(entente_engine::compare(
            inputs,
            &Settings::default(),
            &|_| (),
        )))
    })
}

/// Reads the articles out of files, as a table.
#[pyfunction]
fn read(py: Python, files: &Bound<PyAny>) -> PyResult<Articles> {
    let reports = report::all(files)?;
    py.detach(|| {
        let mut table = table::Table::new();
        let mut problems = Vec::new();
        for report in reports {
            table::read(report, &mut table, &mut problems)?;
        }
        let problem = |(name, problem): (String, Problem)| (name, problem.code, problem.message);
        let (schema, batches) = table
            .done()
            .map_err(|error| PyValueError::new_err(error.to_string()))?;
        Ok(Articles {
            schema: Arc::clone(&schema),
            batches,
            problems: problems.into_iter().map(problem).collect(),
        })
    })
}

#[pymodule]
fn _entente(module: &Bound<PyModule>) -> PyResult<()> {
    module.add_class::<Account>()?;
    module.add_class::<Articles>()?;
    module.add_function(wrap_pyfunction!(compare, module)?)?;
    module.add_function(wrap_pyfunction!(read, module)?)?;
    module.add("__version__", env!("CARGO_PKG_VERSION"))
}
