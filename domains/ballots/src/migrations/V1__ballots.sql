CREATE TABLE evaluations (
  id {pk},
  cycle_id {int} NOT NULL,
  year {int} NOT NULL,
  title TEXT NOT NULL,
  rehearsal {bool} NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('draft', 'opening', 'open', 'closing', 'closed', 'void')),
  issue_from {int} NOT NULL,
  issue_until {int} NOT NULL,
  cast_from {int} NOT NULL,
  cast_until {int} NOT NULL,
  minimum {int} NOT NULL,
  minimum_text {int} NOT NULL,
  by_dimension {bool} NOT NULL,
  questions TEXT NOT NULL,
  manifest TEXT,
  manifest_hash TEXT UNIQUE,
  manifest_signature TEXT,
  opened_on {int},
  board TEXT,
  results TEXT,
  closed_on {int},
  remark TEXT NOT NULL,
  created_at {int} NOT NULL,
  created_by TEXT NOT NULL,
  CHECK (issue_from < issue_until AND cast_from < cast_until AND issue_from <= cast_from AND issue_until <= cast_until)
) {strict};

CREATE TABLE evaluation_boxes (
  id {pk},
  evaluation_id {int} NOT NULL REFERENCES evaluations (id),
  place {int} NOT NULL,
  code TEXT NOT NULL,
  org_id {int} NOT NULL,
  org_code TEXT NOT NULL,
  org_name TEXT NOT NULL,
  category TEXT NOT NULL,
  voters TEXT NOT NULL,
  voters_name TEXT NOT NULL,
  drawn TEXT NOT NULL,
  salt TEXT NOT NULL,
  roster {int} NOT NULL,
  issued {int} NOT NULL,
  paper {int} NOT NULL,
  cast_count {int} NOT NULL,
  CHECK (issued + paper <= roster),
  CHECK (cast_count <= issued),
  UNIQUE (evaluation_id, code)
) {strict};

CREATE TABLE evaluation_voters (
  box_id {int} NOT NULL REFERENCES evaluation_boxes (id),
  person_id {int} NOT NULL,
  name TEXT NOT NULL,
  way TEXT NOT NULL CHECK (way IN ('', 'paper', 'online')),
  PRIMARY KEY (box_id, person_id)
) {keyed};
CREATE INDEX evaluation_voters_by_person ON evaluation_voters (person_id);

CREATE TABLE ballot_credentials (
  box_id {int} NOT NULL,
  person_id {int} NOT NULL,
  asked TEXT NOT NULL,
  PRIMARY KEY (box_id, person_id)
) {keyed};

CREATE TABLE ballot_slots (
  box_id {int} NOT NULL,
  slot TEXT NOT NULL,
  sealed {blob} NOT NULL,
  PRIMARY KEY (box_id, slot)
) {keyed};

CREATE TABLE ballot_bundles (
  evaluation_id {int} NOT NULL REFERENCES evaluations (id),
  sealed {blob} NOT NULL,
  PRIMARY KEY (evaluation_id)
) {strict};
