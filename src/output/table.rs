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
    /// read, and a broken id not be copied. Without any, the last column is broken between words.
    pub dispensable: &'static [usize],
}

impl Table {
    pub fn print(&self, stdout: &mut Stdout) -> Result<()> {
        if stdout.is_terminal() { self.print_grid(stdout) } else { self.print_tsv(stdout) }
    }

    fn print_grid(&self, stdout: &mut Stdout) -> Result<()> {
        let width = Grid::new().width().filter(|width| *width > 0).map_or(usize::MAX, usize::from);
        let all: Vec<Shown> = self.rows.iter().map(|row| self.shown(row, &[], usize::MAX)).collect();
        let is_narrow = width_of(&self.grid(&all, &[])) > width;
        let (hidden, rows) = if is_narrow { self.narrowed(width) } else { (Vec::new(), all) };
        let grid = self.grid(&rows, &hidden);
        let mut lines = grid.lines();
        let header = lines.next().unwrap_or_default();
        stdout.line(header.trim_end())?;
        for row in &rows {
            row.before.iter().try_for_each(|line| stdout.line(line))?;
            let height = row.cells.iter().map(|cell| cell.lines().count()).max().unwrap_or(0).max(1);
            lines.by_ref().take(height).try_for_each(|line| stdout.line(line.trim_end()))?;
            row.after.iter().try_for_each(|line| stdout.line(line))?;
        }
        Ok(())
    }

    /// The columns that are left out, and the rows without them. The most wanted column is rather broken than left out.
    fn narrowed(&self, width: usize) -> (Vec<usize>, Vec<Shown>) {
        let mut hidden = self.dispensable.to_vec();
        for (rank, column) in self.dispensable.iter().rev().enumerate() {
            let fewer: Vec<usize> = hidden.iter().copied().filter(|other| other != column).collect();
            let mut rows = self.all_shown(&fewer, width);
            let grid = self.grid(&rows, &fewer);
            if width_of(&grid) <= width {
                hidden = fewer;
                continue;
            }
            let last = grid.column_max_content_widths().last().copied().unwrap_or(0);
            let left = (width + usize::from(last)).saturating_sub(width_of(&grid));
            if rank == 0 && left >= LEAST {
                rows.iter_mut().for_each(|row| row.break_last(left));
                return (fewer, rows);
            }
        }
        let rows = self.all_shown(&hidden, width);
        (hidden, rows)
    }

    fn all_shown(&self, hidden: &[usize], room: usize) -> Vec<Shown> {
        self.rows.iter().map(|row| self.shown(row, hidden, room)).collect()
    }

    /// What is shown of a row where there is so much room. An id that would leave too little to the other columns gets a
    /// line of its own. A table of which nothing can be left out breaks its last column between words, and gives a value
    /// that is one long word a line of its own too: only unbroken it can be copied.
    fn shown(&self, row: &Row, hidden: &[usize], room: usize) -> Shown {
        let columns = (0..row.len()).filter(|column| !hidden.contains(column));
        let cells = columns.map(|column| terminal::clean(&on_one_line(&row[column].join(", "))).into_owned());
        let mut shown = Shown { cells: cells.collect(), ..Shown::default() };
        if shown.cells.len() > 1 && is_long(&shown.cells[0], room) {
            shown.before = vec![format!(" {}", std::mem::take(&mut shown.cells[0]))];
        }
        if self.dispensable.is_empty() && room < usize::MAX {
            let names = self.rows.iter().map(|row| row[0].join(", ")).filter(|name| !is_long(name, room));
            let left = room.saturating_sub(names.map(|name| width_of_text(&name)).max().unwrap_or(0) + 4);
            shown.break_last(left);
        }
        shown
    }

    /// The table without these columns, each line as long as it is.
    fn grid(&self, rows: &[Shown], hidden: &[usize]) -> Grid {
        let columns = (0..self.columns.len()).filter(|column| !hidden.contains(column));
        let mut grid = Grid::new();
        grid.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
        grid.set_header(columns.map(|column| self.columns[column]));
        for row in rows {
            grid.add_row(&row.cells);
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

/// A column narrower than this is not worth its place.
const LEAST: usize = 16;

/// A row on a terminal: its cells, and lines of its own.
#[derive(Default)]
struct Shown {
    before: Vec<String>,
    cells: Vec<String>,
    after: Vec<String>,
}

impl Shown {
    fn break_last(&mut self, room: usize) {
        let Some(last) = self.cells.last_mut() else {
            return;
        };
        let mut lines: Vec<String> = Vec::new();
        for word in last.split(' ') {
            match lines.last_mut() {
                Some(line) if width_of_text(line) + 1 + width_of_text(word) <= room => *line = format!("{line} {word}"),
                _ => lines.push(word.to_owned()),
            }
        }
        if lines.iter().any(|line| width_of_text(line) > room) {
            self.after = lines.iter().map(|line| format!("   {line}")).collect();
            lines.clear();
        }
        *last = lines.join("\n");
    }
}

/// Whether a first cell would take more than two thirds of the room.
fn is_long(text: &str, room: usize) -> bool {
    width_of_text(text) > room / 3 * 2
}

/// How many columns of a terminal it takes.
fn width_of_text(text: &str) -> usize {
    let mut grid = Grid::new();
    grid.add_row([text]);
    grid.column_max_content_widths().iter().map(|width| usize::from(*width)).sum()
}

/// A tab or line break would make another cell or row of it.
fn on_one_line(cell: &str) -> String {
    cell.replace(['\t', '\n', '\r'], " ")
}

fn width_of(grid: &Grid) -> usize {
    // A space on each side of a column.
    grid.column_max_content_widths().iter().map(|width| usize::from(*width) + 2).sum()
}
