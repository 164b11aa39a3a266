//! Rows for a person and for a script: an aligned table on a terminal, tab-separated in a pipe

use anyhow::Result;
use comfy_table::{ColumnConstraint, ContentArrangement, Table as Grid, presets};

use super::Stdout;
use super::terminal;

/// Narrower terminals, and those that do not know their width, get lines as long as they are.
const NARROWEST: u16 = 60;

/// One row; a cell with several values is a list.
pub type Row = Vec<Vec<String>>;

/// Columns and rows. In a pipe the columns are a contract: fixed for ever, new ones only at the end.
pub struct Table {
    pub columns: &'static [&'static str],
    pub rows: Vec<Row>,
}

impl Table {
    pub fn print(&self, stdout: &mut Stdout) -> Result<()> {
        if stdout.is_terminal() { self.print_grid(stdout) } else { self.print_tsv(stdout) }
    }

    fn print_grid(&self, stdout: &mut Stdout) -> Result<()> {
        let mut grid = Grid::new();
        grid.load_style(presets::NOTHING).set_header(self.columns);
        if grid.width().is_some_and(|width| width >= NARROWEST) {
            grid.set_content_arrangement(ContentArrangement::Dynamic);
        }
        for row in &self.rows {
            grid.add_row(row.iter().map(|cell| terminal::clean(&cell.join(", ")).into_owned()));
        }
        // The first column is what people copy: it is never broken.
        grid.column_mut(0).map(|column| column.set_constraint(ColumnConstraint::ContentWidth));
        for line in grid.lines() {
            stdout.line(line.trim_end())?;
        }
        Ok(())
    }

    /// No header; lists joined by commas; a tab or line break inside a cell becomes a space.
    fn print_tsv(&self, stdout: &mut Stdout) -> Result<()> {
        for row in &self.rows {
            let cells: Vec<String> = row.iter().map(|cell| cell.join(",").replace(['\t', '\n', '\r'], " ")).collect();
            stdout.line(&cells.join("\t"))?;
        }
        Ok(())
    }
}
