//! Scoring a frame: what each column is, the fast rows and the others, one result batch for each part of the input.

use std::borrow::Borrow;
use std::collections::BTreeSet;
use std::iter;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use arrow_array::{Array, ArrayRef, RecordBatch, RecordBatchOptions, StringArray, UInt16Array, make_array};
use arrow_data::transform::MutableArrayData;
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};

use super::Frame;
use super::cells::Cells;
use super::fast::{Answers, BLOCK, Fast};
use super::options::{FrameOptions, ResultColumn};
use super::records;
use super::results::{self, Results};
use crate::assessment::{Assessment, AssessmentError, Grid, Known, ReadFile, Role, Row, Subject, recognise};
use crate::batch::ROWS_A_THREAD;
use crate::error::Error;
use crate::instrument::{Instrument, PredicateBasis};
use crate::issue::{Collector, Issues, Place, brief};
use crate::score::{self, Score, ScoreError};
use crate::threads::on_threads;

/// The most rows of a batch of results: their texts stay well within the 31 bits of their offsets.
const MOST_ROWS: usize = 1 << 24;

/// Scores a frame: answers wide (one row an institution) or long (one row an answer), or printed results.
///
/// Of a wide frame each row is scored for itself, in the order of the input and beside its label columns, which are
/// handed on as they are; institutions may repeat, and need not be named. Of the other forms the result has
/// `institution`, `year`, `stage` and the labels as text, one row a subject.
///
/// With one candidate the frame is one of that instrument; with several, the codes and years decide, as for a file. No
/// candidates stand for the built-in instruments.
///
/// # Errors
/// Every problem of the frame with its row and column, or every row that has no score; nothing is scored then.
pub fn score<I: Borrow<Instrument>>(frame: &Frame, candidates: &[I], options: &FrameOptions) -> Result<Frame, Error> {
    let builtins: Vec<Instrument>;
    let candidates: Vec<&Instrument> = if candidates.is_empty() {
        builtins = Instrument::builtin_ids().filter_map(|id| Instrument::builtin(id).ok()).collect();
        builtins.iter().collect()
    } else {
        candidates.iter().map(Borrow::borrow).collect()
    };
    score_against(frame, &candidates, options)
}

fn score_against(frame: &Frame, candidates: &[&Instrument], options: &FrameOptions) -> Result<Frame, Error> {
    let mut issues = Collector::new(options.read_options().limit());
    let recognised = recognise(&names(frame.schema()), candidates, || years(frame, options), &mut issues);
    if let Some(issues) = issues.into_issues() {
        return Err(issues.into());
    }
    if let Some(Grid::Wide { instrument, .. }) = recognised
        && let Some(&instrument) = candidates.get(instrument)
        && let Some(scorer) = Scorer::new(Arc::new(instrument.clone()), frame.schema(), options)?
    {
        return scorer.score(frame);
    }
    let ReadFile { instrument, records } = records::read(frame, candidates, options)?;
    let Some(&instrument) = candidates.get(instrument) else { return Ok(Frame::default()) };
    let scores = score::score_records(instrument, &records, options.score_options())?;
    subjects(instrument, &scores, options)
}

fn names(schema: &Schema) -> Row {
    Row::new(0, schema.fields().iter().map(|field| field.name().clone()).collect())
}

/// The years of a frame, as far as they can be read.
fn years(frame: &Frame, options: &FrameOptions) -> BTreeSet<u16> {
    let asked = options.read_options().asked_year();
    let mut years: BTreeSet<u16> = asked.into_iter().collect();
    let names: Vec<&str> = frame.schema().fields().iter().map(|field| field.name().as_str()).collect();
    let meanings = crate::assessment::meanings(names.iter().copied());
    let Some(column) = meanings.iter().position(|meaning| *meaning == Some(Known::Year)) else { return years };
    for batch in frame.batches() {
        let Some(Ok(cells)) = batch.columns().get(column).map(Cells::of) else { continue };
        years.extend((0..batch.num_rows()).filter_map(|row| cells.year(row).ok().flatten()));
    }
    if asked.is_some() {
        years.retain(|year| Some(*year) == asked);
    }
    years
}

/// Scores wide batches of one schema; made once for a stream, and shared between threads.
#[derive(Debug)]
pub struct Scorer {
    instrument: Arc<Instrument>,
    options: FrameOptions,
    input: SchemaRef,
    output: SchemaRef,
    results: Vec<ResultColumn>,
    fast: Option<Fast>,
    /// The column of each item, where there is one.
    items: Vec<Option<usize>>,
    /// The columns handed on.
    labels: Vec<usize>,
    institution: Option<usize>,
    year: Option<usize>,
    stage: Option<usize>,
    /// The headings as problems name them.
    headings: Vec<String>,
}

/// The problems of a part of a frame.
struct Problems {
    reading: Collector<AssessmentError>,
    scoring: Collector<ScoreError>,
}

impl Problems {
    fn new(options: &FrameOptions) -> Self {
        let limit = options.read_options().limit();
        Self { reading: Collector::new(limit), scoring: Collector::new(limit) }
    }

    const fn is_empty(&self) -> bool {
        self.reading.is_empty() && self.scoring.is_empty()
    }

    /// Takes over the problems of a later part.
    fn append(&mut self, other: Self) {
        if let Some(issues) = other.reading.into_issues() {
            self.reading.absorb(issues, |place, error| (place, error));
        }
        if let Some(issues) = other.scoring.into_issues() {
            self.scoring.absorb(issues, |place, error| (place, error));
        }
    }

    /// Problems of reading hide those of scoring, as with a file, which is not scored before it is read.
    fn into_error(self) -> Option<Error> {
        let reading = self.reading.into_issues().map(Error::from);
        reading.or_else(|| self.scoring.into_issues().map(Error::from))
    }
}

/// A batch with its columns by what they are.
struct Input<'data> {
    items: Vec<Option<Cells<'data>>>,
    institution: Option<Cells<'data>>,
    year: Option<Cells<'data>>,
    stage: Option<Cells<'data>>,
    /// The number of each row that is left, where a year was asked for; else they count from `first`.
    numbers: Option<Vec<usize>>,
    first: u64,
}

impl Scorer {
    /// A scorer of wide batches; `None` for a schema of another form, whose rows belong together: see [`score()`].
    ///
    /// # Errors
    /// Columns that the instrument does not have, that repeat each other or a column of the result, or of a type that
    /// holds no answers.
    pub fn new(
        instrument: Arc<Instrument>,
        schema: &SchemaRef,
        options: &FrameOptions,
    ) -> Result<Option<Self>, Issues<AssessmentError>> {
        let mut issues = Collector::new(options.read_options().limit());
        let grid = recognise(&names(schema), &[instrument.as_ref()], BTreeSet::new, &mut issues);
        let columns = match grid {
            Some(Grid::Wide { columns, .. }) => columns,
            Some(Grid::Other) => return issues.finish(None),
            None => Vec::new(),
        };
        let results = options.result_columns(&instrument, &mut issues);
        let mut items = vec![None; instrument.items().len()];
        let mut labels = Vec::new();
        let (mut institution, mut year, mut stage) = (None, None, None);
        for (position, field) in schema.fields().iter().enumerate() {
            match columns.get(position).map(|column| &column.role) {
                Some(Role::Item(item)) => {
                    if let Some(slot) = items.get_mut(*item) {
                        *slot = Some(position);
                    }
                    continue;
                }
                Some(Role::Known(Known::Institution)) => institution = Some(position),
                Some(Role::Known(Known::Year)) => year = Some(position),
                Some(Role::Known(Known::Stage)) => stage = Some(position),
                _ => {}
            }
            labels.push(position);
            if results.iter().any(|column| column.name(&instrument) == *field.name()) {
                let column = field.name().clone();
                issues.add(Place::whole().column(brief(&column)), AssessmentError::ColumnReserved { column });
            }
        }
        let policy = options.score_options().missing_on(&instrument).name();
        let mut metadata = schema.metadata().clone();
        metadata.extend(results::metadata(&instrument, policy));
        let fields: Vec<Arc<Field>> = labels
            .iter()
            .filter_map(|position| schema.fields().get(*position).cloned())
            .chain(results.iter().map(|column| Arc::new(results::field(*column, &instrument))))
            .collect();
        let headings = schema.fields().iter().map(|field| brief(field.name().trim())).collect();
        let fast = Fast::new(&instrument, &results);
        issues.finish(Some(Self {
            options: options.clone(),
            input: Arc::clone(schema),
            output: Arc::new(Schema::new_with_metadata(fields, metadata)),
            results,
            fast,
            items,
            labels,
            institution,
            year,
            stage,
            headings,
            instrument,
        }))
    }

    /// The schema of the batches it scores.
    #[must_use]
    pub const fn input(&self) -> &SchemaRef {
        &self.input
    }

    /// The schema of the results.
    #[must_use]
    pub const fn output(&self) -> &SchemaRef {
        &self.output
    }

    /// The options it was made with.
    #[must_use]
    pub const fn options(&self) -> &FrameOptions {
        &self.options
    }

    /// The instrument it scores with.
    #[must_use]
    pub const fn instrument(&self) -> &Arc<Instrument> {
        &self.instrument
    }

    /// Scores all batches of a frame, whose schema is the one the scorer was made for.
    ///
    /// # Errors
    /// Every problem of the frame; nothing is scored then.
    pub fn score(&self, frame: &Frame) -> Result<Frame, Error> {
        let mut problems = Problems::new(&self.options);
        let mut scored = Vec::new();
        let mut first = 1;
        for batch in frame.batches() {
            match self.parts(batch, first, &mut problems)? {
                Some(parts) => scored.extend(parts),
                None => scored.clear(),
            }
            first += u64::try_from(batch.num_rows()).unwrap_or(0);
        }
        if let Some(error) = problems.into_error() {
            return Err(error);
        }
        match self.options.read_options().asked_year() {
            Some(year) if frame.rows() > 0 && scored.iter().all(|batch| batch.num_rows() == 0) => {
                Err(Issues::one(AssessmentError::YearNotFound { year }).into())
            }
            _ => Ok(Frame::new(Arc::clone(&self.output), scored)),
        }
    }

    /// Scores one batch of a stream; `first` is the number of its first row, from one. A large batch gives several.
    ///
    /// # Errors
    /// Every problem of the batch; nothing of it is scored then.
    pub fn score_batch(&self, batch: &RecordBatch, first: u64) -> Result<Vec<RecordBatch>, Error> {
        let mut problems = Problems::new(&self.options);
        let parts = self.parts(batch, first, &mut problems)?;
        match problems.into_error() {
            Some(error) => Err(error),
            None => Ok(parts.unwrap_or_default()),
        }
    }

    /// The result of a batch in parts of equal size; `None` where there is a problem.
    fn parts(
        &self,
        batch: &RecordBatch,
        first: u64,
        problems: &mut Problems,
    ) -> Result<Option<Vec<RecordBatch>>, Error> {
        if batch.num_columns() != self.headings.len() {
            let (found, expected) = (batch.num_columns(), self.headings.len());
            problems.reading.add(Place::row(first), AssessmentError::RowLength { found, expected });
            return Ok(None);
        }
        let (batch, numbers) = self.of_asked_year(batch, first, problems).map_err(|error| refused(&error))?;
        let Some(mut input) = self.input_of(&batch, &mut problems.reading) else { return Ok(None) };
        (input.first, input.numbers) = (first, numbers);
        let rows = batch.num_rows();
        let threads = self.options.most_threads().min(rows / ROWS_A_THREAD).max(1);
        let parts = threads.max(rows.div_ceil(MOST_ROWS));
        let size = rows.div_ceil(parts).next_multiple_of(64).max(1);
        let ranges: Vec<Range<usize>> = (0..rows).step_by(size).map(|start| start..(start + size).min(rows)).collect();
        let left = Mutex::new(ranges.iter().enumerate());
        let work = || {
            let next = || left.lock().unwrap_or_else(PoisonError::into_inner).next();
            let score = |(number, range): (usize, &Range<usize>)| {
                let mut own = Problems::new(&self.options);
                let results = self.part(&input, range.clone(), &mut own);
                (number, results, own)
            };
            iter::from_fn(next).map(score).collect::<Vec<_>>()
        };
        let mut done: Vec<(usize, Results, Problems)> = on_threads(threads, work).into_iter().flatten().collect();
        done.sort_by_key(|(number, ..)| *number);
        let mut scored = Vec::with_capacity(done.len());
        for (range, (_, results, own)) in ranges.iter().zip(done) {
            problems.append(own);
            if problems.is_empty() {
                scored.push(self.batch(&batch, range.clone(), results).map_err(|error| refused(&error))?);
            }
        }
        if ranges.is_empty() {
            scored.push(RecordBatch::new_empty(Arc::clone(&self.output)));
        }
        Ok(problems.is_empty().then_some(scored))
    }

    /// The rows that are of the year asked for, and their numbers; all rows where none is, or no column has years.
    fn of_asked_year(
        &self,
        batch: &RecordBatch,
        first: u64,
        problems: &mut Problems,
    ) -> Result<(RecordBatch, Option<Vec<usize>>), ArrowError> {
        let all = || Ok((batch.clone(), None));
        let (Some(asked), Some(column)) = (self.options.read_options().asked_year(), self.year) else { return all() };
        let Some(Ok(years)) = batch.columns().get(column).map(Cells::of) else { return all() };
        let mut kept: Vec<usize> = Vec::new();
        for row in 0..batch.num_rows() {
            match years.year(row) {
                Ok(year) if year.is_none_or(|year| year == asked) => kept.push(row),
                Ok(_) => {}
                Err(error) => {
                    let place = Place::row(first + u64::try_from(row).unwrap_or(0));
                    problems.reading.add(place.column(self.heading(column)), error);
                }
            }
        }
        if kept.len() == batch.num_rows() {
            return all();
        }
        let columns = batch.columns().iter().map(|column| picked(column, &kept)).collect::<Result<Vec<_>, _>>()?;
        let options = RecordBatchOptions::new().with_row_count(Some(kept.len()));
        Ok((RecordBatch::try_new_with_options(batch.schema(), columns, &options)?, Some(kept)))
    }

    fn heading(&self, column: usize) -> &str {
        self.headings.get(column).map_or("", String::as_str)
    }

    /// The columns of a batch by what they are; `None` where one is of a type that cannot be that.
    fn input_of<'data>(
        &self,
        batch: &'data RecordBatch,
        issues: &mut Collector<AssessmentError>,
    ) -> Option<Input<'data>> {
        let mut sound = true;
        let mut cells = |position: Option<usize>, of: fn(&'data ArrayRef) -> Result<Cells<'data>, AssessmentError>| {
            let position = position?;
            let read = of(batch.columns().get(position)?);
            read.map_err(|error| {
                sound = false;
                issues.add(Place::whole().column(self.heading(position)), error);
            })
            .ok()
        };
        let items: Vec<_> = self.items.iter().map(|position| cells(*position, Cells::of)).collect();
        let year = cells(self.year, Cells::of);
        // Names are needed in messages only; a column of another type has none.
        let named = |position: Option<usize>| Cells::of_labels(batch.columns().get(position?)?).ok();
        let (institution, stage) = (named(self.institution), named(self.stage));
        for position in &self.labels {
            let wanted = self.input.fields().get(*position).map(|field| field.data_type());
            let found = batch.columns().get(*position).map(Array::data_type);
            if let (true, Some(found)) = (wanted != found, found) {
                sound = false;
                let error = AssessmentError::ColumnType { found: found.to_string() };
                issues.add(Place::whole().column(self.heading(*position)), error);
            }
        }
        sound.then_some(Input { items, institution, year, stage, numbers: None, first: 0 })
    }

    /// Scores the rows of one part.
    fn part(&self, input: &Input<'_>, rows: Range<usize>, problems: &mut Problems) -> Results {
        let mut results = Results::new(&self.results, rows.len());
        let complete: Option<Vec<&Cells<'_>>> = input.items.iter().map(Option::as_ref).collect();
        let answers =
            complete.map(|columns| Answers { columns, instrument: &self.instrument, comma: self.options.comma() });
        let mut scratch = self.fast.as_ref().filter(|_| answers.is_some()).map(Fast::scratch);
        let mut bases = Bases::new(self);
        let mut start = rows.start;
        while start < rows.end {
            let block = start..(start + BLOCK).min(rows.end);
            let bases = bases.of(input, block.clone(), &mut problems.reading);
            let done = scratch.as_mut().zip(answers.as_ref());
            let done = done.and_then(|(scratch, answers)| scratch.score(answers, block.clone(), bases).ok());
            let apart: Vec<usize> = match &done {
                Some(done) => done.invalid().collect(),
                None => (0..block.len()).collect(),
            };
            let mut scores = Vec::with_capacity(apart.len());
            for row in apart {
                let basis = bases.get(row).or(bases.first()).copied().unwrap_or(PredicateBasis::Exact);
                scores.extend(self.row(input, block.start + row, basis, problems).map(|score| (row, score)));
            }
            match done {
                _ if !problems.is_empty() => {}
                Some(done) => results.extend(&done, &scores),
                None => scores.iter().for_each(|(_, score)| results.push(score)),
            }
            start = block.end;
        }
        results
    }

    /// Scores one row for itself, whatever its cells are.
    fn row(&self, input: &Input<'_>, row: usize, basis: PredicateBasis, problems: &mut Problems) -> Option<Score> {
        let place = Place::row(input.number(row));
        let comma = self.options.comma();
        let mut answers = Vec::with_capacity(self.items.len());
        for (cells, position) in input.items.iter().zip(&self.items) {
            let answer = cells.as_ref().map_or(Ok(None), |cells| cells.answer(row, &self.instrument, comma));
            match answer {
                Ok(answer) => answers.push(answer),
                Err(error) => {
                    let heading = position.map_or("", |position| self.heading(position));
                    problems.reading.add(place.clone().column(heading), error);
                }
            }
        }
        if answers.len() < self.items.len() {
            return None;
        }
        let text = |cells: &Option<Cells<'_>>| Some(cells.as_ref()?.text(row).ok()??.trim().to_owned());
        let subject = Subject {
            institution: text(&input.institution).unwrap_or_default(),
            year: input
                .year
                .as_ref()
                .and_then(|year| year.year(row).ok()?)
                .or(self.options.read_options().asked_year()),
            stage: text(&input.stage),
            ..Subject::default()
        };
        let assessment = Assessment::from_checked(&self.instrument, subject, answers, Some(input.number(row)));
        let options = self.options.score_options().predicate_basis(basis);
        score::score(&self.instrument, &assessment, &options).map_err(|error| problems.scoring.add(place, error)).ok()
    }

    /// The labels of some rows, and their results beside them.
    fn batch(&self, input: &RecordBatch, rows: Range<usize>, results: Results) -> Result<RecordBatch, ArrowError> {
        let whole = rows.len() == input.num_rows();
        let label = |position: &usize| {
            let column = input.columns().get(*position)?;
            Some(if whole { Arc::clone(column) } else { column.slice(rows.start, rows.len()) })
        };
        let mut columns: Vec<ArrayRef> = self.labels.iter().filter_map(label).collect();
        columns.extend(results.finish(&self.instrument)?);
        let options = RecordBatchOptions::new().with_row_count(Some(rows.len()));
        RecordBatch::try_new_with_options(Arc::clone(&self.output), columns, &options)
    }
}

impl Input<'_> {
    /// The number of a row in the frame, from one.
    fn number(&self, row: usize) -> u64 {
        let row = self.numbers.as_ref().map_or(Some(row), |numbers| numbers.get(row).copied());
        self.first + row.and_then(|row| u64::try_from(row).ok()).unwrap_or(0)
    }
}

/// Which index the predicate of each row is read from.
struct Bases<'scorer> {
    scorer: &'scorer Scorer,
    /// The year looked up last.
    last: (Option<u16>, PredicateBasis),
    bases: Vec<PredicateBasis>,
}

impl<'scorer> Bases<'scorer> {
    fn new(scorer: &'scorer Scorer) -> Self {
        let year = scorer.options.read_options().asked_year();
        let basis = scorer.options.score_options().basis_on(&scorer.instrument, year);
        Self { scorer, last: (year, basis), bases: Vec::new() }
    }

    /// The basis of each row, or one for all of them; years that are none are issues.
    fn of(
        &mut self,
        input: &Input<'_>,
        rows: Range<usize>,
        issues: &mut Collector<AssessmentError>,
    ) -> &[PredicateBasis] {
        self.bases.clear();
        let Some(years) = &input.year else {
            self.bases.push(self.last.1);
            return &self.bases;
        };
        let (options, instrument) = (&self.scorer.options, &self.scorer.instrument);
        for row in rows {
            let year = match years.year(row) {
                Ok(None) => options
                    .read_options()
                    .asked_year()
                    .ok_or_else(|| AssessmentError::YearInvalid { found: String::new() }),
                Ok(Some(year)) => Ok(year),
                Err(error) => Err(error),
            };
            match year {
                Ok(year) if Some(year) == self.last.0 => {}
                Ok(year) => self.last = (Some(year), options.score_options().basis_on(instrument, Some(year))),
                Err(error) => {
                    let heading = self.scorer.year.map_or("", |year| self.scorer.heading(year));
                    issues.add(Place::row(input.number(row)).column(heading), error);
                }
            }
            self.bases.push(self.last.1);
        }
        &self.bases
    }
}

/// Some rows of a column.
fn picked(column: &ArrayRef, rows: &[usize]) -> Result<ArrayRef, ArrowError> {
    let data = column.to_data();
    let mut picked = MutableArrayData::new(vec![&data], false, rows.len());
    // Neighbours are copied together.
    for run in rows.chunk_by(|row, next| row + 1 == *next) {
        if let (Some(first), Some(last)) = (run.first(), run.last()) {
            picked.try_extend(0, *first, last + 1)?;
        }
    }
    Ok(make_array(picked.freeze()))
}

/// A result that Arrow does not hold; columns of one length and of the types of their fields always fit.
fn refused(error: &ArrowError) -> Error {
    Issues::one(AssessmentError::ColumnType { found: error.to_string() }).into()
}

/// The result of scores that are no rows of the input: who, when, and the same columns.
fn subjects(instrument: &Instrument, scores: &[Score], options: &FrameOptions) -> Result<Frame, Error> {
    let mut issues = Collector::new(options.read_options().limit());
    let columns = options.result_columns(instrument, &mut issues);
    issues.finish(())?;
    let mut results = Results::new(&columns, scores.len());
    scores.iter().for_each(|score| results.push(score));
    let labels: BTreeSet<&str> =
        scores.iter().flat_map(|score| score.subject.labels.keys().map(String::as_str)).collect();
    let years: UInt16Array = scores.iter().map(|score| score.subject.year).collect();
    let institutions: StringArray = scores.iter().map(|score| Some(score.subject.institution.as_str())).collect();
    let stages: StringArray = scores.iter().map(|score| score.subject.stage.as_deref()).collect();
    let mut fields = vec![
        Field::new("institution", DataType::Utf8, false),
        Field::new("year", DataType::UInt16, true),
        Field::new("stage", DataType::Utf8, true),
    ];
    let mut arrays: Vec<ArrayRef> = vec![Arc::new(institutions), Arc::new(years), Arc::new(stages)];
    for name in labels {
        let texts: StringArray =
            scores.iter().map(|score| score.subject.labels.get(name).map(String::as_str)).collect();
        fields.push(Field::new(name, DataType::Utf8, true));
        arrays.push(Arc::new(texts));
    }
    for column in &columns {
        fields.push(results::field(*column, instrument));
    }
    let policy = options.score_options().missing_on(instrument).name();
    let schema = Schema::new_with_metadata(fields, results::metadata(instrument, policy));
    let batch = results.finish(instrument).and_then(|columns| {
        arrays.extend(columns);
        RecordBatch::try_new(Arc::new(schema), arrays)
    });
    Ok(Frame::from(batch.map_err(|error| refused(&error))?))
}
