//! TOML and JSON text as one tree of values, so that both formats are judged by the same rules and in the same words.

use std::collections::BTreeMap;
use std::collections::btree_map;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use crate::issue::ValueKind;
use crate::issue::shortened;

/// What a JSON document holds deeper than this is not looked at; no field of an instrument is half as deep.
const DEEPEST: usize = 16;

/// A value and, in TOML, where it begins.
#[derive(Debug)]
pub(super) struct Value {
    pub(super) content: Content,
    pub(super) offset: Option<usize>,
}

#[derive(Debug)]
pub(super) enum Content {
    Nothing,
    Truth(bool),
    /// A whole number and its digits as written; one that does not fit is as far out as a number can be.
    Whole(i128, String),
    Decimal,
    Date,
    Text(String),
    List(Vec<Value>),
    Table(Table),
}

/// The fields of a table; of a repeated one, the first.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub(super) fields: BTreeMap<String, Field>,
    /// The names of fields that are there again. TOML's own parser refuses them.
    pub(super) repeated: Vec<String>,
}

/// A field's value and, in TOML, where its name stands.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) value: Value,
    pub(super) offset: Option<usize>,
}

impl Value {
    pub(super) const fn kind(&self) -> ValueKind {
        match self.content {
            Content::Nothing => ValueKind::Null,
            Content::Truth(_) => ValueKind::Truth,
            Content::Whole(..) | Content::Decimal => ValueKind::Number,
            Content::Date => ValueKind::Date,
            Content::Text(_) => ValueKind::Text,
            Content::List(_) => ValueKind::List,
            Content::Table(_) => ValueKind::Table,
        }
    }

    /// The text in a field of a table.
    pub(super) fn text_of(&self, field: &str) -> Option<&str> {
        let Content::Table(table) = &self.content else { return None };
        match &table.fields.get(field)?.value.content {
            Content::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The entry of a list.
    pub(super) fn nth(&self, position: usize) -> Option<&Self> {
        match &self.content {
            Content::List(entries) => entries.get(position),
            _ => None,
        }
    }

    /// The field of a table.
    pub(super) fn field(&self, name: &str) -> Option<&Field> {
        match &self.content {
            Content::Table(table) => table.fields.get(name),
            _ => None,
        }
    }

    /// Tells of each repeated field the path below `path` and the name.
    pub(super) fn repeated(&self, path: &str, tell: &mut impl FnMut(String, &str)) {
        let below = |step: &str| if path.is_empty() { step.to_owned() } else { format!("{path}.{step}") };
        match &self.content {
            Content::List(entries) => {
                for (position, entry) in entries.iter().enumerate() {
                    if entry.holds_fields() {
                        entry.repeated(&below(&nth_step(position)), tell);
                    }
                }
            }
            Content::Table(table) => {
                for name in &table.repeated {
                    tell(below(&shortened(name)), name);
                }
                for (name, field) in &table.fields {
                    if field.value.holds_fields() {
                        field.value.repeated(&below(&shortened(name)), tell);
                    }
                }
            }
            _ => {}
        }
    }

    const fn holds_fields(&self) -> bool {
        matches!(self.content, Content::List(_) | Content::Table(_))
    }
}

/// How a path names an entry of a list without a code: `#1` for the first.
pub(super) fn nth_step(position: usize) -> String {
    format!("#{}", position.saturating_add(1))
}

/// The tree of a TOML document; recursion ends where the parser's did.
pub(super) fn from_toml(table: Spanned<DeTable<'_>>) -> Value {
    let offset = Some(table.span().start);
    Value { content: Content::Table(toml_table(table.into_inner())), offset }
}

fn toml_table(table: DeTable<'_>) -> Table {
    let field = |(name, value): (Spanned<DeString<'_>>, Spanned<DeValue<'_>>)| {
        let offset = Some(name.span().start);
        (name.into_inner().into_owned(), Field { value: toml_value(value), offset })
    };
    Table { fields: table.into_iter().map(field).collect(), repeated: Vec::new() }
}

fn toml_value(value: Spanned<DeValue<'_>>) -> Value {
    let offset = Some(value.span().start);
    let content = match value.into_inner() {
        DeValue::String(text) => Content::Text(text.into_owned()),
        DeValue::Integer(digits) => whole(digits.as_str(), digits.radix()),
        DeValue::Float(_) => Content::Decimal,
        DeValue::Boolean(truth) => Content::Truth(truth),
        DeValue::Datetime(_) => Content::Date,
        DeValue::Array(entries) => Content::List(entries.into_iter().map(toml_value).collect()),
        DeValue::Table(table) => Content::Table(toml_table(table)),
    };
    Value { content, offset }
}

/// The tree of a JSON document whose syntax was checked.
///
/// Read level by level from the text: time is linear, numbers keep their digits, repeated fields are seen.
pub(super) fn from_json(text: &RawValue) -> Result<Value, serde_json::Error> {
    json_value(text, 0)
}

fn json_value(text: &RawValue, depth: usize) -> Result<Value, serde_json::Error> {
    let digits = text.get();
    let content = match digits.as_bytes().first() {
        Some(b'"') => Content::Text(serde_json::from_str(digits)?),
        Some(b'[') if depth >= DEEPEST => Content::List(Vec::new()),
        Some(b'[') => {
            let entries: Vec<&RawValue> = serde_json::from_str(digits)?;
            let entries = entries.into_iter().map(|entry| json_value(entry, depth + 1));
            Content::List(entries.collect::<Result<_, _>>()?)
        }
        Some(b'{') if depth >= DEEPEST => Content::Table(Table::default()),
        Some(b'{') => {
            let Pairs(pairs) = serde_json::from_str(digits)?;
            let mut table = Table::default();
            for (name, value) in pairs {
                match table.fields.entry(name) {
                    btree_map::Entry::Vacant(vacant) => {
                        vacant.insert(Field { value: json_value(value, depth + 1)?, offset: None });
                    }
                    btree_map::Entry::Occupied(occupied) => table.repeated.push(occupied.key().clone()),
                }
            }
            Content::Table(table)
        }
        Some(b't') => Content::Truth(true),
        Some(b'f') => Content::Truth(false),
        Some(b'n') | None => Content::Nothing,
        Some(_) if digits.contains(['.', 'e', 'E']) => Content::Decimal,
        Some(_) => whole(digits, 10),
    };
    Ok(Value { content, offset: None })
}

/// A whole number without underscores and prefix; one past 128 bits is kept as the farthest there is.
fn whole(digits: &str, radix: u32) -> Content {
    let farthest = if digits.starts_with('-') { i128::MIN } else { i128::MAX };
    Content::Whole(i128::from_str_radix(digits, radix).unwrap_or(farthest), digits.to_owned())
}

/// The fields of a JSON object in their order, repeated ones too.
struct Pairs<'text>(Vec<(String, &'text RawValue)>);

impl<'de> Deserialize<'de> for Pairs<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Each;

        impl<'de> Visitor<'de> for Each {
            type Value = Pairs<'de>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }

        deserializer.deserialize_map(Each)
    }
}
