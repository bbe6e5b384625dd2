//! `lookup` and `cidrlookup`: columns of a table.

use std::collections::BTreeMap;

use super::{Done, Operator, Out, Run, RunError};
use crate::insights::ast::Name;
use crate::insights::command::Renamed;
use crate::insights::evaluate::in_subnet;
use crate::insights::row::Row;
use crate::insights::table::LookupTable;
use crate::insights::value::Value;

/// `lookup`: the first row of the table where all columns are as the fields are.
pub(super) struct Lookup {
    table: LookupTable,
    /// The first row of the values of all columns that are compared.
    first: BTreeMap<Vec<String>, usize>,
    /// The fields that they are compared with.
    fields: Vec<String>,
    outputs: Vec<(usize, String)>,
}

impl Lookup {
    pub(super) fn new(
        table: &Name,
        matches: Vec<Renamed>,
        outputs: Vec<Name>,
        run: &Run<'_>,
    ) -> Result<Self, RunError> {
        let found = find(table, run)?;
        let matches = matches
            .into_iter()
            .map(|it| Ok((column(&found, table, &it.name.text)?, it.alias.unwrap_or(it.name).text)))
            .collect::<Result<Vec<(usize, String)>, RunError>>()?;
        let outputs = outputs
            .into_iter()
            .map(|name| Ok((column(&found, table, &name.text)?, name.text)))
            .collect::<Result<_, RunError>>()?;
        let (columns, fields): (Vec<usize>, Vec<String>) = matches.into_iter().unzip();
        Ok(Self { first: index(&found, &columns), table: found, fields, outputs })
    }
}

impl Operator for Lookup {
    fn push(&mut self, mut row: Row, _run: &Run<'_>, out: &mut Out<'_>) -> Done {
        let texts = self.fields.iter().map(|field| row.get(field).as_text().map(|text| text.to_string()));
        let found = texts.collect::<Option<Vec<String>>>().and_then(|texts| self.first.get(&texts));
        if let Some(found) = found.and_then(|index| self.table.rows().get(*index)) {
            self.outputs.iter().for_each(|(column, name)| row.set(name, cell(found, *column)));
        }
        out(row)
    }
}

/// The first row of each combination of values in these columns; rows that are too short have none.
fn index(table: &LookupTable, columns: &[usize]) -> BTreeMap<Vec<String>, usize> {
    let mut first = BTreeMap::new();
    for (index, row) in table.rows().iter().enumerate() {
        let values = columns.iter().map(|column| row.get(*column).cloned()).collect::<Option<Vec<String>>>();
        if let Some(values) = values {
            first.entry(values).or_insert(index);
        }
    }
    first
}

/// `cidrlookup`: the row of the table whose network is the smallest that an address is in.
pub(super) struct CidrLookup {
    table: LookupTable,
    field: String,
    column: usize,
    only_empty: bool,
    outputs: Vec<(usize, String)>,
}

impl CidrLookup {
    pub(super) fn new(
        table: &Name,
        field: Name,
        network: Option<Name>,
        only_empty: bool,
        outputs: &[Renamed],
        run: &Run<'_>,
    ) -> Result<Self, RunError> {
        let found = find(table, run)?;
        let column_of_networks = match &network {
            Some(name) => column(&found, table, &name.text)?,
            None => column(&found, table, &field.text).or_else(|_| column(&found, table, "cidr"))?,
        };
        let outputs = outputs
            .iter()
            .map(|it| Ok((column(&found, table, &it.name.text)?, it.alias.as_ref().unwrap_or(&it.name).text.clone())))
            .collect::<Result<_, RunError>>()?;
        Ok(Self { table: found, field: field.text, column: column_of_networks, only_empty, outputs })
    }

    fn find(&self, address: &str) -> Option<&Vec<String>> {
        let network = |row: &&Vec<String>| row.get(self.column).is_some_and(|network| in_subnet(address, network));
        let length = |row: &&Vec<String>| {
            let network = row.get(self.column)?;
            network.split_once('/')?.1.parse::<u32>().ok()
        };
        // The first of those with the longest prefix.
        self.table.rows().iter().filter(network).rev().max_by_key(length)
    }
}

impl Operator for CidrLookup {
    fn push(&mut self, mut row: Row, _run: &Run<'_>, out: &mut Out<'_>) -> Done {
        let address = row.get(&self.field).as_text();
        let found = address.and_then(|address| self.find(&address).cloned());
        if let Some(found) = found {
            for (column, name) in &self.outputs {
                let is_empty = row.get(name).as_text().is_none_or(|text| text.is_empty());
                if is_empty || !self.only_empty {
                    row.set(name, cell(&found, *column));
                }
            }
        }
        out(row)
    }
}

fn cell(row: &[String], column: usize) -> Value {
    row.get(column).map_or(Value::Null, |text| Value::text(text.as_str()))
}

fn find(table: &Name, run: &Run<'_>) -> Result<LookupTable, RunError> {
    run.events.lookup_table(&table.text).ok_or_else(|| RunError::UnknownTable(table.text.clone()))
}

fn column(found: &LookupTable, table: &Name, column: &str) -> Result<usize, RunError> {
    let unknown = || RunError::UnknownColumn { table: table.text.clone(), column: column.to_owned() };
    found.column(column).ok_or_else(unknown)
}
