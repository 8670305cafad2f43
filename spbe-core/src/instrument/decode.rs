//! From a [`Value`] to a typed section, with what does not fit named in our own words and at its own place.

use std::fmt;

use serde::de::value::StrDeserializer;
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

use super::error::InstrumentError;
use super::value::{Content, Table, Value, nth_step};
use crate::issue::ValueKind;
use crate::issue::shortened;

/// The first thing that does not fit: what, on which path below the value that was read, and where in the text.
#[derive(Debug)]
pub(super) struct Misfit {
    problem: Box<InstrumentError>,
    /// From the inside out.
    steps: Vec<String>,
    pub(super) offset: Option<usize>,
}

/// Reads a value as a type.
pub(super) fn decode<T: DeserializeOwned>(value: &Value) -> Result<T, Misfit> {
    T::deserialize(value)
}

impl Misfit {
    fn new(problem: InstrumentError) -> Self {
        Self { problem: Box::new(problem), steps: Vec::new(), offset: None }
    }

    pub(super) fn into_problem(self) -> InstrumentError {
        *self.problem
    }

    /// The path below `path`.
    pub(super) fn path(&self, path: &str) -> String {
        self.steps.iter().rev().fold(path.to_owned(), |path, step| format!("{path}.{step}"))
    }

    fn inside(mut self, step: String) -> Self {
        self.steps.push(step);
        self
    }

    fn at(mut self, offset: Option<usize>) -> Self {
        self.offset = self.offset.or(offset);
        self
    }
}

fn names(known: &[&str]) -> String {
    known.join(", ")
}

impl fmt::Display for Misfit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.problem.to_string())
    }
}

impl std::error::Error for Misfit {}

/// What the derived readers find: told as what it is, never as text.
impl serde::de::Error for Misfit {
    fn custom<T: fmt::Display>(_message: T) -> Self {
        Self::new(InstrumentError::FieldUnreadable)
    }

    fn unknown_variant(variant: &str, expected: &'static [&'static str]) -> Self {
        Self::new(InstrumentError::NameUnknown { found: variant.to_owned(), known: names(expected) })
    }

    fn unknown_field(field: &str, expected: &'static [&'static str]) -> Self {
        Self::new(InstrumentError::FieldUnknown { field: field.to_owned(), known: names(expected) })
    }

    fn missing_field(field: &'static str) -> Self {
        Self::new(InstrumentError::FieldMissing { field: field.to_owned() })
    }

    fn duplicate_field(field: &'static str) -> Self {
        Self::new(InstrumentError::FieldDuplicate { field: field.to_owned() })
    }
}

impl Value {
    fn mismatch(&self, expected: ValueKind) -> Misfit {
        Misfit::new(InstrumentError::Field { expected, found: self.kind() }).at(self.offset)
    }

    fn text(&self) -> Result<&str, Misfit> {
        match &self.content {
            Content::Text(text) => Ok(text),
            _ => Err(self.mismatch(ValueKind::Text)),
        }
    }

    fn table(&self) -> Result<&Table, Misfit> {
        match &self.content {
            Content::Table(table) => Ok(table),
            _ => Err(self.mismatch(ValueKind::Table)),
        }
    }

    fn whole(&self, lowest: i64, highest: i64) -> Result<i64, Misfit> {
        let Content::Whole(number, digits) = &self.content else {
            return Err(self.mismatch(ValueKind::WholeNumber));
        };
        i64::try_from(*number).ok().filter(|number| (lowest..=highest).contains(number)).ok_or_else(|| {
            Misfit::new(InstrumentError::FieldRange { lowest, highest, found: digits.clone() }).at(self.offset)
        })
    }
}

impl<'de> Deserializer<'de> for &Value {
    type Error = Misfit;

    /// No field of an instrument is read without knowing its type.
    fn deserialize_any<V: Visitor<'de>>(self, _visitor: V) -> Result<V::Value, Misfit> {
        Err(Misfit::new(InstrumentError::FieldUnreadable).at(self.offset))
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.content {
            Content::Truth(truth) => visitor.visit_bool(truth),
            _ => Err(self.mismatch(ValueKind::Truth)),
        }
    }

    fn deserialize_u8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_i64(self.whole(u8::MIN.into(), u8::MAX.into())?)
    }

    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_i64(self.whole(u16::MIN.into(), u16::MAX.into())?)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_i64(self.whole(u32::MIN.into(), u32::MAX.into())?)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_i64(self.whole(i64::MIN, i64::MAX)?)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_str(self.text()?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_str(self.text()?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.content {
            Content::Nothing => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match &self.content {
            Content::List(entries) => visitor.visit_seq(Entries { entries: entries.iter().enumerate() }),
            _ => Err(self.mismatch(ValueKind::List)),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        let fields = self.table()?.fields.iter();
        visitor.visit_map(Fields { fields, pending: None }).map_err(|misfit| misfit.at(self.offset))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        known: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        // Before the values: a misspelt field explains a missing one.
        if let Some((name, field)) = self.table()?.fields.iter().find(|(name, _)| !known.contains(&name.as_str())) {
            let problem = InstrumentError::FieldUnknown { field: name.clone(), known: names(known) };
            return Err(Misfit::new(problem).inside(shortened(name)).at(field.offset));
        }
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        visitor.visit_enum(text_deserializer(self.text()?)).map_err(|misfit| misfit.at(self.offset))
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_any(visitor)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_any(visitor)
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i128 u64 u128 char bytes byte_buf unit unit_struct newtype_struct tuple tuple_struct
        identifier ignored_any
    }
}

fn text_deserializer(text: &str) -> StrDeserializer<'_, Misfit> {
    text.into_deserializer()
}

struct Entries<'value> {
    entries: std::iter::Enumerate<std::slice::Iter<'value, Value>>,
}

impl<'de> SeqAccess<'de> for Entries<'_> {
    type Error = Misfit;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Misfit> {
        let Some((position, entry)) = self.entries.next() else { return Ok(None) };
        seed.deserialize(entry).map(Some).map_err(|misfit| misfit.inside(nth_step(position)))
    }
}

struct Fields<'value> {
    fields: std::collections::btree_map::Iter<'value, String, super::value::Field>,
    pending: Option<(&'value str, &'value Value)>,
}

impl<'de> MapAccess<'de> for Fields<'_> {
    type Error = Misfit;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Misfit> {
        let Some((name, field)) = self.fields.next() else { return Ok(None) };
        self.pending = Some((name, &field.value));
        seed.deserialize(text_deserializer(name)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Misfit> {
        // Asked for after its name.
        let Some((name, value)) = self.pending.take() else {
            return Err(Misfit::new(InstrumentError::FieldUnreadable));
        };
        seed.deserialize(value).map_err(|misfit| misfit.inside(shortened(name)))
    }
}
