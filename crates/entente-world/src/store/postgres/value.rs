//! Values on their way to PostgreSQL and back: those of SQLite, in the types of the columns.

use std::error::Error;

use ::postgres::Row;
use ::postgres::types::private::BytesMut;
use ::postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};
use rusqlite::types::{ToSqlOutput, ValueRef};
use serde_json::Value;

use super::super::Result;

type Wrong = Box<dyn Error + Sync + Send>;

/// Arguments of a question.
pub(crate) trait Params: rusqlite::Params {
    /// Their types, which the server cannot always guess.
    fn types() -> Vec<Type>;
    /// What they are.
    fn values(&self) -> Result<Vec<Given<'_>>>;
}

/// An argument.
pub(crate) trait Param: rusqlite::ToSql {
    /// Its type.
    const TYPE: Type;
}

macro_rules! param {
    ($($type:ty: $name:ident),*) => {
        $(impl Param for $type {
            const TYPE: Type = Type::$name;
        })*
    };
}

param!(i64: INT8, u32: INT8, bool: BOOL, f64: FLOAT8, str: TEXT, String: TEXT, [u8]: BYTEA, Vec<u8>: BYTEA);

impl<T: Param + ?Sized> Param for &T {
    const TYPE: Type = T::TYPE;
}

impl<T: Param> Param for Option<T> {
    const TYPE: Type = T::TYPE;
}

impl Params for () {
    fn types() -> Vec<Type> {
        Vec::new()
    }

    fn values(&self) -> Result<Vec<Given<'_>>> {
        Ok(Vec::new())
    }
}

impl<T: Param, const N: usize> Params for [T; N]
where
    Self: rusqlite::Params,
{
    fn types() -> Vec<Type> {
        vec![T::TYPE; N]
    }

    fn values(&self) -> Result<Vec<Given<'_>>> {
        self.iter().map(|one| Ok(Given(one.to_sql()?))).collect()
    }
}

macro_rules! tuple {
    ($($name:ident $idx:tt),*) => {
        impl<$($name: Param),*> Params for ($($name,)*) {
            fn types() -> Vec<Type> {
                vec![$($name::TYPE),*]
            }

            fn values(&self) -> Result<Vec<Given<'_>>> {
                Ok(vec![$(Given(self.$idx.to_sql()?)),*])
            }
        }
    };
}

tuple!(A 0, B 1);
tuple!(A 0, B 1, C 2);
tuple!(A 0, B 1, C 2, D 3);
tuple!(A 0, B 1, C 2, D 3, E 4);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11, M 12, N 13, O 14);

/// The value of an argument.
#[derive(Debug)]
pub(crate) struct Given<'a>(ToSqlOutput<'a>);

impl ToSql for Given<'_> {
    fn to_sql(&self, to: &Type, out: &mut BytesMut) -> std::result::Result<IsNull, Wrong> {
        let value = match &self.0 {
            ToSqlOutput::Borrowed(value) => *value,
            ToSqlOutput::Owned(value) => value.into(),
            _ => return Err("this kind of argument is not known".into()),
        };
        match value {
            ValueRef::Null => Ok(IsNull::Yes),
            ValueRef::Integer(number) if *to == Type::BOOL => (number != 0).to_sql(to, out),
            ValueRef::Integer(number) => number.to_sql(to, out),
            ValueRef::Real(number) => number.to_sql(to, out),
            // The server takes every letter but this one.
            ValueRef::Text(text) if text.contains(&0) => {
                let text = std::str::from_utf8(text)?.replace('\0', "\u{fffd}");
                text.to_sql(to, out)
            }
            ValueRef::Text(text) => std::str::from_utf8(text)?.to_sql(to, out),
            ValueRef::Blob(bytes) => bytes.to_sql(to, out),
        }
    }

    fn accepts(to: &Type) -> bool {
        [
            Type::BOOL,
            Type::INT8,
            Type::FLOAT8,
            Type::TEXT,
            Type::BYTEA,
        ]
        .contains(to)
    }

    to_sql_checked!();
}

/// A value as it came.
struct Taken<'a>(ValueRef<'a>);

impl<'a> FromSql<'a> for Taken<'a> {
    fn from_sql(from: &Type, raw: &'a [u8]) -> std::result::Result<Self, Wrong> {
        Ok(Self(match *from {
            Type::BOOL => ValueRef::Integer(bool::from_sql(from, raw)?.into()),
            Type::INT4 => ValueRef::Integer(i32::from_sql(from, raw)?.into()),
            Type::INT8 => ValueRef::Integer(i64::from_sql(from, raw)?),
            Type::FLOAT8 => ValueRef::Real(f64::from_sql(from, raw)?),
            Type::TEXT => ValueRef::Text(raw),
            _ => ValueRef::Blob(raw),
        }))
    }

    fn from_sql_null(_: &Type) -> std::result::Result<Self, Wrong> {
        Ok(Self(ValueRef::Null))
    }

    fn accepts(from: &Type) -> bool {
        *from == Type::INT4 || Given::accepts(from)
    }
}

/// The value of a column.
pub(crate) fn value(row: &Row, column: usize) -> Result<ValueRef<'_>> {
    Ok(row.try_get::<_, Taken>(column)?.0)
}

/// A value that was told as text, as SQLite would tell it.
pub(super) fn told(text: Option<&str>, from: &Type) -> Value {
    let Some(text) = text else {
        return Value::Null;
    };
    let number = match *from {
        Type::BOOL => Some(u8::from(text == "t").into()),
        Type::INT2 | Type::INT4 | Type::INT8 => text.parse::<i64>().ok().map(Value::from),
        Type::FLOAT4 | Type::FLOAT8 | Type::NUMERIC => text.parse::<f64>().ok().map(Value::from),
        Type::BYTEA => Some(format!("{} bytes", text.len().saturating_sub(2) / 2).into()),
        _ => None,
    };
    number.unwrap_or_else(|| text.into())
}
