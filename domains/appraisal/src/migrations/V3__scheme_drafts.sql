CREATE TABLE appraisal_scheme_drafts (
  id {pk},
  code TEXT NOT NULL,
  version {int} NOT NULL,
  name TEXT NOT NULL,
  base_scheme_id {int} REFERENCES appraisal_schemes (id),
  state TEXT NOT NULL CHECK (state IN ('open', 'kept', 'discarded')),
  kept_scheme_id {int} REFERENCES appraisal_schemes (id),
  revision {int} NOT NULL CHECK (revision > 0),
  created_at {int} NOT NULL,
  created_by TEXT NOT NULL,
  updated_at {int} NOT NULL,
  updated_by TEXT NOT NULL,
  CHECK ((state = 'kept') = (kept_scheme_id IS NOT NULL))
) {strict};

CREATE TABLE appraisal_scheme_draft_revisions (
  draft_id {int} NOT NULL REFERENCES appraisal_scheme_drafts (id),
  revision {int} NOT NULL CHECK (revision > 0),
  toml TEXT NOT NULL,
  made_at {int} NOT NULL,
  made_by TEXT NOT NULL,
  made_by_name TEXT NOT NULL,
  PRIMARY KEY (draft_id, revision)
) {strict};
