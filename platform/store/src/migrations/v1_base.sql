CREATE TABLE audit_head (
  id {int} NOT NULL PRIMARY KEY CHECK (id = 1),
  seq {int} NOT NULL,
  hash TEXT NOT NULL
) {strict};

CREATE TABLE audit (
  seq {int} NOT NULL PRIMARY KEY,
  at {int} NOT NULL,
  actor TEXT NOT NULL,
  act {path} NOT NULL,
  record_kind TEXT,
  record_id {int},
  before_json TEXT,
  after_json TEXT,
  hash TEXT NOT NULL
) {strict};
CREATE INDEX audit_by_record ON audit (record_kind, record_id, seq);
CREATE INDEX audit_by_actor ON audit (actor, seq);
CREATE INDEX audit_by_act ON audit (act, seq);
CREATE INDEX audit_by_moment ON audit (at);
{append_only:audit}

CREATE TABLE outbox (
  id {pk},
  at {int} NOT NULL,
  actor TEXT NOT NULL,
  kind TEXT NOT NULL,
  subject_kind TEXT NOT NULL,
  subject_id {int} NOT NULL,
  payload TEXT NOT NULL
) {strict};
CREATE TABLE outbox_cursors (
  consumer TEXT NOT NULL PRIMARY KEY,
  last_id {int} NOT NULL,
  failures {int} NOT NULL DEFAULT 0,
  error TEXT
) {strict};

CREATE TABLE jobs (
  id {pk},
  kind TEXT NOT NULL,
  payload TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed')),
  done {int} NOT NULL DEFAULT 0,
  total {int} NOT NULL DEFAULT 0,
  note TEXT NOT NULL DEFAULT '',
  error TEXT,
  attempts {int} NOT NULL DEFAULT 0,
  run_at {int} NOT NULL,
  created_at {int} NOT NULL,
  started_at {int},
  finished_at {int},
  beat_at {int},
  worker TEXT,
  requested_by TEXT NOT NULL
) {strict};
CREATE INDEX jobs_by_turn ON jobs (state, run_at, id);

CREATE TABLE links (
  id {pk},
  kind TEXT NOT NULL,
  from_kind TEXT NOT NULL,
  from_id {int} NOT NULL,
  to_kind TEXT NOT NULL,
  to_id {int} NOT NULL,
  created_at {int} NOT NULL,
  created_by TEXT NOT NULL,
  UNIQUE (from_kind, from_id, kind, to_kind, to_id)
) {strict};
CREATE INDEX links_backwards ON links (to_kind, to_id, kind);

CREATE TABLE blobs (
  hash TEXT NOT NULL PRIMARY KEY,
  size {int} NOT NULL,
  bytes {blob} NOT NULL
) {strict};
CREATE TABLE attachments (
  id {pk},
  record_kind TEXT NOT NULL,
  record_id {int} NOT NULL,
  name TEXT NOT NULL,
  mime TEXT NOT NULL,
  size {int} NOT NULL,
  hash TEXT NOT NULL REFERENCES blobs (hash),
  created_at {int} NOT NULL,
  created_by TEXT NOT NULL
) {strict};
CREATE INDEX attachments_by_record ON attachments (record_kind, record_id, id);
CREATE INDEX attachments_by_hash ON attachments (hash);
