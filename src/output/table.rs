//! Rows for a person and for a script: an aligned table on a terminal, tab-separated in a pipe

use anyhow::Result;
use comfy_table::{ContentArrangement, Table as Grid, presets};

use super::Stdout;
use super::terminal;

/// One row; a cell with several values is a list.
pub type Row = Vec<Vec<String>>;

/// Columns and rows. In a pipe the columns are a contract: fixed for ever, new ones only at the end.
pub struct Table {
    pub columns: &'static [&'static str],
    pub rows: Vec<Row>,
    /// Columns that a terminal too narrow for all of them is not shown, the most wanted last. A broken line could not be
    /// read, and a broken id not be copied.
    pub dispensable: &'static [usize],
}

impl Table {
    pub fn print(&self, stdout: &mut Stdout) -> Result<()> {
        if stdout.is_terminal() { self.print_grid(stdout) } else { self.print_tsv(stdout) }
    }

    fn print_grid(&self, stdout: &mut Stdout) -> Result<()> {
        let width = Grid::new().width().filter(|width| *width > 0).map_or(usize::MAX, usize::from);
        let mut hidden = self.dispensable.to_vec();
        for column in self.dispensable.iter().rev() {
            let fewer: Vec<usize> = hidden.iter().copied().filter(|other| other != column).collect();
            if width_of(&self.grid(&fewer)) <= width {
                hidden = fewer;
            }
        }
        for line in self.grid(&hidden).lines() {
            stdout.line(line.trim_end())?;
        }
        Ok(())
    }

    /// The table without these columns, each line as long as it is.
    fn grid(&self, hidden: &[usize]) -> Grid {
        let columns: Vec<usize> = (0..self.columns.len()).filter(|column| !hidden.contains(column)).collect();
        let mut grid = Grid::new();
        grid.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
        grid.set_header(columns.iter().map(|column| self.columns[*column]));
        for row in &self.rows {
            grid.add_row(
                columns.iter().map(|column| terminal::clean(&on_one_line(&row[*column].join(", "))).into_owned()),
            );
        }
        grid
    }

    /// No header; lists joined by commas; a tab or line break inside a cell becomes a space.
    fn print_tsv(&self, stdout: &mut Stdout) -> Result<()> {
        for row in &self.rows {
            let cells: Vec<String> = row.iter().map(|cell| on_one_line(&cell.join(","))).collect();
            stdout.line(&cells.join("\t"))?;
        }
        Ok(())
    }
}

/// A tab or line break would make another cell or row of it.
fn on_one_line(cell: &str) -> String {
    cell.replace(['\t', '\n', '\r'], " ")
}

fn width_of(grid: &Grid) -> usize {
    // A space on each side of a column.
    grid.column_max_content_widths().iter().map(|width| usize::from(*width) + 2).sum()
}
