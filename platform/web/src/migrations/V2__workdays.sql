CREATE TABLE workday_exceptions (
    day {int} NOT NULL PRIMARY KEY,
    working {bool} NOT NULL,
    name TEXT NOT NULL
) {strict};
