-- A fact that was not typed but counted from the records of other domains, with the records; its value stands in
-- appraisal_facts like any other.
CREATE TABLE appraisal_measured (
  id {pk},
  participant_id {int} NOT NULL REFERENCES appraisal_participants (id),
  fact TEXT NOT NULL,
  indicator TEXT NOT NULL,
  indicator_name TEXT NOT NULL,
  part {int} NOT NULL,
  whole {int} NOT NULL,
  until_day {int} NOT NULL,
  records TEXT NOT NULL,
  read_at {int} NOT NULL,
  read_by TEXT NOT NULL,
  UNIQUE (participant_id, fact)
) {strict};
