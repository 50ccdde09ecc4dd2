CREATE TABLE imports (
  id {pk},
  roster TEXT NOT NULL CHECK (roster IN ('organisations', 'cadres')),
  state TEXT NOT NULL CHECK (state IN ('draft', 'queued', 'applied', 'discarded', 'undone')),
  file_name TEXT NOT NULL,
  file_hash TEXT NOT NULL,
  mapping TEXT NOT NULL,
  row_count {int} NOT NULL,
  created_count {int} NOT NULL,
  changed_count {int} NOT NULL,
  unchanged_count {int} NOT NULL,
  uploaded_at {int} NOT NULL,
  uploaded_by TEXT NOT NULL,
  applied_at {int},
  applied_by TEXT NOT NULL,
  undone_at {int},
  undone_by TEXT NOT NULL,
  job_id {int},
  problem TEXT NOT NULL
) {strict};
CREATE INDEX imports_by_state ON imports (state, id);

CREATE TABLE import_rows (
  id {pk},
  import_id {int} NOT NULL REFERENCES imports (id),
  table_name TEXT NOT NULL,
  record_id {int} NOT NULL,
  before_json TEXT,
  after_json TEXT
) {strict};
CREATE INDEX import_rows_by_import ON import_rows (import_id, id);
CREATE INDEX import_rows_by_record ON import_rows (table_name, record_id);

CREATE INDEX persons_by_merged ON persons (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX organisations_by_successor ON organisations (successor_id) WHERE successor_id IS NOT NULL;
CREATE INDEX organisation_versions_by_parent ON organisation_versions (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX organisation_events_by_counterpart ON organisation_events (counterpart_id)
  WHERE counterpart_id IS NOT NULL;
