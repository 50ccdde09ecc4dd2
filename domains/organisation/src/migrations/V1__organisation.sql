CREATE TABLE organisations (
  id {pk},
  code {path} NOT NULL,
  name TEXT NOT NULL,
  short_name TEXT NOT NULL,
  folded {path} NOT NULL,
  sort_key {path} NOT NULL,
  initials {path} NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('committee', 'general_branch', 'branch', 'group')),
  kind_text TEXT NOT NULL,
  category TEXT NOT NULL,
  parent_id {int} REFERENCES organisations (id),
  path {path} NOT NULL,
  department TEXT NOT NULL,
  founded_on {int},
  founded_precision TEXT CHECK (founded_precision IN ('year', 'month', 'day')),
  founded_document TEXT NOT NULL,
  members {int} NOT NULL CHECK (members >= 0),
  probationary {int} CHECK (probationary >= 0),
  under_35 {int} CHECK (under_35 >= 0),
  staff {int} CHECK (staff >= 0),
  contact TEXT NOT NULL,
  telephone TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('normal', 'merged', 'abolished')),
  ended_on {int},
  successor_id {int} REFERENCES organisations (id),
  import_id {int}
) {strict};
CREATE UNIQUE INDEX organisations_by_code ON organisations (code) WHERE state = 'normal' AND code <> '';
CREATE INDEX organisations_by_path ON organisations (path);
CREATE INDEX organisations_by_parent ON organisations (parent_id);
CREATE INDEX organisations_by_folded ON organisations (folded);
CREATE INDEX organisations_by_import ON organisations (import_id);

CREATE TABLE organisation_versions (
  id {pk},
  org_id {int} NOT NULL REFERENCES organisations (id),
  from_day {int} NOT NULL,
  until_day {int},
  code {path} NOT NULL,
  name TEXT NOT NULL,
  short_name TEXT NOT NULL,
  folded {path} NOT NULL,
  sort_key {path} NOT NULL,
  initials {path} NOT NULL,
  kind TEXT NOT NULL,
  kind_text TEXT NOT NULL,
  category TEXT NOT NULL,
  parent_id {int} REFERENCES organisations (id),
  path {path} NOT NULL,
  CHECK (until_day IS NULL OR until_day > from_day),
  UNIQUE (org_id, from_day)
) {strict};
CREATE INDEX organisation_versions_by_path ON organisation_versions (path);
CREATE INDEX organisation_versions_by_folded ON organisation_versions (folded);

CREATE TABLE organisation_events (
  id {pk},
  org_id {int} NOT NULL REFERENCES organisations (id),
  kind TEXT NOT NULL
    CHECK (kind IN ('founded', 'renamed', 'moved', 'merged', 'split', 'upgraded', 'abolished')),
  on_day {int} NOT NULL,
  on_precision TEXT NOT NULL CHECK (on_precision IN ('year', 'month', 'day')),
  document TEXT NOT NULL,
  note TEXT NOT NULL,
  was TEXT NOT NULL,
  became TEXT NOT NULL,
  counterpart_id {int} REFERENCES organisations (id),
  recorded_at {int} NOT NULL,
  import_id {int}
) {strict};
CREATE INDEX organisation_events_by_org ON organisation_events (org_id, on_day);

CREATE TABLE persons (
  id {pk},
  name TEXT NOT NULL,
  folded {path} NOT NULL,
  sort_key {path} NOT NULL,
  initials {path} NOT NULL,
  sex TEXT NOT NULL CHECK (sex IN ('', 'male', 'female')),
  born_on {int},
  born_precision TEXT CHECK (born_precision IN ('year', 'month', 'day')),
  identity_cipher {blob},
  identity_index {path} NOT NULL,
  identity_mask TEXT NOT NULL,
  identity_fault TEXT NOT NULL CHECK (identity_fault IN ('', 'form', 'checksum', 'date', 'birth')),
  joined_on {int},
  joined_precision TEXT CHECK (joined_precision IN ('year', 'month', 'day')),
  telephone TEXT NOT NULL,
  member {bool} NOT NULL,
  org_id {int} REFERENCES organisations (id),
  merged_into {int} REFERENCES persons (id),
  import_id {int}
) {strict};
CREATE INDEX persons_by_identity ON persons (identity_index);
CREATE INDEX persons_by_folded ON persons (folded);
CREATE INDEX persons_by_sort_key ON persons (sort_key);
CREATE INDEX persons_by_org ON persons (org_id);
CREATE INDEX persons_by_import ON persons (import_id);

CREATE TABLE identity_reveals (
  id {pk},
  person_id {int} NOT NULL REFERENCES persons (id),
  actor TEXT NOT NULL,
  at {int} NOT NULL,
  reason TEXT NOT NULL
) {strict};
CREATE INDEX identity_reveals_by_person ON identity_reveals (person_id, at);

CREATE TABLE appointments (
  id {pk},
  person_id {int} NOT NULL REFERENCES persons (id),
  org_id {int} NOT NULL REFERENCES organisations (id),
  post TEXT NOT NULL,
  post_rank {int} NOT NULL,
  full_time {bool} NOT NULL,
  since_on {int},
  since_precision TEXT CHECK (since_precision IN ('year', 'month', 'day')),
  until_on {int},
  reason TEXT NOT NULL,
  import_id {int}
) {strict};
CREATE INDEX appointments_by_person ON appointments (person_id);
CREATE INDEX appointments_by_org ON appointments (org_id, post_rank);
CREATE INDEX appointments_by_import ON appointments (import_id);

CREATE TABLE terms (
  id {pk},
  org_id {int} NOT NULL REFERENCES organisations (id),
  ordinal {int} NOT NULL CHECK (ordinal >= 1),
  began_on {int} NOT NULL,
  years {int} NOT NULL CHECK (years BETWEEN 1 AND 10),
  ended_on {int},
  due_voters {int},
  present_voters {int},
  document TEXT NOT NULL,
  note TEXT NOT NULL,
  import_id {int},
  UNIQUE (org_id, ordinal)
) {strict};

CREATE TABLE organisation_parameters (
  name TEXT NOT NULL PRIMARY KEY,
  amount {int} NOT NULL
) {strict};
