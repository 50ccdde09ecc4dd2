CREATE TABLE appraisal_firmness (
  id {pk},
  version_id {int} NOT NULL REFERENCES appraisal_versions (id) ON DELETE CASCADE,
  digest TEXT NOT NULL,
  share {int} NOT NULL,
  seed {int} NOT NULL,
  replicates {int} NOT NULL,
  job_id {int},
  result TEXT NOT NULL,
  asked_at {int} NOT NULL,
  asked_by TEXT NOT NULL,
  computed_at {int},
  UNIQUE (version_id, digest, share, seed, replicates)
) {strict};
