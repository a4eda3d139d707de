//! Core records as a Python object: an immutable table over Arrow columns, which `copydesk.Records` wraps.

use arrow_array::builder::{
    BooleanBuilder, Float64Builder, Int64Builder, LargeListBuilder, LargeStringBuilder, PrimitiveBuilder,
};
use arrow_array::cast::AsArray;
use arrow_array::types::{ArrowPrimitiveType, Float64Type, Int64Type, UInt64Type};
use arrow_array::{Array, ArrayRef, RecordBatch, UInt64Array};
use arrow_schema::{DataType, Field, Schema};
use numpy::PyArray1;
use pyo3::exceptions::{PyIndexError, PyKeyError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyDict, PyList};
use pyo3_arrow::PyTable;
use std::sync::Arc;

/// Columns of equal length with names and types.
#[pyclass(frozen, module = "copydesk._copydesk")]
pub struct Table {
    batch: RecordBatch,
}

impl From<RecordBatch> for Table {
    fn from(batch: RecordBatch) -> Self {
        Self { batch }
    }
}

impl Table {
    /// The columns.
    pub fn batch(&self) -> &RecordBatch {
        &self.batch
    }

    /// The Arrow array of a column.
    pub fn array(&self, name: &str) -> PyResult<ArrayRef> {
        Ok(Arc::clone(self.named(name)?.1))
    }

    fn named(&self, name: &str) -> PyResult<(&Field, &ArrayRef)> {
        let schema = self.batch.schema_ref();
        let Ok(index) = schema.index_of(name) else {
            let names: Vec<&str> = schema.fields().iter().map(|field| field.name().as_str()).collect();
            return Err(PyKeyError::new_err(format!("no column '{name}'; the columns are {}", names.join(", "))));
        };
        Ok((schema.field(index), self.batch.column(index)))
    }
}

#[pymethods]
impl Table {
    fn __len__(&self) -> usize {
        self.batch.num_rows()
    }

    /// (name, type, nullable) of each column; the type is int, float, bool, text, hashes or offsets.
    #[getter]
    fn schema(&self) -> PyResult<Vec<(String, &'static str, bool)>> {
        let fields = self.batch.schema_ref().fields();
        fields
            .iter()
            .map(|field| Ok((field.name().clone(), type_name(field.data_type())?, field.is_nullable())))
            .collect()
    }

    /// The values of a column as a list.
    fn column<'py>(&self, py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyList>> {
        let (_, array) = self.named(name)?;
        let values = (0..array.len()).map(|row| value(py, array, row));
        PyList::new(py, values.collect::<PyResult<Vec<_>>>()?)
    }

    /// A row as a dict.
    fn row<'py>(&self, py: Python<'py>, index: usize) -> PyResult<Bound<'py, PyDict>> {
        if index >= self.batch.num_rows() {
            return Err(PyIndexError::new_err("row out of range"));
        }
        let dict = PyDict::new(py);
        for (field, array) in self.batch.schema_ref().fields().iter().zip(self.batch.columns()) {
            dict.set_item(field.name(), value(py, array, index)?)?;
        }
        Ok(dict)
    }

    /// The rows start, start + step, … of which there are `count`; without copying where step is 1.
    fn slice(&self, start: usize, count: usize, step: isize) -> PyResult<Self> {
        let rows = self.batch.num_rows();
        let last = start.checked_add_signed(step.saturating_mul(count.saturating_sub(1).try_into()?));
        if count > 0 && !(start < rows && last.is_some_and(|last| last < rows)) {
            return Err(PyIndexError::new_err("slice out of range"));
        }
        if step == 1 || count == 0 {
            return Ok(self.batch.slice(start.min(rows), count).into());
        }
        let indices: UInt64Array = (0..count)
            .scan(start, |at, _| {
                let now = *at as u64;
                *at = at.wrapping_add_signed(step);
                Some(now)
            })
            .collect();
        let taken = arrow_select::take::take_record_batch(&self.batch, &indices);
        Ok(taken.map_err(|error| PyValueError::new_err(error.to_string()))?.into())
    }

    /// A column of numbers as a NumPy array, and a mask that is true where a value is missing.
    #[allow(clippy::type_complexity)] // the pair is the interface of pandas' masked arrays
    fn numpy<'py>(&self, py: Python<'py>, name: &str) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyArray1<bool>>)> {
        let (_, array) = self.named(name)?;
        let mask = (0..array.len()).map(|row| array.is_null(row));
        let values = match array.data_type() {
            DataType::Int64 => PyArray1::from_slice(py, array.as_primitive::<Int64Type>().values()).into_any(),
            DataType::Float64 => PyArray1::from_slice(py, array.as_primitive::<Float64Type>().values()).into_any(),
            DataType::Boolean => {
                let values = array.as_boolean();
                PyArray1::from_iter(py, (0..array.len()).map(|row| values.value(row))).into_any()
            }
            other => return Err(PyTypeError::new_err(format!("column '{name}' holds {other}, not numbers"))),
        };
        Ok((values, PyArray1::from_vec(py, mask.collect())))
    }

    /// The table as an Arrow stream (the `PyCapsule` interface).
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let table = PyTable::try_new(vec![self.batch.clone()], self.batch.schema())?.into_pyobject(py)?;
        table.call_method1("__arrow_c_stream__", (requested_schema,))
    }

    /// A table from its schema and lists of values: the way back from pickling and copying.
    #[staticmethod]
    #[allow(clippy::needless_pass_by_value)] // arguments from Python arrive owned
    fn from_columns(schema: Vec<(String, String, bool)>, columns: Vec<Bound<'_, PyList>>) -> PyResult<Self> {
        let mut fields = Vec::with_capacity(schema.len());
        let mut arrays = Vec::with_capacity(schema.len());
        for ((name, type_name, nullable), values) in schema.into_iter().zip(&columns) {
            let array = array(&type_name, values)?;
            fields.push(Field::new(name, array.data_type().clone(), nullable));
            arrays.push(array);
        }
        let batch = RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays);
        Ok(batch.map_err(|error| PyValueError::new_err(error.to_string()))?.into())
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, TableParts<'py>)> {
        let py = slf.py();
        let table = slf.get();
        let schema = table.schema()?;
        let columns = schema.iter().map(|(name, ..)| table.column(py, name));
        let columns = columns.collect::<PyResult<Vec<_>>>()?;
        Ok((slf.getattr("from_columns")?, (schema, columns)))
    }
}

/// Schema and columns, the arguments of `from_columns`.
type TableParts<'py> = (Vec<(String, &'static str, bool)>, Vec<Bound<'py, PyList>>);

fn type_name(data_type: &DataType) -> PyResult<&'static str> {
    match data_type {
        DataType::Int64 => Ok("int"),
        DataType::Float64 => Ok("float"),
        DataType::Boolean => Ok("bool"),
        DataType::LargeUtf8 => Ok("text"),
        DataType::LargeList(item) if *item.data_type() == DataType::UInt64 => Ok("hashes"),
        DataType::LargeList(item) if *item.data_type() == DataType::Int64 => Ok("offsets"),
        other => Err(PyTypeError::new_err(format!("no record holds Arrow {other}"))),
    }
}

fn value<'py>(py: Python<'py>, array: &ArrayRef, row: usize) -> PyResult<Bound<'py, PyAny>> {
    if array.is_null(row) {
        return Ok(py.None().into_bound(py));
    }
    Ok(match array.data_type() {
        DataType::Int64 => array.as_primitive::<Int64Type>().value(row).into_pyobject(py)?.into_any(),
        DataType::UInt64 => array.as_primitive::<UInt64Type>().value(row).into_pyobject(py)?.into_any(),
        DataType::Float64 => array.as_primitive::<Float64Type>().value(row).into_pyobject(py)?.into_any(),
        DataType::Boolean => array.as_boolean().value(row).into_pyobject(py)?.to_owned().into_any(),
        DataType::LargeUtf8 => array.as_string::<i64>().value(row).into_pyobject(py)?.into_any(),
        DataType::LargeList(_) => {
            let items = array.as_list::<i64>().value(row);
            let items = (0..items.len()).map(|at| value(py, &items, at));
            PyList::new(py, items.collect::<PyResult<Vec<_>>>()?)?.into_any()
        }
        other => return Err(PyTypeError::new_err(format!("no record holds Arrow {other}"))),
    })
}

fn array(type_name: &str, values: &Bound<'_, PyList>) -> PyResult<ArrayRef> {
    Ok(match type_name {
        "int" => {
            let mut builder = Int64Builder::new();
            values.extract::<Vec<Option<i64>>>()?.into_iter().for_each(|value| builder.append_option(value));
            Arc::new(builder.finish())
        }
        "float" => {
            let mut builder = Float64Builder::new();
            values.extract::<Vec<Option<f64>>>()?.into_iter().for_each(|value| builder.append_option(value));
            Arc::new(builder.finish())
        }
        "bool" => {
            let mut builder = BooleanBuilder::new();
            values.extract::<Vec<Option<bool>>>()?.into_iter().for_each(|value| builder.append_option(value));
            Arc::new(builder.finish())
        }
        "text" => {
            let mut builder = LargeStringBuilder::new();
            values.extract::<Vec<Option<String>>>()?.into_iter().for_each(|value| builder.append_option(value));
            Arc::new(builder.finish())
        }
        "hashes" => list_array::<UInt64Type>(&values.extract::<Vec<Option<Vec<u64>>>>()?),
        "offsets" => list_array::<Int64Type>(&values.extract::<Vec<Option<Vec<i64>>>>()?),
        other => return Err(PyValueError::new_err(format!("no record holds '{other}'"))),
    })
}

fn list_array<T: ArrowPrimitiveType>(values: &[Option<Vec<T::Native>>]) -> ArrayRef {
    let item = Field::new("item", T::DATA_TYPE, false);
    let mut builder = LargeListBuilder::new(PrimitiveBuilder::<T>::new()).with_field(item);
    for value in values {
        if let Some(value) = value {
            builder.values().append_slice(value);
        }
        builder.append(value.is_some());
    }
    Arc::new(builder.finish())
}
