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
    /// Columns that a terminal too narrow for all of them is not shown, the first one first. A broken line could not be
    /// read, and a broken id not be copied.
    pub dispensable: &'static [usize],
}

impl Table {
    pub fn print(&self, stdout: &mut Stdout) -> Result<()> {
        if stdout.is_terminal() { self.print_grid(stdout) } else { self.print_tsv(stdout) }
    }

    fn print_grid(&self, stdout: &mut Stdout) -> Result<()> {
        let terminal_width = Grid::new().width().filter(|width| *width > 0);
        let mut hidden = 0;
        let mut grid = self.grid(hidden);
        while hidden < self.dispensable.len() && terminal_width.is_some_and(|width| width_of(&grid) > width.into()) {
            hidden += 1;
            grid = self.grid(hidden);
        }
        for line in grid.lines() {
            stdout.line(line.trim_end())?;
        }
        Ok(())
    }

    /// The table without the first so many of the dispensable columns, each line as long as it is.
    fn grid(&self, hidden: usize) -> Grid {
        let hidden = &self.dispensable[..hidden];
        let shown = |column: &usize| !hidden.contains(column);
        let columns: Vec<usize> = (0..self.columns.len()).filter(shown).collect();
        let mut grid = Grid::new();
        grid.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
        grid.set_header(columns.iter().map(|column| self.columns[*column]));
        for row in &self.rows {
            grid.add_row(columns.iter().map(|column| terminal::clean(&row[*column].join(", ")).into_owned()));
        }
        grid
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

fn width_of(grid: &Grid) -> usize {
    // A space on each side of a column.
    grid.column_max_content_widths().iter().map(|width| usize::from(*width) + 2).sum()
}
